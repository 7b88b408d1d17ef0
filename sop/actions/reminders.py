"""Reminders before a deadline and when it has passed: each once, by unique key."""

from datetime import datetime

from kinerja.lib.dates import moment, time_left
from organisation.models import Agency, Notice, Person
from organisation.queries.holders import holders
from organisation.queries.substitutes import Bench, bench_of
from sop import deadlines
from sop.models import Task
from sop.registry import kind_of
from sop.workflow.trail import write_to


def remind(now: datetime) -> int:
    """Write the reminders that are due; returns how many people were written to for the first time."""
    before = Notice.objects.count()
    people = _People(now)
    tasks = Task.objects.filter(status=Task.Status.OPEN, due_at__isnull=False).select_related(
        "run__agency", "run__sop", "act__step", "act__actor", "assignee"
    )
    for task in tasks:
        _remind(task, now, people)
    return Notice.objects.count() - before


class _People:
    """Who is to be reminded; each office is read once."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.benches: dict[int, Bench] = {}
        self.holders: dict[tuple[int, str], list[Person]] = {}

    def of(self, task: Task) -> list[Person]:
        agency = task.run.agency
        if task.assignee is None:
            return self._holding(agency, task.act.actor.role)
        if agency.pk not in self.benches:
            self.benches[agency.pk] = bench_of(agency, self.now)
        return self.benches[agency.pk].doers(task.assignee)

    def _holding(self, agency: Agency, role: str) -> list[Person]:
        key = (agency.pk, role)
        if key not in self.holders:
            self.holders[key] = list(holders(agency, role, agency.time_zone.local(self.now).date()))
        return self.holders[key]


def _remind(task: Task, now: datetime, people: _People) -> None:
    if task.due_at is None:
        return
    zone = task.run.agency.time_zone
    lead = deadlines.reminder_days(task.due_at, now, zone)
    if lead is None:
        return
    text = (
        f"{kind_of(task.act).title} untuk {task.run.label}: {time_left(now, task.due_at, zone)}. "
        f"Tenggat {moment(task.due_at, zone)}."
    )
    write_to(people.of(task), task, text, key=f"task:{task.pk}:remind:{lead}:{task.due_at:%Y%m%d}", at=now)
