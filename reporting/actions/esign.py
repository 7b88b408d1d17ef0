"""Keeping the eSign service and the NIK: sealed, never in the history, and asked whether it answers."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from kinerja.lib import office_web
from kinerja.lib.certificates import authorities
from kinerja.lib.sealing import Secret, Unreadable, sealed, unsealed
from organisation.actions.history import Event, record
from organisation.models import Agency, Person
from organisation.permissions import may
from reporting.models import EsignIdentity, EsignService
from reporting.signers import bsre
from sop.registry import Blocker
from sop.workflow import Blocked, NotYours

NOT_YOURS = "Layanan eSign diatur oleh Admin SOP perangkat daerah."
SERVICE_PURPOSE, NIK_PURPOSE = "kinerja esign service", "kinerja nik"
KEPT = ("address", "version", "username", "authority", "footer", "active")
OTHER_KEY = Blocker("SECRET_KEY sudah berganti, jadi rahasia yang tersimpan tidak terbaca; isikan kembali.")
_NIK = re.compile(r"[0-9]{16}")


@dataclass(frozen=True)
class Wish:
    """The service as it is to be; an empty secret leaves the one that is kept."""

    address: str
    version: str
    username: str
    authority: str
    footer: str
    secret: Secret = field(default_factory=lambda: Secret(""), repr=False)
    active: bool = True


def access_to(service: EsignService) -> bsre.Access:
    """Blocked once the application's key has been changed."""
    try:
        secret = unsealed(service.sealed_secret, key=settings.SECRET_KEY, purpose=SERVICE_PURPOSE)
    except Unreadable as problem:
        raise Blocked([OTHER_KEY]) from problem
    return bsre.Access(service.address, service.version, service.username, secret)


@transaction.atomic
def keep_service(wish: Wish, *, agency: Agency, by: Person, now: datetime) -> EsignService:
    """Set how the agency reaches its eSign service; Blocked with every reason against it."""
    require_configurer(by, agency, now)
    kept = EsignService.objects.filter(agency=agency).first() or EsignService(agency=agency)
    if problems := _problems(wish, kept):
        raise Blocked(problems)
    before = _values(kept) if kept.pk else {}
    for name in KEPT:
        setattr(kept, name, getattr(wish, name))
    if wish.secret:
        kept.sealed_secret = sealed(wish.secret.reveal(), key=settings.SECRET_KEY, purpose=SERVICE_PURPOSE)
    kept.save()
    changed = {name: value for name, value in _values(kept).items() if before.get(name) != value}
    if changed or wish.secret:
        details = {"before": {name: before.get(name) for name in changed}, "after": changed}
        sentence = f"{kept} diatur{', dengan sandi baru' if wish.secret else ''}."
        record(Event("esign_service_kept", kept, sentence, details), by=by, at=now, agency=agency)
    return kept


def try_service(service: EsignService, *, by: Person, now: datetime) -> str:
    """Ask the service whether it knows this office; Blocked with its reason when it does not."""
    require_configurer(by, service.agency, now)
    try:
        return bsre.reached(access_to(service))
    except bsre.Refused as refused:
        raise Blocked([Blocker(str(refused))]) from refused


def require_configurer(by: Person, agency: Agency, now: datetime) -> None:
    if not may(by, "edit_esign", agency, agency.time_zone.local(now).date()):
        raise NotYours(NOT_YOURS)


@transaction.atomic
def keep_nik(person: Person, nik: Secret, *, by: Person, now: datetime) -> None:
    """Keep somebody's NIK, sealed; the history knows that it was kept, never which."""
    if not _NIK.fullmatch(nik.reveal()):
        raise Blocked([Blocker("NIK terdiri dari 16 angka.")])
    kept = sealed(nik.reveal(), key=settings.SECRET_KEY, purpose=NIK_PURPOSE)
    identity, created = EsignIdentity.objects.update_or_create(person=person, defaults={"sealed_nik": kept})
    word = "disimpan" if created else "diganti"
    record(Event("nik_kept", identity, f"NIK {person} untuk TTE {word}.", {}), by=by, at=now, agency=None)


@transaction.atomic
def forget_nik(person: Person, *, by: Person, now: datetime) -> None:
    if EsignIdentity.objects.filter(person=person).delete()[0]:
        record(
            Event("nik_forgotten", person, f"NIK {person} untuk TTE dihapus.", {}), by=by, at=now, agency=None
        )


def nik_of(person: Person) -> str:
    """Blocked where it is not known, or was sealed with another key."""
    identity = EsignIdentity.objects.filter(person=person).first()
    if identity is None:
        raise Blocked([Blocker("NIK Anda belum tersimpan. Isikan dahulu pada halaman NIK untuk TTE.")])
    try:
        return unsealed(identity.sealed_nik, key=settings.SECRET_KEY, purpose=NIK_PURPOSE)
    except Unreadable as problem:
        raise Blocked([OTHER_KEY]) from problem


def masked_nik(person: Person) -> str:
    """ "••••••••••••1234"; empty where none is kept."""
    if not EsignIdentity.objects.filter(person=person).exists():
        return ""
    return f"{'•' * 12}{nik_of(person)[-4:]}"


def _problems(wish: Wish, kept: EsignService) -> list[Blocker]:
    found = []
    try:
        office_web.checked(wish.address, settings.KINERJA_ESIGN_HOSTS)
    except office_web.Forbidden as forbidden:
        found.append(Blocker(str(forbidden)))
    try:
        authorities(wish.authority)
    except (ValueError, TypeError, OSError):
        found.append(Blocker("Tempel sertifikat induk (CA) penerbit dalam bentuk PEM, satu atau beberapa."))
    if not (wish.secret or kept.sealed_secret):
        found.append(Blocker("Isi sandi layanan yang diberikan pengelola eSign."))
    return found


def _values(service: EsignService) -> dict[str, Any]:
    return {name: getattr(service, name) for name in KEPT}
