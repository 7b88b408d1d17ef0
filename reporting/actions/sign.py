"""Signing: what was approved is rendered once, frozen with its checksum, and signed in a capacity."""

from datetime import datetime

from django.db import transaction

from kinerja.lib.sealing import Secret
from organisation.actions.files import store
from organisation.actions.history import Event, record
from organisation.models import Person, StoredFile
from organisation.queries.holders import capacity
from reporting.actions import certified
from reporting.actions.correct import settle
from reporting.actions.electronic import Way
from reporting.actions.fair_copy import NO_DRAFT, Fair, paper_to_sign, who_signs
from reporting.actions.freeze import TYPES, file_name, freeze
from reporting.actions.report_number import claim_number, next_number
from reporting.models import Document, Report, Signature
from reporting.queries.report import compilation_of
from reporting.queries.signing import is_signed_by, signatures_of
from reporting.signers.wet_ink import Scan
from sop.models import Task
from sop.registry import Blocker, Deed
from sop.workflow import Blocked, Conflict, NotYours, blockers_of, may_do

Method = Signature.Method
ALREADY = Blocker("Laporan ini sudah ditandatangani.")
FIRM = Blocker("Laporan sudah memuat tanda tangan lain, jadi tidak dapat dikembalikan lagi.")


def confirm(by: Person, *, password: str, agrees: bool) -> None:
    """Whoever has a password enters it again; others (demonstration accounts) tick the declaration."""
    if by.has_usable_password():
        if not by.check_password(password):
            raise Blocked([Blocker("Kata sandi tidak cocok. Masukkan kata sandi Anda sekali lagi.")])
    elif not agrees:
        raise Blocked([Blocker("Centang pernyataan untuk menandatangani.")])


def confirmed_way(deed: Deed, usual: Method, *, scan: Scan | None = None) -> Way:
    """As the page says, after it has asked again who is there. A stand-in of a rehearsal has nothing to enter
    and proves nothing: it never gets the office's key, nor a certificate.
    """
    if "password" not in deed.values or deed.by is None:
        return Way()
    confirm(deed.by, password=deed.values["password"], agrees=bool(deed.values.get("agrees")))
    return Way(
        Method(deed.values.get("method") or usual),
        scan,
        passphrase=deed.values.get("passphrase") or Secret(""),
        gives_up=bool(deed.values.get("gives_up")),
    )


def prepare_paper(task: Task, *, by: Person, now: datetime) -> tuple[Report, bytes]:
    """The paper for wet ink: from the first time on, the number printed on it belongs to the report."""
    if not may_do(task, by, now):
        raise NotYours("Tugas ini bukan untuk Anda.")
    if blockers := blockers_of(task, by, now):
        raise Blocked(blockers)
    agency = task.run.agency
    acting = capacity(by, agency, task.act.actor.role, agency.time_zone.local(now).date())
    who = who_signs(task, by=by, capacity=acting, now=now)
    report = who.compilation.report
    if not report.number:
        with transaction.atomic():
            claim_number(report, next_number(report, now), by=by, now=now)
            sentence = f"Cetakan {report} untuk tanda tangan basah disiapkan, nomor {report.number}."
            event = Event("report_printed", report, sentence, {"number": report.number})
            record(event, by=by, at=now, agency=report.agency)
    return report, paper_to_sign(who, report.number)


@transaction.atomic
def sign(task: Task, fair: Fair, *, by: Person, now: datetime) -> Signature:
    """Freeze the fair copy; Blocked if there is nothing to sign, Conflict if somebody was faster."""
    compilation = compilation_of(task)
    if compilation is None or compilation.digest != fair.digest:
        raise Blocked([NO_DRAFT])
    report = compilation.report
    if is_signed_by(task):
        raise Blocked([ALREADY])
    if len(signatures_of(report)) != fair.order - 1:
        raise Conflict("Laporan ini baru saja ditandatangani orang lain. Tekan tanda tangani sekali lagi.")
    claim_number(report, fair.number, by=by, now=now)
    file = _freeze(fair, by=by, now=now)
    if fair.attempt:
        certified.use(fair.attempt, now=now)
    signature = _write(task, fair, file, now=now)
    _record(signature, report, now)
    settle(report, by=by, now=now)
    return signature


def _write(task: Task, fair: Fair, file: StoredFile, *, now: datetime) -> Signature:
    """The row: who, as what, when, how, over which bytes."""
    signatory, scan = fair.who.signing(fair.way), fair.way.scan
    signature: Signature = Signature.objects.create(
        compilation=fair.who.compilation,
        task=task,
        order=fair.order,
        person=fair.who.person,
        capacity=signatory.title,
        on_behalf="\n".join(signatory.on_behalf),
        name=signatory.name,
        nip=signatory.nip,
        rank=signatory.rank,
        at=fair.who.now,
        sha256=file.sha256,
        method=fair.way.method,
        code=fair.who.code,
        key=fair.key,
        certificate=fair.certificate,
        rooms=fair.rooms,
        scan=_keep_scan(fair, by=fair.who.person, now=now),
        paper_on=scan.on if scan else None,
    )
    return signature


def _freeze(fair: Fair, *, by: Person, now: datetime) -> StoredFile:
    """The PDF that now carries this signature; with the first one, the workbook too."""
    compilation = fair.who.compilation
    if fair.pdf is not None and fair.xlsx is not None:
        freeze(compilation, Document.Format.PDF, fair.pdf, by=by, now=now)
        freeze(compilation, Document.Format.XLSX, fair.xlsx, by=by, now=now)
    documents = Document.objects.filter(compilation__report=compilation.report_id, format=Document.Format.PDF)
    if fair.replaces and fair.pdf is not None:
        longer = _store(fair.pdf, compilation.report, by=by, now=now)
        if documents.filter(file__sha256=fair.replaces).update(file=longer) != 1:
            raise Conflict("Berkas laporan baru saja berubah. Tekan tanda tangani sekali lagi.")
    return documents.select_related("file").get().file


def _store(content: bytes, report: Report, *, by: Person, now: datetime) -> StoredFile:
    kind = Document.Format.PDF
    return store(
        content,
        name=file_name(report, kind),
        content_type=TYPES[kind],
        agency=report.agency,
        by=by,
        at=now,
    )


def _keep_scan(fair: Fair, *, by: Person, now: datetime) -> StoredFile | None:
    scan, report = fair.way.scan, fair.who.compilation.report
    if scan is None:
        return None
    return store(
        scan.content,
        name=scan.name,
        content_type=scan.kind.content_type,
        agency=report.agency,
        by=by,
        at=now,
    )


def _record(signature: Signature, report: Report, now: datetime) -> None:
    by, way = signature.person, signature.get_method_display()
    sentence = f"{report} ditandatangani {by} selaku {signature.titled}, nomor {report.number} ({way})."
    details = {
        "number": report.number,
        "sha256": signature.sha256,
        "digest": signature.compilation.digest,
        "method": signature.method,
        "key": signature.key.fingerprint if signature.key else "",
        "scan": signature.scan.sha256 if signature.scan else "",
    }
    record(Event("report_signed", report, sentence, details), by=by, at=now, agency=report.agency)
