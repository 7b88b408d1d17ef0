"""Importing a plan from Excel: template, dry runs, faults by cell, good rows, page and command."""

import io
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from openpyxl import Workbook, load_workbook

from kinerja.lib import clock
from organisation.models import HistoryEvent, Person
from reporting.actions.plan_import import Imported, Order, import_plan
from reporting.models import Assignment, Budget, Indicator, Plan, PlanNode, Target
from reporting.renderers.plan_template import SHEETS, plan_template
from sop.workflow import Blocked
from tests.cast import Cast, make_indicator, make_node, wib

NOW = wib("2026-01-05 09:00")
Rows = Sequence[Sequence[object]]
SUB = "5.02.02.2.01.0001"
GOOD: dict[str, list[list[object]]] = {
    "Rencana": [
        ["Sasaran", "S1", "Meningkatnya kualitas penganggaran", None],
        ["Program", "5.02.02", "Program Pengelolaan Keuangan", "S1"],
        ["Sub kegiatan", SUB, "Penyusunan KUA dan PPAS", "5.02.02"],
    ],
    "Indikator": [
        [
            SUB,
            "1.1",
            "Jumlah dokumen",
            "Dokumen",
            "makin tinggi makin baik",
            None,
            "jumlah",
            None,
            "Tidak",
            12,
        ],
        [
            *(
                "S1",
                "S1.1",
                "Opini BPK",
                "Opini",
                "predikat",
                None,
                "nilai rilis",
                None,
                None,
                "WTP",
                None,
                None,
            ),
            *("WDP = 3; WTP = 4", "6"),
        ],
    ],
    "Target": [[SUB, "1.1", *range(1, 13)], ["S1", "S1.1", *[None] * 5, "WTP"]],
    "Pagu": [[SUB, 120000000, "2 Januari 2026", "DPA"]],
    "PPTK": [[SUB, "olivia"], ["S1", "19850101 201001 2 001"]],
}


