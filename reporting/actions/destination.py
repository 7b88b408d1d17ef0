"""Keeping destinations: name, way, address and secret; each change is recorded."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from kinerja.lib.sealing import sealed, unsealed
from organisation.actions.history import Event, record
from organisation.models import Agency, Person
from organisation.permissions import may
from reporting.couriers import COURIERS
from reporting.models import ColumnLayout, Destination
from sop.registry import Blocker
from sop.workflow import Blocked, NotYours

SHORTEST_SECRET = 32
PURPOSE = "kinerja destination secret"
KEPT = ("name", "channel", "address", "spelling", "active")


@dataclass(frozen=True)
class Wish:
    """A destination as it is to be; an empty secret leaves the one that is kept."""

    name: str
    channel: str
    address: str = ""
    secret: str = ""
    spelling: str = Destination.Spelling.COMMA.value
    active: bool = True


def secret_of(destination: Destination) -> str:
    """The shared secret; Unreadable once the application's key has been changed."""
    return unsealed(destination.sealed_secret, key=settings.SECRET_KEY, purpose=PURPOSE)


@transaction.atomic
def keep_destination(
    wish: Wish, *, agency: Agency, destination: Destination | None = None, by: Person, now: datetime
) -> Destination:
    """Add a destination, or change the one that is given; Blocked with every reason against it."""
    if not may(by, "edit_destinations", agency, agency.time_zone.local(now).date()):
        raise NotYours("Tujuan pengiriman diatur oleh Kasubbag program/keuangan atau penyusun laporan.")
    kept = destination or Destination(agency=agency)
    if problems := _problems(wish, kept):
        raise Blocked(problems)
    before = _values(kept) if kept.pk else {}
    for name in KEPT:
        setattr(kept, name, getattr(wish, name))
    if wish.secret:
        kept.sealed_secret = sealed(wish.secret, key=settings.SECRET_KEY, purpose=PURPOSE)
    kept.save()
    if before:
        _take_layout_along(kept, before["name"])
    _tell(kept, before, secret_changed=bool(wish.secret), by=by, now=now)
    return kept


def _take_layout_along(kept: Destination, former: str) -> None:
    """A layout goes by the name of its destination, and stays with it under a new one."""
    layouts = ColumnLayout.objects.filter(agency=kept.agency)
    if former != kept.name and not layouts.filter(destination=kept.name).exists():
        layouts.filter(destination=former).update(destination=kept.name)


def _tell(
    kept: Destination, before: dict[str, Any], *, secret_changed: bool, by: Person, now: datetime
) -> None:
    """What changed, but never the secret itself."""
    after = _values(kept)
    changed = {name: value for name, value in after.items() if before.get(name) != value}
    if not changed and not secret_changed:
        return
    details = {"before": {name: before.get(name) for name in changed}, "after": changed}
    word = "diubah" if before else "ditambahkan"
    sentence = f"Tujuan pengiriman {kept.name} {word}{', dengan rahasia baru' if secret_changed else ''}."
    event = Event("destination_kept", kept, sentence, {**details, "secret_changed": secret_changed})
    record(event, by=by, at=now, agency=kept.agency)


def _values(destination: Destination) -> dict[str, Any]:
    return {name: getattr(destination, name) for name in KEPT}


def _problems(wish: Wish, kept: Destination) -> list[Blocker]:
    courier, found = COURIERS[wish.channel], []
    if problem := courier.address_problem(wish.address):
        found.append(Blocker(problem))
    if courier.needs_secret and not (wish.secret or kept.sealed_secret):
        found.append(Blocker("Isi rahasia bersama yang disepakati dengan penerima."))
    if wish.secret and len(wish.secret) < SHORTEST_SECRET:
        found.append(Blocker(f"Rahasia bersama sedikitnya {SHORTEST_SECRET} karakter."))
    same = Destination.objects.filter(agency=kept.agency, name__iexact=wish.name).exclude(pk=kept.pk)
    if same.exists():
        found.append(Blocker(f"Tujuan {wish.name} sudah ada; ubah yang ada itu."))
    return found
