"""The history: chained, verified, and every kind of tampering found."""

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from organisation.actions.anchor import anchor
from organisation.actions.history import Event, record, record_all
from organisation.models import HistoryEvent, HistoryHead
from organisation.queries.verify_history import LISTED, verify_history
from tests.cast import Cast, wib

AT = wib("2026-02-05 09:00")
CHAIN = "bpkad-magelang"


@pytest.fixture
def story(cast: Cast) -> Cast:
    """Six events in one chain, one in another."""
    for number in range(1, 7):
        happened = Event("tested", cast.agency, f"Peristiwa {number}", {"before": None, "after": number})
        record(happened, by=cast.officer, at=AT + timedelta(minutes=number), agency=cast.agency)
    record(Event("tested", cast.other_agency, "Di kantor lain"), by=None, at=AT, agency=cast.other_agency)
    return cast


def sql(statement: str, *values: str | int) -> None:
    """What somebody with access to the database, but without the key, can do."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def sentences() -> list[str]:
    return [problem.sentence for problem in verify_history().problems]


def test_an_untouched_history_verifies_in_one_line(story: Cast) -> None:
    out = StringIO()
    call_command("verify_history", stdout=out)
    assert out.getvalue() == "Riwayat utuh: 7 catatan, 2 rantai, 0 jangkar.\n"


def test_the_command_ends_with_code_1_and_names_chain_and_number(story: Cast) -> None:
    sql("update organisation_historyevent set sentence = 'Lain' where chain = %s and sequence = 3", CHAIN)
    out = StringIO()
    with pytest.raises(CommandError) as stop:
        call_command("verify_history", "--json", stdout=out)
    assert stop.value.returncode == 1
    verdict: dict[str, Any] = json.loads(out.getvalue())
    assert verdict["events"] == 7
    assert [(p["chain"], p["sequence"]) for p in verdict["problems"]] == [(CHAIN, 3)]


@pytest.mark.parametrize(
    "change",
    [
        "verb = 'other'",
        "sentence = 'Lain'",
        "by_id = null",
        "details = '{\"after\": 99}'",
        "subject = 'sop.task:9'",
    ],
)
def test_an_edited_event_is_found(story: Cast, change: str) -> None:
    sql(f"update organisation_historyevent set {change} where chain = %s and sequence = 3", CHAIN)  # noqa: S608
    assert sentences() == [f"Rantai {CHAIN}, nomor 3: isinya diubah atau tidak ditulis oleh aplikasi."]


def test_an_event_deleted_in_the_middle_is_found(story: Cast) -> None:
    sql("delete from organisation_historyevent where chain = %s and sequence = 4", CHAIN)
    assert sentences() == [f"Rantai {CHAIN}: nomor 4 hilang."]


def test_an_inserted_event_is_found(story: Cast) -> None:
    for sequence in (6, 5, 4):
        move = "update organisation_historyevent set sequence = %s where chain = %s and sequence = %s"
        sql(move, sequence + 1, CHAIN, sequence)
    sql(
        "insert into organisation_historyevent"
        " (chain, sequence, at, by_id, agency_id, verb, subject, sentence, details, previous_hash, hash)"
        " select chain, 4, at, by_id, agency_id, verb, subject, 'Palsu', details, hash, 'palsu'"
        " from organisation_historyevent where chain = %s and sequence = 3",
        CHAIN,
    )
    numbers = {problem.sequence for problem in verify_history().problems}
    assert {4, 5} <= numbers


def test_an_event_appended_past_the_end_is_found(story: Cast) -> None:
    sql(
        "insert into organisation_historyevent"
        " (chain, sequence, at, by_id, agency_id, verb, subject, sentence, details, previous_hash, hash)"
        " select chain, 7, at, by_id, agency_id, verb, subject, 'Palsu', details, hash, 'palsu'"
        " from organisation_historyevent where chain = %s and sequence = 6",
        CHAIN,
    )
    assert sentences() == [f"Rantai {CHAIN}, nomor 7: ditambahkan sesudah penutup rantai (nomor 6)."]


def test_a_deleted_tail_is_found_by_the_head(story: Cast) -> None:
    sql("delete from organisation_historyevent where chain = %s and sequence > 4", CHAIN)
    assert sentences() == [f"Rantai {CHAIN}, nomor 6: ekor riwayat hilang, berakhir pada nomor 4."]


def test_a_head_set_back_without_the_key_is_found(story: Cast) -> None:
    sql("delete from organisation_historyevent where chain = %s and sequence > 4", CHAIN)
    sql(
        "update organisation_historyhead set sequence = 4, hash ="
        " (select hash from organisation_historyevent where chain = %s and sequence = 4) where chain = %s",
        CHAIN,
        CHAIN,
    )
    assert sentences() == [f"Rantai {CHAIN}, nomor 4: penutup rantai dipalsukan."]


def test_a_missing_head_is_found(story: Cast) -> None:
    sql("delete from organisation_historyhead where chain = %s", CHAIN)
    assert sentences() == [f"Rantai {CHAIN}: penutup rantai hilang."]


def test_a_validly_sealed_older_head_is_found_by_the_anchor(cast: Cast) -> None:
    record_all(
        [Event("tested", cast.agency, f"Awal {n}") for n in range(4)], by=None, at=AT, agency=cast.agency
    )
    older = HistoryHead.objects.get(chain=CHAIN)
    record_all(
        [Event("tested", cast.agency, f"Akhir {n}") for n in range(2)], by=None, at=AT, agency=cast.agency
    )
    sql("delete from organisation_historyevent where chain = %s and sequence > 4", CHAIN)
    older.save()
    assert sentences() == []  # what the database alone can tell

    HistoryHead.objects.filter(chain=CHAIN).update(sequence=6)
    anchor(AT)
    older.save()
    assert sentences() == [
        f"Rantai {CHAIN}, nomor 6: tercatat pada jangkar, tetapi riwayat berakhir pada nomor 4 (ekor hilang)."
    ]


def test_a_chain_that_vanished_whole_is_found_by_the_anchor(story: Cast) -> None:
    anchor(AT)
    sql("delete from organisation_historyevent where chain = %s", CHAIN)
    sql("delete from organisation_historyhead where chain = %s", CHAIN)
    assert any(f"Rantai {CHAIN}, nomor 6" in sentence for sentence in sentences())


def test_a_history_rewritten_with_the_key_is_found_by_the_anchor(cast: Cast) -> None:
    record(Event("tested", cast.agency, "Yang benar"), by=None, at=AT, agency=cast.agency)
    anchor(AT)
    sql("delete from organisation_historyevent where chain = %s", CHAIN)
    sql("delete from organisation_historyhead where chain = %s", CHAIN)
    record(Event("tested", cast.agency, "Yang lain"), by=None, at=AT, agency=cast.agency)
    assert sentences() == [f"Rantai {CHAIN}, nomor 1: berbeda dari jangkar di luar basis data."]


def test_the_anchor_is_written_once_a_day(story: Cast, anchor_file: Path) -> None:
    assert anchor(AT) == 2
    assert anchor(AT + timedelta(hours=5)) == 0
    assert anchor(AT + timedelta(days=1)) == 2
    lines = [json.loads(line) for line in anchor_file.read_text().splitlines()]
    assert len(lines) == 4
    assert set(lines[0]) == {"chain", "sequence", "hash", "at"}
    assert sentences() == []


def test_a_half_written_anchor_line_is_replaced(story: Cast, anchor_file: Path) -> None:
    anchor(AT)
    with anchor_file.open("a") as lines:
        lines.write('{"chain": "bpk')
    assert sentences() == []
    anchor(AT + timedelta(days=1))
    assert len(anchor_file.read_text().splitlines()) == 4
    assert sentences() == []


def test_a_damaged_anchor_file_is_a_finding_not_a_crash(story: Cast, anchor_file: Path) -> None:
    anchor_file.write_text("bukan jangkar\n")
    assert sentences() == ["Baris 1 berkas jangkar tidak dapat dibaca. Pulihkan berkas itu dari salinannya."]


def test_many_findings_of_a_chain_are_counted_not_listed(cast: Cast) -> None:
    events = [Event("tested", cast.agency, f"Peristiwa {number}") for number in range(40)]
    record_all(events, by=None, at=AT, agency=cast.agency)
    sql("update organisation_historyevent set verb = 'lain'")
    told = sentences()
    assert len(told) == LISTED + 1
    assert told[-1] == f"Rantai {CHAIN}: dan 20 temuan lain."


def test_a_float_in_the_details_does_not_break_the_chain(cast: Cast) -> None:
    record(Event("tested", cast.agency, "Pecahan", {"after": 1e16}), by=None, at=AT, agency=cast.agency)
    assert sentences() == []


def test_the_model_refuses_to_change_or_delete_events(story: Cast) -> None:
    with pytest.raises(TypeError):
        HistoryEvent.objects.filter(chain=CHAIN).update(verb="lain")
    with pytest.raises(TypeError):
        HistoryEvent.objects.filter(chain=CHAIN).delete()
