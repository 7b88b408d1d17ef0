"""The pages for a step of a draft, with the list of its acts."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from sop.actions.edit import add, change
from sop.forms.steps import StepForm
from sop.models import Step
from sop.queries.definition import step_name, steps_of
from sop.views.editor.draft import Desk, act_row, desk, form_page, saved


@require_http_methods(["GET", "POST"])
def new_step(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """A step at the end, or behind the one that `sesudah` names."""
    here = desk(request, slug, number)
    form = _form(request, here, None)
    behind = request.GET.get("sesudah", "")
    after = int(behind) if behind.isdecimal() else None
    step = Step(version=here.version)
    if form.is_bound and saved(here, form, lambda: add(here.edit, _filled(step, form), after=after)):
        messages.success(request, "Langkah ditambahkan. Tambahkan tindakannya.")
        return redirect(here.url("sop-step", step.pk) + "#tindakan")
    return form_page(request, here, form, "Langkah baru")


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    here = desk(request, slug, number)
    steps = steps_of(here.version)
    found = next((one for one in steps if one.pk == pk), None)
    if found is None:
        raise Http404
    form = _form(request, here, found)
    if form.is_bound and saved(here, form, lambda: change(here.edit, found, form.columns_of_step)):
        messages.success(request, f"{step_name(found)} disimpan.")
        return redirect(here.url() + f"#langkah-{found.pk}")
    place = steps.index(found)
    around = {"before": steps[place - 1] if place else None, "after": next(iter(steps[place + 1 :]), None)}
    acts = [act_row(act) for act in found.acts.all()]
    return form_page(request, here, form, step_name(found), step=found, acts=acts, **around)


def _form(request: HttpRequest, here: Desk, found: Step | None) -> StepForm:
    """The form with a field for each further column that the printed table has."""
    extras = here.version.steps.values_list("extra", flat=True)
    heads = list(dict.fromkeys(head for extra in extras for head in extra))
    posted = request.POST if request.method == "POST" else None
    return StepForm(posted, version=here.version, step=found, heads=heads)


def _filled(step: Step, form: StepForm) -> Step:
    for name, value in form.columns_of_step.items():
        setattr(step, name, value)
    return step
