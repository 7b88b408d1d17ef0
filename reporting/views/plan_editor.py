"""The plan as a whole on the desk: overview, head, a new plan, a revision, publishing, throwing away."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from kinerja.lib import clock
from organisation.permissions import agencies_where
from organisation.views.people import signed_in
from reporting.actions import plan_revision as acting
from reporting.actions.plan_edit import change_plan
from reporting.forms.plan_edit import HeadForm, NewPlanForm
from reporting.queries.plan import next_revision, revisions_of, tree_of
from reporting.queries.plan_lines import fingerprint, plan_name
from reporting.queries.plan_problems import problems_of
from reporting.views.plan_desk import dated_desk, desk, form_page, saved
from sop.workflow import Blocked


@require_GET
def editor(request: HttpRequest, pk: int) -> HttpResponse:
    """Every line with its indicators, its pagu and its PPTK, each with the way to change it."""
    here = dated_desk(request, pk)
    branches = tree_of(here.plan, here.day)
    context = {
        "here": here,
        "branches": branches,
        "problems": problems_of(here.plan, branches) if here.is_draft else [],
        "on": here.day,
    }
    return render(request, "reporting/plan_editor.html", context)


@require_http_methods(["GET", "POST"])
def head(request: HttpRequest, pk: int) -> HttpResponse:
    """Label, first day, nomenclature and basis; of a published plan only the last two."""
    here = dated_desk(request, pk)
    form = HeadForm(request.POST if request.method == "POST" else None, plan=here.plan)
    if form.is_bound and saved(here, form, lambda: change_plan(here.edit, form.cleaned_data)):
        messages.success(request, "Kepala rencana disimpan.")
        return redirect(here.url() if here.is_draft else here.url("plan"))
    here.plan.refresh_from_db()
    return form_page(request, here, form, "Kepala rencana", mark=fingerprint(here.plan))


@require_http_methods(["GET", "POST"])
def new_plan(request: HttpRequest) -> HttpResponse:
    """The first draft of a year: empty, or a copy of an earlier plan."""
    person, now = signed_in(request), clock.now()
    agencies = agencies_where(person, "edit_plan", now.date())
    if not agencies:
        raise PermissionDenied("Rencana dibuat oleh Kasubbag program/keuangan atau penyusun laporan.")
    form = NewPlanForm(
        request.POST if request.method == "POST" else None, agencies=agencies, today=now.date()
    )
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        try:
            plan = acting.create_plan(
                values["agency"], values["year"], form.head, source=values["source"], by=person, now=now
            )
        except Blocked as blocked:
            form.add_error(None, str(blocked))
        else:
            messages.success(request, f"Draf rencana {plan_name(plan)} dibuat.")
            return redirect("plan-editor", plan.pk)
    context = {"form": form, "title": "Rencana baru", "word": "Buat draf"}
    return render(request, "reporting/plan_new.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def revise(request: HttpRequest, pk: int) -> HttpResponse:
    """A change of a published plan, as a draft copied from it."""
    here = dated_desk(request, pk)
    first = next_revision(here.plan, here.day)
    form = HeadForm(request.POST if request.method == "POST" else None, first=first)
    if form.is_bound and form.is_valid():
        try:
            plan = acting.draft_revision(here.plan, form.head, by=here.person, now=here.now)
        except Blocked as blocked:
            form.add_error(None, str(blocked))
        else:
            messages.success(request, f"Draf rencana {plan_name(plan)} dibuat dari {plan_name(here.plan)}.")
            return redirect("plan-editor", plan.pk)
    context = {"form": form, "here": here, "title": f"Perubahan dari {here.plan.label}", "word": "Buat draf"}
    return render(request, "reporting/plan_new.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask with everything that stands against it, then put the draft in force."""
    here = desk(request, pk)
    refused = ""
    if request.method == "POST":
        try:
            acting.publish(here.edit)
        except Blocked:
            refused = "Draf belum dapat diterbitkan; perbaiki dahulu yang tertulis di bawah."
        else:
            messages.success(request, f"Rencana {plan_name(here.plan)} terbit.")
            return redirect("plan", pk)
    problems = problems_of(here.plan)
    context = {
        "here": here,
        "refused": refused,
        "problems": problems,
        "is_blocked": any(problem.blocks for problem in problems),
        "earlier": next((plan for plan in revisions_of(here.plan) if plan.status == "published"), None),
    }
    return render(request, "reporting/plan_publish.html", context, status=409 if refused else 200)


@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then throw the draft away."""
    here = desk(request, pk)
    if request.method == "POST":
        acting.discard(here.edit)
        messages.success(request, f"Draf rencana {plan_name(here.plan)} dihapus.")
        return redirect("plans")
    words = "Seluruh isi draf ini hilang; rencana yang sudah terbit tidak berubah."
    context = {"here": here, "title": "Hapus draf", "words": words, "back": here.url()}
    return render(request, "reporting/plan_ask.html", context)
