"""The columns that an office orders, renames and hides: who may, what is refused, and where it shows."""

import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import docx
import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries

from kinerja.lib import clock
from kinerja.lib.periods import Period
from organisation.models import HistoryEvent, Person
from organisation.roles import Role
from reporting.actions.layout import drop_layout, problems_of, set_layout
from reporting.models import ColumnLayout, Compilation, Destination, Plan
from reporting.queries.layout import USUAL, Chosen, Layout, Table, layout_of
from reporting.queries.report import sheet_of
from reporting.renderers import excel, pdf, word
from reporting.renderers.columns import usual_columns
from sop.models import SopVersion
from sop.workflow import Blocked, Conflict, NotYours
from tests.cast import Cast, appoint, make_person
from tests.reporting.spreadsheet import Calculator
from tests.reporting.stories import SEVENTH, every_figure, to_signature

JANUARY = Period.parse("2026-01")


def keys(table: Table) -> list[str]:
    """The columns that are printed unasked."""
    return [column.key for column in usual_columns(table, JANUARY) if not column.asked and not column.planned]


def on_page(table: Table, wanted: Sequence[Chosen]) -> list[Chosen]:
    """Every column as the page lists it: those of the layout, then the others unseen."""
    seen = {each.key for each in wanted}
    others = [column.key for column in usual_columns(table, JANUARY) if column.key not in seen]
    return [*wanted, *(Chosen(key, shown=False) for key in others)]


def chosen(table: Table, *, first: str = "", hidden: str = "", **headings: str) -> tuple[Chosen, ...]:
    """All columns: those named in `first` in front, those in `hidden` unseen, some by another name."""
    front = first.split()
    order = [*front, *(key for key in keys(table) if key not in front)]
    return tuple(Chosen(key, headings.get(key, ""), key not in hidden.split()) for key in order)


def layout(
    performance: str = "", budget: str = "", *, cover: bool = False, first: str = "", **headings: str
) -> Layout:
    """A layout with the named columns hidden."""
    return Layout(
        chosen(Table.PERFORMANCE, first=first, hidden=performance, **headings),
        chosen(Table.BUDGET, hidden=budget),
        cover,
    )


def keep(cast: Cast, wanted: Layout, destination: str = "", *, seen: int = 0) -> Layout:
    return set_layout(cast.agency, destination, wanted, seen=seen, by=cast.compiler, now=SEVENTH)


def form_of(wanted: Layout = USUAL, *, seen: int = 0, **changed: str) -> dict[str, str]:
    """What the page sends: every field of both tables."""
    sent = {"seen": str(seen), "act": "save"} | ({"cover": "on"} if wanted.cover else {})
    for table in Table:
        columns = on_page(table, wanted.of(table) or chosen(table))
        sent[f"{table.value}-order"] = ",".join(each.key for each in columns)
        for place, each in enumerate(columns, start=1):
            name = f"{table.value}-{each.key}"
            sent |= {f"{name}-place": str(place), f"{name}-heading": each.heading}
            sent |= {f"{name}-shown": "on"} if each.shown else {}
    return sent | {name.replace("__", "-"): value for name, value in changed.items()}


