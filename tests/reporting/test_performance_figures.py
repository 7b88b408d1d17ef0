"""The figures of an LKjIP: seven analyses from the data, comparisons, quotes, and what is missing."""

from datetime import date
from decimal import Decimal

import pytest

from kinerja.lib.periods import Period
from reporting.actions import performance as acting
from reporting.actions.performance_benchmarks import Typed, drop_benchmark, keep_benchmark
from reporting.chapters import place_of
from reporting.measures import Rollup
from reporting.models import Benchmark, Indicator, Plan, PlanNode, Realisation
from reporting.queries.performance import Measure, content_of
from reporting.queries.performance_texts import proposal_of
from sop.workflow import Blocked, NotYours
from tests.cast import Cast, make_indicator, make_node
from tests.reporting.annual import (
    FOLLOW_UP,
    JANUARY_2027,
    OBSTACLE,
    YEAR,
    choose_efficiency,
    december,
    gap_keys,
    gaps,
    opened,
    told_in_full,
)
from tests.reporting.stories import state

Kind = Benchmark.Kind


def only_measure(cast: Cast, plan: Plan) -> Measure:
    [measure] = content_of(opened(cast, plan)).measures
    return measure


def typed(kind: Kind, year: int, value: str, target: str | None = None) -> Typed:
    wanted = None if target is None else Decimal(target)
    indicator = Indicator.objects.select_related("node").get(code="S.1", node__plan__year=2026)
    return Typed(indicator, kind, year, Decimal(value), f"Buku {year}", wanted)


def keep(cast: Cast, *benchmarks: Typed) -> None:
    for each in benchmarks:
        keep_benchmark(cast.agency, each, by=cast.compiler, now=JANUARY_2027)


# --- analyses ---


def test_a_year_is_measured_against_the_target_of_the_year(cast: Cast, plan: Plan) -> None:
    measure = only_measure(cast, plan)
    assert (measure.target, measure.line.value) == (Decimal(80), Decimal(76))
    assert measure.achievement.value == Decimal(95)
    assert measure.is_met is False
    assert measure.working == "76 ÷ 80 × 100 = 95,00"


def test_a_semester_is_measured_against_the_target_to_date(cast: Cast, plan: Plan) -> None:
    december(cast, plan)
    indicator = Indicator.objects.get(code="S.1")
    indicator.targets.filter(period="2026-06").update(value=Decimal(60))
    state("S.1", "57", period="2026-06")
    [measure] = content_of(opened(cast, plan, Period.parse("2026-S1"))).measures
    assert (measure.target, measure.line.annual_target) == (Decimal(60), Decimal(80))
    assert measure.achievement.value == Decimal(95)


def test_a_sasaran_has_its_money_its_outputs_and_its_programmes(cast: Cast, plan: Plan) -> None:
    [objective] = content_of(opened(cast, plan)).objectives
    assert objective.label == "Sasaran S1"
    assert objective.mean.value == Decimal(95)
    assert objective.spent.value == Decimal(90)
    assert {each.line.indicator.code for each in objective.outputs} == {"1.1", "1.2", "2.1", "2.2"}
    levels = [row.level for row in objective.money]
    assert levels == ["programme", "activity", "subactivity", "subactivity"]
    assert objective.money[0].ceiling == Decimal(240_000_000)
    assert objective.money[0].percent == Decimal(90)


def test_an_earlier_year_comes_from_the_plan_that_is_here(cast: Cast, plan: Plan) -> None:
    december(cast, plan)
    before = Plan.objects.create(agency=cast.agency, year=2025, from_on=date(2025, 1, 1))
    node = make_node(before, None, PlanNode.Level.OBJECTIVE, "S9", "Sasaran dengan kode lain")
    make_indicator(
        node, "LAMA", "indeks  KUALITAS anggaran", unit="Nilai", annual=Decimal(75), rollup=Rollup.LAST,
        monthly=[Decimal(75)] * 12,
    )  # fmt: skip
    state("LAMA", "60", period="2025-12")
    keep(cast, typed(Kind.EARLIER, 2025, "99", "99"), typed(Kind.EARLIER, 2024, "70", "70"))
    [measure] = content_of(opened(cast, plan)).measures
    found = [(year.year, year.realised, year.achievement.value, year.is_own) for year in measure.past.years]
    assert found == [(2025, "60", Decimal(80), True), (2024, "70", Decimal(100), False)]


