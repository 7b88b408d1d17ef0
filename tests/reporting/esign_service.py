"""An eSign Client Service on this machine: v1 and v2, real signatures by a test CA, and every way to fail.

By hand, to look at the pages: `python -m tests.reporting.esign_service 8099 "BAYU SEGARA"` knows this name
under the NIK that it prints with its address and its CA.
"""

import base64
import io
import json
import secrets
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.parser import BytesParser
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from PIL import Image
from pyhanko.pdf_utils.images import PdfImage
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, append_signature_field
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.stamp import StaticStampStyle
from pyhanko_certvalidator.registry import SimpleCertificateStore

USER, PASSWORD = "kantor", "sandi-layanan"
NIK, PASSPHRASE = "3371010101700001", "Frasa-Sandi#1"
OTHER_NIK = "3371010101700002"
STARTS = datetime(2025, 1, 1, tzinfo=UTC)


@dataclass
class Account:
    """Whom the service knows, and how far the certificate is."""

    name: str
    passphrase: str = PASSPHRASE
    status: str = "ISSUE"


@dataclass
class Service:
    """What was asked and signed; `fails` says how the next request to sign goes wrong, once.

    "silent": nobody answers. "dies": it signs, and the connection breaks without a word. "breaks off": it
    signs, and the connection breaks within the document. "late": it signs and answers after the patience.
    """

    url: str = ""
    accounts: dict[str, Account] = field(
        default_factory=lambda: {NIK: Account("HADI REKAAN"), OTHER_NIK: Account("RATNA REKAAN")}
    )
    fails: str = ""
    seen: list[dict[str, Any]] = field(default_factory=list)
    signed: dict[str, bytes] = field(default_factory=dict)
    fetched: set[str] = field(default_factory=set)
    bodies: list[bytes] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def authority(self) -> str:
        return authority()[0].public_bytes(serialization.Encoding.PEM).decode()


@cache
def authority() -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    """The test CA."""
    key = ec.generate_private_key(ec.SECP256R1())
    return _certificate("CA Uji BSrE", key.public_key(), "CA Uji BSrE", key), key


def foreign_authority() -> str:
    """Another CA, as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    made = _certificate("CA Lain", key.public_key(), "CA Lain", key)
    return made.public_bytes(serialization.Encoding.PEM).decode()


@cache
def certificate_of(name: str) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    key = ec.generate_private_key(ec.SECP256R1())
    return _certificate(name, key.public_key(), "CA Uji BSrE", authority()[1]), key


def _certificate(
    name: str, public: ec.EllipticCurvePublicKey, issuer: str, signing: ec.EllipticCurvePrivateKey
) -> x509.Certificate:
    is_ca = name == issuer
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "encipher_only", "decipher_only"), False
    )
    return (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(_name(issuer))
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(STARTS)
        .not_valid_after(STARTS + timedelta(days=3650))
        .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=not is_ca,
                content_commitment=not is_ca,
                key_cert_sign=is_ca,
                crl_sign=is_ca,
                **usage,
            ),
            critical=True,
        )
        .sign(signing, hashes.SHA256())
    )


def _name(name: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.COUNTRY_NAME, "ID"), x509.NameAttribute(NameOID.COMMON_NAME, name)]
    )


@dataclass(frozen=True)
class Wanted:
    """One signature, in whichever version it was asked for; the box counts from the lower left corner."""

    reason: str
    location: str
    page: int = 0
    box: tuple[int, int, int, int] | None = None
    image: bytes = b""


def sign(content: bytes, name: str, wanted: Wanted) -> bytes:
    """One more signature, appended, in a field of the service's own."""
    certificate, key = certificate_of(name)
    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    label = f"BSrE{secrets.token_hex(4)}"
    append_signature_field(writer, SigFieldSpec(label, on_page=wanted.page, box=wanted.box))
    style = None
    if wanted.box and wanted.image:
        style = StaticStampStyle(background=PdfImage(Image.open(io.BytesIO(wanted.image))), border_width=0)
    metadata = PdfSignatureMetadata(
        field_name=label, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, reason=wanted.reason,
        location=wanted.location, name=name,
    )  # fmt: skip
    der = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    signer = SimpleSigner(
        asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER)),
        asn1_keys.PrivateKeyInfo.load(der),
        SimpleCertificateStore(),  # type: ignore[no-untyped-call]
    )
    done: bytes = (
        PdfSigner(metadata, signer=signer, stamp_style=style)
        .sign_pdf(writer, existing_fields_only=True)
        .getvalue()
    )
    return done


