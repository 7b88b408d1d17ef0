"""Planned money and progress: read, edited, carried along, and told as deviations on page and paper."""

import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from kinerja.lib import clock
from kinerja.lib.periods import Cycle, Period
from organisation.models import HistoryEvent
from reporting.actions.compile import compile_report
from reporting.actions.plan_edit import Edit, Stale
from reporting.actions.plan_import import Imported, Order, import_plan
from reporting.actions.plan_revision import copy_parts
from reporting.actions.plan_spending import set_spending_plan
from reporting.models import BudgetLine, Compilation, Indicator, Plan, PlanNode, SpendingTarget
from reporting.queries.layout import Chosen, Layout, Table
from reporting.queries.plan_difference import difference_between
from reporting.queries.plan_lines import fingerprint
from reporting.queries.report import sheet_of
from reporting.renderers import excel, pdf, word
from reporting.renderers.columns import NOT_PLANNED, columns_of, usual_columns
from reporting.renderers.tables import budget_table, tables_of
from sop.models import SopVersion
from sop.workflow import Blocked, NotYours
from tests.cast import Cast
from tests.reporting.spreadsheet import Calculator
from tests.reporting.stories import SEVENTH, SIXTH, open_january, report_in, spend, state
from tests.reporting.test_plan_import import SUB, take, workbook

FIRST, SECOND = "5.02.02.2.01.0001", "5.02.02.2.01.0002"


def planned(plan: Plan, code: str, *months: tuple[int, str | None, str | None]) -> None:
    node = plan.nodes.get(code=code)
    for month, amount, physical in months:
        SpendingTarget.objects.create(
            node=node, period=Period(Cycle.MONTH, plan.year, month),
            amount=amount and Decimal(amount), physical=physical and Decimal(physical),
        )  # fmt: skip


@pytest.fixture
def draft(cast: Cast, plan: Plan, sop: SopVersion) -> Compilation:
    """January: the first sub kegiatan behind its plan, the second one ahead."""
    planned(plan, FIRST, (1, "12000000", "10"), (2, "12000000", "20"))
    planned(plan, SECOND, (1, "6000000", "5"))
    open_january(sop)
    for code in ("1.1", "1.2", "2.1", "2.2"):
        state(code, "1")
    spend(FIRST, "9000000", "7.5")
    spend(SECOND, "12000000", "10")
    return compile_report(report_in(cast), round_=1, by=None, now=SIXTH)


def line(draft: Compilation, code: str) -> BudgetLine:
    return draft.budget_lines.get(code=code)


def figures(row: BudgetLine | SpendingTarget, names: str) -> list[float | None]:
    """What stands in the columns."""
    found = [getattr(row, name) for name in names.split()]
    return [None if figure is None else float(figure) for figure in found]


# --- the figures -----------------------------------------------------------------------------------------


def test_deviations_are_points_against_the_plan_to_date(draft: Compilation) -> None:
    behind, ahead = line(draft, FIRST), line(draft, SECOND)
    assert figures(behind, "planned_amount planned_percent") == [12_000_000, 10]
    assert figures(behind, "percent money_deviation") == [7.5, -2.5]
    assert figures(behind, "planned_physical physical_deviation") == [10, -2.5]
    assert figures(ahead, "money_deviation physical_deviation weight") == [5, 5, 50]
    means = draft.means
    assert Decimal(means["planned_percent"]) == Decimal("7.5")
    assert Decimal(means["money_deviation"]) == Decimal("1.25")
    assert Decimal(means["physical_deviation"]) == Decimal("1.25")


