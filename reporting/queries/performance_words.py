"""What the PPTK themselves wrote in the months of a period: quoted with month and name, never rewritten."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeVar

from django.db.models import Q

from kinerja.lib.periods import MONTH_NAMES
from reporting.models import PerformanceReport, PlanNode, Realisation, Spending
from reporting.queries.means import objective_of
from reporting.queries.sources import Sources

Row = TypeVar("Row", bound=Realisation | Spending)
_SPOKEN = ~Q(obstacle="") | ~Q(support="") | ~Q(follow_up="")


@dataclass(frozen=True)
class Quote:
    """Kendala, faktor pendukung and tindak lanjut of one row, with the months that say the same."""

    months: tuple[int, ...]
    about: str
    officer: str
    obstacle: str
    support: str
    follow_up: str

    @property
    def when(self) -> str:
        """ "Maret", "Maret dan April", "Maret, April, dan Mei"."""
        names = [MONTH_NAMES[month - 1] for month in self.months]
        return " dan ".join(names) if len(names) < 3 else f"{', '.join(names[:-1])}, dan {names[-1]}"


def quotes_of(report: PerformanceReport, sources: Sources) -> dict[str, list[Quote]]:
    """Code of the sasaran → what was written below it, in the plan's order and by month."""
    ranks: dict[str, int] = {}
    belongs: dict[str, str] = {}
    for rank, node in enumerate(sources.nodes):
        ranks[node.code] = rank
        belongs[node.code] = objective_of(sources.paths[node.pk])[1]
    found: dict[str, dict[Quote, tuple[int, ...]]] = {}
    spoken = [*_of_indicators(report), *_of_money(report)]
    for code, _, quote in sorted(spoken, key=lambda each: (ranks.get(each[0], 0), each[1], each[2].months)):
        if code in belongs:
            months = found.setdefault(belongs[code], {})
            words = replace(quote, months=())  # repeated in a later month they stand once, with both months
            months[words] = (*months.get(words, ()), *quote.months)
    return {
        code: [replace(words, months=months) for words, months in quotes.items()]
        for code, quotes in found.items()
    }


Placed = tuple[str, str, Quote]


def _of_indicators(report: PerformanceReport) -> Iterator[Placed]:
    rows = Realisation.objects.filter(
        _SPOKEN,
        indicator__node__plan__agency=report.agency_id,
        indicator__node__plan__year=report.period.year,
        period__in=report.period.months,
        submitted_at__isnull=False,
    ).select_related("indicator__node", "entered_by")
    for row in _own_first(rows.order_by("indicator__node__plan__revision"), report):
        yield row.indicator.node.code, row.indicator.code, _quote(row, row.indicator.name)


def _of_money(report: PerformanceReport) -> Iterator[Placed]:
    rows = Spending.objects.filter(
        _SPOKEN,
        node__plan__agency=report.agency_id,
        node__plan__year=report.period.year,
        period__in=report.period.months,
        submitted_at__isnull=False,
    ).select_related("node", "entered_by")
    for row in _own_first(rows.order_by("node__plan__revision"), report):
        name = f"{PlanNode.Level(row.node.level).label} {row.node.name} (keuangan dan fisik)"
        yield row.node.code, "~", _quote(row, name)


def _own_first(rows: Iterable[Row], report: PerformanceReport) -> list[Row]:
    """One row for a line and month: that of the report's own plan, else that of the latest revision."""
    chosen: dict[tuple[str, str, str], Row] = {}
    for row in rows:
        node = _node_of(row)
        key = (node.code, row.indicator.code if isinstance(row, Realisation) else "", row.period.code)
        before = chosen.get(key)
        if before is None or _node_of(before).plan_id != report.plan_id:
            chosen[key] = row
    return list(chosen.values())


def _node_of(row: Realisation | Spending) -> PlanNode:
    return row.indicator.node if isinstance(row, Realisation) else row.node


def _quote(row: Realisation | Spending, about: str) -> Quote:
    words = (row.obstacle.strip(), row.support.strip(), row.follow_up.strip())
    return Quote((row.period.last_month,), about, str(row.entered_by or ""), *words)
