"""Asking for a rehearsal, playing it in the background, and reading its timeline."""

import subprocess
from datetime import timedelta
from typing import Any, NoReturn

import pytest
from django.test import Client
from django.urls import reverse
from kombu import Producer
from kombu.exceptions import OperationalError
from pytest_django import DjangoAssertNumQueries

from kinerja.lib import clock
from kinerja.lib.periods import Period
from kinerja.schedule import TIMETABLE
from organisation.models import Person
from organisation.queries.calendar import calendar_of
from organisation.workdays import WorkCalendar
from reporting.models import Plan
from sop.actions import rehearse as job
from sop.models import Rehearsal, SopVersion, Task
from sop.rehearsal import company, records, rehearse
from sop.renderers.timeline import timeline
from tests.cast import Cast, wib
from tests.remembered import remembered

pytestmark = pytest.mark.usefixtures("blank_paper")

NOW = wib("2026-03-02 09:00")
JANUARY = Period.parse("2026-01")
Status = Rehearsal.Status


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def ask(cast: Cast, sop: SopVersion, *, people: str = "tepat") -> Rehearsal:
    return job.request_rehearsal(sop, period=JANUARY, people=people, by=cast.sop_admin, now=NOW)


@pytest.fixture
def played(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The command answers at once with a run that ends well; what it was asked is kept."""
    asked: list[list[str]] = []

    def answer(arguments: list[str]) -> tuple[int, str, str]:
        asked.append(arguments)
        return 0, '{"status": "closed", "tasks": [], "files": []}', ""

    monkeypatch.setattr(job, "run_command", answer)
    return asked


# --- asking ---


def test_the_sop_admin_asks_for_a_rehearsal_and_waits_for_it_on_its_page(cast: Cast, sop: SopVersion) -> None:
    client = signed_in(cast.sop_admin)
    with clock.at(NOW):
        page = client.get(reverse("rehearsals", args=[sop.sop.slug])).content.decode()
        assert "2026-02" in page
        wanted = {"version": sop.pk, "period": "2026-01", "people": "kembali"}
        answer = client.post(reverse("rehearsals", args=[sop.sop.slug]), wanted)
        asked = Rehearsal.objects.get()
        assert answer["Location"] == reverse("rehearsal", args=[sop.sop.slug, asked.pk])
        page = client.get(answer["Location"]).content.decode()
    assert (asked.status, asked.people, asked.requested_by) == (Status.PENDING, "kembali", cast.sop_admin)
    assert 'hx-trigger="every 3s"' in page
    assert "Muat ulang" in " ".join(page.split())


def test_asking_needs_no_broker(cast: Cast, sop: SopVersion, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise OperationalError("Connection refused.")

    monkeypatch.setattr(Producer, "publish", refuse)
    wanted = {"version": sop.pk, "period": "2026-01", "people": "tepat"}
    answer = signed_in(cast.sop_admin).post(reverse("rehearsals", args=[sop.sop.slug]), wanted)
    assert answer.status_code == 302
    assert Rehearsal.objects.count() == 1
    assert any(entry["task"] == "sop.rehearse" for entry in TIMETABLE.values())


def test_a_period_of_another_cycle_is_refused_in_words(cast: Cast, sop: SopVersion) -> None:
    wanted = {"version": sop.pk, "period": "2026-Q1", "people": "tepat"}
    answer = signed_in(cast.reviewer).post(reverse("rehearsals", args=[sop.sop.slug]), wanted)
    assert answer.status_code == 422
    assert "tulis misalnya 2026-03." in answer.content.decode()
    assert not Rehearsal.objects.exists()


def test_whoever_does_not_look_after_sops_may_not_rehearse(cast: Cast, sop: SopVersion) -> None:
    asked = ask(cast, sop)
    urls = [reverse("rehearsals", args=[sop.sop.slug]), reverse("rehearsal", args=[sop.sop.slug, asked.pk])]
    for url in urls:
        assert signed_in(cast.officer).get(url).status_code == 403
        assert signed_in(cast.stranger).get(url).status_code == 404


def test_asking_twice_for_the_same_waits_for_the_same(cast: Cast, sop: SopVersion) -> None:
    assert ask(cast, sop) == ask(cast, sop)
    assert ask(cast, sop, people="plh") != ask(cast, sop)


# --- playing ---


def test_a_rehearsal_is_played_by_the_command_and_touches_no_run(
    cast: Cast, sop: SopVersion, played: list[list[str]]
) -> None:
    asked = ask(cast, sop, people="plh")
    job.rehearse_next(NOW)
    asked.refresh_from_db()
    assert asked.status == Status.DONE
    assert asked.result["status"] == "closed"
    assert " ".join(played[0]) == (
        "rehearse --json --sop magelang-capaian-bulanan --sop-version 1 "
        "--agency bpkad-magelang --period 2026-01 --people plh"
    )
    assert job.rehearse_next(NOW) is None
    assert not Task.objects.exists()


def test_of_two_workers_one_gets_the_rehearsal(cast: Cast, sop: SopVersion) -> None:
    first = ask(cast, sop)
    second = Rehearsal.objects.get(pk=first.pk)
    assert job.claim(first, NOW)
    assert not job.claim(second, NOW)


def test_what_a_killed_worker_left_is_taken_up_after_its_lease_and_given_up_in_the_end(
    cast: Cast, sop: SopVersion, played: list[list[str]]
) -> None:
    asked, at = ask(cast, sop), NOW
    for _ in range(job.MAX_ATTEMPTS):
        assert job.claim(asked, at)
        assert job.rehearse_next(at + timedelta(seconds=1)) is None
        at += job.LEASE
    job.rehearse_next(at)
    asked.refresh_from_db()
    assert (asked.status, asked.problem) == (Status.FAILED, job.UNANSWERED)
    assert played == []


def test_a_worker_whose_lease_ran_out_does_not_overwrite_the_other(
    cast: Cast, sop: SopVersion, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ask(cast, sop)

    def slow(_: list[str]) -> tuple[int, str, str]:
        again = Rehearsal.objects.get(pk=asked.pk)
        assert job.claim(again, NOW + job.LEASE)
        return 0, '{"status": "closed", "tasks": []}', ""

    monkeypatch.setattr(job, "run_command", slow)
    job.rehearse_next(NOW)
    asked.refresh_from_db()
    assert asked.status == Status.RUNNING


@pytest.mark.parametrize(
    ("answer", "status", "problem"),
    [
        ((1, '{"status": "open", "tasks": [], "problem": "Buntu."}', "x"), Status.DONE, "Buntu."),
        ((1, "", "Traceback\nCommandError: Salinan gagal."), Status.FAILED, "Salinan gagal."),
        ((-9, "", ""), Status.FAILED, "Geladi berhenti dengan kode -9."),
    ],
)
def test_a_dead_end_is_a_result_and_a_failure_says_why(
    cast: Cast,
    sop: SopVersion,
    monkeypatch: pytest.MonkeyPatch,
    answer: tuple[int, str, str],
    status: str,
    problem: str,
) -> None:
    monkeypatch.setattr(job, "run_command", lambda _: answer)
    asked = ask(cast, sop)
    job.rehearse_next(NOW)
    asked.refresh_from_db()
    assert (asked.status, asked.problem) == (status, problem)


def test_a_command_that_takes_too_long_is_ended_with_all_it_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job, "LONGEST", 0.2)
    with pytest.raises(subprocess.TimeoutExpired):
        job.run_command(["rehearse", "--sop", "x", "--agency", "x", "--period", "2026-01"])


# --- reading ---


@pytest.fixture
def tasks(cast: Cast, plan: Plan, sop: SopVersion) -> list[dict[str, Any]]:
    return records_of(sop)


@remembered
def records_of(sop: SopVersion) -> list[dict[str, Any]]:
    return records(rehearse(sop, JANUARY, company("kembali")).run)


def test_the_page_shows_every_task_with_its_bar_and_who_did_it(
    cast: Cast,
    sop: SopVersion,
    tasks: list[dict[str, Any]],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    asked = ask(cast, sop, people="kembali")
    result = {"status": "closed", "tasks": tasks}
    Rehearsal.objects.filter(pk=asked.pk).update(status=Rehearsal.Status.DONE, result=result)
    client = signed_in(cast.sop_admin)
    with django_assert_max_num_queries(10):
        page = client.get(reverse("rehearsal", args=[sop.sop.slug, asked.pk])).content.decode()
    assert page.count('class="timeline-bar"') == len(tasks)
    assert "putaran 2" in page
    assert "Olivia Rekaan" in page
    assert "Sampai selesai" in page
    assert "style=" not in page
    part = client.get(reverse("rehearsal", args=[sop.sop.slug, asked.pk]), headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode()


def test_waiting_and_load_are_counted_in_working_time(cast: Cast, tasks: list[dict[str, Any]]) -> None:
    drawn = timeline(tasks, calendar_of(cast.agency))
    assert {load.who: load.tasks for load in drawn.loads}["Olivia Rekaan, S.E."] >= 3
    assert len(drawn.waits) == len({(task["round"], task["step"], task["kind"]) for task in tasks})
    assert any(wait.pause not in {"–", "0 menit"} for wait in drawn.waits)


def test_a_timeline_without_tasks_is_empty() -> None:
    assert timeline([], WorkCalendar()).bars == []


def test_the_page_of_the_sop_leads_to_its_rehearsals_and_its_proof(
    cast: Cast, plan: Plan, sop: SopVersion
) -> None:
    rehearse(sop, JANUARY)
    url = reverse("sop", args=[sop.sop.slug])
    page = signed_in(cast.sop_admin).get(url).content.decode()
    assert reverse("rehearsals", args=[sop.sop.slug]) in page
    assert reverse("year-proof", args=[sop.sop.slug, 2026]) in page
    assert reverse("rehearsals", args=[sop.sop.slug]) not in signed_in(cast.officer).get(url).content.decode()
