"""Plans as pages: the list, the tree, the difference between two revisions, the template."""

from collections import Counter

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from kinerja.lib import clock
from kinerja.lib.files import FileKind, safe_name
from organisation.permissions import agencies_where, may
from organisation.views.people import signed_in
from reporting.models import Plan
from reporting.queries.plan import ZERO, Branch, holding_of, plans_for, revisions_of, tree_of
from reporting.queries.plan_difference import Difference, difference_between
from reporting.queries.rebinding import behind_in
from reporting.renderers.plan_difference import difference_workbook
from reporting.renderers.plan_template import plan_template as template_bytes


@require_GET
def plans(request: HttpRequest) -> HttpResponse:
    """Every plan that the person may see, the latest year first."""
    person, now = signed_in(request), clock.now()
    found = plans_for(person, now.date()).select_related("agency").annotate(nodes_count=Count("nodes"))
    context = {
        "plans": found.order_by("-year", "agency__name", "-revision"),
        "may_import": bool(agencies_where(person, "edit_plan", now.date())),
    }
    return render(request, "reporting/plans.html", context)


@require_GET
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """The tree of a plan with what holds today, and its revisions."""
    person, now = signed_in(request), clock.now()
    found = get_object_or_404(plans_for(person, now.date()).select_related("agency", "published_by"), pk=pk)
    today = found.agency.time_zone.local(now).date()
    on = min(max(today, found.from_on), today.replace(year=found.year, month=12, day=31))
    branches = tree_of(found, on)
    may_edit = may(person, "edit_plan", found.agency, today)
    revisions = revisions_of(found, with_drafts=may_edit)
    context = {
        "plan": found,
        "branches": branches,
        "on": on,
        "figures": _figures(branches),
        "total": sum((branch.ceiling or ZERO for branch in branches), ZERO),
        "orphans": [branch for branch in branches if branch.needs_officer],
        "may_import": may_edit,
        "has_draft": any(revision.status == Plan.Status.DRAFT for revision in revisions),
        "revisions": list(zip(revisions, [*revisions[1:], None], strict=True)),
        "holding": holding_of(revisions, on),
        "behind": behind_in(found) if may_edit else [],
        "zone": found.agency.time_zone,
    }
    return render(request, "reporting/plan.html", context)


@require_GET
def difference(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """What two plans say differently, the earlier one on the left."""
    found = _difference(request, pk, other)
    return render(request, "reporting/plan_difference.html", {"difference": found, "plan": found.new})


@require_GET
def difference_file(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """The same as an Excel workbook."""
    found = _difference(request, pk, other)
    response = HttpResponse(difference_workbook(found), content_type=FileKind.XLSX.content_type)
    name = safe_name(f"beda-rencana-{found.new.year}-{found.old.label}-{found.new.label}.xlsx")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_GET
def plan_template(request: HttpRequest) -> HttpResponse:
    """The empty Excel template."""
    response = HttpResponse(template_bytes(), content_type=FileKind.XLSX.content_type)
    response["Content-Disposition"] = 'attachment; filename="templat-rencana.xlsx"'
    return response


def _difference(request: HttpRequest, pk: int, other: int) -> Difference:
    person = signed_in(request)
    seen = plans_for(person, clock.now().date()).select_related("agency")
    one = get_object_or_404(seen, pk=pk)
    two = get_object_or_404(seen, pk=other, agency=one.agency_id)
    old, new = sorted((one, two), key=lambda each: (each.year, each.revision))
    return difference_between(old, new)


def _figures(branches: list[Branch]) -> list[tuple[str, int]]:
    """How much there is of each: sasaran, indikator, sub kegiatan, PPTK."""
    levels = Counter(branch.node.level for branch in branches)
    return [
        ("Sasaran", levels["objective"]),
        ("Indikator", sum(len(branch.indicators) for branch in branches)),
        ("Sub kegiatan", levels["subactivity"]),
        ("PPTK", len({branch.officer.pk for branch in branches if branch.officer})),
    ]
