"""The paraf: an unseen first signature in the file, printed in its table, void after a return, never firm."""

import io
import json
import subprocess
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document as WordFile
from openpyxl import load_workbook
from pytest_django import Settings

from kinerja.lib import clock
from organisation.models import HistoryEvent, Person
from organisation.roles import Role
from reporting.actions.verify import State, judge
from reporting.models import Document, Initial, Plan, Review, Signature
from reporting.queries.report import sheet_of
from reporting.readers.signed_pdf import read
from reporting.renderers import word
from reporting.signers import bsre
from sop.actions.document import load_sop, publish
from sop.actions.tick import tick
from sop.models import SopVersion, Task
from sop.workflow import Blocked, extend
from tests.cast import Cast, appoint, magelang_document, task_of, wib
from tests.reporting.esign_office import esign_office, print_small, sent
from tests.reporting.esign_service import PASSPHRASE
from tests.reporting.signing_office import PASSWORD, signed_pdf, with_key
from tests.reporting.stories import NINTH, SEVENTH, draft, play, report_in, to_approval, to_draft

LATER = NINTH + timedelta(hours=3)


@pytest.fixture(autouse=True)
def keys_dir(settings: Settings, tmp_path: Path) -> None:
    settings.KEYS_DIR = tmp_path / "keys"
    cache.clear()


@pytest.fixture
def small_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    print_small(monkeypatch)


def with_secretary(cast: Cast) -> SopVersion:
    """The SOP of Magelang with a secretary who initials between the Kasubbag and the head."""
    document = magelang_document()
    document["actors"].append({"key": "secretary", "label": "Sekretaris", "role": "secretary"})
    acts = document["steps"][4]["acts"]
    acts.insert(1, {"actor": "secretary", "kind": "initial", "returns_to": "5."})
    appoint(cast.sop_admin, cast.agency, Role.SECRETARY, title="Sekretaris Badan")
    at = wib("2026-01-02 08:00")
    version = load_sop(json.loads(json.dumps(document)), agency=cast.agency, by=cast.sop_admin, now=at)
    return publish(version, by=cast.sop_admin, now=at)


def approve(cast: Cast, version: SopVersion) -> None:
    """Approved by the Kasubbag, who entered the password."""
    to_draft(cast, version)
    play(task_of(cast, "review"), cast.reviewer, SEVENTH, password=PASSWORD)
    tick(NINTH)


def paper_of(initial: Initial) -> bytes:
    assert initial.paper is not None
    content: bytes = initial.paper.path.read_bytes()
    return content


def test_two_parafs_and_a_signature_are_three_seals_in_the_order_of_the_sop(
    cast: Cast, plan: Plan, tmp_path: Path
) -> None:
    key, version = with_key(cast), with_secretary(cast)
    approve(cast, version)
    play(task_of(cast, "initial"), cast.sop_admin, NINTH, password=PASSWORD)
    first, second = Initial.objects.order_by("at")
    assert [(one.name, one.capacity, one.method) for one in (first, second)] == [
        ("Ratna Rekaan, S.Sos.", "Kepala Sub Bagian Program dan Keuangan", "own_key"),
        ("Surya Rekaan", "Sekretaris Badan", "own_key"),
    ]
    number = report_in(cast).number
    assert number == "000.8.6.3/1/BPKAD-MAGELANG/II/2026"
    waiting = judge(paper_of(second))
    assert (waiting.state, waiting.is_genuine) == (State.INITIALLED, False)
    assert "belum ditandatangani" in waiting.sentence
    play(task_of(cast, "sign"), cast.head, LATER, password=PASSWORD)
    content = signed_pdf(cast)
    assert content.startswith(paper_of(second))
    assert paper_of(second).startswith(paper_of(first))
    reading = read(content, [key.certificate])
    assert reading.is_sound
    assert [seal.field for seal in reading.seals] == ["Paraf1", "Paraf2", "TandaTangan1"]
    assert [seal.docmdp for seal in reading.seals] == [2, None, None]
    (tmp_path / "x.pdf").write_bytes(content)
    run = {"cwd": tmp_path, "capture_output": True, "text": True, "check": True}
    assert subprocess.run(["pdfsig", "-nocert", "x.pdf"], **run).stdout.count("Signature is Valid") == 3  # type: ignore[call-overload]
    words = " ".join(subprocess.run(["pdftotext", "-layout", "x.pdf", "-"], **run).stdout.split())  # type: ignore[call-overload]
    for printed in (number, "Paraf: jabatan", "Ratna Rekaan", "Magelang, 9 Februari 2026"):
        assert printed in words
    assert "NIP 19700101 199503 1 001" in words
    verdict = judge(content)
    assert verdict.is_genuine
    assert [initial.name for initial in verdict.initials] == ["Ratna Rekaan, S.Sos.", "Surya Rekaan"]
    assert "berkas terakhir" in judge(paper_of(second)).sentence
    page = Client().get(reverse("verify-code", args=[first.code])).content.decode()
    assert all(name in page for name in ("Surya Rekaan", "Hadi Rekaan, M.Si."))


