"""Saving and trying rows without leaving the page: what the answers say, and who is refused how."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from kinerja.lib import clock
from organisation.models import HistoryEvent, Person
from reporting.actions.entry import plausible, save_entry
from reporting.models import Plan, Realisation, Spending
from reporting.queries.entry import sheet_of
from sop.models import SopVersion, Task
from sop.workflow import advance
from tests.cast import Cast, make_indicator, task_of, wib
from tests.reporting.stories import THIRD, open_january

Counter = Callable[[int], AbstractContextManager[object]]
Answer = dict[str, Any]


@pytest.fixture
def opened(cast: Cast, plan: Plan, sop: SopVersion) -> Task:
    open_january(sop)
    return task_of(cast, "fill", who=cast.officer)


def key_of(code: str) -> str:
    return f"r{Realisation.objects.get(indicator__code=code, period='2026-01').pk}"


def money_key() -> str:
    return f"s{Spending.objects.get(node__code='5.02.02.2.01.0001', period='2026-01').pk}"


def row(key: str, *, edition: int = 0, **inputs: str) -> dict[str, str]:
    return {f"{key}-{name}": value for name, value in {**inputs, "edition": str(edition)}.items()}


def send(
    person: Person | None,
    task: Task,
    values: Mapping[str, str],
    *,
    at: datetime = THIRD,
    way: str = "simpan",
    client: Client | None = None,
) -> tuple[int, Answer]:
    client = client or Client()
    if person is not None:
        client.force_login(person)
    with clock.at(at):
        answer: Any = client.post(f"/realisasi/{task.pk}/{way}/", values, headers={"X-CSRFToken": "x"})
    return answer.status_code, answer.json() if answer.content[:1] == b"{" else {}


def test_several_rows_arrive_in_one_request_and_answer_with_their_working(cast: Cast, opened: Task) -> None:
    one, two, money = key_of("1.1"), key_of("1.2"), money_key()
    code, answer = send(
        cast.officer,
        opened,
        {
            **row(one, figure="2", choice="value"),
            **row(two, figure="88,95", choice="value"),
            **row(money, amount="Rp 1.234.567", physical="8,5"),
        },
    )
    assert (code, answer["saved_at"], answer["total"], answer["closed"]) == (200, "09.00 WIB", 3, [])
    first, second, third = (answer["rows"][key] for key in (one, two, money))
    assert (first["state"], first["edition"], first["working"]) == ("saved", 1, "2 ÷ 1 × 100 = 200,00")
    assert (first["achievement"], first["rating"], first["to_date"]) == ("200,00 %", "Sangat Tinggi", "2")
    assert (second["needs_words"], second["shown"]) == (True, {"figure": "88,95"})
    assert [sentence.split(": ")[1][:22] for sentence in second["problems"]] == ["capaian di bawah targe"] * 2
    assert (third["total"], third["share"]) == ("Rp1.234.567", "1,03 %")
    assert third["shown"] == {"amount": "1.234.567", "physical": "8,5"}
    assert answer["filled"] == 1


def test_only_the_rows_and_inputs_that_were_sent_are_touched(cast: Cast, opened: Task) -> None:
    one = key_of("1.1")
    send(cast.officer, opened, row(one, figure="2", choice="value", obstacle="Hujan"))
    _, answer = send(cast.officer, opened, row(one, edition=1, figure="3", choice="value"))
    assert list(answer["rows"]) == [one]
    assert Realisation.objects.get(indicator__code="1.1").obstacle == "Hujan"
    assert Realisation.objects.get(indicator__code="1.2", period="2026-01").edition == 0


def test_the_same_edit_twice_arrives_once(cast: Cast, opened: Task) -> None:
    one = key_of("1.1")
    values = row(
        one, figure="2", choice="value", reason_over_100="Kegiatan dimajukan", reason_jump="tidak ada"
    )
    states = [send(cast.officer, opened, values)[1]["rows"][one] for _ in range(2)]
    assert [(state["state"], state["edition"]) for state in states] == [("saved", 1), ("unchanged", 1)]
    assert HistoryEvent.objects.filter(verb="entry_changed").count() == 1


def test_trying_says_the_same_and_writes_nothing(cast: Cast, opened: Task) -> None:
    one = key_of("1.1")
    values = row(one, figure="2", choice="value")
    _, tried = send(cast.officer, opened, values, way="hitung")
    assert not Realisation.objects.filter(state="value").exists()
    assert not HistoryEvent.objects.filter(verb="entry_changed").exists()
    _, saved = send(cast.officer, opened, values)
    assert tried["saved_at"] is None
    assert {**tried["rows"][one], "edition": 1} == saved["rows"][one]


def test_an_unreadable_cell_is_told_kept_as_typed_and_spoils_no_other(cast: Cast, opened: Task) -> None:
    one, two = key_of("1.1"), key_of("1.2")
    code, answer = send(
        cast.officer,
        opened,
        {**row(one, figure="34 orang", choice="value"), **row(two, figure="100", choice="value")},
    )
    assert code == 200
    assert "memuat kata" in answer["rows"][one]["errors"]["figure"][0]
    assert (answer["rows"][one]["state"], answer["rows"][two]["state"]) == ("error", "saved")
    kept = Realisation.objects.get(indicator__code="1.1", period="2026-01")
    assert (kept.raw, kept.value) == ("34 orang", None)


def test_another_tab_is_a_conflict_with_both_values_and_then_a_choice(cast: Cast, opened: Task) -> None:
    one = key_of("1.1")
    send(cast.officer, opened, row(one, figure="7", choice="value"))
    code, answer = send(cast.officer, opened, row(one, figure="8", choice="value", obstacle="Hujan"))
    conflict = answer["rows"][one]["conflict"]
    assert (code, answer["rows"][one]["state"]) == (200, "conflict")
    assert (conflict["who"], conflict["at"], conflict["edition"]) == (cast.officer.name, "09.00 WIB", 1)
    assert conflict["theirs"] == {"figure": "7", "obstacle": ""}
    assert conflict["yours"] == {"figure": "8", "obstacle": "Hujan"}
    assert answer["rows"][one]["shown"] == {"figure": "7"}
    assert Realisation.objects.get(indicator__code="1.1").value == Decimal(7)
    again = row(one, edition=conflict["edition"], figure="8", choice="value", obstacle="Hujan")
    assert send(cast.officer, opened, again)[1]["rows"][one]["state"] == "saved"
    assert Realisation.objects.get(indicator__code="1.1").value == Decimal(8)


def test_a_closed_sheet_answers_409_with_the_reason(cast: Cast, opened: Task) -> None:
    values = row(key_of("1.1"), figure="7", choice="value")
    for way in ("simpan", "hitung"):
        code, answer = send(cast.officer, opened, values, at=wib("2026-02-06 00:00"), way=way)
        assert (code, answer["saved_at"], answer["rows"]) == (409, None, {})
        assert "Batas waktunya sudah lewat" in answer["closed"][0]
    assert not Realisation.objects.filter(state="value").exists()


def test_whoever_is_signed_out_is_told_where_to_sign_in(opened: Task) -> None:
    for way in ("simpan", "hitung"):
        code, answer = send(None, opened, row(key_of("1.1"), figure="7"), way=way)
        assert (code, answer) == (401, {"sign_in": f"/masuk/?next=/realisasi/{opened.pk}/"})


def test_a_stale_token_is_answered_with_a_fresh_one(cast: Cast, opened: Task) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.officer)
    values = row(key_of("1.1"), figure="7", choice="value")
    code, answer = send(None, opened, values, client=client)
    assert (code, answer["csrf"]) == (403, True)
    with clock.at(THIRD):
        again = client.post(
            f"/realisasi/{opened.pk}/simpan/", values, headers={"X-CSRFToken": answer["token"]}
        )
    assert again.status_code == 200


@pytest.mark.parametrize("way", ["simpan", "hitung"])
def test_others_are_refused_and_a_stranger_finds_nothing(cast: Cast, opened: Task, way: str) -> None:
    values = row(key_of("1.1"), figure="7", choice="value")
    for person in (cast.second_officer, cast.compiler, cast.reviewer, cast.head, cast.overseer):
        code, answer = send(person, opened, values, way=way)
        assert code == 403, person
        assert "bukan milik Anda" in answer["closed"][0]
    assert send(cast.stranger, opened, values, way=way)[0] == 404
    foreign = row(key_of("2.1"), figure="7", choice="value")
    assert send(cast.officer, opened, {**values, **foreign}, way=way)[0] == 403
    assert not Realisation.objects.filter(state="value").exists()


def test_after_submitting_the_answer_says_that_it_is_done(cast: Cast, opened: Task) -> None:
    save_entry(opened, plausible(sheet_of(opened)), by=cast.officer, now=THIRD)
    advance(opened, "done", by=cast.officer, now=THIRD)
    code, answer = send(cast.officer, opened, row(key_of("1.1"), figure="7", choice="value"))
    assert (code, answer["closed"]) == (409, ["Realisasi ini sudah disampaikan dan tidak dapat diubah lagi."])


def test_saving_costs_the_same_for_one_row_and_for_many(
    cast: Cast, opened: Task, plan: Plan, django_assert_max_num_queries: Counter
) -> None:
    node = plan.nodes.get(code="5.02.02.2.01.0001")
    many: dict[str, str] = {}
    for number in range(12):
        extra = make_indicator(node, f"x{number}", f"Tambahan {number}", unit="Dokumen", annual=Decimal(12))
        made = Realisation.objects.create(indicator=extra, period="2026-01")
        many |= row(f"r{made.pk}", figure=str(number), choice="value")
    many |= row(money_key(), amount="5", physical="5")
    client = Client()
    client.force_login(cast.officer)
    for way, most in (("hitung", 18), ("simpan", 28)):
        with clock.at(THIRD), django_assert_max_num_queries(most):
            answer = client.post(f"/realisasi/{opened.pk}/{way}/", many)
        assert len(answer.json()["rows"]) == 13
