"""The progress of a run: every printed step with its tasks, planned against actual."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from organisation.models import HistoryEvent
from sop.models import Run, Step, Task
from sop.models.run import vacant
from sop.queries.tasks import Item, item, with_context, with_reasons, with_substitutes
from sop.registry import kind_of


@dataclass(frozen=True)
class Progress:
    """One printed step as it goes in this run."""

    step: Step
    state: str
    items: list[Item]

    @property
    def actors(self) -> list[str]:
        return list(dict.fromkeys(act.actor.label for act in self.step.acts.all()))


def progress_of(run: Run, at: datetime) -> list[Progress]:
    by_step: dict[int, list[Item]] = defaultdict(list)
    tasks = with_context(run.tasks.all()).annotate(is_vacant=ExpressionWrapper(vacant(at), BooleanField()))
    tasks = tasks.order_by("round", "act__order", "assignee__name", "pk")
    rows = (replace(item(task, at), is_vacant=task.is_vacant) for task in tasks)
    for row in with_substitutes(with_reasons(rows), at):
        by_step[row.task.act.step_id].append(row)
    steps = run.version.steps.prefetch_related("acts__actor")
    first = run.begins_with.step.order if run.begins_with else 0
    return [
        Progress(step, _state(by_step[step.pk]), by_step[step.pk])
        for step in steps
        if step.applies_to(run.period) and step.order >= first
    ]


def _state(items: list[Item]) -> str:
    """The state of a step is derived from its tasks of the newest round."""
    if not items:
        return "waiting"
    newest = [row for row in items if row.task.round == items[-1].task.round]
    states = {row.state for row in newest}
    for state in ("late", "returned", "open", "waiting"):
        if state in states:
            return state
    if not any(kind_of(row.task.act).gates and row.task.status == Task.Status.DONE for row in newest):
        return "done" if Task.Status.DONE in states else next(iter(states))
    return "done"


def latecomers(run: Run) -> "QuerySet[Task]":
    """Fanned-out tasks that the clock closed and nobody made good in a later round."""
    missed = run.tasks.filter(status=Task.Status.MISSED, act__closes_by_clock=True, assignee__isnull=False)
    made_good = run.tasks.filter(status=Task.Status.DONE, act__closes_by_clock=True).values("assignee")
    return missed.exclude(assignee__in=made_good).select_related("assignee")


def trail_of(run: Run, progress: Sequence[Progress]) -> "QuerySet[HistoryEvent]":
    """What the history says of the run and its tasks, the newest first."""
    subjects = [f"sop.task:{row.task.pk}" for step in progress for row in step.items]
    events = HistoryEvent.objects.filter(Q(subject__in=subjects) | Q(subject=f"sop.run:{run.pk}"))
    return events.select_related("by").order_by("-sequence")
