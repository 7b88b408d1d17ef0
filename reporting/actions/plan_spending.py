"""Rencana kas and target fisik by month: read from a plan's workbook, and changed on a page of their own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from kinerja.lib.numbers import format_money, format_number
from kinerja.lib.periods import MONTH_NAMES, Cycle, Period
from reporting.actions.plan_edit import Edit, current_of, hold, require_seen, tell
from reporting.actions.plan_workbook import RowReader
from reporting.models import PlanNode, SpendingTarget
from reporting.queries.plan_lines import node_name
from reporting.queries.spending_plan import Month, months_planned
from reporting.renderers.plan_template import CASH_KINDS, NODES
from sop.registry import Blocker
from sop.workflow import Blocked

CASH, PHYSICAL = "amount", "physical"
KINDS = dict(zip((CASH, PHYSICAL), CASH_KINDS, strict=True))
HUNDRED = Decimal(100)


@dataclass
class SpendingRow:
    """One row of the sheet: the money or the progress of a sub kegiatan by month."""

    node: str
    kind: str
    monthly: dict[int, Decimal]


def read_spending(rows: Sequence[RowReader], levels: Mapping[str, str]) -> list[SpendingRow]:
    """The good rows; each fault stays with its row."""
    found: list[SpendingRow] = []
    seen: set[tuple[str, str]] = set()
    for row in rows:
        node, kind = row.code("node"), row.choice("kind", KINDS)
        values = {month: row.number_of(f"m{month}", places=2) for month in range(1, 13)}
        if row.is_good and node not in levels:
            row.fail("node", f"Kode baris {node} tidak ada atau bermasalah pada lembar {NODES.title}.")
        if row.is_good and (node, kind) in seen:
            row.fail("kind", f"{KINDS[kind]} {node} sudah ada di atas. Hapus salah satunya.")
        seen.add((node, kind))
        stated = {month: value for month, value in values.items() if value is not None}
        for month, words in _wrong(kind, stated).items():
            row.fail(f"m{month}", words)
        if row.is_good and stated:
            found.append(SpendingRow(node, kind, stated))
    return found


def _wrong(kind: str, stated: Mapping[int, Decimal]) -> dict[int, str]:
    """Months whose figure cannot be, with the reason."""
    if kind == CASH:
        return {month: "Rencana kas tidak boleh kurang dari nol." for month, v in stated.items() if v < 0}
    found, before = {}, Decimal(0)
    for month in sorted(stated):
        if not 0 <= stated[month] <= HUNDRED:
            found[month] = "Target fisik antara 0 dan 100 persen."
        elif stated[month] < before:
            found[month] = "Target fisik dihitung s.d. bulan itu, jadi tidak boleh turun."
        before = max(before, stated[month])
    return found


def wanted_months(rows: Sequence[SpendingRow]) -> dict[tuple[str, int], dict[str, Decimal]]:
    """(Code, month) → what the file says of it; what it does not say is left alone."""
    found: dict[tuple[str, int], dict[str, Decimal]] = {}
    for row in rows:
        for month, value in row.monthly.items():
            found.setdefault((row.node, month), {})[row.kind] = value
    return found


@transaction.atomic
def set_spending_plan(edit: Edit, node: PlanNode, months: Mapping[int, Month]) -> None:
    """The months of a line as they are to be; also in a published plan, for money is shifted in a year.

    Blocked where a figure cannot be.
    """
    plan = hold(edit)
    place = current_of(PlanNode.objects.filter(plan=plan), node)
    old = months_planned(place)
    require_seen(edit, place, old)
    _require_possible(months)
    before, after = _told(old), _told(months)
    if before == after:
        return
    kept = {target.period.last_month: target for target in place.spending_targets.all()}
    for number in range(1, 13):
        amount, physical = months.get(number, (None, None))
        target = kept.get(number) or SpendingTarget(node=place, period=Period(Cycle.MONTH, plan.year, number))
        target.amount, target.physical = amount, physical
        if amount is not None or physical is not None:
            target.save()
        elif target.pk:
            target.delete()
    tell(edit, f"rencana kas dan fisik {node_name(place)} diubah.", before, after)


def _require_possible(months: Mapping[int, Month]) -> None:
    problems = []
    for place, kind in enumerate((CASH, PHYSICAL)):
        stated = {month: row[place] for month, row in months.items()}
        wrong = _wrong(kind, {month: value for month, value in stated.items() if value is not None})
        problems += [Blocker(f"{MONTH_NAMES[month - 1]}: {words}") for month, words in wrong.items()]
    if problems:
        raise Blocked(problems)


def _told(months: Mapping[int, Month]) -> dict[str, str]:
    """Month → money and progress in words, for the history."""
    told = {}
    for month, (amount, physical) in sorted(months.items()):
        words = [format_money(amount)] if amount is not None else []
        words += [f"fisik {format_number(physical, 2, trim=True)} %"] if physical is not None else []
        if words:
            told[MONTH_NAMES[month - 1]] = ", ".join(words)
    return told
