"""Evidence: files and links that prove a row, put beside it and taken away again while the sheet is open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from organisation.actions.files import store
from organisation.actions.history import Event, record, record_all
from organisation.models import Person
from reporting.actions.entry import open_sheet, require_rows
from reporting.models import Evidence, Realisation
from reporting.queries.entry import Place
from sop.models import Task
from sop.workflow import NotYours

Content = tuple[str, str, bytes]


@dataclass(frozen=True)
class Link:
    """An address that was read and may be kept; the server never opens it."""

    url: str
    label: str = ""


@dataclass(frozen=True)
class NewEvidence:
    """What somebody puts beside a row: files (name, content type, bytes), links, earlier evidence."""

    files: Sequence[Content] = ()
    links: Sequence[Link] = ()
    earlier: Sequence[int] = ()

    def __bool__(self) -> bool:
        return bool(self.files or self.links or self.earlier)


@transaction.atomic
def add(task: Task, key: str, new: NewEvidence, *, by: Person, now: datetime) -> list[Evidence]:
    """Put evidence beside an open row; the same file or address twice stays one.

    Raises NotYours for a row that is not open or for earlier evidence that this row was not offered.
    """
    sheet = open_sheet(task, by=by, now=now)
    require_rows(sheet, [key])
    row, agency = sheet.by_key[key].row, task.run.agency
    place = {"realisation": row} if isinstance(row, Realisation) else {"spending": row}
    wanted: list[dict[str, Any]] = [
        {"file": store(content, name=name, content_type=content_type, agency=agency, by=by, at=now)}
        for name, content_type, content in new.files
    ]
    wanted += [{"file": None, "url": link.url, "defaults": {"label": link.label}} for link in new.links]
    wanted += _again(sheet.by_key[key], new.earlier)
    made = [Evidence.objects.get_or_create(**place, **columns) for columns in wanted]
    added = [evidence for evidence, is_new in made if is_new]
    events = [
        Event("evidence_added", row, f"{by} menambah bukti “{one.name}”.", _details(one)) for one in added
    ]
    record_all(events, by=by, at=now, agency=agency)
    return added


def _again(row: Place, earlier: Sequence[int]) -> list[dict[str, Any]]:
    """The same file or address as in an earlier month; no bytes are copied."""
    offered = {evidence.pk: evidence for evidence in row.earlier}
    if not set(earlier) <= set(offered):
        raise NotYours("Bukti yang dipilih bukan bukti baris ini pada bulan-bulan sebelumnya.")
    return [
        {"file": offered[pk].file, "url": offered[pk].url, "defaults": {"label": offered[pk].label}}
        for pk in earlier
    ]


def _details(evidence: Evidence) -> dict[str, str]:
    file = evidence.file
    return {"file": evidence.name, "sha256": file.sha256 if file else "", "url": evidence.url}


@transaction.atomic
def remove(task: Task, evidence: Evidence, *, by: Person, now: datetime) -> None:
    """Take a file or link away from an open row; bytes and event stay."""
    sheet = open_sheet(task, by=by, now=now)
    key = f"r{evidence.realisation_id}" if evidence.realisation_id else f"s{evidence.spending_id}"
    require_rows(sheet, [key])
    details, row = _details(evidence), sheet.by_key[key].row
    evidence.delete()
    record(
        Event("evidence_removed", row, f"{by} menghapus bukti “{evidence.name}”.", details),
        by=by,
        at=now,
        agency=task.run.agency,
    )
