"""Entering realisations: one task for each PPTK who answers for a line of the plan."""

from collections.abc import Sequence
from datetime import date, datetime

from django.urls import reverse

from organisation.models import Person
from reporting.actions.entry import plausible, save_sheet
from reporting.actions.opening import open_unasked
from reporting.actions.submit import submit
from reporting.kinds.open import no_plan
from reporting.models import Report
from reporting.queries.corrections import officers_of_rows
from reporting.queries.entry import plan_of
from reporting.queries.plan import officers_to_report, plan_for
from reporting.queries.procedure import asks_for
from sop.models import Act, Run, Task
from sop.registry import Blocker, Deed, Duty, Kind, Played


class Fill(Kind):
    name = "fill"
    title = "Isi realisasi"
    outcomes = {"done": "Disampaikan"}
    fans_out = True
    duty = Duty.MAKE

    def assignees(self, run: Run, act: Act, on: date) -> Sequence[Person]:
        """The PPTK of the plan on the period's last day; a handover later does not move the task.

        In a correction only those whose rows are corrected.
        """
        if run.is_correction:
            return officers_of_rows(run)
        report = Report.objects.select_related("plan").filter(run=run).first()
        plan = report.plan if report else plan_for(run.agency, run.period)
        return officers_to_report(plan, run.period) if plan else []

    def blockers(self, task: Task, by: Person | None, at: datetime) -> list[Blocker]:
        if plan_of(task):
            return []
        if asks_for(task.run, "open"):
            return [Blocker("Periode ini belum dibuka oleh penyusun laporan.")]
        return [no_plan(task.run.period)]

    def opened(self, task: Task, at: datetime) -> None:
        open_unasked(task.run, now=at)

    def url(self, task: Task) -> str:
        return reverse("entry", args=[task.pk])

    def effect(self, task: Task, deed: Deed) -> None:
        submit(task, by=deed.by, now=deed.at)

    def play(self, task: Task, by: Person | None, at: datetime) -> Played:
        if by is not None:
            save_sheet(task, plausible, by=by, now=at)
            # Figures that miss their target ask for words, which are known only once the figures are there.
            save_sheet(task, plausible, by=by, now=at)
        return Played()
