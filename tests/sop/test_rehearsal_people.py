"""The people of a rehearsal: in time, late, one return, the head away; and what a draft lacks."""

from typing import Any

import pytest

from kinerja.lib.periods import Period
from organisation.models import Appointment
from organisation.roles import Role
from reporting.models import Plan
from sop.models import Act, Rehearsal, SopVersion, Step
from sop.queries.dead_ends import dead_ends
from sop.rehearsal import CannotPlay, Rehearsed, company, records, rehearse
from tests.cast import Cast

pytestmark = pytest.mark.usefixtures("blank_paper")

JANUARY = Period.parse("2026-01")
People = Rehearsal.People


def play(version: SopVersion, people: str) -> tuple[Rehearsed, list[dict[str, Any]]]:
    played = rehearse(version, JANUARY, company(people))
    return played, records(played.run)


def test_people_in_time_miss_nothing(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    played, tasks = play(sop, People.ON_TIME)
    assert played.is_closed, played.problem
    assert all(task["done"] <= task["due"] for task in tasks if task["due"])


def test_late_people_miss_the_window_that_the_clock_closes_and_the_run_goes_on(
    cast: Cast, plan: Plan, sop: SopVersion
) -> None:
    played, tasks = play(sop, People.LATE)
    assert played.is_closed, played.problem
    assert {task["outcome"] for task in tasks if task["kind"] == "fill"} == {"missed"}
    others = [task for task in tasks if task["kind"] in {"review", "sign"}]
    assert others
    assert all(task["done"] > task["due"] for task in others if task["due"])


def test_one_return_opens_exactly_one_more_round(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    played, tasks = play(sop, People.RETURNING)
    assert played.is_closed, played.problem
    assert played.run.round == 2
    assert [task["outcome"] for task in tasks if task["kind"] == "review"] == ["returned", "approved"]


def test_an_absent_head_is_stood_in_for_by_a_plh(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    played, _ = play(sop, People.HEAD_AWAY)
    assert played.is_closed, played.problem
    signed = played.run.tasks.get(act__kind="sign")
    assert signed.done_by not in {None, cast.head}
    assert signed.capacity == "Plh. Kepala Badan"


def test_a_version_without_acts_for_the_period_cannot_be_played(cast: Cast, sop: SopVersion) -> None:
    Act.objects.filter(step__version=sop).delete()
    with pytest.raises(CannotPlay, match=r"Langkah 1 belum memuat tindakan|Tidak ada langkah"):
        rehearse(sop, JANUARY)


def test_dead_ends_are_foreseen_with_their_step(cast: Cast, sop: SopVersion) -> None:
    Appointment.objects.filter(role=Role.HEAD).delete()
    first = Step.objects.filter(version=sop).first()
    assert first is not None
    Act.objects.filter(step=first).update(kind="tari", opens_day=None)
    Act.objects.filter(step__version=sop, kind="fill").update(opens_day=9, due_day=4)
    sentences = [end.sentence for end in dead_ends(sop, JANUARY)]
    assert any("jenis tugas “tari” tidak dikenal" in sentence for sentence in sentences)
    assert any("jendela berakhir tanggal 4, sebelum dimulai tanggal 9" in sentence for sentence in sentences)
    Act.objects.filter(step=first).update(kind="open")
    Act.objects.filter(step__version=sop, kind="fill").update(opens_day=1, due_day=5)
    [end, *_] = dead_ends(sop, JANUARY)
    assert "tidak ada pemegang peran Kepala perangkat daerah pada 1 Februari 2026" in end.sentence
