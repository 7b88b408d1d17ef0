"""The archive as it is read: classes in force, retention in words, search, and what is due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from kinerja.lib.dates import long_date, moment
from kinerja.lib.periods import Cycle
from organisation.models import Agency, HistoryEvent
from reporting.models import (
    ArchiveMark,
    ArchiveRecord,
    Classification,
    Fate,
    Letter,
    Report,
    Signature,
)

CLASSIFICATION = "000.8.6.3"  # Akuntabilitas Kinerja Instansi Pemerintah, where no schedule says otherwise
FINAL = (ArchiveMark.Deed.DESTROYED, ArchiveMark.Deed.HANDED_OVER)


class State(StrEnum):
    """Where a record stands on a day."""

    ACTIVE = "aktif"
    INACTIVE = "inaktif"
    DUE = "jatuh-tempo"
    SETTLED = "selesai"
    UNSET = "belum-ada-retensi"

    @property
    def word(self) -> str:
        return _WORDS[self]


_WORDS = {
    State.ACTIVE: "Aktif",
    State.INACTIVE: "Inaktif",
    State.DUE: "Jatuh tempo",
    State.SETTLED: "Fisik sudah ditindaklanjuti",
    State.UNSET: "Retensi belum ditetapkan",
}


class Proposal(StrEnum):
    """The lists of what is due."""

    MOVE = "pindah"
    DESTROY = "musnah"
    HAND_OVER = "serah"
    REVIEW = "nilai"

    @property
    def heading(self) -> str:
        return _HEADINGS[self]

    @property
    def todo(self) -> str:
        return _TODO[self]


_HEADINGS = {
    Proposal.MOVE: "Daftar arsip inaktif usul pindah",
    Proposal.DESTROY: "Daftar arsip usul musnah",
    Proposal.HAND_OVER: "Daftar arsip permanen usul serah",
    Proposal.REVIEW: "Daftar arsip yang dinilai kembali",
}
_TODO = {
    Proposal.MOVE: "perlu dipindahkan",
    Proposal.DESTROY: "usul musnah",
    Proposal.HAND_OVER: "usul serah",
    Proposal.REVIEW: "perlu dinilai kembali",
}
_OF_FATE = {
    Fate.DESTROY: Proposal.DESTROY,
    Fate.PERMANENT: Proposal.HAND_OVER,
    Fate.REVIEW: Proposal.REVIEW,
}


def proposed_class(report: Report, on: date) -> Classification | None:
    """The class that the form proposes first for a report, and that the system files under."""
    found = Classification.objects.in_force(report.agency, on)
    wanted = "year" if report.period.cycle is Cycle.YEAR else "period"
    fitting = [row for row in found if row.proposed_for == wanted]
    alike = [row for row in found if row.code == CLASSIFICATION]
    return next(iter([*fitting, *alike]), None)


def description_of(report: Report) -> str:
    return f"{report.title} {report.agency.name} {report.period.label}"


def retention(row: Classification | None, closed_on: date) -> dict[str, Any]:
    """The columns of a record that follow from its class and closing day; without a class none do."""
    if row is None:
        return {"classification": CLASSIFICATION}
    return {
        "classification": row.code,
        "classification_name": row.name,
        "active_until": row.active_until(closed_on),
        "inactive_until": row.inactive_until(closed_on),
        "fate": row.fate,
        "retention_source": row.source,
    }


def in_words(record: ArchiveRecord) -> str:
    """ "Aktif 2 tahun, inaktif 3 tahun, lalu musnah"."""
    if record.active_until is None or record.inactive_until is None:
        return "belum ditetapkan"
    active = record.active_until.year - record.closed_on.year
    inactive = record.inactive_until.year - record.active_until.year
    return f"Aktif {active} tahun, inaktif {inactive} tahun, lalu {record.get_fate_display().lower()}"


def state_of(record: ArchiveRecord, on: date, deeds: Sequence[str]) -> State:
    """The state on a day, given what was done with the paper."""
    if not set(FINAL).isdisjoint(deeds):
        return State.SETTLED
    if record.active_until is None or record.inactive_until is None:
        return State.UNSET
    if on <= record.active_until:
        return State.ACTIVE
    return State.INACTIVE if on <= record.inactive_until else State.DUE


def proposal_of(record: ArchiveRecord, on: date, deeds: Sequence[str]) -> Proposal | None:
    """The list that a record belongs on; None where nothing is due."""
    state = state_of(record, on, deeds)
    if state is State.DUE:
        return _OF_FATE[Fate(record.fate)]
    return Proposal.MOVE if state is State.INACTIVE and ArchiveMark.Deed.MOVED not in deeds else None


@dataclass(frozen=True)
class Kept:
    """A record with what its dates say on a day."""

    record: ArchiveRecord
    state: State
    proposal: Proposal | None

    @property
    def words(self) -> str:
        """The next date, as a sentence part."""
        record = self.record
        if self.state is State.ACTIVE and record.active_until:
            return f"sampai {long_date(record.active_until)}"
        if record.inactive_until and self.state in {State.INACTIVE, State.DUE}:
            word = "sampai" if self.state is State.INACTIVE else "retensi habis"
            return f"{word} {long_date(record.inactive_until)}"
        return ""


def kept(record: ArchiveRecord, on: date) -> Kept:
    deeds = [mark.deed for mark in record.marks.all()]
    return Kept(record, state_of(record, on, deeds), proposal_of(record, on, deeds))


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for; blank parts ask nothing."""

    words: str = ""
    year: str = ""
    classification: str = ""
    state: str = ""


