"""Evidence: files and links beside a row, with the sheet or on their own, used once more, and taken away."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kinerja.lib import clock
from organisation.models import HistoryEvent, Person, StoredFile
from reporting.actions.evidence import Link, NewEvidence, add
from reporting.forms.evidence import MOST_OF_A_ROW
from reporting.models import Evidence, Plan, Realisation, ReportLine, Spending
from reporting.queries.entry import sheet_of
from sop.models import SopVersion, Task
from sop.workflow import NotYours
from tests.cast import Cast, task_of, wib
from tests.reporting.stories import draft, open_january, to_draft

Counter = Callable[[int], AbstractContextManager[object]]
THIRD = wib("2026-02-03 09:00")
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
DRIVE = "https://drive.google.com/d/1"


@pytest.fixture
def opened(cast: Cast, plan: Plan, sop: SopVersion) -> Task:
    open_january(sop)
    return task_of(cast, "fill", who=cast.officer)


def key_of(code: str) -> str:
    row = Realisation.objects.filter(indicator__code=code, period="2026-01").first()
    return f"r{row.pk}" if row else f"s{Spending.objects.get(node__code=code, period='2026-01').pk}"


def send(person: Person, task: Task, code: str, *, whole_page: bool = False, **values: Any) -> HttpResponse:
    """Put evidence beside a row, alone or with the whole page."""
    key = key_of(code)
    sent = {f"evidence-{key}-{name}": value for name, value in values.items()}
    client = Client()
    client.force_login(person)
    url = f"/realisasi/{task.pk}/" if whole_page else f"/realisasi/{task.pk}/bukti/{key}/"
    with clock.at(THIRD):
        answer: Any = client.post(url, sent)
    assert isinstance(answer, HttpResponse)
    return answer


def text_of(answer: HttpResponse) -> str:
    return unescape(answer.content.decode())


def before(code: str, *proofs: Evidence, period: str = "2025-12") -> None:
    """The same row of an earlier month, with its evidence."""
    here = Realisation.objects.get(indicator__code=code, period="2026-01")
    row, _ = Realisation.objects.get_or_create(indicator=here.indicator, period=period)
    for proof in proofs:
        proof.realisation = row
        proof.save()


def kept_file(cast: Cast, name: str = "lama.pdf") -> StoredFile:
    return StoredFile.objects.create(
        agency=cast.agency, sha256="a" * 64, name=name, content_type="application/pdf", size=1, added_at=THIRD
    )


@pytest.mark.parametrize("whole_page", [False, True])
def test_files_and_a_link_are_added_alone_and_with_the_page(
    cast: Cast, opened: Task, whole_page: bool
) -> None:
    files = [SimpleUploadedFile("notulen.pdf", PDF), SimpleUploadedFile("daftar.pdf", PDF)]
    answer = send(
        cast.officer,
        opened,
        "1.1",
        whole_page=whole_page,
        upload=files,
        link="s.id/foto",
        label=" Foto  rapat ",
    )
    assert answer.status_code == (302 if whole_page else 200)
    names = [(proof.name, proof.url) for proof in Evidence.objects.all()]
    assert names == [("notulen.pdf", ""), ("daftar.pdf", ""), ("Foto rapat", "https://s.id/foto")]
    events = HistoryEvent.objects.filter(verb="evidence_added")
    assert [event.content["details"]["url"] for event in events] == ["", "", "https://s.id/foto"]


def test_the_answer_is_the_rows_part_of_the_page_with_the_host_of_the_link(cast: Cast, opened: Task) -> None:
    page = text_of(send(cast.officer, opened, "5.02.02.2.01.0001", link=DRIVE, label="Foto kegiatan"))
    assert f'href="{DRIVE}" rel="noopener noreferrer external">Foto kegiatan</a>' in page
    assert "drive.google.com</span>" in page
    assert "<html" not in page


def test_the_same_link_twice_stays_one(cast: Cast, opened: Task) -> None:
    for _ in range(2):
        send(cast.officer, opened, "1.1", link=DRIVE)
    assert Evidence.objects.count() == 1


def test_what_is_refused_is_told_beside_its_field_and_the_rest_is_added(cast: Cast, opened: Task) -> None:
    upload = SimpleUploadedFile("foto.pdf", b"MZ\x90\x00")
    for whole_page in (False, True):
        answer = send(cast.officer, opened, "1.1", whole_page=whole_page, upload=upload, link=DRIVE)
        upload.seek(0)
        assert answer.status_code == 422
        assert "“foto.pdf”: Isi berkas bukan PDF walaupun namanya demikian." in text_of(answer)
        assert [proof.url for proof in Evidence.objects.all()] == [DRIVE]


@pytest.mark.parametrize("link", ["javascript:alert(1)", "lemari arsip", ""])
def test_a_bad_link_is_told_and_kept(cast: Cast, opened: Task, link: str) -> None:
    for whole_page in (False, True):
        answer = send(cast.officer, opened, "1.1", whole_page=whole_page, link=link, label="Lemari")
        assert answer.status_code == 422
        assert f'value="{link}"' in text_of(answer) or not link
        assert 'value="Lemari"' in text_of(answer)
    assert not Evidence.objects.exists()


def test_a_row_takes_a_limited_number_of_proofs(cast: Cast, opened: Task) -> None:
    links = [Link(f"{DRIVE}{number}") for number in range(MOST_OF_A_ROW)]
    add(opened, key_of("1.1"), NewEvidence(links=links), by=cast.officer, now=THIRD)
    answer = send(cast.officer, opened, "1.1", link=DRIVE)
    assert "Paling banyak 50 bukti" in text_of(answer)
    assert Evidence.objects.count() == MOST_OF_A_ROW


def test_saving_by_itself_takes_no_half_of_a_link(cast: Cast, opened: Task) -> None:
    key, client = key_of("1.1"), Client()
    client.force_login(cast.officer)
    with clock.at(THIRD):
        client.post(
            reverse("entry-save", args=[opened.pk]),
            {
                f"{key}-edition": "0",
                f"{key}-figure": "1",
                f"{key}-choice": "value",
                f"evidence-{key}-link": "s.i",
            },
        )
    assert not Evidence.objects.exists()


# --- evidence of the months before ------------------------------------------------------------------------


def test_the_newest_earlier_month_with_evidence_is_offered_by_code(cast: Cast, opened: Task) -> None:
    before("1.1", Evidence(url=f"{DRIVE}0"), period="2025-11")
    before("1.1", Evidence(url=DRIVE, label="Foto"), Evidence(file=kept_file(cast)))
    before("1.2", Evidence(url=DRIVE), period="2025-09")
    offers = {row.key: [proof.name for proof in row.earlier] for row in sheet_of(opened).rows if row.earlier}
    assert offers == {key_of("1.1"): ["Foto", "lama.pdf"]}


def test_earlier_evidence_is_used_once_more_without_a_copy(cast: Cast, opened: Task) -> None:
    before("1.1", Evidence(url=DRIVE, label="Foto"), Evidence(file=kept_file(cast)))
    chosen = [str(proof.pk) for proof in Evidence.objects.all()]
    for _ in range(2):
        page = text_of(send(cast.officer, opened, "1.1", earlier=chosen))
        assert "Pakai bukti bulan lalu" not in page  # nothing is left to be offered
    here = Evidence.objects.filter(realisation__period="2026-01")
    assert [(proof.name, proof.url) for proof in here] == [("Foto", DRIVE), ("lama.pdf", "")]
    assert StoredFile.objects.count() == 1


def test_evidence_of_another_row_is_not_taken(cast: Cast, opened: Task) -> None:
    before("1.2", Evidence(url=DRIVE))
    foreign = Evidence.objects.get().pk
    answer = send(cast.officer, opened, "1.1", earlier=[str(foreign)])
    assert "Pilih bukti yang tertera pada daftar." in text_of(answer)
    with pytest.raises(NotYours):
        add(opened, key_of("1.1"), NewEvidence(earlier=[foreign]), by=cast.officer, now=THIRD)
    assert Evidence.objects.count() == 1


def test_earlier_evidence_costs_the_sheet_no_query_of_its_own(
    cast: Cast, opened: Task, django_assert_num_queries: Counter
) -> None:
    with CaptureQueriesContext(connection) as bare:
        sheet_of(task_of(cast, "fill", who=cast.officer))
    before("1.1", *(Evidence(url=f"{DRIVE}{number}") for number in range(5)))
    before("1.2", *(Evidence(url=f"{DRIVE}{number}") for number in range(5)))
    with django_assert_num_queries(len(bare)):
        sheet = sheet_of(task_of(cast, "fill", who=cast.officer))
    assert [len(row.earlier) for row in sheet.rows] == [5, 5, 0]


# --- who may ------------------------------------------------------------------------------------------------


def test_only_the_officer_of_the_row_adds_evidence(cast: Cast, opened: Task) -> None:
    assert send(cast.stranger, opened, "1.1", link=DRIVE).status_code == 404
    assert send(cast.second_officer, opened, "1.1", link=DRIVE).status_code == 403
    assert send(cast.officer, opened, "2.1", link=DRIVE).status_code == 403
    assert not Evidence.objects.exists()


def test_after_the_deadline_nothing_is_added(cast: Cast, opened: Task) -> None:
    client = Client()
    client.force_login(cast.officer)
    key = key_of("1.1")
    with clock.at(wib("2026-02-06 00:00")):
        answer = client.post(f"/realisasi/{opened.pk}/bukti/{key}/", {f"evidence-{key}-link": DRIVE})
        page = client.post(f"/realisasi/{opened.pk}/", {f"{key}-edition": "0", f"evidence-{key}-link": DRIVE})
    assert (answer.status_code, page.status_code) == (409, 409)
    assert f'value="{DRIVE}"' in page.content.decode()  # what was typed can be copied
    assert not Evidence.objects.exists()


def test_a_link_is_taken_away_after_a_question_and_recorded(cast: Cast, opened: Task) -> None:
    send(cast.officer, opened, "1.1", link=DRIVE, label="Foto")
    url = reverse("evidence-remove", args=[opened.pk, Evidence.objects.get().pk])
    with clock.at(THIRD):
        for person, status in ((cast.stranger, 404), (cast.second_officer, 403), (cast.officer, 302)):
            client = Client()
            client.force_login(person)
            assert client.get(url).status_code == (404 if status == 404 else 200)
            assert Evidence.objects.exists()
            assert client.post(url).status_code == status
    assert not Evidence.objects.exists()
    event = HistoryEvent.objects.get(verb="evidence_removed")
    assert event.content["details"]["url"] == DRIVE


# --- what the report makes of it ----------------------------------------------------------------------------


def test_the_report_counts_files_and_links(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    open_january(sop)
    row = Realisation.objects.get(indicator__code="1.1", period="2026-01")
    Evidence.objects.create(realisation=row, file=kept_file(cast))
    Evidence.objects.create(realisation=row, url=DRIVE)
    to_draft(cast, sop)
    assert ReportLine.objects.get(compilation=draft(cast), indicator=row.indicator).evidence_count == 2
