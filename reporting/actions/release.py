"""A published value that comes later than its month: entered with its source; reports stay as signed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from organisation.actions.history import Event, record
from organisation.models import Person
from reporting.actions.entry import Change
from reporting.models import Realisation
from reporting.queries.releases import brought_by, is_awaited
from sop.workflow import Conflict, NotYours

ASKED = frozenset({"state", "value", "raw", "source_url", "published_on"})


@transaction.atomic
def enter_release(row: Realisation, columns: Mapping[str, Any], *, by: Person, now: datetime) -> Realisation:
    """Put a value with source and date into a month that said “belum dirilis”.

    Raises NotYours for whoever does not answer for it, Conflict where somebody was faster. What was compiled
    and signed keeps its figures; later reports count the value from its own month on.
    """
    held = Realisation.objects.select_for_update(of=("self",)).select_related(
        "indicator__node__plan__agency", "entered_by"
    )
    locked = held.get(pk=row.pk)
    if not brought_by(by, [locked], now):
        raise NotYours("Nilai rilis ini diisi oleh PPTK yang mengampunya, Kasubbag, atau penyusun laporan.")
    if not is_awaited(locked):
        who = locked.entered_by or "orang lain"
        raise Conflict(f"Nilai rilis {locked.period.label} ini sudah diisi oleh {who}.")
    new = {name: columns[name] for name in ASKED}
    if new["value"] is None or not new["source_url"] or new["published_on"] is None:
        raise ValueError("Nilai rilis memerlukan angka, tautan sumber, dan tanggal rilis.")
    Change(locked, new, locked.edition).check()
    details = {"before": {name: getattr(locked, name) for name in ASKED}, "after": new}
    for name, value in new.items():
        setattr(locked, name, value)
    locked.edition += 1
    locked.entered_by, locked.entered_at = by, now
    locked.save(update_fields=[*sorted(ASKED), "edition", "entered_by", "entered_at"])
    sentence = f"{by} mengisi nilai rilis “{locked.indicator.name}” {locked.period.label}."
    agency = locked.indicator.node.plan.agency
    record(Event("release_entered", locked, sentence, details), by=by, at=now, agency=agency)
    return locked
