"""Indonesian dates, clock times and zones, written out and read back."""

import re
from calendar import monthrange
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from kinerja.lib.periods import MONTH_NAMES

WEEKDAY_NAMES = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")

# Short and old spellings as they stand in office papers and spreadsheets.
_OTHER_MONTH_NAMES = {
    "pebruari": 2,
    "nopember": 11,
    "agt": 8,
    "agst": 8,
    "ags": 8,
    "agus": 8,
    "sept": 9,
    "nop": 11,
    "peb": 2,
}
_NUMBERED = re.compile(r"([0-9]{1,2})[/.\-]([0-9]{1,2})[/.\-]([0-9]{4})")
_NAMED = re.compile(r"([0-9]{1,2})[\s\-]+([a-z]+)\.?[\s\-]+([0-9]{4})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_WEEKDAY_PREFIX = re.compile(rf"(?:{'|'.join(WEEKDAY_NAMES)}|jum'at)\s*,?\s*", re.IGNORECASE)
_REFUSAL = "Tanggal “{text}” tidak dapat dibaca. Tulis misalnya 5 Januari 2026 atau 5/1/2026."


class Zone(StrEnum):
    """The three Indonesian time zones, by the abbreviation that is printed."""

    WIB = "WIB"
    WITA = "WITA"
    WIT = "WIT"

    @property
    def info(self) -> ZoneInfo:
        """The zone of the tz database."""
        return _ZONES[self]

    @property
    def label(self) -> str:
        """The name in full, with the abbreviation."""
        return _ZONE_LABELS[self]

    def local(self, moment: datetime) -> datetime:
        """The same moment on this zone's clock; ValueError for a moment without a zone."""
        if moment.tzinfo is None:
            raise ValueError("Waktu tanpa zona tidak dapat dipakai.")
        return moment.astimezone(self.info)


_ZONES = {
    Zone.WIB: ZoneInfo("Asia/Jakarta"),
    Zone.WITA: ZoneInfo("Asia/Makassar"),
    Zone.WIT: ZoneInfo("Asia/Jayapura"),
}
_ZONE_LABELS = {
    Zone.WIB: "Waktu Indonesia Barat (WIB)",
    Zone.WITA: "Waktu Indonesia Tengah (WITA)",
    Zone.WIT: "Waktu Indonesia Timur (WIT)",
}


def long_date(day: date) -> str:
    """ "5 Januari 2026"."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def weekday_date(day: date) -> str:
    """ "Senin, 5 Januari 2026"."""
    return f"{WEEKDAY_NAMES[day.weekday()]}, {long_date(day)}"


def years_later(day: date, years: int) -> date:
    """The same day so many years on; 29 February becomes the 28th where the year has none."""
    leaps = day.month == 2 and day.day == 29 and monthrange(day.year + years, 2)[1] == 28
    return day.replace(year=day.year + years, day=28 if leaps else day.day)


def clock_time(moment: datetime, zone: Zone) -> str:
    """ "23.59 WIB" on the clock of the zone; seconds are cut, so a deadline of 23:59:59 prints as 23.59."""
    return f"{zone.local(moment):%H.%M} {zone.value}"


def moment(at: datetime, zone: Zone) -> str:
    """ "Senin, 5 Januari 2026, 23.59 WIB"."""
    return f"{weekday_date(zone.local(at))}, {clock_time(at, zone)}"


def time_left(now: datetime, due: datetime, zone: Zone = Zone.WIB) -> str:
    """Time until (or since) a deadline in words; whole days are counted on the calendar of the zone.

    From the next calendar day but one it speaks of days; nearer than that of hours, below one hour of
    minutes. The deadline's own second, to its last fraction, still counts as in time.
    """
    left = due - now
    days = (zone.local(due).date() - zone.local(now).date()).days
    if left <= timedelta(seconds=-1):
        return f"terlambat {_distance(-left, -days)}"
    if left < timedelta(minutes=1):
        return "jatuh tempo sekarang"
    return f"{_distance(left, days)} lagi"


def due_words(now: datetime, due: datetime, zone: Zone = Zone.WIB) -> str:
    """The coarse form for lists: "jatuh tempo hari ini", "jatuh tempo besok", else as `time_left`."""
    days = (zone.local(due).date() - zone.local(now).date()).days
    if now <= due and days == 0:
        return "jatuh tempo hari ini"
    if days == 1:
        return "jatuh tempo besok"
    return time_left(now, due, zone)


def _distance(span: timedelta, days: int) -> str:
    """A span in its largest fitting unit; hours and minutes are cut, never rounded up."""
    if days >= 2 or (days == 1 and span >= timedelta(hours=24)):
        return f"{days} hari"
    minutes = int(span.total_seconds()) // 60
    if minutes >= 60:
        return f"{minutes // 60} jam"
    return f"{minutes} menit" if minutes else "kurang dari 1 menit"


def parse_date(text: str) -> date:
    """Read "03 Januari 2024", "Senin, 5 Jan 2026", "3/1/2024" (day first) or "2024-01-03".

    ValueError carries an Indonesian sentence that says what to write.
    """
    cleaned = _WEEKDAY_PREFIX.sub("", " ".join(text.split()), count=1).lower()
    try:
        if match := _ISO.fullmatch(cleaned):
            year, month, day = map(int, match.groups())
            return date(year, month, day)
        if match := _NUMBERED.fullmatch(cleaned):
            day, month, year = map(int, match.groups())
            return date(year, month, day)
        if match := _NAMED.fullmatch(cleaned):
            return date(int(match[3]), _month_number(match[2]), int(match[1]))
    except ValueError as error:
        raise ValueError(f"Tanggal “{text}” tidak ada dalam kalender.") from error
    raise ValueError(_REFUSAL.format(text=text))


def _month_number(name: str) -> int:
    """The number of a month by its full name, a short form of three letters or an old spelling."""
    if name in _OTHER_MONTH_NAMES:
        return _OTHER_MONTH_NAMES[name]
    for number, full in enumerate(MONTH_NAMES, start=1):
        if name in {full.lower(), full.lower()[:3]}:
            return number
    raise ValueError(name)
