"""The commands of the Procfile serve production on PostgreSQL and Redis, without Docker."""

import os
import secrets
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.health import answers
from scripts.services import free_port
from tests.tooling.installation import ROOT, commands, environment, started, wait_for


@pytest.mark.services
def test_web_worker_and_beat_start_by_hand_on_postgresql_and_redis(tmp_path: Path) -> None:
    port, data = free_port(), tmp_path / "data"
    env = environment(
        DATABASE_URL=os.environ["DATABASE_URL"],
        REDIS_URL=os.environ["REDIS_URL"],
        SECRET_KEY=secrets.token_urlsafe(60),
        KINERJA_DATA=str(data),
        KINERJA_URL="https://kinerja.example.go.id",
        KINERJA_HOSTS="kinerja.example.go.id",
        HOST="127.0.0.1",
        PORT=str(port),
    )
    subprocess.run(commands()["release"].split(), cwd=ROOT, env=env, check=True, timeout=120)

    def pinged() -> bool:
        ping = [sys.executable, "-m", "celery", "--app", "kinerja", "inspect", "ping", "--timeout", "2"]
        return subprocess.run(ping, cwd=ROOT, env=env, capture_output=True).returncode == 0

    with started(["web", "worker", "beat"], env, tmp_path) as running:
        wait_for(lambda: answers("127.0.0.1", port, name="kinerja.example.go.id"))
        wait_for(pinged)
        assert all(process.poll() is None for process in running.values())
    assert {name: process.returncode for name, process in running.items()} == {
        "web": 0,
        "worker": 0,
        "beat": 0,
    }
