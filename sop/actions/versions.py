"""The life of a version: drafted from another one, put in force, retired; a draft may also be thrown away."""

from datetime import datetime
from typing import TypeVar

from django.db import models, transaction

from organisation.actions.history import Event, record
from organisation.models import Person
from sop.actions import document
from sop.actions.edit import Edit, authorise, claim
from sop.models import Act, Actor, Sop, SopVersion, Step
from sop.registry import Blocker
from sop.workflow import Blocked

Status = SopVersion.Status
Row = TypeVar("Row", bound=models.Model)
OWN = {"id", "sop", "version", "edition", "status", "published_at", "published_by"}  # not copied
PRINTED = [field.name for field in SopVersion._meta.concrete_fields if field.name not in OWN]


@transaction.atomic
def draft_from(source: SopVersion, *, by: Person, now: datetime) -> SopVersion:
    """The next version as a copy of this one, to be edited. Blocked while another draft is open."""
    authorise(source, by=by, now=now)
    sop = Sop.objects.select_for_update().get(pk=source.sop_id)
    if draft := sop.versions.filter(status=Status.DRAFT).first():
        raise Blocked([Blocker(f"Versi {draft.version} masih berupa draf; lanjutkan atau hapus draf itu.")])
    last = sop.versions.order_by("-version").values_list("version", flat=True)[0]
    printed = {name: getattr(source, name) for name in PRINTED}
    copy = SopVersion(sop=sop, version=last + 1, **printed)
    copy.save()
    _copy_parts(source, copy)
    sentence = f"{copy} dibuat dari versi {source.version}."
    record(Event("sop_drafted", copy, sentence), by=by, at=now, agency=sop.agency)
    return copy


def _copy_parts(source: SopVersion, copy: SopVersion) -> None:
    actors = _copies(Actor.objects.filter(version=source), version=copy)
    steps = _copies(Step.objects.filter(version=source), version=copy)
    acts = list(Act.objects.filter(step__version=source))
    for act in acts:
        act.pk = None
        act.step, act.actor = steps[act.step_id], actors[act.actor_id]
        act.returns_to = steps[act.returns_to_id] if act.returns_to_id else None
        act.proceeds_to = steps[act.proceeds_to_id] if act.proceeds_to_id else None
    Act.objects.bulk_create(acts)


def _copies(rows: models.QuerySet[Row], **changes: object) -> dict[int, Row]:
    """Copies of the rows, by the key of the original."""
    found: dict[int, Row] = {}
    for row in rows:
        old, row.pk = row.pk, None
        for name, value in changes.items():
            setattr(row, name, value)
        found[old] = row
    rows.model._default_manager.bulk_create(found.values())
    return found


@transaction.atomic
def publish_draft(edit: Edit) -> SopVersion:
    """Put the draft in force as the person saw it. Raises Unfit with every reason against it."""
    claim(edit)
    return document.publish(edit.version, by=edit.by, now=edit.now)


@transaction.atomic
def retire(version: SopVersion, *, by: Person, now: datetime) -> None:
    """Take the version in force out of it: no new runs; those that run finish on it."""
    authorise(version, by=by, now=now)
    hit = SopVersion.objects.filter(pk=version.pk, status=Status.PUBLISHED).update(
        status=SopVersion.Status.RETIRED
    )
    if hit != 1:
        raise Blocked([Blocker(f"Versi {version.version} tidak sedang berlaku.")])
    version.refresh_from_db()
    sentence = f"{version} dinyatakan tidak berlaku."
    record(Event("sop_retired", version, sentence), by=by, at=now, agency=version.sop.agency)


@transaction.atomic
def delete_draft(edit: Edit) -> Sop | None:
    """Throw a draft away, and with the only one its SOP too: then None comes back."""
    claim(edit)
    sop, version = edit.version.sop, edit.version
    details = {"document": document.export_sop(version)}
    sentence = f"Draf {version} dihapus."
    record(Event("sop_draft_deleted", version, sentence, details), by=edit.by, at=edit.now, agency=sop.agency)
    Act.objects.filter(step__version=version).delete()
    version.delete()
    if sop.versions.exists():
        return sop
    sop.delete()
    return None