@contextmanager
def serving(port: int = 0) -> Iterator[Service]:
    """Runs until the end of the block."""
    service = Service()

    class Desk(_Desk):
        pass

    Desk.service = service
    server = ThreadingHTTPServer(("127.0.0.1", port), Desk)
    server.daemon_threads = True
    service.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        service.over.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Desk(BaseHTTPRequestHandler):
    service: Service

    def do_GET(self) -> None:
        if not self._is_known():
            return
        *_, verb, what = self.path.rsplit("/", 2)
        if verb == "status":
            account = self.service.accounts.get(what)
            status = account.status if account else "NOT_REGISTERED"
            code = 1111 if status == "ISSUE" else 1110
            self._say(200, {"status_code": code, "status": status, "message": "User"})
        elif verb == "download" and what in self.service.signed and what not in self.service.fetched:
            self.service.fetched.add(what)
            self._send(200, self.service.signed[what], "application/pdf", {"id_dokumen": what})
        else:
            self._say(404, {"error": "Dokumen telah didownload sebelumnya"})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if not self._is_known():
            return
        if self.path == "/api/v2/user/check/status":
            account = self.service.accounts.get(json.loads(body)["nik"])
            self._say(200, {"status": account.status if account else "NOT_REGISTERED", "message": "User"})
        elif self.path in {"/api/sign/pdf", "/api/v2/sign/pdf"}:
            self.service.bodies.append(body)
            self._sign(*(self._v2(body) if "/v2/" in self.path else self._v1(body)))
        else:
            self._say(404, {"error": "Not Found"})

    def _sign(self, nik: str, passphrase: str, content: bytes, wanted: Wanted) -> None:
        service, fails = self.service, self.service.fails
        service.fails = ""
        account = service.accounts.get(nik)
        if account is None or account.status != "ISSUE":
            self._say(400, {"error": "User tidak terdaftar", "status_code": 2011})
        elif passphrase != account.passphrase:
            self._say(400, {"error": "Proses signing gagal : Passphrase anda salah", "status_code": 2031})
        elif fails == "silent":
            service.over.wait(5)
        elif fails == "unavailable":
            self._send(503, b"<html>busy</html>", "text/html", {})
        else:
            self._hand_over(
                sign(content, "ORANG LAIN" if fails == "somebody else" else account.name, wanted), fails
            )

    def _hand_over(self, signed: bytes, fails: str) -> None:
        number = secrets.token_hex(8)
        self.service.signed[number] = signed
        if fails == "dies":
            return
        if fails == "late":
            self.service.over.wait(5)
        if fails == "breaks off":
            self.send_response(200)
            self.send_header("id_dokumen", number)
            self.send_header("Content-Length", str(len(signed)))
            self.end_headers()
            self.wfile.write(signed[: len(signed) // 2])
        elif "/v2/" in self.path:
            self._say(200, {"time": "250 ms", "file": [base64.b64encode(signed).decode()]})
        elif fails == "as base64":
            self._say(200, {"base64_signed_file": base64.b64encode(signed).decode(), "id_dokumen": number})
        else:
            self._send(200, signed, "application/pdf", {"id_dokumen": number})

    def _v1(self, body: bytes) -> tuple[str, str, bytes, Wanted]:
        head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
        whole: Any = BytesParser().parsebytes(head + body)
        parts: dict[str, bytes] = {
            part.get_param("name", header="content-disposition"): part.get_payload(decode=True)
            for part in whole.get_payload()
        }
        words = {name: value.decode() for name, value in parts.items() if name not in {"file", "imageTTD"}}
        self.service.seen.append({**words, "image": "imageTTD" in parts})
        wanted = Wanted(words["reason"], words["location"])
        if words["tampilan"] == "visible":
            left, bottom, width, height = (int(words[name]) for name in ("xAxis", "yAxis", "width", "height"))
            box = (left, bottom, left + width, bottom + height)
            wanted = Wanted(wanted.reason, wanted.location, int(words["page"]) - 1, box, parts["imageTTD"])
        return words["nik"], words["passphrase"], parts["file"], wanted

    def _v2(self, body: bytes) -> tuple[str, str, bytes, Wanted]:
        asked = json.loads(body)
        (shown,), (file,) = asked["signatureProperties"], asked["file"]
        content = base64.b64decode(file, validate=True)
        self.service.seen.append({**asked, "file": len(content)})
        wanted = Wanted(shown["reason"], shown["location"])
        if shown["tampilan"] == "VISIBLE":
            page = shown["page"] - 1
            top = _height(content, page) - shown["originY"]
            left, width, height = shown["originX"], shown["width"], shown["height"]
            box = (int(left), int(top - height), int(left + width), int(top))
            wanted = Wanted(wanted.reason, wanted.location, page, box, base64.b64decode(shown["imageBase64"]))
        return asked["nik"], asked["passphrase"], content, wanted

    def _is_known(self) -> bool:
        proof = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        if self.headers["Authorization"] == f"Basic {proof}":
            return True
        self._say(401, {"error": "Unauthorized"})
        return False

    def _say(self, status: int, content: dict[str, Any]) -> None:
        self._send(status, json.dumps(content).encode(), "application/json", {})

    def _send(self, status: int, body: bytes, kind: str, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is the base's
        pass


def _height(content: bytes, page: int) -> int:
    """Of a page, rounded as its rooms are."""
    reader: Any = IncrementalPdfFileWriter(io.BytesIO(content)).prev
    return round(float(reader.find_page_for_modification(page)[0].get_object()["/MediaBox"][3]))


if __name__ == "__main__":
    with serving(int(sys.argv[1])) as running:
        running.accounts[NIK].name = " ".join(sys.argv[2:]) or running.accounts[NIK].name
        sys.stdout.write(f"{running.url}\n{USER}\n{PASSWORD}\n{NIK}\n{PASSPHRASE}\n{running.authority}")
        sys.stdout.flush()
        threading.Event().wait()
