"""Named tasks follow the office: a substitute does them, the trail says for whom, nothing is stuck."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from kinerja.lib import clock
from organisation.actions.substitutes import Naming, end_substitute, name_substitute
from organisation.models import Appointment, HistoryEvent, Notice, Person, Substitute
from reporting.actions.entry import measured, save_entry
from reporting.models import Plan
from reporting.queries.entry import Line, sheet_of
from sop.actions.tick import tick
from sop.models import Run, SopVersion, Task
from sop.queries.tasks import my_tasks
from sop.rehearsal import play_on
from sop.workflow import Blocked, Conflict, NotYours, advance, may_do
from tests.cast import Cast, task_of, wib
from tests.reporting.stories import SIXTH, THIRD, open_january, play

pytestmark = pytest.mark.usefixtures("blank_paper")

LAST = date(2026, 1, 31)


@pytest.fixture
def run(cast: Cast, plan: Plan, sop: SopVersion) -> Run:
    """January is open, and Oscar stands in for Olivia from the second to the thirteenth of February."""
    open_january(sop)
    return Run.objects.get()


def stand_in(
    cast: Cast, person: Person | None = None, *, from_on: date = date(2026, 2, 2), to_on: date | None = None
) -> Substitute:
    wanted = Naming(
        cast.agency, cast.officer, person or cast.second_officer, "Cuti", from_on, to_on, "800/12/2026"
    )
    return name_substitute(wanted, by=cast.reviewer, now=wib("2026-02-02 08:00"))


def leave(person: Person) -> None:
    Appointment.objects.filter(person=person).update(to_on=LAST)


def page_of(person: Person, url: str, at: str = "2026-02-03 09:00") -> str:
    client = Client()
    client.force_login(person)
    with clock.at(wib(at)):
        return client.get(url).content.decode()


def titles(person: Person, at: str) -> set[tuple[str, str]]:
    return {(row.task.act.kind, str(row.task.assignee)) for row in my_tasks(person, wib(at))}


def test_the_substitute_sees_the_tasks_in_the_days_of_the_decree_and_the_absent_keeps_them(
    cast: Cast, run: Run
) -> None:
    stand_in(cast, to_on=date(2026, 2, 4))
    hers = {("prepare", cast.officer.name), ("fill", cast.officer.name)}
    assert not hers & titles(cast.second_officer, "2026-02-01 23:59")
    assert hers <= titles(cast.second_officer, "2026-02-02 00:00")
    assert hers <= titles(cast.second_officer, "2026-02-04 23:59")
    assert not hers & titles(cast.second_officer, "2026-02-05 00:00")
    assert hers == titles(cast.officer, "2026-02-03 09:00")
    page = page_of(cast.second_officer, reverse("home"))
    assert page.count(f"<strong>untuk {cast.officer}") == 2
    assert "<strong>untuk" not in page_of(cast.officer, reverse("home"))
    assert f"Untuk {cast.officer}" in page_of(
        cast.second_officer, reverse("task", args=[task_of(cast, "prepare", who=cast.officer).pk])
    )


def test_what_a_substitute_did_says_for_whom(cast: Cast, run: Run) -> None:
    stand_in(cast)
    play(task_of(cast, "fill", who=cast.officer), cast.second_officer, THIRD)
    done = task_of(cast, "fill", who=cast.officer)
    assert (done.done_by, done.assignee, done.capacity) == (cast.second_officer, cast.officer, "PPTK Aset")
    together = f"{cast.second_officer} a.n. {cast.officer}"
    assert done.doer == together
    event = HistoryEvent.objects.get(verb="task_done", subject=f"sop.task:{done.pk}")
    assert event.by == cast.second_officer
    assert event.sentence.startswith(f"{together} — langkah 3")
    assert event.details["on_behalf_of"] == cast.officer.name
    assert task_of(cast, "prepare", who=cast.officer).done_by == cast.second_officer
    assert page_of(cast.reviewer, reverse("run", args=[run.pk])).count(together) >= 2
    with pytest.raises(Conflict, match=f"sudah diselesaikan oleh {together}"):
        advance(done, "done", by=cast.officer, now=THIRD)


def test_nobody_else_and_nobody_later_may_do_it(cast: Cast, run: Run) -> None:
    named = stand_in(cast)
    task = task_of(cast, "fill", who=cast.officer)
    people = (cast.officer, cast.second_officer, cast.compiler, cast.head, cast.stranger)
    assert [may_do(task, person, THIRD) for person in people] == [True, True, False, False, False]
    leave(cast.second_officer)
    assert not may_do(task, cast.second_officer, THIRD)
    Appointment.objects.update(to_on=None)
    end_substitute(named, reason="Kembali bekerja", by=cast.reviewer, now=THIRD)
    with pytest.raises(NotYours):
        advance(task, "done", by=cast.second_officer, now=THIRD)


def test_both_are_told_and_reminded_the_substitute_for_whom(cast: Cast, run: Run) -> None:
    stand_in(cast)
    tick(wib("2026-02-04 07:00"))
    task = task_of(cast, "fill", who=cast.officer)
    reminded = Notice.objects.filter(key__startswith=f"task:{task.pk}:remind:1")
    texts = {notice.person: notice.text for notice in reminded}
    assert set(texts) == {cast.officer, cast.second_officer}
    assert texts[cast.second_officer].endswith(f"Anda menggantikan {cast.officer}.")
    assert "menggantikan" not in texts[cast.officer]


def test_who_fills_in_for_another_cannot_review_it(cast: Cast, run: Run) -> None:
    stand_in(cast, cast.reviewer)
    play(task_of(cast, "fill", who=cast.officer), cast.reviewer, THIRD)
    play(task_of(cast, "fill", who=cast.second_officer), cast.second_officer, THIRD)
    tick(SIXTH)
    with pytest.raises(Blocked, match="Anda sudah mengisi dalam laporan ini"):
        advance(task_of(cast, "review"), "approved", by=cast.reviewer, now=SIXTH)


def test_an_office_that_ended_takes_its_named_tasks_and_the_office_is_told(cast: Cast, run: Run) -> None:
    task = task_of(cast, "fill", who=cast.officer)
    leave(cast.officer)
    assert not may_do(task, cast.officer, THIRD)
    url = f"{reverse('substitute-add', args=[cast.agency.code])}?untuk={cast.officer.pk}"
    words = f"2 tugas milik {cast.officer} tanpa pemegang"
    home = page_of(cast.reviewer, reverse("home"))
    assert words in home
    assert url in home
    progress = page_of(cast.compiler, reverse("run", args=[run.pk]))
    assert words in progress
    assert url not in progress
    assert url in page_of(cast.head, reverse("run", args=[run.pk]))
    assert words not in page_of(cast.compiler, reverse("home"))
    tick(wib("2026-02-04 07:00"))
    told = Notice.objects.filter(key=f"task:{task.pk}:vacant")
    assert {notice.person for notice in told} == {cast.reviewer, cast.head}
    assert told[0].link == url
    stand_in(cast)
    assert words not in page_of(cast.reviewer, reverse("home"))
    assert may_do(task, cast.second_officer, THIRD)


def test_an_account_that_was_closed_leaves_its_tasks_without_holder(cast: Cast, run: Run) -> None:
    Person.objects.filter(pk=cast.officer.pk).update(is_active=False)
    assert {task.assignee for task in Task.objects.without_holder(THIRD)} == {cast.officer}


def test_who_waits_reads_who_stands_in(cast: Cast, run: Run) -> None:
    stand_in(cast)
    assert f"{cast.officer} (digantikan {cast.second_officer})" in page_of(cast.reviewer, reverse("home"))


def test_a_substitute_finds_the_draft_with_the_name_of_who_typed_it(cast: Cast, run: Run) -> None:
    task = task_of(cast, "fill", who=cast.officer)
    line = next(row for row in sheet_of(task).rows if isinstance(row, Line))
    save_entry(task, [measured(line.row, Decimal("1234.5"), "1.234,5")], by=cast.officer, now=THIRD)
    stand_in(cast)
    url = reverse("entry", args=[task.pk])
    page = page_of(cast.second_officer, url)
    assert 'value="1.234,5"' in page
    assert f"oleh {cast.officer}" in " ".join(page.split())
    assert "Sampaikan" in page or "sampaikan" in page
    line.row.refresh_from_db()
    save_entry(task, [measured(line.row, Decimal(2), "2")], by=cast.second_officer, now=THIRD)
    assert f"oleh {cast.second_officer}" in " ".join(page_of(cast.officer, url).split())


def test_a_window_that_was_missed_is_told_to_the_substitute(cast: Cast, run: Run) -> None:
    stand_in(cast)
    tick(SIXTH)
    page = page_of(cast.second_officer, reverse("home"), "2026-02-06 09:00")
    assert f"untuk {cast.officer}" in page[page.index("Lewat tenggat") :]


def test_a_rehearsal_gives_the_work_to_whoever_stands_in(cast: Cast, run: Run) -> None:
    leave(cast.officer)
    stuck = play_on(run, wib("2026-02-01 00:10"), until=wib("2026-02-01 12:00"))
    assert not stuck.is_closed
    stand_in(cast)
    assert play_on(run, wib("2026-02-02 08:00")).is_closed
    assert task_of(cast, "fill", who=cast.officer).done_by == cast.second_officer


def test_home_costs_the_same_with_substitutes_and_vacancies(
    cast: Cast, run: Run, django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    """One query more than without: who stands in for those that are waited for."""
    stand_in(cast, cast.compiler)
    leave(cast.second_officer)
    client = Client()
    client.force_login(cast.reviewer)
    with clock.at(THIRD), django_assert_max_num_queries(12):
        client.get(reverse("home"))
