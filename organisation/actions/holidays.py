"""Days off of Indonesia from the `holidays` library: public holidays and joint leave, named in Indonesian."""

from collections.abc import Iterable
from datetime import datetime

import holidays
from django.db import transaction

from organisation.actions.history import Event, record_all
from organisation.models import Holiday, Person

CATEGORIES = ("public", "government")  # hari libur nasional, cuti bersama


@transaction.atomic
def load_holidays(years: Iterable[int], *, by: Person | None, at: datetime) -> int:
    """Add the days that are missing; returns how many. A day that is there keeps the name somebody gave it.

    Joint leave is set by a yearly joint decree (SKB tiga menteri): check the days of a year once it is out.
    """
    wanted = set(years)
    known = set(Holiday.objects.filter(agency=None, on__year__in=wanted).values_list("on", flat=True))
    found = holidays.country_holidays("ID", years=wanted, language="id", categories=CATEGORIES)
    missing = [Holiday(on=on, name=name[:150]) for on, name in sorted(found.items()) if on not in known]
    Holiday.objects.bulk_create(missing)
    record_all([_event(day) for day in missing], by=by, at=at, agency=None)
    return len(missing)


def _event(day: Holiday) -> Event:
    after = {"on": day.on, "name": day.name}
    return Event("holiday_loaded", day, f"Hari libur {day} dimuat.", {"before": None, "after": after})
