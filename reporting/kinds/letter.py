"""Drafting the letter that goes with a report: surat pengantar, nota dinas, surat dinas, berita acara."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django import forms
from django.urls import reverse

from kinerja.lib import clock
from organisation.models import Person
from reporting.actions.letter import draft_letter
from reporting.forms.letter import LOOK, WORDS, LetterForm, first_draft
from reporting.models import LetterType
from reporting.queries.letters import ground_of
from sop.models import Task
from sop.registry import Deed, Kind, Played

SOMEBODY = "Kepala Bagian Organisasi"  # to whom a stand-in writes where the SOP does not say


class Letter(Kind):
    """`options["recipient"]` names the addressee, `options["type"]` the paper; the signature issues it."""

    name = "letter"
    title = "Buat konsep surat"
    button = "Simpan konsep surat"
    template = "reporting/tasks/letter.html"
    is_wide = True
    outcomes = {"done": "Dikonsep"}
    looks = frozenset({LOOK, WORDS})
    labels = {"type": "Jenis naskah", "recipient": "Kepada", "subject": "Hal", "body": "Isi"}

    def form(self, task: Task, data: Any = None, files: Any = None) -> forms.Form:
        return LetterForm(data, ground=ground_of(task), now=clock.now())

    def details(self, deed: Deed) -> dict[str, Any]:
        draft = deed.values["draft"]
        values = {name: getattr(draft, name) for name in self.labels}
        return values | {"type": str(LetterType(draft.type).label)}

    def papers(self, task: Task) -> list[tuple[str, str]]:
        return [("Lihat suratnya", reverse("task-letter", args=[task.pk]))]

    def effect(self, task: Task, deed: Deed) -> None:
        draft_letter(ground_of(task), deed.values["draft"], by=deed.by, now=deed.at)

    def play(self, task: Task, by: Person | None, at: datetime) -> Played:
        draft = first_draft(ground_of(task))
        return Played(values={"draft": replace(draft, recipient=draft.recipient or SOMEBODY)})
