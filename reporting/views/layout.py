"""“Tata letak laporan”: which columns the office prints, in which order and under which headings."""

from dataclasses import replace
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from kinerja.lib import clock
from organisation.models import Agency, Person
from organisation.permissions import agencies_where, may
from organisation.views.people import signed_in
from reporting.actions.layout import NOT_YOURS, drop_layout, set_layout
from reporting.forms.layout import LayoutForm, moved
from reporting.models import Compilation
from reporting.queries.layout import (
    Layout,
    Layouts,
    destinations_of,
    layouts_of,
    longest_period_of,
    plans_spending,
)
from reporting.queries.report import Sheet, with_headings
from reporting.renderers.tables import tables_of
from sop.workflow import Conflict

PREVIEWED = 5  # rows of each table
_STEPS = {"up": -1, "down": 1}
_LONGEST_NAME = 200


@require_safe
def layouts(request: HttpRequest) -> HttpResponse:
    """The agencies whose layout the person may change; whoever has one goes straight there."""
    agencies = agencies_where(signed_in(request), "edit_layout", clock.now().date())
    if not agencies:
        raise PermissionDenied(NOT_YOURS)
    if len(agencies) == 1:
        return redirect("layout", code=agencies[0].code)
    return render(request, "reporting/layouts.html", {"agencies": agencies})


@require_http_methods(["GET", "POST"])
def layout(request: HttpRequest, code: str) -> HttpResponse:
    """The columns of both tables for one destination, with the last report as it would print."""
    person, agency, now = _here(request, code)
    destination = " ".join(request.GET.get("tujuan", "").split())[:_LONGEST_NAME]
    kept = layouts_of(agency)
    form = _form(request, agency, kept, destination, now)
    status = 200
    if "act" in request.POST and not form.is_valid():
        status = 422
    elif "act" in request.POST:
        try:
            if _done(request, agency, destination, form, by=person, now=now):
                return redirect(_address(agency, destination))
        except Conflict as conflict:
            _tell(form, request.POST, conflict, _edition(layouts_of(agency), destination))
            status = 409
    context = _context(agency, kept, destination, form)
    return render(request, "reporting/layout.html", context, status=status)


def _here(request: HttpRequest, code: str) -> tuple[Person, Agency, datetime]:
    """Who asks, about which agency, when; 404 for strangers, 403 for those who may not."""
    person, now = signed_in(request), clock.now()
    agency = get_object_or_404(Agency.objects.visible_to(person).distinct(), code=code)
    if not may(person, "edit_layout", agency, agency.time_zone.local(now).date()):
        raise PermissionDenied(NOT_YOURS)
    return person, agency, now


def _form(request: HttpRequest, agency: Agency, kept: Layouts, destination: str, now: datetime) -> LayoutForm:
    """The form as sent, after a column was moved, or as kept."""
    period = longest_period_of(agency, agency.time_zone.local(now).date())
    plan = plans_spending(agency)
    begin = replace(kept.of(destination), edition=_edition(kept, destination))
    if request.method != "POST":
        return LayoutForm(layout=begin, period=period, has_plan=plan)
    form = LayoutForm(request.POST, layout=begin, period=period, has_plan=plan)
    key, _, way = request.POST.get("move", "").rpartition(":")
    if way in _STEPS:
        sent = moved(request.POST, form, key, _STEPS[way])
        return LayoutForm(sent, layout=begin, period=period, has_plan=plan)
    return form


def _edition(kept: Layouts, destination: str) -> int:
    """Of the layout of this very destination; 0 where it has none of its own."""
    own = kept.kept.get(destination)
    return own.edition if own else 0


def _done(
    request: HttpRequest, agency: Agency, destination: str, form: LayoutForm, *, by: Person, now: datetime
) -> bool:
    """Keep or drop the layout as the button says; False where it only asks to see it."""
    seen, act = form.cleaned_data["seen"], request.POST.get("act")
    if act == "drop":
        drop_layout(agency, destination, seen=seen, by=by, now=now)
        messages.success(request, "Tata letak dikembalikan ke bawaan.")
    elif act == "save":
        set_layout(agency, destination, form.layout, seen=seen, by=by, now=now)
        messages.success(request, "Tata letak disimpan. Berkas yang sudah ditandatangani tidak berubah.")
    return act in {"drop", "save"}


def _tell(form: LayoutForm, sent: QueryDict, conflict: Conflict, edition: int) -> None:
    """The form with everything typed, ready to be sent again over what the other one kept."""
    form.add_error(None, str(conflict))
    changed = sent.copy()
    changed["seen"] = str(edition)
    form.data = changed


def _context(agency: Agency, kept: Layouts, destination: str, form: LayoutForm) -> dict[str, object]:
    names = {*kept.kept, *destinations_of(agency), destination} - {""}
    shown: Layout | None = kept.of(destination)
    if form.is_bound:
        shown = form.layout if form.is_valid() else None
    return {
        "of": agency,
        "destination": destination,
        "own": destination in kept.kept,
        "form": form,
        "destinations": [
            (name or "Bawaan", _address(agency, name), name in kept.kept, name == destination)
            for name in ["", *sorted(names, key=str.casefold)]
        ],
        "preview": _preview(agency, shown) if shown else None,
    }


def _preview(agency: Agency, shown: Layout) -> dict[str, object] | None:
    """The first rows of the last report in this layout."""
    made = Compilation.objects.filter(report__agency=agency).select_related("report")
    compilation = made.order_by("-report__period", "-report__run__edition", "-round").first()
    if compilation is None:
        return None
    lines, money = list(compilation.lines.all()[:PREVIEWED]), list(compilation.budget_lines.all())
    sheet = Sheet(compilation.report, compilation, lines, money, layout=shown)
    tables = tables_of(sheet, with_headings(lines), with_headings(money[:PREVIEWED]))
    return {"period": compilation.report.period, "tables": tables}


def _address(agency: Agency, destination: str) -> str:
    there = reverse("layout", args=[agency.code])
    return f"{there}?{urlencode({'tujuan': destination})}" if destination else there
