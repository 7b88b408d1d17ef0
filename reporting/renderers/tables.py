"""The two tables of a report as cells ready to print: the same for the page and for paper."""

from collections.abc import Sequence
from dataclasses import dataclass

from kinerja.lib.numbers import format_number
from reporting.queries.report import Row, Sheet, figure, with_headings
from reporting.renderers.columns import NOTHING, Cell, Column, Form, budget_columns, line_columns, written


@dataclass(frozen=True)
class PrintedRow:
    """A line of the table with its headings above it; `row` carries notes and changes."""

    row: Row
    cells: Sequence[tuple[Column, Cell]]


@dataclass(frozen=True)
class Foot:
    """A line under the table: its label over the first cells, then what stands in the others."""

    label: str
    span: int
    cells: Sequence[str]


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
    before = _position(columns, "achievement")
    after = len(columns) - before - 1
    means = [
        (f"Rata-rata capaian sasaran {mean['code']} {mean['name']}", figure(mean))
        for mean in sheet.means.get("objectives", [])
    ]
    means.append(("Rata-rata capaian perangkat daerah", sheet.mean("agency")))
    foot = [
        Foot(label, before, [NOTHING if value is None else format_number(value), *[""] * after])
        for label, value in means
    ]
    return Table(columns, _printed(columns, with_headings(sheet.lines) if rows is None else rows), foot)


def budget_table(sheet: Sheet, rows: Sequence[Row] | None = None) -> Table:
    columns = budget_columns(sheet.report.period)
    cells = [
        *(written(sheet.mean(key), Form.MONEY) for key in ("ceiling", "month_amount", "amount")),
        *(written(sheet.mean(key), Form.PERCENT) for key in ("budget", "physical")),
    ]
    before = _position(columns, "ceiling")
    foot = [Foot("Jumlah", before, [*cells, *[""] * (len(columns) - before - len(cells))])]
    printed = _printed(columns, with_headings(sheet.budget_lines) if rows is None else rows)
    return Table(columns, printed, foot if printed else [])


def _position(columns: Sequence[Column], key: str) -> int:
    return [column.key for column in columns].index(key)


def _printed(columns: Sequence[Column], rows: Sequence[Row]) -> list[PrintedRow]:
    return [PrintedRow(row, [(column, column.cell(row.line)) for column in columns]) for row in rows]
