"""Windows, durations, corrections and reminders fall on the right second in every zone."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja.lib.dates import Zone
from kinerja.lib.periods import Cycle, Period
from organisation.workdays import DayOffPolicy, WorkCalendar
from sop.deadlines import (
    LATE,
    Duration,
    DurationUnit,
    add_working_time,
    again_due,
    computed_total,
    correction_due,
    due_after,
    is_late,
    is_open,
    parse_duration,
    reminder_days,
    window,
)

SECOND = timedelta(seconds=1)
WIB = WorkCalendar()
MONDAY = date(2026, 1, 5)


def local(text: str, calendar: WorkCalendar = WIB) -> datetime:
    """A moment on the calendar's clock."""
    return datetime.fromisoformat(text).replace(tzinfo=calendar.zone.info)


periods = st.builds(Period.of, st.dates(date(2024, 1, 1), date(2032, 12, 31)), st.sampled_from(Cycle))
calendars = st.builds(
    WorkCalendar,
    zone=st.sampled_from(Zone),
    policy=st.sampled_from(DayOffPolicy),
    holidays=st.dictionaries(st.dates(date(2024, 1, 1), date(2033, 3, 1)), st.just("libur"), max_size=30),
    workweek=st.sampled_from([frozenset(range(5)), frozenset(range(6))]),
)
earliest, latest = datetime(2024, 1, 1), datetime(2032, 12, 1)  # noqa: DTZ001 -- the strategy adds the zone
moments = st.datetimes(earliest, latest, timezones=st.just(UTC))


@pytest.mark.parametrize(
    ("zone", "utc"),
    [
        (Zone.WIB, datetime(2026, 2, 5, 16, 59, 59, tzinfo=UTC)),
        (Zone.WITA, datetime(2026, 2, 5, 15, 59, 59, tzinfo=UTC)),
        (Zone.WIT, datetime(2026, 2, 5, 14, 59, 59, tzinfo=UTC)),
    ],
)
def test_entry_until_the_fifth_ends_with_the_last_second_of_the_zone(zone: Zone, utc: datetime) -> None:
    opens_at, due_at = window(Period.parse("2026-01"), 1, 5, WorkCalendar(zone=zone))
    assert due_at == utc
    assert is_open(utc, opens_at, due_at)
    assert is_open(utc + timedelta(microseconds=999_999), opens_at, due_at)
    assert not is_open(utc + SECOND, opens_at, due_at)
    assert is_open(opens_at, opens_at, due_at)
    assert not is_open(opens_at - SECOND, opens_at, due_at)


@pytest.mark.parametrize(
    ("code", "opens_day", "due_day", "opens_on", "due_on"),
    [
        ("2025-12", 6, 10, date(2026, 1, 6), date(2026, 1, 10)),
        ("2026-Q1", None, 5, date(2026, 4, 1), date(2026, 4, 5)),
        ("2026-S2", 1, 31, date(2027, 1, 1), date(2027, 1, 31)),
        ("2024-01", 30, 31, date(2024, 2, 29), date(2024, 2, 29)),
        ("2025-01", 30, 31, date(2025, 2, 28), date(2025, 2, 28)),
        ("2026", 1, 31, date(2027, 1, 1), date(2027, 1, 31)),
        ("2026-05", 31, 31, date(2026, 6, 30), date(2026, 6, 30)),
    ],
)
def test_days_belong_to_the_month_after_the_period_and_clamp_to_its_end(
    code: str, opens_day: int | None, due_day: int, opens_on: date, due_on: date
) -> None:
    opens_at, due_at = window(Period.parse(code), opens_day, due_day, WIB)
    assert (opens_at, due_at) == (WIB.start_of(opens_on), WIB.end_of(due_on))


@pytest.mark.parametrize(
    ("policy", "due_on"),
    [
        (DayOffPolicy.KEEP, date(2026, 7, 5)),
        (DayOffPolicy.NEXT, date(2026, 7, 6)),
        (DayOffPolicy.PREVIOUS, date(2026, 7, 3)),
    ],
)
def test_only_the_deadline_moves_from_a_day_off(policy: DayOffPolicy, due_on: date) -> None:
    calendar = WorkCalendar(policy=policy)
    assert window(Period.parse("2026-06"), 1, 5, calendar) == (
        calendar.start_of(date(2026, 7, 1)),
        calendar.end_of(due_on),
    )


