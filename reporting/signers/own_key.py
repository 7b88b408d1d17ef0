"""Electronic signature with the office's own key: PAdES-B, certified once; a stamp with QR, or unseen."""

import io
from datetime import datetime
from typing import Any

from asn1crypto import keys as asn1_keys
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import (
    MDPPerm,
    SigFieldSpec,
    SigSeedSubFilter,
    append_signature_field,
    enumerate_sig_fields,
)
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

from kinerja.lib.certificates import loaded
from reporting.signers.order import CertificateFacts, Order, Room, Signed, SignerFailed
from reporting.signers.stamp import Box, stamp_pdf

LABEL = "TTE tidak tersertifikasi"


class OwnKey:
    """The office's key, unlocked."""

    label = LABEL

    def __init__(self, certificate: str, private_key: bytes, *, passphrase: bytes) -> None:
        """ValueError when the passphrase does not open the key."""
        opened = serialization.load_pem_private_key(private_key, password=passphrase)
        plain = opened.private_bytes(
            serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        self._certificate = loaded(certificate)
        self._key = asn1_keys.PrivateKeyInfo.load(plain)

    def sign(self, content: bytes, order: Order) -> Signed:
        """The PDF with one more signature, appended; what was there before stays byte for byte."""
        try:
            return Signed(self._signed(content, order), self._facts())
        except (SigningError, PdfError) as problem:
            raise SignerFailed(
                "Tanda tangan elektronik tidak dapat dibubuhkan pada berkas ini. Coba sekali lagi, atau "
                "pilih tanda tangan basah."
            ) from problem

    def _signed(self, content: bytes, order: Order) -> bytes:
        writer = IncrementalPdfFileWriter(io.BytesIO(content))
        free = free_fields(writer)
        for room in (order.room, *order.later):
            if room.field not in free:
                append_signature_field(writer, _field(room))
        metadata = PdfSignatureMetadata(
            field_name=order.room.field,
            md_algorithm="sha256",
            subfilter=SigSeedSubFilter.PADES,
            name=f"{order.signer}, {order.capacity}",
            reason=order.reason,
            location=order.city,
            certify=order.certifies,
            docmdp_permissions=MDPPerm.FILL_FORMS,
        )
        box = free.get(order.room.field) or (order.room.place.box if order.room.place else None)
        style = (
            StaticStampStyle(background=_Drawing(stamp_pdf(order, box, LABEL)), border_width=0)
            if box
            else None
        )
        signer = SimpleSigner(self._certificate, self._key, SimpleCertificateStore())  # type: ignore[no-untyped-call]
        dated = _DatedSigner(metadata, signer=signer, stamp_style=style)
        dated.moment = order.moment
        signed: bytes = dated.sign_pdf(writer, existing_fields_only=True).getvalue()
        return signed

    def _facts(self) -> CertificateFacts:
        name = self._certificate.subject.native["common_name"]
        return CertificateFacts(self._certificate.sha256.hex(), str(name))


class _DatedSigner(PdfSigner):
    """Signs at the moment of the order instead of asking a clock of its own."""

    moment: datetime

    def init_signing_session(self, *args: Any, **kwargs: Any) -> PdfSigningSession:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self.moment
        return session


class _Drawing(PdfContent):
    """One page of a PDF in memory, as the picture of the stamp."""

    def __init__(self, page: bytes) -> None:
        self._page = page
        super().__init__()

    def render(self) -> bytes:
        drawn = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self._page)))
        self.resources.xobject["/Stempel"] = drawn
        left, bottom, right, top = drawn.get_object()["/BBox"]
        self.box = BoxConstraints(width=abs(right - left), height=abs(top - bottom))
        return b"/Stempel Do"


def free_fields(writer: IncrementalPdfFileWriter) -> dict[str, Box | None]:
    """The fields that earlier signatures left empty, with their rectangles; None for one that is not seen."""
    return {
        name: box_of(found.get_object())
        for name, _, found in enumerate_sig_fields(writer, filled_status=False)
    }


def box_of(widget: Any) -> Box | None:
    left, bottom, right, top = (round(float(edge)) for edge in widget["/Rect"])
    return (left, bottom, right, top) if right > left and top > bottom else None


def _field(room: Room) -> SigFieldSpec:
    if room.place is None:
        return SigFieldSpec(sig_field_name=room.field)
    return SigFieldSpec(sig_field_name=room.field, on_page=room.place.page, box=room.place.box)
