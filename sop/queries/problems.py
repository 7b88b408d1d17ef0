"""What stands against an SOP, in words, each with the place where it is mended.

Errors are faults of the document itself and block publishing. Warnings tell where it would come to a halt
today (nobody holds an office) or what a complete procedure would have. Notes ask for a look.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import combinations

from django.urls import reverse

from organisation.models import Agency, Appointment
from sop.models import Act, Actor, SopVersion, Step
from sop.queries.definition import (
    act_name,
    acts_of,
    inferred_words,
    kind_title,
    role_label,
    step_name,
    steps_of,
)
from sop.registry import Duty, Kind, fans_out, kind_named

ARCHIVING = "archive"
DUTIES = {Duty.MAKE: "mengisi", Duty.CHECK: "meninjau", Duty.SIGN: "menandatangani"}


class Level(StrEnum):
    """How much a problem weighs."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "info"


@dataclass(frozen=True)
class Problem:
    """One sentence, and the address of the field that it is about."""

    level: Level
    sentence: str
    link: str = ""

    def __str__(self) -> str:
        return self.sentence

    @property
    def blocks(self) -> bool:
        return self.level is Level.ERROR


@dataclass(frozen=True)
class _Draft:
    """Everything that the checks look at, read once."""

    version: SopVersion
    steps: list[Step]
    acts: list[Act]
    actors: list[Actor]
    kinds: dict[int, Kind]
    holders: dict[str, dict[int, str]] = field(default_factory=dict)

    def at(self, part: Step | Act | Actor | None, name: str = "") -> str:
        """Where a part is edited; `name` is the field on that page."""
        place = [self.version.sop.slug, self.version.version]
        anchor = f"#id_{name}" if name else ""
        if part is None:
            return reverse("sop-editor", args=place)
        route = {Step: "sop-step", Act: "sop-act", Actor: "sop-actor"}[type(part)]
        return reverse(route, args=[*place, part.pk]) + anchor

    @property
    def cycles(self) -> list[str]:
        """The cycles in which the SOP runs."""
        return list(dict.fromkeys(cycle for step in self.steps for cycle in _cycles(step)))

    def in_cycle(self, cycle: str) -> list[Act]:
        """The acts of a run in this cycle, in order."""
        return [act for act in self.acts if cycle in _cycles(act.step)]


def problems_of(version: SopVersion, on: date | None = None) -> list[Problem]:
    """Every problem, errors first. Without a day the people of the office are not looked at."""
    steps = steps_of(version)
    acts = acts_of(steps)
    holders = _holders(version.sop.agency, on) if on else {}
    draft = _Draft(version, steps, acts, list(version.actors.all()), _kinds(acts), holders)
    found = [
        *_of_steps(draft),
        *(problem for act in acts for problem in _of_act(draft, act)),
        *_of_windows(draft),
        *_unreachable(draft),
        *_incomplete(draft),
        *(_of_people(draft) if on else []),
        *_unconfirmed(draft),
    ]
    return sorted(found, key=lambda problem: list(Level).index(problem.level))


def errors_of(version: SopVersion) -> list[str]:
    """The sentences that block publishing."""
    return [problem.sentence for problem in problems_of(version) if problem.blocks]


def _kinds(acts: Iterable[Act]) -> dict[int, Kind]:
    """The kinds that are known, by the key of the act."""
    found = {}
    for act in acts:
        try:
            found[act.pk] = kind_named(act.kind)
        except LookupError:
            continue
    return found


def _cycles(step: Step) -> list[str]:
    return list(step.cycles) or [step.version.cycle]


def _holders(agency: Agency, on: date) -> dict[str, dict[int, str]]:
    """Who holds which role on the day: role → key and name of each person."""
    held = Appointment.objects.in_force(on).filter(agency=agency, person__is_active=True)
    found: dict[str, dict[int, str]] = {}
    for role, pk, name in held.values_list("role", "person", "person__name"):
        found.setdefault(role, {})[pk] = name
    return found


# --- the document itself -----------------------------------------------------------------------------


def _of_steps(draft: _Draft) -> Iterator[Problem]:
    if not draft.steps:
        yield Problem(Level.ERROR, "SOP ini belum memuat satu langkah pun.", draft.at(None))
    for step in draft.steps:
        if not step.acts.all():
            yield Problem(Level.ERROR, f"{step_name(step)} belum memuat tindakan.", draft.at(step))
    busy = {act.actor_id for act in draft.acts}
    for actor in draft.actors:
        if actor.pk not in busy:
            sentence = f"Pelaksana “{actor.label}” tidak mengerjakan langkah apa pun."
            yield Problem(Level.NOTE, sentence, draft.at(actor))


