"""The columns of the report, defined once: heading, getter, width and format for page and documents."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from operator import attrgetter
from typing import Any

from kinerja.lib.periods import MONTH_NAMES, ROMAN, Cycle, Period
from reporting.measures import AchievementStatus
from reporting.queries.layout import Chosen, Table
from reporting.queries.parts import NOT_SUBMITTED, parts_of, quarters_of
from reporting.queries.report import Line, Sheet, figure
from reporting.renderers.cells import NOTHING, Cell, Column, Form, places_of, written

__all__ = ["NOTHING", "Cell", "Column", "Form", "places_of", "written"]

THIS = {
    Cycle.MONTH: "bulan ini",
    Cycle.QUARTER: "triwulan ini",
    Cycle.SEMESTER: "semester ini",
    Cycle.YEAR: "tahun ini",
}
NOT_PLANNED = "tanpa rencana"


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
    """The columns of the performance table; in a year the part to date is the year itself."""
    this, year, of_year = THIS[period.cycle], period.year, period.cycle is Cycle.YEAR
    to_date = str(year) if of_year else f"s.d. {this}"
    return (
        ORDER,
        _plain("name", "Indikator kinerja", 17, attrgetter("name")),
        _plain("unit", "Satuan", 6, attrgetter("unit")),
        _figure("annual_target", f"Target {year}", 7, Form.COUNT, attrgetter("annual_target_text")),
        _asked(_figure("target", f"Target s.d. {this}", 7, Form.COUNT, attrgetter("target_text")), of_year),
        *_parts(period, Form.COUNT, "Realisasi {}", "now"),
        _asked(_figure("month_value", f"Realisasi {this}", 7, Form.COUNT, attrgetter("month_text")), of_year),
        _figure("value", f"Realisasi {to_date}", 7, Form.COUNT, attrgetter("value_text")),
        _figure("achievement", f"Capaian {to_date} (%)", 7, Form.PERCENT, _judged("achievement_status")),
        _asked(
            _figure(
                "annual_achievement", f"Capaian tahun {year} (%)", 7, Form.PERCENT, _judged("annual_status")
            ),
            of_year,
        ),
        _plain("rating", "Predikat", 7, attrgetter("rating")),
        _plain("officer", "PPTK", 9, attrgetter("officer")),
        _plain("remark", "Kendala, faktor pendukung, dan tindak lanjut", 16, remark),
        _asked(_plain("obstacle", "Kendala", 12, attrgetter("obstacle"))),
        _asked(_plain("support", "Faktor pendukung", 12, attrgetter("support"))),
        _asked(_plain("follow_up", "Tindak lanjut", 12, attrgetter("follow_up"))),
    )


def action_columns(period: Period) -> Sequence[Column]:
    """The columns of the action plan: what each quarter was to reach and what it reached, to its end."""
    this, quarters = THIS[period.cycle], quarters_of(period)
    return (
        ORDER,
        _plain("name", "Indikator kinerja", 15, attrgetter("name")),
        _plain("action_plan", "Rencana aksi", 18, attrgetter("action_plan")),
        _plain("unit", "Satuan", 6, attrgetter("unit")),
        _figure("annual_target", f"Target {period.year}", 6, Form.COUNT, attrgetter("annual_target_text")),
        *(_part(f"target_q{part.number}", part, "Target s.d. {}", "target") for part in quarters),
        *(_part(f"value_q{part.number}", part, "Realisasi s.d. {}", "value") for part in quarters),
        *(
            _asked(
                _part(f"achievement_q{part.number}", part, "Capaian s.d. {} (%)", "achievement", Form.PERCENT)
            )
            for part in quarters
        ),
        _asked(
            _figure("achievement", f"Capaian s.d. {this} (%)", 6, Form.PERCENT, _judged("achievement_status"))
        ),
        _plain("officer", "Penanggung jawab", 11, attrgetter("officer")),
        _asked(_plain("remark", "Kendala, faktor pendukung, dan tindak lanjut", 16, remark)),
    )


def budget_columns(period: Period) -> Sequence[Column]:
    """The columns of the table of money and physical progress; deviations where both were planned."""
    this, of_year = THIS[period.cycle], period.cycle is Cycle.YEAR
    to_date = str(period.year) if of_year else f"s.d. {this}"
    money, physical = _deviation("amount", "planned_amount"), _deviation("physical", "planned_physical")
    planned_amount, target = _unplanned("planned_amount"), _unplanned("planned_physical")
    return (
        ORDER,
        _plain("code", "Kode", 11, attrgetter("code")),
        _plain("name", "Sub kegiatan", 18, attrgetter("name")),
        _figure("ceiling", "Pagu (Rp)", 10, Form.MONEY, lambda _: ""),
        _asked(_figure("weight", "Bobot (%)", 6, Form.PERCENT, lambda _: "")),
        _asked(_figure("planned_amount", f"Rencana kas {to_date} (Rp)", 10, Form.MONEY, planned_amount)),
        *_parts(period, Form.MONEY, "Realisasi {} (Rp)", "amount"),
        _asked(
            _figure("month_amount", f"Realisasi {this} (Rp)", 10, Form.MONEY, _silent("month_amount")),
            of_year,
        ),
        _figure("amount", f"Realisasi {to_date} (Rp)", 10, Form.MONEY, _silent("amount")),
        _planned("planned_percent", "Rencana keuangan (%)", planned_amount),
        _figure("percent", "Serapan (%)", 6, Form.PERCENT, lambda _: ""),
        _planned("money_deviation", "Deviasi keuangan (poin)", money),
        _planned("planned_physical", "Target fisik (%)", target),
        _figure("physical", "Fisik (%)", 6, Form.PERCENT, _silent("physical")),
        _planned("physical_deviation", "Deviasi fisik (poin)", physical),
        _plain("officer", "PPTK", 10, attrgetter("officer")),
        _plain("remark", "Kendala dan tindak lanjut", 16, remark),
        _asked(_plain("obstacle", "Masalah", 13, attrgetter("obstacle"))),
        _asked(_plain("follow_up", "Solusi", 13, attrgetter("follow_up"))),
    )


SUMMED = frozenset(
    {
        *("achievement", "ceiling", "weight", "planned_amount", "month_amount", "amount"),
        *("planned_percent", "percent", "money_deviation"),
        *("planned_physical", "physical", "physical_deviation"),
        *(f"part_{number}" for number in range(1, 5)),
    }
)  # under the table
_COLUMNS = {
    Table.PERFORMANCE: line_columns,
    Table.ACTION: action_columns,
    Table.BUDGET: budget_columns,
}


def usual_columns(table: Table, period: Period) -> Sequence[Column]:
    """All columns of a table as they come, those that the office may ask for among them."""
    return _COLUMNS[table](period)


def columns_of(sheet: Sheet, table: Table) -> Sequence[Column]:
    """The columns of a table as the office wants them on this sheet."""
    chosen = sheet.layout.of(table)
    wanted = {each.key for each in chosen if each.shown}
    listed = arranged(usual_columns(table, sheet.report.period), chosen)
    plans = ((line.planned_amount, line.planned_physical) for line in sheet.budget_lines)
    if any(plan != (None, None) for plan in plans):
        return listed
    return [column for column in listed if not column.planned or column.key in wanted]


def arranged(columns: Sequence[Column], chosen: Sequence[Chosen]) -> Sequence[Column]:
    """In the office's order, by its headings, without those it hides; one it never saw stands last.

    A column that has to be asked for stays away until it is, and so does a planned one from an own layout.
    """
    known = {column.key: column for column in columns}
    listed = [
        replace(known[each.key], heading=each.heading or known[each.key].heading)
        for each in chosen
        if each.shown and each.key in known
    ]
    seen = {each.key for each in chosen}
    uninvited = [column for column in columns if column.asked or (column.planned and chosen)]
    return (*listed, *(column for column in columns if column.key not in seen and column not in uninvited))


def _plain(key: str, heading: str, width: int, words: Callable[[Any], str]) -> Column:
    return Column(key, heading, width, Form.TEXT, words)


def _figure(key: str, heading: str, width: int, form: Form, words: Callable[[Any], str]) -> Column:
    return Column(key, heading, width, form, words, attrgetter(key))


def _asked(column: Column, asked: bool = True) -> Column:
    return replace(column, asked=asked)


def _planned(key: str, heading: str, words: Callable[[Any], str]) -> Column:
    return replace(_figure(key, heading, 6, Form.PERCENT, words), planned=True)


def short_name(part: Period) -> str:
    """ "TW II", or the month."""
    is_month = part.cycle is Cycle.MONTH
    return MONTH_NAMES[part.number - 1] if is_month else f"TW {ROMAN[part.number - 1]}"


def _parts(period: Period, form: Form, heading: str, name: str) -> list[Column]:
    """What each part of a longer period reached by itself; the months of a quarter only where asked for."""
    found = []
    for number, part in enumerate(parts_of(period), start=1):
        column = _part(f"part_{number}", part, heading, name, form)
        found.append(_asked(column, part.cycle is Cycle.MONTH))
    return found


def _part(key: str, part: Period, heading: str, name: str, form: Form = Form.COUNT) -> Column:
    code, width = part.code, 10 if form is Form.MONEY else 6
    return Column(
        key, heading.format(short_name(part)), width, form,
        lambda line: str(line.parts.get(code, {}).get(f"{name}_text", "")),
        lambda line: figure(line.parts.get(code, {}).get(name)),
    )  # fmt: skip


def _silent(name: str) -> Callable[[Any], str]:
    return lambda line: NOT_SUBMITTED if getattr(line, name) is None else ""


def _unplanned(name: str) -> Callable[[Any], str]:
    return lambda line: NOT_PLANNED if getattr(line, name) is None else ""


def _deviation(name: str, planned: str) -> Callable[[Any], str]:
    """Why there is none: nothing planned, or nothing submitted."""

    def words(line: Any) -> str:
        if getattr(line, planned) is None:
            return NOT_PLANNED
        return NOT_SUBMITTED if getattr(line, name) is None else ""

    return words


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
