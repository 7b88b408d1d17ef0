"""A paraf: the initial under a paper on its way to the signature."""

from typing import Any

from django import forms

from sop.forms.tasks import DecisionForm
from sop.models import Task
from sop.registry import Kind


class Initial(Kind):
    name = "initial"
    title = "Paraf"
    button = "Bubuhkan paraf"
    outcomes = {"done": "Diparaf", "returned": "Dikembalikan"}
    returning = frozenset({"returned"})
    labels = {"note": "Catatan"}

    def form(self, task: Task, data: Any = None, files: Any = None) -> forms.Form:
        return DecisionForm(data, may_return=task.act.returns_to_id is not None)
