"""Signing: what is frozen, by whom, in which capacity, under which number, and that it stays so."""

import hashlib
import io
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from kinerja.lib import clock
from organisation.models import HistoryEvent
from organisation.roles import Role, Tenure
from reporting.actions.report_number import next_number
from reporting.actions.sign import ALREADY
from reporting.kinds.sign import Sign
from reporting.models import Document, Plan, Realisation, Report, Signature
from sop.actions.tick import tick
from sop.models import SopVersion, Task
from sop.workflow import Blocked, Conflict, advance, extend
from tests.cast import Cast, appoint, task_of, wib
from tests.reporting.stories import (
    NINTH,
    TENTH,
    draft,
    play,
    report_in,
    to_approval,
    to_draft,
    to_signature,
)


def text_of(document: Document) -> str:
    reader = PdfReader(io.BytesIO(document.file.path.read_bytes()))
    return " ".join("\n".join(page.extract_text() for page in reader.pages).split())


def test_signing_freezes_files_checksum_name_and_capacity(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    compilation = to_signature(cast, sop)
    signature = Signature.objects.get()
    documents = {document.format: document for document in compilation.documents.select_related("file")}
    assert set(documents) == {"pdf", "xlsx"}
    for document in documents.values():
        assert hashlib.sha256(document.file.path.read_bytes()).hexdigest() == document.file.sha256
    assert (signature.person, signature.capacity, signature.nip) == (
        cast.head,
        "Kepala Badan",
        "19700101 199503 1 001",
    )
    assert (signature.sha256, signature.at) == (documents["pdf"].file.sha256, NINTH)
    printed = text_of(documents["pdf"])
    assert report_in(cast).number in printed
    assert "Magelang, 9 Februari 2026" in printed
    assert "DRAF" not in printed


def test_an_acting_head_signs_as_such(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    to_approval(cast, sop)
    cast.head.appointments.update(to_on=date(2026, 1, 31))
    acting = cast.sop_admin
    appoint(acting, cast.agency, Role.HEAD, title="Kepala Badan", tenure=Tenure.PLT, from_on=date(2026, 2, 1))
    tick(NINTH)
    play(task_of(cast, "sign"), acting, NINTH)
    assert Signature.objects.get().capacity == "Plt. Kepala Badan"
    assert "Plt. Kepala Badan" in text_of(draft(cast).documents.get(format="pdf"))


def test_numbers_count_up_in_a_year_and_never_repeat(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    to_signature(cast, sop)
    report = report_in(cast)
    assert report.number == "000.8.6.3/1/BPKAD-MAGELANG/II/2026"
    assert next_number(report, NINTH) == "000.8.6.3/2/BPKAD-MAGELANG/II/2026"
    assert next_number(report, wib("2027-01-09 10:00")) == "000.8.6.3/1/BPKAD-MAGELANG/I/2027"


def test_a_number_taken_in_the_meantime_asks_to_sign_again(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    to_approval(cast, sop)
    tick(NINTH)
    version = sop
    task = task_of(cast, "sign")
    prepare = Sign.prepare

    def with_rival(self: Sign, task: Task, deed: object) -> object:
        fair = prepare(self, task, deed)  # type: ignore[arg-type]
        assert fair is not None
        rival = version.sop.runs.create(
            version=version, agency=cast.agency, period="2025-12", opened_at=NINTH
        )
        Report.objects.create(
            run=rival, agency=cast.agency, period="2025-12", plan=plan, title="Lain", number=fair.number
        )
        return fair

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Sign, "prepare", with_rival)
        with pytest.raises(Conflict, match="baru saja dipakai"):
            play(task, cast.head, NINTH)
    assert not Signature.objects.exists()
    play(task_of(cast, "sign"), cast.head, NINTH)
    assert report_in(cast).number.startswith("000.8.6.3/2/")


def test_the_password_is_asked_again(cast: Cast, plan: Plan, sop: SopVersion, client: Client) -> None:
    to_approval(cast, sop)
    tick(NINTH)
    url = reverse("task", args=[task_of(cast, "sign").pk])
    client.force_login(cast.head)
    with clock.at(NINTH):
        assert 'type="password"' in client.get(url).content.decode()
        wrong = client.post(url, {"outcome": "done", "password": "salah", "agrees": "on"})
        assert "Kata sandi tidak cocok" in wrong.content.decode()
        assert not Signature.objects.exists()
        assert client.post(url, {"outcome": "done", "password": "rahasia-panjang-1"}).status_code == 302
    assert Signature.objects.get().person == cast.head


def test_an_account_without_password_declares_instead(
    cast: Cast, plan: Plan, sop: SopVersion, client: Client
) -> None:
    cast.head.set_unusable_password()
    cast.head.save()
    to_approval(cast, sop)
    tick(NINTH)
    url = reverse("task", args=[task_of(cast, "sign").pk])
    client.force_login(cast.head)
    with clock.at(NINTH):
        page = client.get(url).content.decode()
        assert 'type="password"' not in page
        assert "Saya menyatakan" in page
        assert "Centang pernyataan" in client.post(url, {"outcome": "done"}).content.decode()
        assert client.post(url, {"outcome": "done", "agrees": "on"}).status_code == 302
    assert Signature.objects.count() == 1


def test_what_is_signed_does_not_change_any_more(
    cast: Cast, plan: Plan, sop: SopVersion, client: Client
) -> None:
    compilation = to_signature(cast, sop)
    frozen = {document.format: document.file.sha256 for document in compilation.documents.all()}
    Realisation.objects.update(value=Decimal(99))
    compilation.lines.update(name="diubah")
    client.force_login(cast.head)
    for format_, sha256 in frozen.items():
        answer = client.get(reverse("report-file", args=[report_in(cast).pk, format_]))
        content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        assert hashlib.sha256(content).hexdigest() == sha256
    with pytest.raises(Blocked, match="tidak dapat dibuka lagi"):
        extend(
            task_of(cast, "fill", who=cast.officer),
            until=wib("2026-02-20 23:59"),
            reason="Lupa",
            by=cast.reviewer,
            now=TENTH,
        )
    with pytest.raises(Conflict):
        advance(task_of(cast, "sign"), "done", by=cast.head, now=TENTH)
    assert Sign().blockers(task_of(cast, "sign"), cast.head, TENTH) == [ALREADY]


def test_a_file_that_was_tampered_with_is_not_handed_out(
    cast: Cast, plan: Plan, sop: SopVersion, client: Client, tmp_path: Path
) -> None:
    compilation = to_signature(cast, sop)
    path = compilation.documents.get(format="pdf").file.path
    path.write_bytes(path.read_bytes() + b"x")
    client.force_login(cast.head)
    answer = client.get(reverse("report-file", args=[report_in(cast).pk, "pdf"]))
    assert answer.status_code == 500
    with pytest.raises(CommandError, match="SHA-256"):
        export(tmp_path / "x.pdf", "pdf")


def test_the_signature_is_in_the_history_with_its_checksum(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    to_signature(cast, sop)
    event = HistoryEvent.objects.get(verb="report_signed")
    assert event.details["sha256"] == Signature.objects.get().sha256


def export(out: Path, format_: str, *, agency: str = "bpkad-magelang", period: str = "2026-01") -> None:
    call_command("export_report", agency=agency, period=period, format=format_, out=out)


def test_the_command_writes_the_signed_file_or_the_draft(
    cast: Cast, plan: Plan, sop: SopVersion, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    to_approval(cast, sop)
    export(tmp_path / "draf.xlsx", "xlsx")
    assert capsys.readouterr().out.startswith("Draf ")
    tick(NINTH)
    play(task_of(cast, "sign"), cast.head, NINTH)
    export(tmp_path / "laporan.pdf", "pdf")
    written = hashlib.sha256((tmp_path / "laporan.pdf").read_bytes()).hexdigest()
    assert written == Signature.objects.get().sha256


@pytest.mark.parametrize(
    ("agency", "period", "sentence"),
    [
        ("tidak-ada", "2026-01", "Belum ada laporan Januari 2026"),
        ("bpkad-magelang", "2026-02", "Belum ada laporan Februari 2026"),
        ("bpkad-magelang", "2026-13", "tidak dikenal"),
    ],
)
def test_the_command_says_what_is_missing(
    agency: str, period: str, sentence: str, cast: Cast, plan: Plan, sop: SopVersion, tmp_path: Path
) -> None:
    to_draft(cast, sop)
    with pytest.raises(CommandError, match=sentence):
        export(tmp_path / "x.pdf", "pdf", agency=agency, period=period)
    assert not (tmp_path / "x.pdf").exists()


def test_the_head_returns_with_a_reason_the_kasubbag_approves_again_and_the_same_draft_is_signed(
    cast: Cast, plan: Plan, sop: SopVersion
) -> None:
    approved = to_approval(cast, sop)
    tick(NINTH)
    head = Client()
    head.force_login(cast.head)
    page = reverse("task", args=[task_of(cast, "sign").pk])
    with clock.at(NINTH):
        silent = head.post(page, {"outcome": "returned", "note": ""})
        assert silent.status_code == 422
        assert "Tulis alasannya" in silent.content.decode()
        assert head.post(page, {"outcome": "returned", "note": "Periksa indikator 3"}).status_code == 302
    assert not Signature.objects.exists()
    again = task_of(cast, "review")
    assert again.round == 2
    play(again, cast.reviewer, NINTH)
    play(task_of(cast, "sign"), cast.head, NINTH)
    assert Signature.objects.get().compilation == approved
