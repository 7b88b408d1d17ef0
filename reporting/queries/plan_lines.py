"""The lines of a plan: what they are called, where they may stand, and in which order they print."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import models

from kinerja.lib.numbers import format_number
from reporting.measures import TargetStyle
from reporting.models import Indicator, Plan, PlanNode
from reporting.queries.figures import shown
from reporting.rollup import target_of

LEVELS = {level.value: str(level.label) for level in PlanNode.Level}
RANK = {level: rank for rank, level in enumerate(LEVELS)}


@dataclass(frozen=True)
class Head:
    """What a plan or a revision says of itself."""

    label: str
    from_on: date
    nomenclature: str = ""
    basis: str = ""


def plan_name(plan: Plan) -> str:
    return f"{plan.year} ({plan.label})"


def node_name(node: PlanNode) -> str:
    return f"{LEVELS.get(node.level, node.level)} {node.code}"


def indicator_name(indicator: Indicator) -> str:
    return f"Indikator {indicator.code} pada {indicator.node.code}"


def fingerprint(row: models.Model | None, *more: object) -> str:
    """A short mark of a row as it stands; a page that comes back with another one was overtaken."""
    if row is None:
        return "-"
    values = [(field.attname, str(getattr(row, field.attname))) for field in row._meta.concrete_fields]
    return hashlib.sha256(repr((values, more)).encode()).hexdigest()[:20]


def months_of(indicator: Indicator) -> dict[int, Decimal]:
    """Month → target."""
    return {target.period.last_month: target.value for target in indicator.targets.all()}


def printed_order(nodes: Iterable[PlanNode]) -> list[PlanNode]:
    """Every line before those below it, brothers in their own order."""
    below: dict[int | None, list[PlanNode]] = {}
    for node in sorted(nodes, key=lambda node: (node.order, node.pk)):
        below.setdefault(node.parent_id, []).append(node)
    printed: list[PlanNode] = []
    waiting = list(reversed(below.get(None, [])))
    while waiting:
        node = waiting.pop()
        printed.append(node)
        waiting.extend(reversed(below.get(node.pk, [])))
    return printed


def wrong_place(node: PlanNode) -> list[str]:
    """Why a line cannot stand where it is to stand, in sentences."""
    found = []
    others = PlanNode.objects.filter(plan=node.plan_id, code=node.code).exclude(pk=node.pk)
    if others.exists():
        found.append(f"Kode {node.code} sudah dipakai baris lain dalam rencana ini.")
    if node.parent is not None and node.parent.plan_id != node.plan_id:
        found.append("Baris induk berada dalam rencana lain.")
    elif node.parent is not None and RANK[node.parent.level] >= RANK[node.level]:
        own, above = LEVELS[node.level], node_name(node.parent)
        found.append(f"{own} tidak dapat berada di bawah {above}. Pilih induk yang tingkatnya lebih tinggi.")
    levels = node.children.values_list("level", flat=True) if node.pk else []
    if lowest := [level for level in levels if RANK[level] <= RANK[node.level]]:
        own, below = LEVELS[node.level], LEVELS[lowest[0]]
        found.append(f"{own} tidak dapat memuat {below} di bawahnya. Pindahkan dahulu baris di bawahnya.")
    return found


def targets_beside(indicator: Indicator, monthly: Mapping[int, Decimal]) -> list[str]:
    """Where the monthly targets do not agree with the target of the year or the months measured, in words."""
    found = []
    if unmeasured := [month for month in sorted(monthly) if not indicator.is_measured_in(month)]:
        words = ", ".join(str(month) for month in unmeasured)
        found.append(f"Bulan {words} mempunyai target tetapi bukan bulan ukur.")
    style = TargetStyle(indicator.target_style)
    promised = target_of([monthly.get(month) for month in range(1, 13)], style)
    annual = indicator.annual_target
    if annual is None or promised is None or promised == annual:
        return found
    what = {
        TargetStyle.CUMULATIVE: "Target bulan terakhir (posisi kumulatif)",
        TargetStyle.INSTALMENT: "Jumlah target semua bulan (bagian per bulan)",
        TargetStyle.ONCE: "Target pada bulannya (sekali)",
    }[style]
    words = f"{what} {_figure(indicator, promised)}, sedangkan target tahun {_figure(indicator, annual)}."
    return [*found, words]


def _figure(indicator: Indicator, value: Decimal) -> str:
    return shown(indicator, value) or format_number(value, trim=True)
