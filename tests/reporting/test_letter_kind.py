"""Letters within an SOP: Madiun drafts, initials, signs and sends its letter; sheets of disposisi."""

import io
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from kinerja.lib import clock
from kinerja.lib.periods import Period
from organisation.models import Person
from reporting.actions.agenda import Incoming, enter_incoming
from reporting.models import AgendaEntry, Delivery, Letter, Signature
from sop.models import Act, Run, Task
from sop.registry import Played
from sop.rehearsal import StandIns, play_on
from sop.workflow import advance, start
from tests.cast import wib
from tests.reporting.office_letters import a_draft
from tests.sop.six import staffed

AT = wib("2026-04-01 08:00")
END = wib("2026-06-30 08:00")
pytestmark = pytest.mark.django_db


class Until(StandIns):
    """Everybody works until a kind of work comes up; the first paraf may send the letter back."""

    def __init__(self, kind: str = "", *, returning: bool = False) -> None:
        self.kind, self.returning = kind, returning

    def finish(self, task: Task, begin: datetime, calendar: Any) -> datetime | None:
        return None if task.act.kind == self.kind else super().finish(task, begin, calendar)

    def play(self, task: Task, person: Person, at: datetime) -> Played:
        if self.returning and task.act.kind == "initial":
            self.returning = False
            return Played("returned", "Perbaiki hal.", {"note": "Perbaiki hal."})
        return super().play(task, person, at)


@pytest.fixture
def run() -> Run:
    return start(staffed("madiun-capaian-kinerja"), Period.parse("2026-Q1"), now=AT)


def open_task(run: Run) -> Task:
    return (
        run.tasks.active().select_related("run__agency", "run__sop", "act__step", "act__actor").latest("pk")
    )


def page_of(task: Task, username: str, at: datetime, **sent: Any) -> Any:
    client = Client()
    client.force_login(Person.objects.get(username=username))
    with clock.at(at):
        url = reverse("task", args=[task.pk])
        return client.post(url, sent) if sent else client.get(url)


@pytest.mark.usefixtures("blank_paper")
def test_the_signature_of_the_sop_issues_the_letter_and_the_receipt_ends_it(run: Run) -> None:
    play_on(run, AT, Until(), until=END)
    run.refresh_from_db()
    assert run.status == Run.Status.CLOSED
    letter, signature = Letter.objects.get(), Signature.objects.get()
    assert (letter.type, letter.state, letter.signatory, letter.issued_at) == (
        "cover", "issued", signature.person, signature.at,
    )  # fmt: skip
    assert letter.number.startswith("000.8.6.3/SP-1/")
    entry, delivery = AgendaEntry.objects.get(), Delivery.objects.get()
    assert (entry.letter, letter.received_on) == (letter, delivery.receipt_on)
    assert run.tasks.get(act__kind="deliver").details["agenda"] == entry.number


@pytest.mark.usefixtures("blank_paper")
def test_a_berita_acara_that_comes_back_is_drafted_again_and_the_first_stays(run: Run) -> None:
    Act.objects.filter(kind="letter").update(options={"type": "Berita Acara", "recipient": "Inspektorat"})
    play_on(run, AT, Until(returning=True), until=END)
    found = list(Letter.objects.order_by("pk"))
    assert [letter.state for letter in found] == ["replaced", "issued"]
    assert run.tasks.filter(act__kind="letter").count() == 2
    assert {letter.type for letter in found} == {"minutes"}
    assert "Inspektorat" in found[-1].body


