"""The clock's work, decided from the database: a missed tick is caught up, a double tick is harmless."""

import logging
from collections import defaultdict
from collections.abc import Callable, Set
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Prefetch, Q, QuerySet

from kinerja.lib.periods import Period
from organisation.actions.anchor import anchor
from organisation.actions.mail import write_digests
from organisation.queries.calendar import calendar_of
from sop import deadlines
from sop.actions.reminders import remind
from sop.models import Run, SopVersion, Step, Task
from sop.workflow import Blocked, Conflict, advance, blockers_of, close_by_clock, open_window, start

LAST_SECOND = timedelta(seconds=1)  # a deadline of 23:59:59 holds until midnight
log = logging.getLogger("kinerja.tick")


@dataclass
class Ticked:
    """What one tick did; printed by the command."""

    runs: int = 0
    opened: int = 0
    closed: int = 0
    performed: int = 0
    reminded: int = 0
    problems: list[str] = field(default_factory=list)


def tick(now: datetime) -> Ticked:
    """Open runs and windows, close entry, perform automatic acts, remind; each in its own transaction."""
    ticked = Ticked()
    ticked.runs = _start_runs(now, ticked)
    for _ in range(50):  # one automatic act opens the next; a bound keeps a faulty SOP from spinning
        ticked.opened += _each(_waiting(now), lambda task: open_window(task, now=now), ticked)
        ticked.closed += _each(_expired(now), lambda task: close_by_clock(task, now=now), ticked)
        performed = _each(_automatic(now), lambda task: advance(task, "done", by=None, now=now), ticked)
        ticked.performed += performed
        if not performed:
            break
    ticked.reminded = remind(now)
    write_digests(now)
    anchor(now)
    return ticked


def _with_context(tasks: QuerySet[Task]) -> list[Task]:
    """The tasks with what doing them needs. Mostly there are none: that is seen before anything is joined."""
    if not tasks.exists():
        return []
    return list(tasks.select_related("run__agency", "run__sop", "act__step", "act__actor", "assignee"))


def _waiting(now: datetime) -> list[Task]:
    return _with_context(Task.objects.filter(status=Task.Status.WAITING, opens_at__lte=now))


def _expired(now: datetime) -> list[Task]:
    """Open tasks whose last second is over: the SOP's own windows, and extensions that were given."""
    late = Task.objects.filter(
        status=Task.Status.OPEN, act__closes_by_clock=True, due_at__lte=now - LAST_SECOND, run__corrects=None
    )
    return _with_context(late.filter(Q(round=1) | Q(extensions__isnull=False)).distinct())


def _automatic(now: datetime) -> list[Task]:
    """In a correction no printed day is waited for; people get the time of the step before the system."""
    has_come = Q(run__corrects=None, opens_at__lte=now) | Q(run__corrects__isnull=False, due_at__lt=now)
    due = Task.objects.filter(has_come, status=Task.Status.OPEN, act__automatic=True)
    return [task for task in _with_context(due) if not blockers_of(task, None, now)]


def _each(tasks: list[Task], do: Callable[[Task], object], ticked: Ticked) -> int:
    """Do something to each task; a fault of one agency does not stop the others."""
    done = 0
    for task in tasks:
        try:
            do(task)
            done += 1
        except (Conflict, Blocked):
            continue  # somebody was faster, which is what we wanted
        except Exception as problem:
            log.exception("Tugas %s gagal", task.pk)
            ticked.problems.append(f"{task}: {problem}")
    return done


def _start_runs(now: datetime, ticked: Ticked) -> int:
    started = 0
    published = SopVersion.objects.filter(status=SopVersion.Status.PUBLISHED).select_related("sop__agency")
    steps = Step.objects.only("version", "order", "cycles", "opens_day")
    taken = defaultdict(set)
    for sop, period in Run.objects.order_by().values_list("sop_id", "period"):
        taken[sop].add(period)
    for version in published.prefetch_related(Prefetch("steps", steps)):
        for period in _due_periods(version, taken[version.sop_id], now):
            try:
                start(version, period, now=now)
                started += 1
            except Exception as problem:
                log.exception("Pelaksanaan %s %s gagal dibuka", version.sop.slug, period)
                ticked.problems.append(f"{version.sop.slug} {period}: {problem}")
    return started


def _due_periods(version: SopVersion, taken: Set[Period], now: datetime) -> list[Period]:
    """The ended periods without a run whose first window has come, oldest first."""
    today = version.sop.agency.time_zone.local(now).date()
    periods = []
    for cycle in version.all_cycles:
        period = Period.of(today, cycle).previous
        since = _since(version) or period.starts_on
        while period.starts_on >= since:
            if period not in taken and _first_window(version, period) <= now:
                periods.append(period)
            period = period.previous
    return sorted(periods, key=lambda period: (period.ends_on, -period.starts_on.toordinal()))


def _since(version: SopVersion) -> date | None:
    """The day before which no period is opened by itself."""
    return Period.parse(version.sop.runs_from).starts_on if version.sop.runs_from else None


def _first_window(version: SopVersion, period: Period) -> datetime:
    step = next((step for step in version.steps.all() if step.applies_to(period)), None)
    opens_at, _ = deadlines.window(
        period, (step and step.opens_day) or 1, 31, calendar_of(version.sop.agency)
    )
    return opens_at
