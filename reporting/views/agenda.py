"""The agenda of letters that come in and go out, also as a workbook."""

from datetime import UTC

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from kinerja.lib import clock
from kinerja.lib.workbooks import CONTENT_TYPE
from organisation.models import Agency, Person
from organisation.permissions import agencies_where
from organisation.views.people import signed_in
from reporting.actions.agenda import NOT_YOURS, enter_incoming
from reporting.forms.letter_acts import IncomingForm
from reporting.models import AgendaEntry
from reporting.queries.agenda import Sought, search_agenda, years_of
from reporting.renderers.agenda import workbook
from reporting.views.letters import handed_out
from sop.workflow import Blocked

WAYS = {"masuk": AgendaEntry.Direction.IN, "keluar": AgendaEntry.Direction.OUT}
PER_PAGE = 40


@require_safe
def agenda(request: HttpRequest, way: str) -> HttpResponse:
    """One agenda, newest first, found by words and year."""
    person, direction = signed_in(request), _direction(way)
    mine = AgendaEntry.objects.visible_to(person).filter(direction=direction)
    sought = _sought(request)
    found = search_agenda(mine, sought)
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "way": way,
        "direction": direction,
        "sought": sought,
        "years": years_of(mine),
        "here": f"agenda-{way}",
        "offices": _offices(person),
        "writes": agencies_where(person, "write_letter", clock.now().date()),
        "sets": agencies_where(person, "edit_letters", clock.now().date()),
    }
    return render(request, "reporting/agenda.html", context)


@require_safe
def agenda_file(request: HttpRequest, way: str) -> HttpResponse:
    """The agenda of one office as a workbook, in the order of its numbers."""
    person, direction = signed_in(request), _direction(way)
    offices = {office.code: office for office in _offices(person)}
    office = offices.get(request.GET.get("perangkat", "")) or next(iter(offices.values()), None)
    if office is None:
        raise Http404
    mine = AgendaEntry.objects.filter(agency=office, direction=direction)
    found = search_agenda(mine, _sought(request)).order_by("entered_at", "pk")
    content = workbook(office, direction, list(found), at=clock.now().astimezone(UTC))
    return handed_out(content, f"agenda-surat-{way}-{office.code}.xlsx", CONTENT_TYPE)


@require_http_methods(["GET", "POST"])
def agenda_new(request: HttpRequest) -> HttpResponse:
    """Enter a letter that came in; it gets the next number of the agenda."""
    person, now = signed_in(request), clock.now()
    offices = agencies_where(person, "write_letter", now.date())
    if not offices:
        raise PermissionDenied(NOT_YOURS)
    office = next((one for one in offices if one.code == request.GET.get("perangkat")), offices[0])
    sent, today = request.method == "POST", office.time_zone.local(now).date()
    form = IncomingForm(
        request.POST if sent else None, request.FILES if sent else None, initial={"received_on": today}
    )
    if sent and form.is_valid():
        try:
            entry = enter_incoming(office, form.letter, by=person, now=now)
        except Blocked as blocked:
            for blocker in blocked.blockers:
                form.add_error(None, blocker.sentence)
        else:
            messages.success(request, f"Surat masuk dicatat dengan nomor agenda {entry.number}.")
            return redirect("agenda", way="masuk")
    context = {"form": form, "of": office, "offices": offices}
    return render(request, "reporting/agenda_new.html", context, status=422 if sent else 200)


def _direction(way: str) -> AgendaEntry.Direction:
    if way not in WAYS:
        raise Http404
    return WAYS[way]


def _offices(person: Person) -> list[Agency]:
    return list(Agency.objects.visible_to(person).distinct().order_by("name"))


def _sought(request: HttpRequest) -> Sought:
    return Sought(request.GET.get("q", "").strip()[:200], request.GET.get("tahun", ""))
