"""The tables of a report as cells ready to print: the same for the page and for paper."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kinerja.lib.numbers import format_figure, format_money, format_percent
from kinerja.lib.periods import Period
from reporting.measures import HUNDRED, AgencyMean, Efficiency
from reporting.models import Compilation, PlanNode, ReportLine
from reporting.queries.layout import Table as Kind
from reporting.queries.parts import parts_of, sum_of
from reporting.queries.report import Row, Sheet, figure, with_headings
from reporting.queries.rules import frozen_policy, policy_words, rule_words, scale_words
from reporting.renderers.columns import NOTHING, Cell, Column, Form, columns_of, written

AGENCY_MEAN = "Rata-rata capaian perangkat daerah"
TITLES = {
    Kind.PERFORMANCE: "Capaian kinerja",
    Kind.ACTION: "Rencana aksi",
    Kind.BUDGET: "Realisasi keuangan dan fisik",
}
_HOW_TOTALS_ARE_MADE = (
    "Rata-rata hanya memuat indikator yang dapat dinilai, menurut bobotnya bila semuanya berbobot. "
    "Serapan keuangan = jumlah realisasi ÷ jumlah pagu; fisik ditimbang dengan pagu."
)

_HOW_DEVIATIONS_ARE_MADE = (
    "Deviasi = realisasi − rencana, dalam poin persen; negatif berarti di bawah rencana. "
    "Rencana keuangan = rencana kas s.d. akhir periode ÷ pagu."
)


@dataclass(frozen=True)
class PrintedRow:
    """A line of the table with its headings above it; `row` carries notes and changes."""

    row: Row
    cells: Sequence[tuple[Column, Cell]]

    @property
    def rule(self) -> str:
        """The rule kept with the line, in one sentence; "" for money and for lines before rules were kept."""
        line = self.row.line
        return rule_words(line.rule) if isinstance(line, ReportLine) and line.rule else ""


@dataclass(frozen=True)
class Foot:
    """A line under the table: its label over the first cells, then figure and working under the others."""

    label: str
    span: int
    cells: Sequence[tuple[Column, str, str]]


@dataclass(frozen=True)
class Table:
    columns: Sequence[Column]
    rows: Sequence[PrintedRow]
    foot: Sequence[Foot]

    @property
    def shares(self) -> list[tuple[Column, str]]:
        """The width of each column in percent of the line."""
        total = sum(column.width for column in self.columns)
        return [(column, f"{column.width * 100 / total:.2f}") for column in self.columns]


def tables_of(
    sheet: Sheet, rows: Sequence[Row] | None = None, budget_rows: Sequence[Row] | None = None
) -> list[tuple[str, Table]]:
    """What the office prints, each table under its title; `rows` stand in place of all rows."""
    made = {
        Kind.PERFORMANCE: lambda: performance_table(sheet, rows),
        Kind.ACTION: lambda: action_table(sheet, rows),
        Kind.BUDGET: lambda: budget_table(sheet, budget_rows),
    }
    return [(TITLES[kind], made[kind]()) for kind in sheet.layout.tables]


def action_table(sheet: Sheet, rows: Sequence[Row] | None = None) -> Table:
    """What each quarter was to bring and brought, indicator by indicator; nothing is summed."""
    columns = columns_of(sheet, Kind.ACTION)
    plain = [Row(row.line, row.headings) for row in (with_headings(sheet.lines) if rows is None else rows)]
    return Table(columns, _printed(columns, plain), [])


def performance_table(sheet: Sheet, rows: Sequence[Row] | None = None) -> Table:
    columns = columns_of(sheet, Kind.PERFORMANCE)
    means = [(mean_label(mean), mean) for mean in sheet.means.get("objectives", [])]
    means.append((AGENCY_MEAN, sheet.means.get("agency") or {}))
    foot = [
        line
        for label, mean in means
        for line in _foot(
            columns, label, {"achievement": (written(figure(mean), Form.PERCENT), _working(mean))}
        )
    ]
    return Table(columns, _printed(columns, with_headings(sheet.lines) if rows is None else rows), foot)


def mean_label(mean: Mapping[str, Any]) -> str:
    """ "Rata-rata capaian sasaran S1 Meningkatnya …"."""
    level = str(PlanNode.Level(mean["level"]).label).lower()
    return f"Rata-rata capaian {level} {mean['code']} {mean['name']}"


def budget_table(sheet: Sheet, rows: Sequence[Row] | None = None) -> Table:
    columns = columns_of(sheet, Kind.BUDGET)
    cells = {
        **{
            key: (written(sheet.mean(key), Form.MONEY), "")
            for key in ("ceiling", "planned_amount", "month_amount", "amount")
        },
        **{
            key: (written(sheet.mean(key), Form.PERCENT), "")
            for key in ("planned_percent", "money_deviation", "planned_physical", "physical_deviation")
        },
        **{
            f"part_{number}": (written(part_total(sheet, part), Form.MONEY), "")
            for number, part in enumerate(parts_of(sheet.report.period), start=1)
        },
        "weight": (written(weight_total(sheet), Form.PERCENT), ""),
        "percent": (written(sheet.mean("budget"), Form.PERCENT), _working(sheet.means.get("budget"))),
        "physical": (written(sheet.mean("physical"), Form.PERCENT), _working(sheet.means.get("physical"))),
    }
    foot = _foot(columns, "Jumlah", cells)
    saved = sheet.means.get("efficiency")
    if saved:
        told = {"percent": (written(figure(saved), Form.PERCENT), _working(saved))}
        foot += _foot(columns, efficiency_label(saved), told)
    printed = _printed(columns, with_headings(sheet.budget_lines) if rows is None else rows)
    return Table(columns, printed, foot if printed else [])


def part_total(sheet: Sheet, part: Period) -> Decimal | None:
    """Σ of the money of a part; None where nothing was submitted in it."""
    return sum_of(figure(line.parts.get(part.code, {}).get("amount")) for line in sheet.budget_lines)


def weight_total(sheet: Sheet) -> Decimal | None:
    """All shares together: 100, or none where there is no pagu (lines keep six places, cut)."""
    return HUNDRED if any(line.weight is not None for line in sheet.budget_lines) else None


def efficiency_label(saved: Mapping[str, Any]) -> str:
    """ "Efisiensi: nilai efisiensi PMK 249/2011 (%)"."""
    method = Efficiency(saved["method"])
    return f"Efisiensi: {method.label} ({'poin' if method is Efficiency.DIFFERENCE else '%'})"


def _working(mean: Mapping[str, Any] | None) -> str:
    return str((mean or {}).get("working", ""))


def _foot(columns: Sequence[Column], label: str, cells: Mapping[str, tuple[str, str]]) -> list[Foot]:
    """The label reaches up to the first cell that has something to say; no line where all are hidden."""
    before = first_of(columns, cells)
    if before is None:
        return []
    return [Foot(label, before, [(column, *cells.get(column.key, ("", ""))) for column in columns[before:]])]


def first_of(columns: Sequence[Column], keys: Container[str]) -> int | None:
    """The place of the first of the columns with these keys."""
    return next((place for place, column in enumerate(columns) if column.key in keys), None)


def _printed(columns: Sequence[Column], rows: Sequence[Row]) -> list[PrintedRow]:
    return [PrintedRow(row, [(column, column.cell(row.line)) for column in columns]) for row in rows]


def headline(compilation: Compilation) -> list[tuple[str, str, str]]:
    """The figures above a report: name, figure, what it is made of."""
    means = compilation.means
    agency, budget = means.get("agency", {}), means.get("budget", {})
    amount, ceiling = figure(means.get("amount")), figure(means.get("ceiling"))
    spent = f"{format_money(amount or Decimal(0))} dari {format_money(ceiling or Decimal(0))}"
    missing = f", {budget['left_out']} sub kegiatan belum menyampaikan" if budget.get("left_out") else ""
    told = [
        ("Rata-rata capaian", _percent(figure(agency)), _made_of(agency)),
        ("Serapan keuangan", _percent(figure(budget)), spent + missing),
        ("Fisik", _percent(figure(means.get("physical"))), "ditimbang dengan pagu"),
    ]
    saved = means.get("efficiency")
    return [*told, _efficiency(saved)] if saved else told


def _made_of(agency: Mapping[str, Any]) -> str:
    """How many took part in the mean of the agency, and how."""
    counted, left_out = agency.get("counted", 0), agency.get("left_out", 0)
    if agency.get("over") == AgencyMean.OBJECTIVES:
        return f"{counted} sasaran dirata-ratakan, {left_out} tanpa capaian"
    weighted = ", tertimbang menurut bobot" if agency.get("weighted") else ""
    return f"{counted} indikator dinilai, {left_out} tidak{weighted}"


def _efficiency(saved: Mapping[str, Any]) -> tuple[str, str, str]:
    value, method = figure(saved), Efficiency(saved["method"])
    if value is None:
        return "Efisiensi", NOTHING, _working(saved)
    shown = f"{format_figure(value)} poin" if method is Efficiency.DIFFERENCE else format_percent(value)
    return "Efisiensi", shown, method.label


def notes_of(compilation: Compilation) -> list[str]:
    """What a reader has to know to recompute the report: scale, choices, and how the totals were made."""
    policy, saved = frozen_policy(compilation.policy), compilation.means.get("efficiency")
    notes = [scale_words(policy.scale), _HOW_TOTALS_ARE_MADE]
    if compilation.policy:
        notes.append(policy_words(compilation.policy))
    if saved:
        notes.append(f"{efficiency_label(saved)}: {_working(saved)}")
    if any(key in compilation.means for key in ("planned_percent", "planned_physical")):
        notes.append(_HOW_DEVIATIONS_ARE_MADE)
    return notes


def _percent(value: Decimal | None) -> str:
    return NOTHING if value is None else format_percent(value)
