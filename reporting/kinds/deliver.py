"""Delivering the signed report to another system or office; the receipt closes the task."""

from datetime import datetime
from typing import Any

from django import forms

from kinerja.lib import clock
from organisation.models import Person
from reporting.actions.agenda import enter_delivery
from reporting.actions.deliver import NOT_SIGNED, Posting, deliver, signed_document, signed_documents
from reporting.actions.freeze import freeze_unsigned
from reporting.actions.letter_receipt import receive_with
from reporting.actions.send import withdraw
from reporting.forms.deliver import DeliverForm
from reporting.queries.agenda import agenda_number, has_agenda
from reporting.queries.deliveries import is_answered, named_destination, sendings_of, ways_of
from reporting.queries.letters import letters_of_run
from reporting.queries.report import report_of
from sop.models import Task
from sop.registry import Blocker, Deed, Kind, Played

SOMEWHERE = "Penerima laporan"


class Deliver(Kind):
    name = "deliver"
    title = "Kirim laporan"
    template = "reporting/tasks/deliver.html"
    outcomes = {"done": "Terkirim"}
    labels = {
        "agenda": "Nomor agenda",
        "destination": "Tujuan",
        "sent_on": "Tanggal kirim",
        "receipt_number": "Nomor tanda terima",
        "receipt_on": "Tanggal tanda terima",
    }

    def blockers(self, task: Task, by: Person | None, at: datetime) -> list[Blocker]:
        report = report_of(task)
        return [] if report and signed_document(report) else [NOT_SIGNED]

    def opened(self, task: Task, at: datetime) -> None:
        """Where nobody signs, the files that are to be sent are frozen now; large ones a little later."""
        if report := report_of(task):
            freeze_unsigned(report, now=at)

    def is_answered(self, task: Task) -> bool:
        return is_answered(task)

    def form(self, task: Task, data: Any = None, files: Any = None) -> forms.Form:
        today = task.run.agency.time_zone.local(clock.now()).date()
        initial = {"destination": named_destination(task), "sent_on": today, "receipt_on": today}
        letters, with_agenda = letters_of_run(task.run_id), bool(task.act.options.get("agenda"))
        if with_agenda:
            initial |= {"agenda": agenda_number(task, letters, clock.now())}
        return DeliverForm(data, files, initial=initial, with_agenda=with_agenda, letters=letters)

    def context(self, task: Task, by: Person, at: datetime) -> dict[str, Any]:
        report = report_of(task)
        sendings = sendings_of(report) if report else []
        return {
            "report": report,
            "documents": signed_documents(report) if report else [],
            "destination": named_destination(task),
            "address": task.act.options.get("address", ""),
            "ways": ways_of(task, sendings) if report else [],
            "sendings": sendings,
            "with_agenda": bool(task.act.options.get("agenda")),
        }

    def effect(self, task: Task, deed: Deed) -> None:
        posting, values = deed.values["posting"], deed.values
        delivery = deliver(task, posting, by=deed.by, now=deed.at)
        withdraw(task, now=deed.at)
        receive_with(task, posting, values.get("received_by", ""), by=deed.by, now=deed.at)
        if task.act.options.get("agenda") and not has_agenda(task):
            enter_delivery(delivery, values.get("agenda", ""), by=deed.by, now=deed.at)

    def play(self, task: Task, by: Person | None, at: datetime) -> Played:
        today = task.run.agency.time_zone.local(at).date()
        number = f"TT/{task.run.period.code}/{task.pk}"
        posting = Posting(named_destination(task) or SOMEWHERE, today, number, today)
        values: dict[str, Any] = {"posting": posting}
        if task.act.options.get("agenda"):
            values["agenda"] = agenda_number(task, letters_of_run(task.run_id), at)
        return Played(values=values)
