"""How far a month has come: the same January told up to the draft, the approval, the signature."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from organisation.models import Person
from reporting.actions.compile import compile_report
from reporting.measures import Direction, LowerForm, Rollup
from reporting.models import Compilation, Indicator, Plan, PlanNode, Realisation, Report, Spending
from reporting.queries.report import report_of
from sop.actions.tick import tick
from sop.models import SopVersion, Task
from sop.registry import kind_of
from sop.workflow import advance
from tests.cast import Cast, make_indicator, task_of, wib
from tests.remembered import remembered

OPENED = wib("2026-02-01 00:05")
THIRD = wib("2026-02-03 09:00")
SIXTH = wib("2026-02-06 00:10")
SEVENTH = wib("2026-02-07 09:00")
NINTH = wib("2026-02-09 10:00")
TENTH = wib("2026-02-10 09:00")


def open_january(version: SopVersion) -> None:
    version.sop.runs_from = "2026-01"
    version.sop.save()
    _open()


@remembered
def _open() -> None:
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
    return Report.objects.select_related("agency", "plan").get(agency=cast.agency, period="2026-01")


def draft(cast: Cast, round_: int = 1) -> Compilation:
    return report_in(cast).compilations.get(round=round_)


def to_draft(cast: Cast, version: SopVersion) -> Compilation:
    """Both officers submitted; the system compiled on the sixth."""
    open_january(version)
    return _submit(cast)


@remembered
def _submit(cast: Cast) -> Compilation:
    fill(cast, cast.officer)
    fill(cast, cast.second_officer)
    tick(SIXTH)
    return draft(cast)


def to_approval(cast: Cast, version: SopVersion) -> Compilation:
    to_draft(cast, version)
    return _approve(cast)


@remembered
def _approve(cast: Cast) -> Compilation:
    play(task_of(cast, "review"), cast.reviewer, SEVENTH)
    return draft(cast)


def to_signature(cast: Cast, version: SopVersion) -> Compilation:
    to_approval(cast, version)
    return _sign(cast)


@remembered
def _sign(cast: Cast) -> Compilation:
    tick(NINTH)
    play(task_of(cast, "sign"), cast.head, NINTH)
    return draft(cast)


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
    monthly, annual = [Decimal(80)] * 12, Decimal(80)
    last, lower = Rollup.LAST, Direction.LOWER
    make_indicator(
        node, "D.1", "Penyelesaian", unit="Hari", annual=annual, direction=lower, rollup=last, monthly=monthly
    )
    inverse = make_indicator(
        node, "D.2", "Biaya", unit="Juta", annual=annual, direction=lower, rollup=last, monthly=monthly
    )
    inverse.lower_form, inverse.cap = LowerForm.INVERSE.value, Decimal(120)
    inverse.save()
    band = make_indicator(
        node,
        "D.3",
        "Lama",
        unit="Bulan",
        annual=annual,
        direction=Direction.RANGE,
        rollup=last,
        monthly=monthly,
    )
    band.range_low, band.range_high = Decimal(7), Decimal(8)
    band.save()
    word = make_indicator(
        node, "D.4", "Opini BPK", unit="Predikat", annual=Decimal(4), direction=Direction.PREDICATE,
        rollup=last, monthly=[Decimal(4)] * 12,
    )  # fmt: skip
    word.scale = [["WTP", "4"], ["WDP", "3"], ["TW", "2"], ["TMP", "1"]]
    word.save()
    make_indicator(node, "D.5", "Tanpa target", unit="Kali", annual=Decimal(0))
    make_indicator(
        node,
        "D.6",
        "Serapan tepat",
        unit="%",
        annual=Decimal(90),
        rollup=Rollup.RATIO,
        monthly=[Decimal(90)] * 12,
    )
    return node


@remembered
def every_figure(cast: Cast, plan: Plan, version: SopVersion) -> Compilation:
    """A draft with each direction, a row that was not submitted, and money; the second officer is late."""
    every_direction(plan)
    open_january(version)
    stated = {"1.1": "2", "1.2": "88.95", "D.1": "135.15", "D.2": "60", "D.3": "9", "D.4": "3", "D.5": "4"}
    for code, value in stated.items():
        state(code, value)
    words = {"obstacle": "Kas belum cair", "follow_up": "Rapat tiap Senin"}
    state("D.6", "83.333333", numerator=Decimal(5), denominator=Decimal(6), **words)
    spend("5.02.02.2.01.0001", "12500000.50", "30")
    return compile_report(report_in(cast), round_=1, by=None, now=SIXTH)
