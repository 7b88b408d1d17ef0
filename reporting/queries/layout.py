"""The columns that an office chose: for a destination, else its default, else all as they come."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from organisation.models import Agency
from reporting.models import ColumnLayout, Delivery, Destination

Table = ColumnLayout.Table


@dataclass(frozen=True)
class Chosen:
    """One column as the office wants it; without a heading of its own it keeps the usual one."""

    key: str
    heading: str = ""
    shown: bool = True


@dataclass(frozen=True)
class Layout:
    """The columns of both tables, and whether the document opens with a cover."""

    performance: Sequence[Chosen] = ()
    budget: Sequence[Chosen] = ()
    cover: bool = False
    edition: int = 0  # of what is kept; 0 where nothing is

    def of(self, table: Table) -> Sequence[Chosen]:
        return self.performance if table is Table.PERFORMANCE else self.budget


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
    first = tables.get(Table.PERFORMANCE)
    return Layout(
        performance=_chosen(first),
        budget=_chosen(tables.get(Table.BUDGET)),
        cover=first is not None and first.cover,
        edition=max(row.edition for row in tables.values()),
    )


def _chosen(row: ColumnLayout | None) -> tuple[Chosen, ...]:
    return tuple(Chosen(**column) for column in row.columns) if row else ()
