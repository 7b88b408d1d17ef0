"""Reviewing the draft: approve it, or return named rows with a reason."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms

from organisation.models import Person
from reporting.actions.initial import Pencilled
from reporting.actions.review import NO_DRAFT, Opinion, officers_of_notes, review
from reporting.forms.review import ReviewForm
from reporting.kinds.initial import confirming, initial_context, keep_initial, prepared_initial
from reporting.models import ReviewNote
from reporting.queries.initials import asks_initials
from reporting.queries.report import compilation_of
from reporting.queries.story import story_of
from sop.flowchart import Shape
from sop.models import Task
from sop.registry import AGAIN, Blocker, Deed, Duty, Kind, Played


class Review(Kind):
    name = "review"
    title = "Tinjau laporan"
    symbol = Shape.DECISION
    template = "reporting/tasks/review.html"
    is_wide = True
    outcomes = {"approved": "Disetujui", "returned": "Dikembalikan"}
    returning = frozenset({"returned"})
    must_return = True
    duty = Duty.CHECK

    def blockers(self, task: Task, by: Person | None, at: datetime) -> list[Blocker]:
        return [] if compilation_of(task) else [NO_DRAFT]

    def form(self, task: Task, data: Any = None, files: Any = None) -> forms.Form:
        compilation = compilation_of(task)
        story = story_of(compilation.report, compilation.round) if compilation else None
        return ReviewForm(data, story=story, **(confirming(task) if asks_initials(task.act) else {}))

    def context(self, task: Task, by: Person, at: datetime) -> dict[str, Any]:
        return initial_context(task, by) if asks_initials(task.act) else {}

    def prepare(self, task: Task, deed: Deed) -> Pencilled | None:
        """Approving is at the same time the reviewer's paraf, where the SOP says so."""
        if deed.outcome in self.returning or not asks_initials(task.act):
            return None
        return prepared_initial(task, deed)

    def effect(self, task: Task, deed: Deed) -> None:
        if deed.by is None:
            raise ValueError("Peninjauan dilakukan orang, bukan sistem.")
        opinion = Opinion(
            decision=deed.outcome,
            note=deed.note,
            lines=deed.values.get("lines", {}),
            budget_lines=deed.values.get("budget_lines", {}),
            capacity=deed.capacity,
        )
        review(task, opinion, by=deed.by, now=deed.at)
        if asks_initials(task.act):
            keep_initial(task, deed)

    def returned_to(self, task: Task, deed: Deed) -> Sequence[Person]:
        """Exactly the PPTK of the rows that were sent back."""
        return officers_of_notes(task)

    def reasons(self, tasks: Sequence[Task]) -> dict[int, list[str]]:
        """The general note, and the remark on every row that was sent back."""
        why = {task.pk: [task.note] if task.note else [] for task in tasks}
        notes = ReviewNote.objects.filter(review__task__in=tasks)
        for note in notes.select_related("review", "line", "budget_line"):
            why[note.review.task_id].append(f"{note.line or note.budget_line}: {note.text}")
        return why

    def play(self, task: Task, by: Person | None, at: datetime) -> Played:
        return Played(outcome="approved", note="Sesuai.")

    def play_return(self, task: Task, by: Person | None, at: datetime) -> Played:
        """One row goes back: the first that somebody answers for."""
        compilation = compilation_of(task)
        for name in ("lines", "budget_lines"):
            rows = getattr(compilation, name).exclude(officer_person=None) if compilation else []
            if row := next(iter(rows[:1]), None):
                return Played("returned", values={name: {row.pk: AGAIN}})
        return Played("returned", note=AGAIN)
