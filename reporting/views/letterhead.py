"""“Kop dan penanda tangan”: the logo of the letterhead, and who signs on whose behalf."""

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kinerja.lib import clock
from kinerja.lib.files import FileRefused
from kinerja.lib.pictures import in_page
from organisation.models import Agency, Person
from organisation.permissions import may
from organisation.views.people import signed_in
from reporting.actions.letterhead import LOGO_NOT_YOURS, drop_logo, end_mandate, entrust, set_logo
from reporting.forms.letterhead import LogoForm, MandateForm
from reporting.models import Mandate
from reporting.queries.letterhead import logo_of, mandates_of, offices_of, picture_of


@require_safe
def letterhead(request: HttpRequest, code: str) -> HttpResponse:
    """How the letterhead looks, and every mandate."""
    person, agency, now = _here(request, code)
    return _page(request, person, agency, now)


@require_POST
def logo(request: HttpRequest, code: str) -> HttpResponse:
    """Another picture, or none."""
    person, agency, now = _here(request, code)
    if "drop" in request.POST:
        drop_logo(agency, by=person, now=now)
        messages.success(request, "Logo dilepas dari kop. Berkas yang sudah ditandatangani tidak berubah.")
        return redirect("letterhead", code=code)
    form = LogoForm(request.POST, request.FILES)
    if form.is_valid():
        sent = form.cleaned_data["picture"]
        try:
            set_logo(agency, sent.name, sent.read(), by=person, now=now)
        except FileRefused as refused:
            form.add_error("picture", str(refused))
        else:
            messages.success(request, "Logo disimpan dan tercetak pada kop sejak sekarang.")
            return redirect("letterhead", code=code)
    return _page(request, person, agency, now, logo_form=form)


@require_http_methods(["POST"])
def mandate_new(request: HttpRequest, code: str) -> HttpResponse:
    """A mandate more."""
    person, agency, now = _here(request, code)
    today = agency.time_zone.local(now).date()
    form = MandateForm(request.POST, offices=offices_of(agency, today))
    if form.is_valid():
        try:
            entrust(form.entrusting, by=person, now=now)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, "Pelimpahan tanda tangan dicatat.")
            return redirect("letterhead", code=code)
    return _page(request, person, agency, now, mandate_form=form)


@require_POST
def mandate_end(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """A mandate ended early."""
    person, agency, now = _here(request, code)
    found = get_object_or_404(Mandate, pk=pk, appointment__agency=agency)
    try:
        end_mandate(found, by=person, now=now)
        messages.success(request, "Pelimpahan diakhiri.")
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    return redirect("letterhead", code=code)


def _here(request: HttpRequest, code: str) -> tuple[Person, Agency, datetime]:
    """Who asks, about which agency, when; 404 for strangers, 403 for those who may not."""
    person, now = signed_in(request), clock.now()
    agency = get_object_or_404(Agency.objects.visible_to(person).distinct(), code=code)
    today = agency.time_zone.local(now).date()
    if not (may(person, "edit_layout", agency, today) or may(person, "name_substitute", agency, today)):
        raise PermissionDenied(LOGO_NOT_YOURS)
    return person, agency, now


def _page(
    request: HttpRequest, person: Person, agency: Agency, now: datetime, **sent: LogoForm | MandateForm
) -> HttpResponse:
    today = agency.time_zone.local(now).date()
    picture = picture_of(logo_of(agency))
    context = {
        "of": agency,
        "picture": in_page(picture) if picture else "",
        "may_set_logo": may(person, "edit_layout", agency, today),
        "may_entrust": may(person, "name_substitute", agency, today),
        "logo_form": LogoForm(),
        "mandate_form": MandateForm(offices=offices_of(agency, today), initial={"from_on": today}),
        "mandates": [(one, one.to_on is None or one.to_on >= today) for one in mandates_of(agency)],
        **sent,
    }
    return render(request, "reporting/letterhead.html", context, status=422 if sent else 200)
