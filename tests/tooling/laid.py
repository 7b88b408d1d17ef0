"""Ground that many tests begin with: laid once for all processes, then copied.

The tables outlast a run: they are migrated anew only when a migration changed.
"""

import contextlib
import fcntl
import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import django

from tests.tooling.installation import ROOT, environment

SEEDED = "seeded"  # the demonstration; every other name is a scene of tests/journeys/ground.py
DATABASE = "kinerja.sqlite3"
KEPT = ROOT / ".pytest_cache" / "tables"


def tables() -> Path:
    """A database with its tables and what the migrations write, and nothing else."""
    KEPT.mkdir(parents=True, exist_ok=True)
    kept = KEPT / f"{_state_of_migrations()}.sqlite3"
    with _alone(KEPT / "lock"):
        if not kept.exists():
            draft = KEPT / "draft"
            shutil.rmtree(draft, ignore_errors=True)
            _command(draft, "migrate", "--verbosity", "0")
            for former in KEPT.glob("*.sqlite3"):
                former.unlink()
            (draft / DATABASE).rename(kept)
    return kept


def lay(name: str, folder: Path, root: Path) -> None:
    """Copy the demonstration or a scene to a folder; the originals stand in the root."""
    shutil.copytree(_laid(name, root), folder, dirs_exist_ok=True)


def in_shell(call: str) -> list[str]:
    """The arguments of manage.py for a call of tests/journeys/ground.py inside of an installation."""
    return ["shell", "--verbosity", "0", "--command", f"from tests.journeys import ground; {call}"]


def _laid(name: str, root: Path) -> Path:
    original, draft = root / f"laid-{name}", root / f"draft-{name}"
    with _alone(root / f"{name}.lock"):
        if not original.exists():
            draft.mkdir()
            shutil.copy(tables(), draft / DATABASE)
            _command(draft, *(["seed_demo"] if name == SEEDED else in_shell(f"ground.lay({name!r})")))
            draft.rename(original)
    return original


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Whoever comes meanwhile waits."""
    with path.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _state_of_migrations() -> str:
    digest = hashlib.sha256(django.__version__.encode())
    for path in sorted(ROOT.glob("*/migrations/*.py")):
        digest.update(str(path.relative_to(ROOT)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _command(folder: Path, *arguments: str) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment(KINERJA_DATA=str(folder), KINERJA_DEMO="1"),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, f"manage.py {' '.join(arguments)}\n{done.stdout}\n{done.stderr}"