def at_desk(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def url(cast: Cast, destination: str = "") -> str:
    there = reverse("layout", args=[cast.agency.code])
    return f"{there}?tujuan={destination}" if destination else there


def text_of(answer: Any) -> str:
    return " ".join(unescape(answer.content.decode()).split())


@pytest.fixture(autouse=True)
def seventh() -> Any:
    with clock.at(SEVENTH):
        yield


@pytest.fixture
def draft(cast: Cast, plan: Plan, sop: SopVersion) -> Compilation:
    return every_figure(cast, plan, sop)


# --- who -------------------------------------------------------------------------------------------------


def test_only_planning_and_compiler_arrange_the_report(cast: Cast) -> None:
    secretary = make_person("sekar")
    appoint(secretary, cast.agency, Role.SECRETARY)
    allowed = {cast.reviewer, cast.compiler}
    for person in (cast.officer, cast.head, cast.sop_admin, cast.overseer, secretary, *allowed):
        status = 200 if person in allowed else 403
        assert at_desk(person).get(url(cast)).status_code == status
        assert at_desk(person).get(reverse("layouts")).status_code == (302 if person in allowed else 403)
        if person not in allowed:
            assert at_desk(person).post(url(cast), form_of()).status_code == 403
            with pytest.raises(NotYours):
                set_layout(cast.agency, "", layout(), seen=0, by=person, now=SEVENTH)
            with pytest.raises(NotYours):
                drop_layout(cast.agency, "", seen=0, by=person, now=SEVENTH)
    assert not ColumnLayout.objects.exists()


def test_a_stranger_finds_no_such_page(cast: Cast) -> None:
    desk = at_desk(cast.stranger)
    assert desk.get(url(cast)).status_code == 404
    assert desk.post(url(cast), form_of()).status_code == 404


# --- what is refused -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ((Chosen("name"), Chosen("gaji")), "“gaji” tidak dikenal"),
        ((Chosen("name"), Chosen("unit"), Chosen("name")), "disebut dua kali"),
        (chosen(Table.PERFORMANCE, hidden="name"), "harus tampil"),
        ((), "harus tampil"),
        (chosen(Table.PERFORMANCE, first="achievement"), "di depan kolom yang dijumlah"),
        (chosen(Table.PERFORMANCE, unit="Target 2026"), "dua kolom berjudul “target 2026”"),
        (chosen(Table.PERFORMANCE, unit="x" * 81), "paling panjang 80 huruf"),
    ],
)
def test_what_cannot_be_printed_is_refused(columns: tuple[Chosen, ...], words: str, cast: Cast) -> None:
    [problem] = problems_of(Table.PERFORMANCE, columns, JANUARY)
    assert words in problem
    with pytest.raises(Blocked):
        keep(cast, replace(layout(), performance=columns))


def test_any_other_order_is_fine() -> None:
    for table in Table:
        assert problems_of(table, chosen(table), JANUARY) == []
        assert problems_of(table, (Chosen("name"),), JANUARY) == []
    assert (
        problems_of(
            Table.PERFORMANCE, chosen(Table.PERFORMANCE, first="remark name", hidden="order"), JANUARY
        )
        == []
    )


# --- keeping ---------------------------------------------------------------------------------------------


def test_a_destination_has_its_own_layout_else_the_default_else_all(cast: Cast) -> None:
    assert layout_of(cast.agency, "Bappeda") == USUAL
    keep(cast, layout("officer"))
    assert layout_of(cast.agency, "Bappeda").performance == layout("officer").performance
    own = keep(cast, layout("unit", cover=True), "Bappeda")
    assert layout_of(cast.agency, "Bappeda") == own
    assert not layout_of(cast.agency).cover
    drop_layout(cast.agency, "Bappeda", seen=1, by=cast.reviewer, now=SEVENTH)
    assert layout_of(cast.agency, "Bappeda") == layout_of(cast.agency)
    told = HistoryEvent.objects.filter(verb__startswith="layout_").order_by("sequence")
    assert [event.verb for event in told] == ["layout_set", "layout_set", "layout_dropped"]
    assert "untuk Bappeda" in told[1].sentence
    assert "11 kolom tampil, 1 disembunyikan" in told[1].sentence
    assert told[2].details["before"]["cover"] is True


def test_two_at_once_do_not_overwrite_each_other(cast: Cast) -> None:
    keep(cast, layout("officer"))
    with pytest.raises(Conflict):
        keep(cast, layout("unit"))
    sent = form_of(layout(), performance__unit__heading="Ukuran")
    answer = at_desk(cast.compiler).post(url(cast), sent)
    assert answer.status_code == 409
    assert "baru saja diubah orang lain" in text_of(answer)
    assert 'value="Ukuran"' in text_of(answer)
    again = at_desk(cast.compiler).post(url(cast), sent | {"seen": "1"})
    assert again.status_code == 302


# --- the page --------------------------------------------------------------------------------------------


