"""A disposisi: somebody is told what to do, how urgently, until when."""

from datetime import datetime
from typing import Any

from django import forms

from organisation.models import Person
from sop.forms.tasks import InstructionForm
from sop.models import Task
from sop.registry import Kind, Played

LETTER = "Surat permintaan laporan"  # what a stand-in writes down of the letter


class Instruct(Kind):
    name = "instruct"
    title = "Beri disposisi"
    button = "Beri disposisi"
    outcomes = {"done": "Didisposisikan"}
    labels = {"letter": "Surat", "nature": "Sifat", "note": "Instruksi", "due_on": "Batas waktu"}

    def form(self, task: Task, data: Any = None, files: Any = None) -> forms.Form:
        form = InstructionForm(data)
        if _answers_letter(task):
            form.fields["letter"].required = True
            form.fields["letter"].label = "Surat (nomor, tanggal, dari)"
        return form

    def play(self, task: Task, by: Person | None, at: datetime) -> Played:
        note = f"Agar dilaksanakan: {task.act.step.text}"
        letter = {"letter": LETTER} if _answers_letter(task) else {}
        return Played(note=note, values={"nature": "Biasa", "note": note, **letter})


def _answers_letter(task: Task) -> bool:
    """`options["letter"]`: the disposisi is written on a letter that came in."""
    return bool(task.act.options.get("letter"))
