"""The page where a report is moved to the plan that holds now: what differs and what goes along."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from kinerja.lib import clock
from organisation.models import HistoryEvent, Person
from organisation.views.people import signed_in
from reporting.actions.plan_edit import authorise
from reporting.actions.rebind import rebind as move_report
from reporting.models import Plan, Report
from reporting.queries.plan import plan_for
from reporting.queries.plan_difference import difference_between
from reporting.queries.plan_lines import plan_name
from reporting.queries.rebinding import behind, luggage_of


@require_http_methods(["GET", "POST"])
def rebind(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask with the difference and with what goes along, then move the report."""
    person, now = signed_in(request), clock.now()
    found = get_object_or_404(
        Report.objects.visible_to(person).select_related("agency", "plan__agency", "run"), pk=pk
    )
    authorise(found.agency, by=person, now=now)
    if request.method == "POST":
        return _move(request, found, person)
    waiting = next(iter(behind([found])), None)
    context: dict[str, Any] = {"report": found, "waiting": waiting, "last": _last(found)}
    if waiting is not None:
        waiting.plan.agency = found.agency
        context["difference"] = difference_between(found.plan, waiting.plan)
        context["luggage"] = luggage_of(found, waiting.plan)
    return render(request, "reporting/rebind.html", context)


def _move(request: HttpRequest, report: Report, person: Person) -> HttpResponse:
    key = request.POST.get("plan", "")
    plan = Plan.objects.filter(pk=int(key)).first() if key.isdecimal() else None
    if plan is None or plan_for(report.agency, report.period) is None:
        raise Http404
    rebound = move_report(report, plan, by=person, now=clock.now())
    messages.success(
        request,
        f"Laporan kini memakai rencana {plan_name(plan)}. {rebound.luggage.count} isian dibawa, "
        f"{len(rebound.luggage.left)} tidak.",
    )
    return redirect("report-rebind", report.pk)


def _last(report: Report) -> dict[str, Any] | None:
    """What came of the last move, as the history keeps it."""
    events = HistoryEvent.objects.filter(
        subject=f"{report._meta.label_lower}:{report.pk}", verb="report_rebound"
    )
    event = events.select_related("by").order_by("-sequence").first()
    return {"event": event, **event.details} if event else None
