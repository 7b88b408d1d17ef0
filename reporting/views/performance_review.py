"""The review of an LKjIP: the checklist and the statement of the inspectorate, and opening it again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from reporting.actions.performance import NOT_YOURS
from reporting.actions.performance_review import (
    NOT_THE_REVIEWER,
    answer_points,
    reopen,
    state_review,
)
from reporting.forms.performance import ReopenForm
from reporting.forms.performance_review import ReviewForm
from reporting.models import PerformanceReport, ReviewAnswer, ReviewStatement
from reporting.renderers import statement as paper
from reporting.views.performance_desk import Desk, desk_of, refuse, tell
from sop.workflow import Blocked

Verdict = ReviewStatement.Verdict


@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """The checklist of the round; only the inspectorate fills it in."""
    desk = desk_of(request, pk)
    answers = _answers(desk.report)
    form = ReviewForm(answers=answers)
    if request.method == "POST":
        refuse(NOT_THE_REVIEWER, unless=desk.reviews)
        form = ReviewForm(request.POST, answers=answers)
        if form.is_valid() and _done(request, desk, form):
            return redirect("performance-review", pk=pk)
    context = {
        "desk": desk,
        "report": desk.report,
        "zone": desk.report.agency.time_zone,
        "form": form,
        "fills": desk.reviews and desk.report.is_open,
        "groups": paper.answered(answers),
        "statements": list(ReviewStatement.objects.filter(report=desk.report).select_related("by")),
    }
    return render(request, "reporting/performance_review.html", context, status=422 if form.errors else 200)


@require_safe
def review_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Statement and checklist of the present round as PDF."""
    desk = desk_of(request, pk)
    found = ReviewStatement.objects.filter(report=desk.report, round=desk.report.round)
    content = paper.render(desk.report, found.select_related("by").first(), _answers(desk.report))
    response = HttpResponse(content, content_type="application/pdf")
    name = f"reviu-LKjIP-{desk.report.agency.code}-{desk.report.period}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(["GET", "POST"])
def reopen_report(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to work after a review, with a reason."""
    desk = desk_of(request, pk)
    refuse(NOT_YOURS, unless=desk.writes)
    form = ReopenForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            reopen(desk.report, form.cleaned_data["reason"], by=desk.person, now=desk.now)
        except Blocked as blocked:
            tell(form, blocked)
        else:
            messages.success(request, "LKjIP dibuka kembali; reviu berikutnya adalah putaran baru.")
            return redirect("performance-report", pk=pk)
    context = {"desk": desk, "report": desk.report, "form": form}
    return render(request, "reporting/performance_reopen.html", context, status=422 if form.errors else 200)


def _answers(report: PerformanceReport) -> dict[str, ReviewAnswer]:
    kept = ReviewAnswer.objects.filter(report=report, round=report.round)
    return {answer.point: answer for answer in kept}


def _done(request: HttpRequest, desk: Desk, form: ReviewForm) -> bool:
    """Keep the answers, and state the verdict where its button was pressed."""
    act = request.POST.get("act", "save")
    try:
        answer_points(desk.report, form.answers, by=desk.person, now=desk.now)
        if act in Verdict.values:
            remark = form.cleaned_data["remark"]
            state_review(desk.report, Verdict(act), remark, by=desk.person, now=desk.now)
    except Blocked as blocked:
        tell(form, blocked)
        return False
    said = {"reviewed": "LKjIP dinyatakan telah direviu.", "returned": "LKjIP dikembalikan kepada penyusun."}
    messages.success(request, said.get(act, "Jawaban disimpan."))
    return True
