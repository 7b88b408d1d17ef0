"""Keeping how an office's own sheet is read: the mapping that a person confirmed, dated and recorded."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from organisation.actions.history import Event, record
from organisation.models import Agency, Person
from organisation.permissions import may
from reporting.models import SheetMapping
from sop.workflow import NotYours

MOST_ENTRIES = 2000


@transaction.atomic
def save_mapping(
    agency: Agency,
    name: str,
    *,
    columns: Mapping[str, str],
    rows: Mapping[str, str],
    by: Person,
    now: datetime,
) -> SheetMapping:
    """Keep the columns by heading and add the matched rows by name; the same again changes nothing."""
    if not may(by, "edit_plan", agency, agency.time_zone.local(now).date()):
        raise NotYours("Peta lembar disusun oleh Kasubbag program/keuangan atau penyusun laporan.")
    held = SheetMapping.objects.select_for_update().filter(agency=agency, name=name).first()
    mapping = held or SheetMapping(agency=agency, name=name, made_by=by, made_at=now)
    before = {"columns": mapping.columns, "rows": mapping.rows}
    after = {"columns": {**mapping.columns, **columns}, "rows": _joined(mapping.rows, rows)}
    if held and before == after:
        return held
    mapping.columns, mapping.rows = after["columns"], after["rows"]
    mapping.made_by, mapping.made_at = by, now
    mapping.save()
    sentence = f"{by} menetapkan cara membaca lembar “{name}”."
    changed = {
        part: {key: value for key, value in after[part].items() if before[part].get(key) != value}
        for part in after
    }
    record(Event("sheet_mapped", mapping, sentence, changed), by=by, at=now, agency=agency)
    return mapping


def _joined(before: Mapping[str, str], rows: Mapping[str, str]) -> dict[str, str]:
    """The matched rows with the new ones; an empty place forgets a row."""
    joined = {**before, **rows}
    return {name: place for name, place in list(joined.items())[:MOST_ENTRIES] if place}
