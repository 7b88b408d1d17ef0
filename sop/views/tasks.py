"""My tasks, and the page on which a task is done."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods

from kinerja.lib import clock
from organisation.models import Person
from organisation.permissions import may
from organisation.views.people import signed_in
from sop.forms.tasks import ExtensionForm, NoteForm
from sop.models import Task
from sop.queries.available import available
from sop.queries.tasks import (
    earlier,
    item,
    missed_by,
    my_tasks,
    recently_done,
    waited_for,
    with_context,
    with_reasons,
    with_substitutes,
)
from sop.queries.vacancies import vacancies_for
from sop.registry import kind_of
from sop.workflow import Blocked, NotYours, advance, extend


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Tugas Saya: what is expected of me, until when, and what I wait for."""
    person, now = signed_in(request), clock.now()
    context = {
        "tasks": my_tasks(person, now),
        "missed": missed_by(person, now),
        "waiting": waited_for(person, now),
        "done": recently_done(person, now),
        "vacancies": vacancies_for(person, now),
        "now": now,
    }
    return render(request, "sop/home.html", context)


@sensitive_post_parameters("password", "passphrase")
@sensitive_variables("form", "values")
@require_http_methods(["GET", "POST"])
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """One task: what it is about, what stands in the way, and the form with its outcomes."""
    person, now = signed_in(request), clock.now()
    found = get_object_or_404(with_context(Task.objects.visible_to(person)), pk=pk)
    kind = kind_of(found.act)
    sent = request.method == "POST"
    form = kind.form(found, request.POST if sent else None, request.FILES if sent else None)
    form = form or NoteForm(request.POST if sent else None)
    can = available(found, person, now)
    status = 200
    if sent:
        if not can.is_theirs:
            raise NotYours("Tugas ini bukan untuk Anda.")
        outcome = request.POST.get("outcome", "done")
        if outcome in can.outcomes and form.is_valid():
            values = form.cleaned_data
            try:
                advance(found, outcome, by=person, now=now, note=values.get("note", ""), values=values)
            except Blocked as blocked:
                can = available(found, person, now)
                form.add_error(None, str(blocked))
                status = 409
            else:
                messages.success(request, f"{kind.title} — {kind.outcomes[outcome]}. Tercatat dalam riwayat.")
                return redirect("home")
        else:
            status = 200 if outcome in kind.looks else 422
    context = {
        "task": found,
        "kind": kind,
        "item": with_substitutes(with_reasons([item(found, now)]), now)[0],
        "earlier": earlier(found, now),
        "can": can,
        "form": form,
        "now": now,
        "zone": found.run.agency.time_zone,
        "may_extend": _can_be_extended(found) and _may_extend(person, found, now),
        **kind.context(found, person, now),
    }
    return render(request, "sop/task.html", context, status=status)


@require_http_methods(["GET", "POST"])
def extension(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a latecomer more time, with a reason."""
    person, now = signed_in(request), clock.now()
    found = get_object_or_404(with_context(Task.objects.visible_to(person)), pk=pk)
    if not _may_extend(person, found, now):
        raise NotYours("Perpanjangan diberikan oleh Kasubbag, penyusun laporan, sekretaris, atau kepala.")
    form = ExtensionForm(request.POST or None, task=found, now=now)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                extend(
                    found,
                    until=form.cleaned_data["until"],
                    reason=form.cleaned_data["reason"],
                    by=person,
                    now=now,
                )
            except Blocked as blocked:
                form.add_error(None, str(blocked))
            else:
                messages.success(request, f"Perpanjangan bagi {found.assignee} tercatat.")
                return redirect("run", pk=found.run_id)
        status = 422
    context = {"task": found, "form": form, "now": now, "zone": found.run.agency.time_zone}
    return render(request, "sop/extend.html", context, status=status)


def _can_be_extended(found: Task) -> bool:
    return found.closes_by_clock and found.status in {Task.Status.OPEN, Task.Status.MISSED}


def _may_extend(person: Person, found: Task, now: datetime) -> bool:
    agency = found.run.agency
    return may(person, "give_extension", agency, agency.time_zone.local(now).date())
