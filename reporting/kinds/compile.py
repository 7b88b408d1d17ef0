"""Compiling the draft of the report from what was submitted."""

from datetime import datetime
from typing import Any

from organisation.models import Person
from reporting.actions.compile import COMPILED, SIGNED, compile_report, has_draft
from reporting.actions.opening import open_period, open_unasked
from reporting.kinds.open import no_plan
from reporting.queries.compiled import late_names
from reporting.queries.plan import plan_for
from reporting.queries.procedure import asks_for
from reporting.queries.report import is_signed, report_of
from sop.models import Task
from sop.registry import Blocker, Deed, Kind

NOT_OPENED = Blocker("Periode ini belum dibuka, jadi belum ada isian yang dapat disusun.")


class Compile(Kind):
    name = "compile"
    title = "Susun laporan"
    template = "reporting/tasks/compile.html"
    outcomes = {"done": "Draf disusun"}

    def blockers(self, task: Task, by: Person | None, at: datetime) -> list[Blocker]:
        report = report_of(task)
        if report is None:
            return _not_opened(task)
        if is_signed(report):
            return [SIGNED]
        return [COMPILED] if has_draft(report, task.round) else []

    def opened(self, task: Task, at: datetime) -> None:
        open_unasked(task.run, now=at)

    def context(self, task: Task, by: Person, at: datetime) -> dict[str, Any]:
        report = report_of(task)
        return {"report": report, "late": late_names(report) if report else []}

    def effect(self, task: Task, deed: Deed) -> None:
        report = report_of(task) or open_period(task.run, by=deed.by, now=deed.at)
        compile_report(report, round_=task.round, by=deed.by, now=deed.at)


def _not_opened(task: Task) -> list[Blocker]:
    """Where the SOP prints no opening, compiling opens the period itself; it needs the plan only."""
    if asks_for(task.run, "open"):
        return [NOT_OPENED]
    period = task.run.period
    return [] if plan_for(task.run.agency, period) else [no_plan(period)]