def workbook(
    sheets: Mapping[str, Rows] | None = None, *, change: Callable[[Workbook], None] | None = None
) -> bytes:
    """A workbook after the template with the given rows instead of the good ones."""
    book = Workbook()
    book.remove(book.worksheets[0])
    given = GOOD | dict(sheets or {})
    for form in SHEETS:
        if form.is_optional and form.title not in given:
            continue
        sheet = book.create_sheet(form.title)
        sheet.append(form.headings)
        for row in given[form.title]:
            sheet.append(list(row))
    if change:
        change(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def take(cast: Cast, content: bytes, *, good_rows: bool = False, dry_run: bool = False) -> Imported:
    order = Order(cast.agency, 2026, good_rows=good_rows, dry_run=dry_run)
    return import_plan("rencana.xlsx", content, order, by=cast.reviewer, now=NOW)


def faults_of(imported: Imported) -> dict[str, str]:
    return {fault.place: fault.sentence for fault in imported.faults}


def test_a_good_workbook_becomes_a_plan(cast: Cast) -> None:
    imported = take(cast, workbook())
    assert (imported.is_written, imported.faults) == (True, [])
    plan = Plan.objects.get(agency=cast.agency, year=2026)
    node = plan.nodes.get(code=SUB)
    assert node.parent == plan.nodes.get(code="5.02.02")
    assert node.level == PlanNode.Level.SUBACTIVITY
    assert Budget.objects.get().amount == Decimal(120000000)
    assert Target.objects.filter(indicator__code="1.1").count() == 12
    opinion = Indicator.objects.get(code="S1.1")
    assert (opinion.annual_target, opinion.measured_months) == (Decimal(4), [6])
    assert Target.objects.get(indicator=opinion).period.code == "2026-06"
    assert Assignment.objects.filter(officer=cast.officer).count() == 2
    event = HistoryEvent.objects.get(verb="plan_imported")
    assert event.details["created"] == {"Rencana": 3, "Indikator": 2, "Target": 13, "Pagu": 1, "PPTK": 2}


def test_the_same_file_twice_changes_nothing(cast: Cast) -> None:
    take(cast, workbook())
    again = take(cast, workbook())
    assert again.changes_nothing
    assert HistoryEvent.objects.filter(verb="plan_imported").count() == 1


def test_a_changed_row_is_recorded_with_before_and_after(cast: Cast) -> None:
    take(cast, workbook())
    imported = take(cast, workbook({"Pagu": [[SUB, "Rp 130.000.000", "2 Januari 2026", "DPA"]]}))
    assert imported.changed["Pagu"] == 1
    event = HistoryEvent.objects.get(verb="plan_row_changed")
    assert Decimal(event.details["before"]["amount"]) == 120000000
    assert Decimal(event.details["after"]["amount"]) == 130000000


def test_a_dry_run_counts_and_writes_nothing(cast: Cast) -> None:
    imported = take(cast, workbook(), dry_run=True)
    assert imported.created["Target"] == 13
    assert not imported.is_written
    assert not Plan.objects.exists()
    assert not HistoryEvent.objects.filter(verb__startswith="plan").exists()


def test_one_bad_cell_holds_everything_back_and_is_named(cast: Cast) -> None:
    rows = [list(GOOD["Target"][0]), GOOD["Target"][1]]
    rows[0][4] = "tiga"
    imported = take(cast, workbook({"Target": rows}))
    assert faults_of(imported) == {"Target!E2": "“tiga” bukan angka. Tulis misalnya 34,49 atau 1.234.567."}
    assert not Plan.objects.exists()


def test_the_good_rows_can_be_taken_without_what_hangs_on_a_bad_one(cast: Cast) -> None:
    rows: Rows = [GOOD["Rencana"][0], ["Programa", "5.02.02", "Program", "S1"], GOOD["Rencana"][2]]
    imported = take(cast, workbook({"Rencana": rows}), good_rows=True)
    assert list(Plan.objects.get().nodes.values_list("code", flat=True)) == ["S1"]
    places = faults_of(imported)
    assert "Pilih salah satu: Tujuan, Sasaran, Program" in places["Rencana!A3"]
    assert "ada pada baris yang bermasalah" in places["Rencana!D4"]
    assert {"Indikator!A2", "Target!B2", "Pagu!A2", "PPTK!A2"} <= set(places)
    assert Indicator.objects.get().code == "S1.1"


@pytest.mark.parametrize(
    ("sheet", "rows", "place", "words"),
    [
        ("Rencana", [["Sasaran", 5.02, "x", None]], "Rencana!B2", "Ubah format sel menjadi Teks"),
        ("Rencana", [["Sasaran", "S1", "", None]], "Rencana!C2", "“Uraian” belum diisi"),
        ("Rencana", [*GOOD["Rencana"], GOOD["Rencana"][0]], "Rencana!B5", "sudah ada pada baris 2"),
        ("Rencana", [["Sasaran", "S1", "x", "S1"]], "Rencana!D2", "tidak dapat berada di bawah Sasaran S1"),
        ("Rencana", [["Sasaran", "S1", "x", "T9"]], "Rencana!D2", "T9 tidak ada pada kolom Kode"),
        (
            "Indikator",
            [["S1", "1", "x", "%", "predikat", None, "jumlah"]],
            "Indikator!M2",
            "memerlukan Skala",
        ),
        (
            "Indikator",
            [["S1", "1", "x", "%", "naik", None, "jumlah"]],
            "Indikator!E2",
            "“naik” tidak dikenal",
        ),
        ("Pagu", [[SUB, "seratus juta"]], "Pagu!B2", "bukan angka"),
        ("Pagu", [[SUB, -5]], "Pagu!B2", "tidak boleh kurang dari nol"),
        ("Pagu", [[SUB, 5, "31 Februari 2026"]], "Pagu!C2", "tidak ada dalam kalender"),
        ("PPTK", [[SUB, "sari"]], "PPTK!B2", "bukan pegawai perangkat daerah ini"),
        ("PPTK", [[SUB, 198501012010012001]], "PPTK!B2", "Ubah format sel menjadi Teks"),
        ("PPTK", [["9.9", "olivia"]], "PPTK!A2", "9.9 tidak ada atau bermasalah"),
    ],
)
def test_every_fault_names_its_cell_and_says_what_to_do(
    cast: Cast, sheet: str, rows: list[list[object]], place: str, words: str
) -> None:
    assert words in faults_of(take(cast, workbook({sheet: rows})))[place]


def test_a_wrong_sheet_or_column_lists_what_was_expected(cast: Cast) -> None:
    def rename(book: Workbook) -> None:
        book["Pagu"].title = "Anggaran"

    def drop(book: Workbook) -> None:
        book["Indikator"]["D1"] = "Unit"

    [fault] = take(cast, workbook(change=rename)).faults
    assert "Lembar Pagu tidak ada" in fault.sentence
    assert "yang ada: Rencana, Indikator, Target, Anggaran, PPTK" in fault.sentence
    [fault] = take(cast, workbook(change=drop)).faults
    assert "Kolom “Satuan” tidak ada" in fault.sentence


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("rencana.xlsx", b"MZ\x90"),
        ("rencana.pdf", b"%PDF-1.4\n%%EOF"),
        ("rencana.csv", b"a;b"),
        ("a.xlsx", b""),
    ],
)
def test_a_file_that_is_no_workbook_is_refused(cast: Cast, name: str, content: bytes) -> None:
    imported = import_plan(name, content, Order(cast.agency, 2026), by=None, now=NOW)
    assert [fault.sheet for fault in imported.faults] == ["Berkas"]


