"""The check of a draft: faults block, the state of the office warns, guesses are noted; all in words."""

import copy
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from organisation.models import Appointment
from organisation.roles import Role
from sop.actions.document import load_sop
from sop.models import SopVersion
from sop.queries.problems import Level, Problem, errors_of, problems_of
from tests.cast import Cast, appoint, magelang_document, wib

NOW = wib("2026-02-01 08:00")
TODAY = date(2026, 2, 1)
Draft = Callable[[Callable[[dict[str, Any]], None]], SopVersion]


@pytest.fixture
def draft(cast: Cast) -> Draft:
    """The SOP of Magelang as a draft, with something changed in it."""

    def make(change: Callable[[dict[str, Any]], None]) -> SopVersion:
        document = copy.deepcopy(magelang_document())
        change(document)
        return load_sop(document, agency=cast.agency, by=cast.sop_admin, now=NOW)

    return make


def found(version: SopVersion, words: str) -> Problem:
    """The one problem that says so."""
    [problem] = [problem for problem in problems_of(version, TODAY) if words in problem.sentence]
    return problem


def step(document: dict[str, Any], place: int) -> dict[str, Any]:
    """A step of the document, counted from 1 as printed."""
    chosen: dict[str, Any] = document["steps"][place - 1]
    return chosen


def test_the_printed_sop_of_a_staffed_office_has_no_problem(draft: Draft) -> None:
    assert problems_of(draft(lambda document: None), TODAY) == []


def test_a_role_without_holder_today_warns_and_names_the_steps(cast: Cast, draft: Draft) -> None:
    Appointment.objects.filter(role=Role.COMPILER).delete()
    problem = found(draft(lambda document: None), "tidak ada pemegang peran Penyusun laporan")
    assert problem.level is Level.WARNING
    assert "langkah 6, 7" in problem.sentence
    assert "/pelaksana/" in problem.link


def test_an_office_whose_head_is_away_learns_that_nobody_may_sign(cast: Cast, draft: Draft) -> None:
    Appointment.objects.filter(role=Role.HEAD).update(to_on=date(2026, 1, 31))
    assert found(draft(lambda document: None), "tidak ada yang dapat menandatangani").level is Level.WARNING


def test_a_return_to_a_later_step_is_a_fault(draft: Draft) -> None:
    version = draft(lambda document: None)
    act = version.steps.get(order=5).acts.get(order=1)
    act.returns_to = version.steps.get(order=6)
    act.save()
    problem = found(version, "mengembalikan ke langkah yang belum dilalui (Langkah 6)")
    assert problem.blocks
    assert problem.link.endswith(f"/tindakan/{act.pk}/#id_returns_to")


def test_a_review_without_a_way_back_is_a_fault_and_a_paraf_without_one_is_not(draft: Draft) -> None:
    def change(document: dict[str, Any]) -> None:
        del step(document, 5)["acts"][0]["returns_to"]
        step(document, 5)["acts"].insert(1, {"actor": "planning", "kind": "initial"})

    [error] = errors_of(draft(change))
    assert "langkah tujuannya belum disebut" in error


def test_a_way_back_that_the_kind_does_not_know_warns(draft: Draft) -> None:
    def change(document: dict[str, Any]) -> None:
        step(document, 6)["acts"][0]["returns_to"] = "4."

    problem = found(draft(change), "“Kirim laporan” tidak mengenal pengembalian")
    assert problem.level is Level.WARNING


def test_a_ya_branch_to_an_earlier_step_is_a_fault(draft: Draft) -> None:
    version = draft(lambda document: None)
    version.steps.get(order=5).acts.filter(order=1).update(proceeds_to=version.steps.get(order=2))
    assert found(version, "cabang ya menuju langkah sebelumnya (Langkah 2)").blocks


def test_what_a_ya_branch_jumps_over_and_nothing_returns_to_is_never_reached(draft: Draft) -> None:
    version = draft(lambda document: None)
    version.steps.get(order=4).acts.update(proceeds_to=version.steps.get(order=6))
    problem = found(version, "Langkah 5 tidak pernah dicapai")
    assert problem.blocks
    assert f"/langkah/{version.steps.get(order=5).pk}/" in problem.link


def test_a_step_that_a_return_leads_to_is_reached(draft: Draft) -> None:
    version = draft(lambda document: None)
    ahead, back = version.steps.get(order=5), version.steps.get(order=4)
    version.steps.get(order=3).acts.update(proceeds_to=ahead)
    ahead.acts.filter(order=1).update(returns_to=back)
    assert [sentence for sentence in errors_of(version) if "tidak pernah dicapai" in sentence] == []


