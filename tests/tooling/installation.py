"""Start the processes of the Procfile by hand, as the README tells, and watch them end."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
WITHIN = 60.0  # seconds


def environment(**chosen: str) -> dict[str, str]:
    """The caller's environment without an installation of its own, with the programs of this one first."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KINERJA_")}
    for name in (
        "DATABASE_URL",
        "REDIS_URL",
        "CELERY_BROKER_URL",
        "EMAIL_URL",
        "SECRET_KEY",
        "DJANGO_SETTINGS_MODULE",
    ):
        kept.pop(name, None)
    path = os.pathsep.join([str(Path(sys.executable).parent), kept.get("PATH", "")])
    return {**kept, "PATH": path, **chosen}


def commands() -> dict[str, str]:
    lines = (ROOT / "Procfile").read_text(encoding="utf-8").splitlines()
    return {name: command.strip() for name, _, command in (line.partition(":") for line in lines)}


def wait_for(what: Callable[[], bool], *, within: float = WITHIN) -> None:
    end = time.monotonic() + within
    while not what():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.1)


def marked_by(text: str) -> list[str]:
    """Command lines of processes whose environment holds the text: nothing of a start escapes this."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if text.encode() in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace"))
    return [line for line in found if line]


@contextlib.contextmanager
def started(names: list[str], env: dict[str, str], log: Path) -> Iterator[dict[str, subprocess.Popen[bytes]]]:
    """Processes of the Procfile; each is stopped by SIGTERM at the end, as systemd and Docker do."""
    running: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name in names:
            with (log / f"{name}.log").open("wb") as output:
                running[name] = subprocess.Popen(
                    commands()[name].split(),
                    cwd=ROOT,
                    env=env,
                    stdout=output,
                    stderr=output,
                    start_new_session=True,
                )
        yield running
    finally:
        for process in running.values():
            process.terminate()
        for process in running.values():
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=20)
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
