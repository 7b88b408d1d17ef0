"""Going through somebody's work: mend it or, where the SOP names a way back, return it."""

from typing import Any

from django import forms

from sop.forms.tasks import DecisionForm
from sop.models import Task
from sop.registry import Duty, Kind


class Correct(Kind):
    name = "correct"
    title = "Teliti dan koreksi"
    button = "Nyatakan sudah diteliti"
    outcomes = {"done": "Sudah diteliti", "returned": "Dikembalikan"}
    returning = frozenset({"returned"})
    duty = Duty.CHECK
    labels = {"note": "Catatan"}

    def form(self, task: Task, data: Any = None, files: Any = None) -> forms.Form:
        return DecisionForm(data, may_return=task.act.returns_to_id is not None)
