"""PDF: the ruled tables of every page and the lines between them, as the same rows that a text gives."""

import io
import re
from collections.abc import Iterator, Sequence
from typing import Any

from sop.readers.cells import clean, one_line
from sop.readers.reading import Reading, Row, Unreadable
from sop.readers.rows import read_rows

MOST_PAGES = 100
_CLOSE = 3.0  # points between lines that are meant as one
_FULL = 0.9  # of the longest line: as far as a line reaches before it is broken
_TORN_WORD = re.compile(r"\w-$|(?:https?:/|www\.)\S*[/.?&=_]$")  # Undang-|Undang, https://|kota.go.id
_NEW_ITEM = re.compile(r"(?:\d{1,2}|[a-z])[.)]\s|[-–•▪●]\s")


def read_pdf(content: bytes) -> list[Reading]:
    """Every SOP in a PDF with text. Unreadable: it cannot be opened, is a scan, or holds none."""
    import pdfplumber  # noqa: PLC0415 - slow to load, and few processes read one

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
    tables = page.find_tables({"explicit_horizontal_lines": _open_ends(page)})
    boxes = [table.bbox for table in tables]
    outside = page.filter(lambda thing: not any(_lies_in(thing, box) for box in boxes))
    parts: list[tuple[float, list[Row]]] = [(table.bbox[1], _table(table)) for table in tables]
    parts += [(top, [Row((text,), text)]) for top, text in _lines(outside)]
    for _, rows in sorted(parts, key=lambda part: part[0]):
        yield from rows
    yield Row(("",), "")


def _open_ends(page: Any) -> list[float]:
    """Where a table runs on over the end of the page, so that no line closes its last row."""
    upright = [edge for edge in page.edges if edge["orientation"] == "v"]
    level = [edge["top"] for edge in page.edges if edge["orientation"] == "h"]
    if not upright:
        return []
    ends = (min(edge["top"] for edge in upright), max(edge["bottom"] for edge in upright))
    return [end for end in ends if not any(abs(end - top) < _CLOSE for top in level)]


def _lines(outside: Any) -> Iterator[tuple[float, str]]:
    """The lines beside the tables; one that reaches the margin goes on in the next."""
    lines = outside.extract_text_lines(return_chars=False)
    margin = max((line["x1"] for line in lines), default=0) * _FULL
    held: tuple[float, str] | None = None
    before: dict[str, Any] = {}
    for line in lines:
        text = clean(line["text"])
        near = held and line["top"] - before["bottom"] < line["bottom"] - line["top"]
        if held and near and before["x1"] > margin and not _NEW_ITEM.match(text):
            held = (held[0], f"{held[1]} {text}")
        else:
            if held:
                yield held
            held = (line["top"], text)
        before = line
    if held:
        yield held


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
