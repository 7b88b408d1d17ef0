"""The office's own sheet: headings in any order, rows by code or name, nothing guessed, own rows only."""

import csv
import io
from collections.abc import Sequence
from datetime import date, time
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook

from kinerja.lib import clock
from kinerja.lib.files import FileRefused
from kinerja.lib.periods import Period
from organisation.models import HistoryEvent
from reporting.actions.sheet_import import save_mapping
from reporting.forms.sheet_check import Checked, check_table
from reporting.models import Plan, Realisation, SheetMapping, Spending
from reporting.queries.entry import sheet_of
from reporting.queries.sheet_places import places_of
from reporting.readers.shared_sheet import Role, find_table
from reporting.readers.typed_cells import read_grids
from sop.models import SopVersion, Task
from sop.workflow import NotYours
from tests.cast import Cast, task_of
from tests.reporting.stories import THIRD, every_direction, open_january

JANUARY = Period.parse("2026-01")
Rows = Sequence[Sequence[Any]]


@pytest.fixture
def task(cast: Cast, plan: Plan, sop: SopVersion) -> Task:
    every_direction(plan)
    open_january(sop)
    return task_of(cast, "fill", who=cast.officer)


def xlsx(rows: Rows) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def as_csv(rows: Rows, delimiter: str = ",") -> bytes:
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(rows)
    return stream.getvalue().encode()


def roles_of(rows: Rows, known: dict[str, str] | None = None) -> dict[str, str]:
    table = find_table(read_grids("lembar.xlsx", xlsx(rows)), JANUARY, known or {})
    return {column.heading: column.role.value for column in table.columns if column.role}


def check(task: Task, rows: Rows, known: dict[str, str] | None = None, *, name: str = "x.xlsx") -> Checked:
    content = as_csv(rows) if name.endswith(".csv") else xlsx(rows)
    table = find_table(read_grids(name, content), JANUARY, {})
    return check_table(table, places_of(task.run.report.plan, task.run), sheet_of(task), known or {}, JANUARY)


def told(checked: Checked) -> dict[str, dict[str, tuple[str, str]]]:
    return {c.subject: {cell.heading: (cell.new, cell.state) for cell in c.cells} for c in checked.changes}


# --- headings ---------------------------------------------------------------------------------------------


def test_headings_stand_anywhere_and_in_any_order() -> None:
    rows: Rows = [
        ["LAPORAN CAPAIAN KINERJA JANUARI 2026"],
        [],
        [
            "No",
            "Tindak Lanjut",
            "PPTK",
            "Target",
            "Realisasi",
            "Indikator Kinerja",
            "Kendala/Hambatan",
            "Kode",
        ],
        ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"],
        [1, "Rapat", "Olivia", 1, 2, "Jumlah dokumen", "Hujan", "1.1"],
    ]
    assert roles_of(rows) == {
        "Tindak Lanjut": "follow_up",
        "PPTK": "pptk",
        "Realisasi": "figure",
        "Indikator Kinerja": "indikator",
        "Kendala/Hambatan": "obstacle",
        "Kode": "kode",
    }
    table = find_table(read_grids("x.xlsx", xlsx(rows)), JANUARY, {})
    assert [row.number for row in table.rows] == [5]


def test_two_rows_of_headings_and_the_column_of_this_month() -> None:
    rows: Rows = [
        ["Indikator", "Januari", None, "Februari", None, "Keuangan", None, "Fisik"],
        [None, "Target", "Realisasi", "Target", "Realisasi", "Pagu", "Realisasi", None],
        ["Jumlah dokumen", 1, 2, 2, None, 100, 10, 5],
    ]
    assert roles_of(rows) == {
        "Indikator": "indikator",
        "Januari Realisasi": "figure",
        "Keuangan Realisasi": "amount",
        "Fisik": "physical",
    }
    known = {"{bulan} realisasi": "figure", "{bulan} target": "", "indikator": "indikator"}
    february = find_table(read_grids("x.xlsx", xlsx(rows)), JANUARY.next, known)
    assert [c.heading for c in february.columns if c.role is Role.FIGURE] == ["Februari Realisasi"]


