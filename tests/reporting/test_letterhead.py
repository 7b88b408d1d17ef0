"""The letterhead: whose picture it shows, on which papers, and who signs on whose behalf."""

import io
import zipfile
from datetime import date
from typing import Any

import docx
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from PIL import Image
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries

from kinerja.lib import clock
from kinerja.lib.files import FileRefused
from kinerja.lib.pictures import drawn_anew, size_of
from organisation.models import Appointment, HistoryEvent, Person
from organisation.roles import Role
from reporting.actions.freeze import freeze
from reporting.actions.letterhead import Entrusting, drop_logo, end_mandate, entrust, set_logo
from reporting.models import Compilation, Document, Logo, Mandate, Plan, Signature
from reporting.queries.letterhead import logo_of, mandate_of
from reporting.queries.report import sheet_of
from reporting.renderers import excel, pdf, word
from sop.actions.tick import tick
from sop.models import SopVersion
from sop.workflow import NotYours
from tests.cast import Cast, appoint, make_person, task_of
from tests.reporting.signing_office import PASSWORD, two_signers
from tests.reporting.stories import NINTH, SEVENTH, every_figure, play, report_in, to_approval, to_draft


def picture(size: tuple[int, int] = (300, 200), kind: str = "PNG", colour: str = "navy") -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", size, colour).save(stream, kind)
    return stream.getvalue()


@pytest.fixture(autouse=True)
def seventh() -> Any:
    with clock.at(SEVENTH):
        yield


@pytest.fixture
def draft(cast: Cast, plan: Plan, sop: SopVersion) -> Compilation:
    return every_figure(cast, plan, sop)


def at_desk(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


# --- the picture -----------------------------------------------------------------------------------------


def test_a_picture_is_drawn_anew_without_what_it_carried() -> None:
    smuggled = picture() + b"<script>alert(1)</script>"
    with pytest.raises(FileRefused):
        drawn_anew("logo.gif", picture())
    drawn = drawn_anew("logo.png", smuggled)
    assert b"script" not in drawn
    assert size_of(drawn) == (300, 200)
    assert drawn == drawn_anew("logo.png", smuggled)
    assert size_of(drawn_anew("logo.jpg", picture((3000, 1500), "JPEG"))) == (600, 300)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("logo.png", picture((40, 40)), "terlalu kecil"),
        ("logo.png", b"\x89PNG\r\n\x1a\n" + bytes(3 * 1024 * 1024), "lebih besar dari 2 MB"),
        ("logo.png", picture()[:-30], "PNG"),
        ("logo.png", b"<svg/>", "bukan PNG"),
        ("logo.pdf", b"%PDF-1.7\n%%EOF\n", "PNG atau JPG"),
        ("logo.jpg", picture((7000, 70), "JPEG"), "terlalu besar"),
    ],
)
def test_what_is_no_logo_is_refused_in_a_sentence(name: str, content: bytes, words: str) -> None:
    with pytest.raises(FileRefused, match=words):
        drawn_anew(name, content)


def test_only_those_who_arrange_the_report_set_the_logo(cast: Cast) -> None:
    for person in (cast.officer, cast.head, cast.stranger, cast.overseer):
        with pytest.raises(NotYours):
            set_logo(cast.agency, "logo.png", picture(), by=person, now=SEVENTH)
        with pytest.raises(NotYours):
            drop_logo(cast.agency, by=person, now=SEVENTH)
    set_logo(cast.agency, "logo.png", picture(), by=cast.compiler, now=SEVENTH)
    set_logo(cast.agency, "logo.png", picture(colour="red"), by=cast.reviewer, now=SEVENTH)
    drop_logo(cast.agency, by=cast.reviewer, now=SEVENTH)
    verbs = HistoryEvent.objects.filter(verb__startswith="logo_").order_by("sequence")
    assert [event.verb for event in verbs] == ["logo_set", "logo_set", "logo_dropped"]
    assert not Logo.objects.exists()


