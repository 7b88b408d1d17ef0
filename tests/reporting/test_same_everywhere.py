"""A figure reads the same on the page, in Excel as Excel shows it, and on paper: just under is just under."""

import io
from collections.abc import Iterator
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from pypdf import PdfReader

from kinerja.lib.numbers import format_number, read_number
from kinerja.lib.periods import Period
from reporting.actions.compile import compile_report
from reporting.measures import AgencyMean, Efficiency
from reporting.models import AgencyPolicy, Compilation, Indicator, Plan, SpendingTarget
from reporting.queries.report import Sheet, sheet_of
from reporting.renderers import excel, pdf
from reporting.renderers.columns import Form, written
from reporting.renderers.styles import add_styles, style_of
from reporting.renderers.tables import budget_table, performance_table
from sop.models import SopVersion
from tests.cast import Cast
from tests.reporting.spreadsheet import Calculator
from tests.reporting.stories import SIXTH, every_direction, open_january, report_in, spend, state

UNDER = {"1.1": "0.99996", "1.2": "99.996", "D.1": "84.0032", "D.6": "90"}


@pytest.fixture
def draft(cast: Cast, plan: Plan, sop: SopVersion) -> Compilation:
    """January with figures just under round ones, weights, zeros left out, and an efficiency."""
    every_direction(plan)
    AgencyPolicy.objects.create(
        agency=cast.agency, from_on="2026-01-01", mean_skips_zero=True,
        agency_mean=AgencyMean.OBJECTIVES.value, efficiency=Efficiency.PMK_249.value,
    )  # fmt: skip
    for number, physical in (("1", "99.999"), ("2", None)):
        SpendingTarget.objects.create(
            node=plan.nodes.get(code=f"5.02.02.2.01.000{number}"), period=Period.parse("2026-01"),
            amount=Decimal("99995999.5"), physical=physical and Decimal(physical),
        )  # fmt: skip
    open_january(sop)
    for code, value in {**UNDER, "D.2": "60", "D.3": "9", "D.4": "3", "D.5": "4"}.items():
        state(code, value)
    state("D.6", "0", numerator=Decimal(0), denominator=Decimal(6))
    spend("5.02.02.2.01.0001", "99996000.50", "99.996")
    return compile_report(report_in(cast), round_=1, by=None, now=SIXTH)


def as_excel_shows(cell: Cell) -> str:
    """The cell as its number format shows it in an Indonesian Excel."""
    return shown_in(str(cell.number_format), Decimal(str(cell.value)))


def shown_in(number_format: str, figure: Decimal) -> str:
    code = number_format.partition(";")[0].removeprefix("[$-421]")
    mark = "< " if code.startswith('"< "') else ""
    places = len(code.removeprefix('"< "').partition(".")[2])
    return mark + format_number(Decimal(repr(float(figure))), places)


def _formats() -> dict[str, str]:
    """Style name → number format, as a workbook of ours has them."""
    book = Workbook()
    add_styles(book)
    cell, found = book.worksheets[0]["A1"], {}
    for name in book.named_styles:
        cell.style = name
        found[str(name)] = str(cell.number_format)
    return found


FORMATS = _formats()


def shown_on_page(sheet: Sheet) -> Iterator[tuple[str, list[str]]]:
    """Worksheet name and the figures of each line of its table, as page and PDF are given them."""
    for name, table in (
        ("Capaian Kinerja", performance_table(sheet)),
        ("Keuangan dan Fisik", budget_table(sheet)),
    ):
        for printed in table.rows:
            yield (
                name,
                [cell.text for column, cell in printed.cells if cell.is_figure and column.key != "order"],
            )
        for foot in table.foot:
            yield name, [words for _, words, _ in foot.cells if words and words != "–"]


