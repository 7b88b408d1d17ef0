"""The archive: finished reports with their packages, and what is due."""

from datetime import UTC, date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from kinerja.lib import clock, workbooks
from kinerja.lib.dates import Zone
from organisation.models import Agency
from organisation.views.files import file as stored_file
from organisation.views.people import signed_in
from reporting.forms.archive_keeping import DueForm, SearchForm
from reporting.models import ArchiveRecord
from reporting.queries.archive import due, kept, search, years_and_classes
from reporting.renderers.archive_list import COLUMNS, rows_of, workbook

PER_PAGE = 24


@require_safe
def archives(request: HttpRequest) -> HttpResponse:
    """Archived reports, newest first, found by words, year, class and state."""
    mine = ArchiveRecord.objects.visible_to(signed_in(request))
    years, codes = years_and_classes(mine)
    form = SearchForm(request.GET, years=years, codes=codes)
    today = Zone.WIB.local(clock.now()).date()
    found = search(mine, form.wanted, today)
    rows = found.select_related("report__agency", "package").prefetch_related("marks")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [kept(record, today) for record in page.object_list],
        "form": form,
        "asked": any(vars(form.wanted).values()),
    }
    return render(request, "reporting/archives.html", context)


@require_safe
def package(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The package of one archived report, checked against its SHA-256 before it is handed out."""
    mine = ArchiveRecord.objects.visible_to(signed_in(request))
    found: ArchiveRecord = get_object_or_404(mine, pk=pk)
    return stored_file(request, found.package_id)


@require_safe
def archive_due(request: HttpRequest) -> HttpResponse:
    """What an agency is to move, destroy, hand over or judge again, as of a day."""
    form, agencies = _due_form(request)
    agency, on = _chosen(form, agencies)
    lists = due(agency, on) if agency and on else {}
    context = {
        "form": form,
        "of": agency,
        "on": on,
        "lists": [(proposal, found, rows_of(found)) for proposal, found in lists.items()],
        "count": sum(len(found) for found in lists.values()),
        "headings": [column.heading for column in COLUMNS],
    }
    return render(request, "reporting/archive_due.html", context, status=422 if form.errors else 200)


@require_safe
def archive_due_file(request: HttpRequest) -> HttpResponse:
    """The same lists as a workbook."""
    form, agencies = _due_form(request)
    agency, on = _chosen(form, agencies)
    if agency is None or on is None:
        return archive_due(request)
    content = workbook(agency, due(agency, on), on, at=clock.now().astimezone(UTC))
    response = HttpResponse(content, content_type=workbooks.CONTENT_TYPE)
    name = f"arsip-jatuh-tempo-{agency.code}-{on:%Y-%m-%d}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _due_form(request: HttpRequest) -> tuple[DueForm, dict[str, Agency]]:
    visible = Agency.objects.visible_to(signed_in(request)).distinct().order_by("name")
    agencies = {agency.code: agency for agency in visible}
    choices = [(agency.code, agency.name) for agency in agencies.values()]
    asked: dict[str, Any] = {name: value for name, value in request.GET.items() if value}
    today = Zone.WIB.local(clock.now()).date()
    return DueForm(asked, agencies=choices, today=today), agencies


def _chosen(form: DueForm, agencies: dict[str, Agency]) -> tuple[Agency | None, date | None]:
    """The agency asked for, else the first; nothing where the question is not understood."""
    if not form.is_valid():
        return None, None
    first = next(iter(agencies), "")
    return agencies.get(form.cleaned_data["perangkat"] or first), form.cleaned_data["per"]