def test_the_logo_is_on_pdf_word_and_every_worksheet(cast: Cast, draft: Compilation) -> None:
    without = len(PdfReader(io.BytesIO(pdf.render(sheet_of(draft)))).pages[0].images)
    set_logo(cast.agency, "logo.png", picture(), by=cast.compiler, now=SEVENTH)
    sheet = sheet_of(draft)
    assert without == 0
    assert len(PdfReader(io.BytesIO(pdf.render(sheet))).pages[0].images) == 1
    book = load_workbook(io.BytesIO(excel.render(sheet)))
    assert all(len(page._images) == 1 for page in book)  # type: ignore[attr-defined]
    document = docx.Document(io.BytesIO(word.render(sheet)))
    assert len(document.inline_shapes) == 1
    assert excel.render(sheet) == excel.render(sheet_of(draft))
    assert word.render(sheet) == word.render(sheet_of(draft))


def test_what_was_frozen_keeps_its_logo(cast: Cast, draft: Compilation) -> None:
    first = set_logo(cast.agency, "logo.png", picture(), by=cast.compiler, now=SEVENTH).file
    freeze(draft, Document.Format.PDF, b"%PDF-1.7\n%%EOF\n", by=None, now=SEVENTH)
    set_logo(cast.agency, "logo.png", picture(colour="red"), by=cast.compiler, now=SEVENTH)
    assert sheet_of(draft).logo == first
    assert logo_of(cast.agency) != first
    drop_logo(cast.agency, by=cast.compiler, now=SEVENTH)
    with zipfile.ZipFile(io.BytesIO(word.render(sheet_of(draft)))) as parts:
        assert any(name.startswith("word/media/") for name in parts.namelist())


# --- a.n. and u.b. ---------------------------------------------------------------------------------------


@pytest.fixture
def secretary(cast: Cast) -> Appointment:
    return appoint(
        make_person("sekar", name="Sekar Rekaan, S.H."), cast.agency, Role.SECRETARY, title="Sekretaris"
    )


def asked(office: Appointment, **changed: Any) -> Entrusting:
    values = {"on_behalf_of": "Kepala Badan", "decree_number": "800/12/2026", "from_on": date(2026, 2, 1)}
    return Entrusting(office, **{**values, **changed})


def test_a_mandate_holds_in_its_days_for_its_office(cast: Cast, secretary: Appointment) -> None:
    entrust(asked(secretary, to_on=date(2026, 2, 28)), by=cast.reviewer, now=SEVENTH)
    person = secretary.person
    found = mandate_of(person, cast.agency, "Sekretaris", date(2026, 2, 7))
    assert found is not None
    assert found.lines == ["a.n. Kepala Badan"]
    assert mandate_of(person, cast.agency, "Sekretaris", date(2026, 3, 1)) is None
    assert mandate_of(person, cast.agency, "Plh. Kepala Badan", date(2026, 2, 7)) is None
    assert Mandate(appointment=secretary, on_behalf_of="Sekretaris Daerah", through="Asisten").lines == [
        "a.n. Sekretaris Daerah",
        "Asisten",
        "u.b.",
    ]


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"to_on": date(2026, 1, 1)}, "mendahului"),
        ({"from_on": date(2024, 1, 1)}, "tidak dipegang"),
        ({"on_behalf_of": "sekretaris"}, "jabatan lain"),
        ({"from_on": date(2026, 3, 1)}, "sudah mempunyai pelimpahan"),
    ],
)
def test_a_mandate_that_cannot_be_is_refused(
    changed: dict[str, Any], words: str, cast: Cast, secretary: Appointment
) -> None:
    entrust(asked(secretary), by=cast.head, now=SEVENTH)
    with pytest.raises(ValidationError, match=words):
        entrust(asked(secretary, **changed), by=cast.head, now=SEVENTH)
    with pytest.raises(NotYours):
        entrust(asked(secretary), by=cast.compiler, now=SEVENTH)


def test_a_mandate_is_ended_and_stays_readable(cast: Cast, secretary: Appointment) -> None:
    made = entrust(asked(secretary), by=cast.head, now=SEVENTH)
    ended = end_mandate(made, by=cast.reviewer, now=SEVENTH)
    assert mandate_of(secretary.person, cast.agency, "Sekretaris", date(2026, 2, 7)) is None
    assert Mandate.objects.get().to_on == ended.to_on
    with pytest.raises(ValidationError):
        end_mandate(ended, by=cast.reviewer, now=SEVENTH)


# --- the page --------------------------------------------------------------------------------------------


