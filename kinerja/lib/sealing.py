"""Short secrets: sealed for the database, and never shown by accident while they are in memory."""

import base64
from typing import NoReturn

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class Unreadable(ValueError):
    """What was sealed was sealed with another key, or is damaged."""


class Secret:
    """Words that somebody typed and that are used once: no print, log or error page shows them, and they
    cannot be put into a session, a queue or a file.
    """

    __slots__ = ("_words",)

    def __init__(self, words: str) -> None:
        self._words = words

    def __bool__(self) -> bool:
        return bool(self._words)

    def __repr__(self) -> str:
        return "Secret(…)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("A secret stays in memory.")

    def reveal(self) -> str:
        return self._words


def sealed(secret: str, *, key: str, purpose: str) -> str:
    """The secret as text that only the same key and purpose open again."""
    return _lock(key, purpose).encrypt(secret.encode()).decode()


def unsealed(text: str, *, key: str, purpose: str) -> str:
    """What was sealed; Unreadable where the key is another one."""
    try:
        return _lock(key, purpose).decrypt(text.encode()).decode()
    except InvalidToken as error:
        raise Unreadable("Kunci aplikasi berbeda dari kunci saat rahasia ini disimpan.") from error


def _lock(key: str, purpose: str) -> Fernet:
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(derived))