def test_years_out_of_reach_and_of_the_future_are_left_out(cast: Cast, plan: Plan) -> None:
    december(cast, plan)
    keep(cast, *(typed(Kind.EARLIER, year, "70") for year in (2019, 2022, 2025, 2026, 2027)))
    [measure] = content_of(opened(cast, plan)).measures
    assert [year.year for year in measure.past.years] == [2025, 2022]
    assert all(year.achievement.value is None for year in measure.past.years)  # no target was typed


def test_the_end_of_the_renstra_and_standards_stand_beside_the_realisation(cast: Cast, plan: Plan) -> None:
    december(cast, plan)
    keep(
        cast,
        typed(Kind.MEDIUM_TERM, 2026, "95"),
        typed(Kind.MEDIUM_TERM, 2031, "120"),
        typed(Kind.NATIONAL, 2024, "76"),
        typed(Kind.NATIONAL, 2020, "10"),
    )
    [measure] = content_of(opened(cast, plan)).measures
    medium = measure.past.medium_term
    assert medium is not None
    assert (medium.words, medium.reached and medium.reached.value) == ("95", Decimal(80))
    [standard] = measure.past.standards
    assert (standard.year, standard.reached and standard.reached.value) == (2024, Decimal(100))


def test_words_of_the_months_are_quoted_with_month_and_name_and_said_once(cast: Cast, plan: Plan) -> None:
    december(cast, plan)
    words = {"obstacle": OBSTACLE, "follow_up": FOLLOW_UP, "entered_by": cast.officer}
    state("S.1", "70", period="2026-10", **words)
    state("S.1", "71", period="2026-11", obstacle="Lain lagi.", entered_by=cast.officer)
    Realisation.objects.create(
        indicator=Indicator.objects.get(code="S.1"), period="2026-09", obstacle="Belum disampaikan."
    )
    [objective] = content_of(opened(cast, plan)).objectives
    told = [(quote.when, quote.officer, quote.obstacle) for quote in objective.quotes]
    assert told == [
        ("Oktober dan Desember", cast.officer.name, OBSTACLE),
        ("November", cast.officer.name, "Lain lagi."),
    ]


def test_efficiency_follows_the_method_of_the_agency(cast: Cast, plan: Plan) -> None:
    choose_efficiency(cast)
    [objective] = content_of(opened(cast, plan)).objectives
    assert objective.efficiency is not None
    assert objective.efficiency.value == Decimal(5)
    assert "95" in objective.efficiency.explanation


def test_the_summary_is_proposed_from_the_figures(cast: Cast, plan: Plan) -> None:
    content = content_of(opened(cast, plan))
    proposal = proposal_of(place_of("ikhtisar"), content)
    assert "Dari 1 indikator, 0 mencapai atau melampaui target, 1 belum mencapai target." in proposal
    assert "Indeks kualitas anggaran: target 80, realisasi 76, capaian 95,00 %." in proposal
    assert "Rp240.000.000 terserap Rp216.000.000" in proposal
    assert proposal_of(place_of("latar-belakang"), content) == ""


# --- what is missing ---


def test_what_is_missing_is_said_with_its_place_and_the_page_that_fills_it(cast: Cast, plan: Plan) -> None:
    report = opened(cast, plan)
    found = {gap.key: gap for gap in gaps(report)}
    assert {
        "number", "text:kata-pengantar", "text:ikhtisar", "text:penyebab:S1", "earlier:S1/S.1",
        "medium:S1/S.1", "standard:S1/S.1", "efficiency",
    } <= set(found)  # fmt: skip
    assert not any(key.startswith(("target:", "value:", "month:", "money")) for key in found)
    assert "usulan" in found["text:ikhtisar"].what
    assert found["text:penyebab:S1"].link == f"/lkjip/{report.pk}/bab/penyebab/S1/"
    assert f"/lkjip/{report.pk}/pembanding/?" in found["earlier:S1/S.1"].link
    assert "tahun=2025" in found["earlier:S1/S.1"].link


