"""The registry of task kinds: what an act can be. The engine knows kinds only through this interface."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

from django import forms
from django.urls import reverse

from kinerja.lib.dates import long_date
from organisation.models import Person
from organisation.queries.holders import holders
from sop.flowchart import Shape
from sop.models import Act, Run, Task

AGAIN = "Mohon diperiksa kembali."  # what a stand-in writes who returns something


class Duty(StrEnum):
    """Duties that one person may not combine within a run."""

    NONE = ""
    MAKE = "mengisi"
    CHECK = "meninjau"
    SIGN = "menandatangani"


@dataclass(frozen=True)
class Blocker:
    """Why a task cannot be done yet: shown on the page and enforced by the action."""

    sentence: str
    link: str = ""


@dataclass(frozen=True)
class Deed:
    """What somebody (or, with `by` empty, the system) does to a task."""

    outcome: str
    by: Person | None
    at: datetime
    capacity: str = ""
    note: str = ""
    values: Mapping[str, Any] = field(
        default_factory=dict, repr=False
    )  # may hold what somebody typed to prove it
    prepared: Any = field(default=None, repr=False)


@dataclass(frozen=True)
class Played:
    """What a stand-in of a rehearsal decides to do with a task."""

    outcome: str = "done"
    note: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)


class Kind:
    """One kind of work. Subclasses say what is different; the defaults are a plain “selesai”."""

    name: ClassVar[str]
    title: ClassVar[str]
    button: ClassVar[str] = ""  # what the button says that ends the task; empty: “title: selesai”
    symbol: ClassVar[Shape] = Shape.PROCESS
    template: ClassVar[str] = "sop/tasks/plain.html"
    is_wide: ClassVar[bool] = False  # its page holds tables, so nothing stands beside them
    outcomes: ClassVar[Mapping[str, str]] = {"done": "Selesai"}
    looks: ClassVar[frozenset[str]] = frozenset()  # buttons that only show the form again
    returning: ClassVar[frozenset[str]] = frozenset()
    must_return: ClassVar[bool] = False  # a decision without a way back is a fault of the SOP
    fans_out: ClassVar[bool] = False  # one task per holder instead of one for the role
    gates: ClassVar[bool] = True  # the next act waits for this one
    final: ClassVar[bool] = False  # nothing before it can be reopened once it is done
    duty: ClassVar[Duty] = Duty.NONE
    labels: ClassVar[
        Mapping[str, str]
    ] = {}  # what is kept with the task: key of `details` → word on the page

    def outcomes_of(self, act: Act) -> Mapping[str, str]:
        """The outcomes that this act offers: no return where the SOP names no way back."""
        if act.returns_to_id is not None:
            return self.outcomes
        return {code: label for code, label in self.outcomes.items() if code not in self.returning}

    def assignees(self, run: Run, act: Act, on: date) -> Sequence[Person]:
        """The people who get a task of their own when the kind fans out."""
        return holders(run.agency, act.actor.role, on)

    def blockers(self, task: Task, by: Person | None, at: datetime) -> list[Blocker]:
        return []

    def is_answered(self, task: Task) -> bool:
        """Whether the other side has given the answer that ends the task, so that the system may end it."""
        return False

    def form(self, task: Task, data: Any = None, files: Any = None) -> forms.Form | None:
        """The form shown on the task page; its cleaned values reach `effect` in the deed."""
        return None

    def context(self, task: Task, by: Person, at: datetime) -> dict[str, Any]:
        return {}

    def url(self, task: Task) -> str:
        """Where the work is done."""
        return reverse("task", args=[task.pk])

    def opened(self, task: Task, at: datetime) -> None:
        """What has to be there when a task of this kind opens; inside the transaction."""

    def details(self, deed: Deed) -> dict[str, Any]:
        """What is kept of the form with the task: plain values of the fields that `labels` names."""
        return {name: _plain(deed.values[name]) for name in self.labels if deed.values.get(name)}

    def facts(self, task: Task) -> list[tuple[str, str]]:
        """What was kept, as words for the page."""
        return [(label, task.details[name]) for name, label in self.labels.items() if task.details.get(name)]

    def papers(self, task: Task) -> list[tuple[str, str]]:
        """What can be read or printed of the finished task, as (words, address); needs no query."""
        return []

    def prepare(self, task: Task, deed: Deed) -> Any:
        """Slow work that needs no lock (rendering), before the transaction; `effect` gets the result."""
        return None

    def effect(self, task: Task, deed: Deed) -> None:
        """What performing the task does to the period's report; inside the transaction."""

    def returned_to(self, task: Task, deed: Deed) -> Sequence[Person] | None:
        """Whom a return reaches; None means everybody of the step."""
        return None

    def reasons(self, tasks: Sequence[Task]) -> dict[int, list[str]]:
        """Why each of these tasks sent the work back, by its key; at most one query for all of them."""
        return {task.pk: [task.note] for task in tasks if task.note}

    def play(self, task: Task, by: Person | None, at: datetime) -> Played:
        """The stand-in of a rehearsal: do what a willing person would do."""
        return Played()

    def play_return(self, task: Task, by: Person | None, at: datetime) -> Played:
        """The stand-in who is not content: send it back, in a way that this kind accepts."""
        outcome = next(code for code in self.outcomes_of(task.act) if code in self.returning)
        return Played(outcome, AGAIN, {"note": AGAIN})


@dataclass(frozen=True)
class Way:
    """The way on from the page of a run; with a warning, what the person should settle there, and where."""

    label: str
    url: str
    warning: str = ""
    explanation: str = ""
    settled_at: str = ""


RunLink = Callable[[Run, Person, date], Way | None]


def _plain(value: Any) -> str:
    return long_date(value) if isinstance(value, date) else str(value)


_kinds: dict[str, Kind] = {}
_run_links: list[RunLink] = []


def register(*kinds: type[Kind]) -> None:
    for kind in kinds:
        _kinds[kind.name] = kind()


def kind_of(act: Act) -> Kind:
    return kind_named(act.kind)


def kind_named(name: str) -> Kind:
    try:
        return _kinds[name]
    except KeyError:
        raise LookupError(
            f"Jenis tugas “{name}” tidak dikenal; yang ada: {', '.join(sorted(_kinds))}."
        ) from None


def all_kinds() -> list[Kind]:
    return [_kinds[name] for name in sorted(_kinds)]


def register_run_link(link: RunLink) -> None:
    """Let another part of the house offer a way on from the page of a run to the person who reads it."""
    if link not in _run_links:
        _run_links.append(link)


def links_of(run: Run, person: Person, on: date) -> list[Way]:
    return [found for link in _run_links if (found := link(run, person, on))]


def fans_out(act: Act) -> bool:
    """Whether each holder gets a task of their own: by the kind, or because the SOP says so."""
    return kind_of(act).fans_out or bool(act.options.get("each"))
