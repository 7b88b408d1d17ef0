"""The office's own keys: made, unlocked for one signature, revoked; each in the history."""

import os
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction
from django.utils.crypto import salted_hmac

from kinerja.lib.dates import long_date
from organisation.actions.history import Event, record
from organisation.models import Agency, Person
from reporting.models import SigningKey
from reporting.signers.keys import fingerprint_of, new_key
from reporting.signers.order import Signer
from sop.registry import Blocker
from sop.workflow import Blocked

YEAR = timedelta(days=365)
_SALT = "kinerja.signing-key"


class KeyExists(Exception):
    """The agency has a key already; the sentence says until when and what to do."""


@transaction.atomic
def make_key(
    agency: Agency, *, by: Person | None, now: datetime, years: int = 5, replace: bool = False
) -> SigningKey:
    """A new key for an agency; one that is in force makes way only if `replace` says so."""
    Agency.objects.select_for_update().get(pk=agency.pk)
    for old in SigningKey.objects.usable(now).filter(agency=agency):
        if not replace:
            until = long_date(agency.time_zone.local(old.valid_to).date())
            raise KeyExists(
                f"{agency} sudah memiliki kunci yang berlaku sampai {until}. Tambahkan --replace untuk "
                "mencabutnya dan membuat yang baru."
            )
        revoke_key(old, by=by, now=now)
    starts, ends = now.replace(microsecond=0), now.replace(microsecond=0) + years * YEAR
    made = new_key(agency.name, agency.government, valid_from=starts, valid_to=ends, passphrase=_passphrase())
    key = SigningKey(
        agency=agency,
        certificate=made.certificate,
        fingerprint=fingerprint_of(made.certificate),
        valid_from=starts,
        valid_to=ends,
        created_at=now,
        created_by=by,
    )
    _write(key.path, made.private_key)
    key.save()
    sentence = f"Kunci tanda tangan {agency} dibuat, berlaku sampai {long_date(ends.date())}."
    details = {"fingerprint": key.fingerprint, "valid_to": ends}
    record(Event("signing_key_made", key, sentence, details), by=by, at=now, agency=agency)
    return key


@transaction.atomic
def revoke_key(key: SigningKey, *, by: Person | None, now: datetime) -> None:
    """From now on nothing is signed with it; what it signed before stays as it was."""
    if SigningKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=now):
        sentence = f"Kunci tanda tangan {key.agency} dicabut."
        details = {"fingerprint": key.fingerprint}
        record(Event("signing_key_revoked", key, sentence, details), by=by, at=now, agency=key.agency)


def unlock(key: SigningKey) -> Signer:
    """The key, ready to sign; Blocked with one sentence when its file cannot be opened."""
    from reporting.signers.own_key import OwnKey  # noqa: PLC0415 - slow to load, and few processes sign

    try:
        return OwnKey(key.certificate, key.path.read_bytes(), passphrase=_passphrase())
    except (OSError, ValueError) as problem:
        raise Blocked(
            [
                Blocker(
                    "Kunci tanda tangan kantor tidak dapat dibuka: SECRET_KEY sudah berganti atau berkas "
                    "kuncinya hilang. Mintalah pengelola menjalankan make_signing_key --agency "
                    f"{key.agency.code} --replace, atau pilih tanda tangan basah."
                )
            ]
        ) from problem


def _passphrase() -> bytes:
    """What locks the key files; whoever has only the files, or only the database, cannot sign."""
    return salted_hmac(_SALT, "passphrase", algorithm="sha256").hexdigest().encode()


def _write(path: Path, content: bytes) -> None:
    """For this account alone, and on the disk before its row exists."""
    path.parent.mkdir(mode=0o700, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
