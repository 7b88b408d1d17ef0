"""The retention schedule on its own page: whose line counts, dated changes, and the import of a file."""

import io
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from kinerja.lib import clock
from organisation.models import Agency, HistoryEvent, Person
from reporting.actions.classification import Change, add_class, import_schedule, looked_at
from reporting.models import Classification
from reporting.queries.classification import Layer, schedule_of
from reporting.readers.schedule import ClassRow, read_schedule
from reporting.renderers.schedule import schedule_workbook
from sop.workflow import Blocked, NotYours
from tests.cast import Cast
from tests.reporting.stories import SEVENTH

DAY = date(2026, 3, 1)
HEAD = "Kode;Jenis Arsip;Retensi Aktif (tahun);Retensi Inaktif (tahun);Nasib Akhir;Diusulkan Untuk\n"
ROW = ClassRow("900.1.1", "Laporan keuangan", 2, 8, "permanent")


@pytest.fixture(autouse=True)
def seventh() -> Any:
    with clock.at(SEVENTH):
        yield


def change(cast: Cast, layer: Layer = Layer.AGENCY, on: date = DAY) -> Change:
    return Change(cast.agency, layer, on, "Perwal 12/2026")


def csv(*rows: str) -> bytes:
    return (HEAD + "".join(f"{row}\n" for row in rows)).encode()


def in_force(agency: Agency, code: str, on: date) -> list[tuple[str, int]]:
    found = Classification.objects.in_force(agency, on)
    return [(row.name, row.active_years) for row in found if row.code == code]


def at_desk(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_the_nearer_schedule_stands_in_place_of_the_wider_one(cast: Cast) -> None:
    row = ClassRow("000.8.6.3", "Laporan kinerja", 3, 4, "permanent")
    add_class(change(cast, Layer.GOVERNMENT), row, by=cast.overseer, now=SEVENTH)
    assert in_force(cast.agency, "000.8.6.3", DAY) == [("Laporan kinerja", 3)]
    assert len(in_force(cast.agency, "000.8.6.3", date(2026, 2, 28))) == 2  # the common proposal
    assert len(in_force(cast.other_agency, "000.8.6.3", DAY)) == 2  # of another government
    own = ClassRow("000.8.6.3", "Laporan kinerja kantor", 1, 1, "destroy")
    add_class(change(cast), own, by=cast.compiler, now=SEVENTH)
    assert in_force(cast.agency, "000.8.6.3", DAY) == [("Laporan kinerja kantor", 1)]
    states = {(line.row.name, line.layer): line.state for line in schedule_of(cast.agency, DAY)}
    assert states["Laporan kinerja kantor", Layer.AGENCY] == "in_force"
    assert states["Laporan kinerja", Layer.GOVERNMENT] == "replaced"


def test_who_may_change_which_schedule(cast: Cast) -> None:
    for person in (cast.officer, cast.head, cast.stranger, cast.overseer):
        with pytest.raises(NotYours):
            add_class(change(cast), ROW, by=person, now=SEVENTH)
    for person in (cast.officer, cast.compiler, cast.stranger):
        with pytest.raises(NotYours):
            add_class(change(cast, Layer.GOVERNMENT), ROW, by=person, now=SEVENTH)
    add_class(change(cast), ROW, by=cast.reviewer, now=SEVENTH)
    with pytest.raises(Blocked, match="persis demikian"):
        add_class(change(cast), ROW, by=cast.reviewer, now=SEVENTH)
    other = ClassRow("900.1.1", "Laporan keuangan", 5, 5, "permanent")
    with pytest.raises(Blocked, match="Pilih tanggal lain"):
        add_class(change(cast), other, by=cast.reviewer, now=SEVENTH)
    add_class(change(cast, on=date(2027, 1, 1)), other, by=cast.reviewer, now=SEVENTH)
    assert in_force(cast.agency, "900.1.1", date(2026, 12, 31)) == [("Laporan keuangan", 2)]
    assert in_force(cast.agency, "900.1.1", date(2027, 1, 1)) == [("Laporan keuangan", 5)]
    assert HistoryEvent.objects.filter(verb="classification_added").count() == 2


def test_a_file_is_taken_whole_or_not_at_all(cast: Cast) -> None:
    bad = csv(
        "900.1.1;Laporan keuangan;2;8;Permanen;",
        "900.1.2;Laporan;dua;8;Hilang;",
        "900.1.1;Laporan keuangan;1;1;Musnah;",
    )
    schedule = read_schedule("jra.csv", bad)
    assert len(schedule.rows) == 1
    assert [fault.partition(":")[0] for fault in schedule.faults] == ["C3", "E3", "A4"]
    with pytest.raises(Blocked):
        import_schedule("jra.csv", bad, change(cast), by=cast.compiler, now=SEVENTH)
    assert not Classification.objects.filter(agency=cast.agency).exists()
    good = csv("900.1.1;Laporan keuangan;2;8;Permanen;", "000.8.6.3;LKjIP;2;3;permanen;Laporan tahunan")
    import_schedule("jra.csv", good, change(cast), by=cast.compiler, now=SEVENTH)
    again = import_schedule("jra.csv", good, change(cast), by=cast.compiler, now=SEVENTH)
    assert (len(again.rows), len(again.same)) == (0, 2)
    later = csv("900.1.1;Laporan keuangan;3;8;Permanen;")
    outcome = import_schedule(
        "jra.csv", later, change(cast, on=date(2027, 1, 1)), by=cast.compiler, now=SEVENTH
    )
    assert len(outcome.changed) == 1
    assert Classification.objects.filter(agency=cast.agency).count() == 3


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("jra.txt.exe", b"x", "xlsx atau .csv"),
        ("jra.csv", b"Kode;Nama\n1;2\n", "tidak ada pada baris judul"),
        ("jra.csv", HEAD.encode(), "tidak memuat satu pun"),
        ("jra.xlsx", b"bukan excel", "Isi berkas bukan"),
    ],
)
def test_what_is_no_schedule_is_told_in_a_sentence(name: str, content: bytes, words: str, cast: Cast) -> None:
    [fault] = looked_at(name, content, change(cast)).faults
    assert words in fault


