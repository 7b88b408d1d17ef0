"""Two people, two clicks or two ticks at once: one of them happens, and the other is told."""

from collections.abc import Callable
from datetime import datetime
from importlib import import_module
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from kinerja.lib import clock
from organisation.models import HistoryEvent, Notice, Person
from organisation.queries.verify_history import verify_history
from organisation.roles import Role
from reporting.actions.entry import plausible, save_entry
from reporting.kinds.review import Review
from reporting.models import Compilation, Realisation, ReportLine
from reporting.models import Review as Decision
from reporting.queries.entry import sheet_of
from reporting.views import entry as entry_page
from sop.actions import tick as ticking
from sop.models import Run, SopVersion, Task
from sop.queries.tasks import with_context
from sop.workflow import Blocked, Conflict, advance, close_by_clock, extend
from tests.cast import Cast, appoint, make_person, task_of, wib
from tests.faults.together import Crossing, at_once

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]

ENGINE = import_module("sop.workflow.advance")  # the package gives this name to the function
MORNING = wib("2026-02-06 09:00")


@pytest.fixture
def second_reviewer(cast: Cast) -> Person:
    person = make_person("rudi", name="Rudi Rekaan")
    appoint(person, cast.agency, Role.PLANNING, title="Plh. Kepala Sub Bagian")
    return person


def deciding(task: Task, by: Person) -> Callable[[], Task]:
    """Approving with a task as it was read before anybody else acted."""
    own = with_context(Task.objects.all()).get(pk=task.pk)
    return lambda: advance(own, "approved", by=by, now=MORNING)


def posting(url: str, by: Person, at: datetime, **values: str) -> Callable[[], HttpResponse]:
    client = Client()
    client.force_login(by)

    def post() -> Any:
        with clock.at(at):
            return client.post(url, values)

    return post


def done_events(task: Task) -> list[HistoryEvent]:
    return list(HistoryEvent.objects.filter(verb="task_done", subject=f"sop.task:{task.pk}"))


