"""The engine: a toy procedure with plain kinds shows rounds, windows, clock, latecomers and refusals."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import ClassVar

import pytest
from pytest_django import DjangoAssertNumQueries

from kinerja.lib.periods import Period
from organisation.models import HistoryEvent, Notice, OutgoingMail, Person
from organisation.roles import Role
from sop import registry
from sop.actions.document import load_sop, publish
from sop.actions.tick import tick
from sop.models import Run, SopVersion, Task
from sop.registry import Deed, Duty, Kind
from sop.workflow import Blocked, Conflict, NotYours, advance, blockers_of, close_by_clock, extend
from tests.cast import Cast, appoint, magelang_document, make_person, task_of, wib

JANUARY = Period.parse("2026-01")


class Fill(Kind):
    name = "fill"
    title = "Isi"
    fans_out = True
    duty = Duty.MAKE


class Open(Kind):
    name = "open"
    title = "Buka"


class Compile(Kind):
    name = "compile"
    title = "Susun"


class Review(Kind):
    name = "review"
    title = "Tinjau"
    outcomes: ClassVar = {"approved": "Disetujui", "returned": "Dikembalikan"}
    returning = frozenset({"returned"})
    duty = Duty.CHECK

    def returned_to(self, task: Task, deed: Deed) -> Sequence[Person] | None:
        people: Sequence[Person] | None = deed.values.get("people")
        return people


class Sign(Kind):
    name = "sign"
    title = "Tanda tangani"
    outcomes: ClassVar = {"done": "Ditandatangani", "returned": "Dikembalikan"}
    returning = frozenset({"returned"})
    final = True
    duty = Duty.SIGN


class Deliver(Kind):
    name = "deliver"
    title = "Kirim"


class Archive(Kind):
    name = "archive"
    title = "Arsipkan"


@pytest.fixture(autouse=True)
def plain_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine alone: kinds without reports."""
    monkeypatch.setattr(registry, "_kinds", dict(registry._kinds))
    registry.register(Fill, Open, Compile, Review, Sign, Deliver, Archive)


@pytest.fixture
def run(cast: Cast, sop: SopVersion) -> Run:
    sop.sop.runs_from = "2026-01"
    sop.sop.save()
    tick(wib("2026-02-01 00:05"))
    return Run.objects.get()


def fill(cast: Cast, *people: Person, at: str = "2026-02-03 10:00") -> None:
    for person in people:
        advance(task_of(cast, "fill", who=person), "done", by=person, now=wib(at))


def compiled(cast: Cast) -> Task:
    fill(cast, cast.officer, cast.second_officer)
    tick(wib("2026-02-06 00:01"))
    return task_of(cast, "review")


def test_the_first_tick_of_the_month_opens_the_run_and_the_entry_of_each_officer(
    cast: Cast, run: Run
) -> None:
    opened = run.tasks.get(act__kind="open")
    assert opened.status == Task.Status.DONE
    assert opened.done_by is None
    assert opened.capacity == "Sistem"
    fills = run.tasks.filter(act__kind="fill", status=Task.Status.OPEN)
    assert {task.assignee for task in fills} == {cast.officer, cast.second_officer}
    assert {task.due_at for task in fills} == {wib("2026-02-05 23:59:59")}


def test_a_double_tick_changes_nothing(cast: Cast, run: Run) -> None:
    before = list(Task.objects.values()), HistoryEvent.objects.count(), Notice.objects.count()
    tick(wib("2026-02-01 00:05"))
    assert (list(Task.objects.values()), HistoryEvent.objects.count(), Notice.objects.count()) == before


def test_no_run_opens_before_the_first_of_the_next_month(cast: Cast, sop: SopVersion) -> None:
    sop.sop.runs_from = "2026-01"
    sop.sop.save()
    tick(wib("2026-01-31 23:59:59"))
    assert not Run.objects.exists()


def test_a_tick_that_was_missed_for_two_months_is_caught_up(cast: Cast, sop: SopVersion) -> None:
    sop.sop.runs_from = "2026-01"
    sop.sop.save()
    tick(wib("2026-04-02 08:00"))
    assert [str(run.period) for run in Run.objects.order_by("period")] == ["2026-01", "2026-02", "2026-03"]


def test_doing_the_work_implies_having_prepared_it(cast: Cast, run: Run) -> None:
    fill(cast, cast.officer)
    assert task_of(cast, "prepare", who=cast.officer).outcome == "implied"
    assert task_of(cast, "prepare", who=cast.second_officer).status == Task.Status.OPEN


