"""Deadlines of an SOP as pure functions: windows by date, durations in working time, corrections, reminders.

Two things stand in a SOP and stay apart: a calendar window ("paling lambat tanggal 5", of the month that
follows the period) and a duration, the mutu baku waktu ("2 jam"). A deadline is inclusive: its moment is
23:59:59 in the agency's zone and the whole of that second is still in time, so ask `is_late`, not `>`.
"""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from kinerja.lib.dates import Zone
from kinerja.lib.numbers import format_number, read_number
from kinerja.lib.periods import Period
from organisation.workdays import WorkCalendar

REMINDER_LEADS = (7, 3, 1, 0)  # whole days before the deadline, on the calendar of the zone
LATE = -1
LONGEST_DAYS = 3660


class DurationUnit(StrEnum):
    """Units of mutu baku waktu."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WORKDAY = "workday"

    @property
    def label(self) -> str:
        """The word as printed."""
        return _UNIT_LABELS[self]


_UNIT_LABELS = {
    DurationUnit.MINUTE: "menit",
    DurationUnit.HOUR: "jam",
    DurationUnit.DAY: "hari",
    DurationUnit.WORKDAY: "hari kerja",
}
_UNIT_WORDS = {
    "menit": DurationUnit.MINUTE,
    "mnt": DurationUnit.MINUTE,
    "min": DurationUnit.MINUTE,
    "jam": DurationUnit.HOUR,
    "hari": DurationUnit.DAY,
    "hr": DurationUnit.DAY,
    "hari kerja": DurationUnit.WORKDAY,
    "hk": DurationUnit.WORKDAY,
}
_AMOUNT = r"[0-9]+(?:[.,][0-9]+)?"
_UNIT = r"hari\s+kerja|hari|jam|menit|mnt|min|hr|hk"
_LEAD_IN = r"(?:±|kurang\s+lebih|sekitar|maksimal|maks\.?|paling\s+lama|paling\s+lambat)?\s*"
_IN_WORDS = r"(?:\s*\([a-z ]+\))?"  # "2 (dua) hari"
_SPAN = re.compile(
    rf"{_LEAD_IN}({_AMOUNT}){_IN_WORDS}(?:\s*(?:-|–|s\s*[./]?\s*d\.?|sampai|hingga)\s*({_AMOUNT}){_IN_WORDS})?"
    rf"\s*({_UNIT})?"
)
_PART = re.compile(rf"(?:(?:,|dan\b|\+)\s*)?({_AMOUNT}){_IN_WORDS}\s*({_UNIT})\b\s*")
_HOURS_AND_MINUTES = re.compile(rf"({_AMOUNT})\s*jam(?:\s+dan)?\s+({_AMOUNT})\s*(?:menit|mnt|min)")


@dataclass(frozen=True)
class Duration:
    """A mutu baku waktu: the printed text, and what could be read of it (None where nothing could)."""

    raw: str
    amount_from: Decimal | None = None
    amount_to: Decimal | None = None
    unit: DurationUnit | None = None

    @property
    def is_measured(self) -> bool:
        """Whether a deadline can be computed from it."""
        return self.amount_to is not None and self.unit is not None


def window(
    period: Period, opens_day: int | None, due_day: int, calendar: WorkCalendar
) -> tuple[datetime, datetime]:
    """First and last moment of a calendar window in the month that follows the period's end.

    Days are as printed; a day beyond the month's length means its last day; without `opens_day` the window
    opens with the month. On a day off only the deadline moves (by the calendar's policy), never back before
    that month; the opening stays as printed, but never after the deadline's own day.
    ValueError: a day below 1 or above 31, or an opening printed after the deadline.
    """
    first_day = 1 if opens_day is None else opens_day
    if not 1 <= first_day <= due_day <= 31:
        raise ValueError(
            f"Jendela tanggal {opens_day}–{due_day} tidak mungkin: isi 1–31, mulai sebelum selesai."
        )
    month_start = period.ends_on + timedelta(days=1)
    due_on = calendar.shift(_day_in_month(month_start, due_day))
    if due_on < month_start:
        due_on = calendar.next_working_day(due_on)
    opens_on = min(_day_in_month(month_start, first_day), due_on)
    return calendar.start_of(opens_on), calendar.end_of(due_on)


def _day_in_month(month_start: date, day: int) -> date:
    """The day of that month, or its last day."""
    return month_start.replace(day=min(day, monthrange(month_start.year, month_start.month)[1]))


def is_late(now: datetime, due_at: datetime) -> bool:
    """Whether the deadline's last second has passed."""
    return now >= due_at + timedelta(seconds=1)


def is_open(now: datetime, opens_at: datetime, due_at: datetime) -> bool:
    """Whether the moment lies in the window, both ends included."""
    return opens_at <= now and not is_late(now, due_at)


def add_working_time(
    start: datetime, amount: Decimal, unit: DurationUnit, calendar: WorkCalendar
) -> datetime:
    """When a duration that begins at `start` has run out.

    Minutes and hours run only inside working hours ("24 jam" is 24 working hours, not one day). Days, printed
    as "hari" or "hari kerja", are working days: the day of `start` is not counted and the last one counts
    to 23:59:59. A part of a day is that part of the working hours: alone it runs from `start`, after whole
    days it runs from the next morning. The result never falls when the amount grows.
    ValueError: a negative amount, or one longer than ten years.
    """
    if not amount.is_finite() or amount < 0:
        raise ValueError("Lama waktu tidak boleh negatif.")
    if unit in {DurationUnit.MINUTE, DurationUnit.HOUR}:
        return _add_hours(start, _span(amount, 60 if unit is DurationUnit.MINUTE else 3600), calendar)
    _refuse_longer_than(LONGEST_DAYS, amount)
    whole = int(amount)
    part = _share(calendar.hours_per_day, amount - whole)
    if not whole:
        return _add_hours(start, part, calendar)
    day = calendar.zone.local(start).date()
    for _ in range(whole):
        day = calendar.next_working_day(day)
    if not part:
        return calendar.end_of(day)
    return calendar.at(calendar.next_working_day(day), calendar.working_hours[0]) + part


def _span(amount: Decimal, seconds: int) -> timedelta:
    """An amount of minutes or hours as a span."""
    _refuse_longer_than(LONGEST_DAYS * 86400, amount * seconds)
    return timedelta(microseconds=int(amount * seconds * 1_000_000))


def _share(whole: timedelta, part: Decimal) -> timedelta:
    """A part (0 to 1) of a span, to the second."""
    return timedelta(seconds=int(part * int(whole.total_seconds())))


def _refuse_longer_than(limit: int, amount: Decimal) -> None:
    """Ten years is a slip of the hand."""
    if amount > limit:
        raise ValueError("Lama waktu lebih dari sepuluh tahun. Periksa angkanya.")


def _add_hours(start: datetime, span: timedelta, calendar: WorkCalendar) -> datetime:
    """Let a span run inside working hours only; a start outside them counts as the next opening."""
    moment = calendar.zone.local(start)
    day = moment.date()
    while True:
        opening, closing = (calendar.at(day, clock) for clock in calendar.working_hours)
        if calendar.is_working_day(day) and moment < closing:
            begin = max(moment, opening)
            if span <= closing - begin:
                return begin + span
            span -= closing - begin
        day = calendar.next_working_day(day)
        moment = calendar.start_of(day)


def due_after(start: datetime, duration: Duration, calendar: WorkCalendar) -> datetime | None:
    """The deadline that a printed duration gives, by its longer end; None where it cannot be measured."""
    if duration.amount_to is None or duration.unit is None:
        return None
    return add_working_time(start, duration.amount_to, duration.unit, calendar)


def correction_due(now: datetime, calendar: WorkCalendar) -> datetime:
    """The end of the next working day: the time that a returned report gives for its correction."""
    return calendar.end_of(calendar.next_working_day(calendar.zone.local(now).date()))


def again_due(at: datetime, amount: Decimal | None, unit: str, calendar: WorkCalendar) -> datetime:
    """When a task of a correction is due: the printed duration from `at` on, never less than a returned
    report gets. Calendar windows belong to the period, which is over.
    ValueError: as `add_working_time`.
    """
    least = correction_due(at, calendar)
    if amount is None or not unit:
        return least
    return max(least, add_working_time(at, amount, DurationUnit(unit), calendar))


def reminder_days(due_at: datetime, now: datetime, zone: Zone) -> int | None:
    """Which reminder belongs to today: 7, 3, 1 or 0 days before, LATE once overdue, else None."""
    if is_late(now, due_at):
        return LATE
    days = (zone.local(due_at).date() - zone.local(now).date()).days
    return days if days in REMINDER_LEADS else None


def parse_duration(text: str, column_unit: DurationUnit | None = None) -> Duration:
    """Read a printed mutu baku waktu; `column_unit` is the unit of the column head for bare numbers.

    What is no single span ("menyesuaikan", "setiap tanggal 5", "2 hari 3 jam") keeps its text and gets no
    amounts: days and hours are never added up. Never raises.
    """
    cleaned = _cleaned(text)
    if match := _HOURS_AND_MINUTES.fullmatch(cleaned):
        hours, minutes = _amount(match[1]), _amount(match[2])
        if hours is not None and minutes is not None:
            total = hours * 60 + minutes
            return Duration(text, total, total, DurationUnit.MINUTE)
    match = _SPAN.fullmatch(cleaned)
    if match is None:
        return Duration(text)
    shortest, longest = _amount(match[1]), _amount(match[2] or match[1])
    if shortest is None or longest is None or shortest > longest:
        return Duration(text)
    return Duration(text, shortest, longest, _unit(match[3]) or column_unit)


def _cleaned(text: str) -> str:
    """One spelling for spaces, letters and halves."""
    cleaned = " ".join(text.replace("½", "0,5").split()).lower().rstrip(".")
    return re.sub(r"(?<![0-9/])1/2(?![0-9/])", "0,5", cleaned)


def _amount(text: str) -> Decimal | None:
    """The number, or None where it is ambiguous."""
    return read_number(text, decimals=True).value


def _unit(word: str | None) -> DurationUnit | None:
    """The unit of a printed word."""
    return _UNIT_WORDS[" ".join(word.split())] if word else None


@dataclass(frozen=True)
class Total:
    """Durations added up unit by unit: sixty minutes are an hour, but hours never become days."""

    days: Decimal = Decimal(0)
    workdays: Decimal = Decimal(0)
    minutes: Decimal = Decimal(0)

    def plus(self, amount: Decimal, unit: DurationUnit) -> "Total":
        match unit:
            case DurationUnit.DAY:
                return replace(self, days=self.days + amount)
            case DurationUnit.WORKDAY:
                return replace(self, workdays=self.workdays + amount)
            case DurationUnit.HOUR:
                return replace(self, minutes=self.minutes + 60 * amount)
        return replace(self, minutes=self.minutes + amount)

    @property
    def words(self) -> str:
        """ "122 hari 3 jam 2 menit"."""
        hours, minutes = divmod(self.minutes, 60)
        parts = [(self.days, "hari"), (self.workdays, "hari kerja"), (hours, "jam"), (minutes, "menit")]
        return " ".join(f"{format_number(n, 3, trim=True)} {unit}" for n, unit in parts if n) or "0 menit"


def computed_total(printed: str, durations: Iterable[Duration]) -> str:
    """What the durations of an SOP come to, in words; empty where the printed sum says the same.

    Spans ("1-2 hari") give a span; what cannot be measured is counted and named. Never raises.
    """
    shortest, longest, measured, unmeasured = Total(), Total(), 0, 0
    for duration in durations:
        ends = _ends(duration)
        if ends is None:
            unmeasured += bool(duration.raw.strip())
            continue
        measured += 1
        shortest, longest = _sum(shortest, ends[0]), _sum(longest, ends[1])
    if not measured or shortest == longest == read_total(printed):
        return ""
    words = longest.words if shortest == longest else f"{shortest.words} sampai {longest.words}"
    return f"{words}, di luar {unmeasured} waktu yang tidak terukur" if unmeasured else words


def read_total(text: str) -> Total | None:
    """A printed sum like "122 Hari 3 jam", or None where it is not amounts with their units."""
    total, place, cleaned = Total(), 0, _cleaned(text)
    while match := _PART.match(cleaned, place):
        amount, unit = _amount(match[1]), _unit(match[2])
        if amount is None or unit is None:
            return None
        total, place = total.plus(amount, unit), match.end()
    return total if place and place == len(cleaned) else None


def _ends(duration: Duration) -> tuple[Total, Total] | None:
    """The shorter and the longer end of a printed duration."""
    if duration.amount_from is None or duration.amount_to is None or duration.unit is None:
        mixed = read_total(duration.raw)  # "2 hari 3 jam"
        return (mixed, mixed) if mixed else None
    empty = Total()
    return empty.plus(duration.amount_from, duration.unit), empty.plus(duration.amount_to, duration.unit)


def _sum(one: Total, other: Total) -> Total:
    return Total(one.days + other.days, one.workdays + other.workdays, one.minutes + other.minutes)


def working_time(start: datetime, end: datetime, calendar: WorkCalendar) -> timedelta:
    """How much working time lies between two moments; nothing outside working hours and on days off."""
    begin, until = calendar.zone.local(start), calendar.zone.local(end)
    total, day = timedelta(), begin.date()
    while day <= until.date():
        if calendar.is_working_day(day):
            opening, closing = (calendar.at(day, clock) for clock in calendar.working_hours)
            total += max(min(closing, until) - max(opening, begin), timedelta())
        day += timedelta(days=1)
    return total


def planned_time(amount: Decimal | None, unit: str, calendar: WorkCalendar) -> timedelta | None:
    """A printed duration as working time: a day is the working hours of one day; None if not measured."""
    if amount is None or not unit:
        return None
    if DurationUnit(unit) in {DurationUnit.MINUTE, DurationUnit.HOUR}:
        return _span(amount, 60 if DurationUnit(unit) is DurationUnit.MINUTE else 3600)
    return timedelta(seconds=int(amount * int(calendar.hours_per_day.total_seconds())))


def work_words(span: timedelta, calendar: WorkCalendar) -> str:
    """Working time in words: "45 menit", "3 jam 20 menit", "2 hari kerja 1 jam"; two units at most."""
    days, rest = divmod(span, calendar.hours_per_day)
    hours, minutes = divmod(int(rest.total_seconds()) // 60, 60)
    parts = [(days, "hari kerja"), (hours, "jam"), (minutes, "menit")]
    words = [f"{amount} {unit}" for amount, unit in parts if amount][:2]
    return " ".join(words) or ("kurang dari 1 menit" if span else "0 menit")