def test_the_quarter_in_a_heading_is_that_of_the_month() -> None:
    rows: Rows = [["Kode", "Realisasi TW I", "Realisasi TW II"], ["1.1", 2, 3]]
    assert roles_of(rows) == {"Kode": "kode", "Realisasi TW I": "figure"}
    second = find_table(read_grids("x.xlsx", xlsx(rows)), Period.parse("2026-06"), {})
    assert [(c.key, c.heading) for c in second.columns if c.role is Role.FIGURE] == [
        ("realisasi {triwulan}", "Realisasi TW II")
    ]


def test_of_several_sheets_that_of_the_month_is_read() -> None:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title in ("Januari", "Februari", "Rekap"):
        sheet = book.create_sheet(title)
        sheet.append(["Kode", "Realisasi", "Kendala"])
        sheet.append(["1.1", title, None])
    stream = io.BytesIO()
    book.save(stream)
    grids = read_grids("x.xlsx", stream.getvalue())
    titles = [find_table(grids, month, {}).title for month in (JANUARY, JANUARY.next, JANUARY.next.next)]
    assert titles == ["Januari", "Februari", "Rekap"]
    assert find_table(grids, JANUARY, {}, "Rekap").title == "Rekap"
    with pytest.raises(FileRefused, match="bernama bulan lain, bukan Maret 2026"):
        find_table(grids[:2], JANUARY.next.next, {})


def test_a_figure_to_date_is_not_taken_for_that_of_the_month() -> None:
    rows: Rows = [["Indikator", "Realisasi s.d. bulan ini", "Kendala"], ["Jumlah dokumen", 2, "x"]]
    assert roles_of(rows) == {"Indikator": "indikator", "Kendala": "obstacle"}


def test_a_sheet_without_headings_is_refused_in_a_sentence() -> None:
    with pytest.raises(FileRefused, match="Judul kolom tidak dikenali"):
        roles_of([["a", "b"], [1, 2]])


# --- cells ------------------------------------------------------------------------------------------------

CELLS: dict[str, tuple[Any, str, str, str]] = {
    "a dash": ("-", "1.2", "question", "tidak memuat angka"),
    "a grade": ("BB", "1.2", "error", "“BB” bukan angka"),
    "not applicable": ("n/a", "1.2", "error", "pilih “nihil” atau “tidak diukur”"),
    "a decimal comma": ("34,49", "1.2", "good", ""),
    "a ratio": ("1 : 20", "1.2", "error", "lebih dari satu angka"),
    "a range": ("2-3", "1.2", "error", "lebih dari satu angka"),
    "a range that became a day": (date(2026, 3, 2), "1.2", "question", "tersimpan sebagai tanggal"),
    "a ratio that became a time": (time(1, 20), "1.2", "question", "tersimpan sebagai jam"),
    "two readings": ("1.234", "1.2", "question", "dapat berarti dua hal"),
    "words and figures": ("13 ASN selama 14 bulan", "1.2", "error", "13 ASN"),
    "a grade of the scale": ("wdp", "D.4", "good", ""),
    "another grade": ("BB", "D.4", "error", "BB"),
}


def test_a_cell_gets_its_reading_or_a_question(task: Task) -> None:
    for name, (value, code, state, sentence) in CELLS.items():
        [change] = check(task, [["Kode", "Realisasi", "Kendala"], [code, value, None]]).changes
        [cell] = change.cells
        assert (name, cell.state) == (name, state)
        assert sentence in " ".join(cell.errors), name
        if isinstance(value, str):
            assert cell.new.casefold() == value.casefold(), name


def test_the_words_nihil_and_tidak_diukur_are_states(task: Task) -> None:
    rows: Rows = [
        ["Kode", "Realisasi"],
        ["1.1", "NIHIL"],
        ["1.2", "Tidak diukur"],
        ["D.6", "nihil"],
        ["D.4", "Nihil"],
    ]
    checked = check(task, rows)
    assert [cell.new for change in checked.changes for cell in change.cells] == [
        "Nihil", "Tidak diukur", "Nihil", "Nihil",
    ]  # fmt: skip
    assert checked.bad == 0


def test_a_ratio_takes_its_parts_and_never_its_result(task: Task) -> None:
    head = ["Kode", "Pembilang", "Penyebut", "Realisasi"]
    assert told(check(task, [head, ["D.6", 5, 6, "83,33"]])) == {
        "Serapan tepat": {"Pembilang": ("5", "good"), "Penyebut": ("6", "good")}
    }
    [change] = check(task, [head, ["D.6", None, None, "83,33"]]).changes
    assert "“83,33” adalah hasil bagi" in change.others[0]


