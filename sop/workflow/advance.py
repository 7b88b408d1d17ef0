"""The one module that changes the state of a run or a task.

Every change is: lock the run, one conditional UPDATE that must hit one row (else somebody was faster),
a history event, the effect of the kind, the next tasks; all in one transaction.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from kinerja.lib.periods import Period
from organisation.models import Person
from organisation.permissions import may
from organisation.queries.holders import capacity
from sop.models import Act, Extension, Run, SopVersion, Task
from sop.registry import Blocker, Deed, fans_out, kind_of
from sop.workflow.blockers import Blocked, NotYours, blockers_of, may_do
from sop.workflow.schedule import acts_of, window_of
from sop.workflow.trail import already, details_of, record_act, sentence_of, tell, when

Status = Task.Status

RELEASED = "released"  # the outcome of a task that no longer concerns its person
MOVES: dict[Status, frozenset[Status]] = {
    Status.WAITING: frozenset({Status.OPEN, Status.DONE, Status.MISSED, Status.SUPERSEDED}),
    Status.OPEN: frozenset({Status.DONE, Status.MISSED, Status.SUPERSEDED}),
    Status.MISSED: frozenset({Status.OPEN}),
}


class Conflict(Exception):
    """Somebody was faster; the sentence says who and what."""


@transaction.atomic
def start(version: SopVersion, period: Period, *, now: datetime, by: Person | None = None) -> Run:
    """Open the run of a version for a period with its first tasks; an existing run is returned as it is."""
    run, created = Run.objects.get_or_create(
        sop=version.sop,
        agency=version.sop.agency,
        period=period,
        edition=0,
        defaults={"version": version, "opened_at": now},
    )
    if created:
        record_act(run, "run_opened", f"Pelaksanaan {run} dibuka.", by=by, at=now)
        begin(run, now=now)
    return run


def begin(run: Run, *, now: datetime) -> None:
    """Give out the first tasks of a run."""
    _open_acts(run, acts_of(run), at=now)


def withdraw(run: Run, reason: str, *, by: Person, now: datetime) -> Run:
    """Give up a correction before it is final: its tasks end, it stays readable, another may be opened."""
    with transaction.atomic():
        run = Run.objects.select_for_update(of=("self",)).select_related("agency", "sop").get(pk=run.pk)
        if not run.is_correction:
            raise ValueError("Hanya perbaikan yang dapat dibatalkan.")
        if run.status != Run.Status.OPEN:
            raise Conflict(f"Perbaikan ini tidak lagi terbuka (keadaan: {run.get_status_display()}).")
        if _is_final(run):
            raise Blocked([Blocker("Perbaikan sudah ditandatangani dan tidak dapat dibatalkan.")])
        for task in run.tasks.active():
            _move(task, Status.SUPERSEDED, done_at=now, outcome=RELEASED)
        run.status, run.closed_at = Run.Status.WITHDRAWN, now
        run.save(update_fields=["status", "closed_at"])
        sentence = f"{by} membatalkan {run}: {reason}"
        record_act(run, "run_withdrawn", sentence, by=by, at=now, details={"reason": reason})
    return run


@sensitive_variables("values", "deed")
def advance(
    task: Task,
    outcome: str,
    *,
    by: Person | None,
    now: datetime,
    note: str = "",
    values: Mapping[str, Any] | None = None,
) -> Task:
    """Do a task: the effect of its kind takes place and the run goes on.

    Raises NotYours, Blocked, or Conflict when somebody else did it first. `by` is None for the system.
    """
    kind = kind_of(task.act)
    if outcome not in kind.outcomes_of(task.act):
        raise ValueError(f"{kind.name} tidak mengenal hasil “{outcome}”.")
    _authorise(task, by, now)
    agency = task.run.agency
    acting = capacity(by, agency, task.act.actor.role, agency.time_zone.local(now).date()) if by else "Sistem"
    deed = Deed(outcome, by, now, acting, note, values or {})
    deed = Deed(outcome, by, now, acting, note, values or {}, kind.prepare(task, deed))
    with transaction.atomic():
        run = _locked(task)
        _require_still_free(task, by, now)
        _move(
            task, Status.DONE, done_at=now, done_by=by, outcome=outcome, note=note, capacity=acting,
            opened_at=task.opened_at or now, details=kind.details(deed),
        )  # fmt: skip
        record_act(task, "task_done", sentence_of(task, deed), by=by, at=now, details=details_of(task, deed))
        kind.effect(task, deed)
        _close_implied(task, at=now)
        if outcome in kind.returning:
            _open_round(run, task, kind.returned_to(task, deed), at=now)
        else:
            _go_on(run, task.act, at=now)
    task.refresh_from_db()
    return task


def open_window(task: Task, *, now: datetime) -> None:
    """A waiting task's window has come: open it and tell its people."""
    with transaction.atomic():
        _open(task, at=now)


