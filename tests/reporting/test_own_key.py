"""The office's own key: what it puts into the paper, how it is kept, and that nothing is signed twice."""

import stat
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client, override_settings
from django.urls import reverse
from pytest_django import Settings

from kinerja.lib import clock
from organisation.models import HistoryEvent
from organisation.roles import Role, Tenure
from reporting.actions import sign as signing
from reporting.models import Document, Plan, Signature, SigningKey
from reporting.readers.signed_pdf import read
from sop.actions.tick import tick
from sop.models import SopVersion
from sop.workflow import Blocked
from tests.cast import Cast, appoint, task_of, wib
from tests.reporting.signing_office import (
    KEY_MADE,
    PASSWORD,
    sign_in_time,
    signed_pdf,
    two_signers,
    with_key,
)
from tests.reporting.stories import NINTH, TENTH, play, report_in, to_approval

LATER = wib("2026-02-09 14:30")


@pytest.fixture(autouse=True)
def keys_dir(settings: Settings, tmp_path: Path) -> Path:
    settings.KEYS_DIR = tmp_path / "keys"
    return tmp_path / "keys"


def poppler(program: str, content: bytes, folder: Path) -> str:
    """What another program reads in the file."""
    (folder / "laporan.pdf").write_bytes(content)
    rest = ["-nocert", "laporan.pdf"] if program == "pdfsig" else ["laporan.pdf", "-"]
    done = subprocess.run([program, *rest], cwd=folder, capture_output=True, text=True, check=True)
    return " ".join(done.stdout.split())


def test_one_signature_certifies_the_paper_with_its_number_and_stamp_on_it(
    cast: Cast, plan: Plan, sop: SopVersion, tmp_path: Path
) -> None:
    key = with_key(cast)
    sign_in_time(cast, sop)
    content, signature = signed_pdf(cast), Signature.objects.get()
    (seal,) = read(content, [key.certificate]).seals
    assert (seal.is_sound, seal.covers_file, seal.docmdp, seal.claimed_at) == (True, True, 2, NINTH)
    assert (signature.method, signature.key) == ("own_key", key)
    words = poppler("pdftotext", content, tmp_path)
    assert f"Nomor {report_in(cast).number}" in words
    assert (
        "Ditandatangani secara elektronik oleh Hadi Rekaan, M.Si. Kepala Badan Senin, 9 Februari 2026"
        in words
    )
    assert words.count("TTE tidak tersertifikasi") == 2
    assert str(signature.code) in words
    judged = poppler("pdfsig", content, tmp_path)
    assert "Signature is Valid" in judged
    assert "Total document signed" in judged


def test_the_second_signature_is_added_to_the_bytes_of_the_first(
    cast: Cast, plan: Plan, tmp_path: Path
) -> None:
    key, version = with_key(cast), two_signers(cast)
    to_approval(cast, version)
    tick(NINTH)
    play(task_of(cast, "sign"), cast.sop_admin, NINTH, password=PASSWORD)
    one = signed_pdf(cast)
    head = Client()
    head.force_login(cast.head)
    page = reverse("task", args=[task_of(cast, "sign").pk])
    with clock.at(LATER):
        assert "Kembalikan" not in head.get(page).content.decode()
        refused = head.post(page, {"outcome": "returned", "note": "Salah", "password": PASSWORD})
        assert "sudah memuat tanda tangan lain" in refused.content.decode()
        assert head.post(page, {"outcome": "done", "password": PASSWORD}).status_code == 302
    both = signed_pdf(cast)
    assert both.startswith(one)
    assert len(both) > len(one)
    reading = read(both, [key.certificate])
    assert reading.is_sound
    assert [seal.covers_file for seal in reading.seals] == [False, True]
    assert poppler("pdfsig", both, tmp_path).count("Signature is Valid") == 2
    assert "Hadi Rekaan, M.Si. Kepala Badan Senin, 9 Februari 2026" in poppler("pdftotext", both, tmp_path)
    signatures = list(Signature.objects.order_by("order"))
    assert [(s.order, s.capacity) for s in signatures] == [(1, "Sekretaris Badan"), (2, "Kepala Badan")]
    assert Document.objects.get(format="pdf").file.sha256 == signatures[1].sha256


def test_without_a_key_two_people_sign_the_same_bytes(cast: Cast, plan: Plan) -> None:
    version = two_signers(cast)
    to_approval(cast, version)
    tick(NINTH)
    play(task_of(cast, "sign"), cast.sop_admin, NINTH, password=PASSWORD)
    play(task_of(cast, "sign"), cast.head, LATER, password=PASSWORD)
    first, second = Signature.objects.order_by("order")
    assert (first.method, second.method) == ("application", "application")
    assert first.sha256 == second.sha256
    assert first.code != second.code


