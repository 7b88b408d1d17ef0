"""Signing the approved report: file, checksum, who, when and in which capacity are frozen."""

from datetime import datetime
from typing import Any

from django import forms

from organisation.models import Person
from reporting.actions.sign import ALREADY, NO_DRAFT, Fair, confirm, fair_copy, sign
from reporting.forms.review import SignForm
from reporting.queries.report import compilation_of, is_signed, sheet_of
from reporting.renderers.tables import headline
from sop.models import Task
from sop.registry import Blocker, Deed, Duty, Kind


class Sign(Kind):
    name = "sign"
    title = "Tanda tangani laporan"
    template = "reporting/tasks/sign.html"
    outcomes = {"done": "Ditandatangani", "returned": "Dikembalikan"}
    returning = frozenset({"returned"})
    final = True
    duty = Duty.SIGN

    def blockers(self, task: Task, by: Person | None, at: datetime) -> list[Blocker]:
        compilation = compilation_of(task)
        if compilation is None:
            return [NO_DRAFT]
        return [ALREADY] if is_signed(compilation.report) else []

    def form(self, task: Task, data: Any = None, files: Any = None) -> forms.Form:
        return SignForm(data)

    def context(self, task: Task, by: Person, at: datetime) -> dict[str, Any]:
        compilation = compilation_of(task)
        return {
            "sheet": sheet_of(compilation) if compilation else None,
            "headline": headline(compilation) if compilation else [],
            "asks_password": by.has_usable_password(),
        }

    def prepare(self, task: Task, deed: Deed) -> Fair | None:
        if deed.outcome in self.returning:
            return None
        if deed.by is None:
            raise ValueError("Laporan ditandatangani orang, bukan sistem.")
        # The page asks again who is there; a rehearsal's stand-in has nothing to enter.
        if "password" in deed.values:
            confirm(deed.by, password=deed.values["password"], agrees=bool(deed.values.get("agrees")))
        return fair_copy(task, by=deed.by, capacity=deed.capacity, now=deed.at)

    def effect(self, task: Task, deed: Deed) -> None:
        if deed.by is not None and deed.prepared is not None:
            sign(task, deed.prepared, by=deed.by, now=deed.at)