def test_blank_cells_leave_everything_as_it_is(task: Task) -> None:
    rows: Rows = [["Kode", "Realisasi", "Kendala"], ["1.1", None, "Hujan"], ["1.2", "", ""]]
    assert told(check(task, rows, name="x.csv")) == {"Jumlah dokumen": {"Kendala": ("Hujan", "good")}}


# --- rows -------------------------------------------------------------------------------------------------


def test_rows_are_found_by_code_then_by_name_and_doubt_stays_open(cast: Cast, task: Task) -> None:
    rows: Rows = [
        ["Kode", "Sub Kegiatan", "Indikator", "Realisasi", "Kendala"],
        ["5.02.02.2.01.0001/1.1", None, None, 3, None],
        [None, None, "PERSENTASE  ketepatan waktu.", 88, None],
        [None, "Penyusunan dokumen 1", "Persentase ketepatan waktu", 88, None],
        ["1.2", "-", "Penyelesaian", 5, None],
        [None, None, "Luas hutan", 5, None],
        ["2.1", None, "Jumlah dokumen", 9, None],
        ["D.5", None, None, 1, None],
        ["D.5", None, None, 2, None],
    ]
    checked = check(task, rows)
    assert told(checked) == {
        "Jumlah dokumen": {"Realisasi": ("3", "good")},
        "Persentase ketepatan waktu": {"Realisasi": ("88", "good")},
    }
    assert {row.number: row.sentence.split(" (")[0] for row in checked.questions} == {
        3: "“PERSENTASE ketepatan waktu.” ada pada 2 baris rencana",
        5: "Kode “1.2” dan nama “Penyelesaian” menunjuk indikator yang berbeda dalam rencana.",
        8: "Ada beberapa baris untuk isian yang sama dengan isi berbeda",
        9: "Ada beberapa baris untuk isian yang sama dengan isi berbeda",
    }
    assert [(row.number, row.name) for row in checked.unmatched] == [(6, "Luas hutan")]
    assert [(row.number, row.officer) for row in checked.others] == [(7, cast.second_officer)]


def test_a_code_that_became_a_number_counts_only_with_its_name(task: Task) -> None:
    rows: Rows = [["Kode", "Indikator", "Realisasi"], [1.1, "Jml dok", 3], [1.1, "Jumlah dokumen", 3]]
    checked = check(task, rows)
    assert "tersimpan sebagai angka" in checked.questions[0].sentence
    assert list(told(checked)) == ["Jumlah dokumen"]


def test_a_name_that_was_matched_once_is_known(task: Task) -> None:
    rows: Rows = [["Indikator", "Realisasi"], ["Jml. dok. KUA", 3]]
    assert check(task, rows).unmatched[0].key == "jml dok kua"
    known = {"jml dok kua": "5.02.02.2.01.0001/1.1"}
    assert list(told(check(task, rows, known))) == ["Jumlah dokumen"]


def test_money_goes_to_the_sub_kegiatan_of_the_row(task: Task) -> None:
    rows: Rows = [
        ["Sub Kegiatan", "Kode", "Realisasi", "Realisasi Keuangan (Rp)", "Fisik (%)"],
        ["Penyusunan dokumen 1", "1.1", 3, "12.500.000", "30"],
        [None, "D.1", 80, None, None],
    ]
    assert told(check(task, rows))["Penyusunan dokumen 1"] == {
        "Realisasi keuangan (Rp)": ("12.500.000", "good"),
        "Realisasi fisik s.d. bulan ini (%)": ("30", "good"),
    }


# --- the pages --------------------------------------------------------------------------------------------

SHEET: Rows = [
    ["Kode", "Indikator", "Realisasi", "Kendala", "Catatan"],
    ["1.1", "Jumlah dokumen", "3", "Hujan", ""],
    ["1.2", "Persentase ketepatan waktu", "BB", "", ""],
    ["2.1", "Jumlah dokumen", "4", "", ""],
]


def send(client: Client, path: str, rows: Rows = SHEET, **fields: Any) -> Any:
    file = SimpleUploadedFile("lembar.csv", as_csv(rows, ";"))
    return client.post(path, {"file": file, **fields})


def columns_of(answer: Any) -> dict[str, str]:
    return {f"col-{column.place}": column.role.value for column in answer.context["columns"]}