def test_the_last_second_of_the_fifth_is_in_time_and_the_sixth_is_not(cast: Cast, run: Run) -> None:
    fill(cast, cast.officer, at="2026-02-05 23:59:59")
    with pytest.raises(Blocked, match="Batas waktunya sudah lewat"):
        fill(cast, cast.second_officer, at="2026-02-06 00:00:00")


def test_the_clock_closes_entry_names_the_latecomer_and_compiles(cast: Cast, run: Run) -> None:
    fill(cast, cast.officer)
    tick(wib("2026-02-06 00:01"))
    missed = task_of(cast, "fill", who=cast.second_officer)
    assert (missed.status, missed.outcome) == (Task.Status.MISSED, "missed")
    assert HistoryEvent.objects.filter(
        verb="task_missed", sentence__contains=cast.second_officer.name
    ).exists()
    assert task_of(cast, "compile").capacity == "Sistem"
    assert task_of(cast, "review").status == Task.Status.OPEN


def test_the_compiler_may_compile_before_the_system_does(cast: Cast, run: Run) -> None:
    fill(cast, cast.officer, cast.second_officer)
    done = advance(task_of(cast, "compile"), "done", by=cast.compiler, now=wib("2026-02-04 09:00"))
    assert done.done_by == cast.compiler
    tick(wib("2026-02-06 00:01"))
    assert run.tasks.filter(act__kind="compile").count() == 1


def test_signing_waits_for_its_window(cast: Cast, run: Run) -> None:
    advance(compiled(cast), "approved", by=cast.reviewer, now=wib("2026-02-07 09:00"))
    with pytest.raises(Blocked, match="Belum dibuka"):
        advance(task_of(cast, "sign"), "done", by=cast.head, now=wib("2026-02-08 23:59"))
    tick(wib("2026-02-09 00:00"))
    advance(task_of(cast, "sign"), "done", by=cast.head, now=wib("2026-02-09 08:00"))


def test_a_return_opens_round_two_for_the_people_it_concerns_and_keeps_round_one(
    cast: Cast, run: Run
) -> None:
    review = compiled(cast)
    advance(
        review, "returned", by=cast.reviewer, now=wib("2026-02-07 09:00"), values={"people": [cast.officer]}
    )
    again = run.tasks.filter(act__kind="fill", round=2)
    assert [task.assignee for task in again] == [cast.officer]
    assert again[0].due_at == wib("2026-02-09 23:59:59")  # the 7th is a Saturday
    assert Notice.objects.get(key__startswith=f"task:{again[0].pk}:open").text.startswith("Dikembalikan")
    assert run.tasks.filter(act__kind="fill", round=1, status=Task.Status.DONE).count() == 2
    fill(cast, cast.officer, at="2026-02-07 10:00")
    tick(wib("2026-02-07 10:05"))
    assert task_of(cast, "compile").round == 2
    assert task_of(cast, "review").round == 2


def test_the_run_closes_after_its_last_step(cast: Cast, run: Run) -> None:
    advance(compiled(cast), "approved", by=cast.reviewer, now=wib("2026-02-07 09:00"))
    tick(wib("2026-02-09 00:00"))
    advance(task_of(cast, "sign"), "done", by=cast.head, now=wib("2026-02-09 08:00"))
    advance(task_of(cast, "deliver"), "done", by=cast.compiler, now=wib("2026-02-09 09:00"))
    tick(wib("2026-02-10 00:00"))
    advance(task_of(cast, "archive"), "done", by=cast.compiler, now=wib("2026-02-10 08:00"))
    run.refresh_from_db()
    assert (run.status, run.closed_at) == (Run.Status.CLOSED, wib("2026-02-10 08:00"))
    assert not run.tasks.active().exists()


def test_a_second_submit_is_told_who_was_faster(cast: Cast, run: Run) -> None:
    task = task_of(cast, "fill", who=cast.officer)
    stale = Task.objects.get(pk=task.pk)
    advance(task, "done", by=cast.officer, now=wib("2026-02-03 10:00"))
    with pytest.raises(Conflict, match="sudah diselesaikan oleh Olivia"):
        advance(stale, "done", by=cast.officer, now=wib("2026-02-03 10:01"))


def test_a_task_is_only_for_its_person_or_the_holders_of_its_role(cast: Cast, run: Run) -> None:
    task = task_of(cast, "fill", who=cast.officer)
    for other in (cast.second_officer, cast.head, cast.stranger, cast.overseer, cast.sop_admin):
        with pytest.raises(NotYours):
            advance(task, "done", by=other, now=wib("2026-02-03 10:00"))
    review = compiled(cast)
    for other in (cast.officer, cast.compiler, cast.stranger):
        with pytest.raises(NotYours):
            advance(review, "approved", by=other, now=wib("2026-02-07 10:00"))