@pytest.mark.usefixtures("blank_paper")
def test_the_draft_is_shown_as_it_will_print_before_it_is_kept(run: Run) -> None:
    at = wib("2026-04-30 08:00")
    play_on(run, AT, Until("letter"), until=at)
    task = open_task(run)
    first = page_of(task, "staff1", at).content.decode()
    assert "Seperti akan tercetak" in first
    assert 'value="Kepala Bagian Organisasi"' in first
    sent = {**vars(a_draft(subject="Hal yang lain"))}
    del sent["template"]
    looked = page_of(task, "staff1", at, **sent, outcome="look")
    assert (looked.status_code, looked.content.decode().count("Hal yang lain")) == (200, 2)
    assert not Letter.objects.exists()
    unnamed = sent | {"recipient": ""}
    assert page_of(task, "staff1", at, **unnamed, outcome="done").status_code == 422
    assert page_of(task, "staff1", at, **sent, outcome="done").status_code == 302
    after = page_of(open_task(run), "subcoordinator1", at).content.decode()
    assert reverse("task-letter", args=[task.pk]) in after
    client = Client()
    client.force_login(Person.objects.get(username="head1"))
    with clock.at(at):
        assert client.get(reverse("task-letter", args=[task.pk])).status_code == 302
    assert task.run.tasks.get(pk=task.pk).details["type"] == "Surat pengantar"


def test_a_disposisi_prints_as_a_sheet_with_the_letter_of_the_agenda(run: Run) -> None:
    came = Incoming(
        "Bagian Organisasi", "Permintaan laporan", "000.8/12", date(2026, 3, 27), date(2026, 3, 30), "Segera"
    )
    staff, head = (Person.objects.get(username=name) for name in ("staff1", "head1"))
    entry = enter_incoming(run.agency, came, by=staff, now=AT)
    task = open_task(run)
    form = {
        "entry": entry.pk, "nature": "Segera", "wishes": ["Proses lebih lanjut"], "note": "Susun laporannya.",
        "due_on": "2026-04-10", "outcome": "done",
    }  # fmt: skip
    assert page_of(task, "head1", AT, **{**form, "entry": ""}).status_code == 422  # on a letter, says the SOP
    assert page_of(task, "head1", AT, **form).status_code == 302
    url = reverse("disposition", args=[task.pk])
    assert url in page_of(open_task(run), "subcoordinator1", AT).content.decode()
    client = Client()
    client.force_login(head)
    with clock.at(AT):
        answer = client.get(url)
    printed = " ".join(PdfReader(io.BytesIO(answer.content)).pages[0].extract_text().split())
    for words in (
        "LEMBAR DISPOSISI", "Bagian Organisasi", "000.8/12", "27 Maret 2026", "30 Maret 2026", "1/2026",
        "Hal: Permintaan laporan", "X Segera", "X Proses lebih lanjut", "Susun laporannya.", "10 April 2026",
        "Diteruskan kepada Sdr.", "Subkoordinator",
    ):  # fmt: skip
        assert words.casefold() in printed.casefold()


def test_there_is_no_sheet_before_the_disposisi_and_none_for_strangers(run: Run) -> None:
    task = open_task(run)
    url = reverse("disposition", args=[task.pk])
    client = Client()
    client.force_login(Person.objects.get(username="head1"))
    with clock.at(AT):
        assert client.get(url).status_code == 404
    values = {"letter": "000/1", "nature": "Biasa", "note": "Susun."}
    head = Person.objects.get(username="head1")
    advance(task, "done", by=head, now=AT, note="Susun.", values=values)
    stranger = Person.objects.create_user(username="lain", name="Orang lain")
    client.force_login(stranger)
    with clock.at(AT + timedelta(minutes=1)):
        assert client.get(url).status_code == 404


@pytest.mark.usefixtures("blank_paper")
def test_whoever_initials_or_signs_finds_the_draft_beside_the_report(run: Run) -> None:
    at = wib("2026-04-30 08:00")
    play_on(run, AT, Until("sign"), until=at)
    letter, sign = Letter.objects.get(), open_task(run)
    assert sign.act.kind == "sign"
    page = page_of(sign, "head1", at).content.decode()
    assert "Ikut ditandatangani dan diberi nomor" in page
    assert reverse("letter", args=[letter.pk]) in page
