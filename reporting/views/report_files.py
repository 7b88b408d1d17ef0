"""The files of a report: handed out at once, or, where they are large, made by a worker and waited for."""

from functools import partial

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from kinerja.lib import clock
from kinerja.lib.files import safe_name
from organisation.queries.files import open_checked
from organisation.views.files import file as stored_file
from organisation.views.files import handed_out
from organisation.views.people import signed_in
from reporting.actions.deliver import signed_document
from reporting.actions.freeze import file_name
from reporting.actions.prepared import is_awaited, living
from reporting.actions.rendering import ask_for
from reporting.models import Rendering, Report
from reporting.queries.renderings import ahead_of
from reporting.queries.report import sheet_of
from reporting.renderers.prints import RENDERERS, Print, fingerprint, make
from reporting.tasks import render_waiting
from sop.workflow import Blocked


@require_http_methods(["GET", "HEAD", "POST"])
def report_file(request: HttpRequest, pk: int, format: str) -> HttpResponseBase:  # noqa: A002
    """The frozen file of a signed report, else the round that stands, in the layout of `tujuan` if named."""
    found = get_object_or_404(Report.objects.visible_to(signed_in(request)).select_related("agency"), pk=pk)
    if format not in RENDERERS:
        raise Http404
    frozen = signed_document(found, format)
    if frozen is not None:
        return stored_file(request, frozen.file_id)
    compilation = found.compilations.select_related("report__agency").last()
    if compilation is None:
        raise Http404
    destination = request.GET.get("tujuan", "")
    wanted = Print(format, sheet_of(compilation, destination=destination))
    if not is_awaited(wanted):
        return _at_once(wanted, found)
    return _ask(request, wanted, destination) if request.method == "POST" else _large(request, wanted)


@require_safe
def rendering(request: HttpRequest, pk: int, rendering: int) -> HttpResponse:
    """The wait for a large file, then the way to it; htmx asks for the part that changes."""
    found = _found(request, pk, rendering)
    report = found.compilation.report
    zone = report.agency.time_zone
    context = {"rendering": found, "report": report, "ahead": ahead_of(found), "zone": zone}
    part = request.headers.get("HX-Request") == "true"
    return render(request, "reporting/_rendering.html" if part else "reporting/rendering.html", context)


@require_safe
def rendering_file(request: HttpRequest, pk: int, rendering: int) -> HttpResponseBase:
    """The file itself, after its bytes were checked; back to its page while there is none."""
    found = _found(request, pk, rendering)
    ready = found.state == Rendering.State.READY
    content = open_checked(found.path, found.sha256) if ready else None
    if content is None:
        return redirect("rendering", pk=pk, rendering=rendering)
    name, kind = _name(found.compilation.report, found.format), RENDERERS[found.format].CONTENT_TYPE
    return handed_out(content, name, kind)


def _found(request: HttpRequest, pk: int, rendering: int) -> Rendering:
    visible = Rendering.objects.visible_to(signed_in(request)).filter(compilation__report=pk)
    return get_object_or_404(visible.select_related("compilation__report__agency"), pk=rendering)


def _large(request: HttpRequest, wanted: Print) -> HttpResponse:
    """Where the file is, if somebody asked for it; else the way to ask, since reading changes nothing."""
    found = living(fingerprint(wanted), clock.now())
    report = wanted.sheet.report
    if found:
        return redirect("rendering", pk=report.pk, rendering=found.pk)
    label = Rendering.Format(wanted.format).label
    context = {"report": report, "format": label, "rows": wanted.rows}
    return render(request, "reporting/rendering_ask.html", context)


def _ask(request: HttpRequest, wanted: Print, destination: str) -> HttpResponse:
    report = wanted.sheet.report
    try:
        asked = ask_for(wanted, destination=destination, by=signed_in(request), now=clock.now())
    except Blocked as blocked:
        messages.error(request, str(blocked))
        link = next((blocker.link for blocker in blocked.blockers if blocker.link), "")
        return redirect(link) if link else redirect("report", pk=report.pk)
    # The row is the truth and a sweep finds it; the nudge only saves the wait, and may fail.
    transaction.on_commit(partial(render_waiting.apply_async, retry=False), robust=True)
    return redirect("rendering", pk=report.pk, rendering=asked.pk)


def _at_once(wanted: Print, report: Report) -> HttpResponse:
    answer = HttpResponse(make(wanted).content, content_type=RENDERERS[wanted.format].CONTENT_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{_name(report, wanted.format)}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _name(report: Report, format_: str) -> str:
    kind = "salinan" if signed_document(report) else "draf"
    return safe_name(f"{kind}-{file_name(report, format_)}")
