"""Reporting periods: months, quarters, semesters and years of one calendar year."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property, total_ordering
from typing import Self

MONTH_NAMES = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)
ROMAN = ("I", "II", "III", "IV")
EARLIEST_YEAR, LATEST_YEAR = 1900, 9998


class Cycle(StrEnum):
    """How often a report is due."""

    MONTH = "month"
    QUARTER = "quarter"
    SEMESTER = "semester"
    YEAR = "year"

    @property
    def label(self) -> str:
        """The adjective that offices use, such as "triwulanan"."""
        return _LABELS[self]

    @property
    def months(self) -> int:
        """Length in months."""
        return _LENGTHS[self]

    @property
    def per_year(self) -> int:
        """How many periods of this cycle a year holds."""
        return 12 // self.months


_LABELS = {
    Cycle.MONTH: "bulanan",
    Cycle.QUARTER: "triwulanan",
    Cycle.SEMESTER: "semesteran",
    Cycle.YEAR: "tahunan",
}
_LENGTHS = {Cycle.MONTH: 1, Cycle.QUARTER: 3, Cycle.SEMESTER: 6, Cycle.YEAR: 12}
_CODE = re.compile(r"([0-9]{4})(?:-(?:(0[1-9]|1[0-2])|Q([1-4])|S([12])))?")


@total_ordering
@dataclass(frozen=True)
class Period:
    """One period; `number` counts from 1 within the year (always 1 for a year)."""

    cycle: Cycle
    year: int
    number: int

    def __post_init__(self) -> None:
        """Refuse numbers and years that no calendar has."""
        if not EARLIEST_YEAR <= self.year <= LATEST_YEAR:
            raise ValueError(f"Tahun {self.year} di luar jangkauan {EARLIEST_YEAR}–{LATEST_YEAR}.")
        if not 1 <= self.number <= self.cycle.per_year:
            raise ValueError(f"Periode {self.cycle.label} ke-{self.number} tidak ada dalam satu tahun.")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "2026-01", "2026-Q1", "2026-S1" or "2026"; ValueError says what is accepted."""
        match = _CODE.fullmatch(text.strip().upper())
        if match is None:
            raise ValueError(
                f"Periode “{text}” tidak dikenal. Tulis misalnya 2026-01 (bulan), 2026-Q1 (triwulan), "
                "2026-S1 (semester), atau 2026 (tahun)."
            )
        year, month, quarter, semester = match.groups()
        if month:
            return cls(Cycle.MONTH, int(year), int(month))
        if quarter:
            return cls(Cycle.QUARTER, int(year), int(quarter))
        if semester:
            return cls(Cycle.SEMESTER, int(year), int(semester))
        return cls(Cycle.YEAR, int(year), 1)

    @classmethod
    def of(cls, day: date, cycle: Cycle) -> Self:
        """The period of that cycle in which the day lies."""
        return cls(cycle, day.year, (day.month - 1) // cycle.months + 1)

    @property
    def code(self) -> str:
        """The form that `parse` reads and the database keeps."""
        match self.cycle:
            case Cycle.MONTH:
                return f"{self.year}-{self.number:02}"
            case Cycle.QUARTER:
                return f"{self.year}-Q{self.number}"
            case Cycle.SEMESTER:
                return f"{self.year}-S{self.number}"
            case Cycle.YEAR:
                return str(self.year)

    @property
    def label(self) -> str:
        """The printed name, such as "Triwulan I 2026"."""
        match self.cycle:
            case Cycle.MONTH:
                return f"{MONTH_NAMES[self.number - 1]} {self.year}"
            case Cycle.QUARTER:
                return f"Triwulan {ROMAN[self.number - 1]} {self.year}"
            case Cycle.SEMESTER:
                return f"Semester {ROMAN[self.number - 1]} {self.year}"
            case Cycle.YEAR:
                return f"Tahun {self.year}"

    @property
    def last_month(self) -> int:
        """Number (1–12) of the last month in the period."""
        return self.number * self.cycle.months

    @property
    def starts_on(self) -> date:
        """First day."""
        return date(self.year, self.last_month - self.cycle.months + 1, 1)

    @property
    def ends_on(self) -> date:
        """Last day, inclusive."""
        return date(self.year, self.last_month, monthrange(self.year, self.last_month)[1])

    @cached_property
    def months(self) -> tuple["Period", ...]:
        """The months of the period, in order."""
        first = self.last_month - self.cycle.months + 1
        return tuple(Period(Cycle.MONTH, self.year, month) for month in range(first, self.last_month + 1))

    @cached_property
    def months_to_date(self) -> tuple["Period", ...]:
        """The months from January up to and including the last month of the period."""
        return tuple(Period(Cycle.MONTH, self.year, month) for month in range(1, self.last_month + 1))

    @property
    def previous(self) -> "Period":
        """The period before this one, of the same cycle."""
        return Period.of(self.starts_on - timedelta(days=1), self.cycle)

    @property
    def next(self) -> "Period":
        """The period after this one, of the same cycle."""
        return Period.of(self.ends_on + timedelta(days=1), self.cycle)

    def contains(self, day: date) -> bool:
        """Whether the day lies in the period."""
        return self.starts_on <= day <= self.ends_on

    def __lt__(self, other: object) -> bool:
        """Order in time; periods of different cycles overlap and have no order."""
        if not isinstance(other, Period) or other.cycle is not self.cycle:
            return NotImplemented
        return (self.year, self.number) < (other.year, other.number)

    def __str__(self) -> str:
        """The code."""
        return self.code
