"""The pages for an act: what one lane does in a step."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from sop.actions.edit import add, change
from sop.forms.steps import ActForm
from sop.models import Act, Step
from sop.queries.definition import step_name
from sop.views.editor.draft import Desk, desk, form_page, saved


@require_http_methods(["GET", "POST"])
def new_act(request: HttpRequest, slug: str, number: int, step_pk: int) -> HttpResponse:
    here = desk(request, slug, number)
    step = get_object_or_404(Step, version=here.version, pk=step_pk)
    form = _form(request, here, step, None)
    if form.is_bound and saved(here, form, lambda: add(here.edit, Act(step=step, **form.columns_of_act))):
        messages.success(request, "Tindakan ditambahkan.")
        return redirect(here.url("sop-step", step.pk) + "#tindakan")
    return form_page(request, here, form, f"Tindakan baru di {step_name(step).lower()}", step_above=step)


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
    return form_page(request, here, form, f"Tindakan di {step_name(found.step).lower()}", **context)


def _form(request: HttpRequest, here: Desk, step: Step, found: Act | None) -> ActForm:
    posted = request.POST if request.method == "POST" else None
    version = here.version
    return ActForm(
        posted, step=step, act=found, actors=list(version.actors.all()), steps=list(version.steps.all())
    )
