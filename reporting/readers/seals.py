"""The signatures inside a PDF as pyHanko finds and judges them; behind signed_pdf.py."""

import io
import struct
from collections.abc import Iterable

from asn1crypto import x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from kinerja.lib.certificates import loaded
from reporting.readers.signed_pdf import Seal, Unreadable

# What a damaged or hostile file makes the parser raise besides its own errors.
UNREADABLE = (
    *(PdfError, SigningError, SignatureValidationError, ValueError, KeyError, IndexError, TypeError),
    *(AttributeError, NotImplementedError, RecursionError, OverflowError, struct.error, OSError),
)


def seals_in(content: bytes, certificates: Iterable[str]) -> tuple[Seal, ...]:
    """Every signature, trusting these certificates (PEM) and no others; Unreadable for a damaged file."""
    trusted = [loaded(certificate) for certificate in certificates]
    try:
        reader = PdfFileReader(io.BytesIO(content))
        return tuple(_seal(found, trusted) for found in reader.embedded_regular_signatures)
    except UNREADABLE as problem:
        raise Unreadable from problem


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
