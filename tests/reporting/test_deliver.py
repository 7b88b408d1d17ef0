"""Delivering: to whom, when, which bytes, and a receipt that is what it says."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from kinerja.lib import clock
from reporting.actions.deliver import Posting
from reporting.models import Delivery, Plan, Signature
from sop.actions.tick import tick
from sop.models import SopVersion, Task
from sop.registry import kind_of
from sop.workflow import Blocked, advance
from tests.cast import Cast, task_of
from tests.reporting.stories import NINTH, report_in, to_approval, to_delivery, to_signature

pytestmark = pytest.mark.usefixtures("blank_paper")

PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01"
    + b"\x00" * 9
    + b"\x00\x00\x00\x00IEND\x00\x00\x00\x00"
)
GOOD = Posting("Smart Magelang", date(2026, 2, 9), "SM-2026-0192", date(2026, 2, 9))
FORM = {
    "outcome": "done",
    "destination": "Smart Magelang",
    "sent_on": "2026-02-09",
    "receipt_number": "SM-2026-0192",
    "receipt_on": "2026-02-09",
}


def post(cast: Cast, posting: Posting) -> Task:
    values = {"posting": posting}
    return advance(task_of(cast, "deliver"), "done", by=cast.compiler, now=NINTH, values=values)


def test_a_delivery_keeps_what_was_sent_and_the_receipt(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    to_signature(cast, sop)
    post(cast, GOOD)
    delivery = Delivery.objects.get()
    assert delivery.sha256 == Signature.objects.get().sha256
    assert (delivery.destination, delivery.receipt_number, delivery.sent_by) == (
        "Smart Magelang",
        "SM-2026-0192",
        cast.compiler,
    )


def test_nothing_is_sent_before_the_signature(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    to_approval(cast, sop)
    task = Task(run=report_in(cast).run, act=sop.steps.get(order=6).acts.get())
    [blocker] = kind_of(task.act).blockers(task, cast.compiler, NINTH)
    assert "belum ditandatangani" in blocker.sentence


@pytest.mark.parametrize(
    ("posting", "sentence"),
    [
        (replace(GOOD, sent_on=date(2026, 2, 10), receipt_on=date(2026, 2, 10)), "sesudah hari ini"),
        (replace(GOOD, sent_on=date(2026, 2, 8)), "sebelum laporan ditandatangani"),
        (replace(GOOD, receipt_on=date(2026, 2, 8)), "sebelum tanggal kirim"),
    ],
)
def test_impossible_days_are_refused(
    posting: Posting, sentence: str, cast: Cast, plan: Plan, sop: SopVersion
) -> None:
    to_signature(cast, sop)
    with pytest.raises(Blocked, match=sentence):
        post(cast, posting)
    assert not Delivery.objects.exists()


def test_the_page_says_where_to_upload_and_offers_the_files(
    cast: Cast, plan: Plan, sop: SopVersion, client: Client
) -> None:
    to_signature(cast, sop)
    client.force_login(cast.compiler)
    with clock.at(NINTH):
        page = client.get(reverse("task", args=[task_of(cast, "deliver").pk])).content.decode()
    assert "https://smart.magelangkota.go.id/" in page
    assert 'value="Smart Magelang"' in page
    assert 'value="2026-02-09"' in page
    for format_ in ("pdf", "xlsx"):
        assert reverse("report-file", args=[report_in(cast).pk, format_]) in page


def test_the_page_records_the_receipt_with_its_file(
    cast: Cast, plan: Plan, sop: SopVersion, client: Client
) -> None:
    to_signature(cast, sop)
    client.force_login(cast.compiler)
    file = SimpleUploadedFile("../../tanda terima.png", PNG, content_type="image/png")
    with clock.at(NINTH):
        url = reverse("task", args=[task_of(cast, "deliver").pk])
        assert client.post(url, {**FORM, "receipt_file": file}).status_code == 302
    kept = Delivery.objects.get().receipt_file
    assert kept is not None
    assert (kept.name, kept.path.read_bytes()) == ("tanda terima.png", PNG)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("tanda.pdf", b"MZ" + b"\x00" * 50, "bukan PDF"),
        ("tanda.html", b"<html>", "tidak diterima"),
        ("tanda.png", b"", "kosong"),
    ],
    ids=["programme", "web page", "empty"],
)
def test_a_receipt_that_is_not_what_its_name_says_is_refused(
    name: str, content: bytes, sentence: str, cast: Cast, plan: Plan, sop: SopVersion, client: Client
) -> None:
    to_signature(cast, sop)
    client.force_login(cast.compiler)
    with clock.at(NINTH):
        url = reverse("task", args=[task_of(cast, "deliver").pk])
        answer = client.post(url, {**FORM, "receipt_file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Delivery.objects.exists()


def test_a_form_without_a_receipt_number_keeps_what_was_typed(
    cast: Cast, plan: Plan, sop: SopVersion, client: Client
) -> None:
    to_signature(cast, sop)
    client.force_login(cast.compiler)
    with clock.at(NINTH):
        url = reverse("task", args=[task_of(cast, "deliver").pk])
        answer = client.post(url, {**FORM, "receipt_number": "", "destination": "Bagian Organisasi"})
    assert answer.status_code == 422
    assert 'value="Bagian Organisasi"' in answer.content.decode()


def test_a_rehearsal_delivers_by_itself(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    report = to_delivery(cast, sop)
    tick(NINTH)
    assert report.deliveries.count() == 1
