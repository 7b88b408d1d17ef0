"""Compiling: every figure by its rule, latecomers left blank and named, one draft per round, few queries."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reporting.actions.compile import compile_report
from reporting.kinds.compile import NOT_OPENED
from reporting.measures import Rollup, TargetStyle
from reporting.models import Budget, Compilation, Indicator, Plan, Realisation, ReportLine, Spending
from reporting.queries.compiled import figures_of
from reporting.queries.figures import stored
from reporting.queries.report import report_of
from reporting.renderers.tables import mean_label
from sop.actions.tick import tick
from sop.models import SopVersion, Task
from sop.registry import kind_named
from sop.workflow import Blocked, Conflict, advance
from tests.cast import Cast, make_indicator, make_node, task_of, wib
from tests.reporting.stories import (
    SEVENTH,
    SIXTH,
    draft,
    every_figure,
    fill,
    open_january,
    report_in,
    spend,
    state,
    to_draft,
    to_signature,
)

SUB = "5.02.02.2.01.000"


def line(compilation: Compilation, code: str) -> ReportLine:
    return compilation.lines.get(indicator__code=code)


def compiled(cast: Cast, *, round_: int = 1) -> Compilation:
    return compile_report(report_in(cast), round_=round_, by=cast.compiler, now=SIXTH)


def test_each_direction_is_judged_by_its_own_formula(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    draft = every_figure(cast, plan, sop)
    found = {
        code: line(draft, code).achievement
        for code in ("1.1", "1.2", "D.1", "D.2", "D.3", "D.4", "D.5", "D.6")
    }
    assert found == {
        "1.1": Decimal(200),
        "1.2": Decimal("88.95"),
        "D.1": Decimal("31.0625"),
        "D.2": Decimal(120),
        "D.3": Decimal("112.5"),
        "D.4": Decimal(75),
        "D.5": None,
        "D.6": Decimal("92.592592"),
    }
    assert (line(draft, "D.4").value_text, line(draft, "D.4").target_text) == ("WDP", "WTP")
    assert line(draft, "D.3").target_text == "7–8"
    assert line(draft, "D.5").achievement_working == "Tidak dapat dinilai: target 0."
    assert line(draft, "D.2").achievement_working == "80 ÷ 60 × 100 = 133,33, dibatasi 120,00"
    assert line(draft, "D.6").achievement_working.startswith("Realisasi: 5 ÷ 6 × 100 = 83,33. Capaian: ")
    assert draft.means["agency"]["counted"] == 7
    assert line(draft, "1.2").rating == "Tinggi"


def test_months_roll_up_by_the_indicator_and_targets_by_their_style(
    cast: Cast, plan: Plan, sop: SopVersion
) -> None:
    node = plan.nodes.get(code=f"{SUB}1")
    make_indicator(
        node, "R.1", "Angsuran", unit="Kali", annual=Decimal(24), style=TargetStyle.INSTALMENT,
        monthly=[Decimal(2)] * 12,
    )  # fmt: skip
    make_indicator(
        node, "R.2", "Rata", unit="Indeks", annual=Decimal(4), rollup=Rollup.MEAN, monthly=[Decimal(4)] * 12
    )
    sop.sop.runs_from = "2026-02"
    sop.sop.save()
    tick(wib("2026-03-01 00:05"))
    report = report_of(task_of(cast, "fill", who=cast.officer))
    assert report is not None
    for code, january, february in (
        ("R.1", "1", "2"),
        ("R.2", "3", "4"),
        ("1.1", "1", "3"),
        ("1.2", "80", "90"),
    ):
        state(code, january)
        state(code, february, period="2026-02")
    draft = compile_report(report, round_=1, by=None, now=wib("2026-03-06 00:10"))
    rows = {row.indicator.code: row for row in draft.lines.select_related("indicator")}
    assert [rows["R.1"].month_value, rows["R.1"].value, rows["R.1"].target] == [2, 3, 4]
    assert [rows["R.2"].value, rows["1.2"].value, rows["1.1"].value] == [Decimal("3.5"), 90, 4]
    assert rows["1.1"].annual_achievement == Decimal("33.333333")
    assert rows["1.1"].achievement_working == "Realisasi: 1 + 3 = 4. Capaian: 4 ÷ 2 × 100 = 200,00."


def test_a_latecomers_row_stays_blank_and_its_name_is_kept(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    open_january(sop)
    fill(cast, cast.officer)
    tick(SIXTH)
    found = draft(cast)
    late = line(found, "2.1")
    assert found.late == [cast.second_officer.name]
    assert (late.value, late.value_text, late.achievement_status) == (None, "belum disampaikan", "blank")
    assert (late.officer_person, late.rating) == (cast.second_officer, "")
    assert found.means["agency"]["left_out"] == 2
    money = found.budget_lines.get(code=f"{SUB}2")
    assert (money.amount, money.percent) == (None, None)
    assert found.means["budget"]["left_out"] == 1


def test_what_was_saved_but_not_submitted_does_not_count(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    open_january(sop)
    state("1.1", "5", submitted_at=None)
    assert line(compiled(cast), "1.1").value is None


def test_a_month_that_is_not_measured_is_neither_zero_nor_late(
    cast: Cast, plan: Plan, sop: SopVersion
) -> None:
    Indicator.objects.filter(code="1.2").update(measured_months=[3, 6])
    open_january(sop)
    row = line(compiled(cast), "1.2")
    assert (row.state, row.month_text, row.achievement_status) == (
        "not_measured",
        "tidak diukur",
        "not_measured",
    )


def test_nihil_is_said_in_words_and_judged_where_something_was_promised(
    cast: Cast, plan: Plan, sop: SopVersion
) -> None:
    open_january(sop)
    state("1.1", "0")
    Realisation.objects.filter(indicator__code="1.1").update(state="nihil", value=None)
    row = line(compiled(cast), "1.1")
    assert (row.month_text, row.achievement) == ("nihil", Decimal(0))


def test_the_reasons_for_warnings_travel_with_the_line(
    cast: Cast, plan: Plan, sop: SopVersion, client: Client
) -> None:
    open_january(sop)
    state("1.1", "9", reasons={"jump": "Rekap dua bulan", "falls": ""})
    assert line(compiled(cast), "1.1").reasons == [["berubah tajam", "Rekap dua bulan"]]
    client.force_login(cast.reviewer)
    page = client.get(reverse("report", args=[report_in(cast).pk])).content.decode()
    assert "Berubah tajam: Rekap dua bulan" in " ".join(page.split())


def test_zero_is_a_figure(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    open_january(sop)
    state("1.1", "0")
    row = line(compiled(cast), "1.1")
    assert (row.value, row.value_text, row.achievement) == (Decimal(0), "", Decimal(0))


def test_spending_is_measured_against_the_pagu_in_force_at_the_end_of_the_period(
    cast: Cast, plan: Plan, sop: SopVersion
) -> None:
    node = plan.nodes.get(code=f"{SUB}1")
    Budget.objects.create(node=node, amount=Decimal(200_000_000), from_on=date(2026, 1, 31))
    Budget.objects.create(node=node, amount=Decimal(1), from_on=date(2026, 2, 1))
    open_january(sop)
    spend(f"{SUB}1", "50000000", "40")
    spend(f"{SUB}2", "30000000", "10")
    found = compiled(cast)
    assert found.budget_lines.get(node=node).percent == Decimal(25)
    assert Decimal(found.means["budget"]["value"]) == Decimal(25)  # (50 + 30) ÷ (200 + 120)
    assert Decimal(found.means["physical"]["value"]) == Decimal("28.75")  # weighted by pagu


def test_amounts_beyond_two_to_the_thirty_first_are_kept(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    Budget.objects.filter(node__code=f"{SUB}1").update(amount=Decimal(2147483648000))
    open_january(sop)
    spend(f"{SUB}1", "2147483648000.00")
    money = compiled(cast).budget_lines.get(code=f"{SUB}1")
    assert (money.amount, money.percent) == (Decimal(2147483648000), Decimal(100))


def test_a_figure_too_large_to_keep_is_not_evaluable(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    indicator = Indicator.objects.get(code="1.1")
    indicator.targets.update(value=Decimal("0.000001"))
    open_january(sop)
    state("1.1", "123456789012345678")
    row = line(compiled(cast), "1.1")
    assert (row.achievement, row.achievement_status) == (None, "not_evaluable")


def test_a_sub_kegiatan_without_pagu_has_no_percentage(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    Budget.objects.all().delete()
    open_january(sop)
    spend(f"{SUB}1", "1000")
    found = compiled(cast)
    assert found.budget_lines.get(code=f"{SUB}1").percent is None
    assert found.means["budget"]["value"] is None


def test_months_entered_on_the_earlier_revision_still_count(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    open_january(sop)
    state("1.1", "1")
    changed = Plan.objects.create(agency=cast.agency, year=2026, revision=1, from_on=date(2026, 2, 1))
    node = make_node(changed, None, plan.nodes.get(code=f"{SUB}1").Level.SUBACTIVITY, f"{SUB}1", "Sama")
    again = make_indicator(node, "1.1", "Jumlah dokumen", unit="Dokumen", annual=Decimal(12))
    report = report_in(cast)
    report.plan, report.period = changed, report.period.next
    report.save()
    again.realisations.create(period="2026-02", state="value", value=Decimal(2), submitted_at=SIXTH)
    [row] = figures_of(report).lines
    assert (row.month_value, row.value) == (Decimal(2), Decimal(3))


def test_a_report_without_rows_compiles(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    open_january(sop)
    empty = Plan.objects.create(agency=cast.agency, year=2026, revision=9, from_on=date(2026, 1, 1))
    report = report_in(cast)
    report.plan = empty
    report.save()
    found = compiled(cast)
    assert (found.lines.count(), found.budget_lines.count()) == (0, 0)
    assert found.means["agency"]["value"] is None


def test_the_system_compiles_once_however_often_the_clock_ticks(
    cast: Cast, plan: Plan, sop: SopVersion
) -> None:
    to_draft(cast, sop)
    tick(SIXTH)
    tick(SEVENTH)
    assert Compilation.objects.count() == 1
    assert draft(cast).by is None


def test_a_second_draft_of_the_same_round_loses(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    open_january(sop)
    first = compiled(cast)
    with pytest.raises(Conflict, match="sudah disusun"):
        compiled(cast)
    assert list(Compilation.objects.all()) == [first]
    assert ReportLine.objects.count() == 4


def test_a_second_person_who_compiles_is_told_who_was_faster(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    to_draft(cast, sop)
    with pytest.raises(Conflict):
        advance(task_of(cast, "compile"), "done", by=cast.compiler, now=SEVENTH)


def test_what_is_signed_is_not_compiled_again(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    to_signature(cast, sop)
    with pytest.raises(Blocked, match="sudah ditandatangani"):
        compiled(cast, round_=2)


def test_compiling_before_the_period_was_opened_says_so(cast: Cast, sop: SopVersion) -> None:
    open_january(sop)  # without a plan nothing can be opened
    task = Task(run=task_of(cast, "open").run)
    assert kind_named("compile").blockers(task, None, SIXTH) == [NOT_OPENED]


def test_means_are_told_by_sasaran_and_by_what_stands_above_them(
    cast: Cast, plan: Plan, sop: SopVersion
) -> None:
    make_indicator(plan.nodes.get(code="T1"), "T.1", "Opini", unit="Nilai", annual=Decimal(12))
    open_january(sop)
    state("T.1", "1")
    means = compiled(cast).means["objectives"]
    assert [(mean["level"], mean["code"]) for mean in means] == [("goal", "T1"), ("objective", "S1")]
    assert mean_label(means[0]) == "Rata-rata capaian tujuan T1 Tata kelola keuangan daerah yang baik"


def test_equal_figures_have_an_equal_digest(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    open_january(sop)
    state("1.1", "2")
    first = figures_of(report_in(cast)).digest
    assert figures_of(report_in(cast)).digest == first
    state("1.1", "2.000001")
    assert figures_of(report_in(cast)).digest != first


def test_the_number_of_queries_does_not_grow_with_the_rows(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    open_january(sop)
    with CaptureQueriesContext(connection) as few:
        compiled(cast)
    node = plan.nodes.get(code=f"{SUB}1")
    for number in range(20):
        make_indicator(node, f"Q.{number}", "Tambahan", unit="Kali", annual=Decimal(12))
        state(f"Q.{number}", "1")
    with CaptureQueriesContext(connection) as many:
        compiled(cast, round_=2)
    tables = [query for query in many if 'FROM "reporting_' in query["sql"]]
    assert len(many) == len(few)
    assert len(tables) <= 13


def test_amounts_of_the_months_add_up(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    open_january(sop)
    spend(f"{SUB}1", "1000000.25")
    spend(f"{SUB}1", "2000000.50", period="2026-02")
    report = report_in(cast)
    report.period = report.period.next
    money = next(row for row in figures_of(report).budget_lines if row.code == f"{SUB}1")
    assert (money.month_amount, money.amount) == (Decimal("2000000.50"), Decimal("3000000.75"))
    assert Spending.objects.filter(node__code=f"{SUB}1").count() == 2


def test_figures_are_cut_for_keeping_so_that_they_are_rounded_once() -> None:
    assert stored(Decimal("104.9649999999")) == Decimal("104.964999")
    assert stored(Decimal("104.965")) == Decimal("104.965")
    assert stored(Decimal("1e18")) is None
    assert stored(None) is None