def test_a_formula_without_a_result_asks_to_be_saved_in_excel(cast: Cast) -> None:
    def calculate(book: Workbook) -> None:
        book["Pagu"]["B2"] = "=100*2"

    assert "Rumus di sel ini belum dihitung" in faults_of(take(cast, workbook(change=calculate)))["Pagu!B2"]


def test_a_percent_cell_counts_as_percent(cast: Cast) -> None:
    def as_percent(book: Workbook) -> None:
        cell = book["Indikator"]["J2"]
        cell.value, cell.number_format = 0.85, "0%"

    take(cast, workbook(change=as_percent))
    assert Indicator.objects.get(code="1.1").annual_target == Decimal(85)


def test_text_that_looks_like_a_formula_stays_text(cast: Cast) -> None:
    def inject(book: Workbook) -> None:
        cell = book["Rencana"]["C2"]
        cell.value = '=HYPERLINK("http://x")'
        cell.data_type = "s"

    take(cast, workbook(change=inject))
    assert PlanNode.objects.get(code="S1").name == '=HYPERLINK("http://x")'


def test_the_template_can_be_imported_as_it_is(cast: Cast) -> None:
    imported = take(cast, plan_template())
    assert imported.faults == []
    assert imported.rows == {
        "Rencana": 5,
        "Indikator": 2,
        "Target": 2,
        "Pagu": 1,
        "PPTK": 1,
        "Rencana Kas": 2,
    }


def test_the_command_writes_only_when_all_is_good(cast: Cast, tmp_path: Path, capsys: Any) -> None:
    path = tmp_path / "rencana.xlsx"
    path.write_bytes(workbook({"Pagu": [[SUB, "x"]]}))
    arguments = [str(path), "--agency", "bpkad-magelang", "--year", "2026"]
    with pytest.raises(CommandError, match="1 sel bermasalah"):
        call_command("import_plan", *arguments)
    assert "Pagu!B2: " in capsys.readouterr().out
    assert not Plan.objects.exists()
    call_command("import_plan", *arguments, "--good-rows", "--dry-run")
    assert not Plan.objects.exists()
    call_command("import_plan", *arguments, "--good-rows")
    assert Plan.objects.get().nodes.count() == 3


