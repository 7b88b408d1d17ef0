"""Handing a sheet in: everything once more, then the receipt."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from kinerja.lib import clock
from organisation.views.people import signed_in
from reporting.actions.entry import closed_because, on_behalf
from reporting.actions.submit import receipt_number
from reporting.queries.entry import sheet_of
from reporting.queries.entry_history import submitted_rows
from reporting.views.entry import card_view, task_for
from sop.models import Task
from sop.workflow import advance


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, task_pk: int) -> HttpResponse:
    """Everything once more before it is submitted, with the reasons given for what looks like a slip."""
    person, now = signed_in(request), clock.now()
    task = task_for(person, task_pk)
    if request.method == "POST":
        advance(task, "done", by=person, now=now)
        return redirect("entry-receipt", task_pk=task.pk)
    sheet = sheet_of(task)
    if closed_because(task, person, now) or sheet.problems:
        return redirect("entry", task_pk=task.pk)
    cards = [card_view(card, {}) for card in sheet.cards]
    context = {
        "task": task,
        "sheet": sheet,
        "cards": cards,
        "warned": [cell for card in cards for cell in (*card.lines, *card.moneys) if cell.warnings],
        "who": on_behalf(task, person),
        "now": now,
        "zone": task.run.agency.time_zone,
    }
    return render(request, "reporting/entry_check.html", context)


@require_GET
def receipt(request: HttpRequest, task_pk: int) -> HttpResponse:
    """Proof that the sheet was handed in: number, moment, by whom, and every value as it was then."""
    task = task_for(signed_in(request), task_pk)
    if task.status != Task.Status.DONE:
        return redirect("entry", task_pk=task.pk)
    context = {
        "task": task,
        "number": receipt_number(task),
        "who": task.doer,
        "rows": submitted_rows(task),
        "zone": task.run.agency.time_zone,
    }
    return render(request, "reporting/entry_receipt.html", context)
