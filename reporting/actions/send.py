"""Sending reports: an order is a row first, and a sweep carries it out, again and again until it arrives.

A worker claims a row by a conditional UPDATE that counts the attempt and sets a lease. Whoever is killed
between sending and writing that down leaves a row whose lease runs out: it is sent once more with the same
key, and the other side has one effect. No transaction is open while the other side is asked.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.urls import reverse

from kinerja.lib.dates import long_date
from kinerja.lib.sealing import Unreadable
from organisation.actions.files import store
from organisation.actions.history import Event, record
from organisation.actions.notices import notify
from organisation.models import Person, StoredFile
from organisation.queries.holders import holders
from reporting.actions.deliver import NOT_SIGNED, Posting
from reporting.actions.destination import secret_of
from reporting.couriers import COURIERS
from reporting.couriers.courier import Parcel, Refused, Slip, TryLater
from reporting.models import Destination, Document, Report, Sending, Signature
from reporting.queries.deliveries import destinations_of, sent_document
from reporting.queries.report import report_of, sheet_of
from reporting.renderers.delivery_package import CONTENT_TYPE, Contents, package_of
from sop.models import Task
from sop.registry import Blocker
from sop.workflow import Blocked, Conflict, NotYours, advance, may_do

BATCH = 4  # times the longest call and a slow name server, this stays below the time limit of a worker
LEASE = timedelta(minutes=10)
FIRST_PAUSE = timedelta(minutes=2)
LONGEST_PAUSE = timedelta(hours=1)
MAX_ATTEMPTS = 10  # about six hours of trying

State = Sending.State


@dataclass(frozen=True)
class Order:
    """What somebody asks for: this task's report to this destination."""

    task: Task
    destination: Destination
    agenda: str = ""


# --- ordering ---


def order_sending(order: Order, *, by: Person, now: datetime) -> Sending:
    """Put a sending into the queue; NotYours, Blocked, or Conflict while one is under way."""
    if not may_do(order.task, by, now):
        raise NotYours("Tugas pengiriman ini bukan untuk Anda.")
    report = report_of(order.task)
    document = sent_document(report) if report else None
    if report is None or document is None:
        raise Blocked([NOT_SIGNED])
    if problems := _problems(order):
        raise Blocked(problems)
    with transaction.atomic():
        # One order after the other: the row of the destination is the queue.
        Destination.objects.select_for_update().get(pk=order.destination.pk)
        earlier = Sending.objects.filter(task=order.task, destination=order.destination).order_by("number")
        if earlier.under_way().exists():
            raise Conflict("Pengiriman ke tujuan ini sedang berjalan; tunggu hasilnya.")
        sending = _write_order(order, report, document, list(earlier), by=by, now=now)
        again = f", pengiriman ke-{sending.number}" if sending.number > 1 else ""
        sentence = f"{report} diminta dikirim ke {order.destination}{again}."
        details = {"sha256": document.file.sha256, "package": sending.package.sha256, "key": str(sending.key)}
        record(Event("sending_ordered", report, sentence, details), by=by, at=now, agency=report.agency)
    return sending


def _problems(order: Order) -> list[Blocker]:
    found = []
    if order.destination not in destinations_of(order.task):
        found.append(Blocker("Tujuan ini bukan tujuan langkah ini atau tidak lagi dipakai."))
    elif not order.destination.is_sent_by_application:
        found.append(Blocker("Tujuan ini diunggah sendiri; catat tanda terimanya di bawah."))
    if order.task.act.options.get("agenda") and not order.agenda:
        found.append(Blocker("Tulis nomor agenda surat keluar sebelum mengirim."))
    return found


