"""Compiling the draft of the report from what was submitted."""

from datetime import datetime
from typing import Any

from organisation.models import Person
from reporting.actions.compile import SIGNED, compile_report
from reporting.queries.compiled import late_names
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
            return [NOT_OPENED]
        return [SIGNED] if is_signed(report) else []

    def context(self, task: Task, by: Person, at: datetime) -> dict[str, Any]:
        report = report_of(task)
        return {"report": report, "late": late_names(report) if report else []}

    def effect(self, task: Task, deed: Deed) -> None:
        report = report_of(task)
        if report is not None:
            compile_report(report, round_=task.round, by=deed.by, now=deed.at)
