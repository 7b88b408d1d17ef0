"""Proof that an SOP was followed: the figures, the page, and what is handed to an evaluator."""

import io
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries

from kinerja.lib import clock
from kinerja.lib.dates import Zone
from kinerja.lib.periods import Period
from organisation.models import HistoryEvent, Person
from organisation.workdays import WorkCalendar
from reporting.models import Plan
from sop.actions.tick import tick
from sop.deadlines import planned_time, work_words, working_time
from sop.models import Run, SopVersion, Task
from sop.queries.proof import (
    Fact,
    Window,
    by_person,
    by_step,
    latecomers,
    proof_of_run,
    proof_of_year,
    tally,
)
from sop.rehearsal import company, play_on, rehearse
from sop.renderers.proof import identity_of, tables_of
from sop.workflow import extend
from tests.cast import Cast, task_of, wib
from tests.remembered import remembered

pytestmark = pytest.mark.usefixtures("blank_paper")

CALENDAR = WorkCalendar()
JANUARY, FEBRUARY = Period.parse("2026-01"), Period.parse("2026-02")
LATER = wib("2026-04-20 09:00")


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=Zone.WIB.info)


# --- pure ---


def test_working_time_counts_office_hours_only() -> None:
    friday, monday = at("2026-02-06 15:00"), at("2026-02-09 08:30")
    assert working_time(friday, monday, CALENDAR) == timedelta(hours=2)
    assert working_time(at("2026-02-07 08:00"), at("2026-02-08 20:00"), CALENDAR) == timedelta()
    assert working_time(monday, friday, CALENDAR) == timedelta()


def test_a_printed_duration_is_measured_in_the_days_of_the_office() -> None:
    assert planned_time(Decimal("0.5"), "day", CALENDAR) == timedelta(hours=4, minutes=15)
    assert planned_time(Decimal(90), "minute", CALENDAR) == timedelta(minutes=90)
    assert planned_time(None, "", CALENDAR) is None


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(), "0 menit"),
        (timedelta(seconds=20), "kurang dari 1 menit"),
        (timedelta(minutes=45), "45 menit"),
        (timedelta(hours=3, minutes=20), "3 jam 20 menit"),
        (timedelta(hours=18, minutes=10), "2 hari kerja 1 jam"),
    ],
)
def test_working_time_is_said_in_two_units(span: timedelta, words: str) -> None:
    assert work_words(span, CALENDAR) == words


def fact(who: str = "Olivia", *, window: Window = Window.KEPT, minutes: int = 60, place: int = 1) -> Fact:
    return Fact(
        run=Run(pk=1, period=JANUARY),
        place=(place, 1),
        step=str(place),
        text="Mengisi",
        kind="Isi",
        actor="PPTK",
        who=who,
        round=1,
        quality="1 jam",
        planned=timedelta(hours=1),
        actual=timedelta(minutes=minutes),
        opened=None,
        due=None,
        done=None,
        window=window,
    )


def test_windows_and_times_are_added_up() -> None:
    facts = [
        *(fact(minutes=minutes) for minutes in (30, 60, 120, 90)),
        fact("Oscar", window=Window.MISSED),
        fact("Oscar", window=Window.EXTENDED),
        fact("Sistem", minutes=0),
        fact(window=Window.SUPERSEDED, minutes=999),
    ]
    found = tally(facts)
    assert (found.tasks, found.kept, found.extended, found.missed, found.over) == (7, 5, 1, 1, 2)
    assert (found.typical, found.longest) == (timedelta(hours=1), timedelta(hours=2))
    assert [(who, own.missed) for who, own in by_person(facts)] == [("Oscar", 1), ("Olivia", 0)]
    assert [one.who for one in latecomers(facts)] == ["Oscar"]
    assert tally([]).typical is None


def test_steps_come_in_the_order_of_the_sop() -> None:
    facts = [fact(place=10), fact(place=2), replace(fact(place=2), actor="Kasubbag", place=(2, 2))]
    assert [(one.step, one.actor) for one, _ in by_step(facts)] == [
        ("2", "PPTK"),
        ("2", "Kasubbag"),
        ("10", "PPTK"),
    ]


# --- from runs ---


@pytest.fixture
def run(cast: Cast, sop: SopVersion, plan: Plan) -> Run:
    """January, with one return."""
    sop.sop.runs_from = "2026-01"
    sop.sop.save()
    return returned_in(sop, JANUARY)


@remembered
def returned_in(sop: SopVersion, period: Period) -> Run:
    return rehearse(sop, period, company("kembali")).run


def test_a_run_is_proved_with_its_return_and_the_reason_on_the_row(cast: Cast, run: Run) -> None:
    proof = proof_of_run(run, LATER)
    [returned] = proof.returns
    assert "Ratna Rekaan" in returned.by
    assert returned.target == "3"
    assert "Mohon diperiksa kembali." in returned.reasons[0]
    assert "Jumlah dokumen" in returned.reasons[0]
    assert proof.tally.missed == 0
    assert proof.untouched == []
    assert proof.verdict.problems == []
    assert proof.events >= len(proof.facts)
    fill = next(one for one in proof.facts if one.who.startswith("Olivia") and one.kind == "Isi realisasi")
    assert fill.actual is not None
    assert fill.quality


