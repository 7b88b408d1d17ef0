"""What an office prints around a report besides words: the logo of its letterhead, and who signs for whom."""

from collections.abc import Sequence
from datetime import date

from organisation.models import Agency, Appointment, Person, StoredFile
from organisation.queries.files import read_whole
from reporting.models import Logo, Mandate


def logo_of(agency: Agency) -> StoredFile | None:
    """The logo that is printed from now on."""
    kept = Logo.objects.filter(agency=agency).select_related("file").first()
    return kept.file if kept else None


def picture_of(file: StoredFile | None) -> bytes:
    """The PNG of a logo; empty where there is none, or its file is missing or damaged."""
    return (read_whole(file) if file else None) or b""


def mandate_of(person: Person, agency: Agency, capacity: str, on: date) -> Mandate | None:
    """On whose behalf somebody signs in a capacity on a day."""
    held = Mandate.objects.in_force(on).filter(appointment__person=person, appointment__agency=agency)
    found = [one for one in held.select_related("appointment") if one.appointment.printed_title == capacity]
    return found[0] if found else None


def mandates_of(agency: Agency) -> Sequence[Mandate]:
    """Every mandate of an agency, the latest first."""
    found = Mandate.objects.filter(appointment__agency=agency)
    return list(found.select_related("appointment__person", "set_by"))


def offices_of(agency: Agency, on: date) -> Sequence[Appointment]:
    """The offices that are held on a day or later, by title."""
    found = Appointment.objects.filter(agency=agency, person__is_active=True).exclude(to_on__lt=on)
    return list(found.select_related("person").order_by("title", "person__name", "pk"))
