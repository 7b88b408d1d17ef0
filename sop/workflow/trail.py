"""What the engine leaves behind: sentences, history events and notices."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse

from kinerja.lib.dates import moment
from organisation.actions.history import Event, record
from organisation.actions.notices import notify
from organisation.models import Agency, Person
from organisation.permissions import HOLDERS
from organisation.queries.holders import holders, holders_of_any
from organisation.queries.substitutes import bench_of
from sop.models import Run, Task
from sop.registry import Deed, kind_of
from sop.workflow.blockers import combined_duty


def tell(task: Task, *, at: datetime) -> None:
    agency, kind = task.run.agency, kind_of(task.act)
    people = (
        bench_of(agency, at).doers(task.assignee)
        if task.assignee
        else holders(agency, task.act.actor.role, agency.time_zone.local(at).date())
    )
    again = "Dikembalikan untuk diperbaiki: " if _is_returned(task) else ""
    if task.run.is_correction and not again:
        again = "Perbaikan laporan: "
    due = f" Tenggat {when(task.run, task.due_at)}." if task.due_at else ""
    text = f"{again}{kind.title} — {task.run.sop.name}, {task.run.label}.{due}"
    key = f"task:{task.pk}:open:{task.due_at:%Y%m%d%H%M}" if task.due_at else f"task:{task.pk}:open"
    write_to(people, task, text, key=key, at=at)


def write_to(people: Iterable[Person], task: Task, text: str, *, key: str, at: datetime) -> None:
    """Tell people of a task; whoever stands in is told for whom, and where nobody is left, the office is."""
    link, told = kind_of(task.act).url(task), list(people)
    own = [person for person in told if task.assignee_id in {None, person.pk}]
    notify(own, text, link=link, key=key, at=at)
    standing_in = [person for person in told if person not in own]
    notify(standing_in, f"{text} Anda menggantikan {task.assignee}.", link=link, key=key, at=at)
    if task.assignee and not told:
        _tell_of_vacancy(task, task.assignee, at=at)


def _tell_of_vacancy(task: Task, assignee: Person, *, at: datetime) -> None:
    """Nobody can do a task: those who may name a substitute are told, once."""
    agency = task.run.agency
    day = agency.time_zone.local(at).date()
    people = holders_of_any(agency, HOLDERS["name_substitute"], day)
    what = f"{kind_of(task.act).title} {task.run.label} milik {assignee}"
    notify(
        people,
        f"{what} tanpa pemegang. Tetapkan pengganti.",
        link=f"{reverse('substitute-add', args=[agency.code])}?untuk={assignee.pk}",
        key=f"task:{task.pk}:vacant",
        at=at,
    )


def _is_returned(task: Task) -> bool:
    """Whether a person gets their own work back; an extension opens a round too, without blame."""
    return task.round > 1 and kind_of(task.act).fans_out and not task.extensions.exists()


def when(run: Run, at: datetime) -> str:
    return moment(at, run.agency.time_zone)


def already(task: Task) -> str:
    if task.status == Task.Status.DONE:
        who = task.doer if task.done_by_id else "sistem"
        when = moment(task.done_at, task.run.agency.time_zone) if task.done_at else ""
        return f"Tugas ini sudah diselesaikan oleh {who} pada {when}."
    return f"Tugas ini tidak lagi terbuka (keadaan: {task.get_status_display()})."


def sentence_of(task: Task, deed: Deed) -> str:
    kind = kind_of(task.act)
    number, outcome = task.act.step.printed_number, kind.outcomes[deed.outcome]
    return f"{task.doer} — langkah {number} {kind.title}: {outcome}."


def details_of(task: Task, deed: Deed) -> dict[str, Any]:
    trail: dict[str, Any] = {
        "run": task.run_id,
        "step": task.act.step.printed_number,
        "kind": task.act.kind,
        "round": task.round,
        "outcome": deed.outcome,
        "note": deed.note,
        "capacity": deed.capacity,
        "details": kind_of(task.act).details(deed),
    }
    if deed.by and task.assignee and deed.by != task.assignee:
        trail["on_behalf_of"] = str(task.assignee)
    if deed.by and (other := combined_duty(task, deed.by)):
        trail["combined_duty"] = other
    return trail


def record_act(
    subject: Run | Task,
    verb: str,
    sentence: str,
    *,
    by: Person | None,
    at: datetime,
    details: Mapping[str, Any] | None = None,
) -> None:
    record(Event(verb, subject, sentence, details or {}), by=by, at=at, agency=_agency(subject))


def _agency(subject: Run | Task) -> Agency:
    return subject.agency if isinstance(subject, Run) else subject.run.agency
