"""The annual and the semester report on paper: their quarters side by side, and the year as their sum."""

import io
from datetime import date
from decimal import Decimal

import docx
import pytest
from openpyxl import load_workbook
from pypdf import PdfReader

from kinerja.lib.periods import Cycle, Period
from organisation.models import Agency
from organisation.roles import Role
from reporting.actions.compile import compile_report
from reporting.actions.opening import open_period
from reporting.models import Assignment, Budget, Compilation, Plan, PlanNode, Realisation, Spending
from reporting.queries.report import sheet_of
from reporting.renderers import excel, pdf, word
from sop.models import SopVersion
from sop.workflow import start
from tests.cast import appoint, make_agency, make_indicator, make_node, make_person, wib
from tests.reporting.spreadsheet import Calculator
from tests.sop.six import published

NOW = wib("2027-01-05 09:00")
pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> Agency:
    return make_agency(code="bpkpad-balangan", government="Pemerintah Kabupaten Balangan")


@pytest.fixture
def version(office: Agency) -> SopVersion:
    return published("balangan-pengumpulan-data", office)


@pytest.fixture
def plan(office: Agency) -> Plan:
    """A year with one indicator and a million rupiah each month, nothing in the third quarter."""
    plan = Plan.objects.create(agency=office, year=2026, from_on=date(2026, 1, 1))
    node = make_node(plan, None, PlanNode.Level.SUBACTIVITY, "1", "Sub kegiatan")
    officer = make_person("intan")
    appoint(officer, office, Role.UNIT_HEAD)
    Assignment.objects.create(node=node, officer=officer, from_on=date(2026, 1, 1))
    Budget.objects.create(node=node, amount=Decimal(20_000_000), from_on=date(2026, 1, 1))
    indicator = make_indicator(node, "1.1", "Jumlah laporan", unit="Laporan", annual=Decimal(12))
    for month in (1, 2, 3, 4, 5, 6, 10, 11, 12):
        period = Period(Cycle.MONTH, 2026, month)
        Realisation.objects.create(
            indicator=indicator, period=period, state="value", value=Decimal(2), submitted_at=NOW
        )
        Spending.objects.create(
            node=node, period=period, amount=Decimal(1_000_000), physical=Decimal(month * 8), submitted_at=NOW
        )
    return plan


def compiled(version: SopVersion, code: str) -> Compilation:
    run = start(version, Period.parse(code), now=NOW)
    return compile_report(open_period(run, by=None, now=NOW), round_=1, by=None, now=NOW)


def test_the_year_stands_beside_its_quarters(version: SopVersion, plan: Plan) -> None:
    sheet = sheet_of(compiled(version, "2026"))
    content = excel.render(sheet)
    live, kept = (load_workbook(io.BytesIO(content), data_only=results) for results in (False, True))
    page = live["Keuangan dan Fisik"]
    heads = {cell.value: cell for row in page.iter_rows() for cell in row if cell.value}
    first = heads["Realisasi TW I (Rp)"]
    row = next(row for row in page.iter_rows(min_row=first.row) if row[0].value == 1)
    quarters = [row[first.column - 1 + step].value for step in range(4)]
    assert quarters == [3_000_000, 3_000_000, "belum disampaikan", 3_000_000]
    whole = row[heads["Realisasi 2026 (Rp)"].column - 1]
    assert str(whole.value).startswith("=")
    for coordinate, value in Calculator(page).formulas().items():
        assert value == pytest.approx(kept["Keuangan dan Fisik"][coordinate].value, abs=0.0001), coordinate
    assert kept["Keuangan dan Fisik"][whole.coordinate].value == 9_000_000
    performance = [cell.value for row in kept["Capaian Kinerja"].iter_rows() for cell in row if cell.value]
    assert "Capaian 2026 (%)" in performance
    assert "Target s.d. tahun ini" not in performance
    document = docx.Document(io.BytesIO(word.render(sheet)))
    in_word = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert {"Realisasi TW IV", "Realisasi TW IV (Rp)", "3.000.000", "150,00"} <= set(in_word)


def test_a_semester_tells_its_two_quarters_and_a_quarter_no_months_unasked(
    version: SopVersion, plan: Plan
) -> None:
    half = compiled(version, "2026-S1")
    reader = PdfReader(io.BytesIO(pdf.render(sheet_of(half))))
    paper = " ".join("\n".join(page.extract_text() for page in reader.pages).split())
    assert "Realisasi TW I" in paper
    assert "Realisasi TW II" in paper
    assert "Realisasi TW III" not in paper
    assert "Realisasi s.d. semester ini" in paper
    assert half.budget_lines.get().parts["2026-Q2"] == {"amount": "3000000"}
    quarter = compiled(version, "2026-Q2")
    assert quarter.lines.get().parts["2026-05"]["now"] == "2"
    book = load_workbook(io.BytesIO(excel.render(sheet_of(quarter))))
    words = [cell.value for row in book.worksheets[0].iter_rows() for cell in row]
    assert "Realisasi triwulan ini" in words
    assert "Realisasi Mei" not in words
