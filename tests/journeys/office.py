"""An installation of its own for a journey: the processes of the Procfile, a folder, a database, a clock."""

import contextlib
import functools
import os
import secrets
import select
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

import psycopg2  # type: ignore[import-untyped]

from scripts.health import answers
from scripts.services import free_port
from tests.tooling.installation import ROOT, environment, started, wait_for
from tests.tooling.laid import in_shell

WITHIN = 60.0  # seconds, for anything that is done outside of the browser


@dataclass(frozen=True)
class Office:
    """Where the pages are, and what a visitor cannot do: let time pass, and ask the commands."""

    url: str
    folder: Path
    env: dict[str, str]
    closing: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)  # what ends with the office

    def command(self, *arguments: str) -> str:
        """The output of `manage.py …` in this installation; a failure shows what it said."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.env,
            capture_output=True,
            text=True,
            timeout=WITHIN,
        )
        assert done.returncode == 0, f"manage.py {' '.join(arguments)}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def be_at(self, moment: str) -> None:
        """Move the clock and give the worker the message that beat gives it every five minutes."""
        asked, said = self._clock
        print(moment, file=asked, flush=True)
        answered, _, _ = select.select([said], [], [], WITHIN)
        assert answered, f"Jam tidak menjawab: {moment}"
        assert said.readline() == f"{moment}\n", self.log("clock")

    def log(self, name: str) -> str:
        path = self.folder / f"{name}.log"
        return path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""

    @functools.cached_property
    def _clock(self) -> tuple[IO[str], IO[str]]:
        """A shell of this installation that stays: it takes moments, and ends with its input."""
        log = self.closing.enter_context((self.folder / "clock.log").open("w"))
        command = [sys.executable, "manage.py", *in_shell("ground.keep_time()")]
        process = self.closing.enter_context(
            subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.env,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        )
        assert process.stdin
        assert process.stdout
        return process.stdin, process.stdout


Opening = Callable[[str, Path, list[str]], contextlib.AbstractContextManager[Office]]


@contextlib.contextmanager
def opened(
    scene: str, folder: Path, processes: list[str], *, lay_down: Callable[[str, Path], None]
) -> Iterator[Office]:
    """An office as a scene of tests/journeys/ground.py leaves it; everything is stopped at the end."""
    folder.mkdir(exist_ok=True)
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    with _database(folder) as database:
        env = environment(
            DATABASE_URL=database,
            KINERJA_DATA=str(folder),
            KINERJA_DEMO="1",
            KINERJA_URL=url,
            HOST="127.0.0.1",
            PORT=str(port),
            WEB_CONCURRENCY="2",
        )
        office = Office(url, folder, env)
        if database.startswith("sqlite"):
            lay_down(scene, folder)
        else:
            office.command(*in_shell(f"ground.lay({scene!r})"))
        with started(processes, env, folder), office.closing:
            wait_for(lambda: answers("127.0.0.1", port, name="localhost"), within=WITHIN)
            if "worker" in processes:
                wait_for(lambda: " ready." in office.log("worker"), within=WITHIN)
            yield office


@contextlib.contextmanager
def _database(folder: Path) -> Iterator[str]:
    """A fresh database: a file, or one more on the server that DATABASE_URL names."""
    given = urlsplit(os.environ.get("DATABASE_URL", ""))
    if not given.scheme.startswith("postgres"):
        yield f"sqlite:///{folder / 'kinerja.sqlite3'}"
        return
    name = f"perjalanan_{secrets.token_hex(4)}"
    _on_server(f'CREATE DATABASE "{name}"')
    yield given._replace(path=f"/{name}").geturl()
    _on_server(f'DROP DATABASE "{name}" WITH (FORCE)')


def _on_server(statement: str) -> None:
    connection = psycopg2.connect(os.environ["DATABASE_URL"])
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.close()
