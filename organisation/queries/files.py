"""Opening a stored file, but only if it still holds what was stored."""

import hashlib
from typing import IO

from organisation.models import StoredFile


def open_whole(stored: StoredFile) -> IO[bytes] | None:
    """The file, ready to be read from its beginning; None if it is missing or its bytes have changed."""
    try:
        file = stored.path.open("rb")
    except OSError:
        return None
    if hashlib.file_digest(file, "sha256").hexdigest() != stored.sha256:
        file.close()
        return None
    file.seek(0)
    return file
