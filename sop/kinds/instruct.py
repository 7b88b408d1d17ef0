"""A disposisi: somebody is told what to do, how urgently, until when."""

from datetime import datetime
from typing import Any

from django import forms

from organisation.models import Person
from sop.forms.tasks import InstructionForm
from sop.models import Task
from sop.registry import Kind, Played


class Instruct(Kind):
    name = "instruct"
    title = "Beri disposisi"
    outcomes = {"done": "Didisposisikan"}
    labels = {"letter": "Surat", "nature": "Sifat", "note": "Instruksi", "due_on": "Batas waktu"}

    def form(self, task: Task, data: Any = None, files: Any = None) -> forms.Form:
        return InstructionForm(data)

    def play(self, task: Task, by: Person | None, at: datetime) -> Played:
        note = f"Agar dilaksanakan: {task.act.step.text}"
        return Played(note=note, values={"nature": "Biasa", "note": note})
