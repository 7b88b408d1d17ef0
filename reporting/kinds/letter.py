"""Drafting the letter that goes with a report: surat pengantar, nota dinas."""

from datetime import datetime
from typing import Any

from django import forms

from organisation.models import Person
from sop.forms.tasks import LetterForm
from sop.models import Run, Task
from sop.registry import Kind, Played

MAKING = ("SOP ", "Penyusunan ", "Pembuatan ")  # how the name of an SOP begins before what it makes


class Letter(Kind):
    name = "letter"
    title = "Buat konsep surat"
    button = "Simpan konsep surat"
    outcomes = {"done": "Dikonsep"}
    labels = {
        "type": "Jenis naskah",
        "recipient": "Kepada",
        "subject": "Hal",
        "number": "Nomor",
        "body": "Isi",
    }

    def form(self, task: Task, data: Any = None, files: Any = None) -> forms.Form:
        run = task.run
        first = {
            "recipient": task.act.options.get("recipient", ""),
            "subject": f"Penyampaian {_product(run)} {run.period.label}",
            "body": f"Bersama ini disampaikan {_product(run)} {run.agency.name} {run.period.label}.",
        }
        return LetterForm(data, initial=first)

    def play(self, task: Task, by: Person | None, at: datetime) -> Played:
        form = self.form(task)
        recipient = form.initial["recipient"] or "Kepala Bagian Organisasi"
        return Played(values={**form.initial, "type": "Surat Pengantar", "recipient": recipient})


def _product(run: Run) -> str:
    """What the letter goes with: the SOP is named after making it."""
    name = str(run.sop.name)
    for word in MAKING:
        name = name.removeprefix(word)
    return name
