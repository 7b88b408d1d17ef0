"""Installations on SQLite that several tests begin with: laid once for all processes, then copied."""

import fcntl
import shutil
import subprocess
import sys
from pathlib import Path

from tests.tooling.installation import ROOT, environment

TABLES, SEEDED = "tables", "seeded"
COMMANDS = {TABLES: ["migrate", "--verbosity", "0"], SEEDED: ["seed_demo"]}


def lay(name: str, folder: Path, root: Path) -> None:
    """Copy to a folder the tables, the demonstration, or a scene of tests/journeys/ground.py."""
    shutil.copytree(_laid(name, root), folder, dirs_exist_ok=True)


def _laid(name: str, root: Path) -> Path:
    """The original, of which nobody changes anything; whoever comes meanwhile waits for it."""
    original, draft = root / f"laid-{name}", root / f"draft-{name}"
    with (root / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not original.exists():
            if name != TABLES:
                shutil.copytree(_laid(TABLES, root), draft)
            _command(draft, *COMMANDS.get(name, ["shell", "--verbosity", "0", "--command", scene_line(name)]))
            draft.rename(original)
    return original


def scene_line(name: str) -> str:
    """What lays the tables where they are not yet, and the scene, in a shell of the installation."""
    return f"from tests.journeys import ground; ground.lay({name!r})"


def _command(folder: Path, *arguments: str) -> None:
    env = environment(KINERJA_DATA=str(folder), KINERJA_DEMO="1")
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, f"manage.py {' '.join(arguments)}\n{done.stdout}\n{done.stderr}"
