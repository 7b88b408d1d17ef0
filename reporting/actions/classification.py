"""Changing the retention schedule: every change is a line with a day of its own; nothing is rewritten."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from kinerja.lib.dates import long_date
from kinerja.lib.files import sha256_of
from organisation.actions.history import Event, record
from organisation.models import Agency, Person
from organisation.permissions import Permission, may
from reporting.models import Classification
from reporting.queries.classification import Layer
from reporting.readers.schedule import ClassRow, read_schedule
from sop.registry import Blocker
from sop.workflow import Blocked, NotYours

NOT_YOURS = (
    "Klasifikasi kantor diatur oleh penyusun laporan, Kasubbag program/keuangan, atau sekretaris; "
    "JRA pemerintah daerah oleh Bagian Organisasi."
)
_GATES: Mapping[Layer, Permission] = {
    Layer.AGENCY: "keep_archive",
    Layer.GOVERNMENT: "set_government_schedule",
}


@dataclass(frozen=True)
class Change:
    """For whom a line is written, from which day on, and what it rests on."""

    agency: Agency
    layer: Layer
    from_on: date
    source: str


@dataclass
class Outcome:
    """What a file brings: lines that are new, that change something, that say the same; and its faults."""

    added: list[ClassRow] = field(default_factory=list)
    changed: list[tuple[Classification, ClassRow]] = field(default_factory=list)
    same: list[ClassRow] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def rows(self) -> list[ClassRow]:
        return [*self.added, *(row for _, row in self.changed)]


def layers_for(person: Person, agency: Agency, on: date) -> list[Layer]:
    """For whom somebody may write lines in an office."""
    return [layer for layer, gate in _GATES.items() if may(person, gate, agency, on)]


@transaction.atomic
def add_class(change: Change, row: ClassRow, *, by: Person, now: datetime) -> Classification:
    """One line more; Blocked where that day has one, or where it says what holds already."""
    _require(change, by, now)
    outcome = _judged(change, [row])
    if outcome.same:
        raise Blocked([Blocker("Klasifikasi ini sudah berlaku persis demikian; tidak ada yang diubah.")])
    if outcome.faults:
        raise Blocked([Blocker(words) for words in outcome.faults])
    [made] = _written(change, [row])
    days = f"mulai {long_date(change.from_on)}"
    sentence = (
        f"Klasifikasi {made} {days}: aktif {row.active_years} tahun, inaktif {row.inactive_years} tahun, "
        f"{made.get_fate_display().lower()} ({change.layer.label.lower()}), dicatat {by}."
    )
    details = {"layer": change.layer.value, "from_on": change.from_on, "source": change.source}
    record(Event("classification_added", made, sentence, details), by=by, at=now, agency=change.agency)
    return made


def looked_at(name: str, content: bytes, change: Change) -> Outcome:
    """What a file would bring; nothing is written."""
    schedule = read_schedule(name, content)
    outcome = _judged(change, schedule.rows)
    outcome.faults = [*schedule.faults, *outcome.faults]
    return outcome


@transaction.atomic
def import_schedule(name: str, content: bytes, change: Change, *, by: Person, now: datetime) -> Outcome:
    """Take a file over whole; Blocked with every fault, so that no half schedule is ever in force."""
    _require(change, by, now)
    outcome = looked_at(name, content, change)
    if outcome.faults:
        raise Blocked([Blocker(words) for words in outcome.faults])
    if not outcome.rows:
        return outcome
    made = _written(change, outcome.rows)
    sentence = (
        f"Jadwal retensi ({change.layer.label}) diimpor {by}, berlaku mulai {long_date(change.from_on)}: "
        f"{len(outcome.added)} baru, {len(outcome.changed)} berubah."
    )
    details = {
        "layer": change.layer.value, "from_on": change.from_on, "source": change.source,
        "sha256": sha256_of(content), "codes": [row.code for row in outcome.rows],
    }  # fmt: skip
    record(Event("schedule_imported", made[0], sentence, details), by=by, at=now, agency=change.agency)
    return outcome


def _require(change: Change, by: Person, now: datetime) -> None:
    today = change.agency.time_zone.local(now).date()
    if change.layer not in layers_for(by, change.agency, today):
        raise NotYours(NOT_YOURS)


def _judged(change: Change, rows: Sequence[ClassRow]) -> Outcome:
    """Each line against what the same layer says on that day."""
    before = _latest(change)
    outcome = Outcome()
    for row in rows:
        kept = before.get((row.code, row.name))
        if kept is None:
            outcome.added.append(row)
        elif _says_the_same(kept, row):
            outcome.same.append(row)
        elif kept.valid_from == change.from_on:
            day = long_date(change.from_on)
            outcome.faults.append(
                f"{row.code} {row.name}: sudah ada baris yang berlaku mulai {day}. Pilih tanggal lain."
            )
        else:
            outcome.changed.append((kept, row))
    return outcome


def _latest(change: Change) -> dict[tuple[str, str], Classification]:
    """The last line of each class in the layer that holds on the day of the change."""
    mine = Classification.objects.filter(**_owner(change), valid_from__lte=change.from_on)
    return {(row.code, row.name): row for row in mine.order_by("valid_from", "pk")}


def _owner(change: Change) -> dict[str, Agency | str | None]:
    if change.layer is Layer.AGENCY:
        return {"agency": change.agency, "government": ""}
    return {"agency": None, "government": change.agency.government}


def _says_the_same(kept: Classification, row: ClassRow) -> bool:
    names = ("active_years", "inactive_years", "fate", "proposed_for")
    return all(getattr(kept, name) == getattr(row, name) for name in names)


def _written(change: Change, rows: Sequence[ClassRow]) -> list[Classification]:
    return [
        Classification.objects.create(
            **_owner(change), code=row.code, name=row.name, active_years=row.active_years,
            inactive_years=row.inactive_years, fate=row.fate, proposed_for=row.proposed_for,
            valid_from=change.from_on, source=change.source,
        )
        for row in rows
    ]  # fmt: skip
