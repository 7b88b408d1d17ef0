"""Wet ink: the paper is printed, signed by hand, and comes back as a scan with the date written on it."""

from dataclasses import dataclass
from datetime import date

from kinerja.lib.files import FileKind, FileRefused, safe_name, sniff

LABEL = "Tanda tangan basah"
TAKEN = frozenset({FileKind.PDF, FileKind.JPG, FileKind.PNG})


@dataclass(frozen=True)
class Scan:
    """The signed paper as a file that was looked at, and the day that stands on the paper."""

    name: str
    kind: FileKind
    content: bytes
    on: date


def scan_of(name: str, content: bytes, *, on: date) -> Scan:
    """FileRefused when it is not a scan that can be kept."""
    kind = sniff(name, content)
    if kind not in TAKEN:
        raise FileRefused("Pindaian berupa PDF, JPG, atau PNG.")
    return Scan(safe_name(name), kind, content, on)
