"""The command on its copy: which version and people it plays, what it prints, which files it writes."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from kinerja.lib import clock
from organisation.models import Appointment
from organisation.roles import Role
from reporting.models import Plan
from reporting.rehearsal import MARK
from sop.actions.document import load_sop
from sop.models import Act, Run, SopVersion
from tests.cast import Cast, magelang_document, wib

pytestmark = pytest.mark.usefixtures("blank_paper")


@pytest.fixture(autouse=True)
def _copy(settings: Settings, tmp_path: Path) -> None:
    """The database of the test is the throwaway copy."""
    settings.KINERJA_DATA = tmp_path
    (tmp_path / MARK).touch()


def play(*more: str) -> dict[str, Any]:
    out = StringIO()
    asked = ["--sop", "magelang-capaian-bulanan", "--agency", "bpkad-magelang", "--period", "2026-01"]
    with clock.at(wib("2026-03-02 09:00")):
        try:
            call_command("rehearse", "--on-copy", "--json", *asked, *more, stdout=out)
        except CommandError as stopped:
            return read(out) | {"stopped": str(stopped)}
    return read(out)


def read(out: StringIO) -> dict[str, Any]:
    result: dict[str, Any] = json.loads(out.getvalue() or "{}")
    return result


def test_a_run_that_ends_says_nothing_of_a_problem(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    result = play("--people", "kembali")
    assert list(result) == ["status", "tasks", "files"]
    assert {task["round"] for task in result["tasks"]} == {1, 2}


def test_a_dead_end_is_told_in_the_result_too(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    Appointment.objects.filter(role=Role.HEAD).delete()
    result = play()
    assert result["status"] == "open"
    assert "tidak ada pemegang peran Kepala perangkat daerah" in result["problem"]
    assert result["stopped"] == result["problem"]


def test_a_draft_is_played_by_its_number(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    document = magelang_document()
    document["title"] = "Naskah baru"
    draft = load_sop(document, agency=cast.agency, by=None, now=wib("2026-02-01 08:00"))
    assert draft.version == 2
    assert play("--sop-version", "2")["status"] == "closed"
    assert Run.objects.get().version == draft
    assert "tidak memiliki versi 7" in play("--sop-version", "7")["stopped"]


def test_a_draft_that_cannot_begin_says_why(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    Act.objects.filter(step__version=sop, kind="fill").update(kind="tari")
    result = play()
    assert (result["status"], result["tasks"]) == ("open", [])
    assert "jenis tugas “tari” tidak dikenal" in result["problem"]


def test_an_sop_without_a_signature_still_leaves_its_report(
    cast: Cast, plan: Plan, sop: SopVersion, tmp_path: Path
) -> None:
    Act.objects.filter(step__version=sop, kind__in=["sign", "deliver", "archive"]).delete()
    result = play("--out", str(tmp_path / "out"))
    assert result["files"] == [str(tmp_path / "out" / name) for name in ("report.xlsx", "report.pdf")]
    assert (tmp_path / "out" / "report.pdf").read_bytes().startswith(b"%PDF")
