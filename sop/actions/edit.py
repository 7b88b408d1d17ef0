"""Editing a draft: every change names the edition it is based on, and is told in the history.

A published version is frozen: whoever comes with a change of it is refused here, whatever the page showed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models import F

from kinerja.lib.dates import moment
from organisation.actions.history import Event, record
from organisation.models import HistoryEvent, Person
from organisation.permissions import may
from sop.models import Act, Actor, SopVersion, Step
from sop.queries.definition import act_name, step_name
from sop.registry import Blocker
from sop.workflow import Blocked, Conflict, NotYours

Part = Actor | Step | Act

FAR = 10_000  # orders step aside to here while they are given anew
NAMES: Mapping[str, str] = {  # of the columns, in the history and on the page of differences
    "label": "nama pelaksana", "role": "peran", "is_outside": "di luar perangkat daerah",
    "printed_number": "nomor", "text": "kegiatan", "requirements": "kelengkapan", "duration_text": "waktu",
    "output": "output", "remark": "keterangan", "phase": "tahap", "extra": "kolom lain", "cycles": "siklus",
    "opens_day": "mulai tanggal", "due_day": "paling lambat tanggal", "actor": "pelaksana",
    "kind": "jenis tugas", "automatic": "oleh sistem", "closes_by_clock": "ditutup oleh waktu",
    "returns_to": "kembali ke", "proceeds_to": "cabang ya", "options": "pengaturan",
}  # fmt: skip
TELLS: Mapping[str, str] = {  # which inferred part is settled once somebody changes a column
    "actor": "actor", "kind": "kind", "opens_day": "window", "due_day": "window",
    "returns_to": "return", "proceeds_to": "branch",
}  # fmt: skip


class Stale(Conflict):
    """Somebody else changed the draft meanwhile."""


@dataclass(frozen=True, kw_only=True)
class Edit:
    """A change of a draft: whose, when, and on which edition it is based."""

    version: SopVersion
    edition: int
    by: Person
    now: datetime


def authorise(version: SopVersion, *, by: Person, now: datetime) -> None:
    """Raises NotYours unless the person looks after the SOPs of this agency."""
    agency = version.sop.agency
    if not may(by, "configure_sop", agency, agency.time_zone.local(now).date()):
        raise NotYours(f"SOP {agency} diubah oleh admin SOP perangkat daerah itu.")


def require_draft(version: SopVersion) -> None:
    if version.status != SopVersion.Status.DRAFT:
        raise Blocked([Blocker(frozen_words(version))])


def frozen_words(version: SopVersion) -> str:
    state = version.get_status_display().lower()
    return (
        f"Versi {version.version} sudah diterbitkan ({state}) dan tidak dapat diubah. Buat draf versi baru."
    )


def claim(edit: Edit) -> None:
    """Take the draft for this change, inside its transaction: draft still, and nobody was faster."""
    authorise(edit.version, by=edit.by, now=edit.now)
    draft = SopVersion.objects.filter(pk=edit.version.pk, status=SopVersion.Status.DRAFT)
    if draft.filter(edition=edit.edition).update(edition=F("edition") + 1) == 1:
        edit.version.edition = edit.edition + 1
        return
    current = SopVersion.objects.filter(pk=edit.version.pk).first()
    if current is None:
        raise Blocked([Blocker("Draf ini baru saja dihapus.")])
    require_draft(current)
    raise Stale(_meanwhile(current))


def _meanwhile(version: SopVersion) -> str:
    """Who changed the draft last, and what."""
    subject = f"{version._meta.label_lower}:{version.pk}"
    last = HistoryEvent.objects.filter(subject=subject).select_related("by").order_by("-sequence").first()
    if last is None:
        return "Draf ini baru saja diubah orang lain."
    at = moment(last.at, version.sop.agency.time_zone)
    return f"Draf ini baru saja diubah oleh {last.by or 'sistem'} ({at}): {last.sentence}"


def _tell(edit: Edit, sentence: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    record(
        Event("sop_edited", edit.version, sentence, {"before": before, "after": after}),
        by=edit.by, at=edit.now, agency=edit.version.sop.agency,
    )  # fmt: skip


# --- changing ----------------------------------------------------------------------------------------


@transaction.atomic
def change_identity(edit: Edit, values: Mapping[str, Any]) -> None:
    """Set fields of the identity block."""
    claim(edit)
    before, after = _apply(edit.version, values)
    if after:
        edit.version.save(update_fields=list(after))
        _tell(edit, "Identitas SOP diubah.", before, after)


@transaction.atomic
def change(edit: Edit, part: Part, values: Mapping[str, Any], *, sure: bool = False) -> None:
    """Set columns of a lane, a step or an act; what is changed by hand, or `sure`, is no longer inferred."""
    claim(edit)
    before, after = _apply(part, values)
    part.save()
    if after:
        words = ", ".join(NAMES.get(name, name) for name in after)
        _tell(edit, f"{name_of(part)} diubah: {words}.", before, after)
    if settled := _settle(part, None if sure else set(after)):
        part.save()
        _tell(edit, f"{name_of(part)} dipastikan.", {"inferred": settled}, {"inferred": _open_marks(part)})


@transaction.atomic
def add(edit: Edit, part: Part, *, after: int | None = None) -> None:
    """A new part at the end of its list, or behind the one whose key is given."""
    claim(edit)
    siblings = siblings_of(part)
    last = siblings.order_by("-order").first()
    part.order = last.order + 1 if last else 1
    part.save()
    keys = [key for key in siblings.order_by("order").values_list("pk", flat=True) if key != part.pk]
    if after in keys:
        keys.insert(keys.index(after) + 1, part.pk)
        _number(siblings, keys)
        part.refresh_from_db(fields=["order"])
    _tell(edit, f"{name_of(part)} ditambahkan.", {}, _words(part))


@transaction.atomic
def remove(edit: Edit, part: Part) -> None:
    """Take a part out of the draft. Blocked while other parts need it."""
    claim(edit)
    if reasons := needed_by(part):
        raise Blocked([Blocker(reason) for reason in reasons])
    name, before, siblings = name_of(part), _words(part), siblings_of(part)
    if isinstance(part, Step):
        part.acts.all().delete()
    part.delete()
    _number(siblings, list(siblings.order_by("order").values_list("pk", flat=True)))
    _tell(edit, f"{name} dihapus.", before, {})


@transaction.atomic
def move(edit: Edit, part: Part, *, to: int) -> None:
    """Put a part at another place (0 is the first) of its list."""
    claim(edit)
    siblings = siblings_of(part)
    keys = list(siblings.order_by("order").values_list("pk", flat=True))
    old = keys.index(part.pk)
    keys.insert(max(0, min(to, len(keys) - 1)), keys.pop(old))
    if keys.index(part.pk) == old:
        return
    name = name_of(part)
    _number(siblings, keys)
    new = keys.index(part.pk)
    _tell(edit, f"{name} dipindah ke urutan {new + 1}.", {"order": old + 1}, {"order": new + 1})


@transaction.atomic
def confirm(edit: Edit, parts: Sequence[Actor | Act]) -> None:
    """What was inferred is as it should be: the marks go."""
    claim(edit)
    for part in parts:
        if settled := _settle(part, None):
            part.save(update_fields=["inferred"])
            _tell(edit, f"{name_of(part)} dipastikan.", {"inferred": settled}, {"inferred": []})


# --- parts -------------------------------------------------------------------------------------------


def name_of(part: Part) -> str:
    if isinstance(part, Actor):
        return f"Pelaksana “{part.label}”"
    return step_name(part) if isinstance(part, Step) else act_name(part)


def siblings_of(part: Part) -> models.QuerySet[Any]:
    """The list in which the part has its order."""
    if isinstance(part, Act):
        return Act.objects.filter(step=part.step_id)
    return type(part)._default_manager.filter(version=part.version_id)


def needed_by(part: Part) -> list[str]:
    """Why a part cannot be taken out, in sentences."""
    if isinstance(part, Act):
        return []
    acts = Act.objects.select_related("step", "actor")
    if isinstance(part, Actor):
        found = acts.filter(actor=part)
        return [f"{step_name(act.step)} masih dikerjakan pelaksana ini." for act in found]
    pointing = acts.filter(models.Q(returns_to=part) | models.Q(proceeds_to=part)).exclude(step=part)
    return [f"{act_name(act)} masih menuju langkah ini; ubah dahulu tujuannya." for act in pointing]


def _number(siblings: models.QuerySet[Any], keys: list[int]) -> None:
    """Give orders anew; all step aside first, since no two may share one even for a moment."""
    siblings.update(order=F("order") + FAR)
    rows = {row.pk: row for row in siblings}
    for order, key in enumerate(keys, start=1):
        rows[key].order = order
    siblings.bulk_update(rows.values(), ["order"])


def _apply(part: models.Model, values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Set what differs; before and after of it, as words for the history."""
    before, after = {}, {}
    for name, value in values.items():
        old = getattr(part, name)
        if old != value:
            before[name], after[name] = _word(old), _word(value)
            setattr(part, name, value)
    return before, after


def _word(value: Any) -> Any:
    if isinstance(value, Step):
        return step_name(value)
    return str(value) if isinstance(value, models.Model) else value


def _words(part: Part) -> dict[str, Any]:
    names = [name for name in NAMES if hasattr(part, name)]
    return {name: _word(value) for name in names if (value := getattr(part, name)) not in (None, "", [], {})}


def _open_marks(part: Part) -> list[str]:
    """The inferred parts that nobody confirmed yet."""
    if isinstance(part, Act):
        return list(part.inferred)
    return ["role"] if isinstance(part, Actor) and part.inferred else []


def _settle(part: Part, changed: set[str] | None) -> list[str]:
    """Drop marks (all, or those that a change settles); what was marked before, empty if nothing changed."""
    before = _open_marks(part)
    if isinstance(part, Actor):
        part.inferred = part.inferred and changed is not None and "role" not in changed
    elif isinstance(part, Act):
        gone = set(before) if changed is None else {TELLS[name] for name in changed if name in TELLS}
        part.inferred = [mark for mark in before if mark not in gone]
    return before if _open_marks(part) != before else []
