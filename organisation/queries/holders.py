"""Who holds which office on a day."""

from collections.abc import Sequence
from datetime import date

from organisation.models import Agency, Appointment, Person


def holders(agency: Agency, role: str, on: date) -> Sequence[Person]:
    """Everybody who holds the role in the agency on that day, by name, each once."""
    held = Appointment.objects.in_force(on).of_role(agency, role)
    return list(Person.objects.filter(appointments__in=held, is_active=True).distinct().order_by("name"))


def capacity(person: Person, agency: Agency, role: str, on: date) -> str:
    """The printed title in which a person acts (“Plh. Kepala …”); empty if none is held.

    Whoever got a task by name may hold another office than the lane's: then that one is printed.
    """
    held = list(Appointment.objects.in_force(on).filter(agency=agency, person=person).order_by("-from_on"))
    chosen = next((office for office in held if office.role == role), held[0] if held else None)
    return chosen.printed_title if chosen else ""
