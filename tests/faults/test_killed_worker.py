"""A worker killed while it compiles leaves nothing behind, and the next one compiles exactly once."""

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import LazySettings
from django.db import connection

from kinerja.lib import clock
from organisation.models import HistoryEvent
from organisation.queries.verify_history import verify_history
from reporting.models import Compilation
from sop.models import Run, Task
from tests.cast import Cast, task_of, wib
from tests.tooling.installation import ROOT, environment, marked_by, wait_for

pytestmark = [pytest.mark.fault, pytest.mark.django_db(transaction=True)]

WITHIN = 30.0  # seconds
NORMAL, STANDING = "kinerja", "tests.faults.standing_worker"


@dataclass(frozen=True)
class Installation:
    """Worker processes on the database of the test, with a broker and a folder of their own."""

    folder: Path

    @property
    def mark(self) -> Path:
        return self.folder / "standing"

    def environment(self) -> dict[str, str]:
        broker = {"REDIS_URL": own_redis()} if os.environ.get("REDIS_URL") else {}
        return environment(
            DATABASE_URL=database_url(),
            KINERJA_DATA=str(self.folder),
            KINERJA_DEMO="1",
            STANDING=str(self.mark),
            **broker,
        )

    def celery(self, app: str, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "celery", "--app", app, *arguments]

    def nudge(self) -> None:
        """What beat does every five minutes."""
        command = self.celery(NORMAL, "call", "sop.tick")
        subprocess.run(
            command, cwd=ROOT, env=self.environment(), check=True, capture_output=True, timeout=WITHIN
        )

    @contextlib.contextmanager
    def worker(self, app: str) -> Iterator[subprocess.Popen[bytes]]:
        log = self.folder / f"{app}.log"
        quiet = ("--without-gossip", "--without-mingle", "--without-heartbeat")
        command = self.celery(app, "worker", "--concurrency", "1", "--loglevel", "INFO", *quiet)
        with log.open("wb") as output:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environment(),
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        try:
            wait_for(lambda: b" ready." in log.read_bytes(), within=WITHIN)
            yield process
        finally:
            kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """The whole worker with its pool, as by a power cut."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(timeout=WITHIN)


def database_url() -> str:
    """The address of the test's own database, for another process."""
    configured = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{configured['NAME']}"
    given = urlsplit(os.environ["DATABASE_URL"])
    return given._replace(path=f"/{configured['NAME']}").geturl()


def own_redis() -> str:
    """A numbered database that no other test process uses."""
    number = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) + 8
    return urlsplit(os.environ["REDIS_URL"])._replace(path=f"/{number}").geturl()


@pytest.fixture
def installation(tmp_path: Path, settings: LazySettings) -> Iterator[Installation]:
    """It is the 6th of February in there, shortly after midnight."""
    folder = tmp_path / "data"
    folder.mkdir()
    settings.CLOCK_FILE = folder / "clock.json"
    clock.move_to(wib("2026-02-06 00:05"))
    yield Installation(folder)
    assert marked_by(f"KINERJA_DATA={folder}") == []


def compiled_once(cast: Cast) -> None:
    task = task_of(cast, "compile")
    assert (task.status, task.round) == (Task.Status.DONE, 1)
    assert Compilation.objects.count() == 1
    assert HistoryEvent.objects.filter(subject=f"sop.task:{task.pk}", verb="task_done").count() == 1
    assert verify_history().problems == []


def test_after_a_killed_worker_the_next_tick_compiles_once(
    cast: Cast, submitted: Run, installation: Installation
) -> None:
    with installation.worker(STANDING) as process:
        installation.nudge()
        wait_for(installation.mark.exists, within=WITHIN)
        kill(process)
    assert Compilation.objects.count() == 0
    assert task_of(cast, "compile").status in {Task.Status.WAITING, Task.Status.OPEN}
    assert verify_history().problems == []
    with installation.worker(NORMAL):
        installation.nudge()
        wait_for(Compilation.objects.exists, within=WITHIN)
        wait_for(lambda: task_of(cast, "review").status == Task.Status.OPEN, within=WITHIN)
    compiled_once(cast)


def test_a_killed_pool_process_is_replaced_and_the_same_nudge_is_done_again(
    cast: Cast, submitted: Run, installation: Installation
) -> None:
    with installation.worker(STANDING):
        installation.nudge()
        wait_for(lambda: installation.mark.exists() and installation.mark.read_text() != "", within=WITHIN)
        os.kill(int(installation.mark.read_text()), signal.SIGKILL)
        wait_for(Compilation.objects.exists, within=WITHIN)
    compiled_once(cast)