def close_by_clock(task: Task, *, now: datetime) -> None:
    """The clock closes a task whose people did not do it; they stay named, and the run goes on."""
    with transaction.atomic():
        run = _locked(task)
        if not Task.objects.filter(pk=task.pk, due_at=task.due_at).exists():
            raise Conflict("Tenggat tugas ini baru saja diubah.")
        _move(task, Status.MISSED, done_at=now, outcome="missed")
        who = task.assignee or task.act.actor.label
        record_act(
            task,
            "task_missed",
            f"{who} tidak menyampaikan sampai tenggat: {task.act.step.text}",
            by=None,
            at=now,
        )
        _close_implied(task, at=now)
        _go_on(run, task.act, at=now)


def extend(task: Task, *, until: datetime, reason: str, by: Person, now: datetime) -> Task:
    """Give one person more time. Once the report was compiled, a new round opens for that person alone."""
    agency = task.run.agency
    if not may(by, "give_extension", agency, agency.time_zone.local(now).date()):
        raise NotYours("Perpanjangan diberikan oleh Kasubbag, penyusun laporan, sekretaris, atau kepala.")
    if until <= now:
        raise Blocked([Blocker("Batas baru harus sesudah saat ini.")])
    with transaction.atomic():
        run = _locked(task)
        if _is_final(run):
            raise Blocked([Blocker("Laporan sudah ditandatangani; isian tidak dapat dibuka lagi.")])
        if task.status == Status.MISSED and _later_work_done(run, task):
            task = _open_late_round(run, task, until=until, at=now)
        else:
            _move(
                task,
                Status.OPEN,
                due_at=until,
                done_at=None,
                outcome="",
                opened_at=task.opened_at or now,
            )
        Extension.objects.create(task=task, until=until, reason=reason, given_by=by, given_at=now)
        sentence = (
            f"Perpanjangan bagi {task.assignee or task.act.actor.label} sampai {when(run, until)}: {reason}"
        )
        record_act(task, "task_extended", sentence, by=by, at=now, details={"until": until, "reason": reason})
        tell(task, at=now)
    return task


@dataclass(frozen=True)
class Call:
    """Whom a change of the ground calls to an act, whom it releases, and whether a new round begins."""

    act: Act
    people: Sequence[Person] | None  # None: whoever does the act
    released: Sequence[Person] = ()
    new_round: bool = False


def call_again(run: Run, call: Call, *, reason: str, by: Person, now: datetime) -> list[Task]:
    """The ground of an act changed (a report has another plan): its people come and go, tasks already done
    stay. A new round makes what was done after the act come again; nothing starts again once it is final.
    """
    with transaction.atomic():
        run = Run.objects.select_for_update(of=("self",)).select_related("agency", "sop").get(pk=run.pk)
        if _is_final(run):
            raise Blocked([Blocker("Laporan sudah ditandatangani; pekerjaannya tidak dapat dibuka lagi.")])
        for task in run.tasks.active().filter(act=call.act, assignee__in=call.released):
            _move(task, Status.SUPERSEDED, done_at=now, outcome=RELEASED)
        if call.new_round:
            _supersede(run.tasks.active(), after=call.act, at=now)
            run.round += 1
            run.save(update_fields=["round"])
        record_act(run, "work_called_again", reason, by=by, at=now, details={"round": run.round})
        tasks = []
        if call.people or call.people is None:
            tasks = _open_acts(run, [call.act], at=now, round_=run.round, only=call.people)
        _go_on(run, call.act, at=now)
    return tasks


