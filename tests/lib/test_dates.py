"""Dates and times are printed and read as Indonesian offices write them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja.lib.dates import (
    Zone,
    clock_time,
    due_words,
    long_date,
    moment,
    parse_date,
    time_left,
    weekday_date,
)

LAST_SECOND = datetime(2026, 1, 5, 16, 59, 59, tzinfo=UTC)  # 23:59:59 WIB


def test_every_month_has_its_full_name() -> None:
    assert long_date(date(2026, 1, 5)) == "5 Januari 2026"
    assert long_date(date(2026, 8, 17)) == "17 Agustus 2026"
    assert weekday_date(date(2026, 1, 5)) == "Senin, 5 Januari 2026"
    assert weekday_date(date(2026, 1, 9)) == "Jumat, 9 Januari 2026"


@pytest.mark.parametrize(
    ("zone", "clock", "day"),
    [
        (Zone.WIB, "23.59 WIB", "Senin, 5 Januari 2026"),
        (Zone.WITA, "00.59 WITA", "Selasa, 6 Januari 2026"),
        (Zone.WIT, "01.59 WIT", "Selasa, 6 Januari 2026"),
    ],
)
def test_one_moment_reads_differently_in_each_zone(zone: Zone, clock: str, day: str) -> None:
    assert clock_time(LAST_SECOND, zone) == clock
    assert moment(LAST_SECOND, zone) == f"{day}, {clock}"
    assert f"{LAST_SECOND.astimezone(zone.info):%Z}" == zone.value


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="tanpa zona"):
        clock_time(datetime(2026, 1, 5, 12, 0), Zone.WIB)  # noqa: DTZ001 -- the fault under test


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(days=7), "7 hari lagi"),
        (timedelta(days=2), "2 hari lagi"),
        (timedelta(days=1), "1 hari lagi"),
        (timedelta(hours=23), "23 jam lagi"),
        (timedelta(hours=5, minutes=50), "5 jam lagi"),
        (timedelta(minutes=60), "1 jam lagi"),
        (timedelta(minutes=12, seconds=59), "12 menit lagi"),
        (timedelta(seconds=59), "jatuh tempo sekarang"),
        (timedelta(0), "jatuh tempo sekarang"),
        (timedelta(microseconds=-999_999), "jatuh tempo sekarang"),
        (timedelta(seconds=-1), "terlambat kurang dari 1 menit"),
        (timedelta(minutes=-30), "terlambat 30 menit"),
        (timedelta(hours=-20), "terlambat 20 jam"),
        (timedelta(days=-3), "terlambat 3 hari"),
    ],
)
def test_time_left_in_words(before: timedelta, words: str) -> None:
    assert time_left(LAST_SECOND - before, LAST_SECOND) == words


def test_lists_say_today_and_tomorrow() -> None:
    assert due_words(LAST_SECOND - timedelta(hours=20), LAST_SECOND) == "jatuh tempo hari ini"
    assert due_words(LAST_SECOND - timedelta(hours=30), LAST_SECOND) == "jatuh tempo besok"
    assert due_words(LAST_SECOND - timedelta(days=4), LAST_SECOND) == "4 hari lagi"
    assert due_words(LAST_SECOND + timedelta(seconds=1), LAST_SECOND) == "terlambat kurang dari 1 menit"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("03 Januari 2024", date(2024, 1, 3)),
        ("3 januari 2024", date(2024, 1, 3)),
        ("3/1/2024", date(2024, 1, 3)),
        ("03-01-2024", date(2024, 1, 3)),
        ("3.1.2024", date(2024, 1, 3)),
        ("2024-01-03", date(2024, 1, 3)),
        ("Senin, 5 Januari 2026", date(2026, 1, 5)),
        ("Jum'at, 9 Januari 2026", date(2026, 1, 9)),
        ("30\u00a0Agustus\u00a02022", date(2022, 8, 30)),
        ("30 Agt 2022", date(2022, 8, 30)),
        ("5 Nopember 2022", date(2022, 11, 5)),
        ("5 Pebruari 2022", date(2022, 2, 5)),
        ("5-Mei-2022", date(2022, 5, 5)),
        (" 29 Februari 2024 ", date(2024, 2, 29)),
    ],
)
def test_dates_of_office_papers_are_read(text: str, expected: date) -> None:
    assert parse_date(text) == expected


@pytest.mark.parametrize(
    "text", ["29 Februari 2023", "31/4/2024", "2024-13-01", "1 Janus 2024", "0/1/2024", "5 Januari 0000"]
)
def test_a_day_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="tidak ada dalam kalender"):
        parse_date(text)


@pytest.mark.parametrize("text", ["", "-", "kemarin", "3/1/24", "Januari 2024", "1 2 3"])
def test_unreadable_text_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="5 Januari 2026"):
        parse_date(text)


@given(st.dates(date(1901, 1, 1), date(2999, 12, 31)))
def test_what_is_printed_can_be_read_back(day: date) -> None:
    assert parse_date(long_date(day)) == parse_date(weekday_date(day)) == parse_date(day.isoformat()) == day


@given(
    st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 -- bounds
    st.timedeltas(timedelta(days=-400), timedelta(days=400)),
    st.sampled_from(Zone),
)
def test_words_never_contradict_the_clock(now: datetime, span: timedelta, zone: Zone) -> None:
    words = time_left(now, now + span, zone)
    assert words.startswith("terlambat") == (span <= timedelta(seconds=-1))
    assert " 0 " not in words
