"""From paper to draft: the five printed texts, the page, who may use it, and what cannot be read."""

import json
import re
from collections.abc import Iterator
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from kinerja.lib import clock
from organisation.models import Agency, HistoryEvent, Person, StoredFile
from organisation.roles import Role
from sop.actions.document import Unfit, export_sop, load_sop, publish
from sop.actions.importing import Answers, place, read_paper, save
from sop.models import Act, Sop, SopVersion
from sop.readers.excel_template import sop_template
from sop.workflow import NotYours
from tests.cast import FIXTURES, Cast, appoint, make_agency, make_person, wib
from tests.sop.readers.office_files import pdf_of, word_of

PRINTED = sorted((FIXTURES / "printed").glob("*.txt"))
DOCUMENTS = sorted(FIXTURES.glob("*.json"))
STEPS = {
    "Penyusunan Laporan Monev Capaian Kinerja Bulanan": 7,
    "Penyusunan Laporan Capaian Kinerja": 8,
    "Pengumpulan Data Kinerja Per Triwulan": 8,
    "Pelaksanaan Pengukuran Kinerja Triwulan": 7,
    "SOP PENGUKURAN KINERJA": 11,
    "SOP Mekanisme Pengumpulan Data Kinerja": 9,
}
NOW = wib("2026-02-02 09:00")
MALANG, BALANGAN, AWAYAN = PRINTED[3], PRINTED[4], PRINTED[2]


@pytest.fixture(autouse=True)
def kept_apart(tmp_path: Path, settings: Settings) -> Iterator[None]:
    settings.FILES_DIR = tmp_path / "files"
    with clock.at(NOW):
        yield


def told(*args: str, **options: Any) -> list[dict[str, Any]]:
    """What the command prints with --json."""
    out = StringIO()
    call_command("import_sop", *args, json=True, stdout=out, **options)
    report: list[dict[str, Any]] = json.loads(out.getvalue())
    return report


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def sent(client: Client, *, name: str = "", content: bytes = b"", **fields: Any) -> HttpResponse:
    data: dict[str, Any] = dict(fields)
    if name:
        data["file"] = SimpleUploadedFile(name, content)
    answer: Any = client.post(reverse("sop-import"), data)
    assert isinstance(answer, HttpResponse)
    return answer


def preview_of(cast: Cast, paper: Path) -> tuple[Client, str]:
    """The SOP admin after uploading a paper, and the address of its preview."""
    client = client_of(cast.sop_admin)
    answer = sent(client, name=paper.name, content=paper.read_bytes(), agency=cast.agency.pk)
    assert answer.status_code == 302
    return client, answer["Location"]


def by_label(document: dict[str, Any]) -> dict[str, Any]:
    """A document with every lane called by its label: keys are names inside one file only."""
    text = json.dumps(document)
    for actor in document["actors"]:
        for field in ("key", "actor"):
            label = json.dumps(actor["label"])
            text = text.replace(f'"{field}": {json.dumps(actor["key"])}', f'"{field}": {label}')
    renamed: dict[str, Any] = json.loads(text)
    return renamed


# --- the command --------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_five_texts_hold_six_sops_with_fifty_steps() -> None:
    report = [entry for paper in PRINTED for entry in told(str(paper), check=True)]
    assert {entry["title"]: entry["steps"] for entry in report} == STEPS
    assert sum(entry["steps"] for entry in report) == 50
    for entry in report:
        assert entry["status"] == "checked"
        assert entry["actors"]
        assert entry["identity"]["number"]
        assert {"step", "field", "value", "confidence", "reason"} <= entry["proposals"][0].keys()
        assert entry["questions"]
    assert not Sop.objects.exists()
    assert not Agency.objects.exists()
    assert not HistoryEvent.objects.exists()


