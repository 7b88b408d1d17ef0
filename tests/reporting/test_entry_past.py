"""What a row remembers: twelve months as a line, every change in words, the agency's policy, the receipt."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.test import Client

from kinerja.lib import clock
from organisation.models import Person, Substitute
from reporting.actions.entry import measured, plausible, save_entry, spent
from reporting.models import AgencyPolicy, Plan, Realisation, Scale
from reporting.queries.entry import Line, Money, sheet_of
from reporting.templatetags.sparkline import path_of, points_of, sentence_of, sparkline
from sop.models import SopVersion, Task
from sop.workflow import advance
from tests.cast import Cast, make_plan, task_of
from tests.reporting.stories import THIRD, open_january, state

Counter = Callable[[int], AbstractContextManager[object]]


@pytest.fixture
def opened(cast: Cast, plan: Plan, sop: SopVersion) -> Task:
    open_january(sop)
    return task_of(cast, "fill", who=cast.officer)


def line_of(task: Task, code: str) -> Line:
    return next(row for row in sheet_of(task).rows if isinstance(row, Line) and row.indicator.code == code)


def money_of(task: Task) -> Money:
    return next(row for row in sheet_of(task).rows if isinstance(row, Money))


def get(person: Person, url: str, **headers: str) -> Any:
    client = Client()
    client.force_login(person)
    with clock.at(THIRD):
        return client.get(url, headers=headers)


def text(answer: Any) -> str:
    return unescape(answer.content.decode())


def test_the_past_reaches_into_the_plan_of_the_year_before(
    cast: Cast, opened: Task, django_assert_max_num_queries: Counter
) -> None:
    last_year = make_plan(cast, year=2025)
    indicator = last_year.nodes.get(code="5.02.02.2.01.0001").indicators.get(code="1.2")
    for month, value in ((3, "84.1"), (12, "88.95")):
        Realisation.objects.create(
            indicator=indicator, period=f"2025-{month:02}", state="value", value=Decimal(value),
            submitted_at=THIRD,
        )  # fmt: skip
    Realisation.objects.create(indicator=indicator, period="2025-11", state="value", value=Decimal(1))
    with django_assert_max_num_queries(9):
        line = line_of(opened, "1.2")
    assert [past.period.code for past in line.past][::11] == ["2025-02", "2026-01"]
    assert {past.period.code: past.value for past in line.past if past.value is not None} == {
        "2025-03": Decimal("84.1"),
        "2025-12": Decimal("88.95"),
    }
    assert [past.state for past in line.past][:2] == ["blank", "value"]
    assert set(line.months) == {1}
    assert sentence_of(line).endswith("88,95; –, terakhir 88,95 (Desember 2025)")
    drawing = sparkline(line)
    assert 'role="img" aria-label="12 bulan terakhir: –; 84,1; –' in drawing


def test_a_single_value_is_not_drawn(opened: Task) -> None:
    assert sparkline(line_of(opened, "1.2")) == ""


def test_the_line_bridges_months_without_a_value_and_never_draws_them_as_zero() -> None:
    points = points_of([Decimal(1), None, Decimal(3), Decimal(2)])
    assert points[1] is None
    assert [point and point[1] for point in points] == [21, None, 3, 12]
    assert path_of(points) == "M3.0 21.0 L63.0 3.0 L93.0 12.0"
    assert {point and point[1] for point in points_of([Decimal(5)] * 3)} == {12}
    assert points_of([]) == []


def test_a_row_tells_every_change_with_who_when_and_from_what_to_what(cast: Cast, opened: Task) -> None:
    line, money = line_of(opened, "1.1"), money_of(opened)
    save_entry(opened, [measured(line.row, Decimal(2))], by=cast.officer, now=THIRD)
    line = line_of(opened, "1.1")
    reasons = {"over_100": "Dimajukan"}
    changes = [
        measured(line.row, Decimal(3), obstacle="Hujan", reasons=reasons),
        spent(money.row, Decimal(1500), Decimal(5)),
    ]
    save_entry(opened, changes, by=cast.officer, now=THIRD)
    page = text(get(cast.officer, f"/realisasi/{opened.pk}/riwayat/{line.key}/"))
    for words in (
        "belum diisi → <strong>2</strong>",
        "2 → <strong>3</strong>",
        "Kendala: kosong → <strong>Hujan</strong>",
        "Alasan: lebih dari 100 %: kosong → <strong>Dimajukan</strong>",
        "Olivia Rekaan, S.E. mengubah realisasi",
        "Selasa, 3 Februari 2026, 09.00 WIB",
        "Januari 2026",
        "Februari 2025",
    ):
        assert words in page, words
    of_money = text(get(cast.officer, f"/realisasi/{opened.pk}/riwayat/{money.key}/"))
    assert "Realisasi keuangan: kosong → <strong>1.500</strong>" in of_money
    assert "Rp1.500, fisik 5,00 %" in of_money


def test_the_history_is_for_whoever_sees_the_sheet(
    cast: Cast, opened: Task, django_assert_max_num_queries: Counter
) -> None:
    url = f"/realisasi/{opened.pk}/riwayat/{line_of(opened, '1.1').key}/"
    for person in (cast.officer, cast.second_officer, cast.reviewer, cast.head, cast.overseer):
        assert get(person, url).status_code == 200, person
    assert get(cast.stranger, url).status_code == 404
    for key in ("r999999", "x1", "s0"):
        assert get(cast.officer, f"/realisasi/{opened.pk}/riwayat/{key}/").status_code == 404
    part = get(cast.officer, url, **{"HX-Request": "true"})
    assert "<html" not in text(part)
    assert "Baris ini belum pernah diubah." in text(part)
    client = Client()
    client.force_login(cast.officer)
    with clock.at(THIRD), django_assert_max_num_queries(15):
        client.get(url)


def test_figures_follow_the_policy_of_the_last_day_of_the_period(cast: Cast, opened: Task) -> None:
    scale = Scale.objects.create(
        agency=cast.agency,
        name="Uji",
        valid_from=date(2026, 1, 1),
        bands=[["110", "Istimewa"], [None, "Biasa"]],
    )
    off = ("no_evidence", "words_off_target")
    AgencyPolicy.objects.create(
        agency=cast.agency, from_on=date(2026, 1, 31), cap=Decimal(120), scale=scale,
        entry_rules={"over_100": {"limit": 150}, **{rule: {"on": False} for rule in off}},
    )  # fmt: skip
    AgencyPolicy.objects.create(agency=cast.agency, from_on=date(2026, 2, 1), cap=Decimal(100))
    line = line_of(opened, "1.1")
    save_entry(opened, [measured(line.row, Decimal(2))], by=cast.officer, now=THIRD)
    line = line_of(opened, "1.1")
    judged = line.figure.achievement
    assert (judged.value, judged.raw) == (Decimal(120), Decimal(200))
    assert line.rating == "Istimewa"
    assert [warned.rule.value for warned in line.warnings] == ["over_100"]
    low = line_of(opened, "1.2")
    save_entry(opened, [measured(low.row, Decimal(50))], by=cast.officer, now=THIRD)
    low = line_of(opened, "1.2")
    assert (low.figure.is_off_target, low.problems, low.rating) == (True, [], "Biasa")


def test_the_receipt_lists_what_was_handed_in_and_by_whom(cast: Cast, opened: Task) -> None:
    Substitute.objects.create(
        agency=cast.agency, absent=cast.officer, person=cast.second_officer, reason="Cuti",
        from_on=date(2026, 2, 1), recorded_at=THIRD,
    )  # fmt: skip
    other = cast.second_officer
    line, money = line_of(opened, "1.1"), money_of(opened)
    save_entry(opened, plausible(sheet_of(opened)), by=cast.officer, now=THIRD)
    begun = text(get(other, f"/realisasi/{opened.pk}/"))
    assert "oleh Olivia Rekaan, S.E." in begun
    checked = text(get(other, f"/realisasi/{opened.pk}/periksa/"))
    assert "Sudah dicocokkan dengan dokumen sumber." in checked
    assert "Oscar Rekaan, S.T. a.n. Olivia Rekaan, S.E." in checked
    advance(opened, "done", by=other, now=THIRD)
    Realisation.objects.filter(pk=line.row.pk).update(value=Decimal(777), raw="777")
    receipt = text(get(cast.officer, f"/realisasi/{opened.pk}/tanda-terima/"))
    for words in (
        "Oscar Rekaan, S.T. a.n. Olivia Rekaan, S.E.",
        "Jumlah dokumen",
        "09.00 WIB",
        "10.000.000",
    ):
        assert words in receipt, words
    assert "777" not in receipt
    assert money.node.name in receipt


def test_a_reason_that_was_settled_by_evidence_is_forgotten_on_handing_in(cast: Cast, opened: Task) -> None:
    state("1.1", "1", submitted_at=None, reasons={"no_evidence": "Menyusul", "jump": "Tidak ada lagi"})
    save_entry(opened, plausible(sheet_of(opened)), by=cast.officer, now=THIRD)
    assert Realisation.objects.get(indicator__code="1.1").reasons["jump"] == "Tidak ada lagi"
    advance(opened, "done", by=cast.officer, now=THIRD)
    assert Realisation.objects.get(indicator__code="1.1").reasons == {"no_evidence": "Menyusul"}
