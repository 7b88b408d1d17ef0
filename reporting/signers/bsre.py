"""BSrE's eSign Client Service, v1 and v2: whether somebody may sign, signing, and fetching once.

An answer is one of three: signed; surely not signed (Refused); nobody knows (Unsure). Only Refused may be
followed by another request without asking a person.
"""

import base64
import binascii
import json
import re
import secrets
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.views.decorators.debug import sensitive_variables

from kinerja.lib import office_web
from kinerja.lib.office_web import Answer, NoAnswer, NotSent, Question
from kinerja.lib.sealing import Secret
from reporting.signers.order import Order
from reporting.signers.stamp import stamp_png

LABEL = "TTE tersertifikasi"
ASKING = 5.0  # seconds for a question without effect
SIGNING = 25.0  # seconds for a signature: together half a minute of a person's patience
ISSUED = "ISSUE"
_WRONG_PASSPHRASE, _NOT_REGISTERED = 2031, 2011
_WORDS = {
    _WRONG_PASSPHRASE: "Passphrase salah. Masukkan passphrase TTE Anda sekali lagi.",
    _NOT_REGISTERED: "NIK Anda belum terdaftar di BSrE. Hubungi verifikator TTE di daerah Anda.",
}
_STATUS = {
    "NOT_REGISTERED": _WORDS[_NOT_REGISTERED],
    "EXPIRED": "Sertifikat TTE Anda sudah kedaluwarsa. Perbarui melalui verifikator TTE di daerah Anda.",
    "REVOKE": "Sertifikat TTE Anda sudah dicabut. Hubungi verifikator TTE di daerah Anda.",
    "SUSPEND": "Sertifikat TTE Anda sedang ditangguhkan. Hubungi verifikator TTE di daerah Anda.",
    "WAITING_FOR_VERIFICATION": "Pendaftaran TTE Anda masih menunggu verifikasi.",
}


class Refused(Exception):
    """Surely nothing was signed; the sentence says why and what to do."""


class Unsure(Exception):
    """It may have been signed over there; with the id under which it can be fetched, where one is known."""

    def __init__(self, sentence: str, document_id: str = "") -> None:
        self.document_id = document_id
        super().__init__(sentence)


class Gone(Exception):
    """The document was fetched before; it is handed out once only."""


@dataclass(frozen=True)
class Access:
    """Where the service is, and as whom this office asks it."""

    address: str
    version: str
    username: str
    secret: str = field(repr=False)


@dataclass(frozen=True)
class Signer:
    """Who signs: known by the NIK, proven by the passphrase."""

    nik: str = field(repr=False)
    passphrase: Secret = field(repr=False)


@dataclass(frozen=True)
class Reply:
    content: bytes = field(repr=False)
    document_id: str = ""


def may_sign(access: Access, nik: str) -> None:
    """Refused unless the service knows this person with a certificate in force."""
    answer = _status_of(access, nik)
    stated = _json(answer)
    status = str(stated.get("status", "")).upper()
    if answer.status != 200 or status != ISSUED:
        raise Refused(_STATUS.get(status) or _why(answer, stated, (nik,)))


def reached(access: Access) -> str:
    """What the service answers about nobody, in a sentence; Refused where it does not know this office."""
    answer = _status_of(access, "0" * 16)
    stated = _json(answer)
    if answer.status in {401, 403} or answer.status >= 500:
        raise Refused(_why(answer, stated, ()))
    if not stated:
        raise Refused(
            "Di alamat ini ada yang menjawab, tetapi bukan layanan eSign; periksa alamat dan versinya."
        )
    return "Layanan eSign menjawab dan mengenal nama pengguna kantor ini."


def _status_of(access: Access, nik: str) -> Answer:
    if access.version == "v1":
        question = Question("GET", f"/api/user/status/{quote(nik, safe='')}", headers=_headers(access))
    else:
        body = json.dumps({"nik": nik}).encode()
        question = Question("POST", "/api/v2/user/check/status", body, _headers(access, "application/json"))
    try:
        return office_web.call(access.address, question, allowed=settings.KINERJA_ESIGN_HOSTS, seconds=ASKING)
    except (office_web.Forbidden, NotSent, NoAnswer) as problem:
        raise Refused(str(problem)) from None


@sensitive_variables("question")
def sign(access: Access, signer: Signer, content: bytes, order: Order) -> Reply:
    """The signed PDF; Refused, or Unsure where a second request might sign a second time."""
    question = (
        _v1(access, signer, content, order) if access.version == "v1" else _v2(access, signer, content, order)
    )
    try:
        answer = office_web.call(
            access.address, question, allowed=settings.KINERJA_ESIGN_HOSTS, seconds=SIGNING
        )
    except (office_web.Forbidden, NotSent) as problem:
        raise Refused(str(problem)) from None
    except NoAnswer as problem:
        raise Unsure(str(problem), problem.headers.get("id_dokumen", "")) from None
    return _reply(access, answer, (signer.nik, signer.passphrase.reveal()))


def fetch(access: Access, document_id: str) -> bytes:
    """The document that was signed before, once; Gone the second time, Unsure when it did not arrive."""
    question = Question("GET", f"/api/sign/download/{quote(document_id, safe='')}", headers=_headers(access))
    try:
        answer = office_web.call(
            access.address, question, allowed=settings.KINERJA_ESIGN_HOSTS, seconds=SIGNING
        )
    except (office_web.Forbidden, NotSent, NoAnswer) as problem:
        raise Unsure(str(problem), document_id) from None
    if answer.status == 404:
        raise Gone("Dokumen telah didownload sebelumnya; layanan tidak memberikannya dua kali.")
    if answer.status != 200 or not answer.body.startswith(b"%PDF-"):
        raise Unsure(f"Layanan tidak memberikan dokumennya (kode {answer.status}).", document_id)
    return answer.body


