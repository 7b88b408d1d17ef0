"""Large files as background work: a row first, then a worker makes the file in a process of its own.

A worker claims a row by a conditional UPDATE that counts the attempt, sets a lease and takes the one seat,
so that the whole installation makes one large file at a time. Whoever is killed leaves a lease that runs out,
and the row is taken again; after three tries it has failed. What meets a limit has failed at once.
"""

import logging
import tempfile
import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F
from django.urls import reverse

from kinerja.lib.apart import Limits, Stopped, run_apart
from kinerja.lib.dates import moment
from kinerja.lib.files import sha256_of
from organisation.actions.history import Event, record
from organisation.actions.notices import notify
from organisation.models import Person
from organisation.permissions import may
from reporting.actions.papers import print_of
from reporting.actions.prepared import DRAFT, discard, enqueue, living
from reporting.models import Rendering
from reporting.models.rendering import RenderingQuerySet
from reporting.renderers.prints import Print, fingerprint, make_apart
from sop.registry import Blocker
from sop.workflow import Blocked

log = logging.getLogger("kinerja.rendering")

State = Rendering.State
MOST_AN_HOUR = 10
MAX_ATTEMPTS = 3
KEPT = timedelta(hours=24)
FAILURES_KEPT = timedelta(hours=24)
WORTH_A_NOTICE = timedelta(minutes=1)
_AGAIN = timedelta(minutes=1)
_EVERY = 1.0  # seconds between two notes of how far it is
BUSY = "Satu berkas besar Anda masih dibuat ({}). Yang berikutnya dapat diminta setelah itu selesai."
TOO_OFTEN = "Anda sudah meminta {} berkas besar dalam satu jam. Yang berikutnya dapat diminta {}."
GIVEN_UP = "Berkas ini tiga kali terhenti di tengah jalan. Hubungi pengelola."
CHANGED = "Laporan berubah selagi berkas ini menunggu giliran. Mintalah sekali lagi."


def ask_for(wanted: Print, *, destination: str = "", by: Person, now: datetime) -> Rendering:
    """The file of this content: the one that is ready or being made, else a new row for a worker.

    Blocked while another one of this person is being made, and after ten in an hour.
    """
    agency = wanted.sheet.report.agency
    if not may(by, "see_agency", agency, agency.time_zone.local(now).date()):
        raise PermissionDenied("Berkas laporan dibuat bagi pegawai kantornya.")
    found = living(fingerprint(wanted), now)
    if found:
        return found
    _require_room(by, now)
    try:
        with transaction.atomic():
            made = enqueue(wanted, DRAFT, by=by, now=now, destination=destination)
            sentence = f"{made.get_format_display()} {wanted.sheet.report} diminta."
            event = Event("rendering_asked", made, sentence, {"format": made.format, "key": made.key})
            record(event, by=by, at=now, agency=agency)
    except IntegrityError:  # two windows of one person in the same moment
        _require_room(by, now)
        raise
    return made


def _require_room(by: Person, now: datetime) -> None:
    mine = Rendering.objects.filter(asked_by=by).select_related("compilation__report__agency")
    if running := mine.unfinished().first():
        link = reverse("rendering", args=[running.compilation.report_id, running.pk])
        raise Blocked([Blocker(BUSY.format(running.get_format_display()), link)])
    recent = mine.filter(asked_at__gt=now - timedelta(hours=1)).order_by("-asked_at")
    if len(recent) >= MOST_AN_HOUR:
        oldest = recent[MOST_AN_HOUR - 1]
        free_at = oldest.asked_at + timedelta(hours=1)
        zone = oldest.compilation.report.agency.time_zone
        raise Blocked([Blocker(TOO_OFTEN.format(MOST_AN_HOUR, moment(free_at, zone)))])


# --- the worker's side ---


def render_next(now: datetime) -> Rendering | None:
    """Make the file that waits longest; None where nothing waits or another one is being made."""
    sweep(now)
    waiting = Rendering.objects.filter(state=State.WAITING, next_try_at__lte=now)
    for rendering in waiting.select_related("compilation__report__agency").order_by("next_try_at", "pk")[:20]:
        if claim(rendering, now):
            _work(rendering, now)
            return rendering
    return None


