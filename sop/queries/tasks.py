"""Lists of tasks for pages."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeAlias, TypedDict

from django.db.models import Exists, F, OuterRef, QuerySet
from django_stubs_ext import WithAnnotations

from organisation.models import Person
from organisation.queries.substitutes import acting_for
from sop.deadlines import is_late
from sop.models import Extension, Run, Task
from sop.registry import Kind, fans_out, kind_of

RECENT = 6  # earlier tasks on the page of a task


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
    reasons: tuple[str, ...] = ()  # why it was sent back, where that was asked for
    substitutes: tuple[str, ...] = ()  # who stands in for the person named, where that was asked for
    is_vacant: bool = False  # it names somebody who cannot do it any more, where that was asked for

    @property
    def who(self) -> str:
        """Whose turn it is: the lane, or a name with whoever stands in."""
        named = str(self.task.assignee or self.task.act.actor.label)
        return f"{named} (digantikan {', '.join(self.substitutes)})" if self.substitutes else named

    @property
    def number(self) -> str:
        """The printed number as it stands in a sentence."""
        return self.task.act.step.printed_number.rstrip(".)")

    @property
    def outcome(self) -> str:
        return self.kind.outcomes.get(self.task.outcome, "")

    @property
    def papers(self) -> list[tuple[str, str]]:
        """What of it can be read or printed, once it is done."""
        return self.kind.papers(self.task) if self.task.status == Task.Status.DONE else []

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What was kept of it, as words: the disposisi, the letter, the receipt, the reason of a return."""
        kept = [fact for fact in self.kind.facts(self.task) if fact[1] not in self.reasons]
        if self.reasons:
            return [*kept, *(("Alasan pengembalian", reason) for reason in self.reasons)]
        told = not self.task.note or self.task.note in {words for _, words in kept}
        return kept if told else [*kept, ("Catatan", self.task.note)]


@dataclass(frozen=True)
class Earlier:
    """What others did before a task, the newest first."""

    rows: list[Item]

    @property
    def unfolded(self) -> int | None:
        """The task whose paper lies on top: the newest that left something to read."""
        return next((row.task.pk for row in self.rows if row.facts), None)

    @property
    def papers(self) -> "Earlier":
        """Only what left something to read."""
        return Earlier([row for row in self.rows if row.facts])


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


def with_reasons(rows: Iterable[Item]) -> list[Item]:
    """The rows with the reasons of those that sent the work back: a query for each kind that did."""
    found = list(rows)
    sent_back: dict[Kind, list[Task]] = {}
    for row in found:
        if row.task.outcome in row.kind.returning:
            sent_back.setdefault(row.kind, []).append(row.task)
    why = {pk: tuple(texts) for kind, tasks in sent_back.items() for pk, texts in kind.reasons(tasks).items()}
    return [replace(row, reasons=why.get(row.task.pk, ())) for row in found]


def with_substitutes(rows: Iterable[Item], at: datetime) -> list[Item]:
    """The rows with who stands in for the person named, where it still is to be done: at most one query."""
    found = list(rows)
    named = {row.task.run.agency_id for row in found if _awaits_somebody(row.task)}
    acting = acting_for(named, at) if named else {}
    return [
        replace(row, substitutes=tuple(str(person) for person in people))
        if _awaits_somebody(row.task)
        and (people := acting.get((row.task.run.agency_id, row.task.assignee_id or 0)))
        else row
        for row in found
    ]


def _awaits_somebody(task: Task) -> bool:
    return task.assignee_id is not None and task.status in {Task.Status.WAITING, Task.Status.OPEN}


def earlier(task: Task, at: datetime) -> Earlier:
    """The latest finished work of the run before this task; of many doing the same, only what can be read."""
    done = Task.objects.filter(run=task.run_id, status=Task.Status.DONE).exclude(pk=task.pk)
    if task.done_at is not None:
        done = done.filter(done_at__lte=task.done_at)
    newest = with_context(done.exclude(outcome="implied")).order_by("-done_at", "-pk")[: 4 * RECENT]
    rows = with_reasons(item(other, at) for other in newest)
    return Earlier([row for row in rows if row.facts or not fans_out(row.task.act)][:RECENT])


def my_tasks(person: Person, at: datetime) -> list[Item]:
    """Everything that awaits this person, the most urgent first."""
    mine = with_context(Task.objects.awaiting(person, at))
    mine = mine.order_by(F("due_at").asc(nulls_last=True), "opens_at", "act__step__order", "pk")
    return sorted((item(task, at) for task in mine), key=lambda row: row.task.status == Task.Status.WAITING)


def waited_for(person: Person, at: datetime) -> list[Item]:
    """What others still have to do in the runs of the person's agencies."""
    others = Task.objects.active().filter(run__in=Run.objects.visible_to(person))
    mine = Task.objects.awaiting(person, at).values("pk")
    rows = with_context(others.exclude(pk__in=mine)).order_by(F("due_at").asc(nulls_last=True), "pk")
    return with_substitutes((item(task, at) for task in rows[:40] if kind_of(task.act).gates), at)


def recently_done(person: Person, at: datetime) -> list[Item]:
    done = Task.objects.filter(done_by=person, status=Task.Status.DONE).exclude(outcome="implied")
    return [item(task, at) for task in with_context(done).order_by("-done_at")[:5]]


def missed_by(person: Person, at: datetime) -> list[Item]:
    """What was not done in time of all that was asked of this person by name, in runs that still go on."""
    asked = Task.objects.asked_of(person, at)
    missed = asked.filter(status=Task.Status.MISSED, run__status=Run.Status.OPEN)
    rows = with_context(missed).order_by("-due_at", "pk")
    return [item(task, at) for task in rows[:10] if kind_of(task.act).gates]
