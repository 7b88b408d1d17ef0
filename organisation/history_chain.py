"""The arithmetic of the hash chain: what is hashed, and how."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

_canonical = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode


def link(key: str, previous_hash: str, content: Mapping[str, Any]) -> str:
    """HMAC-SHA256 (hex) over the previous hash and the canonical JSON of one event's content."""
    text = f"{previous_hash}\n{_canonical(content)}"
    return hmac.digest(key.encode(), text.encode(), "sha256").hex()


def seal(key: str, chain: str, sequence: int, head_hash: str) -> str:
    """HMAC over the end of a chain, so that a shortened chain cannot be given a new end without the key."""
    return hmac.new(key.encode(), f"{chain}\n{sequence}\n{head_hash}".encode(), hashlib.sha256).hexdigest()
