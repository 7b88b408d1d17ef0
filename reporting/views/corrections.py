"""Correcting a signed report: opening the correction, what it changed, and giving it up."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from kinerja.lib import clock
from organisation.models import Person
from organisation.views.people import signed_in
from reporting.actions.correct import (
    NOT_YOURS,
    may_correct,
    may_withdraw,
    open_correction,
    refusals,
    withdraw,
)
from reporting.forms.correct import CorrectionForm, WithdrawForm
from reporting.models import Correction, Report
from reporting.queries.correction_difference import corrected_of
from reporting.queries.corrections import correction_of
from reporting.queries.procedure import asks_for
from reporting.queries.story import story_of
from reporting.renderers import correction as printed
from sop.workflow import Blocked, Conflict


@require_http_methods(["GET", "POST"])
def report_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the rows that are wrong, say why, and open the correction."""
    person, report = _here(request, pk)
    if not may_correct(person, report, clock.now()):
        raise PermissionDenied(NOT_YOURS)
    story = story_of(report)
    if story is None or story.compilation is None:
        raise Http404
    data = request.POST if request.method == "POST" else None
    form = CorrectionForm(data, story=story, needs_rows=asks_for(report.run, "fill"))
    if form.is_bound and form.is_valid():
        try:
            made = open_correction(report, form.wish, by=person, now=clock.now())
        except (Blocked, Conflict) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{made.title} dibuka. PPTK dari baris yang dipilih sudah diberi tahu.")
            return redirect("report", made.pk)
    context = {"report": report, "form": form, "refusals": [] if form.is_bound else refusals(report)}
    context["zone"] = report.agency.time_zone
    return render(request, "reporting/correct.html", context, status=422 if form.is_bound else 200)


@require_safe
def report_difference(request: HttpRequest, pk: int) -> HttpResponse:
    """What the correction changed: was, becomes, difference, and why."""
    person, report = _here(request, pk)
    correction = _correction(report)
    compilation = report.compilations.order_by("-round").first()
    corrected = corrected_of(correction, compilation)
    context = {
        "report": report,
        "correction": correction,
        "corrected": corrected,
        "compilation": compilation,
        "printed": printed,
        "lines": printed.lines_of(corrected),
        "unchanged": printed.unchanged_words(corrected),
        "chosen": correction.rows.select_related("line", "budget_line"),
        "may_withdraw": may_withdraw(person, correction, clock.now()),
        "zone": report.agency.time_zone,
    }
    return render(request, "reporting/difference.html", context)


@require_http_methods(["GET", "POST"])
def report_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the correction up, with the reason."""
    person, report = _here(request, pk)
    _correction(report)
    if not may_correct(person, report, clock.now()):
        raise PermissionDenied(NOT_YOURS)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            withdraw(report, form.cleaned_data["reason"], by=person, now=clock.now())
        except (Blocked, Conflict) as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"{report.title} dibatalkan; angka semula tetap berlaku.")
            return redirect("report", report.pk)
    context = {"report": report, "form": form}
    return render(request, "reporting/withdraw.html", context, status=422 if form.is_bound else 200)


def _here(request: HttpRequest, pk: int) -> tuple[Person, Report]:
    person = signed_in(request)
    reports = Report.objects.visible_to(person).select_related("agency", "plan", "run__sop", "run__version")
    return person, get_object_or_404(reports, pk=pk)


def _correction(report: Report) -> Correction:
    found = correction_of(report)
    if found is None:
        raise Http404
    return found
