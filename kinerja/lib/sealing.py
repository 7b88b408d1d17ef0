"""Sealing short secrets for the database: unreadable without a key that is kept outside of it."""

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF


class Unreadable(ValueError):
    """What was sealed was sealed with another key, or is damaged."""


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
