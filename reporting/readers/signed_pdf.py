"""The signatures inside a PDF: whole or not, covering what, allowing what, and by which certificate."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from kinerja.lib.files import sha256_of


class Unreadable(Exception):
    """The file is damaged, or pretends to be a PDF."""


@dataclass(frozen=True)
class Seal:
    """One electronic signature in a PDF."""

    field: str
    subject: str
    fingerprint: str
    claimed_at: datetime | None
    is_intact: bool  # the bytes under it are those that were signed
    is_valid: bool  # the signature belongs to the certificate
    covers_file: bool  # nothing was added after it
    docmdp: int | None  # what the certification allows: 1 nothing, 2 filling in and signing, 3 also notes
    was_in_force: bool  # the certificate, at the moment that the signature states
    is_sound: bool  # all of it, judged together, with a certificate that is ours


@dataclass(frozen=True)
class Reading:
    """A file as it was read; a problem says why it could not be."""

    sha256: str
    seals: tuple[Seal, ...] = ()
    problem: str = ""

    @property
    def is_sound(self) -> bool:
        """Whether every signature holds and the last one covers the whole file."""
        return bool(self.seals) and all(seal.is_sound for seal in self.seals) and self.seals[-1].covers_file


def read(content: bytes, certificates: Iterable[str]) -> Reading:
    """Every signature of a PDF, trusting these certificates (PEM) and no others; a bad file is a problem."""
    sha256 = sha256_of(content)
    if content.lstrip()[:5] != b"%PDF-":
        return Reading(sha256, problem="Berkas ini bukan PDF.")
    from reporting.readers.seals import seals_in  # noqa: PLC0415 - slow to load, and few processes verify

    try:
        return Reading(sha256, seals_in(content, certificates))
    except Unreadable:
        return Reading(sha256, problem="Berkas PDF ini rusak sehingga tanda tangannya tidak dapat dibaca.")
