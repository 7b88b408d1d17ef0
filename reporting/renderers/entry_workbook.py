"""The personal Excel workbook of a PPTK: the right rows, cells to fill in, everything else locked."""

import io
from collections.abc import Sequence
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from kinerja.lib.workbooks import write_text
from reporting.queries.entry_file import (
    FILE_SHEETS,
    LINES,
    SEAL_MARK,
    SEAL_SHEET,
    SOURCE_COLUMNS,
    WORD_COLUMNS,
    FileColumn,
    FileRow,
    FileSheet,
    Seal,
)
from sop.models import Task

HEAD = 4  # the row of the headings
WHOLE, FRACTION = "#,##0", "#,##0.00####"
_CHUNK = 8000  # characters of the seal in one cell
_TEXTS = {column.name for column in (*WORD_COLUMNS, *SOURCE_COLUMNS)} | {"choice"}
_MONEY = {"ceiling", "before", "amount"}
_NUMBERS = {*_MONEY, "target", "figure", "numerator", "denominator", "physical"}
_FREEZE = {"Realisasi": "E5", "Keuangan dan Fisik": "D5"}
_THIN = Side(style="thin", color="B5C2C6")
_FRAME = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
GUIDE = (
    "Isi sel berwarna kuning saja, simpan, lalu unggah pada halaman isian. Kosong berarti belum diisi, "
    "0 berarti nol. Keadaan dipilih hanya bila tidak ada angka. Perbedaannya diperlihatkan dahulu."
)


def entry_workbook(task: Task, rows: Sequence[FileRow], seal: Seal) -> bytes:
    """The workbook of one task as bytes; rows with a key that begins with "s" go to the sheet of money."""
    book = Workbook()
    hidden = book.worksheets[0]
    _add_styles(book)
    _seal(hidden, seal)
    for place, sheet in enumerate(FILE_SHEETS):
        own = [row for row in rows if row.key.startswith("r" if sheet is LINES else "s")]
        if own:
            _write(book.create_sheet(sheet.title, place), sheet, own, task, _Lists(hidden))
    book.active = 0
    book.properties.creator = task.run.agency.name
    book.properties.title = f"Isian realisasi {task.run.period.label}"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


class _Lists:
    """The choices of cells, kept on the hidden sheet: a list in a cell's own rule holds 255 characters."""

    def __init__(self, hidden: Worksheet) -> None:
        self.hidden = hidden
        self.rules: dict[tuple[str, ...], DataValidation] = {}

    def rule(self, sheet: Worksheet, choices: Sequence[str]) -> DataValidation:
        """The rule that offers these choices on the sheet."""
        known = tuple(choices)
        if known not in self.rules:
            place = max(self.hidden.max_column, 1) + 1
            for number, choice in enumerate(known, start=1):
                write_text(_cell(self.hidden, number, place), choice, "Normal")
            letter = get_column_letter(place)
            source = f"'{SEAL_SHEET}'!${letter}$1:${letter}${len(known)}"
            rule = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=False)
            self.rules[known] = rule
            sheet.add_data_validation(rule)
        return self.rules[known]


def _add_styles(book: Workbook) -> None:
    base = Font(name="Arial", size=10)
    locked, free = Protection(locked=True), Protection(locked=False)
    grey, yellow = PatternFill("solid", fgColor="EEF2F3"), PatternFill("solid", fgColor="FFF8D6")
    head = PatternFill("solid", fgColor="0B5563")
    styles = {
        "judul": NamedStyle("judul", font=Font(name="Arial", size=13, bold=True), protection=locked),
        "petunjuk": NamedStyle("petunjuk", font=base, protection=locked),
        "kepala": NamedStyle(
            "kepala", font=Font(name="Arial", size=10, bold=True, color="FFFFFF"), fill=head, border=_FRAME
        ),
        "tercetak": NamedStyle("tercetak", font=base, fill=grey, border=_FRAME, protection=locked),
        "isian": NamedStyle("isian", font=base, fill=yellow, border=_FRAME, protection=free),
        "tutup": NamedStyle("tutup", font=base, fill=PatternFill("lightUp", fgColor="C9D3D6"), border=_FRAME),
    }
    for name, style in styles.items():
        middle = "center" if name == "kepala" else "top"
        style.alignment = Alignment(wrap_text=name not in {"judul", "petunjuk"}, vertical=middle)
        book.add_named_style(style)


def _write(sheet: Worksheet, form: FileSheet, rows: Sequence[FileRow], task: Task, lists: "_Lists") -> None:
    who = task.assignee or task.act.actor.label
    write_text(_cell(sheet, 1, 2), f"{form.title} {task.run.period.label} — {task.run.agency.name}", "judul")
    write_text(_cell(sheet, 2, 2), f"PPTK: {who}", "petunjuk")
    write_text(_cell(sheet, 3, 2), GUIDE, "petunjuk")
    for place, column in enumerate(form.columns, start=1):
        write_text(_cell(sheet, HEAD, place), column.heading, "kepala")
        sheet.column_dimensions[get_column_letter(place)].width = column.width
        is_unused = column.is_input and not any(column.name in row.entered for row in rows)
        sheet.column_dimensions[get_column_letter(place)].hidden = is_unused or place == 1
    for number, row in enumerate(rows, start=HEAD + 1):
        _row(sheet, number, form, row, lists)
    sheet.freeze_panes = _FREEZE[form.title]
    sheet.protection.sheet = True  # against slips, not against anybody: there is no password
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{HEAD}:{HEAD}"


def _row(sheet: Worksheet, number: int, form: FileSheet, row: FileRow, lists: "_Lists") -> None:
    for place, column in enumerate(form.columns, start=1):
        cell = _cell(sheet, number, place)
        if column.name == "key":
            write_text(cell, row.key, "tercetak")
        elif not column.is_input:
            _put(cell, row.printed.get(column.name), column, "tercetak", has_decimals=True)
        elif column.name not in row.entered:
            write_text(cell, "", "tutup")
        else:
            _put(cell, row.entered[column.name], column, "isian", has_decimals=row.has_decimals)
            if column.name in row.choices:
                lists.rule(sheet, row.choices[column.name]).add(cell)


def _put(
    cell: Cell, value: str | Decimal | None, column: FileColumn, style: str, *, has_decimals: bool
) -> None:
    """A real number as a number, anything else as words; a blank cell is ready for a number."""
    if isinstance(value, Decimal):
        cell.value = int(value) if value == value.to_integral_value() else float(value)
        cell.style = style
    else:
        write_text(cell, value or "", style)
    if not column.is_input and not isinstance(value, Decimal):
        cell.number_format = "@"
    elif column.name not in _TEXTS:
        is_whole = column.name in _MONEY or not has_decimals
        cell.number_format = WHOLE if is_whole else FRACTION
    if column.name in _NUMBERS:
        cell.alignment = Alignment(horizontal="right", vertical="top")


def _seal(sheet: Worksheet, seal: Seal) -> None:
    """The sheet that nobody sees: whose workbook it is, signed; the lists of choices stand beside it."""
    sheet.title = SEAL_SHEET
    write_text(_cell(sheet, 1, 1), SEAL_MARK, "Normal")
    text = seal.text
    for number, start in enumerate(range(0, len(text), _CHUNK), start=2):
        write_text(_cell(sheet, number, 1), text[start : start + _CHUNK], "Normal")
    sheet.sheet_state = "veryHidden"
    sheet.protection.sheet = True


def _cell(sheet: Worksheet, row: int, column: int) -> Cell:
    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)  # noqa: S101 - merged cells are never written to
    return cell
