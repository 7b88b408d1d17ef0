"""What stands in the way of a task: the list that the page shows is the list that the engine enforces."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db.models import Q

from kinerja.lib.dates import moment
from organisation.models import Appointment, Person, Substitute
from sop.deadlines import is_late
from sop.models import Task
from sop.registry import Blocker, Duty, kind_named, kind_of

ACTIVE = (Task.Status.WAITING, Task.Status.OPEN)


class NotYours(PermissionDenied):
    """Somebody tries to do a task that is not theirs."""


class Blocked(Exception):
    """A task cannot be done yet; carries the reasons."""

    def __init__(self, blockers: list[Blocker]) -> None:
        self.blockers = blockers
        super().__init__(" ".join(blocker.sentence for blocker in blockers))


def may_do(task: Task, person: Person, at: datetime) -> bool:
    """Whether the task is this person's: by an office held now, by name while in office, or standing in."""
    if not person.is_active:
        return False
    agency = task.run.agency
    held = Appointment.objects.in_force(agency.time_zone.local(at).date()).filter(
        agency=agency, person=person
    )
    if task.assignee_id is None:
        return held.filter(role=task.act.actor.role).exists()
    if task.assignee_id == person.pk:
        return held.exists()
    acting = Substitute.objects.acting_at(at).filter(agency=agency, person=person)
    return acting.filter(absent=task.assignee_id).exists()


def blockers_of(task: Task, by: Person | None, at: datetime) -> list[Blocker]:
    """Every reason why `by` (None: the system) cannot do the task at this moment."""
    near = _near(task, by)
    return [
        *_window(task, by, at),
        *_earlier_work(task, near),
        *_combined_duties(task, by, near),
        *kind_of(task.act).blockers(task, by, at),
    ]


def _near(task: Task, by: Person | None) -> list[Task]:
    """What of the run matters here, in one query: what is still to be done, and what `by` has done."""
    matters = Q(status__in=ACTIVE)
    if by is not None:
        matters |= Q(status=Task.Status.DONE, done_by=by)
    found = task.run.tasks.filter(matters).select_related("act__step", "act__actor", "assignee")
    return list(found.order_by())


def _window(task: Task, by: Person | None, at: datetime) -> list[Blocker]:
    zone = task.run.agency.time_zone
    sooner = task.act.automatic and by is not None
    if at < task.opens_at and not sooner:
        return [Blocker(f"Belum dibuka. Langkah ini dimulai {moment(task.opens_at, zone)}.")]
    if task.closes_by_clock and task.due_at is not None and is_late(at, task.due_at):
        return [
            Blocker(
                f"Batas waktunya sudah lewat ({moment(task.due_at, zone)}). "
                "Mintalah perpanjangan kepada Kasubbag atau penyusun laporan."
            )
        ]
    return []


def _earlier_work(task: Task, near: Iterable[Task]) -> list[Blocker]:
    """A late extension may leave an earlier step open while a later one waits."""
    here = (task.act.step.order, task.act.order)
    names = []
    for other in near:
        before = other.status in ACTIVE and (other.act.step.order, other.act.order) < here
        if before and kind_of(other.act).gates and not _same_lane(other, task):
            names.append(str(other.assignee or other.act.actor.label))
    if not names:
        return []
    return [Blocker(f"Masih menunggu langkah sebelumnya dari {', '.join(sorted(set(names)))}.")]


def _same_lane(other: Task, task: Task) -> bool:
    """Fanned-out tasks do not wait for the tasks of other people."""
    return task.assignee_id is not None and other.assignee_id not in {None, task.assignee_id}


def _combined_duties(task: Task, by: Person | None, near: Iterable[Task]) -> list[Blocker]:
    duty = kind_of(task.act).duty
    if by is None or not duty or task.run.agency.allows_same_person:
        return []
    other = _others_than(duty, (one.act.kind for one in near if one.status == Task.Status.DONE))
    if not other:
        return []
    return [Blocker(f"Anda sudah {other} dalam laporan ini, maka orang lain yang harus {duty.value}.")]


def combined_duty(task: Task, by: Person) -> str:
    """The other duty that this person already had in the run, in words; empty if none."""
    duty = kind_of(task.act).duty
    if not duty:
        return ""
    done = task.run.tasks.filter(status=Task.Status.DONE, done_by=by)
    return _others_than(duty, done.values_list("act__kind", flat=True))


def _others_than(duty: Duty, kinds: Iterable[str]) -> str:
    others = {kind_named(name).duty for name in kinds} - {Duty.NONE, duty}
    return " dan ".join(sorted(other.value for other in others))
