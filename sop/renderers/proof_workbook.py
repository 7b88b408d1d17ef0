"""“Bukti pelaksanaan SOP” as an Excel workbook: one worksheet for the summary and one for each table."""

import io
from datetime import UTC

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from kinerja.lib.dates import moment
from kinerja.lib.workbooks import CONTENT_TYPE, PAPER, write_text
from organisation.models import Agency
from sop.queries.proof import Proof
from sop.renderers.proof import LEGEND, TITLE, Column, Table, identity_of, tables_of

__all__ = ["CONTENT_TYPE", "proof_workbook"]

FONT = "Arial"
CHARACTERS = 1.4  # of column width for one share


def proof_workbook(proof: Proof) -> bytes:
    """The workbook as bytes."""
    book = Workbook()
    for style in _styles():
        book.add_named_style(style)
    first = book.active
    assert isinstance(first, Worksheet)  # noqa: S101 - a new workbook has one worksheet
    _summary(first, proof)
    for table in tables_of(proof):
        _table(book.create_sheet(table.name), table, proof)
    book.properties.creator = proof.agency.name
    book.properties.title = f"{TITLE} {proof.label}"
    book.properties.created = proof.at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _summary(sheet: Worksheet, proof: Proof) -> None:
    sheet.title = "Ringkasan"
    row = _letterhead(sheet, proof, "Ringkasan", width=2)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 34, 110
    facts = [
        *identity_of(proof),
        *(("Temuan pada riwayat", problem.sentence) for problem in proof.verdict.problems),
        ("Keterangan", LEGEND),
        ("Dicetak", f"dari aplikasi Kinerja, {moment(proof.at, proof.agency.time_zone)}"),
    ]
    for term, words in facts:
        write_text(_at(sheet, row, 1), term, "istilah")
        write_text(_at(sheet, row, 2), words, "kata")
        row += 1
    _print_setup(sheet, proof.agency, head=0)


def _table(sheet: Worksheet, table: Table, proof: Proof) -> None:
    row = _letterhead(sheet, proof, table.title, width=len(table.columns))
    head = row
    for place, column in enumerate(table.columns, start=1):
        write_text(_at(sheet, row, place), column.heading, "kepala")
        sheet.column_dimensions[get_column_letter(place)].width = max(column.share * CHARACTERS, 7)
    for cells in table.lines:
        row += 1
        for place, (column, value) in enumerate(cells, start=1):
            _value(sheet, row, place, column, value)
    if not table.rows:
        write_text(_at(sheet, row + 1, 1), table.empty, "kata_bebas")
    sheet.freeze_panes = f"A{head + 1}"
    _print_setup(sheet, proof.agency, head=head)


def _value(sheet: Worksheet, row: int, place: int, column: Column, value: str | int) -> None:
    cell = _at(sheet, row, place)
    if isinstance(value, int):
        cell.value = value
        cell.style = "angka" if column.is_figure else "kata"
    else:
        write_text(cell, value, "kata")


def _at(sheet: Worksheet, row: int, place: int) -> Cell:
    cell: Cell = sheet[f"{get_column_letter(place)}{row}"]
    return cell


def _letterhead(sheet: Worksheet, proof: Proof, heading: str, *, width: int) -> int:
    """The agency's head, the title and the period; returns the next free row."""
    numbers = "; ".join(dict.fromkeys(version.number for version in proof.versions if version.number))
    lines = [
        (proof.agency.government.upper(), "kop"),
        (proof.agency.name.upper(), "kop_nama"),
        *((words, "kop") for words in proof.agency.letterhead.splitlines()),
        ("", "kop"),
        (TITLE.upper(), "judul"),
        (proof.sop.name, "judul"),
        (f"{f'Nomor {numbers} — ' if numbers else ''}{proof.label}", "kop"),
        (heading, "judul"),
    ]
    for row, (words, style) in enumerate(lines, start=1):
        write_text(_at(sheet, row, 1), words, style)
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
    return len(lines) + 2


def _print_setup(sheet: Worksheet, agency: Agency, *, head: int) -> None:
    """Lying on the agency's paper, one page wide, the head repeated, the pages counted."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = PAPER[agency.paper]
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if head:
        sheet.print_title_rows = f"{head}:{head}"
    if sheet.oddFooter is not None:
        sheet.oddFooter.right.text = "Halaman &P dari &N"
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.6


def _styles() -> list[NamedStyle]:
    thin = Side(style="thin", color="808080")
    frame = Border(left=thin, right=thin, top=thin, bottom=thin)
    plain, bold = Font(name=FONT, size=9), Font(name=FONT, size=9, bold=True)
    left, right = (Alignment(horizontal=side, vertical="top", wrap_text=True) for side in ("left", "right"))
    centre = Alignment(horizontal="center", vertical="center", wrap_text=True)
    grey = PatternFill("solid", fgColor="D9E2E4")
    return [
        NamedStyle("kop", font=Font(name=FONT, size=10), alignment=centre),
        NamedStyle("kop_nama", font=Font(name=FONT, size=13, bold=True), alignment=centre),
        NamedStyle("judul", font=Font(name=FONT, size=11, bold=True), alignment=centre),
        NamedStyle("kepala", font=bold, alignment=centre, border=frame, fill=grey),
        NamedStyle("istilah", font=bold, alignment=left, border=frame),
        NamedStyle("kata", font=plain, alignment=left, border=frame),
        NamedStyle("kata_bebas", font=plain),
        NamedStyle("angka", font=plain, alignment=right, border=frame, number_format="#,##0"),
    ]
