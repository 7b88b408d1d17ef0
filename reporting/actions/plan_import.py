"""Importing a plan: all rows or, on request, the good ones; the same file twice changes nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import models, transaction

from kinerja.lib.files import sha256_of
from kinerja.lib.periods import Cycle, Period
from organisation.actions.history import Event, record_all
from organisation.models import Agency, Person
from reporting.actions.opening import open_waiting
from reporting.actions.plan_bulk import filled, shown, write_rows
from reporting.actions.plan_revision import draft_revision
from reporting.actions.plan_rows import Known, PlanFile, read_plan
from reporting.actions.plan_spending import wanted_months
from reporting.actions.plan_workbook import Fault
from reporting.models import Assignment, Budget, Indicator, Plan, PlanNode, SpendingTarget, Target
from reporting.queries.plan import next_revision
from reporting.queries.plan_difference import Difference, difference_of, snapshot_of
from sop.registry import Blocker
from sop.workflow import Blocked


class _DryRun(Exception):
    """Unwinds the transaction of a rehearsal."""


@dataclass(frozen=True)
class Order:
    """What is imported, and as what."""

    agency: Agency
    year: int
    revision: int = 0
    label: str = ""
    from_on: date | None = None
    nomenclature: str = ""
    as_revision: bool = False
    good_rows: bool = False
    dry_run: bool = False

    @property
    def first_day(self) -> date:
        return self.from_on or date(self.year, 1, 1)


@dataclass
class Imported:
    """What came of an import; nothing was written where `is_written` is false."""

    plan: Plan | None
    rows: dict[str, int]
    faults: list[Fault]
    created: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    is_written: bool = False
    difference: Difference | None = None

    @property
    def is_complete(self) -> bool:
        return not self.faults

    @property
    def changes_nothing(self) -> bool:
        return not any(self.created.values()) and not any(self.changed.values())


def import_plan(name: str, content: bytes, order: Order, *, by: Person | None, now: datetime) -> Imported:
    """Read a workbook and write its rows, unless it is a rehearsal or a row is bad and all are wanted.

    As a revision the rows go into a new draft, a copy of the latest published plan of the year; Blocked where
    there is none, or where a draft is open.
    """
    plan = _base(order)
    people = Person.objects.filter(appointments__agency=order.agency, is_active=True).distinct()
    found = read_plan(name, content, known=_known(plan), people=people, first=order.first_day)
    imported = Imported(plan, found.counts, found.faults)
    if not any(found.counts.values()) or (found.faults and not order.good_rows and not order.dry_run):
        return imported
    writer = _Writer(order, by, now)
    try:
        with transaction.atomic():
            before = snapshot_of(plan) if plan else None
            imported.plan = writer.write(found, sha256_of(content), plan)
            if before is not None:
                imported.difference = difference_of(before, snapshot_of(imported.plan))
            if order.dry_run:
                raise _DryRun
            open_waiting(order.agency, now=now)
    except _DryRun:
        imported.plan = plan
    imported.created, imported.changed = writer.created, writer.changed
    imported.is_written = not order.dry_run
    return imported


def _base(order: Order) -> Plan | None:
    """The plan into which rows are merged, or the one of which a revision is made."""
    family = Plan.objects.filter(agency=order.agency, year=order.year)
    if not order.as_revision:
        return family.filter(revision=order.revision).first()
    plan: Plan | None = family.published().order_by("-from_on", "-revision").first()
    if plan is None:
        words = f"Belum ada rencana {order.year} yang terbit. Impor dahulu sebagai rencana biasa."
        raise Blocked([Blocker(words)])
    return plan


def _known(plan: Plan | None) -> Known:
    if plan is None:
        return Known()
    indicators = Indicator.objects.filter(node__plan=plan).select_related("node")
    return Known(
        levels=dict(plan.nodes.values_list("code", "level")),
        indicators={(found.node.code, found.code): {"scale": found.scale} for found in indicators},
    )


class _Writer:
    """Writes rows over what is there, counts and records what changed."""

    def __init__(self, order: Order, by: Person | None, now: datetime) -> None:
        self.order, self.by, self.now = order, by, now
        self.created: dict[str, int] = {}
        self.changed: dict[str, int] = {}
        self.events: list[Event] = []

    def write(self, found: PlanFile, sha256: str, base: Plan | None) -> Plan:
        plan, is_new = self._plan(base)
        self._name_codes(plan)
        nodes = self._nodes(plan, found)
        indicators = self._indicators(nodes, found)
        self._targets(plan, indicators, found)
        self._budgets(nodes, found)
        self._officers(nodes, found)
        self._spending(nodes, found)
        if is_new or any(self.created.values()) or any(self.changed.values()):
            details = {
                "created": self.created,
                "changed": self.changed,
                "faults": len(found.faults),
                "sha256": sha256,
            }
            sentence = (
                f"Rencana {plan.year} ({plan.label}) diimpor: {sum(self.created.values())} baris baru, "
            )
            sentence += f"{sum(self.changed.values())} baris berubah."
            self.events.insert(0, Event("plan_imported", plan, sentence, details))
        record_all(self.events, by=self.by, at=self.now, agency=self.order.agency)
        return plan

    def _plan(self, base: Plan | None) -> tuple[Plan, bool]:
        order = self.order
        if order.as_revision and base is not None and self.by is not None:
            head = next_revision(base, order.first_day)
            return draft_revision(base, head, by=self.by, now=self.now), True
        return Plan.objects.get_or_create(
            agency=order.agency,
            year=order.year,
            revision=order.revision,
            defaults={
                "label": order.label or (f"Perubahan {order.revision}" if order.revision else "Murni"),
                "from_on": order.first_day,
                "published_by": self.by,
                "published_at": self.now,
            },
        )

    def _name_codes(self, plan: Plan) -> None:
        """The version of the codes, where the order says one."""
        before, after = plan.nomenclature, self.order.nomenclature
        if after and before != after:
            plan.nomenclature = after
            plan.save(update_fields=["nomenclature"])
            details = {"before": {"nomenclature": before}, "after": {"nomenclature": after}}
            sentence = f"Nomenklatur rencana {plan.year} ({plan.label}): {after}."
            self.events.append(Event("plan_row_changed", plan, sentence, details))

    def _nodes(self, plan: Plan, found: PlanFile) -> dict[str, PlanNode]:
        present = {node.code: node for node in plan.nodes.all()}
        wanted = {row.code: {"level": row.level, "name": row.name, "order": row.order} for row in found.nodes}
        self._merge("Rencana", present, wanted, lambda code: PlanNode(plan=plan, code=str(code)))
        nodes = {node.code: node for node in plan.nodes.all()}
        parents = {row.code: {"parent": nodes.get(row.parent)} for row in found.nodes}
        moved = [code for code, columns in parents.items() if nodes[code].parent_id != _pk(columns["parent"])]
        fresh = {code for code in moved if code not in present}
        self._merge("Rencana", nodes, {code: parents[code] for code in moved}, None, silent=fresh)
        return nodes

    def _indicators(self, nodes: Mapping[str, PlanNode], found: PlanFile) -> dict[Any, Indicator]:
        def read() -> dict[Any, Indicator]:
            rows = Indicator.objects.filter(node__in=nodes.values()).select_related("node")
            return {(row.node.code, row.code): row for row in rows}

        wanted = {(row.node, row.code): {**row.columns, "order": row.order} for row in found.indicators}
        self._merge("Indikator", read(), wanted, lambda place: Indicator(node=nodes[place[0]], code=place[1]))
        return read()

    def _targets(self, plan: Plan, indicators: Mapping[Any, Indicator], found: PlanFile) -> None:
        rows = Target.objects.filter(indicator__in=indicators.values())
        present = {(row.indicator_id, row.period.last_month): row for row in rows}
        wanted = {
            (indicators[row.node, row.indicator].pk, month): {"value": value}
            for row in found.targets
            for month, value in row.monthly.items()
        }
        year = plan.year
        self._merge(
            "Target",
            present,
            wanted,
            lambda place: Target(indicator_id=place[0], period=Period(Cycle.MONTH, year, place[1])),
        )

    def _budgets(self, nodes: Mapping[str, PlanNode], found: PlanFile) -> None:
        rows = Budget.objects.filter(node__in=nodes.values())
        present = {(row.node_id, row.from_on): row for row in rows}
        wanted = {
            (nodes[row.node].pk, row.from_on): {"amount": row.amount, "label": row.label}
            for row in found.budgets
        }
        self._merge("Pagu", present, wanted, lambda place: Budget(node_id=place[0], from_on=place[1]))

    def _officers(self, nodes: Mapping[str, PlanNode], found: PlanFile) -> None:
        rows = Assignment.objects.filter(node__in=nodes.values()).select_related("officer")
        present = {(row.node_id, row.from_on): row for row in rows}
        wanted = {
            (nodes[row.node].pk, row.from_on): {"officer": row.officer, "to_on": row.to_on}
            for row in found.officers
        }
        self._merge("PPTK", present, wanted, lambda place: Assignment(node_id=place[0], from_on=place[1]))

    def _spending(self, nodes: Mapping[str, PlanNode], found: PlanFile) -> None:
        if not found.spending:
            return
        rows = SpendingTarget.objects.filter(node__in=nodes.values())
        present = {(row.node_id, row.period.last_month): row for row in rows}
        wanted = {
            (nodes[code].pk, month): columns
            for (code, month), columns in wanted_months(found.spending).items()
        }
        year = self.order.year
        self._merge(
            "Rencana Kas",
            present,
            wanted,
            lambda place: SpendingTarget(node_id=place[0], period=Period(Cycle.MONTH, year, place[1])),
        )

    def _merge(
        self,
        sheet: str,
        present: Mapping[Any, Any],
        wanted: Mapping[Any, Mapping[str, Any]],
        make: Any,
        *,
        silent: Iterable[Any] = (),
    ) -> None:
        """Add what is missing and change what differs; rows that the file does not name stay."""
        added, changed = [], []
        for place, columns in wanted.items():
            row = present.get(place)
            if row is None:
                added.append(filled(make(place), columns))
                continue
            before = {name: getattr(row, name) for name in columns}
            if before == dict(columns):
                continue
            changed.append(filled(row, columns))
            if place not in silent:
                self._record(sheet, row, before, columns)
        write_rows(added, changed)
        self.created[sheet] = self.created.get(sheet, 0) + len(added)
        quiet = sum(1 for place in wanted if place in set(silent))
        self.changed[sheet] = self.changed.get(sheet, 0) + len(changed) - min(quiet, len(changed))

    def _record(
        self, sheet: str, row: models.Model, before: Mapping[str, Any], after: Mapping[str, Any]
    ) -> None:
        names = [name for name in after if before[name] != after[name]]
        details = {
            "before": {name: shown(before[name]) for name in names},
            "after": {name: shown(after[name]) for name in names},
        }
        self.events.append(
            Event("plan_row_changed", row, f"{sheet}: {row} diubah lewat impor rencana.", details)
        )


def _pk(row: models.Model | None) -> Any:
    return row.pk if row else None