def test_the_page_keeps_order_headings_and_hidden_columns(cast: Cast, draft: Compilation) -> None:
    desk = at_desk(cast.compiler)
    sent = form_of(performance__rating__place="3", performance__unit__heading=" Satuan  ukur ", cover="on")
    del sent["performance-officer-shown"]
    seen = desk.post(url(cast), sent | {"act": "look"})
    assert seen.status_code == 200
    assert "Belum disimpan" in text_of(seen)
    assert "Satuan ukur" in text_of(seen)
    assert not ColumnLayout.objects.exists()
    assert desk.post(url(cast), sent).status_code == 302
    kept = layout_of(cast.agency)
    assert [each.key for each in kept.performance][:4] == ["order", "name", "rating", "unit"]
    assert kept.performance[3].heading == "Satuan ukur"
    assert "officer" not in [each.key for each in kept.performance if each.shown]
    assert kept.cover
    page = text_of(desk.get(url(cast)))
    assert "Pratinjau dengan laporan Januari 2026" in page
    assert "Kembalikan ke bawaan" in page
    assert desk.post(url(cast), form_of(seen=1, act="drop")).status_code == 302
    assert layout_of(cast.agency) == USUAL


def test_arrows_move_a_column_and_keep_what_was_typed(cast: Cast) -> None:
    sent = form_of(move="performance:unit:up", performance__unit__heading="Ukuran")
    del sent["act"]
    answer = at_desk(cast.compiler).post(url(cast), sent)
    assert answer.status_code == 200
    form = answer.context["form"]
    assert form.orders[Table.PERFORMANCE][:3] == ["order", "unit", "name"]
    assert form["performance-unit-place"].value() == "2"
    assert form["performance-unit-heading"].value() == "Ukuran"
    assert form.orders[Table.BUDGET][: len(keys(Table.BUDGET))] == keys(Table.BUDGET)
    assert not ColumnLayout.objects.exists()


def test_bad_input_is_told_and_nothing_is_lost(cast: Cast) -> None:
    desk = at_desk(cast.compiler)
    answer = desk.post(
        url(cast), form_of(performance__unit__place="dua", performance__unit__heading="Ukuran")
    )
    assert answer.status_code == 422
    assert "Isi urutan dengan bilangan" in text_of(answer)
    assert 'value="dua"' in text_of(answer)
    assert 'value="Ukuran"' in text_of(answer)
    hidden = form_of()
    del hidden["budget-name-shown"]
    answer = desk.post(url(cast), hidden)
    assert answer.status_code == 422
    assert "Realisasi keuangan dan fisik: kolom Sub kegiatan harus tampil" in text_of(answer)
    assert desk.post(url(cast), form_of() | {"performance-order": "gaji,name"}).status_code == 302
    assert layout_of(cast.agency).performance[0].key == "order"


