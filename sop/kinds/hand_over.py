"""A hand-over from desk to desk, with a receipt."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms

from organisation.models import Person
from sop.forms.tasks import HandOverForm
from sop.models import Act, Run, Task
from sop.registry import Kind, Played


class HandOver(Kind):
    name = "hand_over"
    title = "Serahkan"
    button = "Catat penyerahan"
    outcomes = {"done": "Diserahkan"}
    labels = {"recipient": "Diterima oleh", "receipt": "Tanda terima", "note": "Catatan"}

    def assignees(self, run: Run, act: Act, on: date) -> Sequence[Person]:
        """Where each hands over: those of the lane who were busy in this round, else every holder."""
        busy = run.tasks.filter(act__actor=act.actor_id, round=run.round, assignee__isnull=False)
        people = {task.assignee for task in busy.select_related("assignee") if task.assignee}
        return sorted(people, key=lambda person: (person.name, person.pk)) or super().assignees(run, act, on)

    def form(self, task: Task, data: Any = None, files: Any = None) -> forms.Form:
        return HandOverForm(data, initial={"recipient": task.act.options.get("recipient", "")})

    def play(self, task: Task, by: Person | None, at: datetime) -> Played:
        recipient = task.act.options.get("recipient") or "Penerima"
        return Played(values={"recipient": recipient, "receipt": f"TT/{task.pk}"})
