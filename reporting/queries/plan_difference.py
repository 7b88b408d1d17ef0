"""What differs between two plans, in words, matched by code: head, lines, indicators, targets, pagu, PPTK."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from kinerja.lib.dates import long_date
from kinerja.lib.numbers import format_money, format_number
from kinerja.lib.periods import MONTH_NAMES
from reporting.measures import Direction, LowerForm, Rollup, TargetStyle
from reporting.models import Assignment, Budget, Indicator, Plan, PlanNode, SpendingTarget, Target
from reporting.queries.figures import shown
from reporting.queries.plan_lines import LEVELS
from sop.queries.difference import Changed, Entry, Section

NONE, EVERY_MONTH = "(kosong)", "setiap bulan"
Words = dict[str, str]
Key = tuple[str, str]
Span = tuple[date, date | None, str]  # first day, last day (None: until the next one), in words


@dataclass
class _Content:
    """A plan as words, by code: what is compared."""

    nodes: dict[str, Words] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    indicators: dict[Key, Words] = field(default_factory=dict)
    titles: dict[Key, str] = field(default_factory=dict)
    targets: dict[Key, Words] = field(default_factory=dict)
    ceilings: dict[str, list[Span]] = field(default_factory=dict)
    officers: dict[str, list[Span]] = field(default_factory=dict)
    planned: dict[str, Words] = field(default_factory=dict)


@dataclass(frozen=True)
class Difference:
    """What a later plan (`new`) says otherwise than an earlier one."""

    old: Plan
    new: Plan
    sections: list[Section]

    @cached_property
    def counts(self) -> list[tuple[str, str, int]]:
        """How much was added, removed and changed: kind, word, number."""
        entries = [entry for section in self.sections for entry in section.entries]
        found = Counter(entry.kind for entry in entries)
        words = {entry.kind: entry.word for entry in entries}
        return [(kind, words[kind], found[kind]) for kind in ("added", "removed", "changed") if found[kind]]

    @property
    def rows(self) -> Iterator[tuple[str, str, str, str, str, str]]:
        """Flat: section, kind, part, column, old, new."""
        for section in self.sections:
            for entry in section.entries:
                for change in entry.fields or [Changed("", "", "")]:
                    yield section.title, entry.word, entry.name, change.label, change.old, change.new


@dataclass(frozen=True)
class Snapshot:
    """A plan as it stood at one moment."""

    plan: Plan
    content: _Content


def snapshot_of(plan: Plan) -> Snapshot:
    return Snapshot(copy(plan), _contents(plan)[plan.pk])


def difference_between(old: Plan, new: Plan) -> Difference:
    """The sections that differ, none where both say the same; a fixed number of queries."""
    contents = _contents(old, new)
    return difference_of(Snapshot(old, contents[old.pk]), Snapshot(new, contents[new.pk]))


def difference_of(earlier: Snapshot, later: Snapshot) -> Difference:
    """The same for what was looked at before: also the same plan at two moments."""
    old, new, before, after = earlier.plan, later.plan, earlier.content, later.content
    sections = [
        Section("Kepala rencana", _head(old, new)),
        Section("Baris rencana", _compare(before.nodes, after.nodes, after.names | before.names)),
        Section("Indikator", _compare(before.indicators, after.indicators, after.titles | before.titles)),
        Section("Target per bulan", _compare(before.targets, after.targets, after.titles | before.titles)),
        Section("Pagu", _dated("Pagu", before.ceilings, after.ceilings, after.names | before.names)),
        Section("Rencana kas dan fisik", _compare(before.planned, after.planned, after.names | before.names)),
        Section("PPTK", _dated("PPTK", before.officers, after.officers, after.names | before.names)),
    ]
    return Difference(old, new, [section for section in sections if section.entries])


# --- comparing ---------------------------------------------------------------------------------------


def _compare(old: Mapping[Any, Words], new: Mapping[Any, Words], names: Mapping[Any, str]) -> list[Entry]:
    """By key, in the order of the new plan; what was lost stands at the end."""
    found = []
    for key, words in new.items():
        if key not in old:
            given = [Changed(label, "", word) for label, word in words.items() if word]
            found.append(Entry("added", names[key], given))
        elif changes := _changes(old[key], words):
            found.append(Entry("changed", names[key], changes))
    for key, words in old.items():
        if key not in new:
            gone = [Changed(label, word, "") for label, word in words.items() if word]
            found.append(Entry("removed", names[key], gone))
    return found


def _changes(old: Words, new: Words) -> list[Changed]:
    labels = list(dict.fromkeys([*new, *old]))
    return [
        Changed(label, old.get(label) or NONE, new.get(label) or NONE)
        for label in labels
        if old.get(label, "") != new.get(label, "")
    ]


def _dated(
    what: str, old: Mapping[str, list[Span]], new: Mapping[str, list[Span]], names: Mapping[str, str]
) -> list[Entry]:
    """What holds from each day on which either plan begins something else."""
    steps = {code: _steps(what, old.get(code, []), new.get(code, [])) for code in dict.fromkeys([*new, *old])}
    before = {code: {label: was for label, was, _ in found} for code, found in steps.items() if code in old}
    after = {code: {label: now for label, _, now in found} for code, found in steps.items() if code in new}
    return _compare(before, after, names)


def _steps(what: str, old: Sequence[Span], new: Sequence[Span]) -> list[tuple[str, str, str]]:
    """Label, old and new words for each day; a day on which both say the same is left out."""
    days = {first for first, _, _ in (*old, *new)}
    days |= {last + timedelta(days=1) for _, last, _ in (*old, *new) if last is not None}
    found = [(day, _holding(old, day), _holding(new, day)) for day in sorted(days)]
    told = found if not old or not new else [step for step in found if step[1] != step[2]]
    return [(f"{what} mulai {long_date(day)}", was, now) for day, was, now in told]


def _holding(spans: Sequence[Span], day: date) -> str:
    """The latest span that began and has not ended."""
    holding = [words for first, last, words in spans if first <= day and (last is None or day <= last)]
    return holding[-1] if holding else ""


# --- words -------------------------------------------------------------------------------------------


def _head(old: Plan, new: Plan) -> list[Entry]:
    changes = _changes(_plan_words(old), _plan_words(new))
    return [Entry("changed", "Rencana", changes)] if changes else []


def _plan_words(plan: Plan) -> Words:
    return {
        "Tahun": str(plan.year),
        "Sebutan": plan.label,
        "Berlaku mulai": long_date(plan.from_on),
        "Nomenklatur": plan.nomenclature,
        "Dasar": plan.basis,
    }


def _contents(*plans: Plan) -> dict[int, _Content]:
    """Plans by key, read together."""
    contents = {plan.pk: _Content() for plan in plans}
    nodes = {node.pk: node for node in PlanNode.objects.filter(plan__in=contents).order_by("order", "pk")}
    for node in nodes.values():
        content = contents[node.plan_id]
        parent = nodes[node.parent_id].code if node.parent_id in nodes else ""
        content.nodes[node.code] = {"Tingkat": LEVELS[node.level], "Uraian": node.name, "Kode induk": parent}
        content.names[node.code] = f"{LEVELS[node.level]} {node.code} — {node.name}"
    _read_indicators(contents)
    for budget in Budget.objects.filter(node__plan__in=contents).order_by("from_on"):
        words = format_money(budget.amount) + (f" ({budget.label})" if budget.label else "")
        spans = contents[nodes[budget.node_id].plan_id].ceilings
        spans.setdefault(nodes[budget.node_id].code, []).append((budget.from_on, None, words))
    for duty in (
        Assignment.objects.filter(node__plan__in=contents).select_related("officer").order_by("from_on")
    ):
        spans = contents[nodes[duty.node_id].plan_id].officers
        spans.setdefault(nodes[duty.node_id].code, []).append((duty.from_on, duty.to_on, str(duty.officer)))
    for row in sorted(
        SpendingTarget.objects.filter(node__plan__in=contents), key=lambda row: row.period.last_month
    ):
        node = nodes[row.node_id]
        here = contents[node.plan_id].planned.setdefault(node.code, {})
        here |= _planned_words(MONTH_NAMES[row.period.last_month - 1], row)
    return contents


def _planned_words(month: str, row: SpendingTarget) -> Words:
    words = {f"Kas {month}": format_money(row.amount)} if row.amount is not None else {}
    return words | ({f"Fisik {month}": f"{_number(row.physical)} %"} if row.physical is not None else {})


def _read_indicators(contents: Mapping[int, _Content]) -> None:
    found = Indicator.objects.filter(node__plan__in=contents).select_related("node")
    by_key: dict[int, Indicator] = {}
    for indicator in found.order_by("node__order", "order", "pk"):
        content, key = contents[indicator.node.plan_id], _key(indicator)
        by_key[indicator.pk] = indicator
        content.indicators[key] = indicator_words(indicator)
        content.titles[key] = f"{indicator.node.code} · {indicator.code} {indicator.name}"
    targets: Iterable[Target] = Target.objects.filter(indicator__node__plan__in=contents)
    for target in sorted(targets, key=lambda target: target.period.last_month):
        indicator = by_key[target.indicator_id]
        month = MONTH_NAMES[target.period.last_month - 1]
        here = contents[indicator.node.plan_id].targets.setdefault(_key(indicator), {})
        here[month] = shown(indicator, target.value)


def _key(indicator: Indicator) -> Key:
    return indicator.node.code, indicator.code


def indicator_words(indicator: Indicator) -> Words:
    """Every column as a person reads it; columns that do not apply are empty."""
    is_lower = indicator.direction == Direction.LOWER
    months = ", ".join(MONTH_NAMES[month - 1] for month in sorted(indicator.measured_months))
    return {
        "Indikator": indicator.name,
        "Satuan": indicator.unit,
        "Arah": Direction(indicator.direction).label,
        "Rumus makin rendah": LowerForm(indicator.lower_form).label if is_lower else "",
        "Cara gabung": Rollup(indicator.rollup).label,
        "Cara target": TargetStyle(indicator.target_style).label,
        "Boleh pecahan": "ya" if indicator.decimals else "tidak",
        "Target tahun": shown(indicator, indicator.annual_target),
        "Batas bawah": _number(indicator.range_low),
        "Batas atas": _number(indicator.range_high),
        "Skala predikat": "; ".join(f"{code} = {_number(Decimal(score))}" for code, score in indicator.scale),
        "Bulan ukur": months or EVERY_MONTH,
        "Batas capaian (%)": _number(indicator.cap),
        "Pembilang": indicator.numerator_label,
        "Penyebut": indicator.denominator_label,
        "Bobot": _number(indicator.weight),
        "Rencana aksi": indicator.action_plan,
    }


def _number(value: Decimal | None) -> str:
    return "" if value is None else format_number(value, 6, trim=True)
