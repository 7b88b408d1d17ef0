"""The past of one row: its last values, and every change with who and when."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from organisation.views.people import signed_in
from reporting.queries.entry import sheet_of
from reporting.queries.entry_history import history_of, title_of
from reporting.views.entry import task_for


@require_GET
def history(request: HttpRequest, task_pk: int, key: str) -> HttpResponse:
    """For whoever may see the sheet; asked by a script it is only the part that matters."""
    task = task_for(signed_in(request), task_pk)
    place = sheet_of(task).by_key.get(key)
    if place is None:
        raise Http404
    part = request.headers.get("HX-Request") == "true"
    zone = task.run.agency.time_zone
    context = {"task": task, "title": title_of(place), "history": history_of(place, zone), "zone": zone}
    name = "reporting/_entry_history.html" if part else "reporting/entry_history.html"
    return render(request, name, context)