def test_no_total_is_told_while_a_sub_kegiatan_has_no_plan(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    planned(plan, FIRST, (2, "1000000", None))
    open_january(sop)
    spend(FIRST, "9000000", "7.5")
    draft = compile_report(report_in(cast), round_=1, by=None, now=SIXTH)
    assert "planned_percent" not in draft.means
    first, second = line(draft, FIRST), line(draft, SECOND)
    assert figures(first, "planned_amount money_deviation") == [0, 7.5]
    assert figures(first, "planned_physical physical_deviation") == [None, None]
    sheet = sheet_of(draft)
    cells = {
        (printed.row.line.code, column.key): cell.text
        for printed in budget_table(sheet).rows
        for column, cell in printed.cells
    }
    assert cells[FIRST, "money_deviation"] == "7,50"
    assert cells[SECOND, "money_deviation"] == NOT_PLANNED
    assert second.money_deviation is None


def test_without_any_plan_the_columns_stay_away(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    open_january(sop)
    spend(FIRST, "9000000", "7.5")
    draft = compile_report(report_in(cast), round_=1, by=None, now=SIXTH)
    shown = {column.key for column in columns_of(sheet_of(draft), Table.BUDGET)}
    assert shown.isdisjoint({"planned_percent", "money_deviation", "planned_physical", "physical_deviation"})
    assert not any("Deviasi" in note for note in pdf_text(draft).splitlines())


def test_an_own_layout_is_not_joined_by_columns_that_nobody_asked_for(draft: Compilation) -> None:
    own = Layout(budget=(Chosen("name"), Chosen("amount")))
    shown = [column.key for column in columns_of(replace(sheet_of(draft), layout=own), Table.BUDGET)]
    assert shown[:2] == ["name", "amount"]
    assert set(shown).isdisjoint({"planned_percent", "money_deviation", "weight", "obstacle"})
    asked = Layout(budget=(Chosen("name"), Chosen("money_deviation")))
    shown = [column.key for column in columns_of(replace(sheet_of(draft), layout=asked), Table.BUDGET)]
    assert shown[:2] == ["name", "money_deviation"]


def pdf_text(draft: Compilation) -> str:
    reader = PdfReader(io.BytesIO(pdf.render(sheet_of(draft))))
    return "\n".join(page.extract_text() for page in reader.pages)


def test_page_workbook_word_and_paper_tell_the_same_deviations(draft: Compilation) -> None:
    keys = [column.key for column in usual_columns(Table.BUDGET, Period.parse("2026-01"))]
    everything = Layout(budget=[Chosen(key) for key in keys], with_action=True)
    sheet = replace(sheet_of(draft), layout=everything)
    titles = [title for title, _ in tables_of(sheet)]
    assert titles == ["Capaian kinerja", "Rencana aksi", "Realisasi keuangan dan fisik"]
    book = {
        results: load_workbook(io.BytesIO(excel.render(sheet)), data_only=results)
        for results in (False, True)
    }
    page, kept = book[False]["Keuangan dan Fisik"], book[True]["Keuangan dan Fisik"]
    for coordinate, value in Calculator(page).formulas().items():
        assert value == pytest.approx(kept[coordinate].value, abs=0.0001), coordinate
    heads = {cell.value: cell.column for row in page.iter_rows() for cell in row if cell.value}
    deviation = heads["Deviasi keuangan (poin)"]
    assert any(str(row[deviation - 1].value).startswith("=") for row in page.iter_rows())
    figures = [row[deviation - 1].value for row in kept.iter_rows()]
    assert {-2.5, 5, 1.25} <= {figure for figure in figures if isinstance(figure, int | float)}
    words = docx.Document(io.BytesIO(word.render(sheet)))
    in_word = {cell.text for table in words.tables for row in table.rows for cell in row.cells}
    reader = PdfReader(io.BytesIO(pdf.render(sheet)))
    on_paper = " ".join("\n".join(page.extract_text() for page in reader.pages).split())
    for text in ("-2,50", "5,00", "1,25", "Masalah", "Solusi", "12.000.000"):
        assert text in in_word, text
        assert text in on_paper, text
    assert "Rencana Aksi" in book[True].sheetnames


# --- the quarters ----------------------------------------------------------------------------------------


def test_the_action_plan_tells_each_quarter_to_its_end(draft: Compilation) -> None:
    row = draft.lines.get(indicator__code="1.1")
    assert row.parts["2026-Q1"] == {"target": "3", "now": "1", "value": "1"}
    assert row.parts["2026-Q4"] == {"target": "12"}
    assert row.action_plan == "Penyusunan dokumen 1"
    [told] = [table for title, table in tables_of(with_action(draft)) if title == "Rencana aksi"]
    cells = {column.heading: cell.text for column, cell in told.rows[0].cells}
    assert cells["Target s.d. TW I"] == "3"
    assert cells["Realisasi s.d. TW I"] == "1"
    assert cells["Realisasi s.d. TW II"] == "–"
    assert "Penanggung jawab" in cells


def with_action(draft: Compilation) -> Any:
    return replace(sheet_of(draft), layout=Layout(with_action=True))


def test_each_cycle_has_its_own_columns() -> None:
    def headings(table: Table, period: str) -> list[str]:
        columns = usual_columns(table, Period.parse(period))
        return [column.heading for column in columns if not column.asked and not column.planned]

    year = headings(Table.PERFORMANCE, "2026")
    assert [f"Realisasi TW {roman}" for roman in ("I", "II", "III", "IV")] == year[4:8]
    assert "Target s.d. tahun ini" not in year
    assert "Capaian 2026 (%)" in year
    assert "Realisasi TW IV (Rp)" in headings(Table.BUDGET, "2026")
    assert "Realisasi TW III" in headings(Table.PERFORMANCE, "2026-S2")
    assert "Realisasi TW I" not in headings(Table.PERFORMANCE, "2026-S2")
    assert "Target s.d. triwulan ini" in headings(Table.PERFORMANCE, "2026-Q2")
    asked = {
        column.heading for column in usual_columns(Table.PERFORMANCE, Period.parse("2026-Q2")) if column.asked
    }
    assert "Realisasi April" in asked
    assert "Realisasi bulan ini" in headings(Table.PERFORMANCE, "2026-01")


def test_the_command_writes_a_copy_with_the_action_plan_on_another_paper(
    cast: Cast, draft: Compilation, tmp_path: Path
) -> None:
    told = {"agency": cast.agency.code, "period": "2026-01", "out": tmp_path / "laporan.xlsx"}
    call_command("export_report", format="xlsx", paper="A4", action_plan=True, **told)
    book = load_workbook(tmp_path / "laporan.xlsx")
    assert "Rencana Aksi" in book.sheetnames
    assert {page.page_setup.paperSize for page in book} == {9}
    call_command("export_report", format="xlsx", **told)
    assert "Rencana Aksi" not in load_workbook(tmp_path / "laporan.xlsx").sheetnames


# --- writing the plan ------------------------------------------------------------------------------------


def test_the_sheet_of_the_workbook_is_read_and_may_be_missing(cast: Cast) -> None:
    kas = [SUB, "Kas (Rp)", *[10_000_000] * 12]
    fisik = [SUB, "Fisik s.d. bulan (%)", 8, 16, None, 33]
    imported: Imported = take(cast, workbook({"Rencana Kas": [kas, fisik]}))
    assert imported.is_written
    assert imported.created["Rencana Kas"] == 12
    april = SpendingTarget.objects.get(period="2026-04")
    assert figures(april, "amount physical") == [10_000_000, 33]
    again = take(cast, workbook({"Rencana Kas": [kas, fisik]}))
    assert again.changes_nothing
    assert take(cast, workbook()).is_written
    assert SpendingTarget.objects.count() == 12


def test_a_plan_that_cannot_be_is_told_with_its_cell(cast: Cast) -> None:
    rows = [
        [SUB, "Fisik s.d. bulan (%)", 20, 10],
        [SUB, "Kas (Rp)", -1],
        ["9.99", "Kas (Rp)", 1],
        [SUB, "Uang", 1],
    ]
    order = Order(cast.agency, 2026)
    content = workbook({"Rencana Kas": rows})
    imported = import_plan("rencana.xlsx", content, order, by=cast.reviewer, now=SEVENTH)
    told = {fault.place: fault.sentence for fault in imported.faults}
    assert "tidak boleh turun" in told["Rencana Kas!D2"]
    assert "kurang dari nol" in told["Rencana Kas!C3"]
    assert "9.99" in told["Rencana Kas!A4"]
    assert "tidak dikenal" in told["Rencana Kas!B5"]


def test_an_action_plan_is_kept_where_the_file_does_not_name_it(cast: Cast) -> None:
    take(cast, workbook())
    Indicator.objects.filter(code="1.1").update(action_plan="Rapat koordinasi")

    def without_column(book: Any) -> None:
        sheet = book["Indikator"]
        place = [cell.value for cell in sheet[1]].index("Rencana Aksi") + 1
        sheet.delete_cols(place)

    take(cast, workbook(change=without_column))
    assert Indicator.objects.get(code="1.1").action_plan == "Rapat koordinasi"


def edit_of(plan: Plan, cast: Cast, by: Any = None, seen: str = "") -> Edit:
    return Edit(plan=plan, by=by or cast.reviewer, now=SEVENTH, seen=seen)


def test_the_months_are_changed_on_their_page_also_in_a_published_plan(cast: Cast, plan: Plan) -> None:
    node: PlanNode = plan.nodes.get(code=FIRST)
    desk = Client()
    desk.force_login(cast.reviewer)
    here = reverse("plan-spending", args=[plan.pk, node.pk])
    with clock.at(SEVENTH):
        assert desk.get(here).status_code == 200
        bad = desk.post(here, {"kas-1": "sepuluh juta", "fisik-1": "8"})
        assert bad.status_code == 422
        assert 'value="sepuluh juta"' in bad.content.decode()
        sent = {"kas-1": "10.000.000", "fisik-1": "8,5", "kas-2": "5.000.000"}
        assert desk.post(here, sent).status_code == 302
        down = desk.post(here, {"fisik-1": "20", "fisik-2": "10"})
        assert "tidak boleh turun" in down.content.decode()
        desk.force_login(cast.stranger)
        assert desk.get(here).status_code == 404
        desk.force_login(cast.officer)
        assert desk.get(here).status_code == 403
    kept = SpendingTarget.objects.get(node=node, period="2026-01")
    assert figures(kept, "amount physical") == [10_000_000, 8.5]
    assert (
        "rencana kas dan fisik" in HistoryEvent.objects.filter(verb="plan_edited").latest("sequence").sentence
    )


def test_two_at_once_and_others_are_refused(cast: Cast, plan: Plan) -> None:
    node: PlanNode = plan.nodes.get(code=FIRST)
    seen = fingerprint(node, {})
    set_spending_plan(edit_of(plan, cast, seen=seen), node, {1: (Decimal(5), None)})
    with pytest.raises(Stale):
        set_spending_plan(edit_of(plan, cast, seen=seen), node, {1: (Decimal(6), None)})
    with pytest.raises(NotYours):
        set_spending_plan(edit_of(plan, cast, by=cast.head), node, {})
    with pytest.raises(Blocked):
        set_spending_plan(edit_of(plan, cast), node, {1: (None, Decimal(101))})


def test_a_revision_takes_the_months_along_and_tells_the_difference(cast: Cast, plan: Plan) -> None:
    planned(plan, FIRST, (1, "1000", "10"))
    copy = Plan.objects.create(agency=cast.agency, year=2026, revision=1, from_on=date(2026, 7, 1))
    copy_parts(plan, copy)
    row = SpendingTarget.objects.get(node__plan=copy)
    assert figures(row, "amount physical") == [1000, 10]
    assert str(row.period) == "2026-01"
    SpendingTarget.objects.filter(pk=row.pk).update(amount=2000)
    sections = {section.title: section for section in difference_between(plan, copy).sections}
    [entry] = sections["Rencana kas dan fisik"].entries
    assert [(change.label, change.old, change.new) for change in entry.fields] == [
        ("Kas Januari", "Rp1.000", "Rp2.000")
    ]
