"""The worksheet of money and physical progress: every share, deviation and total as a live formula."""

from collections.abc import Sequence
from decimal import Decimal

from kinerja.lib.periods import Cycle
from reporting.models import BudgetLine
from reporting.queries.parts import parts_of
from reporting.queries.report import Row, Sheet, figure, with_headings
from reporting.renderers.columns import SUMMED, Form
from reporting.renderers.formulas import span
from reporting.renderers.tables import efficiency_label, part_total, weight_total
from reporting.renderers.worksheet import Page, open_page, write_cells, write_headings, write_signature

_DEVIATIONS = (
    ("money_deviation", "percent", "planned_percent"),
    ("physical_deviation", "physical", "planned_physical"),
)


def write_budget(page: Page, sheet: Sheet) -> Page:
    open_page(page, sheet, "Keuangan dan Fisik", "Realisasi keuangan dan fisik")
    entries = with_headings(sheet.budget_lines)
    rows = _rows(page.row, entries)
    for entry in entries:
        write_headings(page, entry.headings)
        write_cells(page, entry.line, _formulas(page, sheet, entry.line, rows))
    if page.placed and any(page.has(key) for key in SUMMED):
        _totals(page, sheet, rows)
    write_signature(page, sheet)
    return page


def _rows(first: int, entries: Sequence[Row]) -> list[int]:
    """Where the lines will stand, so that each may point at the column of all."""
    rows, at = [], first
    for entry in entries:
        at += len(entry.headings)
        rows.append(at)
        at += 1
    return rows


def _formulas(page: Page, sheet: Sheet, line: BudgetLine, rows: Sequence[int]) -> dict[str, str | None]:
    return {
        "percent": _share(page, "amount"),
        "planned_percent": _share(page, "planned_amount"),
        "weight": _weight(page, rows),
        "amount": _sum_of_parts(page, sheet, line),
        **{key: _difference(page, reached, planned) for key, reached, planned in _DEVIATIONS},
    }


def _share(page: Page, of: str) -> str | None:
    amount, ceiling = page.cell_of(of), page.cell_of("ceiling")
    return f"={amount}/{ceiling}*100" if amount and ceiling else None


def _difference(page: Page, reached: str, planned: str) -> str | None:
    one, other = page.cell_of(reached), page.cell_of(planned)
    return f"={one}-{other}" if one and other else None


def _weight(page: Page, rows: Sequence[int]) -> str | None:
    ceiling = page.cell_of("ceiling")
    if ceiling is None:
        return None
    letter = page.letter("ceiling")
    return f"={ceiling}/SUM(${letter}${rows[0]}:${letter}${rows[-1]})*100"


def _sum_of_parts(page: Page, sheet: Sheet, line: BudgetLine) -> str | None:
    """The year from its quarters, where they are all there and give the frozen figure."""
    parts = parts_of(sheet.report.period)
    cells = [page.cell_of(f"part_{number}") for number in range(1, len(parts) + 1)]
    spent = [figure(line.parts.get(part.code, {}).get("amount")) for part in parts]
    if sheet.report.period.cycle is not Cycle.YEAR or not all(cells):
        return None
    known = [amount for amount in spent if amount is not None]
    terms = [str(cell) for cell, amount in zip(cells, spent, strict=True) if amount is not None]
    return f"={'+'.join(terms)}" if known and sum(known, Decimal(0)) == line.amount else None


def _totals(page: Page, sheet: Sheet, rows: Sequence[int]) -> None:
    """Σ of the money, the ratio of the sums, and physical progress weighted by pagu."""
    page.text("A", "Jumlah", "jumlah", to=page.before(SUMMED))
    sums = {key: sheet.mean(key) for key in ("ceiling", "planned_amount", "month_amount", "amount")}
    parts = parts_of(sheet.report.period)
    sums |= {f"part_{number}": part_total(sheet, part) for number, part in enumerate(parts, start=1)}
    for key, total in sums.items():
        _sum(page, key, total, rows, Form.MONEY)
    _sum(page, "weight", weight_total(sheet), rows, Form.PERCENT)
    shares = {
        "percent": (sheet.mean("budget"), _share(page, "amount")),
        "planned_percent": (sheet.mean("planned_percent"), _share(page, "planned_amount")),
        "physical": (sheet.mean("physical"), _weighted(page, "physical", rows)),
        "planned_physical": (sheet.mean("planned_physical"), _weighted(page, "planned_physical", rows)),
        **{key: (sheet.mean(key), _difference(page, *pair)) for key, *pair in _DEVIATIONS},
    }
    for key, (value, formula) in shares.items():
        if page.has(key):
            page.figure(page.letter(key), value, Form.PERCENT, formula)
    page.row += 1
    saved = sheet.means.get("efficiency")
    if saved and page.has("percent"):
        page.text("A", efficiency_label(saved), "jumlah", to=page.before({"percent"}))
        page.figure(page.letter("percent"), figure(saved), Form.PERCENT)
        page.row += 1


def _sum(page: Page, key: str, total: Decimal | None, rows: Sequence[int], form: Form) -> None:
    if page.has(key):
        column = page.letter(key)
        page.figure(column, total, form, f"=SUM({span(column, rows)})")


def _weighted(page: Page, key: str, rows: Sequence[int]) -> str | None:
    if not page.has("ceiling") or not page.has(key):
        return None
    limits, done = (span(page.letter(of), rows) for of in ("ceiling", key))
    return f'=SUMPRODUCT({limits},{done})/SUMIF({done},">=0",{limits})'
