"""The pages for a line of a draft and for its indicators; moving and removing what a plan consists of."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from kinerja.lib.dates import long_date
from reporting.actions import plan_dated, plan_edit, plan_indicator
from reporting.forms.plan_edit import NodeForm
from reporting.forms.plan_indicator import IndicatorForm
from reporting.models import Assignment, Budget, Indicator, PlanNode
from reporting.queries.plan_lines import fingerprint, indicator_name, months_of, node_name, targets_beside
from reporting.queries.spending_plan import months_planned
from reporting.views.plan_desk import Desk, dated_desk, desk, form_page, saved


@require_http_methods(["GET", "POST"])
def new_node(request: HttpRequest, pk: int) -> HttpResponse:
    """A line at the end, or below the one that `induk` names."""
    here = desk(request, pk)
    asked = request.GET.get("induk", "")
    parent = here.plan.nodes.filter(pk=int(asked)).first() if asked.isdecimal() else None
    form = NodeForm(request.POST if request.method == "POST" else None, plan=here.plan, parent=parent)
    made: list[PlanNode] = []
    if saved_as(here, form, lambda: made.append(plan_edit.add_node(here.edit, form.cleaned_data))):
        messages.success(request, f"{node_name(made[0])} ditambahkan.")
        return redirect("plan-node", pk, made[0].pk)
    return form_page(request, here, form, "Baris baru")


@require_http_methods(["GET", "POST"])
def node(request: HttpRequest, pk: int, node_pk: int) -> HttpResponse:
    """One line: its words while a draft, its indicators, and its dated pagu and PPTK always."""
    here = dated_desk(request, pk)
    found = get_object_or_404(here.plan.nodes.select_related("parent"), pk=node_pk)
    if not here.is_draft:
        return render(request, "reporting/plan_node.html", {"here": here, **_hanging(found)})
    form = NodeForm(request.POST if request.method == "POST" else None, plan=here.plan, node=found)
    if saved_as(here, form, lambda: plan_edit.change_node(here.edit, found, form.cleaned_data)):
        messages.success(request, f"{node_name(found)} disimpan.")
        return redirect(f"{here.url()}#baris-{found.pk}")
    found = here.plan.nodes.select_related("parent").get(pk=node_pk)
    return form_page(
        request, here, form, node_name(found), mark=fingerprint(found), remove=("baris", found.pk),
        **_hanging(found),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def new_indicator(request: HttpRequest, pk: int, node_pk: int) -> HttpResponse:
    here = desk(request, pk)
    line = get_object_or_404(here.plan.nodes, pk=node_pk)
    form = IndicatorForm(request.POST if request.method == "POST" else None)
    made: list[Indicator] = []

    def save() -> None:
        made.append(plan_indicator.add_indicator(here.edit, line, form.columns, form.targets))

    if saved_as(here, form, save):
        _warn(request, made[0])
        return redirect("plan-node", pk, line.pk)
    return form_page(request, here, form, "Indikator baru", line=line)


@require_http_methods(["GET", "POST"])
def indicator(request: HttpRequest, pk: int, indicator_pk: int) -> HttpResponse:
    """Every column of an indicator and its targets month by month."""
    here = desk(request, pk)
    found = get_object_or_404(Indicator.objects.select_related("node"), node__plan=here.plan, pk=indicator_pk)
    monthly = months_of(found)
    posted = request.POST if request.method == "POST" else None
    form = IndicatorForm(posted, indicator=found, monthly=monthly)

    def save() -> None:
        plan_indicator.change_indicator(here.edit, found, form.columns, form.targets)

    if saved_as(here, form, save):
        _warn(request, Indicator.objects.select_related("node").get(pk=found.pk))
        return redirect(f"{here.url()}#baris-{found.node_id}")
    found, monthly = Indicator.objects.select_related("node").get(pk=found.pk), months_of(found)
    return form_page(
        request, here, form, indicator_name(found), mark=fingerprint(found, monthly), line=found.node,
        beside=targets_beside(found, monthly), remove=("indikator", found.pk),
    )  # fmt: skip


def saved_as(here: Desk, form: Any, save: Any) -> bool:
    return bool(form.is_bound) and saved(here, form, save)


def _warn(request: HttpRequest, found: Indicator) -> None:
    messages.success(request, f"{indicator_name(found)} disimpan.")
    for words in targets_beside(found, months_of(found)):
        messages.warning(request, f"{indicator_name(found)}: {words}")


def _hanging(line: PlanNode) -> dict[str, Any]:
    """What hangs on a line."""
    return {
        "node": line,
        "indicators": list(line.indicators.order_by("order", "pk")),
        "planned": months_planned(line),
        "budgets": list(line.budgets.order_by("from_on")),
        "assignments": list(line.assignments.select_related("officer").order_by("from_on")),
    }


@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a line or an indicator at another place among its brothers."""
    here = desk(request, pk)
    part = _part(here, request.POST.get("part", ""), request.POST.get("pk", ""))
    to = request.POST.get("to", "")
    if not to.lstrip("-").isdecimal() or not isinstance(part, PlanNode | Indicator):
        raise Http404
    plan_edit.move(here.edit, part, to=int(to))
    if isinstance(part, Indicator):
        return redirect("plan-node", pk, part.node_id)
    return redirect(f"{here.url()}#baris-{part.pk}")


@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, pk: int, part: str, part_pk: int) -> HttpResponse:
    """Ask, then take something out of a draft."""
    here = desk(request, pk)
    found = _part(here, part, str(part_pk))
    title, words, act = _removal(here, found)
    back = here.url("plan-node", found.pk if isinstance(found, PlanNode) else found.node_id)
    if request.method == "POST":
        act()
        messages.success(request, f"{title}: selesai.")
        return redirect(here.url() if isinstance(found, PlanNode) else back)
    context = {"here": here, "title": title, "words": words, "back": back}
    return render(request, "reporting/plan_ask.html", context)


def _removal(here: Desk, found: Any) -> tuple[str, str, Any]:
    """Title, consequence and deed."""
    if isinstance(found, PlanNode):
        words = "Indikator, target, pagu, dan PPTK pada baris ini ikut hilang dari draf."
        return f"Hapus {node_name(found)}", words, lambda: plan_edit.remove_node(here.edit, found)
    if isinstance(found, Indicator):
        words = "Targetnya ikut hilang dari draf."
        deed = plan_indicator.remove_indicator
        return f"Hapus {indicator_name(found)}", words, lambda: deed(here.edit, found)
    words = "Catatan ini hilang dari draf; riwayat menyimpannya."
    day = long_date(found.from_on)
    if isinstance(found, Budget):
        return f"Hapus pagu mulai {day}", words, lambda: plan_dated.remove_budget(here.edit, found)
    title = f"Hapus penugasan {found.officer} mulai {day}"
    return title, words, lambda: plan_dated.remove_assignment(here.edit, found)


def _part(here: Desk, name: str, pk: str) -> PlanNode | Indicator | Budget | Assignment:
    """A part of this plan by its kind and key."""
    key = int(pk) if pk.isdecimal() else 0
    if name == "baris":
        return get_object_or_404(PlanNode, plan=here.plan, pk=key)
    parts: dict[str, Any] = {
        "indikator": Indicator.objects.select_related("node"),
        "pagu": Budget.objects.select_related("node"),
        "pptk": Assignment.objects.select_related("node", "officer"),
    }
    if name not in parts:
        raise Http404
    found: PlanNode | Indicator | Budget | Assignment = get_object_or_404(
        parts[name], node__plan=here.plan, pk=key
    )
    return found