def _of_act(draft: _Draft, act: Act) -> Iterator[Problem]:
    name = act_name(act)
    kind = draft.kinds.get(act.pk)
    if kind is None:
        sentence = f"{name}: Jenis tugas “{act.kind}” tidak dikenal."
        yield Problem(Level.ERROR, sentence, draft.at(act, "kind"))
    elif kind.must_return and act.returns_to is None:
        sentence = f"{name} dapat mengembalikan, tetapi langkah tujuannya belum disebut."
        yield Problem(Level.ERROR, sentence, draft.at(act, "returns_to"))
    elif act.returns_to and not kind.returning:
        sentence = f"{name}: “{kind.title}” tidak mengenal pengembalian; cabang tidak tidak akan dijalankan."
        yield Problem(Level.WARNING, sentence, draft.at(act, "returns_to"))
    if act.returns_to and act.returns_to.order > act.step.order:
        sentence = f"{name} mengembalikan ke langkah yang belum dilalui ({step_name(act.returns_to)})."
        yield Problem(Level.ERROR, sentence, draft.at(act, "returns_to"))
    if act.proceeds_to and act.proceeds_to.order <= act.step.order:
        sentence = f"{name}: cabang ya menuju langkah sebelumnya ({step_name(act.proceeds_to)})."
        yield Problem(Level.ERROR, sentence, draft.at(act, "proceeds_to"))
    if not act.actor.role:
        sentence = f"{name}: pelaksana “{act.actor.label}” belum dipasangkan dengan peran."
        yield Problem(Level.ERROR, sentence, draft.at(act.actor, "role"))
    first, last = act.window_days
    if first and last and first > last:
        sentence = f"{name}: tanggal mulai ({first}) sesudah tenggat ({last})."
        yield Problem(Level.ERROR, sentence, draft.at(act, "opens_day"))


def _of_windows(draft: _Draft) -> Iterator[Problem]:
    """Windows that run backwards from step to step, each pair told once."""
    told = set()
    for cycle in draft.cycles:
        windowed = [a for a in draft.in_cycle(cycle) if any(a.window_days) and _gates(draft, a)]
        for place, act in enumerate(windowed):
            if act.pk not in told and (problem := _backwards(draft, act, windowed[:place])):
                told.add(act.pk)
                yield problem


def _backwards(draft: _Draft, act: Act, earlier: list[Act]) -> Problem | None:
    last = act.window_days[1]
    if last is None or not earlier:
        return None
    begun = max(earlier, key=lambda other: other.window_days[0] or 1)
    if last < (begun.window_days[0] or 1):
        sentence = (
            f"{act_name(act)} berakhir tanggal {last}, padahal {act_name(begun).lower()} "
            f"baru mulai tanggal {begun.window_days[0]}."
        )
        return Problem(Level.ERROR, sentence, draft.at(act, "due_day"))
    due = max(earlier, key=lambda other: other.window_days[1] or 0)
    if last < (due.window_days[1] or 0):
        sentence = (
            f"{act_name(act)} harus selesai tanggal {last}, lebih awal daripada "
            f"{act_name(due).lower()} (tanggal {due.window_days[1]})."
        )
        return Problem(Level.WARNING, sentence, draft.at(act, "due_day"))
    return None


def _gates(draft: _Draft, act: Act) -> bool:
    kind = draft.kinds.get(act.pk)
    return kind is None or kind.gates


def _unreachable(draft: _Draft) -> Iterator[Problem]:
    reached: set[int] = set()
    for cycle in draft.cycles:
        reached |= _reached(draft, draft.in_cycle(cycle))
    for step in draft.steps:
        missed = [act for act in step.acts.all() if act.pk not in reached]
        if missed and len(missed) == len(step.acts.all()):
            sentence = (
                f"{step_name(step)} tidak pernah dicapai: dilompati cabang ya dan tidak pernah dituju lagi."
            )
            yield Problem(Level.ERROR, sentence, draft.at(step))
        elif missed:
            sentence = f"{act_name(missed[0])} tidak pernah dicapai: tindakan sebelumnya melompatinya."
            yield Problem(Level.ERROR, sentence, draft.at(missed[0]))


