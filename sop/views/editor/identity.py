"""The page for the identity block of a draft."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from sop.actions.edit import change_identity
from sop.forms.editor import IdentityForm
from sop.views.editor.draft import desk, form_page, saved


@require_http_methods(["GET", "POST"])
def identity(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    here = desk(request, slug, number)
    form = IdentityForm(request.POST if request.method == "POST" else None, version=here.version)
    if form.is_bound and saved(here, form, lambda: change_identity(here.edit, form.identity)):
        messages.success(request, "Identitas SOP disimpan.")
        return redirect(here.url())
    return form_page(request, here, form, "Identitas")
