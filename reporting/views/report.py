"""The reports: the list, and one report as it will print with all its rounds."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kinerja.lib import clock
from organisation.permissions import agencies_where
from organisation.views.people import signed_in
from reporting.actions.correct import may_correct
from reporting.models import Plan, Report, Review
from reporting.queries.corrections import with_corrections
from reporting.queries.layout import layout_of
from reporting.queries.rebinding import behind_for, compiled_on
from reporting.queries.report import Sheet
from reporting.queries.reports import listed, with_stage
from reporting.queries.story import Story, story_of
from reporting.renderers import prints
from reporting.renderers.prints import DOCX, PDF, XLSX
from reporting.renderers.tables import Table, headline, tables_of
from sop.models import Task

PER_PAGE = 24
FILES = (
    {"format": PDF, "label": "PDF", "icon": "file-earmark-pdf"},
    {"format": XLSX, "label": "Excel", "icon": "file-earmark-excel"},
    {"format": DOCX, "label": "Word", "icon": "file-earmark-word"},
)


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """All reports that the person may see, the newest period first."""
    person = signed_in(request)
    found = with_stage(Report.objects.visible_to(person)).order_by("-period", "agency__name", "-run__edition")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "reports": listed(list(page.object_list)),
        "keeps_destinations": agencies_where(person, "edit_destinations", clock.now().date()),
        "sets_esign": agencies_where(person, "edit_esign", clock.now().date()),
        "arranges": agencies_where(person, "edit_layout", clock.now().date()),
    }
    return render(request, "reporting/reports.html", context)


@require_safe
def report(request: HttpRequest, pk: int, number: int | None = None) -> HttpResponse:
    """One report as it will print: a round's figures with notes, changes and stage."""
    person, now = signed_in(request), clock.now()
    visible = with_corrections(Report.objects.visible_to(person)).select_related(
        "agency", "plan", "run", "archive", "archive__package"
    )
    found = get_object_or_404(visible, pk=pk)
    story = story_of(found, number)
    if story is None:
        raise Http404
    today = found.agency.time_zone.local(now).date()
    context = {
        "story": story,
        "report": found,
        "rounds": _rounds(story),
        "tables": _tables(story),
        "files": _files(story),
        "headline": headline(story.compilation) if story.compilation else [],
        "waiting": None if story.signature else behind_for(found, person, today),
        "earlier_plan": _earlier_plan(story),
        "my_task": Task.objects.filter(run=found.run_id).awaiting(person, now).first(),
        "zone": found.agency.time_zone,
        "may_correct": bool(story.signatures or story.documents) and may_correct(person, found, now),
    }
    return render(request, "reporting/report.html", context)


def _files(story: Story) -> list[dict[str, object]]:
    """The three files; large ones are asked for, unless they are frozen."""
    rows = len(story.rows) + len(story.budget_rows)
    frozen = {document.format for document in story.documents}
    return [
        {**file, "is_large": rows > prints.AT_ONCE[str(file["format"])] and file["format"] not in frozen}
        for file in FILES
    ]


def _earlier_plan(story: Story) -> Plan | None:
    """The plan of the draft on the page, where the report has moved to another one since."""
    if story.compilation is None or not story.report.plan.revision:
        return None
    made_on = compiled_on(story.compilation)
    return made_on if made_on and made_on.pk != story.report.plan_id else None


def _tables(story: Story) -> list[tuple[str, Table]]:
    if story.compilation is None:
        return []
    lines, money = ([row.line for row in rows] for rows in (story.rows, story.budget_rows))
    sheet = Sheet(story.report, story.compilation, lines, money, layout=layout_of(story.report.agency))
    return tables_of(sheet, story.rows, story.budget_rows)


def _rounds(story: Story) -> list[dict[str, object]]:
    decisions = {review.compilation_id: review for review in story.reviews}
    return [
        {
            "number": compilation.round,
            "url": reverse("report-round", args=[story.report.pk, compilation.round]),
            "active": compilation == story.compilation,
            "label": _decided(decisions.get(compilation.pk)),
        }
        for compilation in story.compilations
    ]


def _decided(review: Review | None) -> str:
    return str(review.get_decision_display()).lower() if review else ""
