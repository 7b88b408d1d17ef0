"""The report as an Excel workbook: as it prints, with formulas that recompute the same figures.

A formula needs the cells that it counts from: where the office hides one of those columns, the figure stands
as a figure. Hidden columns are left out altogether, since a column that Excel only hides can be shown again.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from reporting.measures import AgencyMean
from reporting.models import ReportLine
from reporting.policy import Policy
from reporting.queries.layout import Table
from reporting.queries.means import objective_of
from reporting.queries.report import Sheet, figure, with_headings
from reporting.queries.rules import frozen_policy, rule_on, rule_words
from reporting.renderers.charts import write_charts
from reporting.renderers.columns import ORDER, Column, Form, columns_of
from reporting.renderers.correction import COLUMNS, write_correction
from reporting.renderers.excel_budget import write_budget
from reporting.renderers.formulas import Placed, achievement_formula, mean_formula, span, with_results
from reporting.renderers.styles import add_styles
from reporting.renderers.tables import AGENCY_MEAN, mean_label, notes_of
from reporting.renderers.worksheet import Page, open_page, write_cells, write_headings, write_signature

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def render(sheet: Sheet) -> bytes:
    """The workbook of one round as bytes; equal input gives equal bytes."""
    book = Workbook()
    add_styles(book)
    period = sheet.report.period
    first = book.active
    assert isinstance(first, Worksheet)  # noqa: S101 - a new workbook has one worksheet
    pages = [_performance(Page(first, columns_of(sheet, Table.PERFORMANCE)), sheet)]
    if sheet.layout.with_action:
        pages.append(_action(Page(book.create_sheet(), columns_of(sheet, Table.ACTION)), sheet))
    budget = write_budget(Page(book.create_sheet(), columns_of(sheet, Table.BUDGET)), sheet)
    pages.append(budget)
    if sheet.corrected:
        pages.append(write_correction(Page(book.create_sheet(), COLUMNS), sheet, sheet.corrected))
    pages.append(_explanations(Page(book.create_sheet(), _EXPLANATION), sheet))
    pages += write_charts(book, sheet, pages[0], budget)
    at = (sheet.signatory and sheet.signatory.at) or sheet.compilation.at
    book.calculation.fullCalcOnLoad = True
    book.properties.creator = sheet.report.agency.name
    book.properties.title = f"{sheet.report.title} {period.label}"
    book.properties.created = at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    stream = io.BytesIO()
    book.save(stream)
    results = {f"xl/worksheets/sheet{n}.xml": page.results for n, page in enumerate(pages, start=1)}
    return with_results(stream.getvalue(), results, at=at.astimezone(UTC))


def _performance(page: Page, sheet: Sheet) -> Page:
    open_page(page, sheet, "Capaian Kinerja", "Capaian kinerja")
    for entry in with_headings(sheet.lines):
        write_headings(page, entry.headings)
        line: ReportLine = entry.line
        formulas = {
            "achievement": _achievement(page, line, "target", annual=False),
            "annual_achievement": _achievement(page, line, "annual_target", annual=True),
        }
        page.groups[objective_of(line.path)].append((page.row, line))
        write_cells(page, line, formulas)
    _means(page, sheet)
    write_signature(page, sheet)
    return page


def _achievement(page: Page, line: ReportLine, target: str, *, annual: bool) -> str | None:
    value, wanted = page.cell_of("value"), page.cell_of(target)
    return achievement_formula(line, value, wanted, annual=annual) if value and wanted else None


def _means(page: Page, sheet: Sheet) -> None:
    """The mean of each sasaran and of the agency, under the table; none where capaian is hidden."""
    if not page.has("achievement"):
        return
    policy, agency = frozen_policy(sheet.compilation.policy), sheet.means.get("agency") or {}
    column = page.letter("achievement")
    everything = [placed for group in page.groups.values() for placed in group]
    rows = [row for row, _ in everything]
    above = []
    for mean in sheet.means.get("objectives", []):
        group = page.groups[(mean["level"], mean["code"], mean["name"])]
        formula = _formula(column, group, rows, mean, policy)
        if mean.get("value") is not None:
            above.append(page.row)
        _mean(page, mean_label(mean), figure(mean), formula)
    if agency.get("over") == AgencyMean.OBJECTIVES:
        formula = f"=AVERAGE({span(column, above)})" if above else None
    else:
        formula = _formula(column, everything, rows, agency, policy)
    _mean(page, AGENCY_MEAN, figure(agency), formula)


def _formula(
    column: str, group: Sequence[Placed], rows: Sequence[int], mean: Mapping[str, Any], policy: Policy
) -> str | None:
    weighted = bool(mean.get("weighted"))
    return mean_formula(column, group, rows, weighted=weighted, skips_zero=policy.mean_skips_zero)


def _mean(page: Page, label: str, value: Decimal | None, formula: str | None) -> None:
    page.text("A", label, "jumlah", to=page.before({"achievement"}))
    page.figure(page.letter("achievement"), value, Form.PERCENT, formula)
    page.row += 1


def _action(page: Page, sheet: Sheet) -> Page:
    """What each quarter was to bring and brought; figures only, since no cell follows from another."""
    open_page(page, sheet, "Rencana Aksi", "Rencana aksi")
    for entry in with_headings(sheet.lines):
        write_headings(page, entry.headings)
        write_cells(page, entry.line, {})
    write_signature(page, sheet)
    return page


_EXPLANATION = (
    ORDER,
    Column("name", "Indikator kinerja", 24, Form.TEXT, lambda line: str(line.name)),
    Column("working", "Capaian s.d. periode ini", 26, Form.TEXT, lambda line: str(line.achievement_working)),
    Column("annual", "Capaian terhadap target tahun", 24, Form.TEXT, lambda line: str(line.annual_working)),
    Column("rule", "Aturan yang dipakai", 25, Form.TEXT, lambda line: rule_words(rule_on(line))),
)


def _explanations(page: Page, sheet: Sheet) -> Page:
    """The working of every row, then that of the means and what holds for the whole report."""
    open_page(page, sheet, "Penjelasan", "Penjelasan perhitungan")
    for line in sheet.lines:
        write_cells(page, line, {})
    page.row += 1
    for words in [*_workings(sheet), *notes_of(sheet.compilation), *sheet.restated]:
        page.banner(words, "catatan")
    return page


def _workings(sheet: Sheet) -> Iterator[str]:
    means = [(mean_label(mean), mean) for mean in sheet.means.get("objectives", [])]
    means += [(AGENCY_MEAN, sheet.means.get("agency")), ("Serapan keuangan", sheet.means.get("budget"))]
    for label, mean in [*means, ("Fisik", sheet.means.get("physical"))]:
        if mean and mean.get("working"):
            yield f"{label}: {mean['working']}"