def test_a_superuser_bypasses_nothing(cast: Cast, run: Run) -> None:
    root = make_person("root")
    root.is_superuser = root.is_staff = True
    root.save()
    with pytest.raises(NotYours):
        advance(task_of(cast, "fill", who=cast.officer), "done", by=root, now=wib("2026-02-03 10:00"))


def test_the_system_does_only_what_the_sop_gives_it(cast: Cast, run: Run) -> None:
    with pytest.raises(NotYours):
        advance(task_of(cast, "fill", who=cast.officer), "done", by=None, now=wib("2026-02-03 10:00"))


def test_who_filled_may_not_review_unless_the_office_allows_it(cast: Cast, run: Run) -> None:
    appoint(cast.officer, cast.agency, Role.PLANNING)
    review = compiled(cast)
    with pytest.raises(Blocked, match="Anda sudah mengisi"):
        advance(review, "approved", by=cast.officer, now=wib("2026-02-07 10:00"))
    cast.agency.allows_same_person = True
    cast.agency.save()
    advance(task_of(cast, "review"), "approved", by=cast.officer, now=wib("2026-02-07 10:00"))
    event = HistoryEvent.objects.filter(verb="task_done").latest("sequence")
    assert event.details["combined_duty"] == "mengisi"


def test_an_appointment_that_ended_ends_the_right_to_act(cast: Cast, run: Run) -> None:
    held = cast.reviewer.appointments.get()
    held.to_on = date(2026, 2, 6)
    held.save()
    with pytest.raises(NotYours):
        advance(compiled(cast), "approved", by=cast.reviewer, now=wib("2026-02-07 09:00"))


def test_an_extension_before_compiling_reopens_the_same_task_and_holds_the_compilation(
    cast: Cast, run: Run
) -> None:
    fill(cast, cast.officer)
    late = task_of(cast, "fill", who=cast.second_officer)
    close_by_clock(late, now=wib("2026-02-06 00:00:00"))
    extend(
        late,
        until=wib("2026-02-06 12:00"),
        reason="Jaringan putus",
        by=cast.reviewer,
        now=wib("2026-02-06 00:01"),
    )
    tick(wib("2026-02-06 00:05"))
    assert task_of(cast, "compile").status == Task.Status.OPEN
    [blocker] = blockers_of(task_of(cast, "compile"), None, wib("2026-02-06 00:05"))
    assert cast.second_officer.name in blocker.sentence
    fill(cast, cast.second_officer, at="2026-02-06 11:00")
    tick(wib("2026-02-06 11:05"))
    assert task_of(cast, "compile").status == Task.Status.DONE


def test_an_extension_after_compiling_opens_a_late_round_for_that_person_alone(cast: Cast, run: Run) -> None:
    fill(cast, cast.officer)
    tick(wib("2026-02-06 00:01"))
    late = task_of(cast, "fill", who=cast.second_officer)
    again = extend(
        late, until=wib("2026-02-07 23:59:59"), reason="Sakit", by=cast.reviewer, now=wib("2026-02-06 09:00")
    )  # fmt: skip
    assert (again.round, again.assignee, again.due_at) == (2, cast.second_officer, wib("2026-02-07 23:59:59"))
    assert run.tasks.get(act__kind="review", round=1).status == Task.Status.SUPERSEDED
    fill(cast, cast.second_officer, at="2026-02-06 15:00")
    tick(wib("2026-02-06 15:05"))
    assert task_of(cast, "review").round == 2


def test_a_late_round_that_is_not_used_ends_by_the_clock(cast: Cast, run: Run) -> None:
    fill(cast, cast.officer)
    tick(wib("2026-02-06 00:01"))
    late = task_of(cast, "fill", who=cast.second_officer)
    extend(
        late, until=wib("2026-02-07 23:59:59"), reason="Sakit", by=cast.reviewer, now=wib("2026-02-06 09:00")
    )
    tick(wib("2026-02-08 00:00:00"))
    assert task_of(cast, "fill", who=cast.second_officer).status == Task.Status.MISSED
    assert task_of(cast, "review").round == 2


def test_after_the_signature_nothing_is_reopened(cast: Cast, run: Run) -> None:
    fill(cast, cast.officer)
    tick(wib("2026-02-06 00:01"))
    advance(task_of(cast, "review"), "approved", by=cast.reviewer, now=wib("2026-02-07 09:00"))
    tick(wib("2026-02-09 00:00"))
    advance(task_of(cast, "sign"), "done", by=cast.head, now=wib("2026-02-09 08:00"))
    late = task_of(cast, "fill", who=cast.second_officer)
    with pytest.raises(Blocked, match="sudah ditandatangani"):
        extend(
            late, until=wib("2026-02-10 23:59"), reason="Sakit", by=cast.reviewer, now=wib("2026-02-09 09:00")
        )


