"""The pages for an act: what one lane does in a step."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from sop.actions.edit import add, change
from sop.forms.steps import ActForm
from sop.models import Act, Step
from sop.queries.definition import step_name
from sop.views.editor.draft import Desk, chart_of, desk, form_page, saved


@require_http_methods(["GET", "POST"])
def new_act(request: HttpRequest, slug: str, number: int, step_pk: int) -> HttpResponse:
    here = desk(request, slug, number)
    step = get_object_or_404(Step, version=here.version, pk=step_pk)
    form = _form(request, here, step, None)
    if form.is_bound and saved(here, form, lambda: add(here.edit, Act(step=step, **form.columns_of_act))):
        messages.success(request, "Tindakan ditambahkan.")
        return redirect(here.url("sop-step", step.pk) + "#tindakan")
    title = f"Tindakan baru di {step_name(step).lower()}"
    return form_page(
        request, here, form, title, step_above=step, preview=here.url("sop-new-act-chart", step.pk)
    )


@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    here = desk(request, slug, number)
    acts = Act.objects.select_related("step__version", "actor", "returns_to", "proceeds_to")
    found = get_object_or_404(acts, step__version=here.version, pk=pk)
    form = _form(request, here, found.step, found)
    sure = "sure" in request.POST
    if form.is_bound and saved(here, form, lambda: change(here.edit, found, form.columns_of_act, sure=sure)):
        messages.success(request, "Tindakan disimpan.")
        return redirect(here.url("sop-step", found.step_id) + "#tindakan")
    context = {"step_above": found.step, "is_inferred": bool(found.inferred)}
    context["preview"] = here.url("sop-act-chart", found.pk)
    return form_page(request, here, form, f"Tindakan di {step_name(found.step).lower()}", **context)


@require_POST
def preview(request: HttpRequest, slug: str, number: int, step_pk: int = 0, pk: int = 0) -> HttpResponse:
    """The flowchart as it would be with what stands in the form; nothing is kept."""
    here = desk(request, slug, number)
    acts = Act.objects.select_related("step__version")
    found = get_object_or_404(acts, step__version=here.version, pk=pk) if pk else None
    step = found.step if found else get_object_or_404(Step, version=here.version, pk=step_pk)
    form = _form(request, here, step, found)
    with transaction.atomic():
        if form.is_valid():
            drawn = found or Act(step=step, order=step.acts.count() + 1)
            for name, value in form.columns_of_act.items():
                setattr(drawn, name, value)
            drawn.save()
        page = render(request, "sop/editor/_chart.html", {"here": here, **chart_of(here)})
        transaction.set_rollback(True)
    return page


def _form(request: HttpRequest, here: Desk, step: Step, found: Act | None) -> ActForm:
    posted = request.POST if request.method == "POST" else None
    version = here.version
    return ActForm(
        posted, step=step, act=found, actors=list(version.actors.all()), steps=list(version.steps.all())
    )