def test_a_crash_after_signing_leaves_nothing_and_a_repeated_request_changes_nothing(
    cast: Cast, plan: Plan, sop: SopVersion
) -> None:
    with_key(cast)
    to_approval(cast, sop)
    tick(NINTH)
    head = Client()
    head.force_login(cast.head)
    page = reverse("task", args=[task_of(cast, "sign").pk])
    sent = {"outcome": "done", "password": PASSWORD}
    with clock.at(NINTH), pytest.MonkeyPatch.context() as patch:
        patch.setattr(signing, "_record", crash)
        with pytest.raises(SystemError):
            head.post(page, sent)
    assert not Signature.objects.exists()
    assert not Document.objects.exists()
    assert not report_in(cast).number
    with clock.at(NINTH):
        assert head.post(page, sent).status_code == 302
        before = signed_pdf(cast)
        assert head.post(page, sent).status_code == 409
    assert signed_pdf(cast) == before
    assert Signature.objects.count() == 1
    assert HistoryEvent.objects.filter(verb="report_signed").count() == 1


def crash(*_: object) -> None:
    raise SystemError("the machine dies")


def test_an_acting_head_stands_on_the_stamp_as_such(
    cast: Cast, plan: Plan, sop: SopVersion, tmp_path: Path
) -> None:
    with_key(cast)
    to_approval(cast, sop)
    cast.head.appointments.all().delete()
    appoint(cast.sop_admin, cast.agency, Role.HEAD, title="Kepala Badan", tenure=Tenure.PLH)
    tick(NINTH)
    play(task_of(cast, "sign"), cast.sop_admin, NINTH, password=PASSWORD)
    words = poppler("pdftotext", signed_pdf(cast), tmp_path)
    assert "Surya Rekaan Plh. Kepala Badan Senin, 9 Februari 2026" in words


def test_a_key_that_is_over_or_revoked_signs_no_more(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    key = with_key(cast)
    assert SigningKey.objects.usable(NINTH).get() == key
    assert not SigningKey.objects.usable(key.valid_to).exists()
    assert not SigningKey.objects.usable(KEY_MADE - timedelta(days=1)).exists()
    with clock.at(NINTH):
        call_command("make_signing_key", agency=cast.agency.code, revoke=True)
    sign_in_time(cast, sop)
    assert Signature.objects.get().method == "application"


def test_a_lost_secret_is_said_in_one_sentence_and_a_stand_in_never_gets_the_key(
    cast: Cast, plan: Plan, sop: SopVersion
) -> None:
    with_key(cast)
    to_approval(cast, sop)
    tick(NINTH)
    lost = override_settings(SECRET_KEY="kunci-lain-" * 6)
    with lost, pytest.raises(Blocked, match="SECRET_KEY sudah berganti"):
        play(task_of(cast, "sign"), cast.head, NINTH, password=PASSWORD)
    assert not Signature.objects.exists()
    play(task_of(cast, "sign"), cast.head, NINTH)  # as in a rehearsal: nobody was asked who is there
    assert Signature.objects.get().method == "application"


def test_the_command_makes_one_locked_key_and_replaces_it_only_when_told(
    cast: Cast, keys_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def make(*, agency: str = cast.agency.code, **options: object) -> None:
        call_command("make_signing_key", agency=agency, **options)

    with clock.at(NINTH):
        make(by="surya")
    assert "berlaku sampai 8 Februari 2031" in capsys.readouterr().out
    key = SigningKey.objects.get()
    assert key.created_by == cast.sop_admin
    assert stat.S_IMODE(key.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(keys_dir.stat().st_mode) == 0o700
    assert b"ENCRYPTED PRIVATE KEY" in key.path.read_bytes()
    with clock.at(TENTH):
        with pytest.raises(CommandError, match="--replace"):
            make()
        make(replace=True)
    key.refresh_from_db()
    assert key.revoked_at == TENTH
    assert SigningKey.objects.usable(TENTH).count() == 1
    with pytest.raises(CommandError, match="tidak dikenal"):
        make(agency="tidak-ada")
    with pytest.raises(CommandError, match="tidak dikenal"):
        make(by="siapa")
    with pytest.raises(CommandError, match="tahun"):
        make(years=40)
    assert [event.verb for event in HistoryEvent.objects.order_by("pk")] == [
        "signing_key_made",
        "signing_key_revoked",
        "signing_key_made",
    ]