def sweep(now: datetime) -> None:
    """Give back what a killed worker left behind, and let go of what is over."""
    left = Rendering.objects.filter(state=State.WORKING, next_try_at__lte=now)
    given_up = {"state": State.FAILED, "problem": GIVEN_UP, "finished_at": now, "seat": None}
    left.filter(attempts__gte=MAX_ATTEMPTS).update(**given_up)
    left.update(state=State.WAITING, seat=None, percent=0, stage="")
    for rendering in Rendering.objects.filter(state=State.READY, expires_at__lte=now):
        discard(rendering)
    Rendering.objects.filter(state=State.FAILED, asked_at__lte=now - FAILURES_KEPT).delete()


def claim(rendering: Rendering, now: datetime) -> bool:
    """Take a row and the seat; only one worker can, until the lease runs out."""
    free = Rendering.objects.filter(
        pk=rendering.pk, state=State.WAITING, attempts=rendering.attempts, next_try_at__lte=now
    )
    lease = now + timedelta(seconds=settings.RENDER_SECONDS) + _AGAIN
    try:
        with transaction.atomic():
            taken = free.update(
                state=State.WORKING, attempts=F("attempts") + 1, next_try_at=lease, seat=1, percent=1,
                stage="Data laporan dibaca",
            )  # fmt: skip
    except IntegrityError:
        return False
    rendering.attempts += taken
    return bool(taken)


@dataclass
class _Progress:
    """Notes how far a row is, at most once a second."""

    rendering: Rendering
    last: float = field(default_factory=lambda: time.monotonic() - _EVERY)

    def __call__(self, percent: int, words: str) -> None:
        tick = time.monotonic()
        if tick - self.last >= _EVERY:
            self.last = tick
            _mine(self.rendering).update(percent=percent, stage=words[:200])


def _work(rendering: Rendering, now: datetime) -> None:
    """Make the file; whatever else goes wrong than a limit gives the row back for another try."""
    begun = time.monotonic()
    limits = Limits(settings.RENDER_SECONDS, settings.RENDER_MEMORY_MB)
    try:
        wanted = print_of(rendering)
        if fingerprint(wanted) != rendering.key:
            raise Stopped(CHANGED)
        content = run_apart(make_apart, wanted, limits=limits, tell=_Progress(rendering))
        _keep(rendering, content)
    except Stopped as stopped:
        _finish(rendering, _later(now, begun), problem=str(stopped))
    except Exception:
        later = _later(now, begun) + _AGAIN
        _mine(rendering).update(state=State.WAITING, seat=None, next_try_at=later, percent=0, stage="")
        raise
    else:
        _finish(rendering, _later(now, begun), content=content)


def _later(now: datetime, begun: float) -> datetime:
    return now + timedelta(seconds=time.monotonic() - begun)


def _mine(rendering: Rendering) -> RenderingQuerySet:
    """The row, while the claim is this worker's own."""
    return Rendering.objects.filter(pk=rendering.pk, state=State.WORKING, attempts=rendering.attempts)


def _keep(rendering: Rendering, content: bytes) -> None:
    """The file is whole and on disk before its row says so."""
    rendering.path.parent.mkdir(exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=rendering.path.parent, prefix=".draft-", delete=False) as draft:
        draft.write(content)
    Path(draft.name).replace(rendering.path)


def _finish(rendering: Rendering, at: datetime, *, content: bytes = b"", problem: str = "") -> None:
    """Say what came of it, unless the lease ran out and another worker has the row; tell who waited long."""
    outcome = {"finished_at": at, "seat": None, "stage": ""}
    if problem:
        done = _mine(rendering).update(**outcome, state=State.FAILED, problem=problem)
    else:
        kept = {"sha256": sha256_of(content), "size": len(content), "expires_at": at + KEPT}
        done = _mine(rendering).update(**outcome, **kept, state=State.READY, percent=100)
    if done and rendering.asked_by and at - rendering.asked_at > WORTH_A_NOTICE:
        report, name = rendering.compilation.report, rendering.get_format_display()
        text = f"{name} {report} {'tidak dapat dibuat' if problem else 'siap diunduh'}."
        link = reverse("rendering", args=[report.pk, rendering.pk])
        notify([rendering.asked_by], text, link=link, key=f"rendering:{rendering.pk}", at=at)