def test_an_opening_on_the_days_off_before_the_deadline_moves_with_it() -> None:
    calendar = WorkCalendar(policy=DayOffPolicy.PREVIOUS)
    opens_at, due_at = window(Period.parse("2026-06"), 5, 5, calendar)
    assert (opens_at, due_at) == (calendar.start_of(date(2026, 7, 3)), calendar.end_of(date(2026, 7, 3)))


def test_a_deadline_never_moves_back_into_the_period() -> None:
    calendar = WorkCalendar(policy=DayOffPolicy.PREVIOUS, holidays={date(2026, 1, 1): "Tahun Baru Masehi"})
    assert window(Period.parse("2025-12"), 1, 1, calendar)[1] == calendar.end_of(date(2026, 1, 2))


@pytest.mark.parametrize(("opens_day", "due_day"), [(6, 5), (0, 5), (0, 0), (1, 32), (-1, 5)])
def test_an_impossible_window_is_refused(opens_day: int, due_day: int) -> None:
    with pytest.raises(ValueError, match="tidak mungkin"):
        window(Period.parse("2026-01"), opens_day, due_day, WIB)


@given(periods, st.integers(1, 31), st.integers(1, 31), calendars)
def test_windows_are_never_inverted_and_never_begin_inside_the_period(
    period: Period, one: int, other: int, calendar: WorkCalendar
) -> None:
    opens_at, due_at = window(period, min(one, other), max(one, other), calendar)
    assert opens_at < due_at
    assert opens_at >= calendar.start_of(period.ends_on + timedelta(days=1))
    assert due_at.time().isoformat() == "23:59:59"
    assert is_open(due_at, opens_at, due_at)
    assert is_late(due_at + SECOND, due_at)
    if calendar.policy is not DayOffPolicy.KEEP:
        assert calendar.is_working_day(due_at.date())


@given(periods, st.integers(1, 30), calendars)
def test_a_later_printed_day_is_never_due_sooner(period: Period, day: int, calendar: WorkCalendar) -> None:
    assert window(period, 1, day, calendar)[1] <= window(period, 1, day + 1, calendar)[1]


HALF = Decimal("0.5")


@pytest.mark.parametrize(
    ("start", "amount", "unit", "end"),
    [
        ("2026-01-05 08:00", Decimal(15), DurationUnit.MINUTE, "2026-01-05 08:15"),
        ("2026-01-05 06:00", Decimal(2), DurationUnit.HOUR, "2026-01-05 09:30"),
        ("2026-01-05 15:30", Decimal(2), DurationUnit.HOUR, "2026-01-06 09:00"),
        ("2026-01-05 14:00", Decimal(2), DurationUnit.HOUR, "2026-01-05 16:00"),
        ("2026-01-09 15:00", Decimal(2), DurationUnit.HOUR, "2026-01-12 08:30"),
        ("2026-01-10 11:00", Decimal(1), DurationUnit.HOUR, "2026-01-12 08:30"),
        ("2026-01-05 07:30", Decimal(24), DurationUnit.HOUR, "2026-01-07 14:30"),
        ("2026-01-05 10:00", HALF, DurationUnit.HOUR, "2026-01-05 10:30"),
        ("2026-01-05 10:00", Decimal(1), DurationUnit.DAY, "2026-01-06 23:59:59"),
        ("2026-01-09 10:00", Decimal(2), DurationUnit.DAY, "2026-01-13 23:59:59"),
        ("2026-01-09 10:00", Decimal(2), DurationUnit.WORKDAY, "2026-01-13 23:59:59"),
        ("2026-01-10 10:00", Decimal(1), DurationUnit.DAY, "2026-01-12 23:59:59"),
        ("2026-01-05 08:00", HALF, DurationUnit.DAY, "2026-01-05 12:15"),
        ("2026-01-05 08:00", Decimal("1.5"), DurationUnit.DAY, "2026-01-07 11:45"),
        ("2026-01-05 18:00", Decimal(0), DurationUnit.HOUR, "2026-01-06 07:30"),
    ],
)
def test_durations_run_in_working_time(start: str, amount: Decimal, unit: DurationUnit, end: str) -> None:
    assert add_working_time(local(start), amount, unit, WIB) == local(end)


