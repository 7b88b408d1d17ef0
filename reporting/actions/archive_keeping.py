"""Looking after the archive: another class, and what was done with the paper. Nothing is deleted."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from kinerja.lib.dates import long_date
from organisation.actions.history import Event, record
from organisation.models import Agency, Person
from organisation.permissions import may
from reporting.models import ArchiveMark, ArchiveRecord, Classification, Fate
from reporting.queries.archive import FINAL, State, in_words, retention, state_of
from sop.registry import Blocker
from sop.workflow import Blocked, NotYours

NOT_YOURS = "Arsip diurus oleh penyusun laporan, Kasubbag program/keuangan, atau sekretaris."
_ALLOWED = {
    ArchiveMark.Deed.DESTROYED: {Fate.DESTROY, Fate.REVIEW},
    ArchiveMark.Deed.HANDED_OVER: {Fate.PERMANENT, Fate.REVIEW},
}


@dataclass(frozen=True)
class Decision:
    """What was done with the paper, and by which decree."""

    deed: ArchiveMark.Deed
    decree: str
    decided_on: date
    note: str = ""


def may_keep(person: Person, agency: Agency, now: datetime) -> bool:
    return may(person, "keep_archive", agency, agency.time_zone.local(now).date())


@transaction.atomic
def reclassify(
    kept: ArchiveRecord, row: Classification, reason: str, *, by: Person, now: datetime
) -> ArchiveRecord:
    """File a record under another class; its retention is counted anew from the same closing day."""
    found = _locked(kept, by, now)
    agency = found.report.agency
    if blockers := _blockers_of_class(found, row, reason):
        raise Blocked(blockers)
    old = retention_of(found)
    before = f"{found.classification} — {found.classification_name or 'tanpa retensi'}"
    for name, value in retention(row, found.closed_on).items():
        setattr(found, name, value)
    found.save()
    sentence = (
        f"Berkas arsip {found.number} diklasifikasi ulang dari {before} menjadi {row} oleh {by}: "
        f"{in_words(found).lower()}. Alasan: {reason.strip()}"
    )
    details = {"before": old, "after": retention_of(found), "reason": reason.strip()}
    record(Event("archive_reclassified", found, sentence, details), by=by, at=now, agency=agency)
    return found


@transaction.atomic
def mark(kept: ArchiveRecord, decision: Decision, *, by: Person, now: datetime) -> ArchiveMark:
    """Note what was done with the paper; the record, its package and its history stay as they are."""
    found = _locked(kept, by, now)
    agency = found.report.agency
    today = agency.time_zone.local(now).date()
    if blockers := _blockers_of_deed(found, decision, today):
        raise Blocked(blockers)
    made = ArchiveMark.objects.create(
        record=found, deed=decision.deed, decree=decision.decree.strip(), decided_on=decision.decided_on,
        note=decision.note.strip(), by=by, at=now,
    )  # fmt: skip
    sentence = (
        f"Berkas arsip {found.number}: {decision.deed.label.lower()} menurut {made.decree} "
        f"tanggal {long_date(made.decided_on)}, dicatat {by}."
    )
    details = {"deed": made.deed, "decree": made.decree, "decided_on": made.decided_on, "note": made.note}
    record(Event("archive_marked", found, sentence, details), by=by, at=now, agency=agency)
    return made


def deeds_open(kept: ArchiveRecord, today: date) -> list[ArchiveMark.Deed]:
    """What may be noted about the paper on a day."""
    return [deed for deed in ArchiveMark.Deed if not _too_early_or_done(kept, deed, today)]


def retention_of(kept: ArchiveRecord) -> dict[str, object]:
    """The columns that follow from the class, as plain values for the history."""
    names = ("classification", "classification_name", "active_until", "inactive_until", "fate")
    return {name: getattr(kept, name) for name in (*names, "retention_source")}


def _locked(kept: ArchiveRecord, by: Person, now: datetime) -> ArchiveRecord:
    found = ArchiveRecord.objects.select_for_update().get(pk=kept.pk)
    if not may_keep(by, found.report.agency, now):
        raise NotYours(NOT_YOURS)
    return found


def _deeds(kept: ArchiveRecord) -> list[str]:
    return [mark.deed for mark in kept.marks.all()]


def _blockers_of_class(kept: ArchiveRecord, row: Classification, reason: str) -> list[Blocker]:
    found = []
    if not reason.strip():
        found.append(Blocker("Tulis alasan klasifikasi ulang."))
    if row not in Classification.objects.in_force(kept.report.agency, kept.closed_on):
        closed = long_date(kept.closed_on)
        found.append(
            Blocker(f"Klasifikasi ini tidak berlaku pada penutupan berkas, {closed}. Pilih yang lain.")
        )
    if not set(FINAL).isdisjoint(_deeds(kept)):
        found.append(Blocker("Fisik berkas ini sudah ditindaklanjuti; klasifikasinya tidak diubah lagi."))
    elif retention_of(kept) == {**retention_of(kept), **retention(row, kept.closed_on)}:
        found.append(Blocker("Berkas sudah diklasifikasi demikian. Pilih klasifikasi yang lain."))
    return found


def _blockers_of_deed(kept: ArchiveRecord, decision: Decision, today: date) -> list[Blocker]:
    found = []
    if not decision.decree.strip():
        found.append(Blocker("Isi nomor keputusan atau berita acaranya."))
    if decision.decided_on > today:
        found.append(Blocker("Tanggal keputusan belum tiba. Isi hari ini atau sebelumnya."))
    if problem := _too_early_or_done(kept, decision.deed, decision.decided_on):
        found.append(Blocker(problem))
    return found


def _too_early_or_done(kept: ArchiveRecord, deed: ArchiveMark.Deed, on: date) -> str:
    """Why a deed cannot be noted for a day; empty where it can."""
    deeds = _deeds(kept)
    state = state_of(kept, on, deeds)
    if deed in deeds:
        return "Hal ini sudah dicatat pada berkas ini."
    if state is State.SETTLED:
        return "Fisik berkas ini sudah ditindaklanjuti; tidak ada lagi yang dicatat."
    if kept.active_until is None or kept.inactive_until is None:
        return "Retensi berkas ini belum ditetapkan. Klasifikasikan dahulu."
    if deed is ArchiveMark.Deed.MOVED:
        early = state is State.ACTIVE
        return f"Berkas ini masih aktif sampai {long_date(kept.active_until)}." if early else ""
    if state is not State.DUE:
        return f"Retensi berkas ini belum habis: sampai {long_date(kept.inactive_until)}."
    if kept.fate not in _ALLOWED[deed]:
        return f"Nasib akhir berkas ini {kept.get_fate_display().lower()}; tindakan itu tidak sesuai."
    return ""