# --- the steps inside ---


def _authorise(task: Task, by: Person | None, now: datetime) -> None:
    if task.status not in {Status.WAITING, Status.OPEN}:
        raise Conflict(already(task))
    if by is None and not task.act.automatic and not kind_of(task.act).is_answered(task):
        raise NotYours("Hanya tindakan otomatis yang dilakukan sistem.")
    if by is not None and not may_do(task, by, now):
        raise NotYours("Tugas ini bukan untuk Anda.")
    blockers = blockers_of(task, by, now)
    if blockers:
        raise Blocked(blockers)


def _require_still_free(task: Task, by: Person | None, now: datetime) -> None:
    """Once more under the lock: a faster colleague or an extension may have come in between."""
    if not Task.objects.active().filter(pk=task.pk).exists():
        task.refresh_from_db()
        raise Conflict(already(task))
    if blockers := blockers_of(task, by, now):
        raise Blocked(blockers)


def _open(task: Task, *, at: datetime) -> None:
    _move(task, Status.OPEN, opened_at=at)
    kind_of(task.act).opened(task, at)
    tell(task, at=at)


def _locked(task: Task) -> Run:
    """The run, locked: one writer per agency and period."""
    return Run.objects.select_for_update(of=("self",)).select_related("agency", "sop").get(pk=task.run_id)


def _move(task: Task, to: Status, **columns: Any) -> None:
    """The conditional UPDATE: from a status that allows the move, if nobody else moved it meanwhile."""
    sources = [source for source, targets in MOVES.items() if to in targets]
    if task.status == to == Status.OPEN:
        sources.append(Status.OPEN)  # an extension given before the clock closed
    hit = Task.objects.filter(pk=task.pk, status__in=sources).update(status=to, **columns)
    if hit != 1:
        task.refresh_from_db()
        raise Conflict(already(task))
    task.status = to
    for column, value in columns.items():
        setattr(task, column, value)


def _go_on(run: Run, act: Act, *, at: datetime) -> None:
    """Open what follows an act once nobody is left in it; close the run when nothing is awaited any more."""
    acts = acts_of(run)
    if not _is_awaited(act, acts) or run.tasks.active().filter(act=act).exists():
        return
    _open_acts(run, _following(acts, act), at=at, round_=run.round)
    awaited = [other for other in acts if _is_awaited(other, acts)]
    if not run.tasks.active().filter(act__in=awaited).exists():
        _close(run, at=at)


def _is_awaited(act: Act, acts: Sequence[Act]) -> bool:
    """Whether the run waits for this act: by its kind, or because nothing else comes after it."""
    later = acts[acts.index(act) + 1 :]
    return kind_of(act).gates or not any(kind_of(other).gates for other in later)


def _following(acts: list[Act], act: Act) -> list[Act]:
    """What comes after an act: where its ya branch leads, else the next one."""
    if act.proceeds_to is not None:
        return [other for other in acts if other.step.order >= act.proceeds_to.order]
    return acts[acts.index(act) + 1 :]


def _close(run: Run, *, at: datetime) -> None:
    for task in run.tasks.active():
        _move(task, Status.MISSED, done_at=at, outcome="missed")
    run.status, run.closed_at = Run.Status.CLOSED, at
    run.save(update_fields=["status", "closed_at"])
    record_act(run, "run_closed", f"Pelaksanaan {run} selesai.", by=None, at=at)


