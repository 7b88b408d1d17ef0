"""Rehearsals of an SOP: ask for one, wait for it, and read what it showed."""

from functools import partial

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from kinerja.lib import clock
from kinerja.lib.periods import Period
from organisation.models import Person
from organisation.permissions import may
from organisation.queries.calendar import calendar_of
from organisation.views.people import signed_in
from sop.actions.rehearse import request_rehearsal
from sop.forms.rehearsal import RehearsalForm
from sop.models import Rehearsal, Sop
from sop.registry import all_kinds
from sop.renderers.timeline import timeline
from sop.tasks import rehearse_waiting

LISTED = 20


@require_http_methods(["GET", "POST"])
def rehearsals(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for a rehearsal; the earlier ones of this SOP."""
    person, now = signed_in(request), clock.now()
    sop = get_object_or_404(Sop.objects.visible_to(person).select_related("agency"), slug=slug)
    _require(person, sop)
    sent = request.method == "POST"
    form = RehearsalForm(request.POST if sent else None, sop=sop, initial=_initial(request, sop))
    if sent and form.is_valid():
        asked = request_rehearsal(
            form.cleaned_data["version"],
            period=form.cleaned_data["period"],
            people=form.cleaned_data["people"],
            by=person,
            now=now,
        )
        # The row is the truth and a sweep finds it; the nudge only saves the wait, and may fail.
        transaction.on_commit(partial(rehearse_waiting.apply_async, retry=False), robust=True)
        return redirect("rehearsal", slug=slug, pk=asked.pk)
    earlier = Rehearsal.objects.filter(version__sop=sop).select_related("version", "requested_by")
    context = {"sop": sop, "form": form, "earlier": earlier[:LISTED], "zone": sop.agency.time_zone}
    return render(request, "sop/rehearsals.html", context, status=422 if sent else 200)


@require_GET
def rehearsal(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """One rehearsal: the wait for it, then its timeline; htmx asks for the part that changes."""
    person = signed_in(request)
    found = get_object_or_404(
        Rehearsal.objects.visible_to(person)
        .filter(version__sop__slug=slug)
        .select_related("version__sop__agency", "requested_by"),
        pk=pk,
    )
    sop = found.version.sop
    _require(person, sop)
    calendar = calendar_of(sop.agency)
    titles = {kind.name: kind.title for kind in all_kinds()}
    tasks = found.result.get("tasks", [])
    context = {
        "rehearsal": found,
        "sop": sop,
        "zone": sop.agency.time_zone,
        "line": timeline(tasks, calendar, titles),
        "dead_ends": found.result.get("dead_ends", []),
        "lacks_return": found.people == Rehearsal.People.RETURNING
        and not any(task["outcome"] == "returned" for task in tasks),
    }
    part = request.headers.get("HX-Request") == "true"
    return render(request, "sop/_rehearsal.html" if part else "sop/rehearsal.html", context)


def _require(person: Person, sop: Sop) -> None:
    if not may(person, "rehearse", sop.agency, sop.agency.time_zone.local(clock.now()).date()):
        raise PermissionDenied("Geladi dimainkan oleh admin SOP atau Kasubbag program/keuangan.")


def _initial(request: HttpRequest, sop: Sop) -> dict[str, object]:
    """The version asked for or the newest, and the period that ended last."""
    versions = sop.versions.order_by("-version")
    asked = request.GET.get("versi", "")
    version = versions.filter(version=asked).first() if asked.isdecimal() else versions.first()
    cycles = version.all_cycles if version else []
    today = sop.agency.time_zone.local(clock.now()).date()
    period = Period.of(today, cycles[0]).previous if cycles else ""
    return {"version": version, "period": str(period)}
