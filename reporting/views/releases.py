"""Rilis menyusul: published values that were not out when their month was handed in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from kinerja.lib import clock
from organisation.views.people import signed_in
from reporting.actions.release import enter_release
from reporting.forms.release import ReleaseForm
from reporting.measures import Rollup
from reporting.models import Realisation
from reporting.queries.releases import Awaited, awaited_releases, brought_by, is_awaited
from sop.workflow import NotYours


@require_GET
def releases(request: HttpRequest) -> HttpResponse:
    """What this person may bring, of any month or year."""
    awaited = awaited_releases(signed_in(request), clock.now())
    return render(request, "reporting/releases.html", {"awaited": awaited})


@require_http_methods(["GET", "POST"])
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """One value with its source and its date."""
    person, now = signed_in(request), clock.now()
    rows = Realisation.objects.visible_to(person).filter(indicator__rollup=Rollup.RELEASE.value)
    row = get_object_or_404(rows.select_related("indicator__node__plan__agency"), pk=pk)
    if not brought_by(person, [row], now):
        raise NotYours("Nilai rilis ini diisi oleh PPTK yang mengampunya, Kasubbag, atau penyusun laporan.")
    if request.method == "GET" and not is_awaited(row):
        messages.info(request, f"Nilai rilis {row.period.label} ini sudah diisi.")
        return redirect("releases")
    line, today = Awaited(row, None).line, row.indicator.node.plan.agency.time_zone.local(now).date()
    form = ReleaseForm(line, today, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        enter_release(row, form.columns(), by=person, now=now)
        messages.success(request, f"Nilai rilis “{row.indicator.name}” {row.period.label} tersimpan.")
        return redirect("releases")
    status = 422 if request.method == "POST" else 200
    return render(request, "reporting/release.html", {"row": row, "form": form}, status=status)