def test_a_month_that_some_have_not_submitted_is_missing_by_name(cast: Cast, plan: Plan) -> None:
    december(cast, plan)
    state("1.1", "6", period="2026-11")
    Realisation.objects.filter(indicator__code="2.2", period="2026-12").update(submitted_at=None)
    found = {gap.key: gap.what for gap in gaps(opened(cast, plan))}
    assert f"{cast.second_officer.name} (1)" in found["month:12"]
    assert "Realisasi November belum disampaikan untuk 4 indikator" in found["month:11"]
    assert "month:10" not in found  # nobody reported it: the office reports by quarter


def test_what_is_not_measured_in_the_semester_is_not_missing(cast: Cast, plan: Plan) -> None:
    december(cast, plan)
    indicator = Indicator.objects.get(code="S.1")
    indicator.measured_months = [9]
    indicator.save()
    indicator.targets.exclude(period="2026-09").delete()
    keys = gap_keys(opened(cast, plan, Period.parse("2026-S1")))
    assert not {key for key in keys if key.endswith("S.1") and key.startswith(("target", "value"))}
    assert "text:penyebab:S1" in keys  # nobody wrote a word in these months


def test_a_reason_closes_a_gap_and_can_be_taken_back(cast: Cast, plan: Plan) -> None:
    report = opened(cast, plan)
    acting.state_reason(report, "standard:S1/S.1", "Tidak ada standar.", by=cast.compiler, now=JANUARY_2027)
    assert "standard:S1/S.1" not in gap_keys(report)
    acting.state_reason(report, "standard:S1/S.1", " ", by=cast.compiler, now=JANUARY_2027)
    assert "standard:S1/S.1" in gap_keys(report)


def test_nothing_is_open_once_everything_is_told(cast: Cast, plan: Plan) -> None:
    choose_efficiency(cast)
    report = opened(cast, plan)
    told_in_full(cast, report)
    assert gap_keys(report) == set()


# --- opening and benchmarks ---


@pytest.mark.parametrize("period", ["2026-01", "2026-Q1", "2024"])
def test_only_a_year_or_semester_with_a_plan_has_an_lkjip(cast: Cast, plan: Plan, period: str) -> None:
    with pytest.raises(Blocked):
        acting.start(cast.agency, Period.parse(period), by=cast.compiler, now=JANUARY_2027)


def test_there_is_one_for_a_period_and_only_the_office_opens_it(cast: Cast, plan: Plan) -> None:
    opened(cast, plan)
    with pytest.raises(Blocked, match="sudah ada"):
        acting.start(cast.agency, YEAR, by=cast.reviewer, now=JANUARY_2027)
    for person in (cast.officer, cast.head, cast.stranger, cast.overseer):
        with pytest.raises(NotYours):
            acting.start(cast.agency, Period.parse("2026-S2"), by=person, now=JANUARY_2027)


def test_a_later_revision_is_taken_only_on_purpose(cast: Cast, plan: Plan) -> None:
    report = opened(cast, plan)
    newer = Plan.objects.create(
        agency=cast.agency, year=2026, revision=1, label="Perubahan", from_on=date(2026, 9, 1)
    )
    report.refresh_from_db()
    assert report.plan == plan
    acting.use_plan_in_force(report, by=cast.compiler, now=JANUARY_2027)
    report.refresh_from_db()
    assert report.plan == newer


def test_a_benchmark_is_typed_once_and_changed_in_place(cast: Cast, plan: Plan) -> None:
    december(cast, plan)
    keep(cast, typed(Kind.NATIONAL, 2025, "70"), typed(Kind.NATIONAL, 2025, "71"))
    [row] = Benchmark.objects.all()
    assert row.value == Decimal(71)
    with pytest.raises(NotYours):
        keep_benchmark(cast.agency, typed(Kind.NATIONAL, 2025, "1"), by=cast.officer, now=JANUARY_2027)
    drop_benchmark(row, by=cast.reviewer, now=JANUARY_2027)
    assert not Benchmark.objects.exists()
