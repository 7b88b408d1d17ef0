"""Addresses that people paste: what may be kept as a link. Nothing here, or anywhere, opens them."""

import re
from urllib.parse import quote, urlsplit, urlunsplit

MAX_LENGTH = 1000

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:(?!\d)")  # "localhost:8000" has a port and no scheme
_HOST = re.compile(r"(?=.{1,253}$)(?!-)[a-z0-9-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9-]{1,63}(?<!-))+")
_ADVICE = "Salin alamatnya dari bilah alamat peramban, misalnya https://drive.google.com/…"


class LinkRefused(ValueError):
    """The address is not taken; the text is a sentence for the person who pasted it."""


def read_link(text: str) -> str:
    """The address as it is kept: http or https, a host in plain letters, no name and password in it."""
    text = text.strip()
    if not _SCHEME.match(text):
        text = f"https://{text}"
    if len(text) > MAX_LENGTH:
        raise LinkRefused(f"Tautan terlalu panjang, paling banyak {MAX_LENGTH} huruf. Pakai tautan berbagi.")
    if re.search(r"[\s\\\x00-\x1f\x7f<>\"]", text):
        raise LinkRefused(f"Tautan memuat spasi atau tanda yang tidak dikenal. {_ADVICE}")
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise LinkRefused(f"Tautan ini tidak dapat dibaca. {_ADVICE}") from error
    if parts.scheme not in {"http", "https"}:
        raise LinkRefused("Tautan harus dimulai dengan https:// atau http://.")
    if "@" in parts.netloc:
        raise LinkRefused("Tautan memuat nama pengguna atau kata sandi. Pakai tautan tanpa keduanya.")
    place = _ascii(parts.hostname or "") + (f":{port}" if port else "")
    kept = (parts.scheme, place, _plain(parts.path), _plain(parts.query), _plain(parts.fragment))
    address = urlunsplit(kept)
    if len(address) > MAX_LENGTH:
        raise LinkRefused(f"Tautan terlalu panjang, paling banyak {MAX_LENGTH} huruf. Pakai tautan berbagi.")
    return address


def host_of(address: str) -> str:
    """The host to show beside a link, so that everybody sees where it leads."""
    return urlsplit(address).hostname or ""


def _ascii(host: str) -> str:
    """Letters that only look like others show as what they are: аpple.com becomes xn--pple-43d.com."""
    try:
        plain = host.encode("idna").decode().lower()
    except UnicodeError as error:
        raise LinkRefused(f"Alamat situs pada tautan tidak dapat dibaca. {_ADVICE}") from error
    if not _HOST.fullmatch(plain):
        raise LinkRefused(f"Tautan tidak memuat alamat situs. {_ADVICE}")
    return plain


def _plain(part: str) -> str:
    """Letters outside of ASCII in the way in which addresses carry them; what is escaped stays."""
    return quote(part, safe="%/:;=?@!$&'()*+,~#[]|{}^`-._")