def _write_order(
    order: Order, report: Report, document: Document, earlier: list[Sending], *, by: Person, now: datetime
) -> Sending:
    """What was sent before to the same place goes there again: the same bytes under the same key."""
    same = next((one for one in earlier if one.document_id == document.file_id), None)
    key = same.key if same else uuid4()
    package = document.file
    if order.destination.channel == Destination.Channel.HTTP:
        package = _package(report, document, key, by=by, now=now)
    return Sending.objects.create(
        report=report,
        task=order.task,
        destination=order.destination,
        number=len(earlier) + 1,
        key=key,
        agenda=order.agenda,
        document=document.file,
        package=package,
        requested_by=by,
        requested_at=now,
        next_try_at=now,
    )


def _package(report: Report, document: Document, key: UUID, *, by: Person, now: datetime) -> StoredFile:
    contents = Contents(
        sheet_of(document.compilation), document.file, document.file.path.read_bytes(), str(key)
    )
    name = f"kiriman-{report.agency.code}-{report.period.code}.json"
    return store(
        package_of(contents), name=name, content_type=CONTENT_TYPE, agency=report.agency, by=by, at=now
    )


def withdraw(task: Task, *, now: datetime) -> None:
    """The receipt was written down by hand: what still waits to be sent is sent no more."""
    waiting = Sending.objects.filter(task=task, state=State.PENDING)
    waiting.update(state=State.WITHDRAWN, finished_at=now, problem="Tanda terima sudah dicatat sendiri.")


# --- carrying out ---


def send_due(now: datetime) -> int:
    """Send what is due, also what a killed worker left behind; returns how many were tried."""
    due = Sending.objects.under_way().filter(next_try_at__lte=now)
    found = due.select_related(
        "destination", "document", "package", "requested_by", "report__agency", "task__act__actor"
    )
    tried = 0
    for sending in found.order_by("next_try_at", "pk")[:BATCH]:
        if claim(sending, now):
            tried += 1
            _send(sending, now)
    return tried


def claim(sending: Sending, now: datetime) -> bool:
    """Take a sending; only one worker can, until its lease runs out."""
    free = Sending.objects.under_way().filter(pk=sending.pk, attempts=sending.attempts, next_try_at__lte=now)
    taken = free.update(state=State.SENDING, attempts=F("attempts") + 1, next_try_at=now + LEASE)
    sending.attempts += taken
    return bool(taken)


def _send(sending: Sending, now: datetime) -> None:
    if sending.attempts > MAX_ATTEMPTS:
        _fail(sending, "Pengiriman terputus berkali-kali tanpa hasil.", now)
        return
    try:
        slip = COURIERS[sending.destination.channel].send(_parcel(sending, now))
    except TryLater as problem:
        _try_later(sending, problem, now)
    except Unreadable:
        _fail(sending, "Rahasia bersama tidak dapat dibuka dengan kunci aplikasi sekarang; isi kembali.", now)
    except (Refused, OSError) as problem:
        words = str(problem) if isinstance(problem, Refused) else "Berkas kiriman tidak dapat dibaca."
        _fail(sending, words, now)
    else:
        _arrived(sending, slip, now)


def _parcel(sending: Sending, now: datetime) -> Parcel:
    destination, report = sending.destination, sending.report
    needs_secret = COURIERS[destination.channel].needs_secret
    return Parcel(
        address=destination.address,
        key=str(sending.key),
        subject=f"{report.title} {report.period.label} — {report.agency.name}"[:200],
        text=_mail_text(sending),
        name=sending.package.name,
        content=sending.package.path.read_bytes(),
        content_type=sending.package.content_type,
        at=now,
        secret=secret_of(destination) if needs_secret else "",
    )


def _mail_text(sending: Sending) -> str:
    report = sending.report
    signed = Signature.objects.filter(compilation__report=report).exclude(code=None).first()
    lines = [
        f"Yth. {sending.destination}",
        "",
        f"Terlampir {report.title} {report.period.label} {report.agency.name}.",
        *([f"Nomor: {report.number}"] if report.number else []),
        *([f"Nomor agenda: {sending.agenda}"] if sending.agenda else []),
        f"SHA-256 berkas: {sending.document.sha256}",
    ]
    if signed and signed.code:
        lines.append(f"Verifikasi: {settings.KINERJA_URL}{reverse('verify-code', args=[signed.code])}")
    closing = "Mohon balas dengan nomor dan tanggal tanda terima."
    return "\n".join([*lines, "", closing, "", report.agency.name, *filter(None, [report.agency.contact])])


