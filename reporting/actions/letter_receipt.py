"""The receipt half of a surat pengantar: once it is back and signed, the delivery of the report is closed."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from organisation.actions.files import store
from organisation.actions.history import Event, hold, record
from organisation.models import Person, StoredFile
from organisation.permissions import may
from reporting.actions.deliver import Posting, ReceiptFile, signed_document
from reporting.actions.letter import NOT_WRITER
from reporting.models import Letter
from reporting.queries.deliveries import named_destination
from sop.models import Task
from sop.queries.tasks import with_context
from sop.registry import Blocker
from sop.workflow import Blocked, Conflict, NotYours, advance

NOT_ISSUED = Blocker("Tanda terima baru ada sesudah surat diterbitkan.")
IMPOSSIBLE = Blocker("Tanggal diterima tidak boleh sebelum tanggal surat atau sesudah hari ini.")


@dataclass(frozen=True)
class Receipt:
    """Who received the letter, when, under which number of their own, with the signed half as a file."""

    received_by: str
    received_on: date
    number: str = ""
    file: ReceiptFile | None = None


@transaction.atomic
def record_receipt(letter: Letter, receipt: Receipt, *, by: Person, now: datetime) -> Task | None:
    """Keep the receipt; the delivery that waited for it is done with it, and returned."""
    today = letter.agency.time_zone.local(now).date()
    waiting = _delivery_for(letter, by, now)
    if waiting is None and not may(by, "write_letter", letter.agency, today):
        raise NotYours(NOT_WRITER)
    if not letter.is_issued or letter.dated_on is None:
        raise Blocked([NOT_ISSUED])
    if not letter.dated_on <= receipt.received_on <= today:
        raise Blocked([IMPOSSIBLE])
    if waiting is not None:  # first, so that the run is locked before the history
        posting = _posting(letter, waiting, receipt)
        values: dict[str, object] = {"posting": posting, "received_by": receipt.received_by}
        values |= _kept(letter, posting)
        advance(waiting, "done", by=by, now=now, values=values)
    keep_receipt(letter, receipt, by=by, now=now)
    return waiting


def receive_with(task: Task, posting: Posting, received_by: str, *, by: Person | None, now: datetime) -> None:
    """A receipt that was recorded with the delivery is also that of the one letter that went along."""
    letters = Letter.objects.issued().filter(run=task.run_id, type="cover").select_related("agency")
    found = list(letters[:2])
    if len(found) == 1 and found[0].received_on is None:
        who = received_by or posting.destination
        receipt = Receipt(who, posting.receipt_on, posting.receipt_number, posting.receipt_file)
        keep_receipt(found[0], receipt, by=by, now=now)


@transaction.atomic
def keep_receipt(letter: Letter, receipt: Receipt, *, by: Person | None, now: datetime) -> None:
    """Once; a receipt that is there is never written over."""
    hold(letter.agency)
    columns = {
        "received_on": receipt.received_on,
        "received_by": receipt.received_by,
        "receipt_file": _file(letter, receipt, by=by, now=now),
    }
    mine = Letter.objects.issued().filter(pk=letter.pk)
    if not mine.filter(received_on=None).update(**columns):
        if mine.filter(received_on=receipt.received_on).exists():
            return
        raise Conflict("Tanda terima surat ini sudah dicatat. Muat ulang halaman untuk melihatnya.")
    letter.refresh_from_db()
    sentence = f"{letter} diterima {receipt.received_by}."
    details = {"received_on": receipt.received_on, "number": receipt.number}
    record(Event("letter_received", letter, sentence, details), by=by, at=now, agency=letter.agency)


def _delivery_for(letter: Letter, by: Person, now: datetime) -> Task | None:
    """The one delivery of the run that waits for this person's receipt."""
    if letter.type != "cover" or letter.run_id is None or not letter.is_issued:
        return None
    open_ones = with_context(
        Task.objects.filter(run=letter.run_id, act__kind="deliver", status=Task.Status.OPEN)
        .awaiting(by, now)
    )  # fmt: skip
    found = list(open_ones[:2])
    return found[0] if len(found) == 1 else None


def _posting(letter: Letter, task: Task, receipt: Receipt) -> Posting:
    """What the letter says of the delivery that it closes."""
    sent_on = letter.dated_on or receipt.received_on
    document = signed_document(letter.report) if letter.report else None
    if document is not None:
        frozen_on = letter.agency.time_zone.local(document.frozen_at).date()
        sent_on = max(sent_on, min(frozen_on, receipt.received_on))
    return Posting(
        destination=named_destination(task) or letter.recipient,
        sent_on=sent_on,
        receipt_number=receipt.number or letter.number[:100],
        receipt_on=receipt.received_on,
        receipt_file=receipt.file,
    )


def _kept(letter: Letter, posting: Posting) -> dict[str, object]:
    """What the task remembers, as its own form would have said it."""
    entry = getattr(letter, "agenda_entry", None)
    agenda = {"agenda": entry.number} if entry else {}
    told = ("destination", "sent_on", "receipt_number", "receipt_on")
    return {name: getattr(posting, name) for name in told} | agenda


def _file(letter: Letter, receipt: Receipt, *, by: Person | None, now: datetime) -> StoredFile | None:
    if receipt.file is None:
        return None
    return store(
        receipt.file.content, name=receipt.file.name, content_type=receipt.file.kind.content_type,
        agency=letter.agency, by=by, at=now,
    )  # fmt: skip
