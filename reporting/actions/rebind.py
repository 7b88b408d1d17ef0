"""Moving an open report to the plan that holds now: on purpose, in one transaction, with nothing lost."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models, transaction

from organisation.actions.history import Event, record_all
from organisation.models import Person
from reporting.actions.opening import add_rows
from reporting.actions.plan_edit import authorise
from reporting.models import Compilation, Evidence, Indicator, Plan, Realisation, Report, Spending
from reporting.queries.plan import officers_of, officers_to_report, plan_for
from reporting.queries.plan_lines import plan_name
from reporting.queries.rebinding import Luggage, Row, evidence_of, luggage_of
from reporting.queries.report import is_signed
from sop.models import Act, Run, Task
from sop.registry import Blocker
from sop.workflow import Blocked, Call, call_again

SIGNED = Blocker("Laporan sudah ditandatangani. Perubahan rencana berlaku mulai laporan berikutnya.")
CORRECTS = Blocker("Laporan perbaikan tetap memakai rencana laporan yang diperbaiki.")
CLOSED = Blocker("Pelaksanaan periode ini sudah selesai; laporannya tetap pada rencananya.")
OWN = {"id", "indicator", "node", "period", "edition"}  # of a row: not carried


@dataclass
class Rebound:
    """What came of moving a report."""

    old: Plan
    new: Plan
    luggage: Luggage
    called: list[Person] = field(default_factory=list)
    released: list[Person] = field(default_factory=list)
    late: list[Person] = field(default_factory=list)
    new_round: bool = False

    @property
    def details(self) -> dict[str, Any]:
        return {
            "old": self.old.pk,
            "new": self.new.pk,
            "old_label": self.old.label,
            "new_label": self.new.label,
            "carried": self.luggage.count,
            "left": [list(left) for left in self.luggage.left],
            "called": [str(person) for person in self.called],
            "released": [str(person) for person in self.released],
            "late": [str(person) for person in self.late],
            "new_round": self.new_round,
        }


def refusals(report: Report, plan: Plan | None) -> list[Blocker]:
    """Why a report cannot be moved to a plan; empty where it can."""
    if is_signed(report):
        return [SIGNED]
    if report.run.is_correction:
        return [CORRECTS]
    if report.run.status != Run.Status.OPEN:
        return [CLOSED]
    if plan is None or plan.pk != _pk(plan_for(report.agency, report.period)):
        return [Blocker("Rencana ini bukan yang berlaku pada akhir periode laporan. Muat ulang halamannya.")]
    if plan.pk == report.plan_id:
        return [Blocker(f"Laporan ini sudah memakai rencana {plan_name(plan)}.")]
    return []


@transaction.atomic
def rebind(report: Report, plan: Plan, *, by: Person, now: datetime) -> Rebound:
    """Bind an open report to `plan` and carry over what was entered for its period, by codes.

    Raises NotYours, or Blocked after signing. The drafts compiled so far stay as they are; where there is one
    in this round, or somebody who is done has something new to fill in, the next round begins.
    """
    authorise(report.agency, by=by, now=now)
    run = Run.objects.select_for_update(of=("self",)).get(pk=report.run_id)
    fills = list(
        Task.objects.select_for_update(of=("self",))
        .filter(run=run, act__kind="fill")
        .select_related("assignee", "act__step")
        .order_by("round", "pk")
    )  # whoever is saving at this moment is waited for
    report = Report.objects.select_related("run", "agency", "plan").get(pk=report.pk)
    if reasons := refusals(report, plan):
        raise Blocked(reasons)
    rebound = Rebound(report.plan, plan, luggage_of(report, plan))
    Report.objects.filter(pk=report.pk).update(plan=plan)
    report.plan = plan
    add_rows(plan, run)
    events = _carry(rebound, report)
    act = _gather(rebound, report, run, fills)
    record_all([_event(rebound, report), *events], by=by, at=now, agency=report.agency)
    if act is not None:
        people = rebound.called if fills else None
        call = Call(act, people, rebound.released, rebound.new_round)
        call_again(run, call, reason=_sentence(rebound, report), by=by, now=now)
    return rebound


def _pk(row: models.Model | None) -> Any:
    return row.pk if row else None


def _sentence(rebound: Rebound, report: Report) -> str:
    return (
        f"{report} dipindahkan dari rencana {plan_name(rebound.old)} ke {plan_name(rebound.new)}: "
        f"{rebound.luggage.count} isian dibawa, {len(rebound.luggage.left)} tidak."
    )


def _event(rebound: Rebound, report: Report) -> Event:
    return Event("report_rebound", report, _sentence(rebound, report), rebound.details)


# --- what was entered --------------------------------------------------------------------------------


def _carry(rebound: Rebound, report: Report) -> list[Event]:
    """Copy the rows to their new places, with their proofs; the old rows stay as they are."""
    months = report.period.months
    realisations = {
        (row.indicator_id, row.period): row
        for row in Realisation.objects.select_for_update(of=("self",))
        .filter(indicator__node__plan=rebound.new, period__in=months)
        .select_related("indicator")
    }
    spendings = {
        (row.node_id, row.period): row
        for row in Spending.objects.select_for_update(of=("self",))
        .filter(node__plan=rebound.new, period__in=months)
        .select_related("node")
    }
    pairs: list[tuple[Row, Row]] = [
        (old, _place(realisations, Realisation(indicator=new, period=old.period), (new.pk, old.period)))
        for old, new in rebound.luggage.realisations
    ]
    pairs += [
        (old, _place(spendings, Spending(node=new, period=old.period), (new.pk, old.period)))
        for old, new in rebound.luggage.spendings
    ]
    events = [_copy(old, new) for old, new in pairs]
    for model in (Realisation, Spending):
        _store([new for _, new in pairs if isinstance(new, model)])
    _carry_evidence(pairs)
    return events


def _place(rows: dict[Any, Any], missing: Row, key: Any) -> Row:
    """The new row; a month that the plan alone would not have asked for gets one."""
    if key not in rows:
        missing.save()
        rows[key] = missing
    found: Row = rows[key]
    return found


def _columns(row: Row) -> list[str]:
    return [column.attname for column in type(row)._meta.concrete_fields if column.name not in OWN]


def _copy(old: Row, new: Row) -> Event:
    details = {}
    for name in _columns(old):
        value = getattr(old, name)
        if getattr(new, name) != value:
            details[name] = value
            setattr(new, name, value)
    new.edition += 1
    where = new.indicator.name if isinstance(new, Realisation) else new.node.code
    sentence = f"Isian “{where}” {new.period.label} dibawa dari rencana sebelumnya."
    return Event("entry_carried", new, sentence, {"from": old.pk, "after": details})


def _store(rows: Sequence[Any]) -> None:
    if rows:
        names = [*_columns(rows[0]), "edition"]
        type(rows[0])._default_manager.bulk_update(rows, names, batch_size=100)


def _carry_evidence(pairs: Iterable[tuple[Row, Row]]) -> None:
    pairs = list(pairs)
    proofs = evidence_of(old for old, _ in pairs)
    copies = []
    for old, new in pairs:
        is_value = isinstance(old, Realisation)
        for proof in proofs.get(("r" if is_value else "s", old.pk), []):
            proof.pk = None
            proof.realisation_id, proof.spending_id = (new.pk, None) if is_value else (None, new.pk)
            copies.append(proof)
    Evidence.objects.bulk_create(copies)


# --- who has to do something -------------------------------------------------------------------------


def _gather(rebound: Rebound, report: Report, run: Run, fills: Sequence[Task]) -> Act | None:
    """Who is called and who released; the act where entries were given out, None before it was."""
    rebound.new_round = Compilation.objects.filter(report=report, round=run.round).exists()
    if not fills:
        return _compiling(rebound, run)
    act = fills[-1].act
    last = {task.assignee_id: task for task in fills}
    wanted = officers_to_report(rebound.new, report.period)
    lacking = _lacking(rebound.new, report)
    for person in wanted:
        task = last.get(person.pk)
        state = task.status if task else Task.Status.SUPERSEDED
        if person.pk in lacking and state == Task.Status.MISSED:
            rebound.late.append(person)
        elif person.pk in lacking and state in {Task.Status.DONE, Task.Status.SUPERSEDED}:
            rebound.called.append(person)
            rebound.new_round |= task is not None and task.round == run.round
    keys = {person.pk for person in wanted}
    active = (task for task in fills if task.status in {Task.Status.WAITING, Task.Status.OPEN})
    rebound.released = [task.assignee for task in active if task.assignee and task.assignee.pk not in keys]
    return act


def _compiling(rebound: Rebound, run: Run) -> Act | None:
    """Where nobody enters anything, only the draft has to be put together once more."""
    made = Task.objects.filter(run=run, act__kind="compile").select_related("act__step").last()
    return made.act if made and rebound.new_round else None


def _lacking(plan: Plan, report: Report) -> set[int]:
    """The people with a row of the period that was not submitted."""
    officers = officers_of(plan, report.period.ends_on)
    months = report.period.months
    rows = Realisation.objects.filter(
        indicator__node__plan=plan, period__in=months, submitted_at=None
    ).select_related("indicator")
    nodes = {row.indicator.node_id for row in rows if _asks(row.indicator, row)}
    nodes |= set(
        Spending.objects.filter(node__plan=plan, period__in=months, submitted_at=None).values_list(
            "node_id", flat=True
        )
    )
    return {officers[node].pk for node in nodes if node in officers}


def _asks(indicator: Indicator, row: Realisation) -> bool:
    return indicator.is_measured_in(row.period.last_month)
