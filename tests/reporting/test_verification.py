"""Verifying a signed report: what is said of the real file, of every tampering, and to whom."""

import io
import json
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from pyhanko.pdf_utils.generic import NumberObject, pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pytest_django import DjangoAssertNumQueries, Settings

from organisation.actions.throttle import Limit
from reporting.actions.signing_keys import revoke_key
from reporting.actions.verify import State, judge
from reporting.models import Plan, Signature, SigningKey
from reporting.queries.report import sheet_of
from reporting.readers.signed_pdf import read
from reporting.renderers import pdf
from reporting.views import verification
from sop.actions.tick import tick
from sop.models import SopVersion
from tests.cast import Cast, task_of
from tests.reporting.signing_office import PASSWORD, sign_in_time, signed_pdf, two_signers, with_key
from tests.reporting.stories import NINTH, TENTH, draft, play, report_in, to_approval


@pytest.fixture(autouse=True)
def keys_dir(settings: Settings, tmp_path: Path) -> None:
    settings.KEYS_DIR = tmp_path / "keys"
    cache.clear()


def turned(content: bytes) -> bytes:
    """The PDF with a page turned by an incremental edit: the signed bytes stay, what is seen changes."""
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    page = writer.root["/Pages"]["/Kids"][0]
    page[pdf_name("/Rotate")] = NumberObject(180)  # type: ignore[no-untyped-call]
    writer.update_container(page)
    out = io.BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()


def flipped(content: bytes) -> bytes:
    """One bit of the signed bytes is another."""
    middle = len(content) // 3
    return content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :]


def hand_in(content: bytes, code: str = "", *, client: Client | None = None) -> tuple[int, str]:
    address = reverse("verify-code", args=[code]) if code else reverse("verify")
    answer = (client or Client()).post(address, {"file": SimpleUploadedFile("laporan.pdf", content)})
    return answer.status_code, " ".join(answer.content.decode().split())


