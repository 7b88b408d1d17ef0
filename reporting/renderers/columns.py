"""The columns of the report, defined once: heading, getter, width and format for page and documents."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from operator import attrgetter
from typing import Any

from kinerja.lib.numbers import format_figure
from kinerja.lib.periods import Cycle, Period
from reporting.measures import AchievementStatus
from reporting.queries.compiled import NOT_SUBMITTED
from reporting.queries.layout import Chosen, Table
from reporting.queries.report import Line, Sheet

NOTHING = "–"
THIS = {
    Cycle.MONTH: "bulan ini",
    Cycle.QUARTER: "triwulan ini",
    Cycle.SEMESTER: "semester ini",
    Cycle.YEAR: "tahun ini",
}


class Form(StrEnum):
    """How a column's figures are written."""

    TEXT = "text"
    COUNT = "count"
    PERCENT = "percent"
    MONEY = "money"


@dataclass(frozen=True)
class Cell:
    """A figure, or words where there is none (or where words say more: a predicate, a range, “nihil”)."""

    figure: Decimal | None
    words: str
    form: Form

    @property
    def text(self) -> str:
        """What stands in the cell, on screen and on paper."""
        if self.words or self.form is Form.TEXT:
            return self.words or NOTHING
        return written(self.figure, self.form)

    @property
    def is_figure(self) -> bool:
        return not self.words and self.figure is not None


@dataclass(frozen=True)
class Column:
    """One column; `width` is a share of the printed line, `words` what stands in place of a figure."""

    key: str
    heading: str
    width: int
    form: Form
    words: Callable[[Any], str]
    get: Callable[[Any], Decimal | None] = lambda _: None

    @property
    def is_figure(self) -> bool:
        return self.form is not Form.TEXT

    def cell(self, line: Line) -> Cell:
        return Cell(self.get(line), self.words(line), self.form)


def written(figure: Decimal | None, form: Form) -> str:
    """A figure in Indonesian form, never as the round figure that it is just under; a dash for none."""
    if figure is None:
        return NOTHING
    return format_figure(figure, places_of(figure, form), trim=form is Form.COUNT)


def places_of(figure: Decimal, form: Form) -> int:
    """Decimal places to show: small figures need more than two, whole rupiah none."""
    if form is Form.PERCENT:
        return 2
    if figure == figure.to_integral_value():
        return 0
    return 6 if form is Form.COUNT and abs(figure) < 1 else 2


def remark(line: Line) -> str:
    """Kendala, faktor pendukung and tindak lanjut, each on a line of its own."""
    parts = (
        ("Kendala", line.obstacle),
        ("Faktor pendukung", getattr(line, "support", "")),
        ("Tindak lanjut", line.follow_up),
    )
    return "\n".join(f"{label}: {text.strip()}" for label, text in parts if text.strip())


ORDER = Column("order", "No", 3, Form.COUNT, lambda _: "", lambda line: Decimal(line.order))


def line_columns(period: Period) -> Sequence[Column]:
    """The columns of the performance table."""
    this, year = THIS[period.cycle], period.year
    return (
        ORDER,
        _plain("name", "Indikator kinerja", 17, attrgetter("name")),
        _plain("unit", "Satuan", 6, attrgetter("unit")),
        _figure("annual_target", f"Target {year}", 7, Form.COUNT, attrgetter("annual_target_text")),
        _figure("target", f"Target s.d. {this}", 7, Form.COUNT, attrgetter("target_text")),
        _figure("month_value", f"Realisasi {this}", 7, Form.COUNT, attrgetter("month_text")),
        _figure("value", f"Realisasi s.d. {this}", 7, Form.COUNT, attrgetter("value_text")),
        _figure("achievement", f"Capaian s.d. {this} (%)", 7, Form.PERCENT, _judged("achievement_status")),
        _figure("annual_achievement", f"Capaian tahun {year} (%)", 7, Form.PERCENT, _judged("annual_status")),
        _plain("rating", "Predikat", 7, attrgetter("rating")),
        _plain("officer", "PPTK", 9, attrgetter("officer")),
        _plain("remark", "Kendala, faktor pendukung, dan tindak lanjut", 16, remark),
    )


def budget_columns(period: Period) -> Sequence[Column]:
    """The columns of the table of money and physical progress."""
    this = THIS[period.cycle]
    return (
        ORDER,
        _plain("code", "Kode", 11, attrgetter("code")),
        _plain("name", "Sub kegiatan", 18, attrgetter("name")),
        _figure("ceiling", "Pagu (Rp)", 10, Form.MONEY, lambda _: ""),
        _figure("month_amount", f"Realisasi {this} (Rp)", 10, Form.MONEY, _silent("month_amount")),
        _figure("amount", f"Realisasi s.d. {this} (Rp)", 10, Form.MONEY, _silent("amount")),
        _figure("percent", "Serapan (%)", 6, Form.PERCENT, lambda _: ""),
        _figure("physical", "Fisik (%)", 6, Form.PERCENT, _silent("physical")),
        _plain("officer", "PPTK", 10, attrgetter("officer")),
        _plain("remark", "Kendala dan tindak lanjut", 16, remark),
    )


SUMMED = frozenset(
    {"achievement", "ceiling", "month_amount", "amount", "percent", "physical"}
)  # under the table


def usual_columns(table: Table, period: Period) -> Sequence[Column]:
    """All columns of a table as they come."""
    return line_columns(period) if table is Table.PERFORMANCE else budget_columns(period)


def columns_of(sheet: Sheet, table: Table) -> Sequence[Column]:
    """The columns of a table as the office wants them on this sheet."""
    return arranged(usual_columns(table, sheet.report.period), sheet.layout.of(table))


def arranged(columns: Sequence[Column], chosen: Sequence[Chosen]) -> Sequence[Column]:
    """In the office's order, by its headings, without those it hides; one it never saw stands last."""
    known = {column.key: column for column in columns}
    listed = [
        replace(known[each.key], heading=each.heading or known[each.key].heading)
        for each in chosen
        if each.shown and each.key in known
    ]
    seen = {each.key for each in chosen}
    return (*listed, *(column for column in columns if column.key not in seen))


def _plain(key: str, heading: str, width: int, words: Callable[[Any], str]) -> Column:
    return Column(key, heading, width, Form.TEXT, words)


def _figure(key: str, heading: str, width: int, form: Form, words: Callable[[Any], str]) -> Column:
    return Column(key, heading, width, form, words, attrgetter(key))


def _silent(name: str) -> Callable[[Any], str]:
    return lambda line: NOT_SUBMITTED if getattr(line, name) is None else ""


def _judged(name: str) -> Callable[[Any], str]:
    """Words where nothing was judged; a row that was not submitted says so in the same words everywhere."""

    def words(line: Any) -> str:
        status = AchievementStatus(getattr(line, name))
        if status is AchievementStatus.EVALUATED:
            return ""
        if status is AchievementStatus.NOT_DUE:
            return str(line.month_text) or status.label  # a release says "belum dirilis"
        return NOT_SUBMITTED if status is AchievementStatus.BLANK else status.label

    return words
