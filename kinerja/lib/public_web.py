"""Calling a stranger's server without being led astray: https only, public addresses only, no redirects.

Every address that a name resolves to must be public, and the connection is made to the address that was
looked at, so a name that changes its mind in between leads nowhere else (DNS rebinding).
"""

import contextlib
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from urllib.parse import SplitResult, urlsplit

PORTS = frozenset({443, 8443})
PAUSE = 10.0  # seconds without a byte
LONGEST = 30.0  # seconds for the whole call, however slowly the bytes come
MAX_ANSWER = 64 * 1024

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_NAT64_LOCAL = ipaddress.IPv6Network("64:ff9b:1::/48")
_Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class Forbidden(Exception):
    """This address is never called; the sentence says why."""


class Unreachable(Exception):
    """The other side could not be asked now; the sentence says why."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Mapping[str, str]
    body: bytes


def checked(url: str, *, loopback: bool = False) -> SplitResult:
    """The parts of an address that may be called; Forbidden for any other. `loopback` is for tests."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise Forbidden("Alamat tidak terbaca.") from error
    if not parts.hostname:
        raise Forbidden("Alamat harus lengkap, misalnya https://contoh.go.id/terima.")
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise Forbidden("Alamat tidak boleh memuat nama pengguna, sandi, atau tanda #.")
    if any(letter <= " " or letter == "\x7f" for letter in url):
        raise Forbidden("Alamat tidak boleh memuat spasi.")
    if loopback and parts.scheme == "http":
        return parts
    if parts.scheme != "https":
        raise Forbidden("Alamat harus diawali https://.")
    if port not in {None, *PORTS}:
        raise Forbidden("Porta yang dipakai hanya 443 atau 8443.")
    with contextlib.suppress(ValueError):
        if not is_public(ipaddress.ip_address(parts.hostname)):
            raise Forbidden("Alamat ini berada di jaringan dalam; hanya alamat umum yang dihubungi.")
    return parts


def is_public(address: _Address) -> bool:
    """Whether an address lies in the public internet, also when it is wrapped into another one."""
    if isinstance(address, ipaddress.IPv6Address):
        wrapped = _inside(address)
        if wrapped is not None:
            return is_public(wrapped)
        if address in _NAT64_LOCAL or address.is_site_local:
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _inside(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if address.teredo is not None:
        return address.teredo[1]
    return address.ipv4_mapped or address.sixtofour


def post(url: str, body: bytes, headers: Mapping[str, str], *, loopback: bool = False) -> Answer:
    """Send bytes and read the answer, whatever its status; a redirect is an answer like any other."""
    parts = checked(url, loopback=loopback)
    target = parts._replace(scheme="", netloc="").geturl() or "/"
    with _connected(parts, loopback=loopback) as line:
        try:
            line.request("POST", target, body=body, headers=dict(headers))
            answer = line.getresponse()
            content = answer.read(MAX_ANSWER + 1)
        except TimeoutError as error:
            raise Unreachable("Penerima tidak menjawab dalam waktu yang diberikan.") from error
        except (OSError, HTTPException, ValueError) as error:
            raise Unreachable("Hubungan dengan penerima terputus sebelum jawabannya lengkap.") from error
    if len(content) > MAX_ANSWER:
        raise Unreachable("Jawaban penerima terlalu panjang untuk sebuah tanda terima.")
    return Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, content)


@contextlib.contextmanager
def _connected(parts: SplitResult, *, loopback: bool) -> Iterator[HTTPConnection]:
    """A connection to the address that was looked at, cut when the whole call takes too long."""
    secure = parts.scheme == "https"
    port = parts.port or (443 if secure else 80)
    line = HTTPConnection(parts.hostname or "", port, timeout=PAUSE)
    line.default_port, line.auto_open = 443 if secure else 80, 0
    found = _resolved(parts.hostname or "", port, inside=loopback and not secure)
    raw = _wrapped(_open(found, port), parts.hostname or "") if secure else _open(found, port)
    line.sock = raw
    timer = threading.Timer(LONGEST, _cut, [raw])
    timer.daemon = True
    timer.start()
    try:
        if isinstance(raw, ssl.SSLSocket):
            _greet(raw)
        yield line
    finally:
        timer.cancel()
        raw.close()


def _wrapped(raw: socket.socket, host: str) -> ssl.SSLSocket:
    context = ssl.create_default_context()
    return context.wrap_socket(raw, server_hostname=host, do_handshake_on_connect=False)


def _greet(raw: ssl.SSLSocket) -> None:
    try:
        raw.do_handshake()
    except ssl.SSLCertVerificationError as error:
        raise Unreachable("Sertifikat https penerima tidak sah.") from error
    except (OSError, ValueError) as error:
        raise Unreachable("Hubungan aman dengan penerima tidak terbentuk.") from error


def _resolved(host: str, port: int, *, inside: bool) -> list[str]:
    """The addresses behind a name; Forbidden when even one of them is not public (`inside`: not loopback)."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Unreachable("Nama server penerima tidak ditemukan.") from error
    addresses = [str(entry[4][0]) for entry in found]
    for text in addresses:
        address = ipaddress.ip_address(text.partition("%")[0])
        if not (address.is_loopback if inside else is_public(address)):
            raise Forbidden("Alamat ini berada di jaringan dalam; hanya alamat umum yang dihubungi.")
    return addresses


def _open(addresses: list[str], port: int) -> socket.socket:
    """A connection to one of the addresses themselves: no second look-up takes place."""
    for address in addresses:
        with contextlib.suppress(OSError):
            return socket.create_connection((address, port), timeout=PAUSE)
    raise Unreachable("Server penerima tidak dapat dihubungi.")


def _cut(raw: socket.socket) -> None:
    with contextlib.suppress(OSError):
        raw.shutdown(socket.SHUT_RDWR)
