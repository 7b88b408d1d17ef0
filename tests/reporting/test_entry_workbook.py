"""A PPTK's month in Excel: the right rows out, a difference back, and files that are refused."""

import io
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from kinerja.lib import clock
from kinerja.lib.files import FileRefused
from organisation.models import HistoryEvent, Person
from reporting.actions.entry import Change, save_entry
from reporting.forms.entry_download import file_rows
from reporting.forms.entry_file import RowChange, differences
from reporting.models import Plan, Realisation, Spending
from reporting.queries.entry import sheet_of
from reporting.queries.entry_file import require_same_task
from reporting.readers.entry_workbook import read_returned
from reporting.renderers.entry_workbook import entry_workbook
from sop.models import SopVersion, Task
from tests.cast import Cast, task_of
from tests.reporting.stories import THIRD, every_direction, open_january

Edit = Callable[[Workbook], None]
ROWS = {"1.1": 5, "1.2": 6, "D.1": 7, "D.2": 8, "D.3": 9, "D.4": 10, "D.5": 11, "D.6": 12}
COLUMNS = {"Realisasi": "H", "Pembilang": "I", "Penyebut": "J", "Keadaan": "K", "Kendala": "L"}


@pytest.fixture
def task(cast: Cast, plan: Plan, sop: SopVersion) -> Task:
    """January is open for the officer, with an indicator of each direction."""
    every_direction(plan)
    open_january(sop)
    return task_of(cast, "fill", who=cast.officer)


def download(task: Task) -> bytes:
    rows, seal = file_rows(sheet_of(task))
    return entry_workbook(task, rows, seal)


