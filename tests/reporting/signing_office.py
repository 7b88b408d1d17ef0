"""An office with a key of its own, whose reports are signed by one person or by two."""

import json
from pathlib import Path
from typing import Any

from organisation.roles import Role
from reporting.actions.signing_keys import make_key
from reporting.models import Document, SigningKey
from sop.actions.document import load_sop, publish
from sop.actions.tick import tick
from sop.models import SopVersion, Task
from tests.cast import Cast, appoint, magelang_document, task_of, wib
from tests.remembered import remembered
from tests.reporting.stories import NINTH, play, report_in, to_approval

PASSWORD = "rahasia-panjang-1"
KEY_MADE = wib("2026-01-02 08:00")


def with_key(cast: Cast) -> SigningKey:
    return make_key(cast.agency, by=cast.sop_admin, now=KEY_MADE)


@remembered
def sign_in_time(cast: Cast, version: SopVersion, **values: Any) -> Task:
    """Approved in time, and signed by the head on the ninth, who enters the password."""
    to_approval(cast, version)
    tick(NINTH)
    return play(task_of(cast, "sign"), cast.head, NINTH, password=PASSWORD, **values)


def two_signers(cast: Cast) -> SopVersion:
    """The SOP of Magelang with a secretary who signs before the head."""
    document = magelang_document()
    document["actors"].append({"key": "secretary", "label": "Sekretaris", "role": "secretary"})
    acts = document["steps"][4]["acts"]
    acts.insert(1, {"actor": "secretary", "kind": "sign", "returns_to": "5."})
    appoint(cast.sop_admin, cast.agency, Role.SECRETARY, title="Sekretaris Badan")
    at = wib("2026-01-02 08:00")
    version = load_sop(json.loads(json.dumps(document)), agency=cast.agency, by=cast.sop_admin, now=at)
    return publish(version, by=cast.sop_admin, now=at)


def signed_pdf(cast: Cast) -> bytes:
    """The bytes of the report as they were frozen."""
    document = Document.objects.select_related("file").get(
        compilation__report=report_in(cast), format=Document.Format.PDF
    )
    path: Path = document.file.path
    return path.read_bytes()
