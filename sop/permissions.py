"""Who may do what in the procedure, by role; tasks themselves follow the SOP's lanes."""

from datetime import date

from organisation.models import Agency, Appointment, Person
from organisation.roles import Role

PERMISSIONS: dict[str, frozenset[Role]] = {
    "give_extension": frozenset({Role.PLANNING, Role.COMPILER, Role.SECRETARY, Role.HEAD}),
    "configure_sop": frozenset({Role.SOP_ADMIN}),
}


def may(person: Person, permission: str, agency: Agency, on: date) -> bool:
    held = Appointment.objects.in_force(on).filter(person=person, agency=agency)
    return person.is_active and held.filter(role__in=PERMISSIONS[permission]).exists()
