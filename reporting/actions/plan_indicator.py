"""Editing the indicators of a draft: every column of how they count, and their monthly targets."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction

from kinerja.lib.periods import MONTH_NAMES, Cycle, Period
from reporting.actions.plan_edit import (
    NAMES,
    Edit,
    apply_values,
    current_of,
    hold_draft,
    require_seen,
    tell,
    words_of,
)
from reporting.models import Indicator, Plan, PlanNode, Target
from reporting.queries.plan_lines import indicator_name, months_of
from sop.registry import Blocker
from sop.workflow import Blocked


@transaction.atomic
def add_indicator(
    edit: Edit, node: PlanNode, columns: Mapping[str, Any], targets: Mapping[int, Decimal | None]
) -> Indicator:
    """A new indicator at the end of its line, with its monthly targets."""
    plan = hold_draft(edit)
    place = current_of(PlanNode.objects.filter(plan=plan), node)
    last = place.indicators.order_by("-order").values_list("order", flat=True).first() or 0
    indicator = Indicator(node=place, order=last + 1, **columns)
    _require_code(indicator)
    indicator.save()
    _set_targets(plan, indicator, targets)
    after = words_of(indicator) | {"targets": _stated(targets)}
    tell(edit, f"{indicator_name(indicator)} ditambahkan.", {}, after)
    return indicator


@transaction.atomic
def change_indicator(
    edit: Edit, indicator: Indicator, columns: Mapping[str, Any], targets: Mapping[int, Decimal | None]
) -> None:
    """Set columns and monthly targets; a month without a target loses it."""
    plan = hold_draft(edit)
    found = Indicator.objects.filter(node__plan=plan).select_related("node")
    current = current_of(found, indicator)
    old = months_of(current)
    require_seen(edit, current, old)
    before, after = apply_values(current, columns)
    if after:
        _require_code(current)
        current.save()
    new = {month: value for month, value in targets.items() if value is not None}
    changed = [month for month in range(1, 13) if old.get(month) != new.get(month)]
    if changed:
        _set_targets(plan, current, targets)
        before["targets"], after["targets"] = _stated(old, changed), _stated(new, changed)
    if after:
        names = [name for name in after if name != "targets"]
        words = [NAMES.get(name, name) for name in names] + (["target"] if changed else [])
        tell(edit, f"{indicator_name(current)} diubah: {', '.join(words)}.", before, after)


@transaction.atomic
def remove_indicator(edit: Edit, indicator: Indicator) -> None:
    plan = hold_draft(edit)
    current = current_of(Indicator.objects.filter(node__plan=plan).select_related("node"), indicator)
    name, before = indicator_name(current), words_of(current) | {"targets": _stated(months_of(current))}
    current.delete()
    tell(edit, f"{name} dihapus.", before, {})


def _set_targets(plan: Plan, indicator: Indicator, targets: Mapping[int, Decimal | None]) -> None:
    stated = {
        Period(Cycle.MONTH, plan.year, month): value for month, value in targets.items() if value is not None
    }
    present = {target.period: target for target in indicator.targets.all()}
    gone = [target.pk for period, target in present.items() if period not in stated]
    Target.objects.filter(pk__in=gone).delete()
    for period, target in present.items():
        target.value = stated.get(period, target.value)
    kept = [target for period, target in present.items() if period in stated]
    Target.objects.bulk_update(kept, ["value"])
    new = [Target(indicator=indicator, period=p, value=v) for p, v in stated.items() if p not in present]
    Target.objects.bulk_create(new)


def _require_code(indicator: Indicator) -> None:
    others = Indicator.objects.filter(node=indicator.node, code=indicator.code).exclude(pk=indicator.pk)
    if others.exists():
        raise Blocked([Blocker(f"Kode {indicator.code} sudah dipakai indikator lain pada baris ini.")])


def _stated(targets: Mapping[int, Decimal | None], months: Sequence[int] = range(1, 13)) -> dict[str, str]:
    return {
        MONTH_NAMES[month - 1]: str(value) for month in months if (value := targets.get(month)) is not None
    }
