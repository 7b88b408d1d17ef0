"""The difference between two plans as an Excel workbook: one row for each changed field."""

import io

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, NamedStyle, PatternFill
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from kinerja.lib.dates import long_date
from kinerja.lib.workbooks import PAPER, write_text
from reporting.queries.plan_difference import Difference
from reporting.queries.plan_lines import plan_name

HEADINGS = (
    ("Bagian", 18),
    ("Perubahan", 14),
    ("Baris", 60),
    ("Isian", 26),
    ("Semula", 44),
    ("Menjadi", 44),
)
LETTERS = "ABCDEF"
TOP = Alignment(vertical="top", wrap_text=True)


def difference_workbook(difference: Difference) -> bytes:
    """The workbook as bytes."""
    book = Workbook()
    book.add_named_style(NamedStyle("kata", font=Font(name="Arial", size=9), alignment=TOP))
    head = NamedStyle("kepala", font=Font(name="Arial", size=9, bold=True), alignment=TOP)
    head.fill = PatternFill("solid", fgColor="E7ECF2")
    book.add_named_style(head)
    book.add_named_style(NamedStyle("judul", font=Font(name="Arial", size=12, bold=True)))
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # noqa: S101 - a new workbook has one worksheet
    _write(sheet, difference)
    book.properties.creator = difference.new.agency.name
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _write(sheet: Worksheet, difference: Difference) -> None:
    sheet.title = "Perbedaan"
    old, new = difference.old, difference.new
    write_text(sheet["A1"], f"Perbedaan rencana {new.agency.name}", "judul")
    between = f"{plan_name(old)}, berlaku mulai {long_date(old.from_on)} — "
    write_text(sheet["A2"], f"{between}{plan_name(new)}, berlaku mulai {long_date(new.from_on)}", "kata")
    sheet["A2"].alignment = Alignment(wrap_text=False)
    for letter, (heading, width) in zip(LETTERS, HEADINGS, strict=True):
        write_text(sheet[f"{letter}4"], heading, "kepala")
        sheet.column_dimensions[letter].width = width
    for number, row in enumerate(difference.rows, start=5):
        for letter, words in zip(LETTERS, row, strict=True):
            write_text(sheet[f"{letter}{number}"], words, "kata")
    sheet.freeze_panes = "A5"
    sheet.print_title_rows = "4:4"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", PAPER["A4"]
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