def search(records: "QuerySet[ArchiveRecord]", wanted: Wanted, on: date) -> "QuerySet[ArchiveRecord]":
    """Every word must be found somewhere; newest first."""
    for word in wanted.words.split():
        records = records.filter(
            Q(number__icontains=word)
            | Q(description__icontains=word)
            | Q(location__icontains=word)
            | Q(classification__icontains=word)
            | Q(classification_name__icontains=word)
            | Q(report__title__icontains=word)
            | Q(report__number__icontains=word)
            | Q(report__agency__name__icontains=word)
            | Q(report__period__startswith=word)
            | Q(report__in=_with_letter_or_signatory(word))
        )
    if wanted.year:
        records = records.filter(report__period__startswith=wanted.year)
    if wanted.classification:
        records = records.filter(classification=wanted.classification)
    return _in_state(records, wanted.state, on).order_by("-at", "-pk")


def _with_letter_or_signatory(word: str) -> "QuerySet[Report]":
    """Reports that somebody of that name or title signed, or that a letter of that number went with."""
    signed = Signature.objects.filter(Q(name__icontains=word) | Q(capacity__icontains=word))
    letters = Letter.objects.filter(Q(number__icontains=word) | Q(signatory_name__icontains=word))
    issued = letters.exclude(number="")
    return Report.objects.filter(
        Q(compilations__in=signed.values("compilation"))
        | Q(pk__in=issued.values("report"))
        | Q(run__in=issued.values("run"))
        | Q(deliveries__receipt_number__icontains=word)
    )


def _in_state(records: "QuerySet[ArchiveRecord]", state: str, on: date) -> "QuerySet[ArchiveRecord]":
    settled = Exists(ArchiveMark.objects.filter(record=OuterRef("pk"), deed__in=FINAL))
    conditions = {
        State.ACTIVE: Q(active_until__gte=on),
        State.INACTIVE: Q(active_until__lt=on, inactive_until__gte=on),
        State.DUE: Q(inactive_until__lt=on),
        State.UNSET: Q(active_until=None),
    }
    if state == State.SETTLED:
        return records.filter(settled)
    condition = next((condition for known, condition in conditions.items() if known == state), None)
    return records if condition is None else records.filter(condition).exclude(settled)


def years_and_classes(records: "QuerySet[ArchiveRecord]") -> tuple[list[int], list[str]]:
    """What there is to choose from in the search."""
    plain = records.order_by()
    periods = plain.values_list("report__period", flat=True).distinct()
    codes = plain.values_list("classification", flat=True).distinct()
    return sorted({period.year for period in periods}, reverse=True), sorted(codes)


def due(agency: Agency, on: date) -> dict[Proposal, list[ArchiveRecord]]:
    """What an agency has to do something about on a day, list by list, by the order of closing."""
    past = ArchiveRecord.objects.filter(report__agency=agency, active_until__lt=on)
    lists: dict[Proposal, list[ArchiveRecord]] = {proposal: [] for proposal in Proposal}
    for record in past.prefetch_related("marks").order_by("closed_on", "pk"):
        if proposal := kept(record, on).proposal:
            lists[proposal].append(record)
    return lists


def facts_of(record: ArchiveRecord) -> dict[str, list[tuple[str, str]]]:
    """What a record says, in words: of the file, and of its retention."""
    zone = record.report.agency.time_zone
    archived = moment(record.at, zone)
    file = [
        ("Nomor berkas", record.number),
        ("Uraian", record.description),
        ("Kurun waktu", record.covered),
        ("Jumlah", record.copies),
        ("Tingkat perkembangan", record.get_level_display()),
        ("Lokasi berkas kertas", record.location or "belum dicatat"),
        ("Perangkat daerah", record.report.agency.name),
        ("Nomor laporan", record.report.number),
        ("Diarsipkan", f"{archived}, {record.by or 'oleh sistem'}"),
    ]
    kind = f"{record.classification} {record.classification_name}".strip()
    retained = [
        ("Klasifikasi", kind),
        ("Berkas ditutup", long_date(record.closed_on)),
        ("Retensi", in_words(record)),
        ("Aktif sampai", long_date(record.active_until) if record.active_until else ""),
        ("Inaktif sampai", long_date(record.inactive_until) if record.inactive_until else ""),
        ("Nasib akhir", record.get_fate_display()),
        ("Dasar", record.retention_source),
    ]
    return {"file": file, "retention": retained}


def history_of(record: ArchiveRecord) -> list[HistoryEvent]:
    """What happened to the record since it was made: other classes, and what was done with the paper."""
    events = HistoryEvent.objects.filter(subject=f"reporting.archiverecord:{record.pk}")
    return list(events.order_by("-at", "-pk"))
