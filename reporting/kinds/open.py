"""Opening the period: the plan is bound and the entry forms of the period exist."""

from datetime import datetime

from django.urls import reverse

from kinerja.lib.periods import Period
from organisation.models import Person
from reporting.actions.opening import open_period
from reporting.queries.plan import officers_to_report, plan_for
from sop.flowchart import Shape
from sop.models import Task
from sop.registry import Blocker, Deed, Kind


def no_plan(period: Period) -> Blocker:
    """Without a plan there is nothing to be filled in or put together."""
    sentence = f"Belum ada rencana {period.year} yang berlaku pada {period.label}. Impor di halaman Rencana."
    return Blocker(sentence, reverse("plan-import"))


class Open(Kind):
    name = "open"
    title = "Buka periode"
    symbol = Shape.TERMINATOR

    def blockers(self, task: Task, by: Person | None, at: datetime) -> list[Blocker]:
        period = task.run.period
        plan = plan_for(task.run.agency, period)
        if plan is None:
            return [no_plan(period)]
        if not officers_to_report(plan, period):
            sentence = f"Rencana {period.year} belum menyebut PPTK yang bertugas pada akhir {period.label}."
            return [Blocker(sentence, reverse("plan", args=[plan.pk]))]
        return []

    def effect(self, task: Task, deed: Deed) -> None:
        open_period(task.run, by=deed.by, now=deed.at)
