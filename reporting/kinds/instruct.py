"""A disposisi: somebody is told what to do, how urgently, until when; it prints as lembar disposisi."""

from datetime import datetime
from typing import Any

from django import forms
from django.urls import reverse

from organisation.models import Person
from reporting.forms.instruct import InstructionForm
from sop.models import Task
from sop.registry import Deed, Kind, Played

LETTER = "Surat permintaan laporan"  # what a stand-in writes down of the letter


class Instruct(Kind):
    """`options["letter"]`: the disposisi is written on a letter that came in."""

    name = "instruct"
    title = "Beri disposisi"
    button = "Beri disposisi"
    outcomes = {"done": "Didisposisikan"}
    labels = {
        "letter": "Surat",
        "nature": "Sifat",
        "wishes": "Dengan hormat harap",
        "note": "Instruksi",
        "due_on": "Batas waktu",
    }

    def form(self, task: Task, data: Any = None, files: Any = None) -> forms.Form:
        return InstructionForm(data, agency=task.run.agency, answers_letter=_answers_letter(task))

    def details(self, deed: Deed) -> dict[str, Any]:
        """With the key of the letter in the agenda, from which the sheet is printed."""
        entry = deed.values.get("entry")
        return super().details(deed) | ({"entry": entry.pk} if entry else {})

    def papers(self, task: Task) -> list[tuple[str, str]]:
        return [("Lembar disposisi (PDF)", reverse("disposition", args=[task.pk]))]

    def play(self, task: Task, by: Person | None, at: datetime) -> Played:
        note = f"Agar dilaksanakan: {task.act.step.text}"
        letter = {"letter": LETTER} if _answers_letter(task) else {}
        return Played(note=note, values={"nature": "Biasa", "note": note, **letter})


def _answers_letter(task: Task) -> bool:
    return bool(task.act.options.get("letter"))
