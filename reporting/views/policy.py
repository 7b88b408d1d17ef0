"""“Aturan hitung”: which rules of counting hold in an agency since when, and setting new ones."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from kinerja.lib import clock
from kinerja.lib.dates import long_date
from organisation.models import Agency, Person
from organisation.permissions import may
from organisation.views.people import signed_in
from reporting.actions.policy import add_scale, set_policy
from reporting.forms.policy import PolicyForm, ScaleForm
from reporting.models import AgencyPolicy
from reporting.queries.policies import chapters_of, first_free_day, scales_of
from sop.workflow import Blocked


@require_safe
def policies(request: HttpRequest) -> HttpResponse:
    """The agencies whose rules the person may read; whoever has one agency goes straight there."""
    agencies = list(Agency.objects.visible_to(signed_in(request)).distinct().order_by("name"))
    if len(agencies) == 1:
        return redirect("policy", code=agencies[0].code)
    return render(request, "reporting/policies.html", {"agencies": agencies})


@require_safe
def policy(request: HttpRequest, code: str) -> HttpResponse:
    """What holds today, what held before, and the scales."""
    person, agency, today = _here(request, code)
    chapters = chapters_of(agency, today)
    context = {
        "of": agency,
        "holding": next(chapter for chapter in chapters if chapter.state == "now"),
        "chapters": chapters,
        "scales": scales_of(agency),
        "may_set": may(person, "set_policy", agency, today),
    }
    return render(request, "reporting/policy.html", context)


@require_http_methods(["GET", "POST"])
def policy_new(request: HttpRequest, code: str) -> HttpResponse:
    """The form for new rules, filled with those that hold."""
    person, agency, today = _here(request, code, to_set=True)
    free, settled = first_free_day(agency)
    day = max(today.replace(day=1), free) if free else today.replace(day=1)
    sent = request.POST if request.method == "POST" else None
    before = AgencyPolicy.objects.in_force(agency, max(today, day))
    form = PolicyForm(sent, agency=agency, before=before, day=day)
    if sent is not None and form.is_valid():
        try:
            kept = set_policy(form.policy, by=person, now=clock.now())
        except Blocked as blocked:
            _tell(form, blocked)
        else:
            messages.success(request, f"Aturan hitung berlaku mulai {long_date(kept.from_on)}.")
            return redirect("policy", code=code)
    context: dict[str, Any] = {"of": agency, "form": form, "free": free, "settled": settled}
    return render(request, "reporting/policy_new.html", context, status=422 if sent is not None else 200)


@require_http_methods(["GET", "POST"])
def scale_new(request: HttpRequest, code: str) -> HttpResponse:
    """The form for a scale of the agency's own."""
    person, agency, today = _here(request, code, to_set=True)
    sent = request.POST if request.method == "POST" else None
    form = ScaleForm(sent, initial={"valid_from": date(today.year, 1, 1)})
    if sent is not None and form.is_valid():
        try:
            kept = add_scale(form.scale_for(agency), by=person, now=clock.now())
        except Blocked as blocked:
            _tell(form, blocked)
        else:
            messages.success(request, f"Skala {kept.name} ditambahkan dan dapat dipilih dalam aturan baru.")
            return redirect("policy", code=code)
    status = 422 if sent is not None else 200
    return render(request, "reporting/scale_new.html", {"of": agency, "form": form}, status=status)


def _here(request: HttpRequest, code: str, *, to_set: bool = False) -> tuple[Person, Agency, date]:
    """Who asks, about which agency, on which day of its clock."""
    person = signed_in(request)
    agency = get_object_or_404(Agency.objects.visible_to(person).distinct(), code=code)
    today = agency.time_zone.local(clock.now()).date()
    if to_set and not may(person, "set_policy", agency, today):
        raise PermissionDenied("Aturan hitung ditetapkan oleh Kasubbag program/keuangan atau sekretaris.")
    return person, agency, today


def _tell(form: PolicyForm | ScaleForm, blocked: Blocked) -> None:
    for blocker in blocked.blockers:
        form.add_error(None, blocker.sentence)
