"""Reminders before a deadline and when it has passed: each once, by unique key."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from kinerja.lib.dates import moment, time_left
from organisation.models import Notice, Person
from organisation.queries.holders import holders_in
from organisation.queries.substitutes import benches_of
from sop import deadlines
from sop.models import Task
from sop.registry import kind_of
from sop.workflow.trail import write_to

FAR = timedelta(days=max(deadlines.REMINDER_LEADS) + 1)  # what is due later needs no reminder yet


@dataclass(frozen=True)
class _Reminder:
    """A task that asks for a reminder, with the key under which each of its people gets it once."""

    task: Task
    due_at: datetime
    key: str


def remind(now: datetime) -> int:
    """Write the reminders that are due; returns how many people were written to for the first time."""
    outstanding = _outstanding(_due(now), now)
    if not outstanding:
        return 0
    before = Notice.objects.count()
    for reminder, people in outstanding:
        write_to(people, reminder.task, _text(reminder, now), key=reminder.key, at=now)
    return Notice.objects.count() - before


def _due(now: datetime) -> list[_Reminder]:
    tasks = Task.objects.filter(status=Task.Status.OPEN, due_at__lt=now + FAR).select_related(
        "run__agency", "run__sop", "act__step", "act__actor", "assignee"
    )
    return [reminder for task in tasks if (reminder := _reminder(task, now))]


def _reminder(task: Task, now: datetime) -> _Reminder | None:
    if task.due_at is None:
        return None
    lead = deadlines.reminder_days(task.due_at, now, task.run.agency.time_zone)
    if lead is None:
        return None
    return _Reminder(task, task.due_at, f"task:{task.pk}:remind:{lead}:{task.due_at:%Y%m%d}")


def _outstanding(reminders: list[_Reminder], now: datetime) -> list[tuple[_Reminder, list[Person]]]:
    """Those that somebody has not got yet, with all who are asked; nobody: the post is vacant."""
    asked = _asked([reminder.task for reminder in reminders], now)
    everybody = {person.pk for people in asked.values() for person in people}
    written = Notice.objects.filter(person__in=everybody, key__in=[reminder.key for reminder in reminders])
    told = set(written.order_by().values_list("person_id", "key"))
    return [
        (reminder, people)
        for reminder in reminders
        if not (people := asked[reminder.task.pk])
        or any((person.pk, reminder.key) not in told for person in people)
    ]


def _asked(tasks: list[Task], now: datetime) -> dict[int, list[Person]]:
    """Who is to be reminded of each task; three queries, however many offices and tasks there are."""
    benches = benches_of({task.run.agency_id for task in tasks if task.assignee}, now)
    lanes = [task for task in tasks if not task.assignee]
    holding = holders_in({task.run.agency_id for task in lanes}, {task.act.actor.role for task in lanes}, now)
    return {
        task.pk: benches[task.run.agency_id].doers(task.assignee)
        if task.assignee
        else holding.get((task.run.agency_id, task.act.actor.role), [])
        for task in tasks
    }


def _text(reminder: _Reminder, now: datetime) -> str:
    task, zone = reminder.task, reminder.task.run.agency.time_zone
    return (
        f"{kind_of(task.act).title} untuk {task.run.label}: {time_left(now, reminder.due_at, zone)}. "
        f"Tenggat {moment(reminder.due_at, zone)}."
    )
