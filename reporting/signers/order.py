"""What every way of signing is given and gives back; a further way is a further file in this folder."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from kinerja.lib.printing import Place


class SignerFailed(Exception):
    """The paper was not signed; the sentence says why and what to do."""


@dataclass(frozen=True)
class Names:
    """What stands around a stamp where the paper was printed before it was known who signs it, and when."""

    day: str  # "Magelang, 9 Februari 2026"
    titles: tuple[str, ...]  # line by line, with those for whom it is signed
    rank: str = ""
    nip: str = ""


@dataclass(frozen=True)
class Room:
    """A field for a signature; without a place it is not seen."""

    field: str
    place: Place | None = None


@dataclass(frozen=True)
class Order:
    """One signature that is asked for: by whom, as what, why, where, when, and where on the paper."""

    room: Room
    signer: str
    capacity: str
    reason: str
    city: str
    moment: datetime
    said_at: str  # the moment as it is printed, on the office's clock
    address: str  # where the paper can be verified; printed as a QR code
    names: Names | None = None  # with a stamp that is the whole block
    certifies: bool = False  # from now on nothing but the named fields may be filled in
    later: tuple[Room, ...] = ()  # with a signature that certifies: those who follow


@dataclass(frozen=True)
class CertificateFacts:
    """What is kept of the certificate that signed."""

    fingerprint: str  # SHA-256 of its DER
    subject: str
    pem: str = ""  # of a certificate that an authority issued; the office's own are rows already


@dataclass(frozen=True)
class Signed:
    """The signed bytes, and by which certificate."""

    content: bytes
    certificate: CertificateFacts


class Signer(Protocol):
    """A way to put an electronic signature into a PDF."""

    @property
    def label(self) -> str:
        """What may honestly be printed under such a signature."""

    def sign(self, content: bytes, order: Order) -> Signed:
        """The PDF with one more signature; SignerFailed when it could not be made."""
