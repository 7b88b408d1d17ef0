"""The agenda: what comes in is entered by hand with its scan, what goes out enters itself."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from organisation.actions.files import store
from organisation.actions.history import Event, hold, record
from organisation.models import Agency, Person, StoredFile
from organisation.permissions import may
from reporting.actions.deliver import ReceiptFile
from reporting.actions.numbering import claim
from reporting.models import AgendaEntry, Delivery, IssuedNumber, Letter, NumberSeries
from reporting.queries.numbering import Wanted, next_text
from sop.registry import Blocker
from sop.workflow import Blocked, NotYours

Direction = AgendaEntry.Direction
NOT_YOURS = "Agenda dicatat oleh Kasubbag, penyusun laporan, sekretaris, subkoordinator, atau pelaksana."
TOMORROW = Blocker("Tanggal diterima tidak boleh sesudah hari ini.")
BEFORE_WRITTEN = Blocker("Tanggal diterima tidak boleh sebelum tanggal suratnya.")
PAPERS = {Direction.IN: NumberSeries.Paper.AGENDA_IN, Direction.OUT: NumberSeries.Paper.AGENDA_OUT}


@dataclass(frozen=True)
class Incoming:
    """A letter from outside, as it is entered by hand."""

    party: str
    subject: str
    letter_number: str
    letter_on: date
    received_on: date
    nature: str = "Biasa"
    note: str = ""
    scan: ReceiptFile | None = None


@transaction.atomic
def enter_incoming(agency: Agency, letter: Incoming, *, by: Person, now: datetime) -> AgendaEntry:
    """Give a letter that came in its agenda number; Blocked with impossible days."""
    today = agency.time_zone.local(now).date()
    if not may(by, "write_letter", agency, today):
        raise NotYours(NOT_YOURS)
    if letter.received_on > today:
        raise Blocked([TOMORROW])
    if letter.received_on < letter.letter_on:
        raise Blocked([BEFORE_WRITTEN])
    entry = AgendaEntry(
        agency=agency,
        direction=Direction.IN,
        entered_on=letter.received_on,
        party=letter.party,
        letter_number=letter.letter_number,
        letter_on=letter.letter_on,
        nature=letter.nature,
        subject=letter.subject,
        note=letter.note,
        file=_keep(letter.scan, agency, by=by, now=now),
    )
    return _enter(entry, by=by, now=now)


def enter_letter(letter: Letter, *, by: Person, now: datetime) -> AgendaEntry:
    """A letter of ours on its way out."""
    if letter.dated_on is None:
        raise ValueError("Only an issued letter goes out.")
    entry = AgendaEntry(
        agency=letter.agency,
        direction=Direction.OUT,
        entered_on=letter.dated_on,
        party=letter.recipient,
        letter_number=letter.number,
        letter_on=letter.dated_on,
        nature=letter.nature,
        subject=letter.subject,
        letter=letter,
    )
    return _enter(entry, by=by, now=now)


def enter_delivery(delivery: Delivery, typed: str, *, by: Person | None, now: datetime) -> AgendaEntry:
    """A report that went out without a letter of its own; a number of the paper book stays as a remark."""
    report = delivery.report
    hold(report.agency)
    on = report.agency.time_zone.local(now).date()
    proposed = next_text(Wanted(report.agency, PAPERS[Direction.OUT], on))
    entry = AgendaEntry(
        agency=report.agency,
        direction=Direction.OUT,
        entered_on=delivery.sent_on,
        party=delivery.destination,
        letter_number=report.number,
        subject=str(report),
        note=f"Nomor agenda tercatat: {typed}" if typed not in {"", proposed} else "",
        delivery=delivery,
    )
    return _enter(entry, by=by, now=now)


def _enter(entry: AgendaEntry, *, by: Person | None, now: datetime) -> AgendaEntry:
    hold(entry.agency)
    issued = _number(entry, by=by, now=now)
    entry.issued, entry.number = issued, issued.text
    entry.entered_by, entry.entered_at = by, now
    entry.save()
    way = "dari" if entry.direction == Direction.IN else "kepada"
    name = entry.get_direction_display().lower()
    sentence = f"Agenda {name} {entry.number}: {entry.subject}, {way} {entry.party}."
    details = {"number": entry.number, "letter_number": entry.letter_number}
    record(Event("agenda_entered", entry, sentence, details), by=by, at=now, agency=entry.agency)
    return entry


def _number(entry: AgendaEntry, *, by: Person | None, now: datetime) -> IssuedNumber:
    """Of the year in which it is entered, so that a late entry leaves no gap in the year before."""
    on = entry.agency.time_zone.local(now).date()
    wanted = Wanted(entry.agency, PAPERS[Direction(entry.direction)], on)
    return claim(wanted, f"{entry.party}: {entry.subject}", by=by, now=now)


def _keep(scan: ReceiptFile | None, agency: Agency, *, by: Person, now: datetime) -> StoredFile | None:
    if scan is None:
        return None
    return store(
        scan.content, name=scan.name, content_type=scan.kind.content_type, agency=agency, by=by, at=now
    )
