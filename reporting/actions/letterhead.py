"""Setting the logo of the letterhead, and who signs on whose behalf; what was signed stays as it was."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from kinerja.lib.dates import long_date
from kinerja.lib.pictures import drawn_anew
from organisation.actions.files import store
from organisation.actions.history import Event, record
from organisation.models import Agency, Appointment, Person
from organisation.permissions import Permission, may
from reporting.models import Logo, Mandate
from sop.workflow import NotYours

LOGO_NOT_YOURS = "Logo kop diatur oleh Kasubbag program/keuangan atau penyusun laporan."
MANDATE_NOT_YOURS = "Pelimpahan tanda tangan dicatat oleh kepala, sekretaris, atau Kasubbag program/keuangan."
_PNG = "image/png"


@transaction.atomic
def set_logo(agency: Agency, name: str, content: bytes, *, by: Person, now: datetime) -> Logo:
    """Print a picture in the letterhead from now on; FileRefused says why one is not taken."""
    _require(by, "edit_layout", agency, now, LOGO_NOT_YOURS)
    picture = drawn_anew(name, content)
    file = store(picture, name=f"logo-{agency.code}.png", content_type=_PNG, agency=agency, by=by, at=now)
    values = {"file": file, "set_by": by, "set_at": now}
    logo, _ = Logo.objects.update_or_create(agency=agency, defaults=values)
    event = Event("logo_set", logo, f"Logo kop {agency.short_name} diganti {by}.", {"sha256": file.sha256})
    record(event, by=by, at=now, agency=agency)
    return logo


@transaction.atomic
def drop_logo(agency: Agency, *, by: Person, now: datetime) -> None:
    """Print no picture from now on."""
    _require(by, "edit_layout", agency, now, LOGO_NOT_YOURS)
    kept = Logo.objects.select_for_update().filter(agency=agency).select_related("file").first()
    if kept is None:
        return
    details = {"sha256": kept.file.sha256}
    record(
        Event("logo_dropped", kept, f"Logo kop {agency.short_name} dilepas {by}.", details),
        by=by, at=now, agency=agency,
    )  # fmt: skip
    kept.delete()


@dataclass(frozen=True)
class Entrusting:
    """What is asked for: the holder of which office signs for whom, by which decree, in which days."""

    appointment: Appointment
    on_behalf_of: str
    decree_number: str
    from_on: date
    to_on: date | None = None
    through: str = ""


@transaction.atomic
def entrust(wanted: Entrusting, *, by: Person, now: datetime) -> Mandate:
    """Let the holder of an office sign a.n. another one. ValidationError has a sentence per field."""
    agency = Agency.objects.select_for_update().get(pk=wanted.appointment.agency_id)
    _require(by, "name_substitute", agency, now, MANDATE_NOT_YOURS)
    if problems := dict(_problems(wanted)):
        raise ValidationError(problems)
    made: Mandate = Mandate.objects.create(
        appointment=wanted.appointment, on_behalf_of=wanted.on_behalf_of, through=wanted.through,
        decree_number=wanted.decree_number, from_on=wanted.from_on, to_on=wanted.to_on,
        set_by=by, set_at=now,
    )  # fmt: skip
    until = f" sampai {long_date(made.to_on)}" if made.to_on else ""
    sentence = (
        f"{wanted.appointment} menandatangani {', '.join(made.lines)} mulai {long_date(made.from_on)}"
        f"{until}, menurut {made.decree_number}, dicatat {by}."
    )
    details = {
        "lines": made.lines,
        "decree_number": made.decree_number,
        "from_on": made.from_on,
        "to_on": made.to_on,
    }
    record(Event("mandate_given", made, sentence, details), by=by, at=now, agency=agency)
    return made


@transaction.atomic
def end_mandate(found: Mandate, *, by: Person, now: datetime) -> Mandate:
    """End it with yesterday, or, where it has not begun, on its first day; ValidationError if it is over."""
    mandate = (
        Mandate.objects.select_for_update(of=("self",)).select_related("appointment__agency").get(pk=found.pk)
    )
    agency = mandate.appointment.agency
    today = _require(by, "name_substitute", agency, now, MANDATE_NOT_YOURS)
    if mandate.to_on is not None and mandate.to_on < today:
        raise ValidationError("Pelimpahan ini sudah berakhir.")
    mandate.to_on = max(mandate.from_on, today - timedelta(days=1))
    mandate.save(update_fields=["to_on"])
    sentence = f"Pelimpahan tanda tangan {mandate} diakhiri {by} per {long_date(mandate.to_on)}."
    record(Event("mandate_ended", mandate, sentence, {"to_on": mandate.to_on}), by=by, at=now, agency=agency)
    return mandate


def _require(by: Person, permission: Permission, agency: Agency, now: datetime, refusal: str) -> date:
    today = agency.time_zone.local(now).date()
    if not may(by, permission, agency, today):
        raise NotYours(refusal)
    return today


def _problems(wanted: Entrusting) -> Iterator[tuple[str, str]]:
    """A sentence for each field with which something is wrong."""
    if wanted.to_on is not None and wanted.to_on < wanted.from_on:
        yield "to_on", "Tanggal selesai mendahului tanggal mulai; periksa keduanya."
        return
    office = wanted.appointment
    if wanted.from_on < office.from_on or (office.to_on is not None and wanted.from_on > office.to_on):
        yield "from_on", "Pada tanggal ini jabatan itu tidak dipegang olehnya. Pilih tanggal lain."
        return
    if wanted.on_behalf_of.casefold() == office.title.casefold():
        yield "on_behalf_of", "Yang diwakili haruslah jabatan lain."
    others = Mandate.objects.filter(Q(to_on=None) | Q(to_on__gte=wanted.from_on), appointment=office)
    if wanted.to_on is not None:
        others = others.filter(from_on__lte=wanted.to_on)
    if others.exists():
        yield "from_on", "Pada masa itu jabatan ini sudah mempunyai pelimpahan. Akhiri yang lama dahulu."
