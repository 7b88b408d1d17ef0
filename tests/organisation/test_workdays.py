"""The working calendar knows days off, shifts deadlines by policy and refuses impossible settings."""

from datetime import date, time, timedelta

import pytest

from kinerja.lib.dates import Zone
from organisation.workdays import DayOffPolicy, WorkCalendar

NEW_YEAR = date(2026, 1, 1)  # a Thursday
CALENDAR = WorkCalendar(holidays={NEW_YEAR: "Tahun Baru Masehi"})


def test_weekends_and_holidays_are_days_off() -> None:
    assert CALENDAR.is_working_day(date(2026, 1, 2))
    assert not CALENDAR.is_working_day(NEW_YEAR)
    assert not CALENDAR.is_working_day(date(2026, 1, 3))
    assert CALENDAR.day_off_name(NEW_YEAR) == "Tahun Baru Masehi"
    assert CALENDAR.day_off_name(date(2026, 1, 3)) == "akhir pekan"
    assert CALENDAR.day_off_name(date(2026, 1, 2)) == ""


def test_neighbouring_working_days_skip_holiday_and_weekend() -> None:
    assert CALENDAR.next_working_day(date(2026, 1, 2)) == date(2026, 1, 5)
    assert CALENDAR.next_working_day(date(2025, 12, 31)) == date(2026, 1, 2)
    assert CALENDAR.previous_working_day(date(2026, 1, 2)) == date(2025, 12, 31)


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (DayOffPolicy.KEEP, date(2026, 7, 5)),
        (DayOffPolicy.NEXT, date(2026, 7, 6)),
        (DayOffPolicy.PREVIOUS, date(2026, 7, 3)),
    ],
)
def test_a_deadline_on_sunday_follows_the_policy(policy: DayOffPolicy, expected: date) -> None:
    calendar = WorkCalendar(policy=policy)
    assert calendar.shift(date(2026, 7, 5)) == expected
    assert calendar.shift(date(2026, 7, 7)) == date(2026, 7, 7)
    assert policy.label


def test_a_six_day_week_works_on_saturday() -> None:
    assert WorkCalendar(workweek=frozenset(range(6))).is_working_day(date(2026, 1, 3))


def test_the_ends_of_a_day_stand_in_the_zone_of_the_agency() -> None:
    calendar = WorkCalendar(zone=Zone.WIT)
    assert calendar.start_of(NEW_YEAR).isoformat() == "2026-01-01T00:00:00+09:00"
    assert calendar.end_of(NEW_YEAR).isoformat() == "2026-01-01T23:59:59+09:00"
    assert calendar.hours_per_day == timedelta(hours=8, minutes=30)


def test_a_calendar_without_work_is_refused() -> None:
    with pytest.raises(ValueError, match="sedikitnya satu hari"):
        WorkCalendar(workweek=frozenset())
    with pytest.raises(ValueError, match="Jam masuk"):
        WorkCalendar(working_hours=(time(16), time(8)))
    endless = WorkCalendar(holidays={NEW_YEAR + timedelta(days=n): "libur" for n in range(400)})
    with pytest.raises(ValueError, match="hari libur"):
        endless.next_working_day(NEW_YEAR)
