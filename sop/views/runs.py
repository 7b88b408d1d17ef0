"""A run of an SOP: its progress, its latecomers, its trail."""

from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from kinerja.lib import clock
from organisation.permissions import may
from organisation.views.people import signed_in
from sop.models import Run
from sop.queries.runs import latecomers, progress_of, trail_of
from sop.queries.vacancies import vacancies_in
from sop.registry import links_of
from sop.renderers.document import words_of
from sop.renderers.flow import drawing_rows, standings_of


@require_GET
def run(request: HttpRequest, pk: int) -> HttpResponse:
    person, now = signed_in(request), clock.now()
    runs = Run.objects.visible_to(person).select_related(
        "agency", "sop", "version", "corrects", "opened_by", "begins_with__step"
    )
    later = Run.objects.filter(corrects=OuterRef("pk"))
    runs = runs.annotate(has_corrections=Exists(later)).prefetch_related("version__actors")
    found = get_object_or_404(runs, pk=pk)
    zone = found.agency.time_zone
    progress = progress_of(found, now)
    rows = drawing_rows(found.version, standings_of(progress, zone), steps=[row.step for row in progress])
    today = zone.local(now).date()
    vacant = vacancies_in(progress)
    context = {
        "run": found,
        "progress": progress,
        "rows": rows,
        "lanes": found.version.actors.all(),
        "words": words_of(found.version),
        "is_inferred": any(row.is_inferred for row in rows),
        "late": latecomers(found),
        "links": links_of(found, person, today),
        "trail": trail_of(found, progress)[:100],
        "vacancies": vacant,
        "may_name": bool(vacant) and may(person, "name_substitute", found.agency, today),
        "may_extend": may(person, "give_extension", found.agency, today),
        "now": now,
        "zone": zone,
    }
    return render(request, "sop/run.html", context)
