"""An agency's working calendar: zone, days off, working hours, and where a deadline on a day off goes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from kinerja.lib.dates import Zone

WEEKDAYS = frozenset(range(5))  # Monday to Friday, as date.weekday() counts
LAST_SECOND = time(23, 59, 59)
LONGEST_BREAK = 366  # days; a calendar without any working day in a year is a mistake, not a holiday


class DayOffPolicy(StrEnum):
    """Where a deadline goes that falls on a day off; the SOPs themselves are silent."""

    KEEP = "keep"
    NEXT = "next"
    PREVIOUS = "previous"

    @property
    def label(self) -> str:
        """The choice in words."""
        return {
            DayOffPolicy.KEEP: "tetap sesuai tanggal tercetak",
            DayOffPolicy.NEXT: "mundur ke hari kerja berikutnya",
            DayOffPolicy.PREVIOUS: "maju ke hari kerja sebelumnya",
        }[self]


@dataclass(frozen=True)
class WorkCalendar:
    """Plain value; `holidays` maps days off to their names, `working_hours` are local clock times."""

    zone: Zone = Zone.WIB
    holidays: Mapping[date, str] = field(default_factory=dict, hash=False)
    policy: DayOffPolicy = DayOffPolicy.KEEP
    workweek: frozenset[int] = WEEKDAYS
    working_hours: tuple[time, time] = (time(7, 30), time(16, 0))

    def __post_init__(self) -> None:
        """Refuse a calendar in which no work is possible."""
        if not self.workweek or not self.workweek <= set(range(7)):
            raise ValueError("Hari kerja harus berisi sedikitnya satu hari antara Senin dan Minggu.")
        if self.working_hours[0] >= self.working_hours[1]:
            raise ValueError("Jam masuk harus lebih awal daripada jam pulang.")

    @property
    def hours_per_day(self) -> timedelta:
        """Length of one working day."""
        opening, closing = (datetime.combine(date.min, clock) for clock in self.working_hours)
        return closing - opening

    def is_working_day(self, day: date) -> bool:
        """Whether the office works on that day."""
        return day.weekday() in self.workweek and day not in self.holidays

    def day_off_name(self, day: date) -> str:
        """Why the day is off ("Tahun Baru Masehi", "akhir pekan"), or "" for a working day."""
        if day in self.holidays:
            return self.holidays[day]
        return "" if day.weekday() in self.workweek else "akhir pekan"

    def next_working_day(self, day: date) -> date:
        """The first working day after the day."""
        return self._search(day, timedelta(days=1))

    def previous_working_day(self, day: date) -> date:
        """The last working day before the day."""
        return self._search(day, timedelta(days=-1))

    def shift(self, day: date) -> date:
        """The day itself, or where the policy moves it when it is a day off."""
        if self.policy is DayOffPolicy.KEEP or self.is_working_day(day):
            return day
        if self.policy is DayOffPolicy.NEXT:
            return self.next_working_day(day)
        return self.previous_working_day(day)

    def start_of(self, day: date) -> datetime:
        """00:00:00 of the day in the zone."""
        return self.at(day, time())

    def end_of(self, day: date) -> datetime:
        """23:59:59 of the day in the zone: the last second that is still in time."""
        return self.at(day, LAST_SECOND)

    def at(self, day: date, clock: time) -> datetime:
        """A clock time of the day in the zone."""
        return datetime.combine(day, clock, tzinfo=self.zone.info)

    def _search(self, day: date, step: timedelta) -> date:
        """The nearest working day in one direction; ValueError after a year without one."""
        candidate = day
        for _ in range(LONGEST_BREAK):
            candidate += step
            if self.is_working_day(candidate):
                return candidate
        raise ValueError(
            "Kalender tidak memuat satu pun hari kerja dalam setahun. Periksa daftar hari libur."
        )