def test_latecomers_and_extensions_are_named(cast: Cast, sop: SopVersion, plan: Plan) -> None:
    sop.sop.runs_from = "2026-01"
    sop.sop.save()
    tick(wib("2026-02-01 00:05"))
    tick(wib("2026-02-06 00:05"))
    late = task_of(cast, "fill", who=cast.officer)
    assert late.status == Task.Status.MISSED
    until = wib("2026-02-06 16:00")
    extend(late, until=until, reason="Listrik padam", by=cast.reviewer, now=wib("2026-02-06 09:00"))
    run = Run.objects.get()
    play_on(run, wib("2026-02-06 09:00"))
    proof = proof_of_run(run, LATER)
    assert {one.who for one in latecomers(proof.facts)} >= {"Oscar Rekaan, S.T."}
    [more] = proof.extensions
    assert (more.who, more.reason, more.by) == (
        "Olivia Rekaan, S.E.",
        "Listrik padam",
        "Ratna Rekaan, S.Sos.",
    )
    extended = [one for one in proof.facts if one.window == Window.EXTENDED]
    assert [one.who for one in extended] == ["Olivia Rekaan, S.E."]


def test_combined_duties_are_noted(cast: Cast, run: Run) -> None:
    Task.objects.filter(run=run, act__kind="review").update(done_by=cast.officer)
    [combined] = proof_of_run(run, LATER).combined
    assert (combined.who, combined.duties) == ("Olivia Rekaan, S.E.", "mengisi dan meninjau")


def test_a_run_that_stands_still_names_the_steps_not_reached(cast: Cast, sop: SopVersion, plan: Plan) -> None:
    tick(wib("2026-02-01 00:05"))
    proof = proof_of_run(Run.objects.latest("pk"), wib("2026-02-01 09:00"))
    assert [number for number, _ in proof.untouched][-1] == "7"
    assert proof.tally.settled < proof.tally.tasks


def test_a_year_holds_its_runs_and_names_periods_without_one(cast: Cast, sop: SopVersion, run: Run) -> None:
    proof = proof_of_year(sop.sop, 2026, LATER)
    assert [one.period for one in proof.runs] == [JANUARY]
    assert [period.code for period in proof.without_run] == ["2026-02", "2026-03"]
    before = proof_of_year(sop.sop, 2025, LATER)
    assert before.runs == []
    assert dict(identity_of(before))["Nomor SOP"] == sop.number
    assert [table.empty for table in tables_of(before)] == [
        "SOP ini tidak dijalankan untuk periode dalam tahun ini."
    ]


def test_a_changed_history_is_told(cast: Cast, run: Run) -> None:
    event = HistoryEvent.objects.order_by("sequence")[2]
    HistoryEvent.objects.filter(pk=event.pk)._raw_delete(using="default")
    page = page_of(cast.head, run)
    assert "Rantai riwayat tidak utuh" in page
    assert f"nomor {event.sequence} hilang" in page


# --- pages and files ---


def page_of(person: Person, run: Run) -> str:
    with clock.at(LATER):
        return signed_in(person).get(reverse("run-proof", args=[run.pk])).content.decode()


def test_the_page_shows_planned_and_actual_time_and_the_verdict(cast: Cast, run: Run) -> None:
    page = page_of(cast.officer, run)
    assert "Mutu baku waktu" in page
    assert "rantai riwayat utuh" in page
    assert "Mohon diperiksa kembali." in page
    assert "Tidak ada perpanjangan." in page
    assert "style=" not in page


def test_a_stranger_finds_no_proof(cast: Cast, run: Run) -> None:
    client = signed_in(cast.stranger)
    for url in (
        reverse("run-proof", args=[run.pk]),
        reverse("run-proof-file", args=[run.pk, "pdf"]),
        reverse("year-proof", args=[run.sop.slug, 2026]),
        reverse("year-proof-file", args=[run.sop.slug, 2026, "xlsx"]),
    ):
        assert client.get(url).status_code == 404


def test_an_unknown_form_is_not_found(cast: Cast, run: Run) -> None:
    assert signed_in(cast.head).get(reverse("run-proof-file", args=[run.pk, "doc"])).status_code == 404
    assert signed_in(cast.head).get(reverse("year-proof", args=[run.sop.slug, 99999])).status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_year(
    cast: Cast, sop: SopVersion, run: Run, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client = signed_in(cast.head)
    with clock.at(LATER), django_assert_max_num_queries(15):
        client.get(reverse("run-proof", args=[run.pk]))
    returned_in(sop, FEBRUARY)
    with django_assert_max_num_queries(11):
        proof_of_year(sop.sop, 2026, LATER)
    with clock.at(LATER), django_assert_max_num_queries(16):
        client.get(reverse("year-proof", args=[sop.sop.slug, 2026]))


def test_the_pdf_can_be_handed_over(cast: Cast, run: Run) -> None:
    with clock.at(LATER):
        answer = signed_in(cast.head).get(reverse("run-proof-file", args=[run.pk, "pdf"]))
    assert answer["Content-Type"] == "application/pdf"
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages]
    text = " ".join(" ".join(pages).split())
    assert "PEMERINTAH KOTA MAGELANG" in text
    assert "BUKTI PELAKSANAAN SOP" in text
    assert "Januari 2026" in text
    assert f"Halaman 1 dari {len(pages)}" in text
    assert "Olivia Rekaan" in text


def test_the_workbook_holds_words_as_words_and_counts_its_pages(
    cast: Cast, sop: SopVersion, run: Run
) -> None:
    Person.objects.filter(pk=cast.officer.pk).update(name="=1+1")
    with clock.at(LATER):
        answer = signed_in(cast.head).get(reverse("year-proof-file", args=[sop.sop.slug, 2026, "xlsx"]))
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames[:3] == ["Ringkasan", "Periode", "Langkah"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert all(cell.data_type != "f" for cell in cells)
    assert "=1+1" in {cell.value for cell in cells}
    assert "Tahun 2026" in " ".join(str(cell.value) for cell in cells)
    feet = [sheet.oddFooter.right.text for sheet in book if sheet.oddFooter]
    assert set(feet) == {"Halaman &P dari &N"}
