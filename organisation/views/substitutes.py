"""Who stands in for whom: the list, naming a substitute, ending it early."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kinerja.lib import clock
from organisation.actions.substitutes import NOT_YOURS, Naming, end_substitute, name_substitute
from organisation.forms.substitute import EndForm, SubstituteForm
from organisation.models import Agency, Person, Substitute
from organisation.permissions import agencies_where, may
from organisation.queries.substitutes import Listed, visible_substitutes
from organisation.views.people import signed_in

PAGE = 20


@require_safe
def substitutes(request: HttpRequest) -> HttpResponse:
    """Those in force and to come, then the past ones; everybody of the office may read who stands in."""
    person, now = signed_in(request), clock.now()
    present, past = visible_substitutes(person, now)
    holds = agencies_where(person, "name_substitute", timezone.localdate(now))
    context = {
        "present": [(one, _state(one, now)) for one in present],
        "page": Paginator(past, PAGE).get_page(request.GET.get("page")),
        "agencies": holds,
        "may_end": {agency.pk for agency in holds},
    }
    return render(request, "organisation/substitutes.html", context)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, code: str) -> HttpResponse:
    """Name a substitute in one agency; a link may bring along who is to be replaced (`untuk`)."""
    person, now = signed_in(request), clock.now()
    agency = get_object_or_404(Agency.objects.visible_to(person).distinct(), code=code)
    _require(person, agency, now)
    today = agency.time_zone.local(now).date()
    initial = {"from_on": today, "absent": request.GET.get("untuk")}
    form = SubstituteForm(request.POST or None, initial=initial, agency=agency, today=today)
    status = 200
    if request.method == "POST":
        if form.is_valid() and (named := _named(form, agency, person, now)):
            messages.success(request, f"{named.person} menggantikan {named.absent}, {named.span}.")
            return redirect("substitutes")
        status = 422
    return render(
        request, "organisation/substitute_add.html", {"form": form, "office": agency}, status=status
    )


@require_http_methods(["GET", "POST"])
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a substitute before its last day, with a reason."""
    person, now = signed_in(request), clock.now()
    seen = Substitute.objects.visible_to(person).select_related("agency", "absent", "person")
    found = get_object_or_404(seen, pk=pk)
    _require(person, found.agency, now)
    form = EndForm(request.POST or None)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                end_substitute(found, reason=form.cleaned_data["reason"], by=person, now=now)
            except ValidationError as refused:
                form.add_error(None, refused)
            else:
                messages.success(request, f"Penggantian {found.absent} oleh {found.person} diakhiri.")
                return redirect("substitutes")
        status = 422
    return render(request, "organisation/substitute_end.html", {"form": form, "found": found}, status=status)


def _named(form: SubstituteForm, agency: Agency, by: Person, now: datetime) -> Substitute | None:
    """The new row; None if it was refused, with the sentences in the form."""
    values: dict[str, Any] = form.cleaned_data
    try:
        return name_substitute(Naming(agency=agency, **values), by=by, now=now)
    except ValidationError as refused:
        form.add_error(None, refused)
        return None


def _require(person: Person, agency: Agency, now: datetime) -> None:
    if not may(person, "name_substitute", agency, agency.time_zone.local(now).date()):
        raise PermissionDenied(NOT_YOURS)


def _state(one: Listed, now: datetime) -> str:
    """In force, still to come, or without effect because the substitute has left the office."""
    if one.is_acting:
        return "in_force"
    return "void" if one.from_on <= one.agency.time_zone.local(now).date() else "to_come"
