"""Rehearsing a month from the command line: on a copy, to the end, in the promised form."""

import json
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from reporting.models import Realisation, Report
from sop.models import Run, Task
from tests.tooling.laid import SEEDED

PROJECT = Path(__file__).parents[2]
KEYS = ["step", "text", "kind", "actor", "who", "round", "opened", "due", "done", "outcome"]
ASKED = {"--sop": "magelang-capaian-bulanan", "--agency": "bpkad-magelang", "--period": "2026-01"}

Manage = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, lay_down: Callable[[str, Path], None]) -> Path:
    folder = tmp_path_factory.mktemp("installation")
    lay_down(SEEDED, folder)
    return folder


@pytest.fixture(scope="module")
def manage(folder: Path) -> Manage:
    """Commands of an installation of its own, seeded with the demonstration."""
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DATABASE_URL", "REDIS_URL", "CELERY_BROKER_URL"}
    } | {"KINERJA_DATA": str(folder), "KINERJA_DEMO": "1", "DJANGO_SETTINGS_MODULE": "kinerja.settings"}

    def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "manage.py", *arguments]
        return subprocess.run(
            command, cwd=PROJECT, env=environment, capture_output=True, text=True, timeout=120
        )

    return run


@pytest.fixture
def rehearse(manage: Manage) -> Manage:
    def run(*more: str, **changed: str) -> "subprocess.CompletedProcess[str]":
        asked = ASKED | {f"--{name}": value for name, value in changed.items()}
        return manage("rehearse", *(part for pair in asked.items() for part in pair), *more)

    return run


def content(folder: Path) -> list[str]:
    """Everything that the database holds."""
    database = sqlite3.connect(folder / "kinerja.sqlite3")
    try:
        return list(database.iterdump())
    finally:
        database.close()


def test_a_month_is_played_to_its_end_and_leaves_no_trace(
    rehearse: Manage, folder: Path, tmp_path: Path
) -> None:
    before = content(folder), sorted((folder / "files").rglob("*"))
    done = rehearse("--out", str(tmp_path), "--json")
    assert done.returncode == 0, done.stderr
    assert (content(folder), sorted((folder / "files").rglob("*"))) == before
    check_result(json.loads(done.stdout), tmp_path)


def check_result(result: dict[str, Any], out: Path) -> None:
    assert result["status"] == "closed"
    assert result["files"] == [str(out / "report.xlsx"), str(out / "report.pdf")]
    assert (out / "report.pdf").read_bytes().startswith(b"%PDF")
    assert (out / "report.xlsx").read_bytes().startswith(b"PK")
    tasks = result["tasks"]
    assert all(list(task) == KEYS for task in tasks)
    assert list(dict.fromkeys(task["step"] for task in tasks)) == ["1", "2", "3", "4", "5", "6", "7"]
    assert sum(task["kind"] == "fill" for task in tasks) == 4
    assert [task["outcome"] for task in tasks if task["kind"] == "review"] == ["approved"]
    assert all(datetime.fromisoformat(task["done"]) <= datetime.fromisoformat(task["due"]) for task in tasks)


@pytest.mark.parametrize("period", ["2026-09", "2026-12"])
def test_a_month_that_was_run_already_and_one_to_come_can_be_rehearsed(rehearse: Manage, period: str) -> None:
    done = rehearse(period=period)
    assert done.returncode == 0, done.stderr
    assert "Selesai" in done.stdout.splitlines()[0]
    assert "maksimal tanggal 5" in done.stdout


def test_a_wrong_question_ends_in_one_clear_sentence(rehearse: Manage) -> None:
    done = rehearse(sop="tidak-ada")
    assert done.returncode == 1
    assert done.stdout == ""
    known = "yang ada: awayan-pengukuran-kinerja, awayan-pengumpulan-data"
    assert f"SOP “tidak-ada” tidak dikenal; {known}" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


WRONG = [
    ({"agency": "tidak-ada"}, "Perangkat daerah “tidak-ada” tidak dikenal"),
    ({"agency": "kec-awayan"}, "milik Badan Pengelola Keuangan dan Aset Daerah Kota Magelang"),
    ({"period": "2026-Q1"}, "tulis misalnya 2026-03."),
    (
        {"sop": "awayan-pengumpulan-data", "agency": "kec-awayan"},
        "Periode 2026-01 bulanan, padahal SOP “awayan-pengumpulan-data” triwulanan",
    ),
    ({"period": "Januari"}, "Periode “Januari” tidak dikenal."),
]
ASKING = """
import json
from django.core.management import CommandError, call_command
for asked in {questions!r}:
    try:
        call_command("rehearse", **asked)
    except CommandError as stop:
        print(json.dumps(str(stop)))
"""


def test_every_wrong_question_gets_its_sentence(manage: Manage) -> None:
    usual = {name.removeprefix("--"): value for name, value in ASKED.items()}
    script = ASKING.format(questions=[usual | wrong for wrong, _ in WRONG])
    done = manage("shell", "--verbosity", "0", "--command", script)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(answers) == len(WRONG), done.stderr
    for answer, (_, sentence) in zip(answers, WRONG, strict=True):
        assert sentence in answer
        assert "\n" not in answer


def test_a_year_without_a_plan_ends_with_its_reason(rehearse: Manage) -> None:
    done = rehearse("--json", period="2027-01")
    assert done.returncode == 1
    assert json.loads(done.stdout)["status"] == "open"
    assert "Belum ada rencana 2027" in done.stderr


def test_real_data_are_never_played_on(rehearse: Manage) -> None:
    done = rehearse("--on-copy")
    assert done.returncode == 1
    assert "salinan" in done.stderr


def test_the_accounts_of_the_demonstration_are_listed(manage: Manage) -> None:
    done = manage("demo_accounts")
    assert done.returncode == 0
    assert "Arimbi Puspa Candra, S.E. — Kepala Sub Bagian Program dan Keuangan" in done.stdout
    assert "Kecamatan Awayan" in done.stdout


def test_a_month_is_played_on_rows_carried_over_from_postgresql(
    request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite copies itself")
    request.getfixturevalue("seeded")
    request.getfixturevalue("db")
    before = [model.objects.count() for model in (Run, Task, Report, Realisation)]
    out = StringIO()
    asked = {name.removeprefix("--"): value for name, value in ASKED.items()}
    call_command("rehearse", **asked, out=str(tmp_path), json=True, stdout=out)
    assert [model.objects.count() for model in (Run, Task, Report, Realisation)] == before
    check_result(json.loads(out.getvalue()), tmp_path)
