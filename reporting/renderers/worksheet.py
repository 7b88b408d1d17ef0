"""A worksheet written from top to bottom: letterhead, rows of cells, headings, and the signature block."""

import io
import math
from collections import defaultdict
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from openpyxl.drawing.image import Image
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from kinerja.lib.dates import moment
from kinerja.lib.pictures import size_of
from kinerja.lib.workbooks import PAPER, merge, write_text
from reporting.models import BudgetLine, ReportLine
from reporting.queries.means import Objective
from reporting.queries.report import Heading, Sheet, Signatory
from reporting.renderers.columns import NOTHING, Column, Form
from reporting.renderers.formulas import Placed, is_tellable
from reporting.renderers.styles import style_of
from reporting.renderers.tables import first_of

_CHARACTERS = 1.35  # of column width for one share of the line
_LINE_HEIGHT = 13  # points
_SIGNATURE = 0.3  # of the line, at least
_LOGO_HEIGHT = 58  # pixels
_MOST_FROZEN = 3  # columns; a name further right would leave no room to scroll


@dataclass
class Page:
    """A worksheet being written from top to bottom, and the results of its formulas."""

    sheet: Worksheet
    columns: Sequence[Column]
    row: int = 1
    results: dict[str, Decimal] = field(default_factory=dict)
    placed: list[tuple[int, ReportLine | BudgetLine]] = field(default_factory=list)
    groups: dict[Objective, list[Placed]] = field(default_factory=lambda: defaultdict(list))

    @property
    def last(self) -> str:
        return get_column_letter(len(self.columns))

    def letter(self, key: str) -> str:
        return get_column_letter(1 + [column.key for column in self.columns].index(key))

    def cell_of(self, key: str) -> str | None:
        """The cell of a column in this row; None where the office hides the column."""
        return f"{self.letter(key)}{self.row}" if self.has(key) else None

    def has(self, key: str) -> bool:
        return any(column.key == key for column in self.columns)

    def before(self, keys: Container[str]) -> str:
        """The column before the first of these, up to which a label reaches."""
        return get_column_letter(first_of(self.columns, keys) or 1)

    def text(self, column: str, words: str, style: str, *, to: str = "") -> None:
        """Words in a cell, or across cells up to the column `to`."""
        write_text(self.sheet[f"{column}{self.row}"], words, style)
        if to and to != column:
            merge(self.sheet, f"{column}{self.row}:{to}{self.row}")
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
        if formula and is_tellable(value):
            cell.value = formula
            self.results[cell.coordinate] = value
        else:
            cell.value = float(value) if value % 1 else int(value)
        cell.style = style_of(value, form)


def open_page(page: Page, sheet: Sheet, name: str, heading: str) -> None:
    """Letterhead, title, period, marks, and the head of the table."""
    agency = sheet.report.agency
    page.sheet.title = name
    if sheet.picture:
        _draw_logo(page, sheet.picture)
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
    _print_setup(page, sheet.paper)
    page.row += 1


def _draw_logo(page: Page, picture: bytes) -> None:
    """The logo at the left of the letterhead, as high as its first lines."""
    width, height = size_of(picture)
    image = Image(io.BytesIO(picture))
    image.width, image.height = round(width * _LOGO_HEIGHT / height), _LOGO_HEIGHT
    page.sheet.add_image(image, "A1")


def _print_setup(page: Page, paper: str) -> None:
    """Landscape on the chosen paper, one page wide, the head repeated, the pages counted."""
    sheet = page.sheet
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = PAPER[paper]
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    sheet.print_title_rows = f"{page.row}:{page.row}"
    named = (first_of(page.columns, {"name"}) or 0) + 1
    sheet.freeze_panes = f"{get_column_letter(named + 1 if named <= _MOST_FROZEN else 1)}{page.row + 1}"
    if sheet.oddFooter is not None:
        sheet.oddFooter.right.text = "Halaman &P dari &N"
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top = margins.bottom = 0.6


def write_headings(page: Page, headings: Iterable[Heading]) -> None:
    for heading in headings:
        page.text("A", f"{heading.level} {heading.code} {heading.name}", "cabang", to=page.last)
        page.row += 1


def write_cells(page: Page, line: ReportLine | BudgetLine, formulas: dict[str, str | None]) -> None:
    page.placed.append((page.row, line))
    for column in page.columns:
        cell, letter = column.cell(line), page.letter(column.key)
        if cell.words or not column.is_figure:
            page.text(letter, cell.words, "kata_kanan" if column.is_figure else "kata")
        else:
            formula = formulas.get(column.key)
            page.figure(letter, cell.figure, column.form, formula)
    page.row += 1


def write_signature(page: Page, sheet: Sheet) -> None:
    """Who looked it through, then the signature blocks at the right, one under the other."""
    for row in sheet.initials:
        page.row += 1
        page.text("A", f"Paraf: {row.capacity}, {row.name}, {row.when} ({row.way})", "kata", to=page.last)
    for signatory in sheet.signatories:
        _write_signatory(page, sheet, signatory)


def _write_signatory(page: Page, sheet: Sheet, signatory: Signatory) -> None:
    start = get_column_letter(_first_of_right_part(page.columns))
    zone = sheet.report.agency.time_zone
    mark = f"{signatory.mark}, {moment(signatory.at, zone)}" if signatory.at else ""
    page.row += 1
    for words, style in (
        (signatory.place_and_day, "tanda"),
        *((words, "tanda") for words in signatory.titles),
        *[("", "tanda")] * 2,
        (mark, "tanda"),
        (signatory.name, "tanda_nama"),
        (signatory.rank, "tanda"),
        (f"NIP {signatory.nip}" if signatory.nip else "", "tanda"),
    ):
        page.text(start, words, style, to=page.last)
        page.row += 1


def _first_of_right_part(columns: Sequence[Column]) -> int:
    """From which column on, counted from 1, there is room for the signature block."""
    whole, taken = sum(column.width for column in columns), 0
    for place in range(len(columns), 0, -1):
        taken += columns[place - 1].width
        if taken >= _SIGNATURE * whole:
            return place
    return 1
