"""Entering realisations: opening the period, drafts, submitting, corrections, and who is refused."""

from decimal import Decimal

import pytest

from organisation.models import HistoryEvent
from reporting.actions.entry import Change, measured, plausible, save_entry, silent, spent
from reporting.measures import ValueState
from reporting.models import Assignment, Plan, Realisation, Report, Spending
from reporting.queries.entry import Line, Money, Sheet, sheet_of
from sop.actions.tick import tick
from sop.models import SopVersion, Task
from sop.workflow import Blocked, Conflict, NotYours, advance, blockers_of, extend
from tests.cast import Cast, task_of, wib

OPENED = wib("2026-02-01 00:05")
THIRD = wib("2026-02-03 09:00")


@pytest.fixture
def opened(cast: Cast, plan: Plan, sop: SopVersion) -> Task:
    """January is open: the officer's task."""
    sop.sop.runs_from = "2026-01"
    sop.sop.save()
    tick(OPENED)
    return task_of(cast, "fill", who=cast.officer)


def lines_of(sheet: Sheet) -> list[Line]:
    return [row for row in sheet.rows if isinstance(row, Line)]


def money_of(sheet: Sheet) -> Money:
    return next(row for row in sheet.rows if isinstance(row, Money))


def test_opening_binds_the_plan_and_makes_one_empty_row_for_everything(opened: Task, plan: Plan) -> None:
    report = Report.objects.get(run=opened.run)
    assert (report.plan, report.title) == (plan, "Laporan Capaian Kinerja Bulanan")
    assert Realisation.objects.filter(state="blank", period="2026-01").count() == 4
    assert Spending.objects.filter(period="2026-01", amount=None).count() == 2


def test_opening_waits_for_a_plan_and_says_where_to_bring_one(cast: Cast, sop: SopVersion) -> None:
    sop.sop.runs_from = "2026-01"
    sop.sop.save()
    tick(OPENED)
    task = task_of(cast, "open")
    [blocker] = blockers_of(task, cast.compiler, OPENED)
    assert "Belum ada rencana 2026" in blocker.sentence
    assert blocker.link == "/rencana/impor/"


