"""Which acts a run has, and when each of them opens and is due."""

from datetime import datetime

from organisation.queries.calendar import calendar_of
from sop import deadlines
from sop.deadlines import DurationUnit
from sop.models import Act, Run


def acts_of(run: Run) -> list[Act]:
    """The acts of the run in order, without steps of another cycle and what a correction does not repeat."""
    acts = Act.objects.filter(step__version=run.version_id).select_related(
        "step__version", "actor", "proceeds_to"
    )
    found = [act for act in acts.order_by("step__order", "order") if act.step.applies_to(run.period)]
    places = [act.pk for act in found]
    return found[places.index(run.begins_with_id) :] if run.begins_with_id in places else found


def window_of(run: Run, act: Act, at: datetime) -> tuple[datetime, datetime | None]:
    """When the task opens and is due: the calendar window where one is printed, else the printed duration.

    A correction opens at once: the windows of its period are over, only durations count.
    """
    calendar = calendar_of(run.agency)
    if run.is_correction:
        return at, deadlines.again_due(at, act.step.duration_amount, act.step.duration_unit, calendar)
    first, last = act.window_days
    if first is None and last is None:
        step = act.step
        if step.duration_amount is None:
            return at, None
        return at, deadlines.add_working_time(
            at, step.duration_amount, DurationUnit(step.duration_unit), calendar
        )
    opens_at, due_at = deadlines.window(run.period, first or 1, last or 31, calendar)
    if due_at <= at:
        due_at = deadlines.correction_due(at, calendar)
    return max(opens_at, at), due_at
