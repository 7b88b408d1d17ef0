"""Files made beforehand: a small one is made at once, a large one is taken from what a worker has made.

What is signed or sent is never made inside a request once it is large: who comes too early is told so, and
finds it ready a little later.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction

from organisation.models import Person
from organisation.queries.files import open_checked
from reporting.models import Compilation, Rendering
from reporting.queries.report import sheet_of
from reporting.renderers.prints import PDF, Print, Printed, complete, fingerprint, make
from sop.registry import Blocker
from sop.workflow import Blocked

Spec = Mapping[str, Any]
DRAFT: Spec = {}
SETTLED: Spec = {"settled": True}  # nobody signs it, so it is no draft any more
_COMING = (
    "Naskah {} sedang disiapkan karena barisnya banyak ({}). Ulangi setelah siap; biasanya satu dua menit."
)
_NO_PAPER = "Naskah {} tidak dapat disiapkan: {} Hubungi pengelola."


def printed(wanted: Print, spec: Spec = DRAFT, *, now: datetime) -> Printed:
    """The file: made at once if it is small, else as it was made beforehand; Blocked until it is there.

    Of a long paper to be signed only the page with the signatures is made here.
    """
    if not is_awaited(wanted):
        return make(wanted)
    if wanted.block is None:
        return Printed(_made_before(wanted, spec, now))
    body = body_of(wanted.sheet.compilation, wanted.sheet.number)
    return complete(_made_before(body, body_spec(wanted.sheet.number), now), wanted)


def _made_before(wanted: Print, spec: Spec, now: datetime) -> bytes:
    found = living(fingerprint(wanted), now)
    if found and (content := bytes_of(found)) is not None:
        return content
    found = found or enqueue(wanted, spec, by=None, now=now)
    raise Blocked([Blocker(coming(found))])


def printed_together(wanted: Sequence[Print], spec: Spec, *, now: datetime) -> list[Printed]:
    """Several files of one paper; all are asked for before somebody is told to wait."""
    made, missing = [], list[Blocker]()
    for each in wanted:
        try:
            made.append(printed(each, spec, now=now))
        except Blocked as blocked:
            missing += blocked.blockers
    if missing:
        raise Blocked(missing)
    return made


def body_of(compilation: Compilation, number: str) -> Print:
    """All pages of a long paper but the one that is signed: the same whoever signs, however, when."""
    sheet = replace(
        sheet_of(compilation, number=number), signatory=None, others=(), initials=(), is_approved=True
    )
    return Print(PDF, sheet, is_body=True)


def body_spec(number: str) -> Spec:
    return {"number": number}


def is_awaited(wanted: Print) -> bool:
    """Whether it is too large for a request, and there is somebody else to make it."""
    return wanted.is_large and settings.HAS_WORKER


def coming(rendering: Rendering) -> str:
    """What is said to somebody who comes too early."""
    name = rendering.get_format_display()
    if rendering.state == Rendering.State.FAILED:
        return _NO_PAPER.format(name, rendering.problem)
    return _COMING.format(name, f"{rendering.percent} %" if rendering.percent else "menunggu giliran")


def living(key: str, now: datetime) -> Rendering | None:
    """What was made of this content or is being made; one whose file is over or gone counts no more."""
    found = _standing(key)
    return None if found is None or _is_over(found, now) else found


def _standing(key: str) -> Rendering | None:
    found: Rendering | None = Rendering.objects.exclude(state=Rendering.State.FAILED).filter(key=key).first()
    return found


def _is_over(rendering: Rendering, now: datetime) -> bool:
    return rendering.expires_at is not None and (rendering.expires_at <= now or not rendering.path.exists())


def discard(rendering: Rendering) -> None:
    """The row goes first: a row never points at a file that is not there."""
    path = rendering.path
    rendering.delete()
    path.unlink(missing_ok=True)


def bytes_of(rendering: Rendering) -> bytes | None:
    """The file, if it is ready and whole."""
    if rendering.state != Rendering.State.READY:
        return None
    file = open_checked(rendering.path, rendering.sha256)
    if file is None:
        return None
    with file:
        return file.read()


def enqueue(
    wanted: Print, spec: Spec, *, by: Person | None, now: datetime, destination: str = ""
) -> Rendering:
    """A row for a worker; the same content that is wanted twice at once gets one row."""
    key = fingerprint(wanted)
    before = _standing(key)
    if before is not None:
        if not _is_over(before, now):
            return before
        discard(before)
    try:
        with transaction.atomic():
            return Rendering.objects.create(
                compilation=wanted.sheet.compilation, format=wanted.format, destination=destination,
                wanted=dict(spec), key=key, asked_by=by, asked_at=now, next_try_at=now,
            )  # fmt: skip
    except IntegrityError:
        faster = _standing(key)
        if faster is None:
            raise
        return faster
