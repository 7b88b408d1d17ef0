"""Strict readers of environment variables: a bad value stops the start with one clear sentence."""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn
from urllib.parse import parse_qsl, unquote, urlsplit

KNOWN = {
    "SECRET_KEY": "kunci rahasia, sedikitnya 50 karakter",
    "DATABASE_URL": "basis data: sqlite:///… atau postgres://…",
    "REDIS_URL": "Redis untuk antrean dan cache",
    "CELERY_BROKER_URL": "perantara Celery bila berbeda dari REDIS_URL",
    "EMAIL_URL": "server surel: smtp://pengguna:sandi@host:587/?tls=1",
    "KINERJA_DATA": "folder berkas, surel keluar, dan antrean",
    "KINERJA_DEBUG": "1 hanya saat mengembangkan",
    "KINERJA_DEMO": "1 untuk mode peragaan",
    "KINERJA_ESIGN_HOSTS": "host layanan eSign BSrE yang boleh dihubungi, dipisah koma",
    "KINERJA_HISTORY_KEY": "kunci rantai riwayat bila berbeda dari SECRET_KEY",
    "KINERJA_HOSTS": "nama host yang dilayani, dipisah koma",
    "KINERJA_RENDER_MEMORY_MB": "memori terbesar untuk membuat satu berkas besar",
    "KINERJA_RENDER_SECONDS": "waktu terlama untuk membuat satu berkas besar",
    "KINERJA_URL": "alamat aplikasi yang dicetak pada surel dan dokumen",
}


def stop(name: str, problem: str) -> NoReturn:
    """End the start of any process with one sentence that names the variable."""
    raise SystemExit(f"Konfigurasi: {name} {problem}. Lihat .env.example.")


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def flag(name: str) -> bool:
    value = text(name, "0").lower()
    if value in {"1", "true", "ya"}:
        return True
    if value in {"0", "false", "tidak"}:
        return False
    stop(name, f"bernilai “{value}”; isi 1 atau 0")


def whole(name: str, default: int, *, at_least: int, at_most: int) -> int:
    """A whole number between two bounds."""
    value = text(name, str(default))
    if not value.isascii() or not value.isdecimal() or not at_least <= int(value) <= at_most:
        stop(name, f"bernilai “{value}”; isi bilangan bulat antara {at_least} dan {at_most}")
    return int(value)


def folder(name: str, default: Path) -> Path:
    path = Path(text(name, str(default))).expanduser().resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError:
        stop(name, f"menunjuk {path} yang tidak dapat dibuat")
    if not os.access(path, os.W_OK):
        stop(name, f"menunjuk {path} yang tidak dapat ditulisi")
    return path


def url(name: str, default: str, *, schemes: tuple[str, ...]) -> str:
    value = text(name, default)
    if value and urlsplit(value).scheme not in schemes:
        stop(name, f"harus diawali {' atau '.join(s + '://' for s in schemes)}")
    return value


def secret(name: str, *, fallback: str | None) -> str:
    value = text(name)
    if not value and fallback is not None:
        return fallback
    if not value:
        stop(name, "belum diisi; buat dengan: python -c 'import secrets; print(secrets.token_urlsafe(50))'")
    if len(value) < 50 or len(set(value)) < 5:
        stop(name, "terlalu pendek atau mudah ditebak; pakai sedikitnya 50 karakter acak")
    return value


def unknown() -> list[str]:
    """Names that look like ours but are not read by anything: usually a typing error."""
    return sorted(name for name in os.environ if name.startswith("KINERJA_") and name not in KNOWN)


@dataclass(frozen=True)
class MailServer:
    host: str
    port: int
    user: str
    password: str
    ssl: bool
    tls: bool
    sender: str


def mail_parts(name: str, value: str) -> MailServer:
    """Split smtp://user:password@host:587/?tls=1&from=Name%20<a@b> into its parts."""
    parts = urlsplit(value)
    if not parts.hostname:
        stop(name, "tidak menyebut nama server")
    query = dict(parse_qsl(parts.query))
    return MailServer(
        host=parts.hostname,
        port=parts.port or 25,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        ssl=parts.scheme == "smtps",
        tls=query.get("tls") == "1",
        sender=query.get("from", ""),
    )
