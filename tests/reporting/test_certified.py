"""Signing through the eSign service: what is frozen, and that no failure leads to a second signature."""

import json
import logging
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core import serializers
from django.core.cache import cache
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse
from django.views.debug import ExceptionReporter
from pytest_django import Settings

from kinerja.lib import clock
from kinerja.lib.sealing import Secret
from organisation.models import HistoryEvent
from reporting.actions import sign as signing
from reporting.actions.esign import forget_nik
from reporting.actions.verify import State, judge
from reporting.models import Document, EsignIdentity, EsignService, Plan, Signature, SigningAttempt
from reporting.signers import bsre
from sop.models import SopVersion, Task
from tests.cast import Cast, task_of
from tests.reporting.esign_office import esign_office, print_small, sent, to_be_signed
from tests.reporting.esign_service import NIK, PASSPHRASE, PASSWORD, Service
from tests.reporting.signing_office import signed_pdf
from tests.reporting.stories import NINTH, play, report_in

LATER = NINTH + timedelta(minutes=5)
WRITTEN = "belum diketahui hasilnya"


@pytest.fixture(autouse=True)
def quick(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.KEYS_DIR = tmp_path / "keys"
    monkeypatch.setattr(bsre, "SIGNING", 1.0)
    cache.clear()


@pytest.fixture
def service(cast: Cast, settings: Settings) -> Iterator[Service]:
    with esign_office(cast, settings) as running:
        yield running


@pytest.fixture
def small_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    print_small(monkeypatch)


class Head:
    """The head at the page of the signature."""

    def __init__(self, cast: Cast, task: Task) -> None:
        self.page = reverse("task", args=[task.pk])
        self.client = Client()
        self.client.force_login(cast.head)

    def signs(self, passphrase: str = PASSPHRASE, *, at: object = NINTH, **more: str) -> tuple[int, str]:
        with clock.at(at):  # type: ignore[arg-type]
            answer = self.client.post(self.page, sent(passphrase, **more))
        return answer.status_code, " ".join(answer.content.decode().split())

    def reads(self, *, at: object = NINTH) -> str:
        with clock.at(at):  # type: ignore[arg-type]
            return " ".join(self.client.get(self.page).content.decode().split())


def test_the_paper_is_signed_over_there_and_labelled_as_certified(
    cast: Cast, plan: Plan, sop: SopVersion, service: Service, tmp_path: Path
) -> None:
    head = Head(cast, to_be_signed(cast, sop))
    assert "Elektronik melalui BSrE (TTE tersertifikasi)" in head.reads()
    assert head.signs()[0] == 302
    signature, content = Signature.objects.get(), signed_pdf(cast)
    assert (signature.method, signature.get_method_display()) == ("certified", "TTE tersertifikasi")
    assert "BEGIN CERTIFICATE" in signature.certificate
    verdict = judge(content)
    assert (verdict.state, verdict.reading and verdict.reading.is_sound) == (State.GENUINE, True)
    assert any(remark.startswith("TTE tersertifikasi: ") for remark in verdict.remarks)
    assert (
        "Balai Sertifikasi Elektronik"
        in Client().get(reverse("verify-code", args=[signature.code])).content.decode()
    )
    (tmp_path / "x.pdf").write_bytes(content)
    said = subprocess.run(["pdfsig", "-nocert", "x.pdf"], cwd=tmp_path, capture_output=True, text=True).stdout
    assert "Signature is Valid" in said
    assert "Total document signed" in said
    words = subprocess.run(["pdftotext", "x.pdf", "-"], cwd=tmp_path, capture_output=True, text=True).stdout
    assert report_in(cast).number in words
    assert "diterbitkan oleh Balai Sertifikasi Elektronik (BSrE), BSSN. TTE tersertifikasi." in " ".join(
        words.split()
    )
    attempt = SigningAttempt.objects.get()
    assert (attempt.state, attempt.after and attempt.after.sha256) == ("used", signature.sha256)
    assert service.seen[0]["nik"] == NIK


@pytest.mark.usefixtures("small_paper")
@pytest.mark.parametrize("fails", ["dies", "somebody else"])
def test_nobody_asks_again_before_the_first_is_known_or_given_up(
    fails: str, cast: Cast, plan: Plan, sop: SopVersion, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bsre, "SIGNING", 0.4)
    with esign_office(cast, settings) as service:
        head = Head(cast, to_be_signed(cast, sop))
        service.fails = fails
        status, page = head.signs()
        assert (status, WRITTEN in page) == (409, True)
        monkeypatch.setattr(bsre, "SIGNING", 5.0)
        for _ in range(2):
            status, page = head.signs(at=LATER)
            assert (status, WRITTEN in page) == (409, True)
        assert len(service.bodies) == 1
        first = SigningAttempt.objects.get()
        assert first.reference in head.reads(at=LATER)
        assert "Minta tanda tangan baru" in head.reads(at=LATER)
        number = report_in(cast).number
        assert number
        assert head.signs(at=LATER, gives_up="on")[0] == 302
        assert len(service.bodies) == 2
    states = [attempt.state for attempt in SigningAttempt.objects.order_by("pk")]
    assert states == ["lost", "used"]
    assert report_in(cast).number == number
    assert len(set(SigningAttempt.objects.values_list("reason", flat=True))) == 2
    assert HistoryEvent.objects.filter(verb="certified_signature_lost").count() == 1
    assert Signature.objects.count() == 1
    assert judge(signed_pdf(cast)).is_genuine


@pytest.mark.usefixtures("small_paper")
def test_a_process_that_died_while_asking_counts_as_unknown_and_one_in_flight_is_waited_for(
    cast: Cast, plan: Plan, sop: SopVersion, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = Head(cast, to_be_signed(cast, sop))
    with monkeypatch.context() as patch:
        patch.setattr(bsre, "sign", crash)
        with pytest.raises(SystemError):
            head.signs()
    assert SigningAttempt.objects.get().state == "asked"
    assert "masih berjalan" in head.signs(at=NINTH + timedelta(seconds=5))[1]
    assert WRITTEN in head.signs(at=LATER)[1]
    assert not service.bodies


def crash(*_: object, **__: object) -> None:
    raise SystemError("the machine dies")


@pytest.mark.usefixtures("small_paper")
def test_a_return_gives_up_what_may_have_been_signed(
    cast: Cast, plan: Plan, sop: SopVersion, settings: Settings
) -> None:
    with esign_office(cast, settings) as service:
        head = Head(cast, to_be_signed(cast, sop))
        service.fails = "dies"
        head.signs()
        with clock.at(LATER):
            answer = head.client.post(head.page, {"outcome": "returned", "note": "Periksa indikator 3"})
        assert answer.status_code == 302
        assert SigningAttempt.objects.get().state == "lost"
        play(task_of(cast, "review"), cast.reviewer, LATER)
        again = Head(cast, task_of(cast, "sign"))
        assert again.signs(at=LATER)[0] == 302
        assert len(service.bodies) == 2


@pytest.mark.usefixtures("small_paper")
def test_what_surely_was_not_signed_is_asked_anew_and_secrets_are_kept_nowhere(
    cast: Cast, plan: Plan, sop: SopVersion, service: Service, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    head = Head(cast, to_be_signed(cast, sop))
    assert "Masukkan passphrase TTE Anda" in head.signs("")[1]
    status, page = head.signs("frasa-yang-salah")
    assert (status, "Passphrase salah" in page, "frasa-yang-salah" in page) == (409, True, False)
    service.accounts[NIK].status = "NOT_REGISTERED"
    assert "belum terdaftar di BSrE" in head.signs()[1]
    service.accounts[NIK].status = "ISSUE"
    service.fails = "unavailable"
    pages = [page, head.signs()[1], head.reads(at=LATER)]
    first, second = SigningAttempt.objects.order_by("pk")
    assert (first.state, second.state) == ("failed", "unknown")
    told = HistoryEvent.objects.filter(verb="certified_signature_asked").order_by("pk")
    assert [event.details["correlation"] for event in told] == [
        str(first.correlation),
        str(second.correlation),
    ]
    assert (first.reference in first.reason, second.reference in second.reason) == (True, True)
    models = (SigningAttempt, EsignService, EsignIdentity, HistoryEvent, Task)
    kept = [serializers.serialize("json", model.objects.all()) for model in models]
    sessions = [json.dumps(session.get_decoded()) for session in Session.objects.all()]
    for words in [*pages, *kept, *sessions, caplog.text, repr(bsre.Signer(NIK, Secret(PASSPHRASE)))]:
        assert PASSPHRASE not in words
        assert NIK not in words
        assert PASSWORD not in words
    with pytest.raises(TypeError, match="stays in memory"):
        Secret(PASSPHRASE).__reduce__()
    forget_nik(cast.head, by=cast.head, now=NINTH)
    assert "NIK Anda belum tersimpan" in head.signs(at=LATER, gives_up="on")[1]
    assert not Signature.objects.exists()


@pytest.mark.usefixtures("small_paper")
def test_under_v1_what_broke_off_is_fetched_once_instead_of_signed_again(
    cast: Cast, plan: Plan, sop: SopVersion, settings: Settings
) -> None:
    with esign_office(cast, settings, version="v1") as service:
        head = Head(cast, to_be_signed(cast, sop))
        service.fails = "breaks off"
        assert WRITTEN in head.signs()[1]
        service.fetched.update(service.signed)
        assert "telah didownload sebelumnya" in head.signs(at=LATER)[1]
        assert WRITTEN in head.signs(at=LATER)[1]
        service.fails = "breaks off"
        assert WRITTEN in head.signs(at=LATER, gives_up="on")[1]
        assert "diambil dari layanan, tanpa meminta yang baru" in head.reads(at=LATER)
        assert head.signs("", at=LATER + timedelta(minutes=5))[0] == 302
        assert (len(service.bodies), len(service.fetched)) == (2, 2)
    assert Signature.objects.get().at == LATER
    assert judge(signed_pdf(cast)).is_genuine


@pytest.mark.usefixtures("small_paper")
def test_a_crash_after_the_service_signed_shows_no_secret_and_uses_what_came_back(
    cast: Cast, plan: Plan, sop: SopVersion, service: Service
) -> None:
    head = Head(cast, to_be_signed(cast, sop))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(signing, "_record", crash)
        with pytest.raises(SystemError) as crashed:
            head.signs()
    request = RequestFactory().post(head.page, sent(PASSPHRASE))
    request.sensitive_post_parameters = ["password", "passphrase"]  # type: ignore[attr-defined]
    frames = crashed.tb
    while frames.tb_next and "sop/views/tasks.py" not in frames.tb_frame.f_code.co_filename:
        frames = frames.tb_next
    with override_settings(DEBUG=False):
        shown = ExceptionReporter(request, crashed.type, crashed.value, frames).get_traceback_html()
    assert "the machine dies" in shown
    assert "fair_copy" in shown or "_record" in shown
    assert PASSPHRASE not in shown
    assert NIK not in shown
    assert not Signature.objects.exists()
    assert not Document.objects.exists()
    assert SigningAttempt.objects.get().state == "signed"
    assert "sudah kembali dan tersimpan" in head.reads(at=LATER)
    assert head.signs("", at=LATER)[0] == 302
    assert len(service.bodies) == 1
    assert Signature.objects.get().at == NINTH
    assert judge(signed_pdf(cast)).is_genuine
