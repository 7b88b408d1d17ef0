"""The entry page in plain HTML: drafts, bad cells, tabs, corrections, evidence, check, receipt."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from kinerja.lib import clock
from organisation.models import Person
from reporting.actions.entry import plausible, save_entry
from reporting.measures import Direction, Rollup
from reporting.models import Evidence, Plan, Realisation, ReportLine, Spending
from reporting.queries.entry import sheet_of
from sop.actions.tick import tick
from sop.models import SopVersion, Task
from sop.workflow import advance, extend
from tests.cast import Cast, make_indicator, task_of, wib
from tests.remembered import remembered

THIRD = wib("2026-02-03 09:00")
Counter = Callable[[int], AbstractContextManager[object]]
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.fixture
def opened(cast: Cast, plan: Plan, sop: SopVersion) -> Task:
    sop.sop.runs_from = "2026-01"
    sop.sop.save()
    remembered(tick)(wib("2026-02-01 00:05"))
    return task_of(cast, "fill", who=cast.officer)


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def row_of(code: str) -> Realisation:
    return Realisation.objects.get(indicator__code=code, period="2026-01")


def spending_of(code: str) -> Spending:
    return Spending.objects.get(node__code=code, period="2026-01")


def whole_sheet(**other: str) -> dict[str, str]:
    """Everything that the officer's page asks for, well on target."""
    first, second, money = row_of("1.1"), row_of("1.2"), spending_of("5.02.02.2.01.0001")
    values = {
        f"r{first.pk}-edition": "0",
        f"r{first.pk}-figure": "1",
        f"r{first.pk}-choice": "value",
        f"r{second.pk}-edition": "0",
        f"r{second.pk}-figure": "100",
        f"r{second.pk}-choice": "value",
        f"s{money.pk}-edition": "0",
        f"s{money.pk}-amount": "1.234.567",
        f"s{money.pk}-physical": "8,5",
        f"r{first.pk}-reason_no_evidence": "Buktinya menyusul.",
        f"r{second.pk}-reason_no_evidence": "Buktinya menyusul.",
    }
    return values | other


def send(
    person: Person, task: Task, values: Mapping[str, Any], *, at: datetime = THIRD, do: str = "draft"
) -> HttpResponse:
    with clock.at(at):
        answer: Any = signed_in(person).post(f"/realisasi/{task.pk}/", {**values, "do": do})
    assert isinstance(answer, HttpResponse)
    return answer


def text_of(answer: HttpResponse) -> str:
    return unescape(answer.content.decode())


def look(person: Person, task: Task, *, at: datetime = THIRD) -> str:
    with clock.at(at):
        answer: Any = signed_in(person).get(f"/realisasi/{task.pk}/")
    return text_of(answer)


def test_the_page_shows_target_past_and_inputs(cast: Cast, opened: Task) -> None:
    with clock.at(THIRD):
        page = signed_in(cast.officer).get(f"/realisasi/{opened.pk}/")
    text = page.content.decode()
    assert page.status_code == 200
    assert "Jumlah dokumen" in text
    assert f'id="id_r{row_of("1.1").pk}-figure"' in text
    assert "120.000.000" in text
    assert "5 Februari 2026, 23.59 WIB" in text


def test_a_draft_is_saved_and_shows_the_achievement_with_its_working(cast: Cast, opened: Task) -> None:
    answer = send(cast.officer, opened, whole_sheet())
    assert answer.status_code == 302
    assert (row_of("1.1").value, row_of("1.1").raw) == (Decimal(1), "1")
    assert spending_of("5.02.02.2.01.0001").amount == Decimal(1234567)
    page = look(cast.officer, opened)
    assert "1 ÷ 1 × 100 = 100,00" in page
    assert "1,03 %" in page
    assert "Rp1.234.567 dari pagu" in page


def test_one_bad_cell_is_told_beside_it_and_the_others_are_saved(cast: Cast, opened: Task) -> None:
    bad = {f"r{row_of('1.2').pk}-figure": "34 orang"}
    answer = send(cast.officer, opened, whole_sheet(**bad))
    page = text_of(answer)
    assert answer.status_code == 422
    assert "<title>\n      Galat:" in page
    assert 'value="34 orang"' in page
    assert "“34 orang” memuat kata" in page
    assert row_of("1.1").value == Decimal(1)
    assert (row_of("1.2").value, row_of("1.2").raw) == (None, "34 orang")
    assert "“34 orang” memuat kata" in look(cast.officer, opened)