def test_a_fault_in_one_effect_leaves_no_trace(cast: Cast, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Compile, task: Task, deed: Deed) -> None:
        raise RuntimeError("listrik padam")

    monkeypatch.setattr(Compile, "effect", fail)
    events = HistoryEvent.objects.count()
    fill(cast, cast.officer, cast.second_officer)
    after_fill = HistoryEvent.objects.count()
    ticked = tick(wib("2026-02-06 00:01"))
    assert "listrik padam" in ticked.problems[0]
    assert task_of(cast, "compile").status == Task.Status.OPEN
    assert HistoryEvent.objects.count() == after_fill > events
    monkeypatch.undo()


def test_every_workflow_act_is_in_the_history(cast: Cast, run: Run) -> None:
    compiled(cast)
    acts = HistoryEvent.objects.filter(verb="task_done").values_list("details__kind", flat=True)
    assert sorted(acts) == ["compile", "fill", "fill", "open"]


def test_people_are_reminded_seven_three_one_and_no_days_before_and_once_when_late(
    cast: Cast, run: Run
) -> None:
    def reminders() -> int:
        return Notice.objects.filter(person=cast.officer, key__contains=":remind:").count()

    moments: list[datetime] = [wib(f"2026-02-0{day} 08:00") for day in (2, 2, 3, 4, 4, 5)]
    counts = []
    for moment in moments:
        tick(moment)
        counts.append(reminders())
    per_task = run.tasks.filter(assignee=cast.officer).count()
    assert counts == [per_task, per_task, per_task, 2 * per_task, 2 * per_task, 3 * per_task]


def test_who_takes_office_after_the_reminder_is_reminded_too(cast: Cast, run: Run) -> None:
    review = compiled(cast)
    newcomer = make_person("nadia", name="Nadia Rekaan")
    eve = (review.due_at or review.opens_at) - timedelta(days=1)
    reminders = Notice.objects.filter(key__startswith=f"task:{review.pk}:remind:1:")
    assert tick(eve).reminded == reminders.filter(person=cast.reviewer).count() == 1
    appoint(newcomer, cast.agency, Role.PLANNING)
    assert tick(eve).reminded == reminders.filter(person=newcomer).count() == 1
    assert tick(eve).reminded == 0
    assert reminders.count() == 2


def test_a_tick_that_finds_nothing_to_do_costs_the_same_whatever_the_number_of_offices(
    cast: Cast, run: Run, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """The clock ticks every few minutes, and people who are late stay late for days."""
    late = compiled(cast).due_at or run.opened_at
    for at in (wib("2026-02-05 09:00"), late + timedelta(days=1)):
        tick(at)
        with django_assert_max_num_queries(12):
            tick(at)
    paper = magelang_document() | {"agency": cast.other_agency.code, "slug": "kec-awayan-capaian-bulanan"}
    appoint(cast.stranger, cast.other_agency, Role.PLANNING)
    version = load_sop(paper, agency=cast.other_agency, by=None, now=late)
    publish(version, by=None, now=late)
    tick(late)
    for person in (cast.stranger, None):
        assert Task.objects.filter(run__version=version, assignee=person).exists()
    for at in (late, late + timedelta(days=1)):
        tick(at)
        with django_assert_max_num_queries(12):
            tick(at)


def test_everybody_gets_at_most_one_mail_a_day_that_lists_all(cast: Cast, run: Run) -> None:
    for moment in ("2026-02-02 06:00", "2026-02-02 08:00", "2026-02-02 08:05", "2026-02-02 15:00"):
        tick(wib(moment))
    mails = OutgoingMail.objects.filter(person=cast.officer)
    assert mails.count() == 1
    assert "Isi" in mails[0].body
    assert "Siapkan data" in mails[0].body
    tick(wib("2026-02-04 08:00"))
    assert mails.count() == 2


def test_the_head_sends_a_report_back_to_the_reviewer_and_signs_the_next_round(cast: Cast, run: Run) -> None:
    advance(compiled(cast), "approved", by=cast.reviewer, now=wib("2026-02-07 09:00"))
    tick(wib("2026-02-09 00:00"))
    advance(task_of(cast, "sign"), "returned", by=cast.head, now=wib("2026-02-09 08:00"), note="Periksa lagi")
    again = task_of(cast, "review")
    assert (again.round, again.status) == (2, Task.Status.OPEN)
    advance(again, "approved", by=cast.reviewer, now=wib("2026-02-09 09:00"))
    advance(task_of(cast, "sign", round_=2), "done", by=cast.head, now=wib("2026-02-09 10:00"))
    assert task_of(cast, "deliver").round == 2
