"""The archive: finished reports with their packages."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from organisation.views.files import file as stored_file
from organisation.views.people import signed_in
from reporting.models import ArchiveRecord, Report

PER_PAGE = 24


@require_safe
def archives(request: HttpRequest) -> HttpResponse:
    """Archived reports, newest first, found by number, title or agency."""
    mine = Report.objects.visible_to(signed_in(request))
    found = ArchiveRecord.objects.filter(report__in=mine).select_related("report__agency", "package")
    words = request.GET.get("q", "").strip()
    if words:
        found = found.filter(
            Q(number__icontains=words)
            | Q(report__title__icontains=words)
            | Q(report__number__icontains=words)
            | Q(report__agency__name__icontains=words)
            | Q(report__period__startswith=words)
        )
    page = Paginator(found.order_by("-at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "reporting/archives.html", {"page": page, "words": words})


@require_safe
def package(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The package of one archived report, checked against its SHA-256 before it is handed out."""
    mine = Report.objects.visible_to(signed_in(request))
    kept = get_object_or_404(ArchiveRecord.objects.filter(report__in=mine), pk=pk)
    return stored_file(request, kept.package_id)
