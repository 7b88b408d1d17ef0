"""Naming who stands in for somebody, and ending it: the gate of every substitute, with its history."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.urls import reverse

from kinerja.lib.dates import long_date
from organisation.actions.history import Event, record
from organisation.actions.notices import notify
from organisation.models import Agency, Appointment, Person, Substitute
from organisation.permissions import may

NOT_YOURS = "Pengganti ditetapkan oleh kepala, sekretaris, atau Kasubbag program/keuangan."


@dataclass(frozen=True)
class Naming:
    """What is asked for: who stands in for whom, in which days, by which decree and why."""

    agency: Agency
    absent: Person
    person: Person
    reason: str
    from_on: date
    to_on: date | None = None
    decree_number: str = ""


@transaction.atomic
def name_substitute(wanted: Naming, *, by: Person, now: datetime) -> Substitute:
    """Let somebody do what is asked of another by name. Raises ValidationError with a sentence per field."""
    agency = Agency.objects.select_for_update().get(pk=wanted.agency.pk)  # two clerks, one after the other
    today = _require(by, agency, now)
    if problems := dict(_problems(wanted, today)):
        raise ValidationError(problems)
    named = Substitute.objects.create(
        agency=agency, absent=wanted.absent, person=wanted.person, reason=wanted.reason,
        decree_number=wanted.decree_number, from_on=wanted.from_on, to_on=wanted.to_on,
        recorded_by=by, recorded_at=now,
    )  # fmt: skip
    _record_named(named, by=by, at=now)
    for_the_absent = f"{named.person} menggantikan Anda di {agency}, {named.span}: {named.reason}."
    for_the_person = (
        f"Anda menggantikan {named.absent} di {agency}, {named.span}: {named.reason}. "
        "Tugas atas namanya ada di Tugas Saya Anda."
    )
    _tell(named, for_the_absent, for_the_person, key="named", at=now)
    return named


@transaction.atomic
def end_substitute(found: Substitute, *, reason: str, by: Person, now: datetime) -> Substitute:
    """End it at this moment, before its last day; the row stays. Raises ValidationError if it is over."""
    locked = Substitute.objects.select_for_update(of=("self",)).select_related("agency", "absent", "person")
    ended: Substitute = locked.get(pk=found.pk)
    today = _require(by, ended.agency, now)
    if ended.ended_at is not None or (ended.to_on is not None and ended.to_on < today):
        raise ValidationError("Penggantian ini sudah selesai; tidak ada yang perlu diakhiri.")
    ended.ended_at, ended.ended_by, ended.end_reason = now, by, reason
    ended.save(update_fields=["ended_at", "ended_by", "end_reason"])
    sentence = f"{by} mengakhiri penggantian {ended.absent} oleh {ended.person}. Alasan: {reason}."
    event = Event("substitute_ended", ended, sentence, {"reason": reason, "to_on": ended.to_on})
    record(event, by=by, at=now, agency=ended.agency)
    for_the_absent = f"{ended.person} tidak lagi menggantikan Anda di {ended.agency}: {reason}."
    for_the_person = f"Anda tidak lagi menggantikan {ended.absent} di {ended.agency}: {reason}."
    _tell(ended, for_the_absent, for_the_person, key="ended", at=now)
    return ended


def _require(by: Person, agency: Agency, now: datetime) -> date:
    """The day at the agency; PermissionDenied for somebody who may not name substitutes there."""
    today = agency.time_zone.local(now).date()
    if not may(by, "name_substitute", agency, today):
        raise PermissionDenied(NOT_YOURS)
    return today


def _record_named(named: Substitute, *, by: Person, at: datetime) -> None:
    decree = f", {named.decree_number}" if named.decree_number else ""
    sentence = (
        f"{by} menetapkan {named.person} sebagai pengganti {named.absent}, {named.span}{decree}. "
        f"Alasan: {named.reason}."
    )
    details = {
        "absent": named.absent_id, "person": named.person_id, "from_on": named.from_on,
        "to_on": named.to_on, "decree_number": named.decree_number, "reason": named.reason,
    }  # fmt: skip
    record(Event("substitute_named", named, sentence, details), by=by, at=at, agency=named.agency)


def _tell(one: Substitute, for_the_absent: str, for_the_person: str, *, key: str, at: datetime) -> None:
    link = reverse("substitutes")
    notify([one.absent], for_the_absent, link=link, key=f"substitute:{one.pk}:{key}", at=at)
    notify([one.person], for_the_person, link=reverse("home"), key=f"substitute:{one.pk}:{key}", at=at)


# --- what is refused ---------------------------------------------------------------------------------------


def _problems(wanted: Naming, today: date) -> Iterator[tuple[str, str]]:
    """A sentence for each field with which something is wrong."""
    if wanted.to_on is not None and wanted.to_on < wanted.from_on:
        yield "to_on", "Tanggal selesai mendahului tanggal mulai; periksa keduanya."
        return
    if wanted.to_on is not None and wanted.to_on < today:
        yield "to_on", "Tanggal ini sudah lewat. Isi hari ini atau sesudahnya, atau kosongkan."
        return
    if wanted.person == wanted.absent:
        yield "person", "Pengganti haruslah orang lain; pilih pegawai lain."
        return
    yield from _office_problems(wanted, max(wanted.from_on, today))
    yield from _meeting_problems(wanted)


def _office_problems(wanted: Naming, first: date) -> Iterator[tuple[str, str]]:
    offices = Appointment.objects.filter(agency=wanted.agency)
    if not offices.filter(person=wanted.absent).exists():
        yield "absent", f"{wanted.absent} belum pernah memegang jabatan di {wanted.agency}."
    if not wanted.person.is_active:
        yield "person", f"Akun {wanted.person} tidak aktif; pilih pegawai lain."
    elif not offices.in_force(first).filter(person=wanted.person).exists():
        lacks = f"{wanted.person} tidak memegang jabatan di {wanted.agency} pada {long_date(first)}."
        yield "person", f"{lacks} Pilih pegawai lain, atau catat dahulu penugasan jabatannya."


def _meeting_problems(wanted: Naming) -> Iterator[tuple[str, str]]:
    """Two substitutes for one person, and chains: nobody stands in who is substituted in the same days."""
    others = Substitute.objects.sharing_a_day(wanted.from_on, wanted.to_on).filter(agency=wanted.agency)
    others = others.select_related("absent", "person").order_by("from_on")
    no_chain = "Penggantian tidak berantai"
    if other := others.filter(absent=wanted.absent).first():
        known = f"{wanted.absent} sudah digantikan {other.person}, {other.span}."
        yield "absent", f"{known} Akhiri dahulu penggantian itu, atau pilih tanggal lain."
    elif other := others.filter(person=wanted.absent).first():
        known = f"{wanted.absent} sedang menggantikan {other.absent}, {other.span}."
        what = f"akhiri dahulu yang itu dan tetapkan pengganti lain bagi {other.absent}"
        yield "absent", f"{known} {no_chain}: {what}."
    if other := others.filter(absent=wanted.person).first():
        known = f"{wanted.person} sendiri digantikan {other.person}, {other.span}."
        yield "person", f"{known} {no_chain}: pilih pegawai lain."
