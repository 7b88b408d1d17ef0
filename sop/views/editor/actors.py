"""The pages for a lane of a draft."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from sop.actions.edit import add, change
from sop.forms.editor import ActorForm
from sop.models import Actor
from sop.views.editor.draft import desk, form_page, saved


@require_http_methods(["GET", "POST"])
def new_actor(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    here = desk(request, slug, number)
    form = ActorForm(request.POST if request.method == "POST" else None)
    if form.is_bound and saved(
        here, form, lambda: add(here.edit, Actor(version=here.version, **form.cleaned_data))
    ):
        messages.success(request, "Pelaksana ditambahkan.")
        return redirect(here.url() + "#pelaksana")
    return form_page(request, here, form, "Pelaksana baru")


@require_http_methods(["GET", "POST"])
def actor(request: HttpRequest, slug: str, number: int, pk: int) -> HttpResponse:
    here = desk(request, slug, number)
    found = get_object_or_404(Actor, version=here.version, pk=pk)
    form = ActorForm(request.POST if request.method == "POST" else None, actor=found)
    sure = "sure" in request.POST
    if form.is_bound and saved(here, form, lambda: change(here.edit, found, form.cleaned_data, sure=sure)):
        messages.success(request, "Pelaksana disimpan.")
        return redirect(here.url() + "#pelaksana")
    return form_page(request, here, form, f"Pelaksana {found.label}", is_inferred=found.inferred)
