"""Who may do what: one table, permission → roles. The action is the gate; pages only ask.

A superuser has no part in it: looking after accounts gives no say in the workflow.
"""

from datetime import date
from typing import Literal, get_args

from django.db.models import Q

from organisation.models import Agency, Appointment, Person
from organisation.roles import OVERSIGHT, Role

Permission = Literal[
    "see_agency",
    "see_progress",
    "see_history",
    "give_extension",
    "edit_plan",
    "edit_layout",
    "set_policy",
    "enter_release",
    "configure_sop",
    "rehearse",
    "name_substitute",
    "keep_archive",
    "set_government_schedule",
    "correct_report",
    "write_performance_report",
    "review_performance_report",
    "sign_performance_report",
    "edit_destinations",
    "edit_esign",
    "write_letter",
    "sign_letter",
    "edit_letters",
]

HOLDERS: dict[Permission, frozenset[Role]] = {
    "see_agency": frozenset(Role),
    "see_progress": frozenset(
        {Role.HEAD, Role.SECRETARY, Role.PLANNING, Role.SUBCOORDINATOR, Role.UNIT_HEAD, Role.COMPILER}
        | {Role.SOP_ADMIN, *OVERSIGHT}
    ),
    "see_history": frozenset(
        {Role.HEAD, Role.SECRETARY, Role.PLANNING, Role.COMPILER, Role.SOP_ADMIN, *OVERSIGHT}
    ),
    "give_extension": frozenset({Role.HEAD, Role.SECRETARY, Role.PLANNING, Role.COMPILER}),
    "edit_plan": frozenset({Role.PLANNING, Role.COMPILER}),
    "edit_layout": frozenset({Role.PLANNING, Role.COMPILER}),
    "set_policy": frozenset({Role.PLANNING, Role.SECRETARY}),
    "enter_release": frozenset({Role.PLANNING, Role.COMPILER}),
    "configure_sop": frozenset({Role.SOP_ADMIN}),
    "rehearse": frozenset({Role.SOP_ADMIN, Role.PLANNING}),
    "name_substitute": frozenset({Role.HEAD, Role.SECRETARY, Role.PLANNING}),
    "keep_archive": frozenset({Role.COMPILER, Role.PLANNING, Role.SECRETARY}),
    "set_government_schedule": frozenset({Role.ORGANISATION_BUREAU}),
    "correct_report": frozenset({Role.HEAD, Role.PLANNING}),
    "write_performance_report": frozenset({Role.PLANNING, Role.COMPILER}),
    "review_performance_report": frozenset({Role.INSPECTORATE}),
    "sign_performance_report": frozenset({Role.HEAD}),
    "edit_destinations": frozenset({Role.PLANNING, Role.COMPILER}),
    "edit_esign": frozenset({Role.SOP_ADMIN}),
    "write_letter": frozenset(
        {Role.PLANNING, Role.COMPILER, Role.SECRETARY, Role.SUBCOORDINATOR, Role.STAFF}
    ),
    "sign_letter": frozenset({Role.HEAD}),
    "edit_letters": frozenset({Role.SOP_ADMIN, Role.PLANNING}),
}

PERMISSIONS: tuple[Permission, ...] = get_args(Permission)


def roles_of(person: Person, agency: Agency, on: date) -> frozenset[Role]:
    """The roles that a person has towards an agency on a day: held in it, or overseeing its government."""
    if not person.is_active:
        return frozenset()
    here = Q(agency=agency)
    above = Q(agency__government=agency.government, role__in=OVERSIGHT)
    held = Appointment.objects.in_force(on).filter(here | above, person=person)
    return frozenset(Role(role) for role in held.values_list("role", flat=True))


def may(person: Person, permission: Permission, agency: Agency, on: date) -> bool:
    """Whether one of the person's roles gives the permission in this agency on this day."""
    return not HOLDERS[permission].isdisjoint(roles_of(person, agency, on))


def agencies_where(person: Person, permission: Permission, on: date) -> list[Agency]:
    """The agencies in which the person holds an office that gives the permission on that day, by name."""
    held = Appointment.objects.in_force(on).filter(person=person, role__in=HOLDERS[permission])
    return list(Agency.objects.filter(appointments__in=held).distinct().order_by("name"))
