"""Archiving: the package with everything that belongs to the period."""

from datetime import datetime
from typing import Any

from django import forms

from kinerja.lib import clock
from organisation.models import Person
from reporting.actions.archive import NOT_SIGNED, Filing, archive, package, proposed_filing
from reporting.actions.fair_copy import NO_DRAFT
from reporting.actions.freeze import Copies, freeze_copies, is_ready, unsigned_copies
from reporting.forms.archive import ArchiveForm
from reporting.queries.procedure import asks_for
from reporting.queries.report import report_of
from sop.flowchart import Shape
from sop.models import Task
from sop.registry import Blocker, Deed, Kind, Played


class Archive(Kind):
    name = "archive"
    title = "Arsipkan laporan"
    symbol = Shape.TERMINATOR
    template = "reporting/tasks/archive.html"
    outcomes = {"done": "Diarsipkan"}
    labels = {
        "number": "Nomor berkas",
        "classification": "Kode klasifikasi",
        "location": "Lokasi berkas kertas",
        "closed_on": "Tanggal penutupan berkas",
    }

    def blockers(self, task: Task, by: Person | None, at: datetime) -> list[Blocker]:
        report = report_of(task)
        if report and is_ready(report):
            return []
        return [NOT_SIGNED if asks_for(task.run, "sign") else NO_DRAFT]

    def form(self, task: Task, data: Any = None, files: Any = None) -> forms.Form:
        return ArchiveForm(data, report=report_of(task), now=clock.now())

    def context(self, task: Task, by: Person, at: datetime) -> dict[str, Any]:
        return {"report": report_of(task)}

    def prepare(self, task: Task, deed: Deed) -> tuple[Filing, bytes, Copies | None]:
        report = report_of(task)
        if report is None:
            raise LookupError("Tugas arsip tanpa laporan.")
        # The system archives under the report's own number.
        filing = deed.values.get("filing") or proposed_filing(report, now=deed.at)
        copies = unsigned_copies(report, now=deed.at)
        return filing, package(report, filing, now=deed.at, unsigned=copies), copies

    def effect(self, task: Task, deed: Deed) -> None:
        filing, content, copies = deed.prepared
        freeze_copies(copies, by=deed.by, now=deed.at)
        archive(task, filing, content, by=deed.by, now=deed.at)

    def play(self, task: Task, by: Person | None, at: datetime) -> Played:
        report = report_of(task)
        place = "Lemari arsip 1"
        filing = proposed_filing(report, now=at, location=place) if report else Filing("-", location=place)
        return Played(values={"filing": filing})
