"""A further run for a period whose work is final: it names what it corrects and begins at a later act."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from organisation.models import Person
from sop.models import Act, Run
from sop.workflow.advance import Conflict, begin
from sop.workflow.trail import record_act, when


@dataclass(frozen=True)
class Order:
    """With which act a correction begins, why, and what has to be there before its first task."""

    act: Act
    reason: str
    ground: Callable[[Run], object]


@transaction.atomic
def start_correction(earlier: Run, order: Order, *, by: Person, now: datetime) -> Run:
    """Open the correction of a run; Conflict where another one of it is open or was made already."""
    held = _held(earlier)
    _require_free(held)
    run = _claim(held, order, by=by, now=now)
    details = {"corrects": held.pk, "edition": run.edition, "reason": order.reason}
    sentence = f"{by} membuka {run}: {order.reason}"
    record_act(run, "run_opened", sentence, by=by, at=now, details=details)
    order.ground(run)
    begin(run, now=now)
    return run


def _held(earlier: Run) -> Run:
    """The run that is corrected, locked: one correction of it at a time."""
    held = Run.objects.select_for_update(of=("self",)).select_related("agency", "sop", "version")
    return held.get(pk=earlier.pk)


def _require_free(earlier: Run) -> None:
    taken = earlier.corrections.exclude(status=Run.Status.WITHDRAWN).select_related("agency", "opened_by")
    for other in taken:
        raise Conflict(
            f"Perbaikan ke-{other.edition} sudah dibuka oleh {other.opened_by} "
            f"pada {when(other, other.opened_at)}."
        )


def _claim(earlier: Run, order: Order, *, by: Person, now: datetime) -> Run:
    """The constraints of the table decide where two came this far at once."""
    of_period = Run.objects.filter(sop=earlier.sop_id, agency=earlier.agency_id, period=earlier.period)
    last = of_period.aggregate(last=Max("edition"))["last"] or 0
    try:
        with transaction.atomic():
            return Run.objects.create(
                sop=earlier.sop,
                version=earlier.version,
                agency=earlier.agency,
                period=earlier.period,
                opened_at=now,
                edition=last + 1,
                corrects=earlier,
                reason=order.reason,
                opened_by=by,
                begins_with=order.act,
            )
    except IntegrityError as error:
        raise Conflict("Perbaikan laporan ini baru saja dibuka oleh orang lain.") from error
