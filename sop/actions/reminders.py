"""Reminders before a deadline and when it has passed: each once, by unique key."""

from collections import defaultdict
from datetime import datetime

from kinerja.lib.dates import moment, time_left
from organisation.actions.notices import notify
from organisation.models import Notice, Person
from organisation.queries.holders import holders
from sop import deadlines
from sop.models import Task
from sop.registry import kind_of


def remind(now: datetime) -> int:
    """Write the reminders that are due; returns how many people were written to for the first time."""
    before = Notice.objects.count()
    people: dict[tuple[int, str], list[Person]] = defaultdict(list)
    tasks = Task.objects.filter(status=Task.Status.OPEN, due_at__isnull=False).select_related(
        "run__agency", "run__sop", "act__step", "act__actor", "assignee"
    )
    for task in tasks:
        _remind(task, now, people)
    return Notice.objects.count() - before


def _remind(task: Task, now: datetime, cache: dict[tuple[int, str], list[Person]]) -> None:
    if task.due_at is None:
        return
    agency = task.run.agency
    lead = deadlines.reminder_days(task.due_at, now, agency.time_zone)
    if lead is None:
        return
    key = (agency.pk, task.act.actor.role)
    if task.assignee is None and key not in cache:
        cache[key] = list(holders(agency, task.act.actor.role, agency.time_zone.local(now).date()))
    people = [task.assignee] if task.assignee else cache[key]
    kind = kind_of(task.act)
    notify(
        people,
        f"{kind.title} untuk {task.run.period.label}: {time_left(now, task.due_at, agency.time_zone)}. "
        f"Tenggat {moment(task.due_at, agency.time_zone)}.",
        link=kind.url(task),
        key=f"task:{task.pk}:remind:{lead}:{task.due_at:%Y%m%d}",
        at=now,
    )
