"""A start that cannot succeed says why in one sentence and ends with a failure."""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
SCRIPTS = ROOT / "scripts"
NEEDED = ("bash", "cat", "cut", "dirname", "flock", "id", "rm", "sed", "sha256sum")


def start(
    command: list[str], environment: dict[str, str], *, cwd: Path = ROOT
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=cwd, env={**os.environ, **environment}, capture_output=True, text=True, timeout=60
    )


def one_sentence(result: subprocess.CompletedProcess[str]) -> str:
    assert result.returncode != 0
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1, result.stderr
    return lines[0]


def program(path: Path, text: str) -> Path:
    path.write_text(f"#!/bin/bash\n{text}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A machine with Python and the shell's own programs: no Node.js, no dpkg, no apt-get, no sudo."""
    tools = tmp_path / "tools"
    tools.mkdir()
    for name in NEEDED:
        found = shutil.which(name)
        assert found
        (tools / name).symlink_to(found)
    # The interpreter below the virtual environment, which knows ensurepip.
    (tools / "python3").symlink_to(Path(sys.base_prefix) / "bin" / f"python3.{sys.version_info.minor}")
    shutil.copytree(SCRIPTS, tmp_path / "scripts")
    return tmp_path


def set_up(bare: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return start(["bash", "scripts/setup.sh", "run"], {"PATH": str(bare / "tools"), **environment}, cwd=bare)


def test_a_used_port_is_named_with_a_way_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        said = one_sentence(start(["bash", "scripts/run.sh"], {"PORT": str(port)}))
    assert f"Porta {port} sudah dipakai" in said
    assert "make run PORT=" in said


@pytest.mark.parametrize("port", ["abc", "0", "70000", "-1"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    assert "bukan nomor porta" in one_sentence(start(["bash", "scripts/run.sh"], {"PORT": port}))


def test_an_old_python_is_refused(bare: Path) -> None:
    # What a Python below 3.11 answers to the question for its version.
    old = program(bare / "tools" / "python-old", "exit 1")
    assert "Python 3.11 atau lebih baru" in one_sentence(set_up(bare, PYTHON=str(old)))


def test_a_missing_tool_is_named(bare: Path) -> None:
    assert "Program node tidak ditemukan" in one_sentence(set_up(bare))


def test_without_root_the_line_for_the_missing_packages_is_printed(bare: Path) -> None:
    program(bare / "tools" / "dpkg-query", "exit 1")
    program(bare / "tools" / "apt-get", "exit 1")
    # bash takes EUID from the kernel; this stands for a user who is not root.
    setup = bare / "scripts" / "setup.sh"
    setup.write_text(setup.read_text(encoding="utf-8").replace("EUID", "1000"), encoding="utf-8")
    said = one_sentence(set_up(bare))
    assert "Jalankan sebagai root: apt-get update && apt-get install" in said
    for package in ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "nodejs", "npm"):
        assert package in said


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "pendek"),
        ("DATABASE_URL", "mysql://localhost/kinerja"),
        ("REDIS_URL", "http://localhost"),
        ("KINERJA_DEMO", "mungkin"),
        ("KINERJA_DATA", "/dev/null/kinerja"),
        ("EMAIL_URL", "imap://localhost"),
        ("KINERJA_RENDER_MEMORY_MB", "banyak"),
        ("KINERJA_RENDER_SECONDS", "3600"),
    ],
)
def test_a_bad_setting_stops_the_start_with_one_sentence(name: str, value: str, tmp_path: Path) -> None:
    settings = {
        "KINERJA_DEMO": "1",
        "KINERJA_DATA": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "kinerja.settings",
    }
    said = one_sentence(start([sys.executable, "manage.py", "check"], settings | {name: value}))
    assert name in said
    assert ".env.example" in said


def test_production_has_no_secret_of_its_own(tmp_path: Path) -> None:
    settings = {"KINERJA_DEMO": "0", "KINERJA_DATA": str(tmp_path), "SECRET_KEY": ""}
    settings["DJANGO_SETTINGS_MODULE"] = "kinerja.settings"
    said = one_sentence(start([sys.executable, "manage.py", "check"], settings))
    assert "SECRET_KEY" in said
