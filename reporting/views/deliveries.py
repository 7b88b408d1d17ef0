"""Sending a report, everything that was ever sent of it, and the sheet to re-key it from."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from kinerja.lib import clock
from kinerja.lib.files import safe_name
from kinerja.lib.workbooks import CONTENT_TYPE
from organisation.views.people import signed_in
from reporting.actions.send import Order, order_sending
from reporting.models import Destination, Report
from reporting.queries.deliveries import active_destinations, deliveries_of, sendings_of, sent_document
from reporting.queries.report import Sheet
from reporting.renderers.rekeying import rekeying_tables, rekeying_workbook
from sop.models import Task
from sop.queries.tasks import with_context
from sop.workflow import Blocked


@require_POST
def send(request: HttpRequest, pk: int, destination_pk: int) -> HttpResponse:
    """Put a sending into the queue; it leaves within a minute, not within this request."""
    person = signed_in(request)
    task = get_object_or_404(with_context(Task.objects.visible_to(person).filter(act__kind="deliver")), pk=pk)
    destination = get_object_or_404(Destination, pk=destination_pk, agency=task.run.agency_id)
    agenda = request.POST.get("agenda", "").strip()[:100]
    try:
        sending = order_sending(Order(task, destination, agenda), by=person, now=clock.now())
    except Blocked as blocked:
        messages.error(request, str(blocked))
    else:
        messages.success(
            request, f"{sending.destination}: masuk antrean kirim. Hasilnya muncul di halaman ini."
        )
    return redirect("task", pk=pk)


@require_safe
def deliveries(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything that was sent of a report, with who, when and what came of it."""
    found = _report(request, pk)
    context = {
        "report": found,
        "zone": found.agency.time_zone,
        "sendings": sendings_of(found),
        "deliveries": deliveries_of(found),
        "destinations": active_destinations(found.agency) if sent_document(found) else [],
    }
    return render(request, "reporting/deliveries.html", context)


@require_safe
def rekeying(request: HttpRequest, pk: int, destination_pk: int) -> HttpResponse:
    """The report in the destination's own columns, cell by cell to be copied."""
    found = _report(request, pk)
    destination, sheet = _to_rekey(found, destination_pk)
    context = {
        "report": found,
        "destination": destination,
        "tables": rekeying_tables(sheet, destination),
        "my_task": _task_of(request, found),
    }
    return render(request, "reporting/rekeying.html", context)


@require_safe
def rekeying_file(request: HttpRequest, pk: int, destination_pk: int) -> HttpResponse:
    """The same as an Excel workbook."""
    found = _report(request, pk)
    destination, sheet = _to_rekey(found, destination_pk)
    answer = HttpResponse(rekeying_workbook(sheet, destination), content_type=CONTENT_TYPE)
    name = safe_name(f"lembar-salin-{destination.name}-{found.period.code}.xlsx")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _report(request: HttpRequest, pk: int) -> Report:
    visible = Report.objects.visible_to(signed_in(request)).select_related("agency")
    found: Report = get_object_or_404(visible, pk=pk)
    return found


def _to_rekey(report: Report, destination_pk: int) -> tuple[Destination, Sheet]:
    """The destination and the round that was signed; there is nothing to re-key before."""
    destination = get_object_or_404(Destination, agency=report.agency_id, pk=destination_pk)
    document = sent_document(report)
    if document is None:
        raise Http404
    compilation = document.compilation
    lines = compilation.lines.select_related("indicator")
    return destination, Sheet(report, compilation, list(lines), list(compilation.budget_lines.all()))


def _task_of(request: HttpRequest, report: Report) -> Task | None:
    waiting = Task.objects.filter(run=report.run_id, act__kind="deliver")
    found: Task | None = waiting.awaiting(signed_in(request), clock.now()).first()
    return found
