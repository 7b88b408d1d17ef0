"""What holds from a day until a day, by the calendar of the agency that it belongs to."""

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
    """The rule for each of the three zones, on the day that it is there."""
    found = Q()
    for zone in Zone:
        found |= Q(agency__zone=zone.value) & rule(zone.local(at).date())
    return found
