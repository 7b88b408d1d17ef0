"""The agenda: letters that came in by hand, those that went out by themselves, and the workbook."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from kinerja.lib import clock
from reporting.actions.agenda import Incoming, enter_incoming
from reporting.models import AgendaEntry
from sop.workflow import Blocked, NotYours
from tests.cast import Cast
from tests.reporting.office_letters import TENTH, issued

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("blank_paper")]

CAME = Incoming(
    "=Sekretaris Daerah", "Permintaan laporan", "000.8/12/SETDA/2026", date(2026, 2, 6), date(2026, 2, 9)
)
FORM = {
    "party": "Sekretaris Daerah", "letter_number": "000.8/12/SETDA/2026", "letter_on": "2026-02-06",
    "received_on": "2026-02-09", "nature": "Segera", "subject": "Permintaan laporan",
}  # fmt: skip


def test_what_comes_in_gets_the_next_number_and_keeps_its_scan(cast: Cast, client: Client) -> None:
    client.force_login(cast.compiler)
    scan = SimpleUploadedFile("surat.pdf", b"MZ" + bytes(50))
    with clock.at(TENTH):
        assert client.post(reverse("agenda-new"), {**FORM, "scan": scan}).status_code == 422  # not a PDF
        assert client.post(reverse("agenda-new"), FORM).status_code == 302
        page = client.get(reverse("agenda", args=["masuk"])).content.decode()
    entry = AgendaEntry.objects.get()
    assert (entry.number, entry.nature, entry.entered_by) == ("1/2026", "Segera", cast.compiler)
    assert "000.8/12/SETDA/2026" in page


@pytest.mark.parametrize("received_on", [date(2026, 2, 11), date(2026, 2, 5)])
def test_impossible_days_are_refused(cast: Cast, received_on: date) -> None:
    letter = Incoming(CAME.party, CAME.subject, CAME.letter_number, CAME.letter_on, received_on)
    with pytest.raises(Blocked, match="Tanggal diterima"):
        enter_incoming(cast.agency, letter, by=cast.compiler, now=TENTH)
    assert not AgendaEntry.objects.exists()


def test_only_those_who_write_letters_keep_the_agenda(cast: Cast, client: Client) -> None:
    with pytest.raises(NotYours):
        enter_incoming(cast.agency, CAME, by=cast.officer, now=TENTH)
    client.force_login(cast.officer)
    with clock.at(TENTH):
        assert client.get(reverse("agenda-new")).status_code == 403
        assert client.get(reverse("agenda", args=["masuk"])).status_code == 200
        assert client.get("/surat/agenda/lain/").status_code == 404


def test_the_workbook_holds_the_lines_as_words(cast: Cast, client: Client) -> None:
    enter_incoming(cast.agency, CAME, by=cast.compiler, now=TENTH)
    client.force_login(cast.compiler)
    with clock.at(TENTH):
        answer = client.get(reverse("agenda-file", args=["masuk"]))
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    values = [cell.value for row in sheet.iter_rows() for cell in row if cell.value]
    assert {"1/2026", "=Sekretaris Daerah", "Permintaan laporan", "9 Februari 2026"} <= set(values)
    assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []


def test_strangers_see_nothing_and_the_list_costs_the_same_for_many(
    cast: Cast, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(3):
        issued(cast)
    client.force_login(cast.compiler)
    url = reverse("agenda", args=["keluar"])
    with clock.at(TENTH), django_assert_max_num_queries(11):
        page = client.get(url, {"q": "organisasi", "tahun": "2026"}).content.decode()
    assert page.count("Kepala Bagian Organisasi") == 3
    client.force_login(cast.stranger)
    with clock.at(TENTH):
        assert "Kepala Bagian Organisasi" not in client.get(url).content.decode()
        assert (
            client.get(reverse("agenda-file", args=["keluar"]), {"perangkat": cast.agency.code}).status_code
            == 200
        )
