"""The sheet to re-key a report from: the destination's own columns in its order and spelling of figures."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, Decimal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, NamedStyle, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from kinerja.lib.numbers import format_number, round_half_up
from kinerja.lib.workbooks import PAPER, write_text
from reporting.models import Destination
from reporting.queries.layout import Table, layout_of
from reporting.queries.report import Line, Sheet
from reporting.renderers.columns import Cell, Column, Form, columns_of, places_of, written

Spelling = Destination.Spelling
LABEL_WIDTH = 48
TOP = Alignment(vertical="top", wrap_text=True)
NAMES = {
    Table.PERFORMANCE: ("capaian", "Capaian kinerja"),
    Table.ACTION: ("rencana-aksi", "Rencana aksi"),
    Table.BUDGET: ("anggaran", "Realisasi anggaran"),
}
SUMMARY = (
    ("Rata-rata capaian (%)", "agency", Form.PERCENT),
    ("Pagu (Rp)", "ceiling", Form.MONEY),
    ("Realisasi keuangan (Rp)", "amount", Form.MONEY),
    ("Serapan keuangan (%)", "budget", Form.PERCENT),
    ("Fisik (%)", "physical", Form.PERCENT),
)


@dataclass(frozen=True)
class Typed:
    """A cell as it is to be typed: its text, and the figure behind it with its decimal places."""

    text: str
    figure: Decimal | None = None
    places: int = 0


@dataclass(frozen=True)
class Rekeyed:
    """One table: which row it is, then the cells in the order in which the other system asks for them."""

    name: str
    title: str
    headings: Sequence[str]
    rows: Sequence[tuple[str, Sequence[Typed]]]

    @property
    def labelled(self) -> list[tuple[str, list[tuple[str, Typed]]]]:
        """Each row with every cell under its heading."""
        return [(label, list(zip(self.headings, cells, strict=True))) for label, cells in self.rows]


def rekeying_tables(sheet: Sheet, destination: Destination) -> list[Rekeyed]:
    """What is to be typed into the other system, table by table."""
    spelling = Spelling(destination.spelling)
    laid_out = replace(sheet, layout=layout_of(sheet.report.agency, destination.name))
    tables = [
        _table(NAMES[table], columns_of(laid_out, table), laid_out.lines_of(table), spelling)
        for table in laid_out.layout.tables
    ]
    tables.append(_summary(sheet, spelling))
    return [table for table in tables if table.rows]


def _table(
    names: tuple[str, str], columns: Sequence[Column], lines: Sequence[Line], spelling: Spelling
) -> Rekeyed:
    rows = [
        (f"{line.order}. {line.name}", [typed(column.cell(line), spelling) for column in columns])
        for line in lines
    ]
    return Rekeyed(*names, [column.heading for column in columns], rows)


def _summary(sheet: Sheet, spelling: Spelling) -> Rekeyed:
    rows = [
        (label, [typed(Cell(sheet.mean(name), "", form), spelling)])
        for label, name, form in SUMMARY
        if sheet.mean(name) is not None
    ]
    return Rekeyed("ringkasan", "Ringkasan", ["Nilai"], rows)


def typed(cell: Cell, spelling: Spelling) -> Typed:
    """A cell as the other system takes it: the printed figure in its spelling, nothing for nothing."""
    if not cell.is_figure or cell.figure is None:
        return Typed(cell.words)
    text, figure = written(cell.figure, cell.form), cell.figure
    places = len(text.partition(",")[2])
    if text.startswith("<"):  # no form takes “< 100,00”: cut instead of rounded up to what was not reached
        places = places_of(figure, cell.form)
        figure = figure.quantize(Decimal(1).scaleb(-places), ROUND_DOWN)
        text = format_number(figure, places)
    return Typed(_SPELT[spelling](text), round_half_up(figure, places), places)


_SPELT: dict[Spelling, Callable[[str], str]] = {
    Spelling.COMMA: lambda text: text.replace(".", ""),
    Spelling.POINT: lambda text: text.replace(".", "").replace(",", "."),
    Spelling.PRINTED: lambda text: text,
}


def rekeying_workbook(sheet: Sheet, destination: Destination) -> bytes:
    """The same tables as an Excel workbook: figures are figures, rounded as they are printed."""
    book = Workbook()
    head = NamedStyle("kepala", font=Font(name="Arial", size=9, bold=True), alignment=TOP)
    head.fill = PatternFill("solid", fgColor="E7ECF2")
    for style in (head, NamedStyle("kata", font=Font(name="Arial", size=9), alignment=TOP)):
        book.add_named_style(style)
    first = book.active
    assert isinstance(first, Worksheet)  # noqa: S101 - a new workbook has one worksheet
    grouped = destination.spelling == Spelling.PRINTED
    for place, table in enumerate(rekeying_tables(sheet, destination)):
        _write(first if place == 0 else book.create_sheet(), table, grouped=grouped)
    book.properties.creator = sheet.report.agency.name
    book.properties.title = f"Lembar salin {destination.name}"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _write(page: Worksheet, table: Rekeyed, *, grouped: bool) -> None:
    page.title = table.title
    for place, heading in enumerate(("Baris", *table.headings), start=1):
        write_text(page[f"{get_column_letter(place)}1"], heading, "kepala")
        page.column_dimensions[get_column_letter(place)].width = LABEL_WIDTH if place == 1 else 18
    for number, (label, cells) in enumerate(table.rows, start=2):
        write_text(page[f"A{number}"], label, "kata")
        for place, cell in enumerate(cells, start=2):
            there = page[f"{get_column_letter(place)}{number}"]
            write_text(there, "" if cell.figure is not None else cell.text, "kata")
            if cell.figure is not None:
                there.value = cell.figure
                there.number_format = number_format(cell.places, grouped=grouped)
    page.freeze_panes = "B2"
    page.print_title_rows = "1:1"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", PAPER["A4"]
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def number_format(places: int, *, grouped: bool) -> str:
    """As many decimal places as are printed; thousands parted only where the other system takes that."""
    whole = "#,##0" if grouped else "0"
    return f"{whole}.{'0' * places}" if places else whole
