"""Excel workbooks: words stay words, and paper sizes have numbers."""

from copy import copy

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.worksheet.merge import MergedCellRange
from openpyxl.worksheet.worksheet import Worksheet

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAPER = {"A4": 9, "F4": 14}  # the paper codes of the format; 14 is folio, which is F4
_LONGEST_TEXT = 32767
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


def merge(sheet: Worksheet, span: str) -> None:
    """Join the cells of one row, which share the look of the first.

    The library's own way compares each span with every earlier one and mends every border by itself: a sheet
    with thousands of headings took most of its time there.
    """
    joined = MergedCellRange(sheet, span)
    sheet.merged_cells.ranges.add(joined)
    first, *others = joined.top
    look = sheet._cells[first]._style  # type: ignore[union-attr]
    for row, column in others:
        place = MergedCell(sheet, row, column)
        place._style = copy(look)  # type: ignore[attr-defined]
        sheet._cells[row, column] = place


def write_text(cell: Cell, words: str, style: str) -> None:
    """Words as words: whatever they begin with, they never become a formula, now or when edited later."""
    words = ILLEGAL_CHARACTERS_RE.sub("", words)[:_LONGEST_TEXT]
    cell.style = style
    if words:
        cell.value = words
        cell.data_type = "s"
        if words.startswith(_DANGEROUS):
            cell.quotePrefix = True
