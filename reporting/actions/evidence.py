"""Evidence: files that prove a row, put beside it and taken away again while the sheet is open."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from organisation.actions.files import store
from organisation.actions.history import Event, record
from organisation.models import Person
from reporting.actions.entry import open_sheet, require_rows
from reporting.models import Evidence, Realisation
from sop.models import Task

Content = tuple[str, str, bytes]


@transaction.atomic
def attach(task: Task, key: str, files: Iterable[Content], *, by: Person, now: datetime) -> list[Evidence]:
    """Put files (name, content type, bytes) beside an open row; the same file twice stays one."""
    sheet = open_sheet(task, by=by, now=now)
    require_rows(sheet, [key])
    row = sheet.by_key[key]
    agency = task.run.agency
    added = []
    for name, content_type, content in files:
        stored = store(content, name=name, content_type=content_type, agency=agency, by=by, at=now)
        place = {"realisation": row.row} if isinstance(row.row, Realisation) else {"spending": row.row}
        evidence, created = Evidence.objects.get_or_create(file=stored, **place)
        if not created:
            continue
        details = {"file": stored.name, "sha256": stored.sha256}
        record(
            Event("evidence_added", row.row, f"{by} menambah bukti “{stored.name}”.", details),
            by=by,
            at=now,
            agency=agency,
        )
        added.append(evidence)
    return added


@transaction.atomic
def remove(task: Task, evidence: Evidence, *, by: Person, now: datetime) -> None:
    """Take a file away from an open row; its bytes and the event stay."""
    sheet = open_sheet(task, by=by, now=now)
    key = f"r{evidence.realisation_id}" if evidence.realisation_id else f"s{evidence.spending_id}"
    require_rows(sheet, [key])
    name, row = evidence.name, sheet.by_key[key].row
    details = {"file": name, "sha256": evidence.file.sha256 if evidence.file else "", "url": evidence.url}
    evidence.delete()
    record(
        Event("evidence_removed", row, f"{by} menghapus bukti “{name}”.", details),
        by=by,
        at=now,
        agency=task.run.agency,
    )