def test_a_holiday_stops_the_clock() -> None:
    calendar = WorkCalendar(holidays={date(2026, 1, 6): "libur"})
    assert add_working_time(local("2026-01-05 15:00"), Decimal(2), DurationUnit.HOUR, calendar) == local(
        "2026-01-07 08:30"
    )


@pytest.mark.parametrize("amount", [Decimal(-1), Decimal("NaN"), Decimal("Infinity"), Decimal(10) ** 12])
@pytest.mark.parametrize("unit", list(DurationUnit))
def test_impossible_amounts_are_refused(amount: Decimal, unit: DurationUnit) -> None:
    with pytest.raises(ValueError, match="Lama waktu"):
        add_working_time(local("2026-01-05 08:00"), amount, unit, WIB)


@given(
    moments,
    st.decimals(0, 60, places=2),
    st.decimals(0, 60, places=2),
    st.sampled_from(DurationUnit),
    calendars,
)
def test_more_time_never_ends_sooner_and_ends_on_a_working_day(
    start: datetime, one: Decimal, other: Decimal, unit: DurationUnit, calendar: WorkCalendar
) -> None:
    shorter = add_working_time(start, min(one, other), unit, calendar)
    longer = add_working_time(start, max(one, other), unit, calendar)
    assert start <= shorter <= longer
    assert calendar.is_working_day(longer.date())
    assert calendar.is_working_day(shorter.date())


@given(moments, st.integers(0, 2000), st.integers(0, 2000), calendars)
def test_minutes_in_two_parts_are_minutes_in_one(
    start: datetime, first: int, second: int, calendar: WorkCalendar
) -> None:
    in_parts = add_working_time(
        add_working_time(start, Decimal(first), DurationUnit.MINUTE, calendar),
        Decimal(second),
        DurationUnit.MINUTE,
        calendar,
    )
    at_once = add_working_time(start, Decimal(first + second), DurationUnit.MINUTE, calendar)
    if second:  # with nothing to add, closing time may also be read as the next opening
        assert in_parts == at_once


def test_a_task_of_a_signed_reports_correction_has_the_printed_time_and_never_less_than_a_returned_one() -> (
    None
):
    begin = local("2026-01-05 08:00")
    least = local("2026-01-06 23:59:59")
    assert again_due(begin, Decimal(2), "hour", WIB) == least
    assert again_due(begin, None, "", WIB) == least
    assert again_due(begin, Decimal(3), "workday", WIB) == local("2026-01-08 23:59:59")


def test_a_correction_is_due_at_the_end_of_the_next_working_day() -> None:
    assert correction_due(local("2026-01-05 08:00"), WIB) == local("2026-01-06 23:59:59")
    assert correction_due(local("2026-01-09 23:59:59"), WIB) == local("2026-01-12 23:59:59")
    # 23.30 WIB on Monday is already Tuesday in WIT
    eastern = WorkCalendar(zone=Zone.WIT)
    assert correction_due(local("2026-01-05 23:30"), eastern) == local("2026-01-07 23:59:59", eastern)


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-01-28 08:00", None),
        ("2026-01-29 00:00", 7),
        ("2026-01-29 23:59:59", 7),
        ("2026-01-30 08:00", None),
        ("2026-02-02 08:00", 3),
        ("2026-02-04 08:00", 1),
        ("2026-02-05 00:00", 0),
        ("2026-02-05 23:59:59", 0),
        ("2026-02-06 00:00", LATE),
        ("2026-03-06 00:00", LATE),
    ],
)
def test_reminders_fall_on_their_calendar_day(now: str, expected: int | None) -> None:
    due_at = window(Period.parse("2026-01"), 1, 5, WIB)[1]
    assert reminder_days(due_at, local(now), Zone.WIB) == expected


def test_reminders_count_days_in_the_zone() -> None:
    calendar = WorkCalendar(zone=Zone.WIT)
    due_at = window(Period.parse("2026-01"), 1, 5, calendar)[1]
    assert reminder_days(due_at, datetime(2026, 2, 3, 15, 0, tzinfo=UTC), Zone.WIT) == 1
    assert reminder_days(due_at, datetime(2026, 2, 3, 14, 59, tzinfo=UTC), Zone.WIT) is None


