"""Large files: asked for, made by a worker within limits, waited for, taken, and let go."""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import NoReturn

import pytest
from django.conf import LazySettings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from kombu import Producer
from kombu.exceptions import OperationalError
from pytest_django import DjangoAssertNumQueries

from kinerja.lib import clock
from kinerja.lib.apart import Stopped, Tell
from kinerja.schedule import TIMETABLE
from organisation.models import HistoryEvent, Notice, Person
from reporting.actions import rendering as job
from reporting.models import Compilation, Indicator, Plan, Rendering, Report, ReportLine
from reporting.queries.report import sheet_of
from reporting.renderers import prints
from reporting.renderers.prints import Print
from sop.models import Run, SopVersion
from sop.workflow import Blocked
from tests.cast import Cast
from tests.reporting.stories import OPENED, SEVENTH, SIXTH, report_in

State = Rendering.State
MADE = b"%PDF-1.7 laporan besar"
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _large(monkeypatch: pytest.MonkeyPatch, settings: LazySettings, tmp_path: Path) -> None:
    """Every report is a large one here, and its files lie in a folder of the test's own."""
    monkeypatch.setattr(prints, "AT_ONCE", dict.fromkeys(prints.AT_ONCE, 1))
    settings.RENDERINGS_DIR = tmp_path / "renderings"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Print]:
    """The other process answers at once; what it was given is kept."""
    given: list[Print] = []

    def answer(_: object, wanted: Print, *, limits: object, tell: Tell) -> bytes:
        given.append(wanted)
        tell(40, "Halaman 3 disusun")
        return MADE + str(len(given)).encode()

    monkeypatch.setattr(job, "run_apart", answer)
    return given


@pytest.fixture
def compilation(cast: Cast, plan: Plan, sop: SopVersion) -> Compilation:
    """A draft of January, put together by hand."""
    run = Run.objects.create(
        sop=sop.sop, version=sop, agency=cast.agency, period="2026-01", opened_at=OPENED
    )  # fmt: skip
    report = Report.objects.create(
        run=run, agency=cast.agency, period="2026-01", plan=plan, title="Laporan capaian kinerja"
    )  # fmt: skip
    made = Compilation.objects.create(report=report, round=1, at=SIXTH, digest="0" * 64)
    for order, indicator in enumerate(Indicator.objects.filter(node__plan=plan), start=1):
        ReportLine.objects.create(
            compilation=made, order=order, indicator=indicator, path=[["goal", "T1", "Tujuan"]],
            name=indicator.name, unit="Dokumen", direction="higher", state="blank",
            achievement_status="blank", annual_status="blank",
        )  # fmt: skip
    return Compilation.objects.select_related("report__agency").get(pk=made.pk)


@pytest.fixture
def now() -> Iterator[None]:
    with clock.at(SEVENTH):
        yield


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def ask(compilation: Compilation, by: Person, *, format_: str = "pdf", minutes: float = 0) -> Rendering:
    wanted = Print(format_, sheet_of(compilation))
    return job.ask_for(wanted, by=by, now=SEVENTH + minutes * MINUTE)


# --- asking and waiting ---