def test_an_ambiguous_number_asks(cast: Cast, opened: Task) -> None:
    answer = send(cast.officer, opened, whole_sheet(**{f"r{row_of('1.2').pk}-figure": "1.234"}))
    assert "dapat berarti dua hal" in text_of(answer)
    assert row_of("1.2").value is None


@pytest.mark.parametrize(
    ("typed", "choice", "state", "value"),
    [
        ("0", "value", "value", Decimal(0)),
        ("", "value", "blank", None),
        ("", "nihil", "nihil", None),
        ("", "not_measured", "not_measured", None),
        ("34,49", "value", "value", Decimal("34.49")),
    ],
)
def test_zero_blank_nihil_and_not_measured_are_kept_apart(
    cast: Cast, opened: Task, typed: str, choice: str, state: str, value: Decimal | None
) -> None:
    key = f"r{row_of('1.1').pk}"
    send(cast.officer, opened, whole_sheet(**{f"{key}-figure": typed, f"{key}-choice": choice}))
    assert (row_of("1.1").state, row_of("1.1").value) == (state, value)
    page = look(cast.officer, opened)
    assert f'value="{choice}" selected' in page


def test_a_figure_and_nihil_together_are_a_question(cast: Cast, opened: Task) -> None:
    key = f"r{row_of('1.1').pk}"
    answer = send(cast.officer, opened, whole_sheet(**{f"{key}-figure": "5", f"{key}-choice": "nihil"}))
    assert "tidak keduanya" in text_of(answer)
    assert row_of("1.1").state == "blank"


def test_a_foreign_row_in_the_post_is_refused_as_a_whole(cast: Cast, opened: Task) -> None:
    foreign = {f"r{row_of('2.1').pk}-figure": "9", f"r{row_of('2.1').pk}-edition": "0"}
    assert send(cast.officer, opened, whole_sheet(**foreign)).status_code == 403
    assert not Realisation.objects.filter(state="value").exists()


def test_only_the_officer_may_fill_and_a_stranger_does_not_see_the_page(cast: Cast, opened: Task) -> None:
    for person in (cast.second_officer, cast.compiler, cast.reviewer, cast.head):
        assert send(person, opened, whole_sheet()).status_code == 403
        page = look(person, opened)
        assert "Isian ini milik Olivia" in page
        assert "Simpan draf" not in page
    assert send(cast.stranger, opened, whole_sheet()).status_code == 404
    assert "Simpan draf" in look(cast.officer, opened)


def test_two_tabs_do_not_overwrite_each_other(cast: Cast, opened: Task) -> None:
    key = f"r{row_of('1.1').pk}"
    send(cast.officer, opened, whole_sheet(**{f"{key}-figure": "7"}))
    answer = send(cast.officer, opened, whole_sheet(**{f"{key}-figure": "8"}))
    page = text_of(answer)
    assert answer.status_code == 422
    assert "yang tersimpan: 7" in page
    assert 'value="8"' in page
    assert row_of("1.1").value == Decimal(7)
    again = whole_sheet(**{f"{key}-figure": "8", f"{key}-edition": "1"})
    again |= {name: "1" for name in again if name.endswith("-edition")}
    send(cast.officer, opened, again)
    assert row_of("1.1").value == Decimal(8)


def test_an_unfinished_sheet_goes_back_with_a_summary_that_links_to_the_cells(
    cast: Cast, opened: Task
) -> None:
    key = f"r{row_of('1.1').pk}"
    page = text_of(send(cast.officer, opened, whole_sheet(**{f"{key}-figure": ""}), do="check"))
    assert "Ada isian yang perlu diperbaiki" in page
    assert f'href="#id_{key}-figure"' in page


def test_an_officer_checks_submits_and_gets_a_receipt(cast: Cast, opened: Task) -> None:
    assert send(cast.officer, opened, whole_sheet(), do="check").headers["location"].endswith("/periksa/")
    client = signed_in(cast.officer)
    with clock.at(THIRD):
        page = unescape(client.get(f"/realisasi/{opened.pk}/periksa/").content.decode())
        assert "Rp1.234.567" in page
        done = client.post(f"/realisasi/{opened.pk}/periksa/")
        receipt = unescape(client.get(done.headers["location"]).content.decode())
    assert f"BPKAD-MAGELANG/2026-01/{opened.pk:05d}" in receipt
    assert "Selasa, 3 Februari 2026, 09.00 WIB" in receipt
    opened.refresh_from_db()
    assert opened.status == Task.Status.DONE


