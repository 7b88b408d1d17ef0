"""The signatures inside a PDF: whole or not, covering what, allowing what, and by which certificate."""

import io
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from asn1crypto import pem, x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from kinerja.lib.files import sha256_of

# What a damaged or hostile file makes the parser raise besides its own errors.
UNREADABLE = (
    *(PdfError, SigningError, SignatureValidationError, ValueError, KeyError, IndexError, TypeError),
    *(AttributeError, NotImplementedError, RecursionError, OverflowError, struct.error, OSError),
)


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
    trusted = [_loaded(certificate) for certificate in certificates]
    try:
        reader = PdfFileReader(io.BytesIO(content))
        seals = tuple(_seal(found, trusted) for found in reader.embedded_regular_signatures)
    except UNREADABLE:
        return Reading(sha256, problem="Berkas PDF ini rusak sehingga tanda tangannya tidak dapat dibaca.")
    return Reading(sha256, seals)


def _seal(found: EmbeddedPdfSignature, trusted: list[x509.Certificate]) -> Seal:
    claimed = found.self_reported_timestamp
    certificate = found.signer_cert
    context = ValidationContext(trust_roots=trusted, moment=claimed, allow_fetching=False)
    status = validate_pdf_signature(found, signer_validation_context=context)
    period = certificate["tbs_certificate"]["validity"]
    in_force = bool(claimed and period["not_before"].native <= claimed <= period["not_after"].native)
    is_ours = certificate.sha256 in {one.sha256 for one in trusted}
    return Seal(
        field=str(found.field_name),
        subject=str(certificate.subject.native.get("common_name", "")),
        fingerprint=certificate.sha256.hex(),
        claimed_at=claimed,
        is_intact=bool(status.intact),
        is_valid=bool(status.valid),
        covers_file=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        docmdp=found.docmdp_level.value if found.docmdp_level else None,
        was_in_force=in_force,
        is_sound=bool(status.bottom_line) and in_force and is_ours,
    )


def _loaded(certificate: str) -> x509.Certificate:
    _, _, der = pem.unarmor(certificate.encode())
    return x509.Certificate.load(der)
