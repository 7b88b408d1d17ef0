"""The private PostgreSQL and Redis end with the command that they were started for, whatever happens."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
SERVICES = [sys.executable, str(ROOT / "scripts" / "services.py")]
SHOW = "import os; print(os.environ['DATABASE_URL'], os.environ['REDIS_URL'], flush=True)"


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A temporary folder that the account of PostgreSQL may enter; pytest's own are closed to it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


def processes_in(folder: Path) -> list[str]:
    """Command lines of processes that work in the folder of the services."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            place = (process / "cwd").readlink()
            line = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            continue
        if place.is_relative_to(folder):
            found.append(line)
    return found


def test_the_command_gets_both_addresses_and_its_exit_code_is_kept(open_folder: Path) -> None:
    command = [*SERVICES, sys.executable, "-c", f"{SHOW}; raise SystemExit(3)"]
    result = subprocess.run(
        command, capture_output=True, text=True, timeout=60, env={**os.environ, "TMPDIR": str(open_folder)}
    )
    database_url, redis_url = result.stdout.split()
    assert database_url.startswith("postgres://kinerja@127.0.0.1:")
    assert redis_url.startswith("redis://127.0.0.1:")
    assert result.returncode == 3
    assert list(open_folder.iterdir()) == []


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupted_run_leaves_nothing(number: signal.Signals, open_folder: Path) -> None:
    command = [*SERVICES, sys.executable, "-c", f"{SHOW}; import time; time.sleep(60)"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "TMPDIR": str(open_folder)}
    ) as process:
        assert process.stdout
        assert process.stdout.readline()
        assert processes_in(open_folder)
        process.send_signal(number)
        assert process.wait(timeout=30) == 128 + number
    time.sleep(0.2)
    assert processes_in(open_folder) == []
    assert list(open_folder.iterdir()) == []
