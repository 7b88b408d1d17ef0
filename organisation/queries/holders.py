"""Who holds which office on a day."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TypeAlias

from organisation.models import Agency, Appointment, Person

Office: TypeAlias = tuple[int, str]  # primary key of the agency, role


def holders(agency: Agency, role: str, on: date) -> Sequence[Person]:
    """Everybody who holds the role in the agency on that day, by name, each once."""
    return holders_of_any(agency, [role], on)


def holders_of_any(agency: Agency, roles: Iterable[str], on: date) -> Sequence[Person]:
    """Everybody who holds one of the roles, each once, however many they hold."""
    held = Appointment.objects.in_force(on).filter(agency=agency, role__in=list(roles))
    return list(
        Person.objects.filter(pk__in=held.order_by().values("person"), is_active=True).order_by("name")
    )


def holders_in(agencies: Iterable[int], roles: Iterable[str], at: datetime) -> dict[Office, list[Person]]:
    """Who holds these roles at a moment, by agency and role, in one query."""
    found: dict[Office, list[Person]] = defaultdict(list)
    held = Appointment.objects.in_force_at(at).filter(
        agency__in=list(agencies), role__in=list(roles), person__is_active=True
    )
    for office in held.select_related("person").order_by("person__name"):
        people = found[office.agency_id, office.role]
        if office.person not in people:
            people.append(office.person)
    return dict(found)


def capacity(person: Person, agency: Agency, role: str, on: date) -> str:
    """The printed title in which a person acts (“Plh. Kepala …”); empty if none is held.

    Whoever got a task by name may hold another office than the lane's: then that one is printed.
    """
    held = list(Appointment.objects.in_force(on).filter(agency=agency, person=person).order_by("-from_on"))
    chosen = next((office for office in held if office.role == role), held[0] if held else None)
    return chosen.printed_title if chosen else ""
