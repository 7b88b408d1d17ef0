"""The commands of the procedure as the README documents them."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from reporting.models import Plan
from sop.models import Run, Sop, SopVersion
from tests.cast import FIXTURES, Cast, task_of

MAGELANG = str(FIXTURES / "magelang-capaian-bulanan.json")


def test_tick_takes_the_moment_it_is_given(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    sop.sop.runs_from = "2026-01"
    sop.sop.save()
    call_command("tick", at="2026-01-31T23:59:59+07:00")
    assert not Run.objects.exists()
    call_command("tick", at="2026-02-01T00:05")
    assert str(Run.objects.get().period) == "2026-01"
    assert task_of(cast, "open").outcome == "done"


def test_tick_refuses_a_moment_that_is_none(cast: Cast) -> None:
    with pytest.raises(CommandError, match="bukan waktu ISO 8601"):
        call_command("tick", at="kemarin")


def test_an_sop_is_checked_loaded_and_published(cast: Cast) -> None:
    call_command("import_sop", MAGELANG, check=True)
    assert not Sop.objects.exists()
    call_command("import_sop", MAGELANG)
    assert SopVersion.objects.get().status == SopVersion.Status.DRAFT
    call_command("import_sop", MAGELANG, publish=True)
    assert SopVersion.objects.get().status == SopVersion.Status.PUBLISHED


def test_an_sop_of_an_unknown_agency_or_a_broken_file_is_refused_in_a_sentence(
    cast: Cast, tmp_path: Path
) -> None:
    with pytest.raises(CommandError, match="Tidak ada perangkat daerah berkode “tidak-ada”"):
        call_command("import_sop", MAGELANG, agency="tidak-ada")
    broken = tmp_path / "rusak.json"
    broken.write_text("{")
    with pytest.raises(CommandError, match="bukan naskah JSON"):
        call_command("import_sop", str(broken))
    empty = tmp_path / "kosong.json"
    empty.write_text(json.dumps({"agency": cast.agency.code}))
    with pytest.raises(CommandError, match="tidak memuat"):
        call_command("import_sop", str(empty))
