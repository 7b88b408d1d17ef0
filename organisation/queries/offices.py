"""The offices that people hold at a moment, each by the day of its own agency's clock."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from organisation.models import Appointment, Person
from organisation.roles import Tenure


def offices(person: Person, now: datetime) -> list[Appointment]:
    """The person's appointments in force, the main one first."""
    return offices_of([person], now).get(person.pk, [])


def offices_of(people: Iterable[Person], now: datetime) -> dict[int, list[Appointment]]:
    """The same for many people in one query, by primary key of the person."""
    today = now.astimezone(UTC).date()  # east of Greenwich it may be tomorrow already
    near = Appointment.objects.in_force(today) | Appointment.objects.in_force(today + timedelta(days=1))
    held: dict[int, list[Appointment]] = defaultdict(list)
    for appointment in near.filter(person__in=people).select_related("agency"):
        on = appointment.agency.time_zone.local(now).date()
        if appointment.from_on <= on and (appointment.to_on is None or on <= appointment.to_on):
            held[appointment.person_id].append(appointment)
    return {person: sorted(found, key=_rank) for person, found in held.items()}


def _rank(held: Appointment) -> tuple[bool, float, int]:
    """Definitive before Plt. and Plh., then the longest held."""
    return held.tenure != Tenure.DEFINITIVE, held.from_on.toordinal(), held.pk
