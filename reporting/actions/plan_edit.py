"""Editing a plan: its head and its lines, while it is a draft; the gate for every change of a plan.

Every change names the row as the page showed it; whoever comes with an older picture is told so and nothing
is written over. What is published is refused here, whatever the page showed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models, transaction

from kinerja.lib.dates import moment
from organisation.actions.history import Event, record
from organisation.models import Agency, HistoryEvent, Person
from organisation.permissions import may
from reporting.models import Indicator, Plan, PlanNode
from reporting.queries.plan_lines import (
    fingerprint,
    indicator_name,
    node_name,
    plan_name,
    printed_order,
    wrong_place,
)
from sop.registry import Blocker
from sop.workflow import Blocked, Conflict, NotYours

GONE = "Baris ini baru saja dihapus dari draf."
LAST = 1_000_000  # a new line stands behind its brothers until the order is given anew
NAMES: Mapping[str, str] = {  # of the columns, in the history and on the page of differences
    "label": "sebutan", "from_on": "berlaku mulai", "nomenclature": "nomenklatur", "basis": "dasar",
    "level": "tingkat", "code": "kode", "name": "uraian", "parent": "induk", "unit": "satuan",
    "direction": "arah", "lower_form": "rumus makin rendah makin baik", "rollup": "cara gabung",
    "target_style": "cara target", "decimals": "boleh pecahan", "annual_target": "target tahun",
    "range_low": "batas bawah", "range_high": "batas atas", "scale": "skala predikat",
    "measured_months": "bulan ukur", "cap": "batas capaian", "numerator_label": "pembilang",
    "denominator_label": "penyebut", "weight": "bobot",
    "action_plan": "rencana aksi",
}  # fmt: skip
WORDS_ONLY = frozenset({"nomenclature", "basis"})  # what changes no figure may be mended when published

Part = PlanNode | Indicator


class Stale(Conflict):
    """Somebody else changed the row meanwhile."""


@dataclass(frozen=True, kw_only=True)
class Edit:
    """A change of a plan: whose, when, and the row as the page showed it (see `fingerprint`)."""

    plan: Plan
    by: Person
    now: datetime
    seen: str = ""


# --- the gate ----------------------------------------------------------------------------------------


def authorise(agency: Agency, *, by: Person, now: datetime) -> None:
    """Raises NotYours unless the person looks after the plans of this agency."""
    if not may(by, "edit_plan", agency, agency.time_zone.local(now).date()):
        raise not_yours(agency)


def not_yours(agency: Agency) -> NotYours:
    return NotYours(f"Rencana {agency} diubah oleh Kasubbag program/keuangan atau penyusun laporan.")


def require_draft(plan: Plan) -> None:
    if plan.status != Plan.Status.DRAFT:
        raise Blocked([Blocker(frozenwords_of(plan))])


def frozenwords_of(plan: Plan) -> str:
    return (
        f"Rencana {plan_name(plan)} sudah terbit. Yang masih dapat dicatat hanya pagu dan PPTK dengan "
        "tanggalnya; perubahan lain dibuat sebagai perubahan (revisi baru)."
    )


def hold(edit: Edit) -> Plan:
    """The plan, locked for this change and as it is now."""
    authorise(edit.plan.agency, by=edit.by, now=edit.now)
    held = Plan.objects.select_for_update(of=("self",)).select_related("agency").filter(pk=edit.plan.pk)
    found: Plan | None = held.first()
    if found is None:
        raise Blocked([Blocker("Draf ini baru saja dihapus.")])
    return found


def hold_draft(edit: Edit) -> Plan:
    plan = hold(edit)
    require_draft(plan)
    return plan


def require_seen(edit: Edit, row: models.Model | None, *more: object) -> None:
    """Raises Stale if the row is no longer what the page showed."""
    if edit.seen and edit.seen != fingerprint(row, *more):
        raise Stale(_meanwhile(edit.plan))


def _meanwhile(plan: Plan) -> str:
    subject = f"{plan._meta.label_lower}:{plan.pk}"
    last = HistoryEvent.objects.filter(subject=subject).select_related("by").order_by("-sequence").first()
    if last is None:
        return "Baris ini baru saja diubah orang lain."
    at = moment(last.at, plan.agency.time_zone)
    return f"Baris ini baru saja diubah oleh {last.by or 'sistem'} ({at}): {last.sentence}"


def tell(edit: Edit, sentence: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    details = {"before": before, "after": after}
    event = Event("plan_edited", edit.plan, f"Rencana {plan_name(edit.plan)}: {sentence}", details)
    record(event, by=edit.by, at=edit.now, agency=edit.plan.agency)


# --- head and lines ----------------------------------------------------------------------------------


@transaction.atomic
def change_plan(edit: Edit, values: Mapping[str, Any]) -> None:
    """Set label, first day, nomenclature or basis; of a published plan only what changes no figure."""
    plan = hold(edit)
    require_seen(edit, plan)
    before, after = apply_values(plan, values)
    if not after:
        return
    if not set(after) <= WORDS_ONLY:
        require_draft(plan)
    plan.save(update_fields=list(after))
    tell(edit, f"{listed(after)} diubah.", before, after)


@transaction.atomic
def add_node(edit: Edit, values: Mapping[str, Any]) -> PlanNode:
    """A new line as the last one below its parent."""
    plan = hold_draft(edit)
    node = PlanNode(plan=plan, order=LAST, **values)
    _require_place(node)
    node.save()
    give_order(plan)
    tell(edit, f"{node_name(node)} ditambahkan.", {}, words_of(node))
    return node


@transaction.atomic
def change_node(edit: Edit, node: PlanNode, values: Mapping[str, Any]) -> None:
    """Set level, code, name or parent of a line; what hangs below goes along."""
    plan = hold_draft(edit)
    current = current_of(PlanNode.objects.filter(plan=plan).select_related("parent"), node)
    require_seen(edit, current)
    before, after = apply_values(current, values)
    if not after:
        return
    _require_place(current)
    if "parent" in after:
        current.order = LAST
    current.save()
    give_order(plan)
    tell(edit, f"{node_name(current)} diubah: {listed(after)}.", before, after)


@transaction.atomic
def remove_node(edit: Edit, node: PlanNode) -> None:
    """Take a line out, with its indicators, targets, pagu and PPTK. Blocked while lines hang below it."""
    plan = hold_draft(edit)
    current = current_of(PlanNode.objects.filter(plan=plan), node)
    if below := current.children.count():
        words = f"Masih ada {below} baris di bawah {node_name(current)}. Hapus atau pindahkan dahulu."
        raise Blocked([Blocker(words)])
    before = words_of(current) | {"indicators": [words_of(each) for each in current.indicators.all()]}
    name = node_name(current)
    current.delete()
    give_order(plan)
    tell(edit, f"{name} dihapus.", before, {})


@transaction.atomic
def move(edit: Edit, part: Part, *, to: int) -> None:
    """Put a line among its brothers, or an indicator on its line, at another place (0 is the first)."""
    plan = hold_draft(edit)
    siblings: list[Any] = list(_siblings(part))
    keys = [row.pk for row in siblings]
    if part.pk not in keys:
        raise Blocked([Blocker(GONE)])
    old = keys.index(part.pk)
    siblings.insert(max(0, min(to, len(siblings) - 1)), siblings.pop(old))
    new = [row.pk for row in siblings].index(part.pk)
    if new == old:
        return
    orders = sorted(row.order for row in siblings)
    if len(set(orders)) < len(orders):
        orders = list(range(1, len(orders) + 1))
    for row, order in zip(siblings, orders, strict=True):
        row.order = order
    type(part)._default_manager.bulk_update(siblings, ["order"])
    give_order(plan)
    tell(edit, f"{_name(part)} dipindah ke urutan {new + 1}.", {"order": old + 1}, {"order": new + 1})


def give_order(plan: Plan) -> None:
    """Number the lines as they print: every line before those below it."""
    nodes = list(PlanNode.objects.filter(plan=plan))
    moved = []
    for order, node in enumerate(printed_order(nodes), start=1):
        if node.order != order:
            node.order = order
            moved.append(node)
    PlanNode.objects.bulk_update(moved, ["order"], batch_size=200)


def _require_place(node: PlanNode) -> None:
    """The parent stands higher, whatever hangs below stands lower, and the code is free."""
    reasons = wrong_place(node)
    if reasons:
        raise Blocked([Blocker(reason) for reason in reasons])


def _siblings(part: Part) -> models.QuerySet[Any]:
    if isinstance(part, Indicator):
        return Indicator.objects.filter(node=part.node_id).order_by("order", "pk")
    return PlanNode.objects.filter(plan=part.plan_id, parent=part.parent_id).order_by("order", "pk")


# --- words -------------------------------------------------------------------------------------------


def _name(part: Part) -> str:
    return indicator_name(part) if isinstance(part, Indicator) else node_name(part)


def current_of(rows: models.QuerySet[Any], part: models.Model) -> Any:
    found = rows.filter(pk=part.pk).first()
    if found is None:
        raise Blocked([Blocker(GONE)])
    return found


def apply_values(row: models.Model, values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Set what differs; before and after of it, as words for the history."""
    before, after = {}, {}
    for name, value in values.items():
        old = getattr(row, name)
        if old != value:
            before[name], after[name] = word_of(old), word_of(value)
            setattr(row, name, value)
    return before, after


def word_of(value: Any) -> Any:
    return str(value) if isinstance(value, models.Model) else value


def words_of(part: Part) -> dict[str, Any]:
    names = [name for name in NAMES if hasattr(part, name)]
    return {name: word_of(value) for name in names if (value := getattr(part, name)) not in (None, "", [])}


def listed(names: Mapping[str, Any]) -> str:
    return ", ".join(NAMES.get(name, name) for name in names)