def test_a_second_submit_gets_a_conflict_in_words(cast: Cast, opened: Task) -> None:
    send(cast.officer, opened, whole_sheet(), do="check")
    client = signed_in(cast.officer)
    with clock.at(THIRD):
        answers = [client.post(f"/realisasi/{opened.pk}/periksa/") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 409]
    assert "sudah diselesaikan oleh Olivia" in unescape(answers[1].content.decode())


def test_after_the_deadline_what_was_typed_is_shown_back_and_not_saved(cast: Cast, opened: Task) -> None:
    answer = send(cast.officer, opened, whole_sheet(), at=wib("2026-02-06 00:00"))
    page = text_of(answer)
    assert answer.status_code == 409
    assert "Batas waktunya sudah lewat" in page
    assert 'value="1.234.567"' in page
    assert not Realisation.objects.filter(state="value").exists()


def test_the_last_second_of_the_deadline_still_counts(cast: Cast, opened: Task) -> None:
    assert send(cast.officer, opened, whole_sheet(), at=wib("2026-02-05 23:59:59")).status_code == 302


def test_before_its_window_the_page_says_when_it_opens(cast: Cast, opened: Task) -> None:
    Task.objects.filter(pk=opened.pk).update(opens_at=wib("2026-02-04 00:00"))
    assert "Belum dibuka. Langkah ini dimulai Rabu, 4 Februari 2026" in look(cast.officer, opened)


def test_evidence_is_judged_by_content_kept_and_taken_away(cast: Cast, opened: Task) -> None:
    key = f"evidence-r{row_of('1.1').pk}-upload"
    files = [SimpleUploadedFile("notulen.pdf", PDF), SimpleUploadedFile("daftar.pdf", PDF + b"%%EOF\n")]
    send(cast.officer, opened, {**whole_sheet(), key: files})
    assert sorted(e.name for e in Evidence.objects.all()) == ["daftar.pdf", "notulen.pdf"]
    evidence = Evidence.objects.latest("pk")
    asked = send(cast.officer, opened, {"remove": str(evidence.pk)})
    assert asked.headers["location"].endswith("/hapus/")
    with clock.at(THIRD):
        signed_in(cast.officer).post(asked.headers["location"])
        assert signed_in(cast.second_officer).post(asked.headers["location"]).status_code == 404
        other = Evidence.objects.get()
        url = f"/realisasi/{opened.pk}/bukti/{other.pk}/hapus/"
        assert signed_in(cast.second_officer).post(url).status_code == 403
    assert Evidence.objects.count() == 1


def test_a_file_that_is_not_what_its_name_says_is_refused_and_the_figures_are_kept(
    cast: Cast, opened: Task
) -> None:
    key = f"evidence-r{row_of('1.1').pk}-upload"
    answer = send(cast.officer, opened, {**whole_sheet(), key: SimpleUploadedFile("foto.pdf", b"MZ\x90\x00")})
    assert answer.status_code == 422
    assert "bukan PDF" in text_of(answer)
    assert not Evidence.objects.exists()
    assert row_of("1.1").value == Decimal(1)


def test_a_ratio_asks_for_both_parts_and_a_predicate_for_a_word(
    cast: Cast, plan: Plan, sop: SopVersion
) -> None:
    node = plan.nodes.get(code="5.02.02.2.01.0001")
    make_indicator(node, "1.3", "Ketepatan", unit="%", annual=Decimal(100), rollup=Rollup.RATIO)
    opinion = make_indicator(
        node,
        "1.4",
        "Opini BPK",
        unit="Opini",
        annual=Decimal(4),
        direction=Direction.PREDICATE,
        rollup=Rollup.LAST,
    )
    opinion.scale = [["WDP", "3"], ["WTP", "4"]]
    opinion.save()
    sop.sop.runs_from = "2026-01"
    sop.sop.save()
    tick(wib("2026-02-01 00:05"))
    task = task_of(cast, "fill", who=cast.officer)
    ratio, word = f"r{row_of('1.3').pk}", f"r{row_of('1.4').pk}"
    send(cast.officer, task, {f"{ratio}-numerator": "9", f"{ratio}-denominator": "12", f"{word}-code": "WDP"})
    assert (row_of("1.3").value, row_of("1.3").numerator) == (Decimal(75), Decimal(9))
    assert (row_of("1.4").value, row_of("1.4").raw) == (Decimal(3), "WDP")
    send(cast.officer, task, {f"{ratio}-numerator": "9", f"{ratio}-denominator": "", f"{ratio}-edition": "1"})
    assert (row_of("1.3").state, row_of("1.3").raw) == ("blank", "9 / ")
    page = look(cast.officer, task)
    assert 'value="WDP" selected' in page
    assert f'name="{ratio}-numerator" value="9"' in page


