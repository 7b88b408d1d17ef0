"""“Tujuan pengiriman”: where an agency's reports go, and in which way."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from kinerja.lib import clock
from organisation.models import Agency, Person
from organisation.permissions import agencies_where, may
from organisation.views.people import signed_in
from reporting.actions.destination import keep_destination
from reporting.forms.destination import DestinationForm
from reporting.models import Destination
from sop.workflow import Blocked


@require_safe
def destinations(request: HttpRequest) -> HttpResponse:
    """The destinations of every agency in which the person keeps them."""
    person = signed_in(request)
    today = clock.now().date()
    agencies = agencies_where(person, "edit_destinations", today)
    if not agencies:
        raise PermissionDenied(
            "Tujuan pengiriman diatur oleh Kasubbag program/keuangan atau penyusun laporan."
        )
    kept = Destination.objects.filter(agency__in=agencies)
    listed = [(agency, [one for one in kept if one.agency_id == agency.pk]) for agency in agencies]
    return render(request, "reporting/destinations.html", {"listed": listed})


@require_http_methods(["GET", "POST"])
def destination_new(request: HttpRequest, code: str) -> HttpResponse:
    """A destination more."""
    person, agency = _here(request, code)
    return _form(request, person, agency, None)


@require_http_methods(["GET", "POST"])
def destination(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """One destination, to be changed."""
    person, agency = _here(request, code)
    return _form(request, person, agency, get_object_or_404(Destination, agency=agency, pk=pk))


def _form(request: HttpRequest, person: Person, agency: Agency, kept: Destination | None) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    form = DestinationForm(sent, kept=kept)
    if sent is not None and form.is_valid():
        wish = form.cleaned_data["wish"]
        try:
            saved = keep_destination(wish, agency=agency, destination=kept, by=person, now=clock.now())
        except Blocked as blocked:
            for blocker in blocked.blockers:
                form.add_error(None, blocker.sentence)
        else:
            messages.success(request, f"Tujuan {saved.name} disimpan.")
            return redirect("destinations")
    context = {"of": agency, "form": form, "kept": kept}
    return render(request, "reporting/destination.html", context, status=422 if sent is not None else 200)


def _here(request: HttpRequest, code: str) -> tuple[Person, Agency]:
    """Who asks, about which agency."""
    person = signed_in(request)
    agency = get_object_or_404(Agency.objects.visible_to(person).distinct(), code=code)
    today = agency.time_zone.local(clock.now()).date()
    if not may(person, "edit_destinations", agency, today):
        raise PermissionDenied(
            "Tujuan pengiriman diatur oleh Kasubbag program/keuangan atau penyusun laporan."
        )
    return person, agency
