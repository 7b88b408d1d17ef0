"""“Layanan eSign” of an agency, and the NIK with which a person is known there."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kinerja.lib import clock
from organisation.models import Agency, Person
from organisation.permissions import agencies_where
from organisation.views.people import signed_in
from reporting.actions.esign import (
    NOT_YOURS,
    forget_nik,
    keep_nik,
    keep_service,
    masked_nik,
    require_configurer,
    try_service,
)
from reporting.forms.esign import EsignServiceForm, NikForm
from reporting.models import EsignService
from sop.workflow import Blocked


@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """The eSign service of every agency in which the person sets it."""
    person = signed_in(request)
    agencies = agencies_where(person, "edit_esign", clock.now().date())
    if not agencies:
        raise PermissionDenied(NOT_YOURS)
    kept = {service.agency_id: service for service in EsignService.objects.filter(agency__in=agencies)}
    listed = [(agency, kept.get(agency.pk)) for agency in agencies]
    return render(request, "reporting/esign_services.html", {"listed": listed})


@sensitive_post_parameters("secret")
@sensitive_variables("form")
@require_http_methods(["GET", "POST"])
def service(request: HttpRequest, code: str) -> HttpResponse:
    """The eSign service of one agency, to be set."""
    person, agency = _here(request, code)
    kept = EsignService.objects.filter(agency=agency).first()
    sent = request.POST if request.method == "POST" else None
    form = EsignServiceForm(sent, kept=kept)
    if sent is not None and form.is_valid():
        try:
            keep_service(form.wish(), agency=agency, by=person, now=clock.now())
        except Blocked as blocked:
            _add_reasons(form, blocked)
        else:
            messages.success(request, "Layanan eSign disimpan. Uji sambungannya sebelum dipakai.")
            return redirect("esign-service", code=agency.code)
    context = {"of": agency, "form": form, "kept": kept}
    return render(request, "reporting/esign_service.html", context, status=422 if sent is not None else 200)


@require_POST
def service_try(request: HttpRequest, code: str) -> HttpResponse:
    """Whether the service answers and knows this office."""
    person, agency = _here(request, code)
    kept = get_object_or_404(EsignService.objects.select_related("agency"), agency=agency)
    try:
        messages.success(request, try_service(kept, by=person, now=clock.now()))
    except Blocked as blocked:
        messages.error(request, str(blocked))
    return redirect("esign-service", code=agency.code)


@sensitive_post_parameters("nik")
@sensitive_variables("form")
@require_http_methods(["GET", "POST"])
def nik(request: HttpRequest) -> HttpResponse:
    """One's own NIK: shown masked, replaced or removed."""
    person, now = signed_in(request), clock.now()
    sent = request.POST if request.method == "POST" else None
    if sent is not None and "forget" in sent:
        forget_nik(person, by=person, now=now)
        messages.success(request, "NIK Anda dihapus dari aplikasi.")
        return redirect("nik")
    form = NikForm(sent)
    if sent is not None and form.is_valid():
        try:
            keep_nik(person, form.cleaned_data["nik"], by=person, now=now)
        except Blocked as blocked:
            _add_reasons(form, blocked)
        else:
            messages.success(request, "NIK Anda disimpan tersegel.")
            return redirect("nik")
    context = {"form": form, "masked": _masked(person)}
    return render(request, "reporting/nik.html", context, status=422 if sent is not None else 200)


def _masked(person: Person) -> str:
    try:
        return masked_nik(person)
    except Blocked:
        return "tidak terbaca lagi; isikan kembali"


def _add_reasons(form: Form, blocked: Blocked) -> None:
    for blocker in blocked.blockers:
        form.add_error(None, blocker.sentence)


def _here(request: HttpRequest, code: str) -> tuple[Person, Agency]:
    """Who asks about which agency; a stranger does not learn that it is there."""
    person = signed_in(request)
    agency = get_object_or_404(Agency.objects.visible_to(person).distinct(), code=code)
    require_configurer(person, agency, clock.now())
    return person, agency