@pytest.mark.parametrize(
    "typed",
    [
        "\0",
        "1\0",
        "９９９",
        "1e5",
        "=1+1",
        "−5",
        "9" * 40,
        "9" * 18,
        "9" * 15,
        "123456789012,345678",
        "1,2345678",
        "<b>1</b>",
        "1.2.3",
        "٣٫٥",
    ],
)
def test_no_cell_however_odd_breaks_the_page(cast: Cast, opened: Task, typed: str) -> None:
    first, money = f"r{row_of('1.1').pk}", f"s{spending_of('5.02.02.2.01.0001').pk}"
    odd = {f"{first}-figure": typed, f"{money}-amount": typed, f"{money}-physical": typed}
    odd |= {f"{first}-obstacle": typed, f"{first}-edition": typed}
    assert send(cast.officer, opened, whole_sheet(**odd)).status_code in {302, 422}
    assert row_of("1.2").value == Decimal(100)


def test_a_ratio_that_fits_no_column_is_a_question(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    node = plan.nodes.get(code="5.02.02.2.01.0001")
    make_indicator(node, "1.3", "Ketepatan", unit="%", annual=Decimal(100), rollup=Rollup.RATIO)
    sop.sop.runs_from = "2026-01"
    sop.sop.save()
    tick(wib("2026-02-01 00:05"))
    task, key = task_of(cast, "fill", who=cast.officer), f"r{row_of('1.3').pk}"
    for above, below in (("9" * 15, "0,000001"), ("5", "0"), ("5", "-1")):
        answer = send(cast.officer, task, {f"{key}-numerator": above, f"{key}-denominator": below})
        assert answer.status_code == 422
        assert row_of("1.3").value is None
        Realisation.objects.update(edition=0)


def test_the_page_costs_at_most_fifteen_queries_however_many_rows(
    cast: Cast, opened: Task, django_assert_max_num_queries: Counter
) -> None:
    node = Plan.objects.get().nodes.get(code="5.02.02.2.01.0001")
    for number in range(10):
        extra = make_indicator(node, f"x{number}", f"Tambahan {number}", unit="Dokumen", annual=Decimal(12))
        Realisation.objects.create(indicator=extra, period="2026-01")
    client = signed_in(cast.officer)
    with clock.at(THIRD), django_assert_max_num_queries(15):
        assert "Tambahan 9" in client.get(f"/realisasi/{opened.pk}/").content.decode()


def test_a_return_opens_only_the_rows_with_a_note(cast: Cast, opened: Task) -> None:
    second = task_of(cast, "fill", who=cast.second_officer)
    for task, person in ((opened, cast.officer), (second, cast.second_officer)):
        for _ in range(2):
            save_entry(task, plausible(sheet_of(task)), by=person, now=THIRD)
        advance(task, "done", by=person, now=THIRD)
    sixth = wib("2026-02-06 08:00")
    tick(sixth)
    line = ReportLine.objects.get(indicator__code="1.1", compilation__round=1)
    notes = {"lines": {line.pk: "Lampirkan daftar dokumen."}}
    advance(task_of(cast, "review"), "returned", by=cast.reviewer, now=sixth, note="Lengkapi.", values=notes)
    [again] = Task.objects.filter(act__kind="fill", round=2)
    assert again.assignee == cast.officer
    page = look(cast.officer, again, at=sixth)
    assert "Lampirkan daftar dokumen." in page
    assert f"r{row_of('1.1').pk}-figure" in page
    assert f"r{row_of('1.2').pk}-figure" not in page
    other = {f"r{row_of('1.2').pk}-figure": "50", f"r{row_of('1.2').pk}-edition": "1"}
    assert send(cast.officer, again, other, at=sixth).status_code == 403
    key = f"r{row_of('1.1').pk}"
    values = {f"{key}-figure": "3", f"{key}-choice": "value", f"{key}-edition": str(row_of("1.1").edition)}
    values[f"{key}-reason_over_100"] = "Dua dokumen selesai lebih awal."
    assert send(cast.officer, again, values, at=sixth).status_code == 302
    assert row_of("1.1").submitted_at is None
    assert row_of("1.2").submitted_at == THIRD
    with clock.at(sixth):
        signed_in(cast.officer).post(f"/realisasi/{again.pk}/periksa/")
    assert row_of("1.1").submitted_at == sixth
    tick(sixth)
    corrected = ReportLine.objects.get(indicator__code="1.1", compilation__round=2)
    assert (line.value, corrected.value) == (Decimal(1), Decimal(3))


def test_an_extension_opens_every_row_for_a_latecomer(cast: Cast, opened: Task) -> None:
    second = task_of(cast, "fill", who=cast.second_officer)
    save_entry(second, plausible(sheet_of(second)), by=cast.second_officer, now=THIRD)
    advance(second, "done", by=cast.second_officer, now=THIRD)
    sixth = wib("2026-02-06 08:00")
    tick(sixth)
    late = extend(
        task_of(cast, "fill", who=cast.officer),
        until=wib("2026-02-07 12:00"),
        reason="Menunggu data",
        by=cast.reviewer,
        now=sixth,
    )
    assert late.round == 2
    page = look(cast.officer, late, at=sixth)
    assert all(f"r{row_of(code).pk}-figure" in page for code in ("1.1", "1.2"))
    assert send(cast.officer, late, whole_sheet(), at=sixth, do="check").status_code == 302
    assert send(cast.officer, late, whole_sheet(), at=wib("2026-02-07 12:01")).status_code == 409


def test_a_tab_left_open_after_submitting_is_told_and_keeps_what_was_typed(cast: Cast, opened: Task) -> None:
    send(cast.officer, opened, whole_sheet(), do="check")
    with clock.at(THIRD):
        signed_in(cast.officer).post(f"/realisasi/{opened.pk}/periksa/")
    answer = send(cast.officer, opened, whole_sheet(**{f"r{row_of('1.1').pk}-figure": "99"}))
    page = text_of(answer)
    assert answer.status_code == 409
    assert "sudah disampaikan dan tidak dapat diubah" in page
    assert 'value="99"' in page
    assert row_of("1.1").value == Decimal(1)


def test_a_warning_asks_for_a_reason_and_lets_pass_what_is_true(cast: Cast, opened: Task) -> None:
    money = f"s{spending_of('5.02.02.2.01.0001').pk}"
    over = whole_sheet(**{f"{money}-amount": "Rp 150.000.000"})
    answer = send(cast.officer, opened, over, do="check")
    page = text_of(answer)
    assert answer.status_code == 422
    assert "melebihi pagu Rp120.000.000" in page
    assert f'href="#id_{money}-reason_over_ceiling"' in page
    assert f'id="id_{money}-reason_over_ceiling"' in page
    over = {name: value for name, value in over.items() if not name.endswith("-edition")}
    over |= {f"{money}-reason_over_ceiling": "Pergeseran pagu belum terbit.", f"{money}-edition": "1"}
    over |= {f"r{row_of(code).pk}-edition": "1" for code in ("1.1", "1.2")}
    assert send(cast.officer, opened, over, do="check").status_code == 302
    with clock.at(THIRD):
        checked: Any = signed_in(cast.officer).get(f"/realisasi/{opened.pk}/periksa/")
    assert "Pergeseran pagu belum terbit." in text_of(checked)
    assert spending_of("5.02.02.2.01.0001").reasons == {"over_ceiling": "Pergeseran pagu belum terbit."}


def test_a_reason_goes_when_its_warning_does(cast: Cast, opened: Task) -> None:
    key = f"r{row_of('1.1').pk}"
    send(cast.officer, opened, whole_sheet(**{f"{key}-figure": "2", f"{key}-reason_over_100": "Lebih awal"}))
    assert row_of("1.1").reasons == {"over_100": "Lebih awal", "no_evidence": "Buktinya menyusul."}
    low = {f"{key}-figure": "0,5", f"{key}-choice": "value", f"{key}-edition": "1"}
    send(cast.officer, opened, low)
    assert row_of("1.1").reasons == {}


def test_a_sheet_of_75_rows_fits_in_one_plain_form(cast: Cast, opened: Task) -> None:
    node = Plan.objects.get().nodes.get(code="5.02.02.2.01.0001")
    words = ("obstacle", "support", "follow_up", "reason_falls", "reason_over_100", "reason_jump")
    values = whole_sheet()
    for number in range(73):
        extra = make_indicator(node, f"x{number}", f"Tambahan {number}", unit="Dokumen", annual=Decimal(12))
        made = Realisation.objects.create(indicator=extra, period="2026-01")
        cells = {"edition": "0", "figure": "1", "choice": "value", **dict.fromkeys(words, "Sesuai jadwal")}
        cells |= {
            "reason_no_evidence": "Menyusul",
            "source_url": "",
            "published_on": "",
            "link": "",
            "label": "",
        }
        values |= {f"r{made.pk}-{name}": value for name, value in cells.items()}
    assert send(cast.officer, opened, values, do="check").status_code == 302
    assert Realisation.objects.filter(state="value").count() == 75
