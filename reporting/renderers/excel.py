"""The report as an Excel workbook: as it prints, with formulas that recompute the same figures."""

import io
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from kinerja.lib.dates import moment
from kinerja.lib.workbooks import PAPER, write_text
from organisation.models import Agency
from reporting.models import BudgetLine, ReportLine
from reporting.queries.means import objective_of
from reporting.queries.report import Heading, Sheet, figure, with_headings
from reporting.renderers.columns import (
    NOTHING,
    ORDER,
    Column,
    Form,
    budget_columns,
    line_columns,
    places_of,
)
from reporting.renderers.formulas import achievement_formula, span, with_results
from reporting.renderers.tables import mean_label

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FONT = "Arial"
_THIN = Side(style="thin", color="808080")
_FRAME = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_CHARACTERS = 1.35  # of column width for one share of the line
_LINE_HEIGHT = 13  # points


@dataclass
class _Page:
    """A worksheet being written from top to bottom, and the results of its formulas."""

    sheet: Worksheet
    columns: Sequence[Column]
    row: int = 1
    results: dict[str, Decimal] = field(default_factory=dict)
    rows: dict[tuple[str, str, str], list[int]] = field(default_factory=lambda: defaultdict(list))

    @property
    def last(self) -> str:
        return get_column_letter(len(self.columns))

    def letter(self, key: str) -> str:
        return get_column_letter(1 + [column.key for column in self.columns].index(key))

    def text(self, column: str, words: str, style: str, *, to: str = "") -> None:
        """Words in a cell, or across cells up to the column `to`."""
        write_text(self.sheet[f"{column}{self.row}"], words, style)
        if to and to != column:
            self.sheet.merge_cells(f"{column}{self.row}:{to}{self.row}")
            self._make_room(words, to)

    def _make_room(self, words: str, to: str) -> None:
        """Merged cells do not grow by themselves: a long line gets the height that it needs."""
        until = column_index_from_string(to)
        room = sum(column.width for column in self.columns[:until]) * _CHARACTERS
        lines = math.ceil(len(words) / room)
        if lines > 1:
            self.sheet.row_dimensions[self.row].height = lines * _LINE_HEIGHT

    def banner(self, words: str, style: str) -> None:
        """One line across the page."""
        self.text("A", words, style, to=self.last)
        self.row += 1

    def figure(self, column: str, value: Decimal | None, form: Form, formula: str | None = None) -> None:
        """A real number, or a formula with its result; a dash for none."""
        cell = self.sheet[f"{column}{self.row}"]
        if value is None:
            write_text(cell, NOTHING, "kata_kanan")
            return
        if formula:
            cell.value = formula
            self.results[cell.coordinate] = value
        else:
            cell.value = float(value) if value % 1 else int(value)
        cell.style = style_of(value, form)


def render(sheet: Sheet) -> bytes:
    """The workbook of one round as bytes; equal input gives equal bytes."""
    book = Workbook()
    add_styles(book)
    period = sheet.report.period
    first = book.active
    assert isinstance(first, Worksheet)  # noqa: S101 - a new workbook has one worksheet
    pages = [
        _performance(_Page(first, line_columns(period)), sheet),
        _budget(_Page(book.create_sheet(), budget_columns(period)), sheet),
        _explanations(_Page(book.create_sheet(), _EXPLANATION), sheet),
    ]
    at = (sheet.signatory and sheet.signatory.at) or sheet.compilation.at
    book.calculation.fullCalcOnLoad = True
    book.properties.creator = sheet.report.agency.name
    book.properties.title = f"{sheet.report.title} {period.label}"
    book.properties.created = at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    stream = io.BytesIO()
    book.save(stream)
    results = {f"xl/worksheets/sheet{n}.xml": page.results for n, page in enumerate(pages, start=1)}
    return with_results(stream.getvalue(), results, at=at.astimezone(UTC))


# --- the three worksheets ---


def _performance(page: _Page, sheet: Sheet) -> _Page:
    _open(page, sheet, "Capaian Kinerja", "Capaian kinerja")
    for entry in with_headings(sheet.lines):
        _headings(page, entry.headings)
        line: ReportLine = entry.line
        value = f"{page.letter('value')}{page.row}"
        formulas = {
            "achievement": achievement_formula(
                line, value, f"{page.letter('target')}{page.row}", annual=False
            ),
            "annual_achievement": achievement_formula(
                line, value, f"{page.letter('annual_target')}{page.row}", annual=True
            ),
        }
        page.rows[objective_of(line.path)].append(page.row)
        _cells(page, line, formulas)
    _means(page, sheet)
    _close(page, sheet)
    return page


