"""Writing history: append events to an agency's chain, inside the transaction of what happened."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction

from organisation import history_chain
from organisation.models import Agency, HistoryEvent, HistoryHead, Person

SYSTEM_CHAIN = "kinerja"


@dataclass(frozen=True)
class Event:
    """What happened to one object."""

    verb: str
    subject: models.Model
    sentence: str
    details: Mapping[str, Any] = field(default_factory=dict)


def record(event: Event, *, by: Person | None, at: datetime, agency: Agency | None) -> None:
    record_all([event], by=by, at=at, agency=agency)


def hold(agency: Agency | None) -> HistoryHead:
    """Lock the end of the agency's chain. Who locks other rows besides takes this lock first, so that two
    people who do different things in one agency wait for each other and never block each other.
    """
    chain = agency.code if agency else SYSTEM_CHAIN
    head, _ = HistoryHead.objects.select_for_update().get_or_create(chain=chain)
    return head


@transaction.atomic
def record_all(events: Sequence[Event], *, by: Person | None, at: datetime, agency: Agency | None) -> None:
    """Append events to the agency's chain; the head row is locked, so the chain has no forks."""
    if not events:
        return
    head = hold(agency)
    chain = head.chain
    rows = []
    for event in events:
        row = HistoryEvent(
            chain=chain,
            sequence=head.sequence + 1,
            at=at,
            by=by,
            agency=agency,
            verb=event.verb,
            subject=f"{event.subject._meta.label_lower}:{event.subject.pk}",
            sentence=event.sentence,
            # Kept as text: PostgreSQL gives a float back in another spelling, which would break the chain.
            details=json.loads(json.dumps(event.details, cls=DjangoJSONEncoder), parse_float=str),
            previous_hash=head.hash,
        )
        row.hash = history_chain.link(settings.HISTORY_KEY, head.hash, row.content)
        head.sequence, head.hash = row.sequence, row.hash
        rows.append(row)
    HistoryEvent.objects.bulk_create(rows)
    head.seal = history_chain.seal(settings.HISTORY_KEY, chain, head.sequence, head.hash)
    head.save()
