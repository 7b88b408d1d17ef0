"""HTTPS: the package as signed JSON, with one key for every attempt; see docs/formats/delivery.md."""

import hashlib
import hmac
import json
from datetime import date
from typing import Any

from django.conf import settings

from kinerja.lib import public_web
from reporting.couriers.courier import Courier, Parcel, Refused, Slip, TryLater

NUMBER_LENGTH = 100
PASSING = frozenset({408, 425, 429})
MEANINGS = {
    401: "tidak mengenali tanda tangan kiriman; samakan rahasia bersama",
    403: "tidak mengizinkan kiriman; samakan rahasia bersama atau tanyakan izinnya",
    404: "tidak mengenal alamat ini; periksa alamat tujuan",
    409: "menolak karena bertentangan dengan kiriman lain",
    413: "menolak karena berkasnya terlalu besar",
    422: "tidak dapat membaca isi kiriman",
}


class Push(Courier):
    """POST to the destination's own address."""

    needs_secret = True

    def address_problem(self, address: str) -> str:
        try:
            public_web.checked(address, loopback=settings.DELIVERY_TO_LOOPBACK)
        except public_web.Forbidden as forbidden:
            return str(forbidden)
        return ""

    def send(self, parcel: Parcel) -> Slip | None:
        try:
            answer = public_web.post(
                parcel.address,
                parcel.content,
                headers_of(parcel),
                loopback=settings.DELIVERY_TO_LOOPBACK,
            )
        except public_web.Forbidden as forbidden:
            raise Refused(str(forbidden)) from forbidden
        except public_web.Unreachable as problem:
            raise TryLater(str(problem)) from problem
        return _slip(answer)


def headers_of(parcel: Parcel) -> dict[str, str]:
    """The key that makes repeats harmless, and the signature over moment and content."""
    moment = str(int(parcel.at.timestamp()))
    return {
        "Content-Type": parcel.content_type,
        "User-Agent": "Kinerja",
        "Idempotency-Key": parcel.key,
        "Kinerja-Timestamp": moment,
        "Kinerja-Signature": f"v1={signature(parcel.secret, moment, parcel.content)}",
    }


def signature(secret: str, moment: str, content: bytes) -> str:
    """HMAC-SHA256 in hexadecimal over the moment, a full stop, and the bytes of the body."""
    return hmac.new(secret.encode(), moment.encode() + b"." + content, hashlib.sha256).hexdigest()


def _slip(answer: public_web.Answer) -> Slip | None:
    status = answer.status
    if status in PASSING or status >= 500:
        wait = answer.headers.get("retry-after", "")
        after = int(wait) if wait.isdecimal() and len(wait) < 6 else 0
        raise TryLater(f"Penerima sedang tidak dapat menerima (kode {status}).", after=after)
    if 300 <= status < 400:
        raise Refused(f"Penerima mengalihkan ke alamat lain (kode {status}); pengalihan tidak diikuti.")
    if not 200 <= status < 300:
        meaning = MEANINGS.get(status, "menolak kiriman")
        raise Refused(f"Penerima {meaning} (kode {status}).")
    return _read(answer.body)


def _read(body: bytes) -> Slip | None:
    """The receipt in a JSON answer; None where there is none that can be read."""
    try:
        stated: Any = json.loads(body)
        number = " ".join(str(stated["receipt_number"]).split())
        on = date.fromisoformat(str(stated["receipt_on"])[:10])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    if stated["receipt_number"] is None or not number.isprintable() or not 0 < len(number) <= NUMBER_LENGTH:
        return None
    return Slip(number, on)