def test_a_window_that_ends_before_it_starts_is_a_fault(draft: Draft) -> None:
    def change(document: dict[str, Any]) -> None:
        step(document, 6)["acts"][0]["opens_day"] = 20

    problem = found(draft(change), "tanggal mulai (20) sesudah tenggat (10)")
    assert problem.blocks
    assert problem.link.endswith("#id_opens_day")


def test_windows_that_run_backwards_from_step_to_step_are_told(draft: Draft) -> None:
    def closed_before_it_can_begin(document: dict[str, Any]) -> None:
        step(document, 7).update(opens_day=1, due_day=3)

    def earlier_than_the_step_before(document: dict[str, Any]) -> None:
        step(document, 7).update(opens_day=9, due_day=9)

    problem = found(draft(closed_before_it_can_begin), "berakhir tanggal 3, padahal langkah 5")
    assert problem.blocks
    problem = found(draft(earlier_than_the_step_before), "harus selesai tanggal 9, lebih awal daripada")
    assert problem.level is Level.WARNING


def test_windows_of_different_cycles_are_not_compared(draft: Draft) -> None:
    def change(document: dict[str, Any]) -> None:
        step(document, 7).update(opens_day=1, due_day=3, cycles=["year"])

    assert not [p for p in problems_of(draft(change), TODAY) if "berakhir tanggal" in p.sentence]


def test_an_sop_without_archive_or_signature_warns_but_may_be_published(draft: Draft) -> None:
    def change(document: dict[str, Any]) -> None:
        document["steps"].pop()
        step(document, 5)["acts"].pop()

    version = draft(change)
    assert found(version, "Tidak ada langkah pengarsipan").level is Level.WARNING
    assert found(version, "Tidak ada yang menandatangani").level is Level.WARNING
    assert errors_of(version) == []


def test_a_step_without_act_and_a_lane_without_role_are_faults(draft: Draft) -> None:
    def change(document: dict[str, Any]) -> None:
        step(document, 2)["acts"] = []
        document["actors"][0]["role"] = ""

    version = draft(change)
    assert found(version, "Langkah 2 belum memuat tindakan").blocks
    problem = found(version, "“Kepala OPD” belum dipasangkan dengan peran")
    assert problem.blocks
    assert problem.link.endswith("#id_role")


def test_a_lane_without_work_is_only_noted(draft: Draft) -> None:
    def change(document: dict[str, Any]) -> None:
        document["actors"].append({"key": "secretary", "label": "Sekretaris", "role": ""})

    problem = found(draft(change), "“Sekretaris” tidak mengerjakan langkah apa pun")
    assert problem.level is Level.NOTE


def test_what_was_inferred_is_noted_until_somebody_confirms_it(draft: Draft) -> None:
    def change(document: dict[str, Any]) -> None:
        step(document, 6)["acts"][0]["inferred"] = ["actor", "kind"]
        document["actors"][0]["inferred"] = True

    version = draft(change)
    assert found(version, "pelaksana, jenis tugas disimpulkan dan belum dipastikan").level is Level.NOTE
    assert found(version, "Peran pelaksana “Kepala OPD” disimpulkan").level is Level.NOTE


def test_one_person_who_would_have_to_combine_duties_is_named(cast: Cast, draft: Draft) -> None:
    Appointment.objects.filter(role=Role.HEAD).delete()
    appoint(cast.reviewer, cast.agency, Role.HEAD, title="Plt. Kepala")
    version = draft(lambda document: None)
    problem = found(version, "satu orang merangkap")
    assert problem.level is Level.WARNING
    assert cast.reviewer.name in problem.sentence
    cast.agency.allows_same_person = True
    cast.agency.save()
    assert found(SopVersion.objects.get(pk=version.pk), "satu orang merangkap").level is Level.NOTE


def test_faults_come_before_warnings_and_notes(cast: Cast, draft: Draft) -> None:
    def change(document: dict[str, Any]) -> None:
        step(document, 2)["acts"] = []
        step(document, 6)["acts"][0]["inferred"] = ["kind"]
        document["steps"].pop()

    levels = [problem.level for problem in problems_of(draft(change), TODAY)]
    assert levels == sorted(levels, key=list(Level).index)
    assert set(levels) == set(Level)


def test_an_empty_draft_says_so(cast: Cast, draft: Draft) -> None:
    version = draft(lambda document: None)
    for one in version.steps.all():
        one.acts.all().delete()
    version.steps.all().delete()
    assert found(version, "belum memuat satu langkah pun").blocks