@pytest.mark.django_db
def test_a_text_is_saved_only_for_a_named_agency() -> None:
    with pytest.raises(CommandError, match=r"tambahkan --agency KODE\.$"):
        call_command("import_sop", str(BALANGAN))
    agency = make_agency(code="opd")
    report = told(str(BALANGAN), agency="opd")
    assert [(entry["status"], entry["agency"]) for entry in report] == [("draft", "opd")]
    assert report[0]["slug"] == "sop-mekanisme-pengumpulan-data-kinerja-opd"
    version = SopVersion.objects.get(sop__agency=agency)
    assert version.steps.count() == 9
    event = HistoryEvent.objects.get(verb="sop_imported")
    assert len(event.details["questions"]) == len(report[0]["questions"])


@pytest.mark.django_db
def test_both_sops_of_one_text_are_saved_and_a_missing_cycle_is_asked_for() -> None:
    make_agency(code="opd")
    assert len(told(str(AWAYAN), agency="opd")) == 2
    assert Sop.objects.count() == 2
    with pytest.raises(CommandError, match="Siklus SOP tidak disebut"):
        call_command("import_sop", str(MALANG), agency="opd")
    checked = told(str(MALANG), check=True)[0]
    assert any("Siklus SOP tidak disebut" in problem for problem in checked["problems"])
    assert told(str(MALANG), agency="opd", cycle="quarter")[0]["identity"]["cycle"] == "quarter"


@pytest.mark.django_db
def test_the_same_paper_twice_changes_nothing_not_even_what_was_edited_since() -> None:
    make_agency(code="opd")
    told(str(BALANGAN), agency="opd")
    version = SopVersion.objects.get()
    version.steps.filter(order=1).update(text="Disunting admin")
    report = told(str(BALANGAN), agency="opd")
    assert (report[0]["slug"], report[0]["changed"]) == (version.sop.slug, False)
    assert SopVersion.objects.get().steps.get(order=1).text == "Disunting admin"


@pytest.mark.django_db
def test_a_changed_paper_is_a_new_draft_beside_the_version_in_force(tmp_path: Path) -> None:
    agency = make_agency(code="bpkpad-balangan")
    document = json.loads((FIXTURES / "balangan-pengumpulan-data.json").read_text())
    first = publish(load_sop(document, agency=agency, by=None, now=NOW), by=None, now=NOW)
    assert told(str(BALANGAN), agency=agency.code)[0]["version"] == 1
    changed = tmp_path / "revisi.txt"
    changed.write_text(BALANGAN.read_text().replace("15 Menit", "20 Menit"))
    report = told(str(changed), agency=agency.code)
    assert (report[0]["slug"], report[0]["version"], report[0]["status"]) == (first.sop.slug, 2, "draft")
    first.refresh_from_db()
    assert first.status == SopVersion.Status.PUBLISHED
    assert by_label(export_sop(first)) == by_label(document)


@pytest.mark.django_db
def test_a_paper_of_two_agencies_of_one_name_gets_two_slugs() -> None:
    make_agency(code="opd-a")
    second = make_agency(code="opd-b")
    Agency.objects.update(short_name="BPKPAD")
    slugs = [told(str(BALANGAN), agency=code)[0]["slug"] for code in ("opd-a", second.code)]
    stem = "sop-mekanisme-pengumpulan-data-kinerja-bpkpad"
    assert slugs == [stem, f"{stem}-2"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.stem))
def test_what_is_exported_comes_in_again_without_loss(path: Path, tmp_path: Path) -> None:
    document = json.loads(path.read_text())
    agency = make_agency(code=document["agency"])
    first = told(str(path), publish=True)[0]
    assert (first["slug"], first["status"]) == (path.stem, "published")
    exported = tmp_path / "ekspor.json"
    exported.write_text(json.dumps(export_sop(SopVersion.objects.get())))
    assert by_label(json.loads(exported.read_text())) == by_label(document)
    again = told(str(exported))[0]
    assert (again["version"], again["status"]) == (1, "published")
    assert SopVersion.objects.count() == 1
    other = make_agency(code="peminjam")
    adopted = told(str(exported), agency=other.code)[0]
    copy = export_sop(SopVersion.objects.get(sop__agency=other))
    assert adopted["slug"] not in {path.stem, ""}
    assert by_label(copy) == by_label(document) | {"slug": adopted["slug"], "agency": "peminjam"}
    assert agency.sops.count() == 1


