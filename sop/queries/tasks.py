"""Lists of tasks for pages."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias, TypedDict

from django.db.models import Exists, F, OuterRef, QuerySet
from django_stubs_ext import WithAnnotations

from organisation.models import Person
from sop.deadlines import is_late
from sop.models import Extension, Run, Task
from sop.registry import Kind, kind_of


class _Extended(TypedDict):
    is_extended: bool


TaskInContext: TypeAlias = "WithAnnotations[Task, _Extended]"


@dataclass(frozen=True)
class Item:
    """A task as a row of a list."""

    task: Task
    kind: Kind
    url: str
    state: str

    @property
    def who(self) -> str:
        return str(self.task.assignee or self.task.act.actor.label)


def with_context(tasks: "QuerySet[Task]") -> "QuerySet[TaskInContext]":
    """Tasks with what their rows on a page need, in one query."""
    extended = Extension.objects.filter(task=OuterRef("pk"))
    return tasks.annotate(is_extended=Exists(extended)).select_related(
        "run__agency", "run__sop", "run__version", "act__step", "act__actor", "assignee", "done_by"
    )


def item(task: TaskInContext, at: datetime) -> Item:
    kind = kind_of(task.act)
    late = task.status == Task.Status.OPEN and task.due_at is not None and is_late(at, task.due_at)
    returned = task.status == Task.Status.OPEN and task.round > 1 and kind.fans_out and not task.is_extended
    state = "late" if late else "returned" if returned else task.status
    return Item(task, kind, kind.url(task), state)


def my_tasks(person: Person, at: datetime, today: date) -> list[Item]:
    """Everything that awaits this person, the most urgent first."""
    mine = with_context(Task.objects.awaiting(person, today))
    mine = mine.order_by(F("due_at").asc(nulls_last=True), "opens_at", "act__step__order", "pk")
    return sorted((item(task, at) for task in mine), key=lambda row: row.task.status == Task.Status.WAITING)


def waited_for(person: Person, at: datetime, today: date) -> list[Item]:
    """What others still have to do in the runs of the person's agencies."""
    others = Task.objects.active().filter(run__in=Run.objects.visible_to(person))
    mine = Task.objects.awaiting(person, today).values("pk")
    rows = with_context(others.exclude(pk__in=mine)).order_by(F("due_at").asc(nulls_last=True), "pk")
    return [item(task, at) for task in rows[:40] if kind_of(task.act).gates]


def recently_done(person: Person, at: datetime) -> list[Item]:
    done = Task.objects.filter(done_by=person, status=Task.Status.DONE).exclude(outcome="implied")
    return [item(task, at) for task in with_context(done).order_by("-done_at")[:5]]


def missed_by(person: Person, at: datetime) -> list[Item]:
    """What this person did not do in time, in runs that still go on: an extension can reopen it."""
    missed = Task.objects.filter(assignee=person, status=Task.Status.MISSED, run__status=Run.Status.OPEN)
    rows = with_context(missed).order_by("-due_at", "pk")
    return [item(task, at) for task in rows[:10] if kind_of(task.act).gates]
