"""The two tables of a report as cells ready to print: the same for the page and for paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kinerja.lib.numbers import format_money, format_percent
from reporting.models import Compilation, PlanNode
from reporting.queries.report import Row, Sheet, figure, with_headings
from reporting.renderers.columns import NOTHING, Cell, Column, Form, budget_columns, line_columns, written


@dataclass(frozen=True)
class PrintedRow:
    """A line of the table with its headings above it; `row` carries notes and changes."""

    row: Row
    cells: Sequence[tuple[Column, Cell]]


@dataclass(frozen=True)
class Foot:
    """A line under the table: its label over the first cells, then what stands under the others."""

    label: str
    span: int
    cells: Sequence[tuple[Column, str]]


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


def performance_table(sheet: Sheet, rows: Sequence[Row] | None = None) -> Table:
    columns = line_columns(sheet.report.period)
    means = [(mean_label(mean), figure(mean)) for mean in sheet.means.get("objectives", [])]
    means.append(("Rata-rata capaian perangkat daerah", sheet.mean("agency")))
    foot = [_foot(columns, label, {"achievement": written(value, Form.PERCENT)}) for label, value in means]
    return Table(columns, _printed(columns, with_headings(sheet.lines) if rows is None else rows), foot)


def mean_label(mean: Mapping[str, Any]) -> str:
    """ "Rata-rata capaian sasaran S1 Meningkatnya …"."""
    level = str(PlanNode.Level(mean["level"]).label).lower()
    return f"Rata-rata capaian {level} {mean['code']} {mean['name']}"


def budget_table(sheet: Sheet, rows: Sequence[Row] | None = None) -> Table:
    columns = budget_columns(sheet.report.period)
    cells = {
        **{key: written(sheet.mean(key), Form.MONEY) for key in ("ceiling", "month_amount", "amount")},
        "percent": written(sheet.mean("budget"), Form.PERCENT),
        "physical": written(sheet.mean("physical"), Form.PERCENT),
    }
    foot = [_foot(columns, "Jumlah", cells)]
    printed = _printed(columns, with_headings(sheet.budget_lines) if rows is None else rows)
    return Table(columns, printed, foot if printed else [])


def _foot(columns: Sequence[Column], label: str, cells: Mapping[str, str]) -> Foot:
    """The label reaches up to the first cell that has something to say."""
    before = [column.key in cells for column in columns].index(True)
    return Foot(label, before, [(column, cells.get(column.key, "")) for column in columns[before:]])


def _printed(columns: Sequence[Column], rows: Sequence[Row]) -> list[PrintedRow]:
    return [PrintedRow(row, [(column, column.cell(row.line)) for column in columns]) for row in rows]


def headline(compilation: Compilation) -> list[tuple[str, str, str]]:
    """The three figures above a report: name, figure, what it is made of."""
    means = compilation.means
    agency, budget = means.get("agency", {}), means.get("budget", {})
    amount, ceiling = figure(means.get("amount")), figure(means.get("ceiling"))
    spent = f"{format_money(amount or Decimal(0))} dari {format_money(ceiling or Decimal(0))}"
    missing = f", {budget['left_out']} sub kegiatan belum menyampaikan" if budget.get("left_out") else ""
    judged = f"{agency.get('counted', 0)} indikator dinilai, {agency.get('left_out', 0)} tidak"
    return [
        ("Rata-rata capaian", _percent(figure(agency)), judged),
        ("Serapan keuangan", _percent(figure(budget)), spent + missing),
        ("Fisik", _percent(figure(means.get("physical"))), "ditimbang dengan pagu"),
    ]


def _percent(value: Decimal | None) -> str:
    return NOTHING if value is None else format_percent(value)