def _means(page: _Page, sheet: Sheet) -> None:
    """The mean of each sasaran and of the agency, under the table; words in the cells do not count."""
    for mean in sheet.means.get("objectives", []):
        rows = page.rows[(mean["level"], mean["code"], mean["name"])]
        _mean(page, mean_label(mean), figure(mean), rows)
    everything = [row for rows in page.rows.values() for row in rows]
    _mean(page, "Rata-rata capaian perangkat daerah", sheet.mean("agency"), everything)


def _mean(page: _Page, label: str, value: Decimal | None, rows: Sequence[int]) -> None:
    column = page.letter("achievement")
    page.text("A", label, "jumlah", to=page.letter("value"))
    page.figure(column, value, Form.PERCENT, f"=AVERAGE({span(column, rows)})" if rows else None)
    page.row += 1


def _budget(page: _Page, sheet: Sheet) -> _Page:
    _open(page, sheet, "Keuangan dan Fisik", "Realisasi keuangan dan fisik")
    rows: list[int] = []
    for entry in with_headings(sheet.budget_lines):
        _headings(page, entry.headings)
        line: BudgetLine = entry.line
        rows.append(page.row)
        amount, ceiling = (f"{page.letter(key)}{page.row}" for key in ("amount", "ceiling"))
        _cells(page, line, {"percent": f"={amount}/{ceiling}*100"})
    if rows:
        _totals(page, sheet, rows)
    _close(page, sheet)
    return page


def _totals(page: _Page, sheet: Sheet, rows: Sequence[int]) -> None:
    """Σ of the money, the ratio of the sums, and physical progress weighted by pagu."""
    page.text("A", "Jumlah", "jumlah", to=page.letter("name"))
    for key in ("ceiling", "month_amount", "amount"):
        column = page.letter(key)
        page.figure(column, sheet.mean(key), Form.MONEY, f"=SUM({span(column, rows)})")
    amount, ceiling = (f"{page.letter(key)}{page.row}" for key in ("amount", "ceiling"))
    page.figure(page.letter("percent"), sheet.mean("budget"), Form.PERCENT, f"={amount}/{ceiling}*100")
    limits, done = (span(page.letter(key), rows) for key in ("ceiling", "physical"))
    weighted = f'=SUMPRODUCT({limits},{done})/SUMIF({done},">=0",{limits})'
    page.figure(page.letter("physical"), sheet.mean("physical"), Form.PERCENT, weighted)
    page.row += 1


_EXPLANATION = (
    ORDER,
    Column("name", "Indikator kinerja", 30, Form.TEXT, lambda line: str(line.name)),
    Column("working", "Capaian s.d. periode ini", 36, Form.TEXT, lambda line: str(line.achievement_working)),
    Column("annual", "Capaian terhadap target tahun", 30, Form.TEXT, lambda line: str(line.annual_working)),
)


def _explanations(page: _Page, sheet: Sheet) -> _Page:
    _open(page, sheet, "Penjelasan", "Penjelasan perhitungan")
    for line in sheet.lines:
        _cells(page, line, {})
    return page


# --- parts of a page ---


def _open(page: _Page, sheet: Sheet, name: str, heading: str) -> None:
    """Letterhead, title, period, marks, and the head of the table."""
    agency = sheet.report.agency
    page.sheet.title = name
    page.banner(agency.government.upper(), "kop")
    page.banner(agency.name.upper(), "kop_nama")
    for words in agency.letterhead.splitlines():
        page.banner(words, "kop")
    page.row += 1
    page.banner(sheet.report.title.upper(), "judul")
    page.banner(f"{heading} — Periode {sheet.report.period.label}", "judul")
    if sheet.number:
        page.banner(f"Nomor {sheet.number}", "kop")
    if not sheet.is_approved:
        page.banner("DRAF — belum disetujui", "draf")
    if sheet.compilation.late:
        page.banner(f"Belum menyampaikan: {'; '.join(sheet.compilation.late)}", "draf")
    for column in page.columns:
        letter = page.letter(column.key)
        page.text(letter, column.heading, "kepala")
        page.sheet.column_dimensions[letter].width = column.width * _CHARACTERS
    _print_setup(page, agency)
    page.row += 1


