"""Opening a stored file, but only if it still holds what was stored."""

import hashlib
from pathlib import Path
from typing import IO

from organisation.models import StoredFile


def open_whole(stored: StoredFile) -> IO[bytes] | None:
    """The file, ready to be read from its beginning; None if it is missing or its bytes have changed."""
    return open_checked(stored.path, stored.sha256)


def read_whole(stored: StoredFile) -> bytes | None:
    """All that was stored; None if it is missing or its bytes have changed."""
    content = open_whole(stored)
    if content is None:
        return None
    with content:
        return content.read()


def open_checked(path: Path, sha256: str) -> IO[bytes] | None:
    """The same for any file whose checksum is known."""
    try:
        file = path.open("rb")
    except OSError:
        return None
    if hashlib.file_digest(file, "sha256").hexdigest() != sha256:
        file.close()
        return None
    file.seek(0)
    return file
