"""Asking the eSign service for one signature, so that no crash leads to a second one.

The request is committed before the call and settled after it. While it is unsettled nothing more is asked
for its task: what came back is used, what may be fetched is fetched, and only the person gives it up.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.views.decorators.debug import sensitive_variables

from kinerja.lib.dates import moment
from kinerja.lib.sealing import Secret
from organisation.actions.files import store
from organisation.actions.history import Event, record
from organisation.models import Person, StoredFile
from organisation.queries.files import read_whole
from reporting.actions.esign import access_to, nik_of
from reporting.actions.freeze import TYPES, file_name
from reporting.actions.report_number import claim_number
from reporting.models import Compilation, Document, EsignService, SigningAttempt
from reporting.queries.esign import service_of, unsettled_attempt
from reporting.signers import bsre
from reporting.signers.order import CertificateFacts, Order, Signed
from sop.models import Task
from sop.registry import Blocker
from sop.workflow import Blocked, Conflict

State = SigningAttempt.State
IN_FLIGHT = timedelta(seconds=60)  # no request lives longer than that in the web server
NO_SERVICE = Blocker(
    "Layanan eSign perangkat daerah ini tidak dipakai. Muat ulang halaman lalu pilih cara lain."
)
NO_PASSPHRASE = Blocker("Masukkan passphrase TTE Anda.")
DAMAGED = Blocker("Berkas yang sudah ditandatangani layanan hilang atau rusak; hubungi pengelola.")
CERTIFIED_BEFORE = Blocker(
    "Naskah ini sudah dikunci oleh tanda tangan pertama dengan kunci kantor; "
    "tanda tangani dengan kunci itu juga."
)


@dataclass(frozen=True)
class Petition:
    """Which paper somebody asks to have signed, and what is needed for it."""

    task: Task
    compilation: Compilation
    person: Person
    number: str
    content: bytes = field(repr=False)
    rooms: list[list[int]]
    passphrase: Secret = field(repr=False)
    gives_up: bool
    now: datetime


@dataclass(frozen=True)
class Granted:
    """What the service signed, and when it was asked."""

    signed: Signed
    rooms: list[list[int]]
    at: datetime
    attempt: SigningAttempt


@sensitive_variables("petition", "signer")
def obtain(petition: Petition, order: Order) -> Granted:
    """The signed paper: of an earlier request where there is one, else of a new one."""
    earlier = unsettled_attempt(petition.task)
    if earlier is not None and (granted := _from_earlier(earlier, petition)):
        return granted
    service = service_of(petition.compilation.report.agency)
    if service is None:
        raise Blocked([NO_SERVICE])
    if b"/DocMDP" in petition.content:
        raise Blocked([CERTIFIED_BEFORE])
    if not petition.passphrase:
        raise Blocked([NO_PASSPHRASE])
    access, nik = access_to(service), nik_of(petition.person)
    try:
        bsre.may_sign(access, nik)
    except bsre.Refused as refused:
        raise Blocked([Blocker(str(refused))]) from refused
    attempt = _ask(petition, service, order.reason)
    signer = bsre.Signer(nik, petition.passphrase)
    order = _with_reason(order, attempt)
    return _granted(attempt, _signed(attempt, access, signer, petition.content, order), petition)


@sensitive_variables("signer")
def _signed(
    attempt: SigningAttempt, access: bsre.Access, signer: bsre.Signer, content: bytes, order: Order
) -> bytes:
    """What the service sent; every other outcome is settled and told."""
    try:
        reply = bsre.sign(access, signer, content, order)
    except bsre.Refused as refused:
        _settle(attempt, State.FAILED, problem=str(refused))
        raise Blocked([Blocker(str(refused))]) from None
    except bsre.Unsure as unsure:
        _settle(attempt, State.UNKNOWN, problem=str(unsure), document_id=unsure.document_id)
        raise Blocked([_unclear(attempt)]) from None
    except bsre.Gone as gone:
        _settle(attempt, State.UNKNOWN, problem=str(gone))
        raise Blocked([_unclear(attempt)]) from None
    _settle(attempt, State.UNKNOWN, document_id=reply.document_id)
    return reply.content


def _from_earlier(attempt: SigningAttempt, petition: Petition) -> Granted | None:
    """The paper of the earlier request; None once the person gives it up; Blocked while nobody knows."""
    fits = (attempt.person_id, attempt.digest) == (petition.person.pk, petition.compilation.digest)
    if attempt.state == State.SIGNED and fits and not petition.gives_up:
        return Granted(_kept(attempt), attempt.rooms, attempt.asked_at, attempt)
    if attempt.state == State.ASKED and petition.now < attempt.asked_at + IN_FLIGHT:
        raise Conflict("Permintaan tanda tangan masih berjalan. Tunggu satu menit, lalu muat ulang halaman.")
    if fits and attempt.document_id and not petition.gives_up:
        return _granted(attempt, _fetched(attempt), petition)
    if not petition.gives_up:
        raise Blocked([_unclear(attempt)])
    give_up(attempt, by=petition.person, now=petition.now)
    return None


def _fetched(attempt: SigningAttempt) -> bytes:
    try:
        return bsre.fetch(access_to(attempt.service), attempt.document_id)
    except bsre.Gone as gone:
        _settle(attempt, State.UNKNOWN, problem=str(gone))
        SigningAttempt.objects.filter(pk=attempt.pk).update(document_id="")
        raise Blocked([_unclear(attempt)]) from None
    except bsre.Unsure as unsure:
        raise Blocked([Blocker(f"{unsure} Coba sekali lagi beberapa saat lagi.")]) from None


def _granted(attempt: SigningAttempt, content: bytes, petition: Petition) -> Granted:
    """Check what came back against what was sent, and keep it before anything else can fail."""
    from reporting.readers.certified_pdf import (  # noqa: PLC0415 - slow to load, and few processes sign
        Expected,
        NotOurs,
        check,
    )

    expected = Expected(petition.person.name, attempt.reason, attempt.service.authority)
    try:
        found = check(_bytes(attempt.before), content, expected)
    except NotOurs as problem:
        _settle(attempt, State.UNKNOWN, problem=str(problem))
        SigningAttempt.objects.filter(pk=attempt.pk).update(document_id="")
        raise Blocked([_unclear(attempt)]) from problem
    with transaction.atomic(durable=True):
        after = _store(content, petition)
        attempt.state, attempt.after, attempt.certificate = State.SIGNED, after, found.pem
        attempt.save(update_fields=["state", "after", "certificate"])
    facts = CertificateFacts(found.fingerprint, found.subject, found.pem)
    return Granted(Signed(content, facts), attempt.rooms, attempt.asked_at, attempt)


def _ask(petition: Petition, service: EsignService, reason: str) -> SigningAttempt:
    """Commit that it is going to be asked, with the number that stands on the paper."""
    report = petition.compilation.report
    try:
        with transaction.atomic(durable=True):
            if petition.number:
                claim_number(report, petition.number, by=petition.person, now=petition.now)
            attempt = SigningAttempt(
                task=petition.task,
                service=service,
                person=petition.person,
                number=petition.number,
                digest=petition.compilation.digest,
                before=_store(petition.content, petition),
                rooms=petition.rooms,
                asked_at=petition.now,
            )
            attempt.reason = f"{reason} · {attempt.reference}"
            attempt.save()
            sentence = f"TTE tersertifikasi {petition.person} untuk {report} diminta ({attempt.reference})."
            _record("certified_signature_asked", attempt, sentence, by=petition.person, now=petition.now)
    except IntegrityError as error:
        raise Conflict("Permintaan tanda tangan lain sedang berjalan. Muat ulang halaman.") from error
    return attempt


def _with_reason(order: Order, attempt: SigningAttempt) -> Order:
    return Order(**{**vars(order), "reason": attempt.reason})


def give_up(attempt: SigningAttempt, *, by: Person, now: datetime) -> None:
    """The person says that what may have been signed is lost; it stays readable, and is never used."""
    with transaction.atomic():
        _settle(attempt, State.LOST, at=now)
        sentence = f"Permintaan TTE {attempt.reference} dinyatakan hilang oleh {by}."
        _record("certified_signature_lost", attempt, sentence, by=by, now=now)


def use(attempt: SigningAttempt, *, now: datetime) -> None:
    """Its signature is now in the report; Conflict if it was given up meanwhile."""
    found = SigningAttempt.objects.filter(pk=attempt.pk, state=State.SIGNED)
    if found.update(state=State.USED, settled_at=now) != 1:
        raise Conflict("Permintaan tanda tangan ini baru saja diubah. Muat ulang halaman.")


def _settle(
    attempt: SigningAttempt,
    state: State,
    *,
    problem: str = "",
    document_id: str = "",
    at: datetime | None = None,
) -> None:
    attempt.state, attempt.settled_at = state, at
    attempt.problem = problem or attempt.problem
    attempt.document_id = document_id or attempt.document_id
    attempt.save(update_fields=["state", "problem", "document_id", "settled_at"])


def _unclear(attempt: SigningAttempt) -> Blocker:
    asked = moment(attempt.asked_at, attempt.task.run.agency.time_zone)
    why = f" {attempt.problem}" if attempt.problem else ""
    return Blocker(
        f"Permintaan TTE {attempt.reference} oleh {attempt.person}, {asked}, belum diketahui hasilnya.{why} "
        "Naskah ini mungkin sudah ditandatangani di layanan eSign. Periksa riwayat dokumen di sana; bila "
        "tanda tangan itu memang hilang, centang pernyataannya di bawah untuk meminta yang baru."
    )


def _kept(attempt: SigningAttempt) -> Signed:
    if attempt.after is None:
        raise Blocked([DAMAGED])
    return Signed(_bytes(attempt.after), CertificateFacts("", "", attempt.certificate))


def _bytes(file: StoredFile) -> bytes:
    content = read_whole(file)
    if content is None:
        raise Blocked([DAMAGED])
    return content


def _store(content: bytes, petition: Petition) -> StoredFile:
    report, kind = petition.compilation.report, Document.Format.PDF
    return store(
        content,
        name=file_name(report, kind),
        content_type=TYPES[kind],
        agency=report.agency,
        by=petition.person,
        at=petition.now,
    )


def _record(verb: str, attempt: SigningAttempt, sentence: str, *, by: Person, now: datetime) -> None:
    """Who asked, when, over which bytes: never who they are to the service, nor what proves it."""
    details = {
        "correlation": str(attempt.correlation),
        "sha256": attempt.before.sha256,
        "number": attempt.number,
    }
    run = attempt.task.run
    record(Event(verb, run.report, sentence, details), by=by, at=now, agency=run.agency)
