"""The demonstration starts with one command and ends without a trace."""

import os
import signal
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts.health import answers
from scripts.services import free_port
from tests.tooling.installation import ROOT, environment, marked_by, wait_for
from tests.tooling.laid import SEEDED


def running_of(folder: Path) -> list[str]:
    return marked_by(f"KINERJA_DATA={folder}")


def start(folder: Path, port: int, log: Path) -> subprocess.Popen[bytes]:
    env = environment(KINERJA_DATA=str(folder), PORT=str(port))
    with log.open("wb") as output:
        return subprocess.Popen(
            ["make", "run"], cwd=ROOT, env=env, stdout=output, stderr=output, start_new_session=True
        )


@pytest.mark.parametrize(("number", "to"), [(signal.SIGINT, "terminal"), (signal.SIGTERM, "make")])
def test_the_start_tells_where_and_who_and_the_end_leaves_no_process(
    number: signal.Signals, to: str, tmp_path: Path, lay_down: Callable[[str, Path], None]
) -> None:
    port, log, folder = free_port(), tmp_path / "log", tmp_path / "data"
    if to == "make":  # a second start; the first one is on bare ground
        lay_down(SEEDED, folder)
    process = start(folder, port, log)
    try:
        wait_for(lambda: process.poll() is not None or b"Ctrl-C" in log.read_bytes())
        assert answers("127.0.0.1", port, name="localhost"), log.read_text()
        assert f"http://localhost:{port}" in log.read_text()
    finally:
        if to == "terminal":
            os.killpg(process.pid, number)
        else:
            process.send_signal(number)
        process.wait(timeout=30)
    wait_for(lambda: not running_of(folder), within=5)


def test_the_env_file_is_read_and_the_caller_wins(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("# sandi\nSECRET_KEY='abc=='\nPORT=9000\nKINERJA_DEMO=0", encoding="utf-8")
    script = (ROOT / "scripts" / "run.sh").read_text(encoding="utf-8")
    reader = script[script.index("read_env_file() {") : script.index("free_port() {")]
    show = 'read_env_file; echo "$SECRET_KEY $PORT $KINERJA_DEMO"'
    result = subprocess.run(
        ["bash", "-c", f"{reader}\n{show}"],
        cwd=tmp_path,
        env=environment(PORT="9100"),
        capture_output=True,
        text=True,
    )
    assert result.stdout.split() == ["abc==", "9100", "0"], result.stderr
