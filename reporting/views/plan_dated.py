"""The pages for what changes in a plan from a day on, published or not: pagu, rencana kas, and PPTK."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from reporting.actions.plan_dated import assign, set_budget
from reporting.actions.plan_spending import set_spending_plan
from reporting.forms.plan_edit import AssignmentForm, BudgetForm
from reporting.forms.plan_spending import SpendingPlanForm
from reporting.models import Assignment, Budget, PlanNode
from reporting.queries.plan_lines import fingerprint, node_name
from reporting.queries.spending_plan import months_planned
from reporting.views.plan_desk import dated_desk, form_page, saved

POSTED = ["GET", "POST"]


@require_http_methods(POSTED)
def new_budget(request: HttpRequest, pk: int, node_pk: int) -> HttpResponse:
    return _budget(request, pk, node_pk=node_pk)


@require_http_methods(POSTED)
def budget(request: HttpRequest, pk: int, budget_pk: int) -> HttpResponse:
    return _budget(request, pk, row_pk=budget_pk)


@require_http_methods(POSTED)
def new_assignment(request: HttpRequest, pk: int, node_pk: int) -> HttpResponse:
    return _assignment(request, pk, node_pk=node_pk)


@require_http_methods(POSTED)
def assignment(request: HttpRequest, pk: int, assignment_pk: int) -> HttpResponse:
    return _assignment(request, pk, row_pk=assignment_pk)


@require_http_methods(POSTED)
def spending_plan(request: HttpRequest, pk: int, node_pk: int) -> HttpResponse:
    """What a line plans to spend and to have done, month by month."""
    here = dated_desk(request, pk)
    line = get_object_or_404(PlanNode, plan=pk, pk=node_pk)
    months = months_planned(line)
    form = SpendingPlanForm(request.POST if request.method == "POST" else None, months=months)
    if form.is_bound and saved(here, form, lambda: set_spending_plan(here.edit, line, form.wanted)):
        messages.success(request, f"Rencana kas dan fisik {node_name(line)} disimpan.")
        return redirect(here.url("plan-node", line.pk) + "#kas")
    title = f"Rencana kas dan fisik {node_name(line)}"
    return form_page(request, here, form, title, mark=fingerprint(line, months), line=line, is_wide=True)


def _budget(request: HttpRequest, pk: int, *, node_pk: int = 0, row_pk: int = 0) -> HttpResponse:
    here = dated_desk(request, pk)
    line, row = _place(Budget, pk, node_pk, row_pk)
    form = BudgetForm(request.POST if request.method == "POST" else None, row=row, from_on=here.day)
    mark = fingerprint(row) if row else ""
    if form.is_bound and saved(here, form, lambda: set_budget(here.edit, line, form.ceiling, row=row)):
        messages.success(request, f"Pagu {node_name(line)} disimpan.")
        return redirect(here.url("plan-node", line.pk) + "#pagu")
    remove = ("pagu", row.pk) if row and here.is_draft else None
    title = f"Pagu {node_name(line)}"
    return form_page(request, here, form, title, mark=mark, line=line, is_dated=True, remove=remove)


def _assignment(request: HttpRequest, pk: int, *, node_pk: int = 0, row_pk: int = 0) -> HttpResponse:
    here = dated_desk(request, pk)
    line, row = _place(Assignment, pk, node_pk, row_pk)
    posted = request.POST if request.method == "POST" else None
    form = AssignmentForm(posted, plan=here.plan, row=row, from_on=here.day)
    mark = fingerprint(row) if row else ""
    if form.is_bound and saved(here, form, lambda: assign(here.edit, line, form.duty, row=row)):
        messages.success(request, f"PPTK {node_name(line)} disimpan.")
        return redirect(here.url("plan-node", line.pk) + "#pptk")
    remove = ("pptk", row.pk) if row and here.is_draft else None
    title = f"PPTK {node_name(line)}"
    return form_page(request, here, form, title, mark=mark, line=line, is_dated=True, remove=remove)


def _place(model: Any, plan_pk: int, node_pk: int, row_pk: int) -> tuple[PlanNode, Any]:
    """The line, and the dated row of it that is to be changed, if any."""
    if not row_pk:
        return get_object_or_404(PlanNode, plan=plan_pk, pk=node_pk), None
    row = get_object_or_404(model.objects.select_related("node"), node__plan=plan_pk, pk=row_pk)
    return row.node, row
