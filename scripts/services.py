"""Run a command with a private PostgreSQL and Redis: scripts/services.py pytest …"""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

READY_WITHIN = 30.0  # seconds
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@dataclass(frozen=True)
class Services:
    database_url: str
    redis_url: str

    def environment(self) -> dict[str, str]:
        return {**os.environ, "DATABASE_URL": self.database_url, "REDIS_URL": self.redis_url}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def program(name: str) -> str:
    """Debian keeps the server programs of PostgreSQL outside of PATH; the newest version is taken."""
    versions = sorted(
        Path("/usr/lib/postgresql").glob("[0-9]*"), key=lambda path: int(path.name), reverse=True
    )
    places = os.pathsep.join([*(str(path / "bin") for path in versions), os.environ.get("PATH", "")])
    found = shutil.which(name, path=places)
    if not found:
        sys.exit(f"Program {name} tidak ditemukan; pasang dengan: apt-get install postgresql redis-server")
    return found


def unprivileged(folder: Path) -> dict[str, Any]:
    """How to start a server: PostgreSQL refuses root, so root lends the folder to somebody else."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            account = pwd.getpwnam(name)
            os.chown(folder, account.pw_uid, account.pw_gid)
            return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    sys.exit("PostgreSQL tidak mau dijalankan oleh root, dan akun postgres maupun nobody tidak ada.")


@contextlib.contextmanager
def server(command: list[str], log: Path, popen: dict[str, Any], *, end_by: signal.Signals) -> Iterator[None]:
    """A server that is stopped again whatever happens; its own session keeps the terminal's Ctrl-C away."""
    with log.open("wb") as output:
        options = {"cwd": log.parent, "start_new_session": True, **popen}
        process: subprocess.Popen[bytes] = subprocess.Popen(command, stdout=output, stderr=output, **options)
    try:
        yield
    finally:
        process.send_signal(end_by)
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def wait_until(ready: Callable[[], bool], log: Path) -> None:
    end = time.monotonic() + READY_WITHIN
    while not ready():
        if time.monotonic() > end:
            last = log.read_text(errors="replace")[-2000:]
            sys.exit(f"{log.stem} tidak siap dalam {READY_WITHIN:.0f} detik:\n{last}")
        time.sleep(0.05)


@contextlib.contextmanager
def postgres(folder: Path, popen: dict[str, Any]) -> Iterator[str]:
    cluster, log, port = folder / "pg", folder / "PostgreSQL.log", free_port()
    made = subprocess.run(
        [
            program("initdb"),
            "-D",
            cluster,
            "-U",
            "kinerja",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ],
        capture_output=True,
        check=False,
        text=True,
        cwd=folder,
        **popen,
    )
    if made.returncode:
        sys.exit(f"initdb gagal: {made.stderr}")
    quick = ["fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=100"]
    options = [
        f"--{option}"
        for option in [*quick, "listen_addresses=127.0.0.1", f"unix_socket_directories={folder}"]
    ]
    command = [program("postgres"), "-D", str(cluster), "-p", str(port), *options]
    at_port = ["-h", "127.0.0.1", "-p", str(port), "-U", "kinerja"]
    with server(command, log, popen, end_by=signal.SIGINT):
        ready = [program("pg_isready"), "-q", *at_port]
        wait_until(lambda: subprocess.run(ready, check=False).returncode == 0, log)
        subprocess.run([program("createdb"), *at_port, "kinerja"], check=True)
        yield f"postgres://kinerja@127.0.0.1:{port}/kinerja"


@contextlib.contextmanager
def redis(folder: Path, popen: dict[str, Any]) -> Iterator[str]:
    log, port = folder / "Redis.log", free_port()
    settings = {
        "port": str(port),
        "bind": "127.0.0.1",
        "dir": str(folder),
        "save": "",
        "maxmemory-policy": "noeviction",
    }
    command = [
        program("redis-server"),
        *(part for name, value in settings.items() for part in (f"--{name}", value)),
    ]

    def ready() -> bool:
        with (
            contextlib.suppress(OSError),
            socket.create_connection(("127.0.0.1", port), timeout=1) as connection,
        ):
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
        return False

    with server(command, log, popen, end_by=signal.SIGTERM):
        wait_until(ready, log)
        yield f"redis://127.0.0.1:{port}/0"


@contextlib.contextmanager
def private_services() -> Iterator[Services]:
    """PostgreSQL and Redis on free ports in a temporary folder, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="kinerja-services-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        popen = unprivileged(folder)
        with postgres(folder, popen) as database_url, redis(folder, popen) as redis_url:
            yield Services(database_url, redis_url)


def end(number: int, _frame: FrameType | None) -> None:
    # A second signal must not interrupt the stopping.
    for each in ENDING:
        signal.signal(each, signal.SIG_IGN)
    sys.exit(128 + number)


def run(command: list[str], services: Services) -> int:
    """Exit code of the command; it and whatever it started end with this script."""
    process = subprocess.Popen(command, env=services.environment(), start_new_session=True)
    try:
        return process.wait()
    finally:
        for number in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, number)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=10)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit("Pemakaian: scripts/services.py PERINTAH …")
    for each in ENDING:
        signal.signal(each, end)
    with private_services() as services:
        code = run(sys.argv[1:], services)
    sys.exit(code)