def test_the_page_takes_few_queries(
    cast: Cast, draft: Compilation, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    keep(cast, layout("officer"))
    keep(cast, layout("unit"), "Bappeda")
    Destination.objects.create(agency=cast.agency, name="Inspektorat Daerah")
    desk = at_desk(cast.compiler)
    desk.get(url(cast))
    with django_assert_max_num_queries(15):
        page = text_of(desk.get(url(cast, "Bappeda")))
    assert "Tata letak laporan untuk Bappeda" in page
    assert "Inspektorat Daerah (ikut bawaan)" in page


# --- where it shows --------------------------------------------------------------------------------------


def test_page_and_documents_show_the_same_columns(cast: Cast, draft: Compilation) -> None:
    keep(
        cast,
        layout("officer unit", "physical", first="order name rating", value="Hasil s.d. kini", cover=True),
    )
    sheet = sheet_of(draft)
    headings = ["No", "Indikator kinerja", "Predikat", "Target 2026", "Target s.d. bulan ini"]
    headings += ["Realisasi bulan ini", "Hasil s.d. kini", "Capaian s.d. bulan ini (%)"]
    document = docx.Document(io.BytesIO(word.render(sheet)))
    assert [cell.text for cell in document.tables[0].rows[0].cells][:8] == headings
    page = load_workbook(io.BytesIO(excel.render(sheet)))["Capaian Kinerja"]
    head = next(row for row in page.iter_rows(values_only=True) if row[0] == "No")
    assert list(head[:8]) == headings
    assert "PPTK" not in head
    paper = PdfReader(io.BytesIO(pdf.render(sheet)))
    cover, first = (" ".join(paper.pages[number].extract_text().split()) for number in (0, 1))
    assert "Predikat" not in cover
    assert "Magelang 2026" in cover
    assert "Hasil s.d. kini" in first
    assert "PPTK" not in first
    assert "Magelang 2026" in [paragraph.text.strip() for paragraph in document.paragraphs]
    screen = text_of(at_desk(cast.reviewer).get(reverse("report", args=[draft.report_id])))
    assert "Hasil s.d. kini" in screen
    assert '<th scope="col">PPTK</th>' not in screen.split("Realisasi keuangan dan fisik")[0]


@pytest.mark.parametrize(
    "hidden",
    [
        "",
        "order",
        "unit officer",
        "value",
        "target",
        "annual_target",
        "achievement",
        "month_value remark rating",
    ],
)
def test_formulas_point_at_the_right_columns_or_stand_as_figures(
    hidden: str, cast: Cast, draft: Compilation
) -> None:
    keep(cast, layout(hidden, first="rating name annual_achievement officer"))
    content = excel.render(sheet_of(draft))
    live, kept = (load_workbook(io.BytesIO(content), data_only=results) for results in (False, True))
    formulas = Calculator(live["Capaian Kinerja"]).formulas()
    for coordinate, value in formulas.items():
        assert value == pytest.approx(kept["Capaian Kinerja"][coordinate].value, abs=0.0001), coordinate
    per_row = {"value": 0, "target": 7, "annual_target": 7, "achievement": 7}.get(hidden, 14)
    means = 0 if hidden == "achievement" else 2
    assert len(formulas) == per_row + means
    bars = [cell.value for cell in live["Grafik"]["C"] if str(cell.value).startswith("='Capaian")]
    assert len(bars) == (0 if hidden == "achievement" else 7)


@pytest.mark.parametrize(
    "hidden", ["ceiling", "amount", "percent", "physical", "ceiling month_amount amount percent physical"]
)
def test_totals_fall_back_to_figures_where_an_operand_is_hidden(
    hidden: str, cast: Cast, draft: Compilation
) -> None:
    keep(cast, layout(budget=hidden))
    content = excel.render(sheet_of(draft))
    live, kept = (load_workbook(io.BytesIO(content), data_only=results) for results in (False, True))
    page = live["Keuangan dan Fisik"]
    for coordinate, value in Calculator(page).formulas().items():
        assert value == pytest.approx(kept["Keuangan dan Fisik"][coordinate].value, abs=0.0001)
    labels = [cell.value for cell in page["A"]]
    assert ("Jumlah" in labels) == (" " not in hidden)
    pdf.render(sheet_of(draft))
    word.render(sheet_of(draft))


def test_only_the_name_is_still_a_report(cast: Cast, draft: Compilation) -> None:
    only = {
        table: tuple(replace(each, shown=each.key == "name") for each in chosen(table)) for table in Table
    }
    keep(cast, Layout(only[Table.PERFORMANCE], only[Table.BUDGET]))
    sheet = sheet_of(draft)
    assert load_workbook(io.BytesIO(excel.render(sheet)))["Capaian Kinerja"].max_column == 1
    assert len(docx.Document(io.BytesIO(word.render(sheet))).tables[0].columns) == 1
    assert pdf.render(sheet)


def test_what_is_signed_never_changes(cast: Cast, plan: Plan, sop: SopVersion, tmp_path: Path) -> None:
    signed = to_signature(cast, sop)
    desk = at_desk(cast.reviewer)
    addresses = [reverse("report-file", args=[signed.report_id, kind]) for kind in ("pdf", "xlsx")]
    before = [b"".join(desk.get(address)) for address in addresses]
    later = SEVENTH + timedelta(days=5)
    set_layout(cast.agency, "", layout("officer"), seen=0, by=cast.reviewer, now=later)
    set_layout(cast.agency, "Bappeda", layout("unit"), seen=0, by=cast.reviewer, now=later)
    assert [b"".join(desk.get(address)) for address in addresses] == before
    out = tmp_path / "laporan.docx"
    wanted: dict[str, Any] = {"agency": cast.agency.code, "period": "2026-01", "destination": "Bappeda"}
    call_command("export_report", **wanted, format="docx", out=out, verbosity=0)
    heads = [cell.text for cell in docx.Document(str(out)).tables[0].rows[0].cells]
    assert "PPTK" in heads
    assert "Satuan" not in heads
    with pytest.raises(CommandError):
        call_command("export_report", **wanted, format="pdf", out=out, verbosity=0)