def test_opening_waits_for_a_plan_that_names_its_officers(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    Assignment.objects.all().delete()
    sop.sop.runs_from = "2026-01"
    sop.sop.save()
    tick(OPENED)
    [blocker] = blockers_of(task_of(cast, "open"), cast.compiler, OPENED)
    assert "belum menyebut PPTK" in blocker.sentence


def test_each_officer_gets_a_task_with_own_rows_only(cast: Cast, opened: Task) -> None:
    assert {task.assignee for task in Task.objects.filter(act__kind="fill")} == {
        cast.officer,
        cast.second_officer,
    }
    assert [line.indicator.code for line in lines_of(sheet_of(opened))] == ["1.1", "1.2"]
    assert money_of(sheet_of(opened)).ceiling == Decimal(120000000)


def test_a_month_outside_the_measured_ones_asks_for_nothing(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    indicator = plan.nodes.get(code="5.02.02.2.01.0001").indicators.get(code="1.2")
    indicator.measured_months = [3, 6]
    indicator.save()
    sop.sop.runs_from = "2026-01"
    sop.sop.save()
    tick(OPENED)
    line = lines_of(sheet_of(task_of(cast, "fill", who=cast.officer)))[1]
    assert line.row.state == ValueState.NOT_MEASURED.value
    assert not line.is_open
    assert line.problems == []


def test_a_saved_value_is_judged_with_its_working_and_recorded(cast: Cast, opened: Task) -> None:
    line = lines_of(sheet_of(opened))[0]
    save_entry(opened, [measured(line.row, Decimal(2), "2")], by=cast.officer, now=THIRD)
    figure = lines_of(sheet_of(opened))[0].figure
    assert (figure.target, figure.achievement.explanation) == (Decimal(1), "2 ÷ 1 × 100 = 200,00")
    event = HistoryEvent.objects.filter(verb="entry_changed").get()
    assert event.by == cast.officer
    assert event.details["before"]["state"] == "blank"
    assert event.details["after"]["value"] == "2"


def test_zero_blank_nihil_and_not_measured_stay_four_things(cast: Cast, opened: Task) -> None:
    line = lines_of(sheet_of(opened))[0]
    seen = []
    for change in (
        measured(line.row, Decimal(0)),
        silent(line.row, ValueState.BLANK),
        silent(line.row, ValueState.NIHIL),
        silent(line.row, ValueState.NOT_MEASURED),
    ):
        row = Realisation.objects.get(pk=line.row.pk)
        now_seen = Change(row, change.columns, row.edition)
        save_entry(opened, [now_seen], by=cast.officer, now=THIRD)
        row.refresh_from_db()
        seen.append((row.state, row.value))
    assert seen == [("value", Decimal(0)), ("blank", None), ("nihil", None), ("not_measured", None)]


def test_saving_the_same_again_changes_nothing(cast: Cast, opened: Task) -> None:
    row = lines_of(sheet_of(opened))[0].row
    for _ in range(2):
        save_entry(opened, [measured(row, Decimal(5))], by=cast.officer, now=THIRD)
    assert HistoryEvent.objects.filter(verb="entry_changed").count() == 1
    assert Realisation.objects.get(pk=row.pk).edition == 1


def test_a_foreign_row_is_refused_and_nothing_is_saved(cast: Cast, opened: Task) -> None:
    own = lines_of(sheet_of(opened))[0].row
    foreign = lines_of(sheet_of(task_of(cast, "fill", who=cast.second_officer)))[0].row
    with pytest.raises(NotYours):
        save_entry(
            opened, [measured(own, Decimal(1)), measured(foreign, Decimal(1))], by=cast.officer, now=THIRD
        )
    assert not Realisation.objects.filter(state="value").exists()


def test_somebody_else_cannot_fill_my_sheet(cast: Cast, opened: Task) -> None:
    row = lines_of(sheet_of(opened))[0].row
    for person in (cast.second_officer, cast.compiler, cast.head, cast.stranger):
        with pytest.raises(NotYours):
            save_entry(opened, [measured(row, Decimal(1))], by=person, now=THIRD)


def test_a_row_changed_in_another_tab_is_given_back_and_not_overwritten(cast: Cast, opened: Task) -> None:
    first, second = lines_of(sheet_of(opened))
    stale = Realisation.objects.select_related("indicator").get(pk=first.row.pk)
    save_entry(opened, [measured(first.row, Decimal(7))], by=cast.officer, now=THIRD)
    saved = save_entry(
        opened, [measured(stale, Decimal(8)), measured(second.row, Decimal(90))], by=cast.officer, now=THIRD
    )
    [conflict] = saved.conflicts.values()
    assert isinstance(conflict, Realisation)
    assert conflict.value == Decimal(7)
    assert [row.pk for row in saved.changed] == [second.row.pk]


def test_an_unfinished_sheet_is_not_submitted_and_says_what_it_lacks(cast: Cast, opened: Task) -> None:
    with pytest.raises(Blocked, match="isi realisasi, atau pilih Nihil"):
        advance(opened, "done", by=cast.officer, now=THIRD)
    opened.refresh_from_db()
    assert opened.status == Task.Status.OPEN
    assert not Realisation.objects.filter(submitted_at__isnull=False).exists()


def test_words_are_asked_for_only_where_the_target_is_missed(cast: Cast, opened: Task) -> None:
    low, met = lines_of(sheet_of(opened))
    changes = [
        measured(low.row, Decimal("0.5")),
        measured(met.row, Decimal(100)),
        spent(money_of(sheet_of(opened)).row, Decimal(5000000), Decimal(8)),
    ]
    save_entry(opened, changes, by=cast.officer, now=THIRD)
    problems = sheet_of(opened).problems
    assert [problem.anchor for problem in problems] == [
        f"id_r{low.row.pk}-obstacle",
        f"id_r{low.row.pk}-follow_up",
        f"id_r{met.row.pk}-reason_no_evidence",
    ]


def test_a_stand_in_finishes_any_sheet_and_submits(cast: Cast, opened: Task) -> None:
    for _ in range(2):
        save_entry(opened, plausible(sheet_of(opened)), by=cast.officer, now=THIRD)
    advance(opened, "done", by=cast.officer, now=THIRD)
    assert opened.status == Task.Status.DONE
    assert Realisation.objects.filter(submitted_at=THIRD).count() == 2
    assert HistoryEvent.objects.filter(verb="entry_submitted").count() == 1


def test_a_second_submit_is_told_that_it_is_done(cast: Cast, opened: Task) -> None:
    save_entry(opened, plausible(sheet_of(opened)), by=cast.officer, now=THIRD)
    stale = Task.objects.get(pk=opened.pk)
    advance(opened, "done", by=cast.officer, now=THIRD)
    with pytest.raises(Conflict, match="sudah diselesaikan oleh Olivia"):
        advance(stale, "done", by=cast.officer, now=THIRD)
    with pytest.raises(Conflict, match="sudah disampaikan"):
        save_entry(stale, [], by=cast.officer, now=THIRD)


def test_after_the_deadline_nothing_is_saved_until_an_extension(cast: Cast, opened: Task) -> None:
    late = wib("2026-02-06 09:00")
    row = lines_of(sheet_of(opened))[0].row
    with pytest.raises(Blocked, match="Batas waktunya sudah lewat"):
        save_entry(opened, [measured(row, Decimal(1))], by=cast.officer, now=late)
    tick(late)
    until = wib("2026-02-07 23:59")
    task = extend(
        task_of(cast, "fill", who=cast.officer), until=until, reason="Sakit", by=cast.reviewer, now=late
    )
    assert all(line.is_open for line in lines_of(sheet_of(task)))
    assert save_entry(task, [measured(row, Decimal(1))], by=cast.officer, now=late).changed


def test_changing_a_submitted_row_makes_it_a_draft_again(cast: Cast, opened: Task) -> None:
    row = lines_of(sheet_of(opened))[0].row
    Realisation.objects.filter(pk=row.pk).update(submitted_at=OPENED)
    save_entry(opened, [measured(row, Decimal(3))], by=cast.officer, now=THIRD)
    assert Realisation.objects.get(pk=row.pk).submitted_at is None


def test_the_sheet_costs_the_same_however_long_it_is(
    cast: Cast, opened: Task, django_assert_max_num_queries: object
) -> None:
    assert callable(django_assert_max_num_queries)
    with django_assert_max_num_queries(9):
        assert sheet_of(opened).problems