def edited(content: bytes, edit: Edit) -> bytes:
    book = load_workbook(io.BytesIO(content))
    edit(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_cells(task: Task, **cells: Any) -> bytes:
    """The download with cells filled in, such as H5=3; those of the money sheet as money_G5=…"""

    def fill(book: Workbook) -> None:
        for place, value in cells.items():
            title = "Keuangan dan Fisik" if place.startswith("money_") else "Realisasi"
            book[title][place.removeprefix("money_")] = value

    return edited(download(task), fill)


def changes_of(task: Task, content: bytes) -> list[RowChange]:
    returned = read_returned("isian.xlsx", content)
    require_same_task(returned.seal, task)
    return differences(sheet_of(task), returned)


def told(changes: list[RowChange]) -> dict[str, dict[str, tuple[str, str]]]:
    return {c.subject: {cell.heading: (cell.old, cell.new) for cell in c.cells} for c in changes}


def apply(task: Task, changes: list[RowChange], by: Person) -> None:
    save_entry(task, [change.change(change.row.row.edition) for change in changes], by=by, now=THIRD)


def page(book: Workbook, title: str) -> Worksheet:
    sheet = book[title]
    assert isinstance(sheet, Worksheet)
    return sheet


def test_the_workbook_has_the_open_rows_and_only_the_inputs_are_free(task: Task) -> None:
    book = load_workbook(io.BytesIO(download(task)))
    assert book.sheetnames == ["Realisasi", "Keuangan dan Fisik", "Kinerja"]
    sheet = page(book, "Realisasi")
    assert [sheet.cell(row, 3).value for row in range(5, 13)] == list(ROWS)
    assert (sheet.freeze_panes, sheet.column_dimensions["A"].hidden) == ("E5", True)
    assert sheet.protection.sheet
    assert not sheet.protection.password
    free = {cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked}
    ratio, figure = {"I12", "J12", "K12"}, {"H5", "K5", "L5", "M5", "N5"}
    assert ratio | figure <= free
    assert {"D5", "G5", "I5", "H12", "A5"}.isdisjoint(free)
    assert page(book, "Kinerja").sheet_state == "veryHidden"
    assert sheet["H5"].number_format == "#,##0.00####"
    lists = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert "'Kinerja'!$C$1:$C$4" in lists.values()
    assert [page(book, "Kinerja").cell(row, 3).value for row in range(1, 5)] == ["WTP", "WDP", "TW", "TMP"]


def test_a_round_trip_changes_nothing(cast: Cast, task: Task) -> None:
    filled = with_cells(
        task, H5="Rp 1.250,50", H6=88.95, H7="tiga", H8="-", H9=7.5, H10="wdp", K11="Nihil",
        I12=5, J12=6, L5="=SUM(A1)\nbaris kedua", money_G5="12.500.000", money_H5=30,
    )  # fmt: skip
    book = load_workbook(io.BytesIO(filled))
    page(book, "Realisasi")["L5"].data_type = "s"
    stream = io.BytesIO()
    book.save(stream)
    apply(task, changes_of(task, stream.getvalue()), cast.officer)
    before = HistoryEvent.objects.count()
    content = download(task)
    assert changes_of(task, content) == []
    resaved = edited(content, lambda book: None)
    assert changes_of(task, resaved) == []
    assert HistoryEvent.objects.count() == before
    cell = page(load_workbook(io.BytesIO(content)), "Realisasi")["L5"]
    assert (cell.data_type, cell.value) == ("s", "=SUM(A1)\nbaris kedua")


FIGURES: dict[str, tuple[dict[str, Any], str, str, str]] = {
    "a number": ({"H6": 88.95}, "1.2", "88,95", ""),
    "a number that could be misread": ({"H6": 1.234}, "1.2", "1,234", ""),
    "an Indonesian text": ({"H6": "34,49"}, "1.2", "34,49", ""),
    "a percentage": ({"H6": "12,5 %"}, "1.2", "12,5", ""),
    "two readings": ({"H6": "1.234"}, "1.2", "1.234", "dapat berarti dua hal"),
    "a word": ({"H6": "n/a"}, "1.2", "n/a", "bukan angka"),
    "a scale code of another scale": ({"H10": "BB"}, "D.4", "BB", "BB"),
    "a scale code in small letters": ({"H10": "wtp"}, "D.4", "WTP", ""),
    "a formula that was never calculated": ({"H6": "=1+1"}, "1.2", "(rumus)", "belum dihitung"),
    "a figure where parts are asked": ({"H12": 83}, "D.6", "", "pembilang dan penyebut"),
    "a state and a figure": ({"H6": 3, "K6": "Nihil"}, "1.2", "3", "tidak keduanya"),
    "an unknown state": ({"K6": "libur"}, "1.2", "libur", "libur"),
}


def test_a_cell_is_read_as_the_page_reads_it(task: Task) -> None:
    names = {row.indicator.code: row.indicator.name for row in Realisation.objects.all()}
    for name, (cells, code, shown, problem) in FIGURES.items():
        [change] = changes_of(task, with_cells(task, **cells))
        assert (name, change.subject) == (name, names[code])
        assert shown in [cell.new for cell in change.cells] or not shown, name
        errors = [*change.others, *(error for cell in change.cells for error in cell.errors)]
        assert change.is_good == (not problem), name
        assert problem in " ".join(errors), name


def test_a_day_that_a_spreadsheet_made_of_a_text_is_asked_about(task: Task) -> None:
    def date_it(book: Workbook) -> None:
        book["Realisasi"]["H6"] = THIRD.replace(tzinfo=None)

    [change] = changes_of(task, edited(download(task), date_it))
    assert "tersimpan sebagai tanggal (3 Februari 2026)" in change.cells[0].errors[0]
    assert change.cells[0].state == "question"


def test_a_blank_cell_means_blank_and_is_shown(cast: Cast, task: Task) -> None:
    apply(task, changes_of(task, with_cells(task, H5=3, K6="Nihil", L5="Hujan")), cast.officer)
    changes = changes_of(task, with_cells(task, H5=None, K6=None, L5=None))
    assert told(changes) == {
        "Jumlah dokumen": {"Realisasi": ("3", "kosong"), "Kendala": ("Hujan", "kosong")},
        "Persentase ketepatan waktu": {"Keadaan": ("Nihil", "kosong")},
    }
    apply(task, changes, cast.officer)
    assert set(Realisation.objects.filter(period="2026-01").values_list("state", flat=True)) == {"blank"}


def test_rows_are_found_by_their_key_wherever_they_stand(task: Task) -> None:
    def shuffle(book: Workbook) -> None:
        sheet = book["Realisasi"]
        sheet["H5"], sheet["H6"] = 7, 8
        rows = [[cell.value for cell in sheet[number]] for number in (5, 6)]
        for number, values in zip((6, 5), rows, strict=True):
            for place, value in enumerate(values, start=1):
                sheet.cell(number, place).value = value
        sheet.delete_rows(12)
        sheet["D14"], sheet["H14"] = "Baris saya sendiri", 9

    content = edited(download(task), shuffle)
    assert told(changes_of(task, content)) == {
        "Jumlah dokumen": {"Realisasi": ("kosong", "7")},
        "Persentase ketepatan waktu": {"Realisasi": ("kosong", "8")},
    }
    assert read_returned("isian.xlsx", content).strays == ["Realisasi baris 14"]


def test_a_row_that_changed_meanwhile_is_flagged_only_where_the_file_says_something_else(
    cast: Cast, task: Task
) -> None:
    touched, untouched = with_cells(task, H5=3), download(task)
    row = Realisation.objects.get(indicator__code="1.1")
    columns = {"state": "value", "value": Decimal(9), "raw": "9"}
    save_entry(task, [Change(row, columns, 0)], by=cast.officer, now=THIRD)
    [change] = changes_of(task, touched)
    assert (change.is_stale, told([change])) == (True, {"Jumlah dokumen": {"Realisasi": ("9", "3")}})
    assert changes_of(task, untouched) == []


def _swap_keys(book: Workbook) -> None:
    sheet = book["Realisasi"]
    sheet["A5"], sheet["A6"] = sheet["A6"].value, sheet["A5"].value


def _cell(place: str, value: Any, title: str = "Realisasi") -> Edit:
    def edit(book: Workbook) -> None:
        book[title][place] = value

    return edit


_TWICE = "sama dengan Realisasi baris 5"
REFUSALS: dict[str, tuple[Edit, str]] = {
    "an invented key": (_cell("A5", "r999999"), "kunci baris diubah"),
    "keys of two rows swapped": (_swap_keys, "kunci barisnya milik"),
    "an edited seal": (_cell("A2", "palsu:1:2", "Kinerja"), "Tanda pengenal berkas ini tidak cocok"),
    "no seal": (lambda book: book.remove(book["Kinerja"]), "bukan templat isian"),
    "no column": (_cell("L4", "Catatan"), "Kolom “Kendala” pada lembar “Realisasi” tidak ada"),
    "no sheet": (lambda book: book.remove(book["Keuangan dan Fisik"]), "Lembar “Keuangan dan Fisik”"),
}


def test_a_tampered_workbook_is_refused_in_a_sentence(task: Task) -> None:
    content = download(task)
    first = Realisation.objects.get(indicator__code="1.1")
    for name, (edit, sentence) in {**REFUSALS, "a row twice": (_cell("A6", f"r{first.pk}"), _TWICE)}.items():
        with pytest.raises(FileRefused) as refused:
            changes_of(task, edited(content, edit))
        assert sentence in str(refused.value), name


def test_the_workbook_of_somebody_else_or_another_time_is_refused(cast: Cast, task: Task) -> None:
    other = task_of(cast, "fill", who=cast.second_officer)
    with pytest.raises(FileRefused, match=r"Berkas ini milik Oscar Rekaan, S\.T\.\."):
        changes_of(task, download(other))
    content = download(task)
    task.run.period = task.run.period.next
    with pytest.raises(FileRefused, match="untuk Januari 2026, sedangkan halaman ini Februari 2026"):
        changes_of(task, content)
    task.run.agency = cast.other_agency
    with pytest.raises(FileRefused, match="milik Badan Uji bpkad-magelang, bukan Badan Uji kec-awayan"):
        changes_of(task, content)


# --- the pages --------------------------------------------------------------------------------------------


def send(client: Client, task: Task, content: bytes, name: str = "isian.xlsx") -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(f"/realisasi/{task.pk}/unggah/", {"file": file})


def test_an_upload_is_looked_at_then_applied_with_its_checksum(
    cast: Cast, task: Task, client: Client
) -> None:
    client.force_login(cast.officer)
    with clock.at(THIRD):
        content = client.get(f"/realisasi/{task.pk}/isian.xlsx").content
        sent = edited(edited(content, _cell("H5", 3)), _cell("H6", "tiga"))
        answer = send(client, task, sent)
        assert answer.status_code == 200
        assert not Realisation.objects.filter(state="value").exists()
        good, _ = answer.context["changes"]
        text = answer.content.decode()
        assert text.count("checked") == 1
        assert "“tiga” bukan angka" in text
        order = {"pass": answer.context["pass"], "take": [good.token]}
        answer = client.post(f"/realisasi/{task.pk}/unggah/", order)
    assert (answer.status_code, answer["Location"]) == (302, f"/realisasi/{task.pk}/")
    assert [row.indicator.code for row in Realisation.objects.filter(state="value")] == ["1.1"]
    event = HistoryEvent.objects.get(verb="entry_imported")
    assert (len(event.details["sha256"]), event.details["file"]) == (64, "isian.xlsx")


def test_a_ticked_row_that_changed_after_the_look_is_left_alone(
    cast: Cast, task: Task, client: Client
) -> None:
    client.force_login(cast.officer)
    with clock.at(THIRD):
        answer = send(client, task, with_cells(task, money_G5=5, money_H5=1))
        row = Spending.objects.get(node__code="5.02.02.2.01.0001")
        save_entry(
            task, [Change(row, {"amount": Decimal(7), "amount_raw": "7"}, 0)], by=cast.officer, now=THIRD
        )
        order = {"pass": answer.context["pass"], "take": [c.token for c in answer.context["changes"]]}
        answer = client.post(f"/realisasi/{task.pk}/unggah/", order)
    told_then = [str(message) for message in get_messages(answer.wsgi_request)]
    assert "baru saja diubah di tempat lain" in told_then[-1]
    assert Spending.objects.get(pk=row.pk).amount == 7


def test_a_refused_file_and_an_empty_choice_are_told_on_the_page(
    cast: Cast, task: Task, client: Client
) -> None:
    client.force_login(cast.officer)
    with clock.at(THIRD):
        answer = send(client, task, b"a,b", "isian.csv")
        assert answer.status_code == 422
        answer = send(client, task, with_cells(task, H5=3))
        answer = client.post(f"/realisasi/{task.pk}/unggah/", {"pass": answer.context["pass"]})
        assert answer.status_code == 422
        assert "Centang paling sedikit satu baris" in answer.content.decode()
        assert client.post(f"/realisasi/{task.pk}/unggah/", {"pass": "palsu"}).status_code == 403


def test_only_the_owner_of_the_task_gets_the_file(cast: Cast, task: Task, client: Client) -> None:
    answers = {cast.stranger: 404, cast.second_officer: 403, cast.compiler: 403, cast.officer: 200}
    for person, status in answers.items():
        client.force_login(person)
        with clock.at(THIRD):
            for name in ("isian.xlsx", "unggah/"):
                assert client.get(f"/realisasi/{task.pk}/{name}").status_code == status


def test_the_page_and_the_file_need_few_queries(cast: Cast, task: Task, client: Client) -> None:
    client.force_login(cast.officer)
    for name in ("isian.xlsx", "unggah/"):
        with clock.at(THIRD), CaptureQueriesContext(connection) as queries:
            client.get(f"/realisasi/{task.pk}/{name}")
        assert len(queries) <= 15
