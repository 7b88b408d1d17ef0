"""What every page of the application shows around its content."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from kinerja.lib import clock
from kinerja.lib.dates import Zone, moment
from organisation.actions.demo_clock import moves
from organisation.models import Appointment, Notice, Person

PAGES = [
    ("Tugas Saya", "home", "list-check"),
    ("Laporan", "reports", "file-earmark-text"),
    ("SOP", "sop-list", "diagram-3"),
    ("Rencana", "plans", "bullseye"),
    ("Arsip", "archives", "archive"),
    ("Kotak Masuk", "inbox", "inbox"),
]


@dataclass(frozen=True)
class Entry:
    """One entry of the main navigation."""

    label: str
    url: str
    icon: str
    active: bool = False
    count: int = 0


def shell(request: HttpRequest) -> dict[str, Any]:
    """Person, office, navigation and, in demonstration mode, the clock; three queries at most."""
    demo_clock = _demo_clock() if settings.KINERJA_DEMO else None
    person = getattr(request, "user", None)
    if not isinstance(person, Person):
        return {"person": None, "agency": None, "navigation": [], "demo_clock": demo_clock}
    held = _main_appointment(person)
    return {
        "person": person,
        "person_title": held.printed_title if held else "",
        "agency": held.agency if held else None,
        "navigation": _navigation(request, person),
        "demo_clock": demo_clock,
    }


def _main_appointment(person: Person) -> Appointment | None:
    today = timezone.localdate(clock.now())
    held = Appointment.objects.in_force(today).filter(person=person).select_related("agency")
    return held.order_by("from_on", "pk").first()


def _navigation(request: HttpRequest, person: Person) -> list[Entry]:
    unread = Notice.objects.visible_to(person).unread().count()
    entries = []
    for label, name, icon in PAGES:
        try:
            url = reverse(name)
        except NoReverseMatch:  # pragma: no cover
            continue
        active = request.path == url or (url != "/" and request.path.startswith(url))
        entries.append(Entry(label, url, icon, active, unread if name == "inbox" else 0))
    if person.is_staff:
        entries.append(Entry("Organisasi", reverse("admin:index"), "building"))
    return entries


def _demo_clock() -> dict[str, Any]:
    now = clock.now()
    return {"label": moment(now, Zone.WIB), "moves": moves(now)}