def test_the_table_of_parafs_stands_in_word_and_excel_too(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    to_approval(cast, sop)
    tick(NINTH)
    play(task_of(cast, "sign"), cast.head, NINTH)
    tables = WordFile(io.BytesIO(word.render(sheet_of(draft(cast))))).tables
    cells = [cell.text for table in tables for row in table.rows for cell in row.cells]
    assert "Ratna Rekaan, S.Sos." in cells
    file = Document.objects.get(format="xlsx").file
    sheet = load_workbook(io.BytesIO(file.path.read_bytes())).worksheets[0]
    written = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert any(
        words.startswith(
            "Paraf: Kepala Sub Bagian Program dan Keuangan, Ratna Rekaan, S.Sos., Sabtu, 7 Februari"
        )
        for words in written
    )


@pytest.mark.usefixtures("small_paper")
def test_a_return_after_the_paraf_starts_anew_with_a_fresh_copy_and_the_same_number(
    cast: Cast, plan: Plan, sop: SopVersion
) -> None:
    with_key(cast)
    approve(cast, sop)
    (early,) = Initial.objects.all()
    number = report_in(cast).number
    head = Client()
    head.force_login(cast.head)
    page = reverse("task", args=[task_of(cast, "sign").pk])
    with clock.at(NINTH):
        assert "Paraf Ratna Rekaan" in " ".join(head.get(page).content.decode().split())
        assert head.post(page, {"outcome": "returned", "note": "Periksa indikator 3"}).status_code == 302
    gone = judge(paper_of(early))
    assert (gone.state, "tidak berlaku lagi" in gone.sentence) == (State.INITIALLED, True)
    play(task_of(cast, "review"), cast.reviewer, LATER, password=PASSWORD)
    late = Initial.objects.exclude(pk=early.pk).get()
    assert late.compilation == early.compilation
    play(task_of(cast, "sign"), cast.head, LATER, password=PASSWORD)
    assert report_in(cast).number == number
    content = signed_pdf(cast)
    assert content.startswith(paper_of(late))
    assert not content.startswith(paper_of(early))
    assert [initial.pk for initial in judge(content).initials] == [late.pk]
    assert HistoryEvent.objects.filter(verb="report_initialled").count() == 2


@pytest.mark.usefixtures("small_paper")
def test_a_paraf_makes_nothing_firm_and_late_figures_make_it_void(
    cast: Cast, plan: Plan, sop: SopVersion
) -> None:
    with_key(cast)
    approve(cast, sop)
    (early,) = Initial.objects.all()
    latecomer = task_of(cast, "fill", who=cast.officer)
    type(latecomer).objects.filter(pk=latecomer.pk).update(status="missed", done_by=None)
    latecomer.refresh_from_db()
    extend(latecomer, until=wib("2026-02-20 23:59"), reason="Lupa", by=cast.reviewer, now=NINTH)
    assert "tidak berlaku lagi" in judge(paper_of(early)).sentence


@pytest.mark.usefixtures("blank_paper")
def test_approving_asks_again_who_is_there(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    to_draft(cast, sop)
    reviewer = Client()
    reviewer.force_login(cast.reviewer)
    page = reverse("task", args=[task_of(cast, "review").pk])
    with clock.at(SEVENTH):
        shown = reviewer.get(page).content.decode()
        assert "Setujui dan paraf laporan" in shown
        assert 'type="password"' in shown
        wrong = reviewer.post(page, {"outcome": "approved", "password": "salah", "note": "Sudah sesuai"})
        assert "Kata sandi tidak cocok" in wrong.content.decode()
        assert "Sudah sesuai" in wrong.content.decode()
        assert not Review.objects.exists()
        assert reviewer.post(page, {"outcome": "approved", "password": PASSWORD}).status_code == 302
    assert Initial.objects.get().method == "application"
    assert not Signature.objects.exists()
    assert not Document.objects.exists()
    with clock.at(SEVENTH):
        told = reviewer.get(reverse("report", args=[report_in(cast).pk])).content.decode()
    assert "Paraf Ratna Rekaan, S.Sos." in " ".join(told.split())


@pytest.mark.usefixtures("small_paper")
def test_a_stand_in_never_initials_with_the_key(cast: Cast, plan: Plan) -> None:
    with_key(cast)
    version = with_secretary(cast)
    to_approval(cast, version)
    tick(NINTH)
    play(task_of(cast, "initial"), cast.sop_admin, NINTH)
    assert {initial.method for initial in Initial.objects.all()} == {"application"}


@pytest.mark.usefixtures("small_paper")
@pytest.mark.parametrize("first", ["own_key", "certified"])
def test_the_head_signs_through_bsre_after_a_paraf_by_either_way(
    first: str, cast: Cast, plan: Plan, sop: SopVersion, settings: Settings
) -> None:
    with_key(cast)
    with esign_office(cast, settings) as service:
        to_draft(cast, sop)
        reviewer, head = Client(), Client()
        reviewer.force_login(cast.reviewer)
        head.force_login(cast.head)
        asked = sent(PASSPHRASE, outcome="approved", method=first)
        with clock.at(SEVENTH):
            assert reviewer.post(reverse("task", args=[task_of(cast, "review").pk]), asked).status_code == 302
        tick(NINTH)
        with clock.at(NINTH):
            answer = head.post(reverse("task", args=[task_of(cast, "sign").pk]), sent(PASSPHRASE))
        assert answer.status_code == 302
    verdict = judge(signed_pdf(cast))
    assert verdict.is_genuine
    assert verdict.reading is not None
    assert len(verdict.reading.seals) == 2
    assert (Initial.objects.get().method, Signature.objects.get().method) == (first, "certified")
    shown = [seen["signatureProperties"][0]["tampilan"] for seen in service.seen]
    assert shown == (["VISIBLE"] if first == "own_key" else ["INVISIBLE", "VISIBLE"])


@pytest.mark.usefixtures("small_paper")
def test_a_paper_that_the_key_has_locked_is_not_sent_to_bsre(
    cast: Cast, plan: Plan, sop: SopVersion, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_key(cast)
    approve(cast, sop)
    monkeypatch.setattr(bsre, "may_sign", lambda access, nik: pytest.fail("asked"))
    with esign_office(cast, settings), pytest.raises(Blocked, match="sudah dikunci"):
        play(task_of(cast, "sign"), cast.head, NINTH, **sent(PASSPHRASE))


@pytest.mark.usefixtures("blank_paper")
def test_the_pages_of_paraf_and_signature_ask_the_database_a_fixed_number_of_times(
    cast: Cast, plan: Plan, settings: Settings
) -> None:
    version = with_secretary(cast)
    with esign_office(cast, settings):
        to_draft(cast, version)
        asked = {"review": pages(cast.reviewer, task_of(cast, "review"), SEVENTH)}
        play(task_of(cast, "review"), cast.reviewer, SEVENTH)
        tick(NINTH)
        asked["initial"] = pages(cast.sop_admin, task_of(cast, "initial"), NINTH)
        play(task_of(cast, "initial"), cast.sop_admin, NINTH)
        asked["sign"] = pages(cast.head, task_of(cast, "sign"), NINTH)
    assert max(asked.values()) <= 30, asked


def pages(person: Person, task: Task, at: datetime) -> int:
    client = Client()
    client.force_login(person)
    with clock.at(at), CaptureQueriesContext(connection) as seen:
        assert client.get(reverse("task", args=[task.pk])).status_code == 200
    return len(seen)