@sensitive_variables("hidden", "stated")
def _reply(access: Access, answer: Answer, hidden: tuple[str, ...]) -> Reply:
    """Signed, or the reason why not; whatever cannot be understood is Unsure."""
    stated = _json(answer)
    document_id = str(answer.headers.get("id_dokumen") or stated.get("id_dokumen") or "")[:100]
    if answer.status == 200 and answer.body.startswith(b"%PDF-"):
        return Reply(answer.body, document_id)
    if answer.status == 200 and (file := _file(stated)):
        return Reply(file, document_id)
    if answer.status == 200 and document_id:
        return Reply(fetch(access, document_id), document_id)
    if 400 <= answer.status < 500 or _code(stated) in _WORDS:
        raise Refused(_why(answer, stated, hidden))
    raise Unsure(
        f"Layanan menjawab dengan kode {answer.status} tanpa dokumen yang ditandatangani.", document_id
    )


def _file(stated: dict[str, Any]) -> bytes:
    files = stated.get("file")
    text = files[0] if isinstance(files, list) and files else stated.get("base64_signed_file")
    try:
        return base64.b64decode(text, validate=True) if isinstance(text, str) else b""
    except (binascii.Error, ValueError):
        return b""


@sensitive_variables()
def _v1(access: Access, signer: Signer, content: bytes, order: Order) -> Question:
    """multipart/form-data; the place counts from the lower left corner of the page."""
    fields = {"nik": signer.nik, "passphrase": signer.passphrase.reveal(), "tampilan": "invisible"}
    fields |= {"reason": order.reason, "location": order.city}
    files = [("file", "laporan.pdf", "application/pdf", content)]
    if order.room.place:
        left, bottom, right, top = order.room.place.box
        fields |= {"tampilan": "visible", "image": "true", "page": str(order.room.place.page + 1)}
        fields |= {
            "xAxis": str(left),
            "yAxis": str(bottom),
            "width": str(right - left),
            "height": str(top - bottom),
        }
        files.append(("imageTTD", "stempel.png", "image/png", stamp_png(order, order.room.place.box, LABEL)))
    edge = secrets.token_hex(16)
    kind = f"multipart/form-data; boundary={edge}"
    return Question("POST", "/api/sign/pdf", _multipart(edge, fields, files), _headers(access, kind))


@sensitive_variables()
def _multipart(edge: str, fields: dict[str, str], files: list[tuple[str, str, str, bytes]]) -> bytes:
    parts = []
    for name, words in fields.items():
        head = f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
        parts.append(f"{head}{words}\r\n".encode())
    for name, title, kind, content in files:
        head = f'--{edge}\r\nContent-Disposition: form-data; name="{name}"; filename="{title}"\r\n'
        parts += [f"{head}Content-Type: {kind}\r\n\r\n".encode(), content, b"\r\n"]
    return b"".join([*parts, f"--{edge}--\r\n".encode()])


@sensitive_variables()
def _v2(access: Access, signer: Signer, content: bytes, order: Order) -> Question:
    """JSON; the place counts from the upper left corner of the page."""
    wanted: dict[str, Any] = {"tampilan": "INVISIBLE", "reason": order.reason, "location": order.city}
    if order.room.place:
        left, bottom, right, top = order.room.place.box
        image = base64.b64encode(stamp_png(order, order.room.place.box, LABEL)).decode()
        wanted |= {"tampilan": "VISIBLE", "imageBase64": image, "page": order.room.place.page + 1}
        wanted |= {"originX": float(left), "originY": float(order.room.place.height - top)}
        wanted |= {"width": float(right - left), "height": float(top - bottom)}
    body = {
        "nik": signer.nik,
        "passphrase": signer.passphrase.reveal(),
        "signatureProperties": [wanted],
        "file": [base64.b64encode(content).decode()],
    }
    return Question(
        "POST", "/api/v2/sign/pdf", json.dumps(body).encode(), _headers(access, "application/json")
    )


def _headers(access: Access, content_type: str = "") -> dict[str, str]:
    proof = base64.b64encode(f"{access.username}:{access.secret}".encode()).decode()
    return {"Authorization": f"Basic {proof}", "Accept": "*/*"} | (
        {"Content-Type": content_type} if content_type else {}
    )


def _json(answer: Answer) -> dict[str, Any]:
    try:
        stated = json.loads(answer.body) if answer.body[:1] == b"{" else {}
    except (ValueError, RecursionError):
        return {}
    return stated if isinstance(stated, dict) else {}


def _code(stated: dict[str, Any]) -> int:
    code = str(stated.get("status_code", ""))
    return int(code) if code.isdecimal() else 0


@sensitive_variables("hidden")
def _why(answer: Answer, stated: dict[str, Any], hidden: tuple[str, ...]) -> str:
    """A sentence of ours where the reason is known, else the service's own words without secrets."""
    if answer.status in {401, 403}:
        return "Layanan eSign menolak nama pengguna atau sandi layanan kantor ini; periksa pengaturannya."
    if known := _WORDS.get(_code(stated)):
        return known
    said = " ".join(str(stated.get("error") or stated.get("message") or "").split())[:200]
    for word in hidden:
        said = said.replace(word, "…") if word else said
    said = re.sub(r"\d{16}", "…", said)
    return (
        f"Layanan eSign menolak (kode {answer.status}){': ' + said if said.isprintable() and said else ''}."
    )
