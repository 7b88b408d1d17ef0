"""Proof that an SOP was followed: planned and actual time of every act, and how windows were kept.

First the facts, read with a fixed number of queries; then pure functions that add them up.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TypeVar

from kinerja.lib.periods import Cycle, Period
from organisation.models import Agency, HistoryEvent
from organisation.queries.calendar import calendar_of
from organisation.queries.verify_history import Verdict, verify_history
from organisation.workdays import WorkCalendar
from sop.deadlines import is_late, planned_time, working_time
from sop.models import Extension, Run, Sop, SopVersion, Step, Task
from sop.registry import Duty, kind_of

K = TypeVar("K")
SYSTEM = "Sistem"


class Window(StrEnum):
    """How the window of a task was kept."""

    KEPT = "ditepati"
    EXTENDED = "ditepati dengan perpanjangan"
    MISSED = "dilampaui"
    RUNNING = "berjalan"
    NONE = "tanpa batas waktu"
    SUPERSEDED = "digantikan putaran baru"


@dataclass(frozen=True)
class Fact:
    """One task as plain values."""

    run: Run
    place: tuple[int, int]
    step: str
    text: str
    kind: str
    actor: str
    who: str
    round: int
    quality: str
    planned: timedelta | None
    actual: timedelta | None
    opened: datetime | None
    due: datetime | None
    done: datetime | None
    window: Window
    has_dates: bool = False

    @property
    def is_of_person(self) -> bool:
        """Whether somebody has it by name; the system is nobody, and a lane is not yet anybody."""
        return self.who not in {SYSTEM, self.actor} and self.window != Window.SUPERSEDED

    @property
    def is_over(self) -> bool:
        """Whether it took longer than the mutu baku, where the SOP prints no dates that count instead."""
        if self.has_dates or self.planned is None or self.actual is None:
            return False
        return self.actual > self.planned


@dataclass(frozen=True)
class Return:
    """Work that was sent back, and why."""

    run: Run
    round: int
    step: str
    kind: str
    by: str
    at: datetime | None
    target: str
    reasons: list[str]


@dataclass(frozen=True)
class MoreTime:
    """An extension: for whom, until when, why, given by whom."""

    run: Run
    who: str
    step: str
    until: datetime
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Combined:
    """One person who had two duties in one run."""

    run: Run
    who: str
    duties: str


@dataclass(frozen=True)
class Tally:
    """How many windows were kept, and how the time compares."""

    tasks: int
    kept: int
    extended: int
    missed: int
    over: int
    typical: timedelta | None
    longest: timedelta | None

    @property
    def settled(self) -> int:
        return self.kept + self.extended + self.missed


@dataclass
class Proof:
    """Everything that is handed to an evaluator about one run, or about the runs of a year."""

    sop: Sop
    agency: Agency
    label: str
    at: datetime
    calendar: WorkCalendar
    is_year: bool = False
    runs: list[Run] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    untouched: list[tuple[str, str]] = field(default_factory=list)
    returns: list[Return] = field(default_factory=list)
    extensions: list[MoreTime] = field(default_factory=list)
    combined: list[Combined] = field(default_factory=list)
    without_run: list[Period] = field(default_factory=list)
    years: list[int] = field(default_factory=list)
    in_force: SopVersion | None = None
    events: int = 0
    verdict: Verdict = field(default_factory=Verdict)

    @property
    def versions(self) -> list[SopVersion]:
        ran = list({run.version_id: run.version for run in self.runs}.values())
        return ran or ([self.in_force] if self.in_force else [])

    @property
    def tally(self) -> Tally:
        return tally(self.facts)


# --- reading ----------------------------------------------------------------------------------------


def proof_of_run(run: Run, at: datetime) -> Proof:
    proof = Proof(run.sop, run.agency, run.label, at, calendar_of(run.agency), runs=[run])
    return _filled(proof, _steps(run.sop))


def proof_of_year(sop: Sop, year: int, at: datetime) -> Proof:
    """All runs for periods of the year; periods that ended and have none are named."""
    every = list(
        Run.objects.filter(sop=sop).select_related("sop__agency", "agency", "version", "begins_with__step")
    )
    proof = Proof(sop, sop.agency, f"Tahun {year}", at, calendar_of(sop.agency), is_year=True)
    proof.years = sorted({run.period.year for run in every}, reverse=True)
    proof.runs = sorted((run for run in every if run.period.year == year), key=_order)
    steps = _steps(sop)
    published = (step.version for step in steps if step.version.status == SopVersion.Status.PUBLISHED)
    proof.in_force = next(published, None)
    today = sop.agency.time_zone.local(at).date()
    ended = [period for period in _expected(sop, steps, year) if period.ends_on < today]
    taken = {run.period for run in proof.runs}
    proof.without_run = [period for period in ended if period not in taken]
    return _filled(proof, steps)


def _order(run: Run) -> tuple[date, int, int]:
    """By the end of the period, the shorter one first; a correction after what it corrects."""
    return run.period.ends_on, -run.period.starts_on.toordinal(), run.edition


def _steps(sop: Sop) -> list[Step]:
    steps = Step.objects.filter(version__sop=sop).select_related("version")
    return list(steps.order_by("version", "order"))


def _expected(sop: Sop, steps: Iterable[Step], year: int) -> list[Period]:
    """The periods of the year in which the version in force runs, since the SOP is run here at all."""
    if not sop.runs_from:
        return []
    since = Period.parse(sop.runs_from).starts_on
    in_force = [step for step in steps if step.version.status == SopVersion.Status.PUBLISHED]
    cycles = {cycle for step in in_force for cycle in step.cycles or [step.version.cycle]}
    periods = [
        Period(cycle, year, number)
        for cycle in Cycle
        if cycle.value in cycles
        for number in range(1, cycle.per_year + 1)
    ]
    return [period for period in periods if period.starts_on >= since]


def _filled(proof: Proof, steps: Sequence[Step]) -> Proof:
    tasks = _tasks(proof.runs)
    extensions = _extensions(proof.runs)
    extended = {extension.task_id for extension in extensions}
    proof.facts = [_fact(task, proof, is_extended=task.pk in extended) for task in tasks]
    proof.untouched = _untouched(proof.runs, steps, tasks)
    proof.returns = _returns(tasks)
    proof.extensions = [_more_time(extension) for extension in extensions]
    proof.combined = combined_duties(tasks)
    subjects = [f"sop.task:{task.pk}" for task in tasks] + [f"sop.run:{run.pk}" for run in proof.runs]
    proof.events = HistoryEvent.objects.filter(subject__in=subjects).count()
    proof.verdict = verify_history(proof.agency.code)
    return proof


def _tasks(runs: Sequence[Run]) -> list[Task]:
    known = {run.pk: run for run in runs}
    tasks = Task.objects.filter(run__in=runs).select_related(
        "act__step", "act__actor", "act__returns_to", "assignee", "done_by"
    )
    found = list(tasks.order_by("round", "act__step__order", "act__order", "assignee__name", "pk"))
    for task in found:
        task.run = known[task.run_id]
    places = {run.pk: place for place, run in enumerate(runs)}
    return sorted(found, key=lambda task: places[task.run_id])


def _extensions(runs: Sequence[Run]) -> list[Extension]:
    found = Extension.objects.filter(task__run__in=runs).select_related(
        "task__run", "task__act__step", "task__act__actor", "task__assignee", "given_by"
    )
    return list(found.order_by("given_at", "pk"))


def _fact(task: Task, proof: Proof, *, is_extended: bool) -> Fact:
    step, is_done = task.act.step, task.status == Task.Status.DONE
    actual = None
    if is_done and task.opened_at and task.done_at:
        actual = working_time(task.opened_at, task.done_at, proof.calendar)
    return Fact(
        run=task.run,
        place=(step.order, task.act.order),
        step=number_of(step),
        text=step.text,
        kind=kind_of(task.act).title,
        actor=task.act.actor.label,
        who=_who(task),
        round=task.round,
        quality=step.duration_text,
        planned=planned_time(step.duration_amount, step.duration_unit, proof.calendar),
        actual=actual,
        opened=task.opened_at,
        due=task.due_at,
        done=task.done_at if is_done else None,
        window=_window(task, proof.at, is_extended=is_extended),
        has_dates=any(task.act.window_days),
    )


def _window(task: Task, at: datetime, *, is_extended: bool) -> Window:
    if task.status == Task.Status.SUPERSEDED:
        return Window.SUPERSEDED
    if task.due_at is None:
        return Window.NONE if task.done_at else Window.RUNNING
    end = task.done_at if task.status == Task.Status.DONE and task.done_at else at
    if task.status == Task.Status.MISSED or is_late(end, task.due_at):
        return Window.MISSED
    if task.status != Task.Status.DONE:
        return Window.RUNNING
    return Window.EXTENDED if is_extended else Window.KEPT


def number_of(step: Step) -> str:
    """The printed number without its dot."""
    return step.printed_number.strip().rstrip(".")


def _who(task: Task) -> str:
    if task.status == Task.Status.DONE:
        return task.doer
    return str(task.assignee or task.act.actor.label)


def _untouched(runs: Sequence[Run], steps: Iterable[Step], tasks: Sequence[Task]) -> list[tuple[str, str]]:
    """Steps that belong to one of the runs and were not reached in any of them."""
    reached = {task.act.step_id for task in tasks}
    return [
        (number_of(step), step.text)
        for step in steps
        if step.pk not in reached and any(_belongs(step, run) for run in runs)
    ]


def _belongs(step: Step, run: Run) -> bool:
    """Whether the run was to come to this step; a correction does not repeat what lies before it."""
    first = run.begins_with.step.order if run.begins_with else 0
    return run.version_id == step.version_id and step.applies_to(run.period) and step.order >= first


def _returns(tasks: Sequence[Task]) -> list[Return]:
    returned = [task for task in tasks if task.outcome in kind_of(task.act).returning]
    by_kind: dict[str, list[Task]] = defaultdict(list)
    for task in returned:
        by_kind[task.act.kind].append(task)
    reasons = {pk: why for same in by_kind.values() for pk, why in kind_of(same[0].act).reasons(same).items()}
    return [
        Return(
            run=task.run,
            round=task.round,
            step=number_of(task.act.step),
            kind=kind_of(task.act).title,
            by=f"{task.doer}{f', {task.capacity}' if task.capacity else ''}",
            at=task.done_at,
            target=number_of(task.act.returns_to) if task.act.returns_to else "",
            reasons=reasons.get(task.pk, []),
        )
        for task in returned
    ]


def _more_time(extension: Extension) -> MoreTime:
    task = extension.task
    return MoreTime(
        run=task.run,
        who=str(task.assignee or task.act.actor.label),
        step=number_of(task.act.step),
        until=extension.until,
        reason=extension.reason,
        by=str(extension.given_by),
        at=extension.given_at,
    )


# --- adding up --------------------------------------------------------------------------------------


def tally(facts: Iterable[Fact]) -> Tally:
    """Windows and times of some tasks; what the system did by itself counts for windows, not for time."""
    rows = [fact for fact in facts if fact.window != Window.SUPERSEDED]
    times = [fact.actual for fact in rows if fact.actual is not None and fact.who != SYSTEM]
    windows = [fact.window for fact in rows]
    return Tally(
        tasks=len(rows),
        kept=windows.count(Window.KEPT),
        extended=windows.count(Window.EXTENDED),
        missed=windows.count(Window.MISSED),
        over=sum(fact.is_over for fact in rows),
        typical=_middle(times),
        longest=max(times, default=None),
    )


def _middle(times: Sequence[timedelta]) -> timedelta | None:
    """The median, which one slow month does not move."""
    if not times:
        return None
    ordered = sorted(times)
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2


def by_step(facts: Iterable[Fact]) -> list[tuple[Fact, Tally]]:
    """Each act of the SOP over all runs, with one of its tasks to name it."""
    groups = _grouped(facts, lambda fact: (*fact.place, fact.text, fact.actor, fact.kind))
    return [(rows[0], tally(rows)) for _, rows in sorted(groups.items(), key=lambda group: group[0][:2])]


def by_person(facts: Iterable[Fact]) -> list[tuple[str, Tally]]:
    """Each person, those with most missed windows first; the system is nobody."""
    groups = _grouped((fact for fact in facts if fact.is_of_person), lambda fact: fact.who)
    rows = [(who, tally(own)) for who, own in groups.items()]
    return sorted(rows, key=lambda row: (-row[1].missed, row[0]))


def by_run(facts: Iterable[Fact]) -> dict[int, Tally]:
    """Each run of a year, by its key."""
    return {run: tally(rows) for run, rows in _grouped(facts, lambda fact: fact.run.pk).items()}


def latecomers(facts: Iterable[Fact]) -> list[Fact]:
    """The tasks whose window was missed, by name."""
    return [fact for fact in facts if fact.window == Window.MISSED]


def combined_duties(tasks: Iterable[Task]) -> list[Combined]:
    """People who had two of the duties that should be apart, per run."""
    duties: dict[tuple[int, int], set[Duty]] = defaultdict(set)
    named: dict[tuple[int, int], Task] = {}
    for task in tasks:
        duty = kind_of(task.act).duty
        if task.status == Task.Status.DONE and task.done_by_id and duty:
            key = (task.run_id, task.done_by_id)
            duties[key].add(duty)
            named[key] = task
    return [
        Combined(named[key].run, str(named[key].done_by), " dan ".join(sorted(d.value for d in own)))
        for key, own in duties.items()
        if len(own) > 1
    ]


def _grouped(facts: Iterable[Fact], key: Callable[[Fact], K]) -> dict[K, list[Fact]]:
    groups: dict[K, list[Fact]] = defaultdict(list)
    for fact in facts:
        groups[key(fact)].append(fact)
    return groups
