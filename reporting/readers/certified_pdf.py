"""What an eSign service sent back: our own pages, and one more sound signature by a known issuer."""

import hashlib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from asn1crypto import pem
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from kinerja.lib.certificates import authorities
from reporting.readers.seals import UNREADABLE

DEEPEST = 40


class NotOurs(Exception):
    """The file must not be used; the sentence says what is wrong with it."""


@dataclass(frozen=True)
class Expected:
    """Whose signature, for which reason, and by which issuers (PEM, one or several)."""

    name: str
    reason: str
    authority: str


@dataclass(frozen=True)
class Found:
    """The certificate that signed."""

    pem: str
    fingerprint: str
    subject: str


def check(before: bytes, after: bytes, expected: Expected) -> Found:
    """NotOurs unless `after` is `before` with exactly one more signature, sound, over the whole file."""
    try:
        old, new = PdfFileReader(io.BytesIO(before)), PdfFileReader(io.BytesIO(after))
        earlier, seals = len(old.embedded_regular_signatures), new.embedded_regular_signatures
        if len(seals) != earlier + 1:
            raise NotOurs("Berkas yang kembali tidak memuat tepat satu tanda tangan baru.")
        if earlier and not after.startswith(before):
            raise NotOurs("Berkas yang kembali merusak tanda tangan sebelumnya.")
        if _pages(old) != _pages(new):
            raise NotOurs("Isi halaman pada berkas yang kembali berbeda dari yang dikirim.")
        return _judged(seals[-1], expected)
    except UNREADABLE as problem:
        raise NotOurs("Berkas yang kembali rusak atau bukan PDF.") from problem


def _judged(seal: EmbeddedPdfSignature, expected: Expected) -> Found:
    context = ValidationContext(
        trust_roots=authorities(expected.authority),
        moment=seal.self_reported_timestamp,
        allow_fetching=False,
    )
    status = validate_pdf_signature(seal, signer_validation_context=context)
    if status.coverage != SignatureCoverageLevel.ENTIRE_FILE or not (status.intact and status.valid):
        raise NotOurs("Tanda tangan pada berkas yang kembali tidak sah atau tidak meliputi seluruh berkas.")
    if not status.bottom_line:
        raise NotOurs(
            "Sertifikat penanda tangan tidak diterbitkan oleh sertifikat induk yang diatur di sini."
        )
    subject = str(seal.signer_cert.subject.native.get("common_name", ""))
    if _words(subject).isdisjoint(_words(expected.name)):
        raise NotOurs(f"Yang menandatangani ialah “{subject}”, bukan {expected.name}; periksa NIK-nya.")
    stated = seal.sig_object.get("/Reason")
    if stated is not None and str(stated) != expected.reason:
        raise NotOurs("Alasan pada tanda tangan bukan yang diminta; berkas itu dari permintaan lain.")
    certificate = seal.signer_cert
    text = pem.armor("CERTIFICATE", certificate.dump()).decode()
    return Found(text, certificate.sha256.hex(), subject)


def _words(name: str) -> set[str]:
    """A name without its degrees, in words."""
    return {word for word in re.split(r"[^\w]+", name.partition(",")[0].casefold()) if len(word) > 1}


def _pages(reader: PdfFileReader) -> Sequence[bytes]:
    """One digest for each page: its size, turn, content, and everything that it draws with."""
    return [_digest(page.get_object()) for page in _leaves(reader.root["/Pages"], 0)]


def _leaves(node: Any, depth: int) -> list[Any]:
    if depth > DEEPEST:
        raise ValueError("The tree of pages is too deep.")
    if "/Kids" not in node:
        return [node]
    return [leaf for kid in node["/Kids"] for leaf in _leaves(kid.get_object(), depth + 1)]


def _digest(page: Any) -> bytes:
    found = hashlib.sha256()
    for name in ("/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Resources"):
        found.update(_shape(page.get(name), 0))
    contents = page.get("/Contents", generic.ArrayObject())
    streams = contents if isinstance(contents, generic.ArrayObject) else [contents]
    for stream in streams:
        found.update(stream.get_object().data)
    return found.digest()


def _shape(value: Any, depth: int) -> bytes:
    """A value by what it consists of, whatever numbers its objects have in the file."""
    if depth > DEEPEST:
        return b"deep"
    if isinstance(value, generic.IndirectObject):
        value = value.get_object()  # type: ignore[no-untyped-call]
    if isinstance(value, generic.StreamObject):
        entries = generic.DictionaryObject(value)  # type: ignore[no-untyped-call]
        return _shape(entries, depth + 1) + hashlib.sha256(value.data).digest()
    if isinstance(value, generic.DictionaryObject):
        parts = sorted((str(name), value.raw_get(name)) for name in value if name not in _INCIDENTAL)
        return hashlib.sha256(
            b"".join(name.encode() + _shape(one, depth + 1) for name, one in parts)
        ).digest()
    if isinstance(value, generic.ArrayObject):
        return hashlib.sha256(b"[" + b"".join(_shape(one, depth + 1) for one in value)).digest()
    return f"{type(value).__name__}{value}".encode()


_INCIDENTAL = {"/Length", "/Filter", "/DecodeParms", "/Parent"}
