"""The printed forms of a plan: looked at, and taken away as PDF or Excel."""

from datetime import UTC, date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from kinerja.lib import clock, printing, workbooks
from organisation.views.people import signed_in
from reporting.models import Plan
from reporting.queries.plan import plans_for
from reporting.queries.plan_forms import day_of
from reporting.renderers.plan_forms import FormName, form_pdf, printed_form
from reporting.renderers.plan_forms_excel import form_workbook


@require_GET
def plan_form(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One form on a page, with its downloads and the way to the others."""
    plan, chosen = _plan(request, pk), _name(name)
    form = printed_form(chosen, plan, _day(plan))
    context = {"plan": plan, "form": form, "chosen": chosen, "names": list(FormName)}
    return render(request, "reporting/plan_form.html", context)


@require_GET
def plan_form_file(request: HttpRequest, pk: int, name: str, kind: str) -> HttpResponse:
    """The form as a file."""
    plan, chosen = _plan(request, pk), _name(name)
    form = printed_form(chosen, plan, _day(plan))
    if form is None or kind not in {"pdf", "xlsx"}:
        raise Http404("Formulir ini belum dapat dibuat.")
    if kind == "pdf":
        content, content_type = form_pdf(form), printing.CONTENT_TYPE
    else:
        content, content_type = form_workbook(form, at=clock.now().astimezone(UTC)), workbooks.CONTENT_TYPE
    response = HttpResponse(content, content_type=content_type)
    file_name = f"{chosen.value}-{plan.agency.code}-{plan.year}-r{plan.revision}.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response


def _plan(request: HttpRequest, pk: int) -> Plan:
    plans = plans_for(signed_in(request), clock.now().date()).select_related("agency")
    found: Plan = get_object_or_404(plans, pk=pk)
    return found


def _name(name: str) -> FormName:
    try:
        return FormName(name)
    except ValueError as error:
        raise Http404("Formulir ini tidak ada.") from error


def _day(plan: Plan) -> date:
    return day_of(plan, plan.agency.time_zone.local(clock.now()).date())
