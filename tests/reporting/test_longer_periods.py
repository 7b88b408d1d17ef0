"""Quarters, semesters and years: the same months under every roof, rolled up by the indicator's own rule."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest

from kinerja.lib.periods import Cycle, Period
from organisation.models import Agency
from organisation.roles import Role
from reporting.actions.compile import COMPILED, compile_report
from reporting.actions.opening import open_period, open_waiting
from reporting.measures import Rollup, ValueState
from reporting.models import (
    Assignment,
    Compilation,
    Indicator,
    Plan,
    PlanNode,
    Realisation,
    Report,
    ReportLine,
    Spending,
)
from reporting.queries.figures import factor_of
from reporting.rollup import Entry, RolledUp, roll_up
from sop.models import SopVersion, Task
from sop.registry import kind_of
from sop.workflow import advance, start
from tests.cast import appoint, make_agency, make_indicator, make_node, make_person, wib
from tests.sop.six import published

NOW = wib("2027-01-05 09:00")
MONTHS = range(1, 13)
FIGURES = {month: Decimal(month * month % 7 + 1) for month in MONTHS}
TINY = Decimal("0.000001")
HALF_EMPTY = (1, 2, 3, 5, 8, 12)  # an indicator measured in uneven months: quarters of unequal weight

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("blank_paper")]


@pytest.fixture
def office() -> Agency:
    return make_agency(code="bpkpad-balangan", government="Pemerintah Kabupaten Balangan")


@pytest.fixture
def version(office: Agency) -> SopVersion:
    return published("balangan-pengumpulan-data", office)


@pytest.fixture
def plan(office: Agency) -> Plan:
    plan = Plan.objects.create(agency=office, year=2026, from_on=date(2026, 1, 1))
    node = make_node(plan, None, PlanNode.Level.SUBACTIVITY, "1", "Sub kegiatan")
    officer = make_person("intan")
    appoint(officer, office, Role.UNIT_HEAD)
    Assignment.objects.create(node=node, officer=officer, from_on=date(2026, 1, 1))
    for rollup in Rollup:
        indicator = make_indicator(
            node, rollup.value, f"Indikator {rollup.label}", unit="persen", annual=Decimal(12), rollup=rollup
        )
        if rollup in {Rollup.MEAN, Rollup.RELEASE}:
            indicator.measured_months = list(HALF_EMPTY)
            indicator.save()
    return plan


def compiled(version: SopVersion, code: str) -> Compilation:
    run = start(version, Period.parse(code), now=NOW)
    report = open_period(run, by=None, now=NOW)
    return compile_report(report, round_=1, by=None, now=NOW)


def submit_the_year(plan: Plan) -> None:
    for indicator in Indicator.objects.filter(node__plan=plan):
        for month in MONTHS:
            if indicator.is_measured_in(month):
                row = entry(indicator, month)
                Realisation.objects.create(
                    indicator=indicator, period=Period(Cycle.MONTH, 2026, month), state="value",
                    value=row.value or Decimal(0), numerator=row.numerator, denominator=row.denominator,
                    submitted_at=NOW,
                )  # fmt: skip


def entry(indicator: Indicator, month: int) -> Entry:
    if not indicator.is_measured_in(month):
        return Entry(ValueState.NOT_MEASURED)
    if indicator.rollup == Rollup.RATIO:
        return Entry(ValueState.VALUE, None, FIGURES[month], Decimal(month + 10))
    return Entry(ValueState.VALUE, FIGURES[month])


def figure(compilation: Compilation, code: str) -> Decimal:
    line: ReportLine = compilation.lines.get(indicator__code=code)
    assert line.month_value is not None, code
    return line.month_value


def rolled(indicator: Indicator, entries: Sequence[Entry]) -> RolledUp:
    return roll_up(entries, Rollup(indicator.rollup), factor=factor_of(indicator))


@pytest.mark.parametrize("period", ["2026-Q2", "2026-S1", "2026-S2", "2026"])
def test_a_period_is_the_roll_up_of_all_its_months(version: SopVersion, plan: Plan, period: str) -> None:
    submit_the_year(plan)
    compilation = compiled(version, period)
    months = [month.last_month for month in Period.parse(period).months]
    for indicator in Indicator.objects.filter(node__plan=plan):
        expected = rolled(indicator, [entry(indicator, month) for month in months]).value
        assert expected is not None
        assert abs(figure(compilation, indicator.code) - expected) < TINY, indicator.code


@pytest.mark.parametrize(
    ("whole", "parts"), [("2026-S1", ["2026-Q1", "2026-Q2"]), ("2026", ["2026-S1", "2026-S2"])]
)
def test_two_quarters_make_a_semester_and_two_semesters_the_year(
    version: SopVersion, plan: Plan, whole: str, parts: list[str]
) -> None:
    submit_the_year(plan)
    all_of_it = compiled(version, whole)
    first, second = (compiled(version, part) for part in parts)
    assert figure(all_of_it, "sum") == figure(first, "sum") + figure(second, "sum")
    for kept in ("last", "release"):
        assert figure(all_of_it, kept) == figure(second, kept)
    ratio = Indicator.objects.get(code="ratio")
    months = [[month.last_month for month in Period.parse(part).months] for part in parts]
    halves = [rolled(ratio, [entry(ratio, month) for month in part]).entry for part in months]
    together = rolled(ratio, halves).value
    assert together is not None
    assert abs(figure(all_of_it, "ratio") - together) < TINY
    # Never a mean of percentages, and never a mean of means: the parts weigh what they measured.
    for code in ("ratio", "mean"):
        middle = (figure(first, code) + figure(second, code)) / 2
        assert abs(figure(all_of_it, code) - middle) > TINY, code


def test_a_quarter_asks_for_the_measured_months_and_for_money_once(version: SopVersion, plan: Plan) -> None:
    run = start(version, Period.parse("2026-Q2"), now=NOW)
    open_period(run, by=None, now=NOW)
    mean = Realisation.objects.filter(indicator__code="mean").order_by("period")
    assert [row.period.code for row in mean] == ["2026-05"]
    assert Realisation.objects.filter(indicator__code="sum").count() == 3
    assert [row.period.code for row in Spending.objects.all()] == ["2026-06"]


def test_words_of_an_earlier_month_are_not_lost_in_the_quarter(version: SopVersion, plan: Plan) -> None:
    submit_the_year(plan)
    Realisation.objects.filter(indicator__code="sum", period="2026-04").update(obstacle="Banjir")
    assert compiled(version, "2026-Q2").lines.get(indicator__code="sum").obstacle == "Banjir"


def test_without_an_opening_act_the_report_comes_with_the_first_task(version: SopVersion, plan: Plan) -> None:
    run = start(version, Period.parse("2026-S1"), now=NOW)
    assert Task.objects.get(run=run).act.kind == "compile"
    report = Report.objects.get(run=run)
    assert str(report) == "Laporan Kinerja — Semester I 2026"


def test_without_a_plan_the_task_says_so_and_a_plan_that_comes_opens_it(
    version: SopVersion, office: Agency
) -> None:
    secretary = make_person("sekar")
    appoint(secretary, office, Role.SECRETARY)
    run = start(version, Period.parse("2026-Q1"), now=NOW)
    advance(run.tasks.get(), "done", by=secretary, now=NOW)
    task = run.tasks.get(act__kind="fill")
    [blocker] = kind_of(task.act).blockers(task, secretary, NOW)
    assert "Belum ada rencana 2026" in blocker.sentence
    Plan.objects.create(agency=office, year=2026, from_on=date(2026, 1, 1))
    open_waiting(office, now=NOW)
    assert not kind_of(task.act).blockers(Task.objects.get(pk=task.pk), secretary, NOW)


def test_a_second_compiling_act_in_one_round_is_refused_in_a_sentence(
    version: SopVersion, plan: Plan
) -> None:
    run = start(version, Period.parse("2026-S1"), now=NOW)
    task = run.tasks.get(act__kind="compile")
    compile_report(Report.objects.get(run=run), round_=1, by=None, now=NOW)
    assert kind_of(task.act).blockers(task, None, NOW) == [COMPILED]
