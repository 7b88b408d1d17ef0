"""“LKjIP”: the list, one with its chapters and what it lacks, and its files."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kinerja.lib import clock
from organisation.models import StoredFile
from organisation.permissions import agencies_where
from organisation.views.files import file as stored_file
from organisation.views.people import signed_in
from reporting.actions import performance as acting
from reporting.forms.performance import NumberForm, ReasonForm, StartForm
from reporting.models import PerformanceReport, ReviewStatement
from reporting.queries.performance_overview import overview_of
from reporting.renderers import book_pdf, book_word
from reporting.renderers.book_chapters import book_of
from reporting.views.performance_desk import Desk, desk_of, tell
from sop.workflow import Blocked

Status = PerformanceReport.Status


@require_http_methods(["GET", "POST"])
def reports(request: HttpRequest) -> HttpResponse:
    """Every LKjIP that the person may see, and the way to open one."""
    person, now = signed_in(request), clock.now()
    agencies = agencies_where(person, "write_performance_report", now.date())
    form = StartForm(
        request.POST if request.method == "POST" else None, agencies=agencies, year=now.date().year
    )
    if form.is_bound and form.is_valid():
        try:
            made = acting.start(*form.asked, by=person, now=now)
        except Blocked as blocked:
            tell(form, blocked)
        else:
            messages.success(request, f"{made.title} dibuka. Tulis bagian-bagiannya di bawah.")
            return redirect("performance-report", pk=made.pk)
    seen = PerformanceReport.objects.visible_to(person).distinct().select_related("agency")
    context = {"reports": seen, "form": form, "may_start": bool(agencies)}
    return render(request, "reporting/performance_reports.html", context, status=422 if form.errors else 200)


@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Chapters with their state, and everything that is missing."""
    return _page(request, desk_of(request, pk))


@require_POST
def number(request: HttpRequest, pk: int) -> HttpResponse:
    """The number on the cover."""
    desk, form = desk_of(request, pk), NumberForm(request.POST)
    if not form.is_valid():
        return _page(request, desk, number_form=form)
    acting.set_number(desk.report, form.cleaned_data["number"], by=desk.person, now=desk.now)
    messages.success(request, "Nomor disimpan.")
    return redirect("performance-report", pk=pk)


@require_POST
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the plan that is in force at the period's end."""
    desk = desk_of(request, pk)
    acting.use_plan_in_force(desk.report, by=desk.person, now=desk.now)
    messages.success(request, "LKjIP memakai rencana yang berlaku; angkanya dibaca ulang.")
    return redirect("performance-report", pk=pk)


@require_POST
def reason(request: HttpRequest, pk: int) -> HttpResponse:
    """Why something stays out of this LKjIP."""
    desk, form = desk_of(request, pk), ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, desk, reason_form=form)
    values = form.cleaned_data
    acting.state_reason(desk.report, values["gap"], values["reason"], by=desk.person, now=desk.now)
    messages.success(request, "Alasan disimpan." if values["reason"] else "Alasan dicabut.")
    return redirect("performance-report", pk=pk)


@require_POST
def ask(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell the inspectorate that the draft is ready."""
    desk = desk_of(request, pk)
    acting.ask_for_review(desk.report, by=desk.person, now=desk.now)
    messages.success(request, "Inspektorat sudah diberi tahu lewat Kotak Masuk.")
    return redirect("performance-report", pk=pk)


@require_safe
def pdf_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The signed file, else the draft as it stands."""
    desk = desk_of(request, pk)
    if desk.report.pdf:
        return stored_file(request, desk.report.pdf.pk)
    content = book_pdf.render(book_of(desk.report, desk.today))
    return _draft(desk, content, book_pdf.CONTENT_TYPE, "pdf")


@require_safe
def word_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The frozen file, else the draft as it stands."""
    desk = desk_of(request, pk)
    if desk.report.word:
        return stored_file(request, desk.report.word.pk)
    content = book_word.render(book_of(desk.report, desk.today), at=desk.now)
    return _draft(desk, content, book_word.CONTENT_TYPE, "docx")


def _draft(desk: Desk, content: bytes, content_type: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    name = f"LKjIP-{desk.report.agency.code}-{desk.report.period}-draf.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _page(request: HttpRequest, desk: Desk, **forms: NumberForm | ReasonForm) -> HttpResponse:
    found = desk.report
    files: list[StoredFile] = [file for file in (found.pdf, found.word) if file]
    context = {
        "desk": desk,
        "report": found,
        "zone": found.agency.time_zone,
        "overview": overview_of(found, desk.today),
        "statements": ReviewStatement.objects.filter(report=found).select_related("by"),
        "files": files,
        "number_form": NumberForm(initial={"number": found.number}),
        **forms,
    }
    return render(request, "reporting/performance_report.html", context, status=422 if forms else 200)
