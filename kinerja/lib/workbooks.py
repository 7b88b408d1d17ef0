"""Excel workbooks: words stay words, and paper sizes have numbers."""

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PAPER = {"A4": 9, "F4": 14}  # the paper codes of the format; 14 is folio, which is F4
_LONGEST_TEXT = 32767
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")


def write_text(cell: Cell, words: str, style: str) -> None:
    """Words as words: whatever they begin with, they never become a formula, now or when edited later."""
    words = ILLEGAL_CHARACTERS_RE.sub("", words)[:_LONGEST_TEXT]
    cell.style = style
    if words:
        cell.value = words
        cell.data_type = "s"
        if words.startswith(_DANGEROUS):
            cell.quotePrefix = True