def _try_later(sending: Sending, problem: TryLater, now: datetime) -> None:
    if sending.attempts >= MAX_ATTEMPTS:
        _fail(sending, f"Sudah dicoba {sending.attempts} kali. {problem}", now)
        return
    pause = min(FIRST_PAUSE * 2 ** (sending.attempts - 1), LONGEST_PAUSE)
    pause = max(pause, min(timedelta(seconds=problem.after), LONGEST_PAUSE))
    _mine(sending).update(state=State.PENDING, problem=str(problem), next_try_at=now + pause)


@transaction.atomic
def _fail(sending: Sending, problem: str, now: datetime) -> None:
    if _mine(sending).update(state=State.FAILED, problem=problem, finished_at=now):
        _tell(sending, f"gagal: {problem} Kirim lagi atau unggah sendiri.", now)


@transaction.atomic
def _arrived(sending: Sending, slip: Slip | None, now: datetime) -> None:
    """Write the result down; a receipt closes the step in the same transaction."""
    done: dict[str, Any] = {"finished_at": now, "problem": ""}
    if slip is None:
        if _mine(sending).update(state=State.SENT, **done):
            _tell(sending, "terkirim. Catat tanda terimanya begitu datang.", now)
        return
    receipt = {"receipt_number": slip.number, "receipt_on": slip.on}
    if not _mine(sending).update(state=State.RECEIVED, **done, **receipt):
        return
    told = f"diterima dengan tanda terima {slip.number} tanggal {long_date(slip.on)}."
    if problem := _close(sending, slip, now):
        Sending.objects.filter(pk=sending.pk).update(problem=problem)
        told = f"{told} {problem}"
    _tell(sending, told, now)


def _close(sending: Sending, slip: Slip, now: datetime) -> str:
    """End the step by the system; a sentence where it stays open, nothing where it was over before."""
    task = Task.objects.select_related("act__actor", "act__step", "run__agency").get(pk=sending.task_id)
    if not Task.objects.active().filter(pk=task.pk).exists():
        return ""
    posting = Posting(
        sending.destination.name, _today(sending, now), slip.number, slip.on, ordered_by=sending.requested_by
    )
    values = {
        **{
            name: getattr(posting, name)
            for name in ("destination", "sent_on", "receipt_number", "receipt_on")
        },
        "posting": posting,
        "agenda": sending.agenda,
    }
    try:
        with transaction.atomic():
            advance(task, "done", by=None, now=now, values=values)
    except (Blocked, Conflict, NotYours) as reason:
        return f"Langkah belum tertutup: {reason} Catat tanda terimanya sendiri."
    return ""


def _mine(sending: Sending) -> Any:
    """The row, unless the lease ran out and another worker has it."""
    return Sending.objects.filter(pk=sending.pk, state=State.SENDING, attempts=sending.attempts)


def _tell(sending: Sending, what: str, now: datetime) -> None:
    """The result goes into the history, and to whoever asked and whoever holds the office."""
    report = sending.report
    sentence = f"Pengiriman {report} ke {sending.destination} {what}"
    details = {"number": sending.number, "key": str(sending.key), "attempts": sending.attempts}
    record(Event("sending_ended", report, sentence, details), by=None, at=now, agency=report.agency)
    people = {
        person.pk: person
        for person in (
            sending.requested_by,
            *holders(report.agency, sending.task.act.actor.role, _today(sending, now)),
        )
    }
    link = reverse("deliveries", args=[report.pk])
    notify(people.values(), sentence, link=link, key=f"sending:{sending.pk}:ended", at=now)


def _today(sending: Sending, now: datetime) -> date:
    return sending.report.agency.time_zone.local(now).date()