def test_an_officer_confirms_the_columns_and_takes_own_rows(cast: Cast, task: Task, client: Client) -> None:
    client.force_login(cast.officer)
    path = f"/realisasi/{task.pk}/lembar/"
    with clock.at(THIRD):
        answer = send(client, path)
        assert "Periksa kolomnya" in answer.content.decode()
        order = {"pass": answer.context["pass"], "columns": "1", **columns_of(answer)}
        answer = client.post(path, order)
        text = answer.content.decode()
        assert "“BB” bukan angka" in text
        assert "Milik Oscar Rekaan, S.T." in text
        good = next(change for change in answer.context["changes"] if change.is_good)
        answer = client.post(path, {**order, "do": "apply", "take": [good.token]})
    assert answer.status_code == 302
    row = Realisation.objects.get(state="value")
    assert (row.indicator.code, row.raw, row.obstacle) == ("1.1", "3", "Hujan")
    assert HistoryEvent.objects.get(verb="entry_imported").details["file"] == "lembar.csv"


def test_the_compiler_sets_how_it_is_read_and_writes_no_figure(
    cast: Cast, task: Task, client: Client
) -> None:
    client.force_login(cast.compiler)
    fields = {"report": task.run.report.pk, "name": "Lembar PPTK"}
    with_one_more: Rows = [*SHEET, ["", "Jml dok", "5", "", ""]]
    with clock.at(THIRD):
        answer = send(client, "/rencana/lembar/", with_one_more, **fields)
        order = {**fields, "pass": answer.context["pass"], "columns": "1", **columns_of(answer)}
        answer = client.post("/rencana/lembar/", order)
        assert [(name, len(rows), bad) for name, rows, bad in answer.context["officers"]] == [
            ("Olivia Rekaan, S.E.", 2, 1),
            ("Oscar Rekaan, S.T.", 1, 0),
        ]
        matched = {"nama-5": "jml dok", "tempat-5": "5.02.02.2.01.0002/2.2"}
        client.post("/rencana/lembar/", {**order, **matched})
    mapping = SheetMapping.objects.get(agency=cast.agency, name="Lembar PPTK")
    assert mapping.columns["realisasi"] == "figure"
    assert mapping.rows == {"jml dok": "5.02.02.2.01.0002/2.2"}
    assert HistoryEvent.objects.filter(verb="sheet_mapped").count() == 2
    assert not Realisation.objects.filter(state="value").exists()
    client.force_login(cast.officer)
    with clock.at(THIRD):
        answer = send(client, f"/realisasi/{task.pk}/lembar/")
    assert answer.context["source"].mapping == mapping
    assert "Terapkan yang dicentang" in answer.content.decode()


def test_columns_that_do_not_fit_are_told_and_stay_chosen(cast: Cast, task: Task, client: Client) -> None:
    client.force_login(cast.officer)
    path = f"/realisasi/{task.pk}/lembar/"
    with clock.at(THIRD):
        answer = send(client, path)
        order = {"pass": answer.context["pass"], "columns": "1", "col-2": "figure", "col-3": "figure"}
        answer = client.post(path, order)
    assert answer.status_code == 422
    assert "Dua kolom atau lebih dipilih sebagai realisasi bulan ini" in answer.content.decode()
    assert columns_of(answer)["col-3"] == "figure"


def test_who_may_not_read_sheets_is_turned_away(cast: Cast, task: Task, client: Client) -> None:
    with clock.at(THIRD):
        for person, statuses in {cast.stranger: (404, 403), cast.second_officer: (403, 403)}.items():
            client.force_login(person)
            paths = (f"/realisasi/{task.pk}/lembar/", "/rencana/lembar/")
            assert tuple(client.get(path).status_code for path in paths) == statuses
        client.force_login(cast.compiler)
        assert client.get("/rencana/lembar/").status_code == 200
        assert send(client, "/rencana/lembar/", report=0, name="x").status_code == 403
    with pytest.raises(NotYours):
        save_mapping(cast.agency, "x", columns={}, rows={}, by=cast.officer, now=THIRD)


def test_the_pages_need_few_queries(cast: Cast, task: Task, client: Client) -> None:
    paths = {cast.officer: f"/realisasi/{task.pk}/lembar/", cast.compiler: "/rencana/lembar/"}
    for person, path in paths.items():
        client.force_login(person)
        with clock.at(THIRD), CaptureQueriesContext(connection) as queries:
            client.get(path)
        assert len(queries) <= 15
    assert not Spending.objects.exclude(amount=None).exists()
