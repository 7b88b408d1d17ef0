"""Random valid SOPs: every run ends, no act is skipped, and no act is ever active in two rounds at once."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kinerja.lib.periods import Cycle, Period
from organisation.models import Agency, Person
from organisation.roles import Role
from sop import registry
from sop.models import Act, Actor, Run, Sop, SopVersion, Step, Task
from sop.registry import Kind
from sop.workflow import advance, start
from tests.cast import appoint, make_agency, make_person, wib

pytestmark = pytest.mark.usefixtures("blank_paper")

ROLES = [role for role in Role if role is not Role.SOP_ADMIN]
PERIODS = {
    Cycle.MONTH: Period.parse("2026-01"),
    Cycle.QUARTER: Period.parse("2026-Q1"),
    Cycle.YEAR: Period.parse("2026"),
}
PEOPLE_PER_ROLE = 2


class Plain(Kind):
    name = "toy_plain"
    title = "Kerjakan"


class Each(Kind):
    name = "toy_each"
    title = "Kerjakan masing-masing"
    fans_out = True


class Aside(Kind):
    name = "toy_aside"
    title = "Siapkan"
    fans_out = True
    gates = False


class Decide(Kind):
    name = "toy_decide"
    title = "Putuskan"
    outcomes: ClassVar = {"done": "Setuju", "returned": "Kembali"}
    returning = frozenset({"returned"})


@dataclass(frozen=True)
class ActPlan:
    kind: type[Kind]
    lane: int
    back: int | None  # how many steps a return goes back
    returns: int  # how often it is returned in the play


@dataclass(frozen=True)
class StepPlan:
    acts: Sequence[ActPlan]
    cycles: Sequence[Cycle]


acts = st.builds(
    ActPlan,
    kind=st.sampled_from([Plain, Plain, Each, Aside, Decide]),
    lane=st.integers(0, 14),
    back=st.one_of(st.none(), st.integers(0, 40)),
    returns=st.integers(0, 1),
)
steps = st.builds(
    StepPlan,
    acts=st.lists(acts, min_size=1, max_size=3),
    cycles=st.lists(st.sampled_from(list(PERIODS)), max_size=2, unique=True),
)


@pytest.fixture(autouse=True)
def toys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_kinds", dict(registry._kinds))
    registry.register(Plain, Each, Aside, Decide)


@pytest.fixture
def office(db: None) -> Agency:
    agency = make_agency(code="kantor-acak")
    for role in ROLES:
        for number in range(PEOPLE_PER_ROLE):
            appoint(make_person(f"{role.value}{number}"), agency, role)
    return agency


def build(office: Agency, lanes: int, plan: Sequence[StepPlan]) -> SopVersion:
    sop = Sop.objects.create(slug="acak", agency=office, name="SOP acak")
    version = SopVersion.objects.create(sop=sop, cycle=Cycle.MONTH.value)
    actors = [
        Actor.objects.create(version=version, order=n, label=f"Lajur {n}", role=ROLES[n % len(ROLES)].value)
        for n in range(lanes)
    ]
    rows: list[Step] = []
    for number, row in enumerate(plan):
        step = Step.objects.create(
            version=version, order=number, printed_number=str(number % 7), text=f"Langkah {number}",
            cycles=[cycle.value for cycle in row.cycles],
        )  # fmt: skip
        rows.append(step)
        for order, act in enumerate(row.acts):
            earlier = [s for s in rows if set(s.cycles or ["month"]) >= set(step.cycles or ["month"])]
            back = None if act.back is None else earlier[max(0, len(earlier) - 1 - act.back)]
            Act.objects.create(
                step=step, order=order, actor=actors[act.lane % lanes], kind=act.kind.name,
                returns_to=back if act.kind is Decide else None,
            )  # fmt: skip
    return version


def check_rounds(run: Run) -> None:
    active: dict[int, set[int]] = {}
    for act, round_ in run.tasks.active().values_list("act", "round"):
        active.setdefault(act, set()).add(round_)
    assert all(len(rounds) == 1 for rounds in active.values()), active


def who_may(task: Task) -> Person:
    if task.assignee:
        return task.assignee
    return Person.objects.get(username=f"{task.act.actor.role}0")


def play(run: Run, wishes: dict[tuple[int, int], int]) -> list[tuple[int, int]]:
    """Do every open task until the run closes; returns the acts in the order in which they were done."""
    done: list[tuple[int, int]] = []
    returned: Counter[tuple[int, int]] = Counter()
    now = run.opened_at
    for _ in range(5_000):
        run.refresh_from_db()
        if run.status == Run.Status.CLOSED:
            return done
        waiting = run.tasks.filter(status=Task.Status.OPEN).select_related(
            "run__agency", "run__sop", "act__step", "act__actor", "act__returns_to", "assignee"
        )
        assert waiting, "pelaksanaan macet"
        task = max(waiting, key=lambda task: registry.kind_of(task.act).gates)
        key = (task.act.step.order, task.act.order)
        outcome = "done"
        if task.act.returns_to_id and returned[key] < wishes[key]:
            returned[key] += 1
            outcome = "returned"
        now += timedelta(minutes=1)
        advance(task, outcome, by=who_may(task), now=now)
        done.append(key)
        check_rounds(run)
    raise AssertionError("pelaksanaan tidak pernah selesai")


@settings(
    max_examples=10,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking a whole SOP takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    lanes=st.integers(1, 15),
    plan=st.lists(steps, min_size=1, max_size=40),
    cycle=st.sampled_from(list(PERIODS)),
)
def test_every_run_of_a_valid_sop_ends_without_skipping_an_act(
    office: Agency, lanes: int, plan: Sequence[StepPlan], cycle: Cycle
) -> None:
    with transaction.atomic():
        version = build(office, lanes, plan)
        period = PERIODS[cycle]
        wanted = [
            (act.step.order, act.order)
            for act in Act.objects.filter(step__version=version).select_related("step__version")
            if act.step.applies_to(period)
        ]
        gating = [key for key in wanted if plan[key[0]].acts[key[1]].kind.gates]
        if gating:
            run = start(version, period, now=wib("2027-01-04 08:00"))
            wishes = {key: plan[key[0]].acts[key[1]].returns for key in wanted}
            done = play(run, wishes)
            assert set(done) >= set(gating)
            first_time = [key for key in dict.fromkeys(done) if key in gating]
            assert first_time == sorted(gating), "langkah didahului oleh yang sesudahnya"
            assert not run.tasks.active().exists()
            given_out = {
                (task.act.step.order, task.act.order) for task in run.tasks.select_related("act__step")
            }
            assert given_out == set(wanted)
        transaction.set_rollback(True)
