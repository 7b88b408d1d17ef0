"""What stands against publishing a draft plan, in words, each with the place where it is mended.

Errors are faults that would spoil every report of the year. Warnings tell what will be missing later; a PPTK
or a pagu may also be named after publishing, from a day on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse

from kinerja.lib.dates import long_date
from reporting.measures import Direction
from reporting.models import Indicator, Plan, PlanNode
from reporting.queries.plan import Branch, Promise, tree_of
from reporting.queries.plan_lines import LEVELS, RANK, node_name, plan_name, targets_beside
from sop.queries.problems import Level, Problem

SUBACTIVITY = PlanNode.Level.SUBACTIVITY
ABOVE = {"activity": "Program", "subactivity": "Kegiatan"}  # what a line of these levels hangs on


@dataclass(frozen=True)
class _Draft:
    """Everything that the checks look at, read once."""

    plan: Plan
    branches: Sequence[Branch]

    def at_node(self, node: PlanNode, anchor: str = "") -> str:
        return reverse("plan-node", args=[self.plan.pk, node.pk]) + anchor

    def at(self, indicator: Indicator, anchor: str = "") -> str:
        return reverse("plan-indicator", args=[self.plan.pk, indicator.pk]) + anchor

    @property
    def at_head(self) -> str:
        return reverse("plan-head", args=[self.plan.pk])


def problems_of(plan: Plan, branches: Sequence[Branch] | None = None) -> list[Problem]:
    """Errors first; `branches` is the tree on the plan's first day where somebody has read it already."""
    draft = _Draft(plan, tree_of(plan, plan.from_on) if branches is None else branches)
    found = [*_head(draft), *_lines(draft), *_indicators(draft)]
    weight = list(Level)
    return sorted(found, key=lambda problem: weight.index(problem.level))


def _head(draft: _Draft) -> Iterator[Problem]:
    plan = draft.plan
    if not draft.branches:
        words = "Rencana ini belum berisi satu baris pun."
        yield Problem(Level.ERROR, words, reverse("plan-editor", args=[plan.pk]))
    if plan.from_on.year != plan.year:
        words = f"“Berlaku mulai” {long_date(plan.from_on)} tidak berada dalam tahun {plan.year}."
        yield Problem(Level.ERROR, words, f"{draft.at_head}#id_from_on")
    earlier = Plan.objects.published().filter(agency=plan.agency_id, year=plan.year).exclude(pk=plan.pk)
    last = earlier.order_by("-from_on", "-revision").first()
    if last is not None and plan.from_on <= last.from_on:
        words = (
            f"“Berlaku mulai” {long_date(plan.from_on)} harus sesudah rencana {plan_name(last)}, "
            f"yang berlaku mulai {long_date(last.from_on)}."
        )
        yield Problem(Level.ERROR, words, f"{draft.at_head}#id_from_on")
    if not plan.nomenclature:
        words = "Versi nomenklatur belum disebut; kode program sampai sub kegiatan berubah antarversi."
        yield Problem(Level.NOTE, words, f"{draft.at_head}#id_nomenclature")
    if plan.revision and not plan.basis:
        yield Problem(Level.NOTE, "Dasar perubahan belum disebut.", f"{draft.at_head}#id_basis")


def _lines(draft: _Draft) -> Iterator[Problem]:
    by_key = {branch.node.pk: branch.node for branch in draft.branches}
    seen: dict[str, PlanNode] = {}
    for branch in draft.branches:
        node, link = branch.node, draft.at_node(branch.node)
        alike = "".join(node.code.split()).casefold()
        if alike in seen:
            words = f"Kode {node.code} sama dengan kode {seen[alike].code}; ubah salah satunya."
            yield Problem(Level.ERROR, words, f"{link}#id_code")
        seen.setdefault(alike, node)
        parent = by_key.get(node.parent_id) if node.parent_id else None
        if parent is None and node.level in ABOVE:
            words = f"{node_name(node)} belum berada di bawah {ABOVE[node.level]}."
            yield Problem(Level.ERROR, words, f"{link}#id_parent")
        elif parent is not None and RANK[parent.level] >= RANK[node.level]:
            words = f"{LEVELS[node.level]} {node.code} berada di bawah {node_name(parent)}."
            yield Problem(Level.ERROR, words, f"{link}#id_parent")
        yield from _who_and_how_much(draft, branch)


def _who_and_how_much(draft: _Draft, branch: Branch) -> Iterator[Problem]:
    node, day = branch.node, long_date(draft.plan.from_on)
    if branch.needs_officer:
        words = f"{node_name(node)} belum mempunyai PPTK pada {day}; tidak ada yang mengisi realisasinya."
        yield Problem(Level.WARNING, words, draft.at_node(node, "#pptk"))
    if node.level == SUBACTIVITY and branch.ceiling is None:
        words = f"{node_name(node)} belum mempunyai pagu pada {day}."
        yield Problem(Level.WARNING, words, draft.at_node(node, "#pagu"))


def _indicators(draft: _Draft) -> Iterator[Problem]:
    for branch in draft.branches:
        for promise in branch.indicators:
            name = f"Indikator {promise.indicator.code} pada {branch.node.code}"
            yield from _faults(draft, promise.indicator, name)
            yield from _targets(draft, promise, name)


def _faults(draft: _Draft, indicator: Indicator, name: str) -> Iterator[Problem]:
    if indicator.direction == Direction.PREDICATE and not indicator.scale:
        words = f"{name}: arah predikat memerlukan skala, misalnya WDP = 3; WTP = 4."
        yield Problem(Level.ERROR, words, draft.at(indicator, "#id_scale"))
    bounds = (indicator.range_low, indicator.range_high)
    if indicator.direction == Direction.RANGE and None in bounds:
        words = f"{name}: arah dalam rentang memerlukan batas bawah dan batas atas."
        yield Problem(Level.ERROR, words, draft.at(indicator, "#id_range_low"))


def _targets(draft: _Draft, promise: Promise, name: str) -> Iterator[Problem]:
    indicator = promise.indicator
    monthly = {month: value for month, value in enumerate(promise.monthly, start=1) if value is not None}
    link = draft.at(indicator, "#target")
    if indicator.direction != Direction.RANGE and not monthly:
        words = f"{name} belum mempunyai target per bulan; laporan bulanan tidak dapat menilainya."
        if indicator.annual_target is None:
            words = f"{name} belum mempunyai target; capaiannya tidak dapat dinilai."
        yield Problem(Level.WARNING, words, link)
    for words in targets_beside(indicator, monthly):
        yield Problem(Level.WARNING, f"{name}: {words}", link)
