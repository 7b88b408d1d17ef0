"""Who may do what with plans and reports, by role; tasks themselves follow the SOP's lanes."""

from datetime import date

from organisation.models import Agency, Appointment, Person
from organisation.roles import Role

PERMISSIONS: dict[str, frozenset[Role]] = {
    "import_plan": frozenset({Role.PLANNING, Role.COMPILER}),
}


def may(person: Person, permission: str, agency: Agency, on: date) -> bool:
    held = Appointment.objects.in_force(on).filter(person=person, agency=agency)
    return person.is_active and held.filter(role__in=PERMISSIONS[permission]).exists()


def agencies_where(person: Person, permission: str, on: date) -> list[Agency]:
    """The agencies in which the person may do it on that day, by name."""
    held = Appointment.objects.in_force(on).filter(person=person, role__in=PERMISSIONS[permission])
    return list(Agency.objects.filter(appointments__in=held).distinct().order_by("name"))
