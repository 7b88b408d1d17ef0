"""What every page of the application shows around its content."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from kinerja.lib import clock
from kinerja.lib.dates import Zone, moment
from organisation.actions.demo_clock import moves
from organisation.models import Notice, Person
from organisation.permissions import HOLDERS
from organisation.queries.offices import offices

PAGES = [
    ("Tugas Saya", "home", "list-check"),
    ("Laporan", "reports", "file-earmark-text"),
    ("Surat", "letters", "envelope"),
    ("LKjIP", "performance-reports", "journal-text"),
    ("SOP", "sop-list", "diagram-3"),
    ("Rencana", "plans", "bullseye"),
    ("Arsip", "archives", "archive"),
    ("Kotak Masuk", "inbox", "inbox"),
]
MANAGEMENT = ("Organisasi", "admin:index", "building")


@dataclass(frozen=True)
class Entry:
    """One entry of the main navigation."""

    label: str
    url: str
    icon: str
    active: bool = False
    count: int = 0


def shell(request: HttpRequest) -> dict[str, Any]:
    """Person, office, navigation and, in demonstration mode, the clock; two queries, none when signed out."""
    person = getattr(request, "user", None)
    if not isinstance(person, Person):
        return {
            "person": None,
            "person_title": "",
            "agency": None,
            "navigation": [],
            "demo_clock": _demo_clock(Zone.WIB),
        }
    held_all = offices(person, clock.now())
    held = next(iter(held_all), None)
    unread = Notice.objects.visible_to(person).unread().count()
    return {
        "person": person,
        "person_title": held.printed_title if held else "",
        "agency": held.agency if held else None,
        "navigation": _navigation(request.path, person, unread),
        "unread": unread,
        "names_substitutes": any(one.role in HOLDERS["name_substitute"] for one in held_all),
        "demo_clock": _demo_clock(held.agency.time_zone if held else Zone.WIB),
    }


def _navigation(here: str, person: Person, unread: int) -> list[Entry]:
    pages = [*PAGES, MANAGEMENT] if person.is_superuser else PAGES
    entries = []
    for label, name, icon in pages:
        url = reverse(name)
        active = here == url or (url != "/" and here.startswith(url))
        entries.append(Entry(label, url, icon, active, unread if name == "inbox" else 0))
    return entries


def _demo_clock(zone: Zone) -> dict[str, Any] | None:
    if not settings.KINERJA_DEMO:
        return None
    now = clock.now()
    return {"label": moment(now, zone), "moves": moves(now)}
