"""Taking rows of an uploaded file over into the sheet of a task: through the same gate as the page."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from organisation.actions.history import Event, record
from organisation.models import Person, StoredFile
from reporting.actions.entry import Change, Saved, on_behalf, save_entry
from sop.models import Task


@transaction.atomic
def import_entry(
    task: Task, changes: Sequence[Change], source: StoredFile, *, by: Person, now: datetime
) -> Saved:
    """Save the chosen rows as a draft and record their file; it refuses what the page refuses."""
    saved = save_entry(task, changes, by=by, now=now)
    if saved.changed:
        count = len(saved.changed)
        details = {
            "file": source.name,
            "sha256": source.sha256,
            "rows": [f"{type(row).__name__.lower()}:{row.pk}" for row in saved.changed],
            "left_to_others": sorted(saved.conflicts),
        }
        who = on_behalf(task, by)
        sentence = f"{who} menerapkan {count} baris isian {task.run.label} dari berkas “{source.name}”."
        record(Event("entry_imported", task, sentence, details), by=by, at=now, agency=task.run.agency)
    return saved