def test_of_two_reviewers_one_decides_and_the_other_learns_who_it_was(
    cast: Cast, drafted: Run, second_reviewer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = task_of(cast, "review")
    crossing = Crossing()
    crossing.after(monkeypatch, ENGINE, "_authorise")
    people = [cast.reviewer, second_reviewer]
    answers = at_once(*(deciding(task, person) for person in people))
    assert crossing.times == 1  # both had been let in before either wrote
    [loser] = [answer for answer in answers if isinstance(answer, Conflict)]
    [winner] = [answer for answer in answers if isinstance(answer, Task)]
    assert str(loser).startswith(f"Tugas ini sudah diselesaikan oleh {winner.done_by}")
    [event] = done_events(task)
    assert event.by == winner.done_by
    assert Decision.objects.get(task=task).by == winner.done_by
    assert drafted.tasks.filter(act__kind="sign").count() == 1


def test_without_lock_and_condition_both_reviewers_would_decide(
    cast: Cast, drafted: Run, second_reviewer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: the race is real, and it is the engine that prevents it."""

    def careless(task: Task, to: str, **columns: Any) -> None:
        Task.objects.filter(pk=task.pk).update(status=to, **columns)

    monkeypatch.setattr(ENGINE, "_locked", lambda task: task.run)
    monkeypatch.setattr(ENGINE, "_require_still_free", lambda *_: None)
    monkeypatch.setattr(ENGINE, "_move", careless)
    monkeypatch.setattr(Review, "effect", lambda *_: None)  # its table would not take two decisions either
    task = task_of(cast, "review")
    crossing = Crossing()
    crossing.after(monkeypatch, ENGINE, "_authorise")
    answers = at_once(*(deciding(task, person) for person in (cast.reviewer, second_reviewer)))
    assert crossing.times == 1
    assert [type(answer) for answer in answers] == [Task, Task]
    assert {event.by for event in done_events(task)} == {cast.reviewer, second_reviewer}


def test_approving_and_returning_at_once_gives_one_way_on_and_409_in_words(
    cast: Cast, drafted: Run, second_reviewer: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = reverse("task", args=[task_of(cast, "review").pk])
    crossing = Crossing()
    crossing.after(monkeypatch, ENGINE, "_authorise")
    remark = {f"line_{ReportLine.objects.earliest('order').pk}": "Periksa kembali angkanya."}
    answers = at_once(
        posting(url, cast.reviewer, MORNING, outcome="approved", password="rahasia-panjang-1"),
        posting(url, second_reviewer, MORNING, outcome="returned", **remark),
    )
    assert crossing.times == 1
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    [refused] = [answer.content.decode() for answer in answers if answer.status_code == 409]
    assert f"sudah diselesaikan oleh {task_of(cast, 'review').done_by}" in refused
    to_sign, to_correct = (
        drafted.tasks.filter(act__kind=kind, round=n) for kind, n in (("sign", 1), ("fill", 2))
    )
    assert to_sign.exists() != to_correct.exists()


def test_a_double_click_does_the_work_once(
    cast: Cast, due: SopVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticking.tick(wib("2026-02-01 00:05"))
    task = task_of(cast, "prepare", who=cast.officer)
    crossing = Crossing()
    crossing.after(monkeypatch, ENGINE, "_authorise")
    click = posting(reverse("task", args=[task.pk]), cast.officer, wib("2026-02-02 09:00"), outcome="done")
    again = posting(reverse("task", args=[task.pk]), cast.officer, wib("2026-02-02 09:00"), outcome="done")
    assert sorted(answer.status_code for answer in at_once(click, again)) == [302, 409]
    assert len(done_events(task)) == 1


def test_two_submits_at_once_give_one_receipt(
    cast: Cast, due: SopVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticking.tick(wib("2026-02-01 00:05"))
    task, at = task_of(cast, "fill", who=cast.officer), wib("2026-02-03 09:00")
    save_entry(task, plausible(sheet_of(task)), by=cast.officer, now=at)
    crossing = Crossing()
    crossing.after(monkeypatch, ENGINE, "_authorise")
    url = reverse("entry-check", args=[task.pk])
    answers = at_once(posting(url, cast.officer, at), posting(url, cast.officer, at))
    assert crossing.times == 1
    assert sorted(answer.status_code for answer in answers) == [302, 409]
    assert HistoryEvent.objects.filter(verb="entry_submitted", subject=f"sop.task:{task.pk}").count() == 1


def test_two_tabs_saved_at_once_lose_nothing(
    cast: Cast, due: SopVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticking.tick(wib("2026-02-01 00:05"))
    url = reverse("entry", args=[task_of(cast, "fill", who=cast.officer).pk])
    row = Realisation.objects.get(indicator__code="1.1", period="2026-01")
    crossing = Crossing()
    crossing.after(monkeypatch, entry_page, "posted_forms")
    tabs = [
        posting(
            url,
            cast.officer,
            wib("2026-02-03 09:00"),
            **{f"r{row.pk}-edition": "0", f"r{row.pk}-figure": figure, f"r{row.pk}-choice": "value"},
        )
        for figure in ("7", "8")
    ]
    answers = at_once(*tabs)
    assert crossing.times == 1
    assert sorted(answer.status_code for answer in answers) == [302, 422]
    row.refresh_from_db()
    assert row.edition == 1
    [typed] = {"7", "8"} - {row.raw}
    [told] = [answer.content.decode() for answer in answers if answer.status_code == 422]
    assert "sudah diubah di tempat lain" in told
    assert f'value="{typed}"' in told


def test_two_ticks_at_once_open_one_run(cast: Cast, due: SopVersion, monkeypatch: pytest.MonkeyPatch) -> None:
    ticked, crossing = two_ticks(monkeypatch, wib("2026-02-01 00:05"))
    assert crossing.times > 1
    assert [one.problems for one in ticked] == [[], []]
    run = Run.objects.get()
    given = list(run.tasks.values_list("act", "assignee"))
    assert len(given) == len(set(given))
    assert HistoryEvent.objects.filter(verb="run_opened").count() == 1
    assert verify_history().problems == []


def test_two_ticks_at_once_compile_once_and_say_everything_once(
    cast: Cast, submitted: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticked, crossing = two_ticks(monkeypatch, wib("2026-02-06 00:05"))
    assert crossing.times > 1
    assert [one.problems for one in ticked] == [[], []]
    assert Compilation.objects.count() == 1
    assert len(done_events(task_of(cast, "compile"))) == 1
    said = list(Notice.objects.filter(person=cast.reviewer).values_list("text", flat=True))
    assert said
    assert len(said) == len(set(said))
    assert verify_history().problems == []


def test_a_compilation_that_was_let_in_still_waits_for_an_extension_given_meanwhile(
    cast: Cast, due: SopVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise the latecomer would be let in again, and never be compiled."""
    ticking.tick(wib("2026-02-01 00:05"))
    early, late = (task_of(cast, "fill", who=person) for person in (cast.officer, cast.second_officer))
    for task in (early, late):
        save_entry(
            task, plausible(sheet_of(task)), by=task.assignee or cast.officer, now=wib("2026-02-03 09:00")
        )
    advance(early, "done", by=cast.officer, now=wib("2026-02-03 10:00"))
    close_by_clock(late, now=wib("2026-02-06 00:00"))
    let_in = ENGINE._authorise

    def then_extend(task: Task, by: Person | None, now: datetime) -> None:
        let_in(task, by, now)
        monkeypatch.setattr(ENGINE, "_authorise", let_in)
        until = wib("2026-02-06 12:00")
        extend(late, until=until, reason="Jaringan putus", by=cast.reviewer, now=now)

    monkeypatch.setattr(ENGINE, "_authorise", then_extend)
    with pytest.raises(Blocked, match=cast.second_officer.name):
        advance(task_of(cast, "compile"), "done", by=cast.compiler, now=wib("2026-02-06 00:01"))
    assert not Compilation.objects.exists()
    advance(late, "done", by=cast.second_officer, now=wib("2026-02-06 09:00"))
    ticking.tick(wib("2026-02-06 09:05"))
    assert Compilation.objects.get().late == []


def test_the_clock_does_not_close_a_task_that_was_extended_meanwhile(
    cast: Cast, due: SopVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticking.tick(wib("2026-02-01 00:05"))
    late, now = task_of(cast, "fill", who=cast.second_officer), wib("2026-02-06 00:05")
    expired = ticking._expired

    def then_extend(now: datetime) -> list[Task]:
        found = expired(now)
        monkeypatch.setattr(ticking, "_expired", expired)
        until = wib("2026-02-06 12:00")
        extend(
            task_of(cast, "fill", who=cast.second_officer), until=until, reason="Sakit", by=cast.head, now=now
        )
        return found

    monkeypatch.setattr(ticking, "_expired", then_extend)
    assert ticking.tick(now).problems == []
    late.refresh_from_db()
    assert (late.status, late.due_at) == (Task.Status.OPEN, wib("2026-02-06 12:00"))


def two_ticks(monkeypatch: pytest.MonkeyPatch, at: datetime) -> tuple[list[ticking.Ticked], Crossing]:
    """Two ticks that both see the same work to do before either begins with it."""
    crossing = Crossing()
    crossing.after(monkeypatch, ticking, "_due_periods", "_waiting", "_expired", "_automatic")
    ticked = at_once(lambda: ticking.tick(at), lambda: ticking.tick(at))
    assert [one for one in ticked if isinstance(one, Exception)] == []
    return ticked, crossing
