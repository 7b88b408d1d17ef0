"""A long report is signed on a paper made beforehand; only the page with the signatures comes at once."""

import io
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from kinerja.lib import clock
from kinerja.lib.apart import Tell, Work
from reporting.actions import rendering as job
from reporting.actions.papers import prepare_papers
from reporting.models import Document, Plan, Rendering, Signature
from reporting.queries import renderings
from reporting.readers.signed_pdf import read
from reporting.renderers import prints
from reporting.renderers.prints import Print
from sop.actions.document import load_sop, publish
from sop.actions.tick import tick
from sop.models import SopVersion, Task
from sop.workflow import Blocked
from tests.cast import Cast, magelang_document, task_of, wib
from tests.reporting.signing_office import PASSWORD, signed_pdf, with_key
from tests.reporting.stories import NINTH, play, report_in, to_approval


@pytest.fixture(autouse=True)
def _long(monkeypatch: pytest.MonkeyPatch, settings: LazySettings, tmp_path: Path) -> None:
    """Every report is a long one here; a worker stands by in the same process."""

    def here(work: Work, wanted: Print, *, limits: object, tell: Tell) -> bytes:
        return work(wanted, tell)

    monkeypatch.setattr(renderings, "LONG", 1)
    monkeypatch.setattr(prints, "AT_ONCE", {**prints.AT_ONCE, "pdf": 1})
    monkeypatch.setattr(prints, "AT_ONCE_SIGNED", {**prints.AT_ONCE_SIGNED, "pdf": 1})
    monkeypatch.setattr(job, "run_apart", here)
    settings.RENDERINGS_DIR = tmp_path / "renderings"


@pytest.fixture
def approved(cast: Cast, plan: Plan, sop: SopVersion) -> Cast:
    to_approval(cast, sop)
    tick(NINTH)
    return cast


def sign(cast: Cast) -> None:
    play(task_of(cast, "sign"), cast.head, NINTH, password=PASSWORD)


def pages(content: bytes) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(content)).pages]


def test_the_paper_is_made_before_anybody_comes_and_the_page_says_how_far_it_is(
    approved: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, task = Client(), task_of(approved, "sign")
    client.force_login(approved.head)
    with clock.at(NINTH):
        prepare_papers(NINTH)
        prepare_papers(NINTH)
        assert Rendering.objects.count() == 1
        assert "Naskah sedang disiapkan" in client.get(reverse("task", args=[task.pk])).content.decode()
        monkeypatch.setattr(job, "run_apart", lambda *_, **__: b"%PDF-1.7")
        job.render_next(NINTH)
        assert "Naskah sudah disiapkan" in client.get(reverse("task", args=[task.pk])).content.decode()
    assert Rendering.objects.get().asked_by is None


def test_who_comes_too_early_is_told_and_later_signs_the_last_page_of_a_paper_counted_through(
    approved: Cast,
) -> None:
    with pytest.raises(Blocked, match="sedang disiapkan"):
        sign(approved)
    assert not Signature.objects.exists()
    assert job.render_next(NINTH)
    sign(approved)
    printed = pages(signed_pdf(approved))
    report = report_in(approved)
    for words in (
        "LEMBAR PENGESAHAN",
        f"Nomor {report.number}",
        "Hadi Rekaan, M.Si.",
        "Ditandatangani dalam aplikasi",
        f"Halaman {len(printed)} dari {len(printed)}",
    ):
        assert words in printed[-1]
    assert f"Nomor {report.number}" in printed[0]
    assert f"Halaman 1 dari {len(printed)}" in printed[0]
    assert "DRAF" not in " ".join(printed)
    workbook = Document.objects.get(format="xlsx")
    assert workbook.compilation.report_id == report.pk


def test_the_offices_key_covers_the_whole_paper(approved: Cast) -> None:
    key = with_key(approved)
    prepare_papers(NINTH)
    job.render_next(NINTH)
    sign(approved)
    [seal] = read(signed_pdf(approved), [key.certificate]).seals
    assert (seal.is_sound, seal.covers_file) == (True, True)
    assert "LEMBAR PENGESAHAN" in pages(signed_pdf(approved))[-1]


def test_wet_ink_waits_for_its_print_too(approved: Cast) -> None:
    client, address = Client(), reverse("sign-paper", args=[task_of(approved, "sign").pk])
    client.force_login(approved.head)
    with clock.at(NINTH):
        early = client.post(address)
        assert early.status_code == 302
        job.render_next(NINTH)
        paper = client.post(address)
    assert "Hadi Rekaan, M.Si." in pages(paper.content)[-1]


@pytest.mark.usefixtures("blank_paper")
def test_a_rehearsals_copy_waits_for_nobody(approved: Cast, settings: LazySettings) -> None:
    settings.HAS_WORKER = False
    sign(approved)
    assert not Rendering.objects.exists()


def test_where_nobody_signs_the_files_are_frozen_once_a_worker_has_made_them(
    cast: Cast, plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = magelang_document()
    acts = document["steps"][4]["acts"]
    document["steps"][4]["acts"] = [act for act in acts if act["kind"] != "sign"]
    at = wib("2026-01-02 08:00")
    version = load_sop(document, agency=cast.agency, by=cast.sop_admin, now=at)
    to_approval(cast, publish(version, by=cast.sop_admin, now=at))
    tick(NINTH)
    assert task_of(cast, "deliver").status == Task.Status.OPEN
    prepare_papers(NINTH)
    assert not Document.objects.exists()
    monkeypatch.setattr(job, "run_apart", lambda *_, **__: b"%PDF-1.7")
    job.render_next(NINTH)
    prepare_papers(NINTH)
    assert {document.format for document in Document.objects.all()} == {"pdf", "xlsx"}
