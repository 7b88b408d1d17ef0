"""The printed forms of planning as a workbook: the same tables, real numbers, sums as formulas."""

import io
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from kinerja.lib.workbooks import PAPER, write_text
from reporting.renderers.columns import Cell, Form
from reporting.renderers.formulas import with_results
from reporting.renderers.plan_forms import FormRow, FormTable, PrintedForm
from reporting.renderers.styles import add_styles, style_of

_CHARACTERS = 1.6  # of column width for one share of the page


class _Page:
    """One worksheet for one table, written from top to bottom."""

    def __init__(self, sheet: Worksheet, form: PrintedForm, table: FormTable) -> None:
        self.sheet, self.form, self.table = sheet, form, table
        self.row = 1
        self.first = 0
        self.results: dict[str, Decimal] = {}

    def write(self) -> None:
        agency = self.form.plan.agency
        self.banner(agency.government.upper(), "kop")
        self.banner(agency.name.upper(), "kop_nama")
        self.banner(self.form.title.upper(), "judul")
        self.banner(self.form.period, "judul")
        if self.table.title:
            self.banner(self.table.title, "judul")
        for index, column in enumerate(self.table.columns, start=1):
            self.text(index, column.heading, "kepala")
            self.sheet.column_dimensions[get_column_letter(index)].width = column.width * _CHARACTERS
        self._print_setup()
        self.row += 1
        self.first = self.row
        for row in self.table.rows:
            self._cells(row)
        if self.table.total:
            self._cells(FormRow(self.table.total, is_branch=True), is_total=True)
        self.row += 1
        for note in self.form.notes:
            self.banner(note, "kop")
        self._signature()

    def banner(self, words: str, style: str) -> None:
        self.text(1, words, style)
        self.sheet.merge_cells(
            start_row=self.row, end_row=self.row, start_column=1, end_column=len(self.table.columns)
        )
        self.row += 1

    def text(self, column: int, words: str, style: str) -> None:
        write_text(self.sheet[f"{get_column_letter(column)}{self.row}"], words, style)

    def _cells(self, row: FormRow, *, is_total: bool = False) -> None:
        words = "cabang" if row.is_branch else "kata"
        for index, cell in enumerate(row.cells, start=1):
            if cell is None or cell.words or cell.form is Form.TEXT or cell.figure is None:
                style = "kata_kanan" if cell and cell.form is not Form.TEXT and not row.is_branch else words
                self.text(index, cell.text.strip() if cell else "", style)
            else:
                self._figure(index, cell, cell.figure, is_sum=is_total and cell.form is Form.MONEY)
        self.row += 1

    def _figure(self, column: int, cell: Cell, value: Decimal, *, is_sum: bool) -> None:
        place = self.sheet.cell(self.row, column)
        place.style = style_of(value, cell.form)
        letter = get_column_letter(column)
        if is_sum and not any(row.is_branch for row in self.table.rows):
            place.value = f"=SUM({letter}{self.first}:{letter}{self.row - 1})"
            self.results[place.coordinate] = value
        else:
            place.value = float(value) if value % 1 else int(value)

    def _print_setup(self) -> None:
        sheet = self.sheet
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = PAPER[self.form.plan.agency.paper]
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        sheet.print_title_rows = f"{self.row}:{self.row}"
        sheet.freeze_panes = f"A{self.row + 1}"
        if sheet.oddFooter is not None:
            sheet.oddFooter.right.text = "Halaman &P dari &N"

    def _signature(self) -> None:
        signatory = self.form.signatory
        if signatory is None:
            return
        column = max(1, len(self.table.columns) - 1)
        nip = f"NIP {signatory.nip}" if signatory.nip else ""
        lines = [signatory.place_and_day, signatory.title, "", "", "", signatory.name, signatory.rank, nip]
        self.row += 1
        for words in lines:
            self.text(column, words, "tanda_nama" if words == signatory.name else "tanda")
            self.sheet.merge_cells(
                start_row=self.row, end_row=self.row, start_column=column, end_column=column + 1
            )
            self.row += 1


def form_workbook(form: PrintedForm, *, at: datetime) -> bytes:
    """The workbook as bytes, a worksheet for each table; equal input at the same moment gives equal bytes."""
    book = Workbook()
    add_styles(book)
    pages: list[_Page] = []
    for table, sheet in zip(form.tables, _sheets(book, form.tables), strict=True):
        page = _Page(sheet, form, table)
        page.write()
        pages.append(page)
    book.calculation.fullCalcOnLoad = True
    book.properties.creator = form.plan.agency.name
    book.properties.title = form.title
    book.properties.created = at.replace(tzinfo=None, microsecond=0)
    stream = io.BytesIO()
    book.save(stream)
    results = {f"xl/worksheets/sheet{n}.xml": page.results for n, page in enumerate(pages, start=1)}
    return with_results(stream.getvalue(), results, at=at)


def _sheets(book: Workbook, tables: Sequence[FormTable]) -> list[Worksheet]:
    first = book.active
    assert isinstance(first, Worksheet)  # noqa: S101 - a new workbook has one worksheet
    sheets = [first, *(book.create_sheet() for _ in tables[1:])]
    for table, sheet in zip(tables, sheets, strict=True):
        sheet.title = table.title[:31] or "Formulir"
    return sheets
