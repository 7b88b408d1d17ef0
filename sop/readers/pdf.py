"""PDF: the ruled tables of every page and the lines between them, as the same rows that a text gives."""

import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

import pdfplumber

from sop.readers.cells import clean, one_line
from sop.readers.reading import Reading, Row, Unreadable
from sop.readers.rows import read_rows

MOST_PAGES = 100
_TORN_WORD = re.compile(r"\w-$|(?:https?:/|www\.)\S*[/.?&=_]$")  # Undang-|Undang, https://|kota.go.id
_NEW_ITEM = re.compile(r"(?:\d{1,2}|[a-z])[.)]\s|[-–•▪●]\s")


def read_pdf(content: bytes) -> list[Reading]:
    """Every SOP in a PDF with text. Unreadable: it cannot be opened, is a scan, or holds none."""
    try:
        with pdfplumber.open(io.BytesIO(content)) as pages:
            count = len(pages.pages)
            rows = [row for page in pages.pages[:MOST_PAGES] for row in _page(page)]
    except Exception as error:  # a stranger's file may break the parser in any way
        raise Unreadable("Berkas PDF ini tidak dapat dibuka. Simpan ulang lalu unggah kembali.") from error
    if count > MOST_PAGES:
        raise Unreadable(f"PDF ini lebih dari {MOST_PAGES} halaman. Unggah halaman SOP-nya saja.")
    if all(row.is_blank for row in rows):
        raise Unreadable("PDF ini hasil pindai tanpa teks. Unggah berkas Word, Excel, atau PDF yang berteks.")
    return read_rows(rows)


def _page(page: Any) -> Iterator[Row]:
    """Tables and lines from the top of a page to its bottom."""
    tables = page.find_tables()
    boxes = [table.bbox for table in tables]
    outside = page.filter(lambda thing: not any(_lies_in(thing, box) for box in boxes))
    parts: list[tuple[float, list[Row]]] = [(table.bbox[1], _table(table)) for table in tables]
    for line in outside.extract_text_lines(return_chars=False):
        text = clean(line["text"])
        parts.append((line["top"], [Row((text,), text)]))
    for _, rows in sorted(parts, key=lambda part: part[0]):
        yield from rows
    yield Row(("",), "")


def _lies_in(thing: dict[str, Any], box: Sequence[float]) -> bool:
    """Whether the middle of a thing on the page is inside a table."""
    if "x0" not in thing or "top" not in thing:
        return False
    x, y = (thing["x0"] + thing["x1"]) / 2, (thing["top"] + thing["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _table(table: Any) -> list[Row]:
    rows = []
    for line in table.extract():
        cells = tuple(_unwrapped(clean(cell or "")) for cell in line)
        rows.append(Row(cells, "\t".join(one_line(cell) for cell in cells)))
    return rows


def _unwrapped(text: str) -> str:
    """A cell without the line breaks of its column; the items of a numbered list stay apart."""
    lines: list[str] = []
    for line in text.split("\n"):
        if lines and not _NEW_ITEM.match(line):
            lines[-1] += line if _TORN_WORD.search(lines[-1]) else f" {line}"
        else:
            lines.append(line)
    return "\n".join(lines)