def _print_setup(page: _Page, agency: Agency) -> None:
    """Landscape on the agency's paper, one page wide, the head repeated, the pages counted."""
    sheet = page.sheet
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = PAPER[agency.paper]
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    sheet.print_title_rows = f"{page.row}:{page.row}"
    sheet.freeze_panes = f"C{page.row + 1}"
    if sheet.oddFooter is not None:
        sheet.oddFooter.right.text = "Halaman &P dari &N"
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top = margins.bottom = 0.6


def _headings(page: _Page, headings: Iterable[Heading]) -> None:
    for heading in headings:
        page.text("A", f"{heading.level} {heading.code} {heading.name}", "cabang", to=page.last)
        page.row += 1


def _cells(page: _Page, line: ReportLine | BudgetLine, formulas: dict[str, str | None]) -> None:
    for column in page.columns:
        cell, letter = column.cell(line), page.letter(column.key)
        if cell.words or not column.is_figure:
            page.text(letter, cell.words, "kata_kanan" if column.is_figure else "kata")
        else:
            formula = formulas.get(column.key)
            page.figure(letter, cell.figure, column.form, formula)
    page.row += 1


def _close(page: _Page, sheet: Sheet) -> None:
    """The signature block at the right."""
    signatory = sheet.signatory
    if signatory is None:
        return
    start = page.letter("rating" if "rating" in [column.key for column in page.columns] else "physical")
    zone = sheet.report.agency.time_zone
    mark = f"Ditandatangani dalam aplikasi, {moment(signatory.at, zone)}" if signatory.at else ""
    page.row += 1
    for words, style in (
        (signatory.place_and_day, "tanda"),
        (signatory.title, "tanda"),
        *[("", "tanda")] * 2,
        (mark, "tanda"),
        (signatory.name, "tanda_nama"),
        (signatory.rank, "tanda"),
        (f"NIP {signatory.nip}" if signatory.nip else "", "tanda"),
    ):
        page.text(start, words, style, to=page.last)
        page.row += 1


# --- styles ---

_FIGURES = {
    "angka_0": "#,##0",
    "angka_2": "#,##0.00",
    "angka_6": "#,##0.00####",
}


def style_of(value: Decimal, form: Form) -> str:
    return f"angka_{places_of(value, form)}"


def add_styles(book: Workbook) -> None:
    left, centre, right = (
        Alignment(horizontal=side, vertical="center" if side == "center" else "top", wrap_text=True)
        for side in ("left", "center", "right")
    )
    plain, bold = Font(name=_FONT, size=9), Font(name=_FONT, size=9, bold=True)
    grey, light = PatternFill("solid", fgColor="D9E2E4"), PatternFill("solid", fgColor="F1F4F5")
    signed = Font(name=_FONT, size=10, bold=True, underline="single")
    styles = [
        NamedStyle("kop", font=Font(name=_FONT, size=10), alignment=centre),
        NamedStyle("kop_nama", font=Font(name=_FONT, size=13, bold=True), alignment=centre),
        NamedStyle("judul", font=Font(name=_FONT, size=11, bold=True), alignment=centre),
        NamedStyle("draf", font=Font(name=_FONT, size=9, bold=True, color="9C2B1B"), alignment=centre),
        NamedStyle("kepala", font=bold, alignment=centre, border=_FRAME, fill=grey),
        NamedStyle("cabang", font=bold, alignment=left, border=_FRAME, fill=light),
        NamedStyle("kata", font=plain, alignment=left, border=_FRAME),
        NamedStyle("kata_kanan", font=plain, alignment=right, border=_FRAME),
        NamedStyle("jumlah", font=bold, alignment=left, border=_FRAME, fill=light),
        NamedStyle("tanda", font=Font(name=_FONT, size=10), alignment=centre),
        NamedStyle("tanda_nama", font=signed, alignment=centre),
    ]
    styles += [
        NamedStyle(name, font=plain, alignment=right, border=_FRAME, number_format=f"[$-421]{code}")
        for name, code in _FIGURES.items()
    ]
    for style in styles:
        book.add_named_style(style)
