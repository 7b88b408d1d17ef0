"""Keeping files by content: the same bytes are kept once, whatever they are called."""

import os
import tempfile
from datetime import datetime
from pathlib import Path

from django.db import transaction

from kinerja.lib.files import sha256_of
from organisation.models import Agency, Person, StoredFile

NAME_LENGTH = 200


class DamagedFile(OSError):
    """The bytes on disk are not those that were stored."""


@transaction.atomic
def store(
    content: bytes, *, name: str, content_type: str, agency: Agency, by: Person | None, at: datetime
) -> StoredFile:
    """Keep bytes for an agency; storing the same again under the same name gives the same row.

    The file is on disk before its row exists, so a row never points at nothing; a transaction that rolls back
    leaves at most bytes without a row.
    """
    stored = StoredFile(sha256=sha256_of(content))
    _write(stored.path, content, stored.sha256)
    row, _ = StoredFile.objects.get_or_create(
        agency=agency,
        sha256=stored.sha256,
        name=_fit(name),
        defaults={"content_type": content_type, "size": len(content), "added_at": at, "added_by": by},
    )
    return row


def _write(path: Path, content: bytes, sha256: str) -> None:
    """Write once and whole: into a draft beside it, onto the disk, then under its name."""
    if path.exists() and sha256_of(path.read_bytes()) == sha256:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=".draft-")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise
    if sha256_of(path.read_bytes()) != sha256:
        raise DamagedFile(f"Berkas {path.name} tidak tersimpan dengan benar.")


def _fit(name: str) -> str:
    """The name cut to the column, with its extension kept."""
    if len(name) <= NAME_LENGTH:
        return name
    stem, _, extension = name.rpartition(".")
    return f"{stem[: NAME_LENGTH - len(extension) - 1]}.{extension}" if stem else name[:NAME_LENGTH]