@pytest.mark.parametrize(
    ("text", "shortest", "longest", "unit"),
    [
        ("15 Menit", "15", "15", DurationUnit.MINUTE),
        ("60 menit", "60", "60", DurationUnit.MINUTE),
        ("30mnt", "30", "30", DurationUnit.MINUTE),
        ("0,5 Hari", "0.5", "0.5", DurationUnit.DAY),
        ("½ hari", "0.5", "0.5", DurationUnit.DAY),
        ("1/2 Jam", "0.5", "0.5", DurationUnit.HOUR),
        ("1.5 jam", "1.5", "1.5", DurationUnit.HOUR),
        ("1-2 hari", "1", "2", DurationUnit.DAY),
        ("1 – 2 hari", "1", "2", DurationUnit.DAY),
        ("1 s.d. 3 Hari", "1", "3", DurationUnit.DAY),
        ("1 s/d 3 Hari", "1", "3", DurationUnit.DAY),
        ("2 jam", "2", "2", DurationUnit.HOUR),
        ("24 jam", "24", "24", DurationUnit.HOUR),
        ("120 Hari", "120", "120", DurationUnit.DAY),
        ("3 hari  kerja", "3", "3", DurationUnit.WORKDAY),
        ("2 (dua) hari kerja", "2", "2", DurationUnit.WORKDAY),
        ("maks. 3 hari", "3", "3", DurationUnit.DAY),
        ("± 2 jam.", "2", "2", DurationUnit.HOUR),
        ("2 jam 30 menit", "150", "150", DurationUnit.MINUTE),
    ],
)
def test_printed_durations_are_read(text: str, shortest: str, longest: str, unit: DurationUnit) -> None:
    assert parse_duration(text) == Duration(text, Decimal(shortest), Decimal(longest), unit)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "menyesuaikan",
        "setiap tanggal 5",
        "122 Hari 3 jam",
        "3-1 hari",
        "1.234 menit",
        "awal bulan",
        "2 jm",
    ],
)
def test_what_is_no_single_span_keeps_its_text(text: str) -> None:
    duration = parse_duration(text, DurationUnit.MINUTE)
    assert duration == Duration(text)
    assert not duration.is_measured
    assert due_after(local("2026-01-05 08:00"), duration, WIB) is None


def test_a_bare_number_takes_the_unit_of_the_column_head() -> None:
    assert parse_duration("15", DurationUnit.MINUTE).unit is DurationUnit.MINUTE
    assert parse_duration("2 jam", DurationUnit.MINUTE).unit is DurationUnit.HOUR
    bare = parse_duration("15")
    assert (bare.amount_to, bare.unit, bare.is_measured) == (Decimal(15), None, False)


def test_a_deadline_comes_from_the_longer_end() -> None:
    assert due_after(local("2026-01-05 08:00"), parse_duration("1-2 hari"), WIB) == local(
        "2026-01-07 23:59:59"
    )


@given(st.text() | st.text(alphabet="0123456789,.-/½ jamhrienitskd()±"))
def test_no_text_breaks_the_duration_reader(text: str) -> None:
    assert parse_duration(text).raw == text


@pytest.mark.parametrize(
    ("printed", "texts", "computed"),
    [
        ("122 Hari 3 jam", ["15 Menit", "30 Menit", "2 Menit", "2 hari", "120 Hari", "135 Menit"],
         "122 hari 3 jam 2 menit"),
        ("122 Hari 3 jam", ["2 hari", "120 Hari", "180 Menit"], ""),
        ("3 jam dan 2 menit", ["2 jam", "62 menit"], ""),
        ("1 hari", ["24 jam"], "24 jam"),
        ("2 hari", ["1 hari", "1 hari kerja"], "1 hari 1 hari kerja"),
        ("2 hari", ["1-2 hari", "0,5 jam"], "1 hari 30 menit sampai 2 hari 30 menit"),
        ("1 minggu", ["2 hari 3 jam", "1 jam"], "2 hari 4 jam"),
        ("2 hari", ["3 hari", "menyesuaikan", ""], "3 hari, di luar 1 waktu yang tidak terukur"),
        ("2 hari", ["menyesuaikan"], ""),
    ],
)  # fmt: skip
def test_a_printed_sum_is_compared_with_the_sum_of_the_steps(
    printed: str, texts: list[str], computed: str
) -> None:
    assert computed_total(printed, map(parse_duration, texts)) == computed


@given(st.text(max_size=30), st.lists(st.text(max_size=20), max_size=4))
def test_no_text_breaks_the_sum(printed: str, texts: list[str]) -> None:
    assert isinstance(computed_total(printed, map(parse_duration, texts)), str)
