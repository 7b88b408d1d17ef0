"""A run played on a virtual clock by stand-ins: who does what, when, where it waits, and dead ends.

It works on the database it is given, so the caller brings a throwaway copy (or seeds a demonstration).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from kinerja.lib.dates import moment
from kinerja.lib.periods import Period
from organisation.models import Agency, Appointment, Person
from organisation.queries.calendar import calendar_of
from organisation.queries.holders import holders
from organisation.queries.substitutes import Bench, bench_of
from organisation.roles import Role, Tenure
from organisation.workdays import WorkCalendar
from sop import deadlines
from sop.actions.tick import tick
from sop.models import Rehearsal, Run, SopVersion, Task
from sop.queries.dead_ends import dead_ends, first_moment
from sop.registry import Played, kind_of
from sop.workflow import Blocked, Conflict, NotYours, advance, blockers_of, start

LONGEST = timedelta(days=400)  # of virtual time; a run that is not over by then never will be
UNSTATED = (Decimal(30), deadlines.DurationUnit.MINUTE)  # for steps without a printed duration
TARDINESS = (Decimal(2), deadlines.DurationUnit.HOUR)  # of working time after the deadline
DEPUTIES = (Role.SECRETARY, Role.UNIT_HEAD, Role.SUBCOORDINATOR)  # in this order for a head who is away
SPARE = timedelta(hours=1)  # somebody who would be late by the printed duration makes haste instead


class CannotPlay(Exception):
    """The version cannot even begin; carries the reasons."""


class StandIns:
    """Willing people: they begin at once in working hours, need as long as printed, and agree."""

    def finish(self, task: Task, begin: datetime, calendar: WorkCalendar) -> datetime | None:
        """When the task is done by somebody who begins then; None if it is left undone."""
        step = task.act.step
        amount, unit = UNSTATED
        if step.duration_amount is not None and step.duration_unit:
            amount, unit = step.duration_amount, deadlines.DurationUnit(step.duration_unit)
        done = deadlines.add_working_time(begin, amount, unit, calendar)
        if task.due_at is None or done <= task.due_at or begin > task.due_at:
            return done
        return max(begin, task.due_at - SPARE)

    def set_stage(self, version: SopVersion, at: datetime) -> None:
        """What has to be different in the office before the run begins at that moment."""

    def play(self, task: Task, person: Person, at: datetime) -> Played:
        """What the person decides and enters."""
        return kind_of(task.act).play(task, person, at)


class Latecomers(StandIns):
    """Everybody is late: what the clock closes is left undone, everything else ends after its deadline."""

    def finish(self, task: Task, begin: datetime, calendar: WorkCalendar) -> datetime | None:
        if task.act.closes_by_clock and task.round == 1:
            return None
        done = super().finish(task, begin, calendar)
        if done is None or task.due_at is None:
            return done
        return deadlines.add_working_time(max(begin, task.due_at), *TARDINESS, calendar)


class Returning(StandIns):
    """The first deciding act sends the work back once; everything else goes well."""

    def __init__(self) -> None:
        self.has_returned = False

    def play(self, task: Task, person: Person, at: datetime) -> Played:
        kind = kind_of(task.act)
        if self.has_returned or kind.returning.isdisjoint(kind.outcomes_of(task.act)):
            return super().play(task, person, at)
        self.has_returned = True
        return kind.play_return(task, person, at)


class HeadAway(StandIns):
    """The head is away from the first day on, and a Plh. acts; in a copy of the data only."""

    def set_stage(self, version: SopVersion, at: datetime) -> None:
        agency = version.sop.agency
        day = agency.time_zone.local(at).date()
        held = list(Appointment.objects.in_force(day).of_role(agency, Role.HEAD).order_by("from_on"))
        if not held:
            return
        Appointment.objects.of_role(agency, Role.HEAD).delete()
        Appointment.objects.create(
            person=_deputy(agency, day, away=held), agency=agency, role=Role.HEAD, title=held[0].title,
            tenure=Tenure.PLH, from_on=day,
        )  # fmt: skip


def _deputy(agency: Agency, day: date, *, away: list[Appointment]) -> Person:
    """Who acts for the head: the next in rank, else an official from elsewhere."""
    absent = {appointment.person_id for appointment in away}
    for role in DEPUTIES:
        for person in holders(agency, role, day):
            if person.pk not in absent:
                return person
    return Person.objects.create(username="geladi-plh", name="Pejabat dari perangkat daerah lain")


COMPANIES: dict[str, type[StandIns]] = {
    Rehearsal.People.ON_TIME: StandIns,
    Rehearsal.People.LATE: Latecomers,
    Rehearsal.People.RETURNING: Returning,
    Rehearsal.People.HEAD_AWAY: HeadAway,
}


def company(people: str) -> StandIns:
    """The stand-ins that behave so."""
    return COMPANIES[people]()


@dataclass(frozen=True)
class Rehearsed:
    """How far the run came; `problem` says why it went no further, empty if nothing stopped it."""

    run: Run
    at: datetime
    problem: str = ""

    @property
    def is_closed(self) -> bool:
        """Whether the run ended after its last step."""
        return self.run.status == Run.Status.CLOSED


@dataclass
class _Stage:
    """The state of the play: what people are busy with, and what stopped them."""

    run: Run
    people: StandIns
    calendar: WorkCalendar
    now: datetime
    plans: dict[int, tuple[datetime | None, Person]] = field(default_factory=dict)
    free: dict[int, datetime] = field(default_factory=dict)
    stuck: dict[int, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def rehearse(version: SopVersion, period: Period, people: StandIns | None = None) -> Rehearsed:
    """Play the whole run of a period from its first window on. Raises CannotPlay for a draft with faults."""
    people = people or StandIns()
    if faults := [end.sentence for end in dead_ends(version, period) if end.is_fatal]:
        raise CannotPlay(" ".join(faults))
    begin = first_moment(version, period)
    people.set_stage(version, begin)
    run = start(version, period, now=begin)
    return play_on(run, run.opened_at, people)


def play_on(
    run: Run, now: datetime, people: StandIns | None = None, until: datetime | None = None
) -> Rehearsed:
    """Let time pass from `now` until the run closes, nothing can happen any more, or `until`."""
    stage = _Stage(run, people or StandIns(), calendar_of(run.agency), now)
    end = until or now + LONGEST
    while True:
        _tick(stage)
        run.refresh_from_db()
        if run.status == Run.Status.CLOSED:
            return Rehearsed(run, stage.now)
        if _act(stage):
            stage.stuck.clear()
            continue
        moments = [at for at in _moments(stage) if at > stage.now]
        if not moments or min(moments) > end:
            problem = "" if until else _dead_end(stage)
            return Rehearsed(run, until or stage.now, problem)
        stage.now = min(moments)
        stage.stuck.clear()


def records(run: Run) -> list[dict[str, Any]]:
    """Every task of the run as plain values, in the order of rounds and steps."""
    zone = run.agency.time_zone
    tasks = run.tasks.select_related("act__step", "act__actor", "assignee", "done_by")

    def iso(at: datetime | None) -> str | None:
        return zone.local(at).isoformat(timespec="seconds") if at else None

    return [
        {
            "step": _number(task),
            "text": task.act.step.text,
            "kind": task.act.kind,
            "actor": task.act.actor.label,
            "who": _who(task),
            "round": task.round,
            "opened": iso(task.opened_at),
            "due": iso(task.due_at),
            "done": iso(task.done_at),
            "outcome": task.outcome,
        }
        for task in tasks.order_by("round", "act__step__order", "act__order", "assignee__name", "pk")
    ]


def _number(task: Task) -> str:
    """The printed number without its dot."""
    return task.act.step.printed_number.strip().rstrip(".")


def _who(task: Task) -> str:
    if task.status == Task.Status.DONE:
        return task.doer
    return str(task.assignee or task.act.actor.label)


def _tick(stage: _Stage) -> None:
    ticked = tick(stage.now)
    stage.faults = ticked.problems


def _act(stage: _Stage) -> bool:
    """Whether anybody finished something at this moment."""
    tasks = _open_tasks(stage.run)
    new = [task for task in tasks if task.pk not in stage.plans]
    bench = bench_of(stage.run.agency, stage.now) if any(task.assignee for task in new) else None
    for task in new:
        _plan(stage, task, _chosen(stage, task, bench))
    done = 0
    for task in tasks:
        finish, person = stage.plans.get(task.pk, (None, None))
        if finish and person and finish <= stage.now:
            done += _perform(stage, task, person)
    return done > 0


def _open_tasks(run: Run) -> list[Task]:
    tasks = run.tasks.filter(status=Task.Status.OPEN).order_by("act__step__order", "act__order", "pk")
    return list(
        tasks.select_related(
            "run__agency",
            "run__sop",
            "act__step",
            "act__actor",
            "act__returns_to",
            "assignee",
        )
    )


def _plan(stage: _Stage, task: Task, person: Person | None) -> None:
    if person is None:
        day = stage.calendar.zone.local(stage.now).date()
        stage.stuck[task.pk] = f"{_lacking(task)} pada {day:%d-%m-%Y}"
        return
    begin = max(stage.now, stage.free.get(person.pk, stage.now))
    done = stage.people.finish(task, begin, stage.calendar)
    if done is not None:
        stage.free[person.pk] = max(done, begin)
    stage.plans[task.pk] = (done, person)


def _lacking(task: Task) -> str:
    """Who is not there to do the task."""
    if task.assignee:
        return f"{task.assignee} tidak memegang jabatan dan tidak digantikan"
    role = task.act.actor.role
    return f"tidak ada pemegang peran {Role(role).label if role else task.act.actor.label}"


def _chosen(stage: _Stage, task: Task, bench: Bench | None) -> Person | None:
    """The person of the task or who stands in, or the first holder of its role whom nothing hinders."""
    if task.assignee and bench:
        return next(iter(bench.doers(task.assignee)), None)
    people = holders(stage.run.agency, task.act.actor.role, stage.calendar.zone.local(stage.now).date())
    free = (person for person in people if not blockers_of(task, person, stage.now))
    return next(free, people[0] if people else None)


def _perform(stage: _Stage, task: Task, person: Person) -> bool:
    """Whether the task could be done now."""
    try:
        played = stage.people.play(task, person, stage.now)
        advance(task, played.outcome, by=person, now=stage.now, note=played.note, values=played.values)
    except Conflict:
        return False
    except (Blocked, NotYours) as problem:
        stage.stuck[task.pk] = f"{person} — {problem}"
        stage.plans.pop(task.pk, None)
        return False
    return True


def _moments(stage: _Stage) -> Iterable[datetime]:
    """Every moment at which something can happen next."""
    for task in stage.run.tasks.active().select_related("act"):
        if task.status == Task.Status.WAITING:
            yield task.opens_at
        elif task.pk in stage.plans and (done := stage.plans[task.pk][0]):
            yield done
        if task.due_at and task.act.closes_by_clock:
            yield task.due_at + timedelta(seconds=1)


def _dead_end(stage: _Stage) -> str:
    """Where the run waits for ever, and why."""
    waiting = _open_tasks(stage.run)
    at = moment(stage.now, stage.calendar.zone)
    if not waiting:
        reasons = "; ".join(stage.faults) or "tidak ada tugas yang terbuka"
        return f"Pelaksanaan berhenti pada {at}: {reasons}."
    task = waiting[0]
    reason = stage.stuck.get(task.pk) or "; ".join(stage.faults) or f"{_who(task)} tidak mengerjakannya"
    return f"Pelaksanaan berhenti di langkah {_number(task)} pada {at}: {reason.rstrip('.')}."
