"""Front-end files come from npm by list, and a wrong name is found at once."""

import subprocess
import sys
from pathlib import Path

import pytest

from scripts import vendor

ROOT = Path(__file__).resolve().parent.parent.parent


def test_comments_and_blank_lines_are_no_icons(tmp_path: Path) -> None:
    listing = tmp_path / "icons.txt"
    listing.write_text("# daftar\narchive\n\nbell  # lonceng\n", encoding="utf-8")
    assert vendor.icon_names(listing) == ["archive", "bell"]


def test_an_unknown_icon_is_named(tmp_path: Path) -> None:
    listing = tmp_path / "icons.txt"
    listing.write_text("archive\nlonceng\n", encoding="utf-8")
    with pytest.raises(SystemExit, match=r"Ikon tidak dikenal .*: lonceng\."):
        vendor.sources(ROOT / "node_modules", listing)


def test_the_copy_is_whole_and_replaces_what_was_there(tmp_path: Path) -> None:
    target = tmp_path / "vendor"
    target.mkdir()
    (target / "old.js").touch()
    vendor.copy(vendor.sources(ROOT / "node_modules", ROOT / "static" / "icons.txt"), target)
    assert not (target / "old.js").exists()
    assert (target / "htmx.min.js").stat().st_size > 10_000
    assert (target / "icons" / "archive.svg").is_file()
    assert b"sourceMappingURL" not in (target / "bootstrap.min.css").read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["vendor"]


def test_the_lock_files_name_no_registry() -> None:
    for name in (
        "package-lock.json",
        ".npmrc",
        "requirements.txt",
        "requirements-dev.txt",
        "constraints.txt",
    ):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert '"resolved"' not in text, name
        assert "index-url" not in text, name
        assert "registry=" not in text, name


def test_every_pinned_package_is_in_the_lock_file() -> None:
    locked = set((ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines())
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        assert {line for line in lines if line and line[0] not in "#-"} <= locked


def test_what_is_installed_is_what_is_locked() -> None:
    frozen = subprocess.run(
        [sys.executable, "-m", "pip", "freeze"], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    locked = set((ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines())
    assert set(frozen) <= locked
