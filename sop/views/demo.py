"""The movable clock of the demonstration: time passes as it would, with every tick on the way."""

from datetime import datetime, time, timedelta

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from kinerja.lib import clock
from kinerja.lib.dates import Zone, moment
from organisation.actions.demo_clock import read_move
from sop.actions.tick import tick

LONGEST = timedelta(days=62)


@require_POST
def demo_clock(request: HttpRequest) -> HttpResponse:
    """Move the clock forward to the moment asked for."""
    if not settings.KINERJA_DEMO:
        raise Http404
    start = clock.now()
    end = read_move(request.POST.get("to", ""), start)
    if end is None or not start < end <= start + LONGEST:
        messages.error(request, "Jam peragaan hanya dapat dimajukan, paling jauh dua bulan sekali langkah.")
    else:
        let_time_pass(start, end)
        clock.move_to(end)
        messages.info(request, f"Jam peragaan sekarang {moment(end, Zone.WIB)}.")
    back = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back if safe else "/")


def let_time_pass(start: datetime, end: datetime) -> None:
    """Tick just after every midnight and every morning between the two moments, and at the end."""
    day = Zone.WIB.local(start).date()
    while day <= Zone.WIB.local(end).date():
        for hour, minute in ((0, 5), (8, 0)):
            at = datetime.combine(day, time(hour, minute), tzinfo=Zone.WIB.info)
            if start < at < end:
                tick(at)
        day += timedelta(days=1)
    tick(end)