def test_what_is_downloaded_can_be_imported_again(cast: Cast) -> None:
    add_class(change(cast), ROW, by=cast.compiler, now=SEVENTH)
    rows = Classification.objects.in_force(cast.agency, DAY)
    content = schedule_workbook(rows)
    sheet = load_workbook(io.BytesIO(content))["Klasifikasi"]
    assert sheet["A2"].number_format == "@"
    schedule = read_schedule("klasifikasi.xlsx", content)
    assert schedule.faults == []
    assert len(schedule.rows) == len(rows)
    assert ROW in schedule.rows


def test_the_pages_show_add_and_import(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    desk, code = at_desk(cast.compiler), cast.agency.code
    here = reverse("classification", args=[code])
    line = {
        "code": "900.1.1", "name": "Laporan keuangan", "active_years": "2", "inactive_years": "8",
        "fate": "permanent", "proposed_for": "", "layer": "kantor", "from_on": "2026-03-01",
        "source": "Perwal 12/2026",
    }  # fmt: skip
    bad = desk.post(here, line | {"active_years": "200"})
    assert bad.status_code == 422
    assert 'value="Laporan keuangan"' in bad.content.decode()
    assert desk.post(here, line).status_code == 302
    with django_assert_max_num_queries(15):
        assert "Laporan keuangan" in desk.get(here).content.decode()
    assert desk.post(here, line | {"layer": "pemda"}).status_code == 422
    where = reverse("schedule-import", args=[code])
    sent = {"layer": "kantor", "from_on": "2026-04-01", "source": "Perwal 13/2026"}
    upload = SimpleUploadedFile("jra.csv", csv("900.1.2;Buku besar;1;4;Musnah;"))
    looked = desk.post(where, sent | {"file": upload})
    assert looked.status_code == 200
    assert "1 baru" in looked.content.decode()
    assert not Classification.objects.filter(code="900.1.2").exists()
    stored = looked.context["take"].initial["stored"]
    assert desk.post(where, sent | {"stored": stored}).status_code == 302
    assert Classification.objects.get(code="900.1.2").source == "Perwal 13/2026"
    assert desk.get(reverse("schedule-file", args=[code])).status_code == 200
    assert at_desk(cast.stranger).get(here).status_code == 404
    assert at_desk(cast.officer).get(here).status_code == 200
    assert at_desk(cast.officer).get(where).status_code == 403
