"""What holds from a day until a day, by the calendar of the agency that it belongs to."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date, datetime

from django.db.models import Q

from kinerja.lib.dates import Zone


def in_force_at(at: datetime) -> Q:
    """Rows with an agency that hold at a moment, from `from_on` through `to_on` on the agency's own clock."""
    return _by_zone(at, lambda day: Q(from_on__lte=day) & _not_over(day))


def not_over_at(at: datetime) -> Q:
    """Rows whose last day has not passed at a moment, those that begin later too."""
    return _by_zone(at, _not_over)


def _not_over(day: date) -> Q:
    return Q(to_on=None) | Q(to_on__gte=day)


def _by_zone(at: datetime, rule: Callable[[date], Q]) -> Q:
    """The rule for the agencies of each zone, on the day that it is there."""
    zones: dict[date, list[str]] = defaultdict(list)
    for zone in Zone:
        zones[zone.local(at).date()].append(zone.value)
    if len(zones) == 1:  # most of the time, and much cheaper: the rows need no join with their agencies
        [day] = zones
        return rule(day)
    found = Q()
    for day, here in zones.items():
        found |= Q(agency__zone__in=here) & rule(day)
    return found