@pytest.mark.usefixtures("now")
def test_a_large_file_is_asked_for_waited_for_and_taken(
    cast: Cast,
    compilation: Compilation,
    made: list[Print],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    client, address = signed_in(cast.reviewer), reverse("report-file", args=[report_in(cast).pk, "pdf"])
    assert "Siapkan PDF" in client.get(address).content.decode()
    assert not Rendering.objects.exists()
    waiting = client.post(address)["Location"]
    page = client.get(waiting).content.decode()
    for words in ("Menunggu giliran", 'hx-trigger="every 3s"', 'http-equiv="refresh"', "Muat ulang"):
        assert words in page
    assert client.get(address)["Location"] == waiting
    job.render_next(SEVENTH)
    with django_assert_max_num_queries(15):
        page = client.get(waiting).content.decode()
    assert "Unduh PDF" in page
    assert "every 3s" not in page
    assert "refresh" not in page
    answer = client.get(f"{waiting}unduh/")
    assert b"".join(answer) == MADE + b"1"
    assert "attachment" in answer["Content-Disposition"]
    assert len(made) == 1
    assert HistoryEvent.objects.filter(verb="rendering_asked", by=cast.reviewer).count() == 1


@pytest.mark.usefixtures("now")
def test_htmx_is_given_the_part_that_changes(cast: Cast, compilation: Compilation, made: list[Print]) -> None:
    asked = ask(compilation, cast.reviewer)
    Rendering.objects.update(state=State.WORKING, seat=1, percent=40, stage="Halaman 3 disusun")
    address = reverse("rendering", args=[report_in(cast).pk, asked.pk])
    part = signed_in(cast.reviewer).get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "Halaman 3 disusun" in part
    assert 'value="40"' in part


@pytest.mark.usefixtures("now", "blank_paper")
def test_a_short_report_is_answered_at_once(
    cast: Cast, compilation: Compilation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(prints, "AT_ONCE", dict.fromkeys(prints.AT_ONCE, 100))
    answer = signed_in(cast.reviewer).get(reverse("report-file", args=[report_in(cast).pk, "pdf"]))
    assert answer.content.startswith(b"%PDF")
    assert not Rendering.objects.exists()


@pytest.mark.usefixtures("now")
def test_asking_needs_no_broker(
    cast: Cast, compilation: Compilation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise OperationalError("Connection refused.")

    monkeypatch.setattr(Producer, "publish", refuse)
    address = reverse("report-file", args=[report_in(cast).pk, "xlsx"])
    assert signed_in(cast.reviewer).post(address).status_code == 302
    assert Rendering.objects.get().format == "xlsx"
    assert any(entry["task"] == "reporting.render" for entry in TIMETABLE.values())


@pytest.mark.usefixtures("now")
def test_the_page_of_a_long_report_asks_with_a_button(cast: Cast, compilation: Compilation) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.reviewer)
    page = client.get(reverse("report", args=[report_in(cast).pk])).content.decode()
    forms = re.findall(
        r'class="inline-form" method="post" action="([^"]+)">.*?value="(\w+)"', page, re.DOTALL
    )
    assert len(forms) == 3
    address, token = forms[0]
    assert client.post(address, {"csrfmiddlewaretoken": token}).status_code == 302


@pytest.mark.usefixtures("now")
def test_nobody_else_sees_the_file(cast: Cast, compilation: Compilation, made: list[Print]) -> None:
    asked = ask(compilation, cast.reviewer)
    job.render_next(SEVENTH)
    stranger = signed_in(cast.stranger)
    for name in ("rendering", "rendering-file"):
        assert stranger.get(reverse(name, args=[report_in(cast).pk, asked.pk])).status_code == 404
    with pytest.raises(PermissionDenied):
        ask(compilation, cast.stranger)


# --- once for the same content, and not too often ---


def test_the_same_content_is_made_once_for_everybody(
    cast: Cast, compilation: Compilation, made: list[Print]
) -> None:
    first = ask(compilation, cast.reviewer)
    assert ask(compilation, cast.compiler) == first
    job.render_next(SEVENTH)
    assert ask(compilation, cast.head, minutes=5) == first
    assert job.render_next(SEVENTH + 5 * MINUTE) is None
    assert len(made) == 1


def test_what_prints_differently_is_another_file(cast: Cast, compilation: Compilation) -> None:
    def key() -> str:
        return prints.fingerprint(Print("pdf", sheet_of(Compilation.objects.get(pk=compilation.pk))))

    first = key()
    assert key() == first
    agency = cast.agency
    agency.letterhead = "Jl. Baru No. 1"
    agency.save()
    assert key() != first
    second = key()
    Compilation.objects.filter(pk=compilation.pk).update(digest="f" * 64)
    assert key() != second


def test_one_person_has_one_file_made_at_a_time(
    cast: Cast, compilation: Compilation, made: list[Print]
) -> None:
    running = ask(compilation, cast.reviewer)
    with pytest.raises(Blocked, match="masih dibuat") as blocked:
        ask(compilation, cast.reviewer, format_="xlsx")
    assert blocked.value.blockers[0].link.endswith(f"/{running.pk}/")
    ask(compilation, cast.compiler, format_="docx")
    job.render_next(SEVENTH)
    ask(compilation, cast.reviewer, format_="xlsx")


def test_the_database_knows_it_too(cast: Cast, compilation: Compilation) -> None:
    ask(compilation, cast.reviewer)
    with pytest.raises(IntegrityError), transaction.atomic():
        Rendering.objects.create(
            compilation=compilation, format="xlsx", key="x", asked_by=cast.reviewer, asked_at=SEVENTH,
            next_try_at=SEVENTH,
        )  # fmt: skip


def test_ten_files_an_hour_are_enough(cast: Cast, compilation: Compilation) -> None:
    for number in range(10):
        Rendering.objects.create(
            compilation=compilation, format="pdf", key=f"{number}", asked_by=cast.reviewer,
            asked_at=SEVENTH + number * MINUTE, next_try_at=SEVENTH, state=State.FAILED, problem="Gagal.",
        )  # fmt: skip
    with pytest.raises(Blocked, match=r"10 berkas besar dalam satu jam.*10\.00 WIB"):
        ask(compilation, cast.reviewer, minutes=30)
    ask(compilation, cast.reviewer, minutes=61)


# --- the worker ---


def test_one_large_file_is_made_at_a_time(cast: Cast, compilation: Compilation) -> None:
    first, second = ask(compilation, cast.reviewer), ask(compilation, cast.compiler, format_="xlsx")
    assert job.claim(first, SEVENTH)
    assert not job.claim(Rendering.objects.get(pk=first.pk), SEVENTH)
    assert not job.claim(second, SEVENTH)
    assert job.render_next(SEVENTH) is None


def test_what_a_killed_worker_left_is_taken_again_and_given_up_after_three_tries(
    cast: Cast, compilation: Compilation, made: list[Print]
) -> None:
    asked, at = ask(compilation, cast.reviewer), SEVENTH
    for _ in range(3):
        assert job.claim(Rendering.objects.get(pk=asked.pk), at)
        at += timedelta(minutes=2)
        assert job.render_next(at) is None  # its lease still runs
        at += timedelta(minutes=5)
        if _ < 2:
            job.sweep(at)
    assert job.render_next(at) is None
    asked.refresh_from_db()
    assert (asked.state, asked.problem, asked.seat) == (State.FAILED, job.GIVEN_UP, None)
    assert made == []


def test_a_file_beyond_its_limits_fails_with_a_sentence_and_the_next_one_is_made(
    cast: Cast, compilation: Compilation, made: list[Print], monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_big(*_: object, **__: object) -> NoReturn:
        raise Stopped("Berkas ini memerlukan memori lebih besar daripada batasnya (64 MB).")

    asked = ask(compilation, cast.reviewer)
    with monkeypatch.context() as patched:
        patched.setattr(job, "run_apart", too_big)
        job.render_next(SEVENTH)
    with clock.at(SEVENTH):
        page = signed_in(cast.reviewer).get(reverse("rendering", args=[report_in(cast).pk, asked.pk]))
    assert "lebih besar daripada batasnya (64 MB)" in page.content.decode()
    assert "Minta sekali lagi" in page.content.decode()
    again = ask(compilation, cast.reviewer, minutes=1)
    assert again != asked
    job.render_next(SEVENTH + MINUTE)
    again.refresh_from_db()
    assert again.state == State.READY


def test_another_fault_gives_the_row_back(
    cast: Cast, compilation: Compilation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> NoReturn:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(job, "run_apart", full)
    asked = ask(compilation, cast.reviewer)
    with pytest.raises(OSError, match="No space"):
        job.render_next(SEVENTH)
    asked.refresh_from_db()
    assert (asked.state, asked.seat, asked.attempts) == (State.WAITING, None, 1)


def test_a_report_that_changes_meanwhile_is_asked_for_again(
    cast: Cast, compilation: Compilation, made: list[Print]
) -> None:
    asked = ask(compilation, cast.reviewer)
    cast.agency.name = "Badan Lain"
    cast.agency.save()
    job.render_next(SEVENTH)
    asked.refresh_from_db()
    assert (asked.state, asked.problem) == (State.FAILED, job.CHANGED)
    assert made == []


def test_who_waits_longer_than_a_minute_is_told(
    cast: Cast, compilation: Compilation, made: list[Print]
) -> None:
    ask(compilation, cast.reviewer)
    job.render_next(SEVENTH)
    assert not Notice.objects.filter(person=cast.reviewer, text__contains="diunduh").exists()
    asked = ask(compilation, cast.reviewer, format_="xlsx")
    job.render_next(SEVENTH + 2 * MINUTE)
    notice = Notice.objects.get(person=cast.reviewer, text__contains="siap diunduh")
    assert notice.link == reverse("rendering", args=[report_in(cast).pk, asked.pk])


def test_after_a_day_the_file_is_gone_and_asked_for_again(
    cast: Cast, compilation: Compilation, made: list[Print]
) -> None:
    asked = ask(compilation, cast.reviewer)
    job.render_next(SEVENTH)
    asked.refresh_from_db()
    path = asked.path
    assert path.exists()
    job.sweep(SEVENTH + timedelta(hours=25))
    assert not path.exists()
    assert not Rendering.objects.exists()


def test_a_file_that_was_lost_or_damaged_is_never_handed_out(
    cast: Cast, compilation: Compilation, made: list[Print]
) -> None:
    asked = ask(compilation, cast.reviewer)
    job.render_next(SEVENTH)
    asked.refresh_from_db()
    address = reverse("rendering-file", args=[report_in(cast).pk, asked.pk])
    asked.path.write_bytes(b"%PDF-1.7 lain")
    with clock.at(SEVENTH):
        assert signed_in(cast.reviewer).get(address).status_code == 302
    asked.path.unlink()
    assert ask(compilation, cast.reviewer, minutes=1) != asked


def test_a_real_file_comes_from_the_other_process_as_it_would_from_this_one(
    cast: Cast, compilation: Compilation
) -> None:
    told: list[int] = []
    asked = ask(compilation, cast.reviewer)
    job.render_next(SEVENTH)
    asked.refresh_from_db()
    assert (asked.state, asked.problem) == (State.READY, "")
    here = prints.make_apart(Print("pdf", sheet_of(compilation)), lambda percent, _: told.append(percent))
    assert asked.path.read_bytes() == here
    assert told == sorted(told)
    assert told[-1] == 95
