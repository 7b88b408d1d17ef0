"""Plain text as it comes out of a page or a word processor: tabs between cells, HTML crumbs, markdown."""

import re
from collections.abc import Iterator, Sequence

from sop.readers.cells import clean, is_list
from sop.readers.heads import starts_head
from sop.readers.identity import labels_of
from sop.readers.reading import Reading, Row
from sop.readers.rows import read_rows, refuse_longer

_NUMBER = re.compile(r"\(?\d{1,3}[.)]?")
_PIPES = re.compile(r"\s*\|.*\|\s*")
_RULE = re.compile(r"[\s|:+-]+")
_TAIL = 2  # a row that lacks no more than Output and Keterangan may simply have lost its last tabs


def read_text(text: str) -> list[Reading]:
    """Every SOP in a plain text. Unreadable: there is none, or the text is no document for people."""
    refuse_longer(text.count("\n"))
    return read_rows(list(_unwrapped([_row(line) for line in text.split("\n")])))


def _row(line: str) -> Row:
    raw = line.split("\t")
    if len(raw) == 1 and _PIPES.fullmatch(line):
        raw = [] if _RULE.fullmatch(line) else line.strip().strip("|").split("|")
    return Row(
        tuple(clean(cell) for cell in raw), line, frozenset(n for n, cell in enumerate(raw) if is_list(cell))
    )


def _unwrapped(rows: Sequence[Row]) -> Iterator[Row]:
    """The rows of tables put together again where a line break fell inside a cell."""
    width = place = 0
    while place < len(rows):
        row = rows[place]
        place += 1
        if starts_head(row):
            width = len(row.cells)
        elif labels_of(row):
            width = 0
        while width and place < len(rows) and _is_torn(row, rows[place], width):
            row = _joined(row, rows[place])
            place += 1
        yield row


def _is_torn(row: Row, following: Row, width: int) -> bool:
    """Whether the next line belongs to the last cell of this row."""
    if len(row.cells) == 1 or row.is_blank or following.is_blank or starts_head(following):
        return False
    if _NUMBER.fullmatch(following.cells[0]) or len(row.cells) + len(following.cells) - 1 > width:
        return False
    goes_on = following.cells[0][:1].islower()
    if len(following.cells) == 1:
        return goes_on or len(row.cells) < width - _TAIL
    return bool(following.cells[0]) or len(row.cells) < width - _TAIL


def _joined(row: Row, following: Row) -> Row:
    seam = " ".join(part for part in (row.cells[-1], following.cells[0]) if part)
    cells = (*row.cells[:-1], seam, *following.cells[1:])
    return Row(cells, f"{row.source}\n{following.source}", row.lists)
