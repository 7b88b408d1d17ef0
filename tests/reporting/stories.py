"""How far a month has come: the same January told up to the draft, the approval, the signature."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from organisation.models import Person
from reporting.measures import Direction, LowerForm, Rollup, TargetStyle
from reporting.models import Compilation, Indicator, Plan, PlanNode, Realisation, Report, Spending
from reporting.queries.report import report_of
from sop.actions.tick import tick
from sop.models import SopVersion, Task
from sop.registry import kind_of
from sop.workflow import advance
from tests.cast import Cast, make_indicator, task_of, wib

OPENED = wib("2026-02-01 00:05")
THIRD = wib("2026-02-03 09:00")
SIXTH = wib("2026-02-06 00:10")
SEVENTH = wib("2026-02-07 09:00")
NINTH = wib("2026-02-09 10:00")
TENTH = wib("2026-02-10 09:00")


def open_january(version: SopVersion) -> None:
    version.sop.runs_from = "2026-01"
    version.sop.save()
    tick(OPENED)


def play(task: Task, by: Person, at: datetime, **values: Any) -> Task:
    """Do a task as a willing person would, with some values of one's own."""
    played = kind_of(task.act).play(task, by, at)
    return advance(task, played.outcome, by=by, now=at, note=played.note, values={**played.values, **values})


def fill(cast: Cast, who: Person, at: datetime = THIRD) -> None:
    play(task_of(cast, "fill", who=who), who, at)


def state(code: str, value: str, *, period: str = "2026-01", **columns: Any) -> None:
    """Write a submitted realisation straight into its row."""
    Realisation.objects.update_or_create(
        indicator=Indicator.objects.get(code=code),
        period=period,
        defaults={"state": "value", "value": Decimal(value), "raw": value, "submitted_at": THIRD, **columns},
    )


def spend(code: str, amount: str | None, physical: str | None = None, *, period: str = "2026-01") -> None:
    Spending.objects.update_or_create(
        node=PlanNode.objects.get(code=code),
        period=period,
        defaults={
            "amount": None if amount is None else Decimal(amount),
            "physical": None if physical is None else Decimal(physical),
            "submitted_at": THIRD,
        },
    )


def report_in(cast: Cast) -> Report:
    return Report.objects.get(agency=cast.agency, period="2026-01")


def draft(cast: Cast, round_: int = 1) -> Compilation:
    return report_in(cast).compilations.get(round=round_)


def to_draft(cast: Cast, version: SopVersion) -> Compilation:
    """Both officers submitted; the system compiled on the sixth."""
    open_january(version)
    fill(cast, cast.officer)
    fill(cast, cast.second_officer)
    tick(SIXTH)
    return draft(cast)


def to_approval(cast: Cast, version: SopVersion) -> Compilation:
    compilation = to_draft(cast, version)
    play(task_of(cast, "review"), cast.reviewer, SEVENTH)
    return compilation


def to_signature(cast: Cast, version: SopVersion) -> Compilation:
    compilation = to_approval(cast, version)
    tick(NINTH)
    play(task_of(cast, "sign"), cast.head, NINTH)
    return compilation


def to_delivery(cast: Cast, version: SopVersion) -> Report:
    to_signature(cast, version)
    task = task_of(cast, "deliver")
    play(task, cast.compiler, NINTH)
    report = report_of(task)
    assert report is not None
    return report


def every_direction(plan: Plan) -> PlanNode:
    """A sub kegiatan's node with one indicator of each direction, added to the plan."""
    node = plan.nodes.get(code="5.02.02.2.01.0001")
    hundred = [Decimal(80)] * 12
    make_indicator(node, "D.1", "Hari penyelesaian", unit="Hari", annual=Decimal(80),
                   direction=Direction.LOWER, rollup=Rollup.LAST, monthly=hundred)  # fmt: skip
    inverse = make_indicator(node, "D.2", "Biaya per dokumen", unit="Juta", annual=Decimal(80),
                             direction=Direction.LOWER, rollup=Rollup.LAST, monthly=hundred)  # fmt: skip
    inverse.lower_form = LowerForm.INVERSE.value
    inverse.cap = Decimal(120)
    inverse.save()
    band = make_indicator(node, "D.3", "Lama proses", unit="Bulan", annual=Decimal(8),
                          direction=Direction.RANGE, rollup=Rollup.LAST, monthly=hundred)  # fmt: skip
    band.range_low, band.range_high = Decimal(7), Decimal(8)
    band.save()
    word = make_indicator(node, "D.4", "Opini BPK", unit="Predikat", annual=Decimal(4),
                          direction=Direction.PREDICATE, rollup=Rollup.LAST, monthly=[Decimal(4)] * 12)  # fmt: skip
    word.scale = [["WTP", "4"], ["WDP", "3"], ["TW", "2"], ["TMP", "1"]]
    word.save()
    make_indicator(node, "D.5", "Tanpa target", unit="Kali", annual=Decimal(0), style=TargetStyle.CUMULATIVE)
    make_indicator(node, "D.6", "Serapan tepat", unit="%", annual=Decimal(90),
                   rollup=Rollup.RATIO, monthly=[Decimal(90)] * 12)  # fmt: skip
    return node
