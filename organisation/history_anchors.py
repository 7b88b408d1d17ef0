"""Anchors: the ends of the history chains as written down outside the database, one JSON line each."""

import contextlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

TAIL = 4096  # bytes; longer than any line


class DamagedAnchor(ValueError):
    """A line of the anchor file cannot be read; carries its number."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(f"Baris {number} berkas jangkar tidak dapat dibaca.")


@dataclass(frozen=True)
class Anchor:
    """How far a chain had come at a moment."""

    chain: str
    sequence: int
    hash: str
    at: datetime

    def line(self) -> str:
        return json.dumps(asdict(self) | {"at": self.at.isoformat()}, sort_keys=True) + "\n"


def read_anchors(path: Path) -> Iterator[Anchor]:
    """Every anchor, oldest first; a half-written last line is passed over. Raises DamagedAnchor."""
    if not path.exists():
        return
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            if not line.endswith("\n"):
                return
            yield _read(line, number)


def last_anchor(path: Path) -> Anchor | None:
    """The newest readable anchor, without reading the whole file."""
    with path.open("rb") as lines:
        lines.seek(max(0, path.stat().st_size - TAIL))
        *whole, _ = lines.read().decode(errors="replace").split("\n")
    for line in reversed(whole):
        with contextlib.suppress(DamagedAnchor):
            return _read(line, 0)
    return None


def _read(line: str, number: int) -> Anchor:
    try:
        entry = json.loads(line)
        return Anchor(
            str(entry["chain"]),
            int(entry["sequence"]),
            str(entry["hash"]),
            datetime.fromisoformat(entry["at"]),
        )
    except (ValueError, KeyError, TypeError) as problem:
        raise DamagedAnchor(number) from problem