@pytest.mark.django_db
def test_the_excel_template_filled_from_a_document_is_imported(tmp_path: Path) -> None:
    document = json.loads((FIXTURES / "madiun-capaian-kinerja.json").read_text())
    make_agency(code=document["agency"])
    filled = tmp_path / "madiun.xlsx"
    filled.write_bytes(sop_template(document))
    report = told(str(filled))[0]
    assert (report["slug"], report["steps"]) == (document["slug"], 8)
    written = export_sop(SopVersion.objects.get())
    assert [step["text"] for step in written["steps"]] == [step["text"] for step in document["steps"]]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("kosong.txt", b"", "Berkas kosong"),
        ("foto.png", b"\x89PNG\r\n\x1a\n", "Gambar tidak dapat dibaca"),
        ("bukan.pdf", b"halo", "Isi berkas bukan PDF"),
        ("tanpa.txt", b"Hanya sebuah surat.\nTanpa tabel.", "Tidak ditemukan tabel langkah SOP"),
        ("daftar.json", b"[]", "tidak memuat SOP"),
        ("dalam.json", b'{"others": ' + b"[" * 900 + b"]" * 900 + b"}", "JSON"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_in_a_sentence(
    name: str, content: bytes, sentence: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(CommandError, match=sentence):
        call_command("import_sop", str(path), check=True)


@pytest.mark.django_db
def test_a_document_of_wrong_types_is_refused_and_one_with_odd_letters_is_kept(tmp_path: Path) -> None:
    document = json.loads((FIXTURES / "magelang-capaian-bulanan.json").read_text())
    make_agency(code=document["agency"])
    path = tmp_path / "sop.json"
    document["steps"][0]["opens_day"] = "lima"
    document["columns"] = {"duration": ["Waktu"]}
    document["actors"][0]["is_outside"] = "ya"
    path.write_text(json.dumps(document))
    with pytest.raises(CommandError) as refusal:
        call_command("import_sop", str(path))
    for words in ("“columns” tidak sesuai", "“is_outside” tidak", "“opens_day” tidak"):
        assert words in str(refusal.value)
    del document["columns"], document["actors"][0]["is_outside"]
    del document["steps"][0]["opens_day"]
    document["steps"][1]["number"] = "IV.2.a sampai dengan IV.2.f"
    document["title"] = "Nama panjang \0" + "panjang " * 60
    path.write_text(json.dumps(document))
    call_command("import_sop", str(path), publish=True)
    assert len(SopVersion.objects.get().title) > 300


# --- the action -------------------------------------------------------------------------------------------


def test_nobody_but_the_sop_admin_saves_a_paper(cast: Cast) -> None:
    found = read_paper(BALANGAN.name, BALANGAN.read_bytes())
    for person in (cast.head, cast.reviewer, cast.compiler, cast.officer, cast.stranger, cast.overseer):
        with pytest.raises(NotYours):
            save(found, agency=cast.agency, by=person, now=NOW)
    assert not Sop.objects.exists()
    assert save(found, agency=cast.agency, by=cast.sop_admin, now=NOW)[0].is_new


def test_lanes_that_a_person_names_serve_the_proposals(cast: Cast) -> None:
    head = "No\tKegiatan\tKelengkapan\tWaktu\tOutput"
    text = f"{head}\n1\tSekretaris menyusun laporan triwulanan\tData\t1 jam\tLaporan\n"
    found = read_paper("tempel.txt", text.encode())[0]
    assert "actors" in found.missing
    with pytest.raises(Unfit, match="tidak menyebut pelaksana"):
        save([found], agency=cast.agency, by=None, now=NOW)
    answered = found.answered(Answers(title="Laporan", cycle="quarter", actors=["Sekretaris", "Staf"]))
    version = save([answered], agency=cast.agency, by=None, now=NOW)[0].version
    act = Act.objects.get(step__version=version)
    assert (act.actor.role, act.kind) == (Role.SECRETARY, "compile")
    assert set(act.inferred) >= {"kind"}


def test_a_concluded_window_is_marked_at_the_acts(cast: Cast) -> None:
    found = read_paper(PRINTED[0].name, PRINTED[0].read_bytes())
    version = save(found, agency=cast.agency, by=None, now=NOW)[0].version
    act = Act.objects.get(step__version=version, step__order=3)
    assert act.step.due_day == 5
    assert "window" in act.inferred


# --- the page ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [role for role in Role if role != Role.SOP_ADMIN])
def test_no_other_role_sees_the_pages_of_the_import(cast: Cast, role: Role) -> None:
    _, preview = preview_of(cast, BALANGAN)
    person = make_person("lain", name="Orang Lain")
    appoint(person, cast.agency, role)
    client = client_of(person)
    assert client.get(reverse("sop-import")).status_code == 403
    assert client.get(preview).status_code == 403
    assert client.post(preview, {"sop-1-cycle": "quarter"}).status_code == 403
    assert b"Muat dari naskah" not in client.get(reverse("sop-list")).content
    assert not Sop.objects.exists()


def test_a_stranger_does_not_learn_of_a_paper_and_cannot_send_one_to_another_agency(cast: Cast) -> None:
    _, preview = preview_of(cast, BALANGAN)
    neighbour = make_person("tetangga", name="Admin Tetangga")
    appoint(neighbour, cast.other_agency, Role.SOP_ADMIN)
    client = client_of(neighbour)
    assert client.get(preview).status_code == 404
    answer = sent(client, name="a.txt", content=BALANGAN.read_bytes(), agency=cast.agency.pk)
    assert answer.status_code == 422
    assert StoredFile.objects.filter(agency=cast.agency).count() == 1
    assert Client().get(preview).status_code == 302


def test_an_appointment_that_has_ended_gives_no_access(cast: Cast) -> None:
    former = make_person("mantan", name="Mantan Admin")
    appoint(former, cast.agency, Role.SOP_ADMIN, to_on=date(2026, 1, 31))
    assert client_of(former).get(reverse("sop-import")).status_code == 403


def test_the_preview_shows_what_was_read_and_saving_opens_the_editor(cast: Cast) -> None:
    client, preview = preview_of(cast, MALANG)
    page = client.get(preview).content.decode()
    assert "Yang harus diputuskan orang" in page
    assert "00.9.3.3/036/35.73.505/2024" in page
    assert "Disimpulkan, yakin" in page
    assert "Disimpulkan, agak yakin" in page
    assert "Menganalisa hasil rekapitulasi data kinerja" in page
    assert not Sop.objects.exists()
    answer = client.post(preview, {"sop-1-cycle": ""})
    assert answer.status_code == 422
    assert "Pilih siklus SOP ini" in answer.content.decode()
    answer = client.post(preview, {"sop-1-cycle": "quarter"})
    version = SopVersion.objects.get()
    assert answer["Location"] == reverse("sop-editor", args=[version.sop.slug, 1])
    assert (version.status, version.cycle, version.steps.count()) == ("draft", "quarter", 11)
    assert "Langkah" in client.get(answer["Location"]).content.decode()
    assert "sudah dimuat dan tidak berubah" in client.get(preview).content.decode()


def test_of_several_sops_only_the_chosen_ones_are_saved(cast: Cast) -> None:
    client, preview = preview_of(cast, AWAYAN)
    assert client.post(preview, {"sop-1-cycle": "quarter"}).status_code == 422
    answer = client.post(preview, {"sop-2-chosen": "on", "sop-2-cycle": "quarter"})
    assert answer.status_code == 302
    assert Sop.objects.get().name == "Pelaksanaan Pengukuran Kinerja Triwulan"
    both = {
        f"sop-{n}-{name}": value for n in (1, 2) for name, value in (("chosen", "on"), ("cycle", "quarter"))
    }
    assert client.post(preview, both)["Location"] == preview
    assert SopVersion.objects.count() == 2


def test_a_draft_that_somebody_changed_meanwhile_is_not_written_over(cast: Cast, tmp_path: Path) -> None:
    save(read_paper(BALANGAN.name, BALANGAN.read_bytes()), agency=cast.agency, by=None, now=NOW)
    changed = tmp_path / "revisi.txt"
    changed.write_text(BALANGAN.read_text().replace("15 Menit", "20 Menit"))
    client, preview = preview_of(cast, changed)
    page = client.get(preview).content.decode()
    assert "akan diganti seluruhnya" in page
    standing = re.findall(r'name="sop-1-standing" value="([^"]+)"', page)[0]
    SopVersion.objects.update(edition=7)
    fields = {"sop-1-cycle": "quarter", "sop-1-standing": standing}
    answer = client.post(preview, fields)
    assert answer.status_code == 422
    assert "baru saja diubah orang lain" in answer.content.decode()
    assert SopVersion.objects.get().edition == 7
    fields["sop-1-standing"] = re.findall(r'name="sop-1-standing" value="([^"]+)"', answer.content.decode())[
        0
    ]
    assert client.post(preview, fields).status_code == 302
    assert SopVersion.objects.get().steps.filter(duration_text="20 Menit").exists()


def test_a_pasted_text_is_read_and_stays_when_it_is_not_readable(cast: Cast) -> None:
    client = client_of(cast.sop_admin)
    answer = sent(client, agency=cast.agency.pk, text="Surat tanpa tabel\nbaris kedua")
    assert answer.status_code == 422
    assert "Tidak ditemukan tabel langkah SOP" in answer.content.decode()
    assert "Surat tanpa tabel\nbaris kedua</textarea>" in answer.content.decode()
    assert not StoredFile.objects.exists()
    answer = sent(client, agency=cast.agency.pk, text=BALANGAN.read_text().replace("\n", "\r\n"))
    assert answer.status_code == 302
    assert "Mekanisme" in client.get(answer["Location"]).content.decode()


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_a_word_or_pdf_file_is_shown_like_a_text(cast: Cast, kind: str) -> None:
    content = {"docx": word_of, "pdf": pdf_of}[kind](BALANGAN.read_text())
    answer = sent(client_of(cast.sop_admin), name=f"sop.{kind}", content=content, agency=cast.agency.pk)
    assert answer.status_code == 302
    page = client_of(cast.sop_admin).get(answer["Location"]).content.decode()
    assert "Mensosialisasikan laporan kinerja triwulan kepada pejabat terkait" in page
    assert "SOP – 01/BPKPAD" in page or "SOP - 01/BPKPAD" in page


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("kosong.txt", b"", "Berkas kosong"),
        ("kosong.pdf", b"", "Berkas kosong"),
        ("sop.exe", b"MZ\x90", "Jenis berkas ini tidak dapat dibaca"),
        ("sop.docx", b"bukan word", "Isi berkas bukan DOCX"),
        ("", b"", "Pilih berkas, atau tempel teksnya"),
    ],
)
def test_a_wrong_file_is_refused_in_a_sentence_on_the_page(
    cast: Cast, name: str, content: bytes, sentence: str
) -> None:
    answer = sent(client_of(cast.sop_admin), name=name, content=content, agency=cast.agency.pk)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not StoredFile.objects.exists()


def test_any_other_stored_file_is_no_paper(cast: Cast) -> None:
    client, preview = preview_of(cast, BALANGAN)
    kept = StoredFile.objects.get()
    kept.name = "foto.jpg"
    kept.save()
    assert client.get(preview).status_code == 404


# --- the template and the export --------------------------------------------------------------------------


def test_the_template_and_the_export_can_be_taken_along(cast: Cast, sop: SopVersion) -> None:
    client = client_of(cast.sop_admin)
    template = client.get(reverse("sop-template"))
    assert read_paper("templat.xlsx", template.content)
    address = reverse("sop-json", args=[sop.sop.slug, sop.version])
    assert address == f"/sop/{sop.sop.slug}/v1.json"
    exported = client.get(address)
    assert json.loads(exported.content) == export_sop(sop)
    found = read_paper("ekspor.json", exported.content)[0]
    assert place(found, cast.agency).latest == sop
    assert client_of(cast.stranger).get(address).status_code == 404