def client_of(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def upload(client: Client, cast: Cast, content: bytes, name: str = "rencana.xlsx", **more: object) -> Any:
    values = {
        "agency": cast.agency.pk,
        "year": 2026,
        "revision": 0,
        "file": SimpleUploadedFile(name, content),
        **more,
    }
    with clock.at(NOW):
        return client.post("/rencana/impor/", values)


def test_the_page_previews_and_then_imports(cast: Cast) -> None:
    client = client_of(cast.compiler)
    answer = upload(client, cast, workbook())
    assert answer.status_code == 200
    assert not Plan.objects.exists()
    apply = answer.context["apply"]
    values = {name: apply[name].value() for name in ("year", "revision", "stored")}
    values |= {"agency": cast.agency.pk, "from_on": "", "take": "all"}
    with clock.at(NOW):
        done = client.post("/rencana/impor/", values)
        page = unescape(client.get(done.headers["location"]).content.decode())
    assert Plan.objects.get().nodes.count() == 3
    assert "Rencana diimpor: 21 baris baru" in page
    assert "Rp120.000.000" in page
    assert cast.officer.name in page


def test_the_page_names_the_cells_and_offers_the_good_rows(cast: Cast) -> None:
    client = client_of(cast.reviewer)
    answer = upload(client, cast, workbook({"Pagu": [[SUB, "x"]]}))
    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert "Pagu!B2" in page
    assert "Ambil baris yang baik saja" in page
    values = {name: answer.context["apply"][name].value() for name in ("year", "revision", "stored")}
    with clock.at(NOW):
        client.post("/rencana/impor/", values | {"agency": cast.agency.pk, "from_on": "", "take": "good"})
    assert Plan.objects.get().nodes.count() == 3


def test_only_planning_and_compiler_of_the_agency_import(cast: Cast) -> None:
    for person in (cast.officer, cast.head, cast.sop_admin, cast.stranger, cast.overseer):
        with clock.at(NOW):
            assert client_of(person).get("/rencana/impor/").status_code == 403
        assert upload(client_of(person), cast, workbook()).status_code == 403
    answer = upload(client_of(cast.compiler), cast, workbook())
    stored = answer.context["apply"]["stored"].value()
    values = {"agency": cast.agency.pk, "year": 2026, "revision": 0, "from_on": "", "stored": stored}
    with clock.at(NOW):
        assert client_of(cast.reviewer).post("/rencana/impor/", values).status_code == 404
        other = values | {"agency": cast.other_agency.pk}
        assert client_of(cast.compiler).post("/rencana/impor/", other).status_code == 403
    assert not Plan.objects.exists()


def test_everybody_of_the_agency_reads_the_plan_and_a_stranger_does_not(cast: Cast, plan: Plan) -> None:
    for person in (cast.officer, cast.head, cast.compiler):
        assert client_of(person).get(f"/rencana/{plan.pk}/").status_code == 200
    assert client_of(cast.stranger).get(f"/rencana/{plan.pk}/").status_code == 404
    assert "2026 Murni" not in client_of(cast.stranger).get("/rencana/").content.decode()


def test_the_template_downloads_with_drop_down_lists(cast: Cast) -> None:
    answer = client_of(cast.compiler).get("/rencana/templat.xlsx")
    book = load_workbook(io.BytesIO(b"".join(answer)))
    assert book.sheetnames == ["Petunjuk", "Rencana", "Indikator", "Target", "Pagu", "PPTK", "Rencana Kas"]
    assert book["Rencana"].data_validations.count == 1
    assert book["Rencana"]["B4"].value == "5.02.02"
    assert book["Rencana"]["B4"].number_format == "@"


def test_a_plan_costs_at_most_fifteen_queries_however_long(
    cast: Cast, plan: Plan, django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    for number in range(20):
        node = make_node(plan, None, PlanNode.Level.SUBACTIVITY, f"9.{number}", f"Tambahan {number}")
        make_indicator(node, "1", "Dokumen", unit="Dokumen", annual=Decimal(12))
        Budget.objects.create(node=node, amount=1, from_on=date(2026, 1, 1))
    client = client_of(cast.officer)
    with django_assert_max_num_queries(15):
        page = client.get(f"/rencana/{plan.pk}/").content.decode()
    assert "Tambahan 19" in page
    assert "20 baris belum mempunyai PPTK" in page


def test_an_import_as_a_change_makes_a_draft_and_leaves_the_published_plan_alone(cast: Cast) -> None:
    take(cast, workbook())
    published = Plan.objects.get()
    assert (published.published_by, published.published_at) == (cast.reviewer, NOW)
    rows = {"Pagu": [[SUB, 150000000, "1 Juli 2026", "DPPA"]], "Indikator": [], "Target": [], "PPTK": []}
    content = workbook(rows)
    order = Order(cast.agency, 2026, from_on=date(2026, 7, 1), as_revision=True, nomenclature="Kepmen A")
    looked = import_plan("p.xlsx", content, replace(order, dry_run=True), by=cast.reviewer, now=NOW)
    assert Plan.objects.get() == published
    assert looked.difference is not None
    assert ("Pagu", "Diubah", "Pagu mulai 1 Juli 2026", "Rp150.000.000 (DPPA)") in {
        (section, word, label, new) for section, word, _, label, _, new in looked.difference.rows
    }
    imported = import_plan("p.xlsx", content, order, by=cast.reviewer, now=NOW)
    draft = Plan.objects.get(revision=1)
    assert (imported.plan, draft.status, draft.copied_from) == (draft, "draft", published)
    assert (draft.nomenclature, published.nomenclature) == ("Kepmen A", "")
    assert Target.objects.filter(indicator__node__plan=draft).count() == 13
    assert Budget.objects.filter(node__plan=published).count() == 1
    with pytest.raises(Blocked, match="masih berupa draf"):
        import_plan("p.xlsx", content, order, by=cast.reviewer, now=NOW)


def test_the_page_shows_what_a_merge_and_a_change_would_alter(cast: Cast) -> None:
    take(cast, workbook())
    client = client_of(cast.compiler)
    changed = workbook({"Pagu": [[SUB, 130000000, "2 Januari 2026", "DPA"]]})
    page = " ".join(unescape(upload(client, cast, changed).content.decode()).split())
    assert "Yang berubah bila diimpor" in page
    assert "<del>Rp120.000.000 (DPA)</del>" in page
    assert "<ins>Rp130.000.000 (DPA)</ins>" in page
    answer = upload(client, cast, changed, mode="revision")
    assert "Sebutkan sejak kapan perubahan ini berlaku" in answer.content.decode()
    answer = upload(client, cast, changed, mode="revision", from_on="2026-07-01")
    assert "Buat draf perubahan" in answer.content.decode()
    apply = answer.context["apply"]
    sent = {name: "" if (value := apply[name].value()) is None else value for name in apply.fields}
    sent |= {"agency": cast.agency.pk, "take": "all"}
    with clock.at(NOW):
        done = client.post("/rencana/impor/", sent)
    draft = Plan.objects.get(revision=1)
    assert done.headers["location"] == f"/rencana/{draft.pk}/sunting/"
    answer = upload(client, cast, changed, mode="revision", from_on="2026-07-01")
    assert (answer.status_code, "masih berupa draf" in answer.content.decode()) == (422, True)
    missing = upload(client, cast, changed, mode="revision", from_on="2027-07-01", year=2027)
    assert "Belum ada rencana 2027 yang terbit" in missing.content.decode()