def test_every_figure_reads_the_same_on_page_in_excel_and_on_paper(draft: Compilation) -> None:
    sheet = sheet_of(draft)
    book = load_workbook(io.BytesIO(excel.render(sheet)), data_only=True)
    paper = " ".join(
        "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.render(sheet))).pages).split()
    )
    in_book: dict[str, list[list[str]]] = {}
    for page in book:
        rows = [[cell for cell in row[1:] if isinstance(cell.value, int | float)] for row in page.iter_rows()]
        in_book[page.title] = [[as_excel_shows(cell) for cell in row] for row in rows if row]
    on_page: dict[str, list[list[str]]] = {}
    for name, figures in shown_on_page(sheet):
        if figures:
            on_page.setdefault(name, []).append(figures)
            assert all(figure in paper for figure in figures)
    assert on_page == {name: in_book[name] for name in on_page}
    assert "99,996" in paper
    assert "94,996" in paper  # (2 × 80 − 84,0032) ÷ 80
    assert "Efisiensi: nilai efisiensi PMK 249/2011 (%)" in paper


def test_the_means_of_a_policy_are_live_formulas_too(draft: Compilation) -> None:
    Indicator.objects.filter(code="1.1").update(weight=None)
    content = excel.render(sheet_of(draft))
    live, kept = (load_workbook(io.BytesIO(content), data_only=results) for results in (False, True))
    formulas = Calculator(live["Capaian Kinerja"]).formulas()
    for coordinate, value in formulas.items():
        assert value == pytest.approx(kept["Capaian Kinerja"][coordinate].value, abs=0.0001), coordinate
    assert any("COUNTIF" in str(cell.value) for cell in live["Capaian Kinerja"]["H"])
    draft.lines.update(weight=Decimal(2))
    draft.means["objectives"][0]["weighted"] = True
    draft.save()
    live = load_workbook(io.BytesIO(excel.render(sheet_of(draft))))
    again = Calculator(live["Capaian Kinerja"]).formulas()
    assert again == pytest.approx(formulas)  # equal weights: the same mean by another formula


def test_a_figure_that_excel_would_round_up_stands_as_a_figure(draft: Compilation) -> None:
    draft.lines.filter(indicator__code="1.2").update(value=Decimal("84.74999999"), target=Decimal("84.75"))
    draft.lines.filter(indicator__code="1.2").update(achievement=Decimal("99.999999"))
    page = load_workbook(io.BytesIO(excel.render(sheet_of(draft))))["Capaian Kinerja"]
    [cell] = [cell for cell in page["H"] if cell.value == 99.999999]
    assert as_excel_shows(cell) == "< 100,00"


@pytest.mark.parametrize(
    ("figure", "form", "shown"),
    [
        ("99.996", Form.PERCENT, "99,996"),
        ("99.99999999", Form.PERCENT, "< 100,00"),
        ("100.004", Form.PERCENT, "100,00"),
        ("90.9999", Form.PERCENT, "90,9999"),
        ("99.996", Form.COUNT, "99,996"),
        ("12.5", Form.COUNT, "12,5"),
        ("0.05", Form.COUNT, "0,05"),
        ("1234567", Form.MONEY, "1.234.567"),
        ("1234567.5", Form.MONEY, "1.234.567,50"),
        ("-0.001", Form.PERCENT, "-0,001"),
    ],
)
def test_a_number_format_shows_what_the_page_writes(figure: str, form: Form, shown: str) -> None:
    book = Workbook()
    add_styles(book)
    cell = book.worksheets[0]["A1"]
    cell.value, cell.style = float(figure), style_of(Decimal(figure), form)
    assert written(Decimal(figure), form) == shown
    assert as_excel_shows(cell) == shown


@settings(max_examples=60)
@given(st.decimals(-(10**6), 10**6, places=6) | st.integers(-50, 200).map(lambda n: n - Decimal("0.000004")))
@pytest.mark.parametrize("form", [Form.PERCENT, Form.COUNT])
def test_no_figure_is_ever_shown_as_the_round_one_above_it(form: Form, figure: Decimal) -> None:
    shown = written(figure, form)
    read = read_number(shown.removeprefix("< "), decimals=True).value
    assert read is not None
    assert shown.startswith("<") or read <= figure or read != read.to_integral_value()
    assert shown_in(FORMATS[style_of(figure, form)], figure) == shown