def _reached(draft: _Draft, acts: list[Act]) -> set[int]:
    """The acts that some run comes to, by ya, by tidak, or simply one after the other."""
    found: set[int] = set()
    ahead = acts[:1]
    while ahead:
        act = ahead.pop()
        if act.pk in found:
            continue
        found.add(act.pk)
        kind = draft.kinds.get(act.pk)
        if act.proceeds_to and _gates(draft, act):
            ahead += _from(acts, act.proceeds_to)
        else:
            ahead += acts[acts.index(act) + 1 :][:1]
        if act.returns_to and (kind is None or kind.returning):
            ahead += _from(acts, act.returns_to)
    return found


def _from(acts: list[Act], step: Step) -> list[Act]:
    """The first act of that step or after it."""
    return [act for act in acts if act.step.order >= step.order][:1]


def _incomplete(draft: _Draft) -> Iterator[Problem]:
    if not draft.acts:
        return
    kinds = draft.kinds.values()
    if not any(kind.name == ARCHIVING for kind in kinds):
        yield Problem(Level.WARNING, "Tidak ada langkah pengarsipan.", draft.at(None))
    if not any(kind.duty is Duty.SIGN for kind in kinds):
        sentence = "Tidak ada yang menandatangani: belum ada tindakan “Tanda tangani laporan”."
        yield Problem(Level.WARNING, sentence, draft.at(None))


def _unconfirmed(draft: _Draft) -> Iterator[Problem]:
    for actor in draft.actors:
        if actor.inferred:
            sentence = f"Peran pelaksana “{actor.label}” disimpulkan dan belum dipastikan."
            yield Problem(Level.NOTE, sentence, draft.at(actor, "role"))
    for act in draft.acts:
        if act.inferred:
            # One lane may act several times in a step, so the kind is named too.
            name = f"{act_name(act)}, {kind_title(act.kind)}"
            sentence = f"{name}: {inferred_words(act.inferred)} disimpulkan dan belum dipastikan."
            yield Problem(Level.NOTE, sentence, draft.at(act))


# --- the people of the office -------------------------------------------------------------------------


def _of_people(draft: _Draft) -> Iterator[Problem]:
    without: dict[str, list[Act]] = {}
    for act in draft.acts:
        # What the system does by itself needs nobody.
        if act.actor.role and not act.automatic and not draft.holders.get(act.actor.role):
            without.setdefault(act.actor.role, []).append(act)
    for role, acts in without.items():
        steps = ", ".join(dict.fromkeys(step_name(act.step).removeprefix("Langkah ") for act in acts))
        sentence = (
            f"Hari ini tidak ada pemegang peran {role_label(role)}; "
            f"pelaksanaan akan berhenti di langkah {steps}."
        )
        yield Problem(Level.WARNING, sentence, draft.at(acts[0].actor, "role"))
        if any(kind.duty is Duty.SIGN for act in acts if (kind := draft.kinds.get(act.pk))):
            sentence = "Hari ini tidak ada yang dapat menandatangani."
            yield Problem(Level.WARNING, sentence, draft.at(acts[0].actor, "role"))
    yield from _combined(draft)


def _combined(draft: _Draft) -> Iterator[Problem]:
    """Duties that only one and the same person could do."""
    told = set()
    for one, other in combinations([act for act in draft.acts if _duty(draft, act)], 2):
        duties = _duty(draft, one), _duty(draft, other)
        if duties[0] is duties[1] or duties in told or not set(_cycles(one.step)) & set(_cycles(other.step)):
            continue
        for act, rest in ((one, other), (other, one)):
            people = draft.holders.get(act.actor.role, {})
            if people and set(people) <= _bound(draft, rest):
                told.add(duties)
                yield _combination(draft, act, rest, sorted(people.values()))
                break


def _duty(draft: _Draft, act: Act) -> Duty:
    kind = draft.kinds.get(act.pk)
    return kind.duty if kind else Duty.NONE


def _bound(draft: _Draft, act: Act) -> set[int]:
    """The people who cannot but do this act."""
    people = set(draft.holders.get(act.actor.role, {}))
    return people if len(people) == 1 or fans_out(act) else set()


def _combination(draft: _Draft, act: Act, rest: Act, names: list[str]) -> Problem:
    sentence = (
        f"{act_name(act)} hanya dapat dilakukan {' atau '.join(names)}, yang juga harus "
        f"{DUTIES[_duty(draft, rest)]} ({step_name(rest.step).lower()}): satu orang merangkap."
    )
    allowed = draft.version.sop.agency.allows_same_person
    return Problem(Level.NOTE if allowed else Level.WARNING, sentence, draft.at(act.actor, "role"))
