"""Braking those who guess passwords or ask too often, without locking out an owner or a whole building.

Failures are counted per account (10 in 15 minutes) and per address (300 in 10 minutes: a city hall sits
behind one address). A browser that signed in to the account before carries a signed mark and is counted by
itself, so that a stranger's guesses do not keep the owner out.
"""

import hashlib
import logging
import secrets
from dataclasses import dataclass

from django.core import signing
from django.core.cache import cache
from redis.exceptions import RedisError

log = logging.getLogger("kinerja.sign_in")

ACCOUNT_FAILURES, ACCOUNT_SECONDS = 10, 15 * 60
ADDRESS_FAILURES, ADDRESS_SECONDS = 300, 10 * 60
MARK_SECONDS = 180 * 24 * 60 * 60
_SALT = "kinerja.sign-in.mark"


@dataclass(frozen=True)
class Attempt:
    """One try to sign in: the account named, where it comes from, and the browser's mark if it is valid."""

    account: str
    address: str
    mark: str = ""

    @property
    def is_blocked(self) -> bool:
        if _count(self._account_key) >= ACCOUNT_FAILURES:
            return True
        return not self.mark and _count(self._address_key) >= ADDRESS_FAILURES

    def failed(self) -> None:
        _add(self._account_key, ACCOUNT_SECONDS)
        _add(self._address_key, ADDRESS_SECONDS)

    def succeeded(self) -> None:
        _forget(self._account_key)

    @property
    def _account_key(self) -> str:
        return f"sign-in:account:{_digest(self.account)}:{self.mark}"

    @property
    def _address_key(self) -> str:
        return f"sign-in:address:{_digest(self.address)}"


@dataclass(frozen=True)
class Limit:
    """How often one address may do something that needs no account."""

    name: str
    most: int
    seconds: int

    def lets(self, address: str) -> bool:
        """Whether the address may do it once more; counts this time."""
        key = f"{self.name}:{_digest(address)}"
        _add(key, self.seconds)
        return _count(key) <= self.most


def attempt(username: str, *, address: str, cookie: str) -> Attempt:
    account = username.strip().casefold()
    return Attempt(account, address, _mark_of(cookie, account))


def new_mark(username: str) -> str:
    """What a browser keeps after signing in to an account."""
    account = username.strip().casefold()
    return signing.dumps([_digest(account), secrets.token_hex(8)], salt=_SALT)


def _mark_of(cookie: str, account: str) -> str:
    """The browser's own number, if the cookie is ours, fresh and for this account."""
    try:
        owner, number = signing.loads(cookie, salt=_SALT, max_age=MARK_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(number) if owner == _digest(account) else ""


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _count(key: str) -> int:
    try:
        return int(cache.get(key, 0))
    except RedisError:
        log.warning("Cache tidak menjawab; percobaan tidak dihitung.")
        return 0  # people can work while the cache is away


def _add(key: str, seconds: int) -> None:
    try:
        cache.add(key, 0, seconds)
        cache.incr(key)
    except (RedisError, ValueError):  # ValueError: the key ran out between the two calls
        log.warning("Percobaan tidak terhitung.")


def _forget(key: str) -> None:
    try:
        cache.delete(key)
    except RedisError:
        log.warning("Hitungan percobaan masuk tidak terhapus.")
