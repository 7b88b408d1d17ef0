"""Published values: "belum dirilis" in their month, and the value with source and date when it comes."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.test import Client

from kinerja.lib import clock
from organisation.models import HistoryEvent, Person, Substitute
from reporting.actions.entry import plausible, save_entry
from reporting.actions.release import enter_release
from reporting.measures import Rollup
from reporting.models import Indicator, Plan, Realisation, ReportLine
from reporting.queries.entry import sheet_of
from reporting.queries.releases import awaited_releases
from sop.actions.tick import tick
from sop.models import SopVersion, Task
from sop.workflow import Conflict, NotYours, advance
from tests.cast import Cast, make_indicator, task_of, wib
from tests.reporting.stories import SIXTH, THIRD, fill, open_january

pytestmark = pytest.mark.usefixtures("blank_paper")

Counter = Callable[[int], AbstractContextManager[object]]
NOVEMBER = wib("2026-11-10 10:00")
SOURCE = "https://magelangkota.bps.go.id/rilis/12"


@pytest.fixture
def index(plan: Plan) -> Indicator:
    """An index that is published about January, and only about January."""
    node = plan.nodes.get(code="5.02.02.2.01.0001")
    indicator = make_indicator(
        node, "1.3", "Indeks Pembangunan", unit="Indeks", annual=Decimal(80), rollup=Rollup.RELEASE
    )
    indicator.measured_months = [1]
    indicator.save()
    return indicator


@pytest.fixture
def opened(cast: Cast, index: Indicator, sop: SopVersion) -> Task:
    open_january(sop)
    return task_of(cast, "fill", who=cast.officer)


def row_of() -> Realisation:
    return Realisation.objects.select_related("indicator__node__plan__agency").get(indicator__code="1.3")


def post(person: Person, url: str, values: dict[str, str], *, at: datetime) -> Any:
    client = Client()
    client.force_login(person)
    with clock.at(at):
        return client.post(url, values)


def get(person: Person, url: str, *, at: datetime = NOVEMBER) -> str:
    client = Client()
    client.force_login(person)
    with clock.at(at):
        return unescape(client.get(url).content.decode())


def cells(**inputs: str) -> dict[str, str]:
    key = f"r{row_of().pk}"
    return {f"{key}-{name}": value for name, value in {"edition": str(row_of().edition), **inputs}.items()}


@pytest.fixture
def handed_in(cast: Cast, opened: Task) -> Task:
    """The officer handed January in before the index was out."""
    post(cast.officer, f"/realisasi/{opened.pk}/", cells(figure="", choice="not_due"), at=THIRD)
    save_entry(opened, plausible(sheet_of(opened)), by=cast.officer, now=THIRD)
    advance(opened, "done", by=cast.officer, now=THIRD)
    return opened


def answer(**inputs: str) -> dict[str, str]:
    key = f"r{row_of().pk}"
    values = {"figure": "81,25", "source_url": SOURCE, "published_on": "2026-11-05", **inputs}
    return {f"{key}-{name}": value for name, value in values.items()}


def test_not_yet_released_lacks_nothing_and_is_never_zero_late_or_in_a_mean(
    cast: Cast, handed_in: Task
) -> None:
    assert (row_of().state, row_of().value) == ("not_due", None)
    fill(cast, cast.second_officer)
    tick(SIXTH)
    line = ReportLine.objects.get(indicator__code="1.3")
    assert (line.value, line.achievement, line.achievement_status) == (None, None, "not_due")
    assert line.compilation.late == []


def test_a_value_of_a_release_needs_its_source(cast: Cast, opened: Task) -> None:
    page = post(
        cast.officer,
        f"/realisasi/{opened.pk}/",
        {**cells(figure="81", choice="value"), "do": "check"},
        at=THIRD,
    )
    assert "nilai rilis memerlukan tautan sumbernya" in unescape(page.content.decode())
    assert row_of().value == 81


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "ftp://bps.go.id/a", "bps", "//bps.go.id", "data:text/html,x", "https://"],
)
def test_only_a_web_address_is_a_source(cast: Cast, opened: Task, address: str) -> None:
    page = post(
        cast.officer,
        f"/realisasi/{opened.pk}/",
        cells(figure="81", choice="value", source_url=address),
        at=THIRD,
    )
    assert page.status_code == 422
    assert "dimulai dengan https://" in unescape(page.content.decode())
    assert (row_of().source_url, row_of().value) == ("", Decimal(81))


def test_it_is_brought_months_later_with_source_and_date_and_reports_stay(
    cast: Cast, handed_in: Task
) -> None:
    fill(cast, cast.second_officer)
    tick(SIXTH)
    others = list(Realisation.objects.exclude(pk=row_of().pk).order_by("pk").values())
    assert "1 nilai rilis menyusul" in get(cast.officer, "/")
    assert "Indeks Pembangunan" in get(cast.officer, "/realisasi/rilis/")
    done = post(cast.officer, f"/realisasi/rilis/{row_of().pk}/", answer(), at=NOVEMBER)
    assert done.headers["location"] == "/realisasi/rilis/"
    row = row_of()
    assert (row.state, row.value, row.raw, row.source_url) == ("value", Decimal("81.25"), "81,25", SOURCE)
    assert (row.published_on, row.entered_at, row.submitted_at) == (date(2026, 11, 5), NOVEMBER, THIRD)
    event = HistoryEvent.objects.get(verb="release_entered")
    assert (event.by, event.details["after"]["value"]) == (cast.officer, "81.25")
    assert ReportLine.objects.get(indicator__code="1.3").value is None
    assert list(Realisation.objects.exclude(pk=row.pk).order_by("pk").values()) == others
    assert "nilai rilis menyusul" not in get(cast.officer, "/")
    assert "Tidak ada rilis yang ditunggu" in get(cast.officer, "/realisasi/rilis/")
    history = get(cast.reviewer, f"/realisasi/{handed_in.pk}/riwayat/r{row.pk}/")
    assert "Tanggal rilis: kosong → <strong>5 November 2026</strong>" in history


@pytest.mark.parametrize(
    ("inputs", "sentence"),
    [
        ({"figure": ""}, ""),
        ({"figure": "delapan"}, "bukan angka"),
        ({"source_url": ""}, ""),
        ({"source_url": "javascript:alert(1)"}, "dimulai dengan https://"),
        ({"published_on": "2026-11-11"}, "tidak boleh sesudah hari ini"),
        ({"published_on": "kemarin"}, "tidak dapat dibaca"),
    ],
)
def test_a_bad_release_is_told_and_nothing_typed_is_lost(
    cast: Cast, handed_in: Task, inputs: dict[str, str], sentence: str
) -> None:
    page = post(cast.officer, f"/realisasi/rilis/{row_of().pk}/", answer(**inputs), at=NOVEMBER)
    words = unescape(page.content.decode())
    assert page.status_code == 422
    assert "Ada isian yang perlu diperbaiki" in words
    assert sentence in words
    kept = inputs.get("figure", "81,25")
    assert not kept or f'value="{kept}"' in words
    assert row_of().state == "not_due"


def test_who_may_bring_it_and_who_may_not(
    cast: Cast, handed_in: Task, django_assert_max_num_queries: Counter
) -> None:
    url = f"/realisasi/rilis/{row_of().pk}/"
    for person in (cast.officer, cast.reviewer, cast.compiler):
        with django_assert_max_num_queries(8):
            assert len(awaited_releases(person, NOVEMBER)) == 1, person
    for person in (cast.second_officer, cast.head, cast.sop_admin, cast.overseer, cast.stranger):
        assert awaited_releases(person, NOVEMBER) == []
        refused = 404 if person == cast.stranger else 403
        assert post(person, url, answer(), at=NOVEMBER).status_code == refused, person
        columns = {
            "state": "value",
            "value": Decimal(1),
            "raw": "1",
            "source_url": SOURCE,
            "published_on": date(2026, 1, 1),
        }
        with pytest.raises(NotYours):
            enter_release(row_of(), columns, by=person, now=NOVEMBER)
    Substitute.objects.create(
        agency=cast.agency, absent=cast.officer, person=cast.second_officer, reason="Cuti",
        from_on=date(2026, 11, 1), recorded_at=THIRD,
    )  # fmt: skip
    assert post(cast.second_officer, url, answer(), at=NOVEMBER).status_code == 302


def test_the_second_of_two_is_told_who_was_first(cast: Cast, handed_in: Task) -> None:
    stale = row_of()
    columns = {
        "state": "value",
        "value": Decimal(81),
        "raw": "81",
        "source_url": SOURCE,
        "published_on": date(2026, 11, 5),
    }
    enter_release(stale, columns, by=cast.compiler, now=NOVEMBER)
    with pytest.raises(Conflict, match="sudah diisi oleh Citra Rekaan"):
        enter_release(stale, {**columns, "value": Decimal(82)}, by=cast.officer, now=NOVEMBER)
    assert row_of().value == 81
    assert "sudah diisi" in unescape(
        post(cast.officer, f"/realisasi/rilis/{stale.pk}/", answer(), at=NOVEMBER).content.decode()
    )


def test_an_open_sheet_is_not_on_the_list(cast: Cast, opened: Task) -> None:
    post(cast.officer, f"/realisasi/{opened.pk}/", cells(figure="", choice="not_due"), at=THIRD)
    assert awaited_releases(cast.officer, THIRD) == []
