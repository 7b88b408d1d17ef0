"""Rehearsals as background work: a row first, then a worker plays it in another process on a copy.

A worker claims a row by a conditional UPDATE that counts the attempt and sets a lease, and writes the result
only while the claim is its own. No transaction is open while the rehearsal is played.
"""

import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import F

from kinerja.lib.periods import Period
from organisation.models import Person
from organisation.permissions import may
from sop.models import Rehearsal, SopVersion
from sop.queries.dead_ends import dead_ends

LONGEST = 200  # seconds of real time, less than a worker's own limit
LEASE = timedelta(minutes=6)
MAX_ATTEMPTS = 3
UNANSWERED = "Geladi tidak selesai dalam waktu yang diberikan; cobalah sekali lagi saat server tidak sibuk."

Status = Rehearsal.Status


def request_rehearsal(
    version: SopVersion, *, period: Period, people: str, by: Person, now: datetime
) -> Rehearsal:
    """Put a rehearsal into the queue; while the same one is waiting, nothing is added."""
    agency = version.sop.agency
    if not may(by, "rehearse", agency, agency.time_zone.local(now).date()):
        raise PermissionDenied("Geladi dimainkan oleh admin SOP atau Kasubbag program/keuangan.")
    waiting = Rehearsal.objects.filter(
        version=version, period=period, people=people, status__in=[Status.PENDING, Status.RUNNING]
    )
    return waiting.first() or Rehearsal.objects.create(
        version=version, period=period, people=people, requested_by=by, requested_at=now, next_try_at=now
    )


def rehearse_next(now: datetime) -> Rehearsal | None:
    """Play the rehearsal that waits longest, also one that a killed worker left behind."""
    due = Rehearsal.objects.filter(status__in=[Status.PENDING, Status.RUNNING], next_try_at__lte=now)
    for rehearsal in due.select_related("version__sop__agency").order_by("next_try_at", "pk")[:20]:
        if claim(rehearsal, now):
            _play(rehearsal)
            return rehearsal
    return None


def claim(rehearsal: Rehearsal, now: datetime) -> bool:
    """Take a rehearsal; only one worker can, until its lease runs out."""
    free = Rehearsal.objects.filter(
        pk=rehearsal.pk,
        status__in=[Status.PENDING, Status.RUNNING],
        attempts=rehearsal.attempts,
        next_try_at__lte=now,
    )
    taken = free.update(status=Rehearsal.Status.RUNNING, attempts=F("attempts") + 1, next_try_at=now + LEASE)
    rehearsal.attempts += taken
    return bool(taken)


def _play(rehearsal: Rehearsal) -> None:
    if rehearsal.attempts > MAX_ATTEMPTS:
        _finish(rehearsal, problem=UNANSWERED)
        return
    try:
        code, out, err = run_command(arguments_of(rehearsal))
    except subprocess.TimeoutExpired:
        _finish(rehearsal, problem=UNANSWERED)
        return
    result = _read(out)
    if result is None:
        said = err.strip().rpartition("\n")[2].removeprefix("CommandError: ")
        _finish(rehearsal, problem=said or f"Geladi berhenti dengan kode {code}.")
        return
    foreseen = [asdict(end) for end in dead_ends(rehearsal.version, rehearsal.period)]
    _finish(rehearsal, result=result | {"dead_ends": foreseen})


def arguments_of(rehearsal: Rehearsal) -> list[str]:
    """The command that plays it."""
    version = rehearsal.version
    return [
        *("rehearse", "--json", "--sop", version.sop.slug, "--sop-version", str(version.version)),
        *("--agency", version.sop.agency.code, "--period", rehearsal.period.code),
        *("--people", rehearsal.people),
    ]


def run_command(arguments: list[str]) -> tuple[int, str, str]:
    """A management command in a process group of its own, which ends as a whole when it takes too long."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, start_new_session=True) as child:  # noqa: S603
        try:
            out, err = child.communicate(timeout=LONGEST)
        except BaseException:
            os.killpg(child.pid, signal.SIGKILL)
            raise
    return child.returncode, out, err


def _read(out: str) -> dict[str, Any] | None:
    """What the command printed; None where it broke off before it could print a result."""
    try:
        result = json.loads(out)
    except ValueError:
        return None
    return result if isinstance(result, dict) else None


def _finish(rehearsal: Rehearsal, *, result: dict[str, Any] | None = None, problem: str = "") -> None:
    """Write what came of it, unless the lease ran out and another worker has the row."""
    mine = Rehearsal.objects.filter(pk=rehearsal.pk, status=Status.RUNNING, attempts=rehearsal.attempts)
    if result is None:
        mine.update(status=Rehearsal.Status.FAILED, problem=problem)
    else:
        mine.update(status=Rehearsal.Status.DONE, result=result, problem=result.get("problem", ""))
