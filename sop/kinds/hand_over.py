"""A hand-over from desk to desk, with a receipt."""

from datetime import datetime
from typing import Any

from django import forms

from organisation.models import Person
from sop.forms.tasks import HandOverForm
from sop.models import Task
from sop.registry import Kind, Played


class HandOver(Kind):
    name = "hand_over"
    title = "Serahkan"
    outcomes = {"done": "Diserahkan"}
    labels = {"recipient": "Diterima oleh", "receipt": "Tanda terima", "note": "Catatan"}

    def form(self, task: Task, data: Any = None, files: Any = None) -> forms.Form:
        return HandOverForm(data, initial={"recipient": task.act.options.get("recipient", "")})

    def play(self, task: Task, by: Person | None, at: datetime) -> Played:
        recipient = task.act.options.get("recipient") or "Penerima"
        return Played(values={"recipient": recipient, "receipt": f"TT/{task.pk}"})