def _open_acts(
    run: Run,
    acts: Sequence[Act],
    *,
    at: datetime,
    round_: int = 1,
    only: Sequence[Person] | None = None,
    due: datetime | None = None,
) -> list[Task]:
    """Give out tasks up to and including the first act that the run has to wait for."""
    tasks: list[Task] = []
    for act in acts:
        tasks += _give_out(run, act, at=at, round_=round_, only=only, due=due)
        if kind_of(act).gates:
            break
    return tasks


def _give_out(
    run: Run, act: Act, *, at: datetime, round_: int, only: Sequence[Person] | None, due: datetime | None
) -> list[Task]:
    kind = kind_of(act)
    opens_at, due_at = window_of(run, act, at)
    people: Iterable[Person | None] = [None]
    if fans_out(act):
        people = only if only is not None else kind.assignees(run, act, run.agency.time_zone.local(at).date())
    given = {task.assignee_id: task for task in run.tasks.filter(act=act, round=round_)}
    tasks = []
    for person in dict.fromkeys(people) or [None]:
        task = given.get(person.pk if person else None)
        if task is None:
            task = run.tasks.create(
                act=act, round=round_, assignee=person, opens_at=opens_at, due_at=due or due_at
            )
            if opens_at <= at:
                _open(task, at=at)
        tasks.append(task)
    return tasks


def _open_round(run: Run, task: Task, people: Sequence[Person] | None, *, at: datetime) -> None:
    """A return: the step it names starts again in the next round, for the people it concerns."""
    target = task.act.returns_to
    if target is None:
        raise ValueError(f"Tindakan {task.act} mengembalikan, tetapi tidak menyebut langkah tujuannya.")
    for other in run.tasks.active().filter(act__step__order__gte=target.order):
        _move(other, Status.SUPERSEDED, done_at=at, outcome="superseded")
    run.round += 1
    run.save(update_fields=["round"])
    acts = [act for act in acts_of(run) if act.step.order >= target.order]
    _open_acts(run, acts, at=at, round_=run.round, only=people)


def _open_late_round(run: Run, task: Task, *, until: datetime, at: datetime) -> Task:
    _supersede(run.tasks.active(), after=task.act, at=at)
    run.round += 1
    run.save(update_fields=["round"])
    person = [task.assignee] if task.assignee else None
    [late] = _open_acts(run, [task.act], at=at, round_=run.round, only=person, due=until)
    return late


def _supersede(tasks: Iterable[Task], *, after: Act, at: datetime) -> None:
    """Tasks of later steps make way for a new round."""
    here = (after.step.order, after.order)
    for task in tasks:
        if (task.act.step.order, task.act.order) > here:
            _move(task, Status.SUPERSEDED, done_at=at, outcome="superseded")


def _later_work_done(run: Run, task: Task) -> bool:
    return any(
        (done.act.step.order, done.act.order) > (task.act.step.order, task.act.order)
        for done in run.tasks.filter(status=Status.DONE, round__gte=task.round).select_related("act__step")
    )


def _is_final(run: Run) -> bool:
    done = run.tasks.filter(status=Status.DONE).select_related("act")
    return run.status != Run.Status.OPEN or any(
        kind_of(task.act).final and task.outcome not in kind_of(task.act).returning for task in done
    )


def _close_implied(task: Task, *, at: datetime) -> None:
    """Getting ready is implied by doing: a person's earlier tasks that nobody waits for end with this one."""
    for other in (
        task.run.tasks.active().filter(assignee=task.assignee, round=task.round).select_related("act__step")
    ):
        earlier = (other.act.step.order, other.act.order) < (task.act.step.order, task.act.order)
        if not earlier or kind_of(other.act).gates:
            continue
        if task.status == Status.DONE:
            _move(
                other,
                Status.DONE,
                done_at=at,
                done_by=task.done_by,
                outcome="implied",
                capacity=task.capacity,
            )
        else:
            _move(other, Status.MISSED, done_at=at, outcome="missed")