def test_the_page_sets_the_logo_and_the_mandates(
    cast: Cast, secretary: Appointment, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    desk = at_desk(cast.reviewer)
    here = reverse("letterhead", args=[cast.agency.code])
    sent = SimpleUploadedFile("logo.png", picture())
    logo = reverse("letterhead-logo", args=[cast.agency.code])
    assert desk.post(logo, {"picture": sent}).status_code == 302
    wanted = {
        "appointment": secretary.pk, "on_behalf_of": "Kepala Badan", "through": "",
        "decree_number": "800/12/2026", "from_on": "2026-02-01", "to_on": "",
    }  # fmt: skip
    assert desk.post(reverse("mandate-new", args=[cast.agency.code]), wanted).status_code == 302
    with django_assert_max_num_queries(15):
        page = desk.get(here).content.decode()
    assert "data:image/png;base64," in page
    assert "a.n. Kepala Badan" in page
    again = desk.post(reverse("mandate-new", args=[cast.agency.code]), wanted)
    assert again.status_code == 422
    assert 'value="800/12/2026"' in again.content.decode()
    bad = desk.post(logo, {"picture": SimpleUploadedFile("logo.png", picture((10, 10)))})
    assert "terlalu kecil" in bad.content.decode()
    end = reverse("mandate-end", args=[cast.agency.code, Mandate.objects.get().pk])
    assert at_desk(cast.compiler).post(end).status_code == 403
    assert desk.post(end).status_code == 302
    assert at_desk(cast.stranger).get(here).status_code == 404
    assert at_desk(cast.officer).get(here).status_code == 403


# --- on the paper ----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("blank_paper")
def test_whoever_signs_by_a_mandate_signs_on_behalf_everywhere(cast: Cast, plan: Plan) -> None:
    version = two_signers(cast)
    office = Appointment.objects.get(person=cast.sop_admin, role=Role.SECRETARY)
    entrust(asked(office, through="Asisten Administrasi"), by=cast.head, now=SEVENTH)
    to_approval(cast, version)
    tick(NINTH)
    draft = Compilation.objects.get(report=report_in(cast))
    assert [one.name for one in sheet_of(draft).signatories] == [cast.sop_admin.name, cast.head.name]
    play(task_of(cast, "sign"), cast.sop_admin, NINTH, password=PASSWORD)
    play(task_of(cast, "sign"), cast.head, NINTH, password=PASSWORD)
    first = Signature.objects.get(order=1)
    assert first.on_behalf == "a.n. Kepala Badan\nAsisten Administrasi\nu.b."
    assert first.titled == "a.n. Kepala Badan, Asisten Administrasi, u.b., Sekretaris Badan"
    assert "selaku a.n. Kepala Badan" in HistoryEvent.objects.filter(verb="report_signed")[0].sentence
    end_mandate(Mandate.objects.get(), by=cast.head, now=NINTH)
    sheet = sheet_of(draft)
    table = docx.Document(io.BytesIO(word.render(sheet))).tables[-1]
    in_word = [cell.text for row in table.rows for cell in row.cells]
    assert {"a.n. Kepala Badan", "u.b.", "Sekretaris Badan", "Kepala Badan"} <= set(in_word)
    assert {cast.sop_admin.name, cast.head.name, "NIP 19700101 199503 1 001"} <= set(in_word)


def test_everybody_who_signs_stands_in_workbook_and_pdf(cast: Cast, plan: Plan) -> None:
    version = two_signers(cast)
    office = Appointment.objects.get(person=cast.sop_admin, role=Role.SECRETARY)
    entrust(asked(office), by=cast.head, now=SEVENTH)
    to_draft(cast, version)
    sheet = sheet_of(Compilation.objects.get(report=report_in(cast)))
    page = load_workbook(io.BytesIO(excel.render(sheet)))["Capaian Kinerja"]
    words = [cell.value for row in page.iter_rows() for cell in row if cell.value]
    assert words.index("a.n. Kepala Badan") < words.index("Sekretaris Badan") < words.index(cast.head.name)
    reader = PdfReader(io.BytesIO(pdf.render(sheet)))
    paper = " ".join("\n".join(one.extract_text() for one in reader.pages).split())
    for expected in ("a.n. Kepala Badan", "Sekretaris Badan", cast.sop_admin.name, cast.head.name):
        assert expected in paper
