"""What comes to a person with a task: the papers of those who worked before, and why work was returned."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from kinerja.lib import clock
from kinerja.lib.periods import Period
from organisation.models import Person
from sop.models import Run, Task
from sop.queries.tasks import earlier
from sop.registry import kind_of
from sop.rehearsal import StandIns, play_on
from sop.workflow import advance, start
from tests.cast import wib
from tests.remembered import remembered
from tests.sop.six import staffed

AT = wib("2026-04-01 08:00")
INSTRUCTION = "Susun laporan sebelum akhir pekan."
REASON = "Cocokkan angka dengan laporan keuangan."

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("blank_paper")]


class Until(StandIns):
    """Everybody works until a kind of work comes up."""

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def finish(self, task: Task, begin: datetime, calendar: Any) -> datetime | None:
        return None if task.act.kind == self.kind else super().finish(task, begin, calendar)


@pytest.fixture
def run() -> Run:
    return start(staffed("madiun-capaian-kinerja"), Period.parse("2026-Q1"), now=AT)


def open_task(run: Run) -> Task:
    return run.tasks.active().select_related("run__agency", "act__step", "act__actor").latest("pk")


def somebody(role: str) -> Person:
    return Person.objects.get(username=f"{role}1")


def do(run: Run, role: str, values: Mapping[str, Any], *, outcome: str = "done", minutes: int = 0) -> Task:
    note = values.get("note", "")
    now = AT + timedelta(minutes=minutes)
    return advance(open_task(run), outcome, by=somebody(role), now=now, note=note, values=values)


@remembered
def until(run: Run, kind: str) -> datetime:
    """Play the run until that kind of work waits; the moment at which it does."""
    at = wib("2026-04-30 08:00")
    play_on(run, AT, Until(kind), until=at)
    assert open_task(run).act.kind == kind
    return at


def page_of(task: Task, role: str, at: datetime) -> str:
    client = Client()
    client.force_login(somebody(role))
    with clock.at(at):
        return client.get(reverse("task", args=[task.pk])).content.decode()


def test_the_next_person_reads_the_disposisi(run: Run) -> None:
    values = {"letter": "000/12", "nature": "Segera", "note": INSTRUCTION, "due_on": date(2026, 4, 3)}
    first = do(run, "head", values)
    page = page_of(open_task(run), "subcoordinator", AT)
    before = page[page.index("Sebelumnya") :]
    for words in ("000/12", "Segera", INSTRUCTION, "3 April 2026", "Head 1", "Didisposisikan"):
        assert words in before
    settled = page_of(first, "head", AT)
    assert INSTRUCTION in settled
    assert "Sebelumnya" not in settled


def test_the_letter_lies_before_whoever_initials_it_and_after(run: Run) -> None:
    at = until(run, "initial")
    found = earlier(open_task(run), at)
    [letter] = [row for row in found.rows if row.task.act.kind == "letter"]
    assert found.unfolded == letter.task.pk
    assert ("Kepada", "Kepala Bagian Organisasi") in letter.facts
    assert [row for row in found.papers.rows if not row.facts] == []


def test_a_finished_task_shows_only_what_came_before_it(run: Run) -> None:
    first = do(run, "head", {"letter": "1", "nature": "Biasa", "note": INSTRUCTION})
    second = do(run, "subcoordinator", {"nature": "Biasa", "note": "Validasi."}, minutes=5)
    assert [row.task for row in earlier(second, AT).rows] == [first]
    assert earlier(first, AT).rows == []


def test_entries_of_many_do_not_push_the_papers_away(run: Run) -> None:
    at = until(run, "compile")
    kinds = {row.task.act.kind for row in earlier(open_task(run), at).rows}
    assert "instruct" in kinds
    assert "fill" not in kinds


def test_a_return_is_shown_with_its_reason(run: Run) -> None:
    at = until(run, "correct")
    task = open_task(run)
    advance(task, "returned", by=somebody("subcoordinator"), now=at, note=REASON, values={"note": REASON})
    [newest, *_] = earlier(open_task(run), at).rows
    assert newest.outcome == kind_of(task.act).outcomes["returned"]
    assert newest.facts == [("Alasan pengembalian", REASON)]
    client = Client()
    client.force_login(somebody("head"))
    assert REASON in client.get(reverse("run", args=[run.pk])).content.decode()


@pytest.mark.parametrize("kind", ["correct", "letter", "hand_over", "deliver"])
def test_the_page_of_a_task_costs_at_most_fifteen_queries(
    run: Run, kind: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    at = until(run, kind)
    task = open_task(run)
    client = Client()
    client.force_login(somebody("staff" if kind in {"letter", "deliver"} else "subcoordinator"))
    with clock.at(at), django_assert_max_num_queries(15):
        assert "Sebelumnya" in client.get(reverse("task", args=[task.pk])).content.decode()


def test_the_second_paraf_offers_no_return_and_asks_for_no_reason(run: Run) -> None:
    at = until(run, "initial")
    page = page_of(open_task(run), "subcoordinator", at)
    assert 'value="returned"' in page
    assert "wajib bila dikembalikan" in page
    advance(open_task(run), "done", by=somebody("subcoordinator"), now=at)
    page = page_of(open_task(run), "head", at)
    assert 'value="returned"' not in page
    assert "wajib bila dikembalikan" not in page
