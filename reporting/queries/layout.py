"""The columns that an office chose: for a destination, else its default, else all as they come."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from kinerja.lib.periods import Cycle, Period
from organisation.models import Agency
from reporting.models import ColumnLayout, Delivery, Destination, Report, SpendingTarget

Table = ColumnLayout.Table


@dataclass(frozen=True)
class Chosen:
    """One column as the office wants it; without a heading of its own it keeps the usual one."""

    key: str
    heading: str = ""
    shown: bool = True


@dataclass(frozen=True)
class Layout:
    """The columns of each table, the paper, and what is printed besides: a cover, the action plan."""

    performance: Sequence[Chosen] = ()
    budget: Sequence[Chosen] = ()
    cover: bool = False
    edition: int = 0  # of what is kept; 0 where nothing is
    action: Sequence[Chosen] = ()
    with_action: bool = False
    paper: str = ""  # "" for the office's own

    def of(self, table: Table) -> Sequence[Chosen]:
        chosen: dict[str, Sequence[Chosen]] = {
            Table.PERFORMANCE: self.performance,
            Table.ACTION: self.action,
            Table.BUDGET: self.budget,
        }
        return chosen[table]

    @property
    def tables(self) -> list[Table]:
        """What is printed, in its order."""
        return [table for table in Table if table is not Table.ACTION or self.with_action]


USUAL = Layout()


@dataclass(frozen=True)
class Layouts:
    """Every layout of an agency, by destination."""

    kept: dict[str, Layout] = field(default_factory=dict)

    def of(self, destination: str) -> Layout:
        return self.kept.get(destination) or self.kept.get("") or USUAL


def layout_of(agency: Agency, destination: str = "") -> Layout:
    """What holds for a destination; one query."""
    rows = ColumnLayout.objects.filter(agency=agency, destination__in={"", destination})
    return _gathered(rows).of(destination)


def layouts_of(agency: Agency) -> Layouts:
    """What the agency keeps, for all its destinations."""
    return _gathered(ColumnLayout.objects.filter(agency=agency))


def longest_period_of(agency: Agency, on: date) -> Period:
    """A period of the longest cycle in which the agency reports: its tables have every column."""
    periods = Report.objects.filter(agency=agency).order_by().values_list("period", flat=True).distinct()
    cycles = {period.cycle for period in periods} | {Cycle.MONTH}
    return Period.of(on, max(cycles, key=lambda cycle: cycle.months))


def plans_spending(agency: Agency) -> bool:
    """Whether the agency plans money or progress by month, so that deviations can be told."""
    return SpendingTarget.objects.filter(node__plan__agency=agency).exists()


def destinations_of(agency: Agency) -> set[str]:
    """Where the agency sends reports, or has sent them, by name: what it may want a layout for."""
    sent = Delivery.objects.filter(report__agency=agency).order_by().values_list("destination", flat=True)
    kept = Destination.objects.filter(agency=agency, active=True).order_by().values_list("name", flat=True)
    return {*sent.distinct(), *kept}


def _gathered(rows: Iterable[ColumnLayout]) -> Layouts:
    by_destination: dict[str, dict[str, ColumnLayout]] = {}
    for row in rows:
        by_destination.setdefault(row.destination, {})[row.table] = row
    return Layouts({destination: _layout(tables) for destination, tables in by_destination.items()})


def _layout(tables: dict[str, ColumnLayout]) -> Layout:
    first, action = tables.get(Table.PERFORMANCE), tables.get(Table.ACTION)
    return Layout(
        performance=_chosen(first),
        budget=_chosen(tables.get(Table.BUDGET)),
        cover=first is not None and first.cover,
        edition=max(row.edition for row in tables.values()),
        action=_chosen(action),
        with_action=action is not None and action.printed,
        paper=first.paper if first else "",
    )


def _chosen(row: ColumnLayout | None) -> tuple[Chosen, ...]:
    return tuple(Chosen(**column) for column in row.columns) if row else ()