def test_only_the_very_bytes_that_were_signed_are_genuine(
    cast: Cast,
    plan: Plan,
    sop: SopVersion,
    tmp_path: Path,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    key = with_key(cast)
    sign_in_time(cast, sop)
    real = signed_pdf(cast)
    with django_assert_max_num_queries(15):
        assert hand_in(real)[0] == 200
    assert read(real, [key.certificate]).is_sound
    assert not read(real, []).is_sound  # a certificate that is not ours
    for content in (flipped(real), turned(real), real + b"\n% lagi\n"):
        assert not read(content, [key.certificate]).is_sound
    (edited,) = read(turned(real), [key.certificate]).seals
    assert (edited.is_intact, edited.is_valid, edited.is_sound) == (True, True, False)
    files: Mapping[str, tuple[bytes, State]] = {
        "real": (real, State.GENUINE),
        "byte flip": (flipped(real), State.UNKNOWN),
        "incremental page edit": (turned(real), State.ALTERED),
        "appended bytes": (real + b"\n% lagi\n", State.ALTERED),
        "unsigned": (pdf.render(sheet_of(draft(cast))), State.UNKNOWN),
        "cut off": (real[:-100], State.UNKNOWN),
        "no PDF": (b"halo", State.UNKNOWN),
        "empty": (b"", State.UNKNOWN),
    }
    for name, (content, state) in files.items():
        assert judge(content, look_inside=True).state == state, name
        assert ("Asli dan tidak berubah" in hand_in(content)[1]) == (name == "real"), name
        path = tmp_path / "berkas.pdf"
        path.write_bytes(content)
        if name == "real":
            call_command("verify_pdf", str(path))
        else:
            with pytest.raises(CommandError):
                call_command("verify_pdf", str(path))


def test_the_command_tells_people_and_machines_who_signed(
    cast: Cast, plan: Plan, sop: SopVersion, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with_key(cast)
    sign_in_time(cast, sop)
    path = tmp_path / "laporan.pdf"
    path.write_bytes(signed_pdf(cast))
    call_command("verify_pdf", str(path))
    said = capsys.readouterr().out
    assert "Asli dan tidak berubah" in said
    assert "Hadi Rekaan, M.Si., Kepala Badan, Senin, 9 Februari 2026, 10.00 WIB" in said
    assert "sesudahnya hanya boleh diisi dan ditandatangani" in said
    call_command("verify_pdf", str(path), json=True)
    told = json.loads(capsys.readouterr().out)
    assert (told["genuine"], told["report"]["period"], told["seals"][0]["docmdp"]) == (True, "2026-01", 2)
    with pytest.raises(CommandError, match="tidak dapat dibaca"):
        call_command("verify_pdf", str(tmp_path / "tidak-ada.pdf"))


def test_a_key_that_was_over_or_revoked_when_it_signed_makes_the_paper_doubtful(
    cast: Cast, plan: Plan, sop: SopVersion
) -> None:
    key = with_key(cast)
    sign_in_time(cast, sop)
    real = signed_pdf(cast)
    revoke_key(key, by=None, now=TENTH)
    later = judge(real)
    assert later.is_genuine
    assert "Kunci kantor dicabut 10 Februari 2026, sesudah tanda tangan ini dibuat." in later.remarks
    SigningKey.objects.update(revoked_at=NINTH - timedelta(hours=1))
    assert judge(real).state == State.DOUBTFUL
    SigningKey.objects.update(revoked_at=None, valid_to=NINTH - timedelta(hours=1))
    assert judge(real).state == State.DOUBTFUL
    assert "kedaluwarsa" in hand_in(real)[1]


def test_a_certificate_that_was_over_at_signing_is_not_sound(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    key = with_key(cast)
    SigningKey.objects.update(valid_from=NINTH - timedelta(days=4000), valid_to=NINTH + timedelta(days=4000))
    over = key.valid_to + timedelta(days=1)
    to_approval(cast, sop)
    tick(NINTH)
    play(task_of(cast, "sign"), cast.head, over, password=PASSWORD)
    (seal,) = read(signed_pdf(cast), [key.certificate]).seals
    assert (seal.was_in_force, seal.is_sound) == (False, False)
    assert judge(signed_pdf(cast)).state == State.DOUBTFUL


def test_of_two_signatures_the_first_revision_is_named_as_such(cast: Cast, plan: Plan) -> None:
    with_key(cast)
    to_approval(cast, two_signers(cast))
    tick(NINTH)
    play(task_of(cast, "sign"), cast.sop_admin, NINTH, password=PASSWORD)
    one = signed_pdf(cast)
    assert judge(one).is_genuine
    play(task_of(cast, "sign"), cast.head, NINTH, password=PASSWORD)
    whole = judge(signed_pdf(cast))
    assert [signature.name for signature in whole.signatures] == ["Surya Rekaan", "Hadi Rekaan, M.Si."]
    early = judge(one)
    assert [signature.name for signature in early.signatures] == ["Surya Rekaan"]
    assert "Sesudah berkas ini masih ada tanda tangan berikutnya; mintalah berkas terakhir." in early.remarks
    assert judge(turned(one)).state == State.ALTERED


def test_anybody_reads_by_the_code_what_the_paper_says_and_no_more(
    cast: Cast, plan: Plan, sop: SopVersion
) -> None:
    with_key(cast)
    sign_in_time(cast, sop)
    code = str(Signature.objects.get().code)
    stranger = Client()
    typed = code.lower().replace("-", " ")
    found = stranger.get(reverse("verify"), {"kode": typed})
    assert found["Location"] == reverse("verify-code", args=[code])
    answer = stranger.get(found["Location"])
    page = " ".join(answer.content.decode().split())
    number, moment = report_in(cast).number, "Senin, 9 Februari 2026, 10.00 WIB"
    for words in ("Hadi Rekaan, M.Si., Kepala Badan", number, moment):
        assert words in page
    assert "tidak tersertifikasi" in page
    for words in ("19700101", "197001011995031001", "@contoh.test", "hadi", "/berkas/"):
        assert words not in page
    assert "no-store" in answer["Cache-Control"]
    unknown = stranger.get(reverse("verify-code", args=["AAAA-AAAA-AAAA-AAAA"]))
    assert (unknown.status_code, "Kode tidak dikenal" in unknown.content.decode()) == (404, True)
    assert stranger.get(reverse("verify"), {"kode": " "}).status_code == 422


def test_a_genuine_file_of_another_report_is_not_taken_for_the_paper_of_the_code(
    cast: Cast, plan: Plan, sop: SopVersion
) -> None:
    with_key(cast)
    sign_in_time(cast, sop)
    real, signature = signed_pdf(cast), Signature.objects.get()
    report = signature.compilation.report
    assert "Berkas lain" not in hand_in(real, str(signature.code))[1]
    rival = sop.sop.runs.create(version=sop, agency=cast.agency, period="2025-12", opened_at=NINTH)
    other = report.__class__.objects.create(
        run=rival, agency=cast.agency, period="2025-12", plan=plan, title="Lain", number="X/2"
    )
    compilation = other.compilations.create(round=1, at=NINTH, digest="x")
    task = rival.tasks.create(act=signature.task.act, opens_at=NINTH)
    Signature.objects.create(
        compilation=compilation, task=task, person=cast.head, capacity="Kepala Badan", name="Hadi",
        at=NINTH, sha256="0" * 64, code="BBBB-BBBB-BBBB-BBBB",
    )  # fmt: skip
    page = hand_in(real, "BBBB-BBBB-BBBB-BBBB")[1]
    assert "bukan dokumen dengan kode yang Anda buka" in page
    assert report.number in page


def test_too_many_or_too_large_is_refused_before_the_file_is_read(
    cast: Cast, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = Client().post(
        reverse("verify"), data=b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH="99000000"
    )
    assert large.status_code == 422
    assert "lebih besar dari 20 MB" in large.content.decode()
    assert "Pilih berkas" in Client().post(reverse("verify"), {}).content.decode()
    monkeypatch.setattr(verification, "LIMIT", Limit("verify-test", most=2, seconds=60))
    answers = [Client().get(reverse("verify")).status_code for _ in range(3)]
    assert answers == [200, 200, 429]
    assert Client().get(reverse("verify"), REMOTE_ADDR="203.0.113.9").status_code == 200
