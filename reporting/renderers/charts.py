"""The worksheet “Grafik”: bars of capaian per indicator, and of money beside physical progress.

Its figures point at the cells of the tables, so that a changed realisation moves its bar; where the office
hides the column, the figure stands as a figure.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from operator import attrgetter
from typing import Any

from openpyxl import Workbook
from openpyxl.chart import BarChart
from openpyxl.chart.data_source import (
    AxDataSource,
    NumData,
    NumDataSource,
    NumRef,
    NumVal,
    StrData,
    StrRef,
    StrVal,
)
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.series import Series, SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties

from reporting.queries.report import Sheet
from reporting.renderers.columns import ORDER, Column, Form
from reporting.renderers.worksheet import Page, open_page

NAME = "Grafik"
ROWS_PER_CHART, MOST_CHARTS = 25, 4
_PLACE, _WIDTH = "G", 19  # centimetres
_PER_BAR, _AROUND, _PER_ROW = 0.55, 3.0, 0.5  # centimetres
_COLOURS = {"achievement": "0B5563", "percent": "0B5563", "physical": "D08A1D"}


def _named(line: Any) -> str:
    return str(line.name)


_COLUMNS = (
    ORDER,
    Column("name", "Indikator atau sub kegiatan", 30, Form.TEXT, _named),
    *(
        Column(key, heading, 9, Form.PERCENT, lambda _: "", attrgetter(key))
        for key, heading in (
            ("achievement", "Capaian (%)"),
            ("percent", "Serapan (%)"),
            ("physical", "Fisik (%)"),
        )
    ),
)


@dataclass(frozen=True)
class Bars:
    """What one kind of chart shows of the lines of a table."""

    title: str
    source: Page
    keys: tuple[str, ...]


def write_charts(book: Workbook, sheet: Sheet, performance: Page, budget: Page) -> list[Page]:
    """The worksheet with its charts; none where there is nothing to draw."""
    kinds = (
        Bars("Capaian per indikator (%)", performance, ("achievement",)),
        Bars("Serapan keuangan dan fisik per sub kegiatan (%)", budget, ("percent", "physical")),
    )
    drawn = [(bars, placed) for bars in kinds if (placed := _drawable(bars))]
    if not drawn:
        return []
    page = Page(book.create_sheet(), _COLUMNS)
    open_page(page, sheet, NAME, "Grafik capaian, keuangan, dan fisik")
    row = 1
    for bars, placed in drawn:
        rows = _write_rows(page, bars, placed)
        for number in range(0, min(len(rows), ROWS_PER_CHART * MOST_CHARTS), ROWS_PER_CHART):
            row = _draw(page, bars, rows[number : number + ROWS_PER_CHART], row)
        if len(rows) > ROWS_PER_CHART * MOST_CHARTS:
            page.banner(f"Digambar {ROWS_PER_CHART * MOST_CHARTS} baris pertama.", "catatan")
    return [page]


def _drawable(bars: Bars) -> list[tuple[int, Any]]:
    """The lines that have a figure to draw."""
    return [
        (row, line)
        for row, line in bars.source.placed
        if any(getattr(line, key) is not None for key in bars.keys)
    ]


def _write_rows(page: Page, bars: Bars, placed: Sequence[tuple[int, Any]]) -> list[tuple[int, Any]]:
    """The figures of a chart, each pointing at its cell in the table."""
    page.banner(bars.title, "cabang")
    rows = []
    for source_row, line in placed:
        rows.append((page.row, line))
        page.figure("A", Decimal(line.order), Form.COUNT)
        page.text("B", line.name, "kata")
        for key in bars.keys:
            formula = None
            if bars.source.has(key):
                formula = f"='{bars.source.sheet.title}'!{bars.source.letter(key)}{source_row}"
            page.figure(page.letter(key), getattr(line, key), Form.PERCENT, formula)
        page.row += 1
    return rows


def _draw(page: Page, bars: Bars, rows: Sequence[tuple[int, Any]], at: int) -> int:
    """One chart of lying bars, the first line on top; gives the row under it."""
    chart = BarChart()
    chart.type, chart.gapWidth, chart.title = "bar", 60, bars.title
    chart.x_axis.scaling.orientation, chart.y_axis.scaling.min = "maxMin", 0
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.crosses = "max"  # with the first line on top, this is below
    chart.y_axis.number_format, chart.y_axis.majorGridlines = "0", None
    chart.width = _WIDTH
    chart.height = _AROUND + _PER_BAR * len(rows) * (1 + 0.5 * (len(bars.keys) - 1))
    for key in bars.keys:
        chart.series.append(_series(page, key, rows))
    if len(bars.keys) == 1:
        chart.legend = None
    else:
        chart.legend.position = "b"
    page.sheet.add_chart(chart, f"{_PLACE}{at}")
    return at + math.ceil(chart.height / _PER_ROW) + 1


def _series(page: Page, key: str, rows: Sequence[tuple[int, Any]]) -> Series:
    """The bars of one column, with the figures beside the reference for viewers that do not calculate."""
    first, last = rows[0][0], rows[-1][0]
    letter, [heading] = page.letter(key), [column.heading for column in _COLUMNS if column.key == key]
    values = [getattr(line, key) for _, line in rows]
    points = [NumVal(idx=n, v=float(value)) for n, value in enumerate(values) if value is not None]
    names = [StrVal(idx=n, v=str(page.sheet[f"B{row}"].value or "")) for n, (row, _) in enumerate(rows)]
    labels = DataLabelList(showVal=True, numFmt="#,##0.00", showSerName=False, showCatName=False)
    labels.showLegendKey = labels.showPercent = False
    return Series(
        tx=SeriesLabel(v=heading),
        spPr=GraphicalProperties(solidFill=_COLOURS[key]),
        invertIfNegative=False,
        dLbls=labels,
        cat=AxDataSource(
            strRef=StrRef(f=_span("B", first, last), strCache=StrData(ptCount=len(rows), pt=names))
        ),
        val=NumDataSource(
            numRef=NumRef(
                f=_span(letter, first, last),
                numCache=NumData(formatCode="General", ptCount=len(rows), pt=points),
            )
        ),
    )


def _span(letter: str, first: int, last: int) -> str:
    return f"'{NAME}'!${letter}${first}:${letter}${last}"
