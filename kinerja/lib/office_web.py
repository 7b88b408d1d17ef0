"""Calling a service inside the office's own network: only hosts that the installation names, no redirects.

A call that surely never reached the service (`NotSent`) is told apart from one whose outcome nobody knows
(`NoAnswer`): only the first may be repeated without asking a person.
"""

import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import SplitResult, urlsplit

from django.views.decorators.debug import sensitive_variables

CONNECTING = 5.0  # seconds until somebody is there
MAX_ANSWER = 40 * 1024 * 1024
_PORTS = {"http": 80, "https": 443}


class Forbidden(Exception):
    """This address is never called; the sentence says why."""


class NotSent(Exception):
    """The service was not reached; nothing happened over there."""


class NoAnswer(Exception):
    """The question was sent and no whole answer came; `headers` are those that came before it broke off."""

    def __init__(self, sentence: str, headers: Mapping[str, str] | None = None) -> None:
        self.headers = headers or {}
        super().__init__(sentence)


@dataclass(frozen=True)
class Question:
    """One request; the body may hold secrets and is never shown."""

    method: str
    path: str
    body: bytes = field(default=b"", repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)


def checked(address: str, allowed: Sequence[str]) -> SplitResult:
    """The parts of an address whose host (with its port, where one is named) the installation allows."""
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise Forbidden("Alamat tidak terbaca.") from error
    if parts.scheme not in _PORTS or not parts.hostname:
        raise Forbidden("Alamat harus lengkap, misalnya https://esign.contoh.go.id.")
    if parts.username is not None or parts.password is not None or parts.query or parts.fragment:
        raise Forbidden("Alamat tidak boleh memuat nama pengguna, sandi, tanda ?, atau tanda #.")
    if any(letter <= " " or letter == "\x7f" for letter in address):
        raise Forbidden("Alamat tidak boleh memuat spasi.")
    usual = _PORTS[parts.scheme]
    names = {f"{parts.hostname}:{port or usual}"} | ({parts.hostname} if port in {None, usual} else set())
    if names.isdisjoint(name.strip().lower() for name in allowed):
        raise Forbidden(
            f"{parts.netloc} tidak termasuk KINERJA_ESIGN_HOSTS; mintalah pengelola server mencantumkannya."
        )
    return parts


@sensitive_variables("question")
def call(address: str, question: Question, *, allowed: Sequence[str], seconds: float) -> Answer:
    """Ask and read the whole answer, whatever its status; Forbidden, NotSent or NoAnswer otherwise."""
    parts = checked(address, allowed)
    with _connected(parts, seconds) as line:
        headers: Mapping[str, str] = {}
        try:
            line.request(
                question.method,
                f"{parts.path.rstrip('/')}{question.path}",
                body=question.body or None,
                headers=dict(question.headers),
            )
            with contextlib.closing(line.getresponse()) as found:
                headers = {name.lower(): value for name, value in found.getheaders()}
                content = _whole(found)
        except TimeoutError as error:
            raise NoAnswer("Layanan tidak menjawab dalam waktu yang diberikan.", headers) from error
        except (OSError, HTTPException, ValueError, AttributeError) as error:
            raise NoAnswer("Hubungan terputus sebelum jawaban layanan lengkap.", headers) from error
    return Answer(found.status, headers, content)


def _whole(found: HTTPResponse) -> bytes:
    content = found.read(MAX_ANSWER + 1)
    stated = found.getheader("Content-Length")
    if len(content) > MAX_ANSWER or (stated and stated.isdecimal() and int(stated) != len(content)):
        raise HTTPException("The answer is too long, or not whole.")
    return content


@contextlib.contextmanager
def _connected(parts: SplitResult, seconds: float) -> Iterator[HTTPConnection]:
    """A connection that is cut when the whole call takes too long."""
    port = parts.port or _PORTS[parts.scheme]
    line = HTTPConnection(parts.hostname or "", port, timeout=seconds)
    raw = line.sock = _open(parts, port, seconds)
    line.auto_open = 0
    timer = threading.Timer(seconds, _cut, [raw])
    timer.daemon = True
    timer.start()
    try:
        yield line
    finally:
        timer.cancel()
        raw.close()


def _open(parts: SplitResult, port: int, seconds: float) -> socket.socket:
    host = parts.hostname or ""
    try:
        raw = socket.create_connection((host, port), timeout=min(seconds, CONNECTING))
        if parts.scheme == "https":
            raw = ssl.create_default_context().wrap_socket(raw, server_hostname=host)
    except ssl.SSLCertVerificationError as error:
        raise NotSent("Sertifikat https layanan tidak sah.") from error
    except (OSError, UnicodeError) as error:
        raise NotSent("Layanan tidak dapat dihubungi.") from error
    raw.settimeout(seconds)
    return raw


def _cut(raw: socket.socket) -> None:
    with contextlib.suppress(OSError):
        raw.shutdown(socket.SHUT_RDWR)
