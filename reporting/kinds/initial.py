"""A paraf on the report: unseen in the file where there is a key for it, else recorded."""

from datetime import datetime
from typing import Any

from django import forms

from kinerja.lib import clock
from organisation.models import Person
from reporting.actions.certified import give_up
from reporting.actions.fair_copy import who_signs
from reporting.actions.initial import Pencilled, initial, pencil
from reporting.actions.papers import paper_for
from reporting.actions.sign import confirmed_way
from reporting.forms.initial import InitialForm
from reporting.queries.esign import is_known, unsettled_attempt
from reporting.queries.initials import standing_initials
from reporting.queries.letters import drafts_for
from reporting.queries.report import compilation_of
from reporting.queries.signing import initial_ways, usable_key
from sop.forms.tasks import DecisionForm
from sop.models import Task
from sop.registry import Deed, Kind


class Initial(Kind):
    """Where no report is compiled yet, the paraf is on another paper and only noted."""

    name = "initial"
    title = "Paraf"
    button = "Bubuhkan paraf"
    outcomes = {"done": "Diparaf", "returned": "Dikembalikan"}
    returning = frozenset({"returned"})
    labels = {"note": "Catatan"}
    template = "reporting/tasks/initial.html"

    def form(self, task: Task, data: Any = None, files: Any = None) -> forms.Form:
        may_return = task.act.returns_to_id is not None
        if compilation_of(task) is None:
            return DecisionForm(data, may_return=may_return)
        return InitialForm(data, may_return=may_return, **confirming(task))

    def context(self, task: Task, by: Person, at: datetime) -> dict[str, Any]:
        return initial_context(task, by) | {"letters": drafts_for(task)}

    def prepare(self, task: Task, deed: Deed) -> Pencilled | None:
        if deed.outcome in self.returning or compilation_of(task) is None:
            return None
        return prepared_initial(task, deed)

    def effect(self, task: Task, deed: Deed) -> None:
        keep_initial(task, deed)


def confirming(task: Task) -> dict[str, Any]:
    """What the form needs to ask again who is there."""
    return {"ways": initial_ways(task, clock.now()), "attempt": unsettled_attempt(task)}


def initial_context(task: Task, by: Person) -> dict[str, Any]:
    """What the page shows beside the form."""
    compilation, agency = compilation_of(task), task.run.agency
    return {
        "initialled": compilation,
        "initials": standing_initials(compilation) if compilation else [],
        "asks_password": by.has_usable_password(),
        "key": usable_key(agency, clock.now()),
        "attempt": unsettled_attempt(task),
        "has_nik": is_known(by),
        "paper": paper_for(task, clock.now()),
    }


def prepared_initial(task: Task, deed: Deed) -> Pencilled:
    if deed.by is None:
        raise ValueError("Paraf diberikan orang, bukan sistem.")
    who = who_signs(task, by=deed.by, capacity=deed.capacity, now=deed.at)
    return pencil(who, confirmed_way(deed, initial_ways(task, deed.at)[0]))


def keep_initial(task: Task, deed: Deed) -> None:
    """What was prepared is kept; a return gives up what the eSign service may still hold."""
    if deed.by is None:
        return
    if deed.prepared is not None:
        initial(task, deed.prepared, by=deed.by, now=deed.at)
    elif attempt := unsettled_attempt(task):
        give_up(attempt, by=deed.by, now=deed.at)
