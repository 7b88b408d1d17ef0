"""Signing the approved report: file, checksum, who, when, how and in which capacity are frozen."""

from datetime import datetime
from typing import Any

from django import forms

from kinerja.lib import clock
from organisation.models import Person
from reporting.actions.certified import give_up
from reporting.actions.electronic import Way
from reporting.actions.fair_copy import NO_DRAFT, Fair, fair_copy, who_signs
from reporting.actions.letter import put_out_with
from reporting.actions.papers import paper_for
from reporting.actions.sign import ALREADY, FIRM, confirmed_way, sign
from reporting.forms.sign import SignForm
from reporting.queries.esign import is_known, unsettled_attempt
from reporting.queries.initials import standing_initials
from reporting.queries.letters import drafts_for
from reporting.queries.report import Sheet, compilation_of, is_signed
from reporting.queries.signing import is_signed_by, signatures_of, usable_key, ways
from reporting.renderers.tables import headline
from sop.models import Task
from sop.registry import Blocker, Deed, Duty, Kind
from sop.workflow import Blocked

FUTURE = Blocker("Tanggal pada kertas tidak boleh sesudah hari ini.")
TOO_EARLY = Blocker("Tanggal pada kertas tidak boleh sebelum laporan disusun.")


class Sign(Kind):
    name = "sign"
    title = "Tanda tangani laporan"
    template = "reporting/tasks/sign.html"
    outcomes = {"done": "Ditandatangani", "returned": "Dikembalikan"}
    returning = frozenset({"returned"})
    final = True
    duty = Duty.SIGN

    def blockers(self, task: Task, by: Person | None, at: datetime) -> list[Blocker]:
        if compilation_of(task) is None:
            return [NO_DRAFT]
        return [ALREADY] if is_signed_by(task) else []

    def form(self, task: Task, data: Any = None, files: Any = None) -> forms.Form:
        return SignForm(data, files, ways=ways(task, clock.now()), attempt=unsettled_attempt(task))

    def context(self, task: Task, by: Person, at: datetime) -> dict[str, Any]:
        compilation = compilation_of(task)
        return {
            "sheet": Sheet(compilation.report, compilation, [], []) if compilation else None,
            "is_correction": task.run.is_correction,
            "headline": headline(compilation) if compilation else [],
            "asks_password": by.has_usable_password(),
            "signed_before": signatures_of(compilation.report) if compilation else [],
            "initials": standing_initials(compilation) if compilation else [],
            "key": usable_key(task.run.agency, at),
            "attempt": unsettled_attempt(task),
            "has_nik": is_known(by),
            "letters": drafts_for(task),
            "paper": paper_for(task, at),
        }

    def prepare(self, task: Task, deed: Deed) -> Fair | None:
        compilation = compilation_of(task)
        if deed.outcome in self.returning:
            if compilation and is_signed(compilation.report):
                raise Blocked([FIRM])
            return None
        if deed.by is None:
            raise ValueError("Laporan ditandatangani orang, bukan sistem.")
        who = who_signs(task, by=deed.by, capacity=deed.capacity, now=deed.at)
        return fair_copy(who, _way(task, deed))

    def effect(self, task: Task, deed: Deed) -> None:
        if deed.by is None:
            return
        if deed.prepared is not None:
            sign(task, deed.prepared, by=deed.by, now=deed.at)
            put_out_with(task, by=deed.by, capacity=deed.capacity, now=deed.at)
        elif attempt := unsettled_attempt(task):
            give_up(attempt, by=deed.by, now=deed.at)


def _way(task: Task, deed: Deed) -> Way:
    """With the day on the paper within what is possible."""
    scan = deed.values.get("signed_paper")
    zone, compilation = task.run.agency.time_zone, compilation_of(task)
    if scan and scan.on > zone.local(deed.at).date():
        raise Blocked([FUTURE])
    if scan and compilation and scan.on < zone.local(compilation.at).date():
        raise Blocked([TOO_EARLY])
    return confirmed_way(deed, ways(task, deed.at)[0], scan=scan)
