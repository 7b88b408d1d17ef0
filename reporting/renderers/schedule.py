"""A retention schedule as a small workbook: to read, to change and to import again."""

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, NamedStyle, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from kinerja.lib.workbooks import write_text
from reporting.models import Classification, Fate
from reporting.queries.classification import HEADINGS

_WIDTHS = (18, 70, 14, 14, 20, 40)
_LAST_ROW = 1000


def schedule_workbook(rows: Sequence[Classification]) -> bytes:
    """The classes as rows under the headings that the import knows; codes are text."""
    book = Workbook()
    page = book.active
    assert isinstance(page, Worksheet)  # noqa: S101 - a new workbook has one worksheet
    page.title = "Klasifikasi"
    top = Alignment(vertical="top", wrap_text=True)
    head = NamedStyle("kepala", font=Font(bold=True), alignment=top, number_format="@")
    head.fill = PatternFill("solid", fgColor="D9E2E4")
    for style in (head, NamedStyle("kata", alignment=top, number_format="@")):
        book.add_named_style(style)
    for place, (heading, width) in enumerate(zip(HEADINGS.values(), _WIDTHS, strict=True), start=1):
        letter = get_column_letter(place)
        write_text(page[f"{letter}1"], heading, "kepala")
        page.column_dimensions[letter].width = width
    for number, row in enumerate(rows, start=2):
        proposed = str(row.get_proposed_for_display()) if row.proposed_for else ""
        for letter, words in zip("ABEF", (row.code, row.name, row.get_fate_display(), proposed), strict=True):
            write_text(page[f"{letter}{number}"], str(words), "kata")
        page.cell(number, 3, row.active_years)
        page.cell(number, 4, row.inactive_years)
    fates = DataValidation(type="list", formula1=f'"{",".join(str(label) for label in Fate.labels)}"')
    page.add_data_validation(fates)
    fates.add(f"E2:E{_LAST_ROW}")
    page.freeze_panes = "A2"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
