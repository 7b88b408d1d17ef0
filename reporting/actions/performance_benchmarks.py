"""What the office types to compare with: once per indicator, kind and year, always with its source."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from organisation.actions.history import Event, record
from organisation.models import Agency, Person
from reporting.actions.performance import NOT_YOURS, may_write
from reporting.models import Benchmark, Indicator
from sop.registry import Blocker
from sop.workflow import Blocked, NotYours

Kind = Benchmark.Kind


@dataclass(frozen=True)
class Typed:
    """One benchmark as typed; a target only beside the realisation of an earlier year."""

    indicator: Indicator
    kind: Kind
    year: int
    value: Decimal
    source: str
    target: Decimal | None = None


@transaction.atomic
def keep_benchmark(agency: Agency, typed: Typed, *, by: Person, now: datetime) -> Benchmark:
    """Keep it, in place of what was typed for the same indicator, kind and year before."""
    _authorise(agency, by, now)
    if not typed.source.strip():
        raise Blocked([Blocker("Sebutkan sumbernya.")])
    key: dict[str, Any] = {
        "agency": agency,
        "node_code": typed.indicator.node.code,
        "indicator_code": typed.indicator.code,
        "kind": typed.kind.value,
        "year": typed.year,
    }
    before = Benchmark.objects.filter(**key).first()
    target = typed.target if typed.kind is Kind.EARLIER else None
    values = {"name": typed.indicator.name, "value": typed.value, "target": target}
    made, _ = Benchmark.objects.update_or_create(
        **key, defaults={**values, "source": typed.source.strip(), "by": by, "at": now}
    )
    sentence = (
        f"{typed.kind.label} {typed.year} untuk {typed.indicator.name} dicatat: {typed.value.normalize():f}."
    )
    details = {"before": _told(before), "after": _told(made)}
    record(Event("benchmark_kept", made, sentence, details), by=by, at=now, agency=agency)
    return made


@transaction.atomic
def drop_benchmark(benchmark: Benchmark, *, by: Person, now: datetime) -> None:
    """Take a benchmark away; what it was stays in the history."""
    agency = benchmark.agency
    _authorise(agency, by, now)
    sentence = f"{benchmark.get_kind_display()} {benchmark.year} untuk {benchmark.name} dihapus."
    event = Event("benchmark_dropped", benchmark, sentence, {"before": _told(benchmark)})
    record(event, by=by, at=now, agency=agency)
    benchmark.delete()


def _authorise(agency: Agency, by: Person, now: datetime) -> None:
    if not may_write(by, agency, now):
        raise NotYours(NOT_YOURS)


def _told(row: Benchmark | None) -> dict[str, Any] | None:
    if row is None:
        return None
    target = None if row.target is None else str(row.target)
    return {"value": str(row.value), "target": target, "source": row.source}
