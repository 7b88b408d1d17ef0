"""The head's signature on an LKjIP: it becomes final, and its files are frozen with their SHA-256."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from organisation.actions.files import store
from organisation.actions.history import Event, record
from organisation.models import Agency, Person
from organisation.permissions import may
from organisation.queries.holders import capacity
from organisation.roles import Role
from reporting.actions.performance_review import wrote
from reporting.actions.sign import confirm
from reporting.models import PerformanceReport
from reporting.queries.performance_gaps import open_gaps
from reporting.queries.report import Signatory
from reporting.renderers import book_pdf, book_word
from reporting.renderers.book_chapters import Book, book_of
from sop.registry import Blocker
from sop.workflow import Blocked, Conflict, NotYours

Status = PerformanceReport.Status
NOT_THE_HEAD = "LKjIP ditandatangani oleh kepala perangkat daerah."
OWN_WORK = "Yang menyusun LKjIP ini tidak menandatanganinya, kecuali kantor mengizinkan rangkap tugas."


@dataclass(frozen=True)
class Confirmation:
    """How the signer says once more who is there."""

    password: str = ""
    agrees: bool = False


def may_sign(person: Person, agency: Agency, now: datetime) -> bool:
    return may(person, "sign_performance_report", agency, agency.time_zone.local(now).date())


def blockers_of(book: Book) -> list[Blocker]:
    """Why it cannot be final yet: the list of the page is the list that is enforced."""
    report, statement = book.report, book.statement
    found = [Blocker(gap.what, gap.link) for gap in open_gaps(book.gaps)]
    if report.status == Status.FINAL:
        return [Blocker("LKjIP ini sudah final.")]
    if report.status != Status.REVIEWED or statement is None:
        found.append(
            Blocker(
                "Inspektorat belum menyatakan LKjIP ini telah direviu.",
                reverse("performance-review", args=[report.pk]),
            )
        )
    elif statement.digest != book.digest:
        found.append(
            Blocker(
                "Angka atau naskah berubah sejak direviu. Buka kembali, lalu mintakan reviu sekali lagi.",
                reverse("performance-reopen", args=[report.pk]),
            )
        )
    return found


def sign_final(
    report: PerformanceReport, confirmation: Confirmation, *, by: Person, now: datetime
) -> PerformanceReport:
    """Render, keep both files, and make it final; whoever comes second meets a Conflict."""
    agency = report.agency
    if not may_sign(by, agency, now):
        raise NotYours(NOT_THE_HEAD)
    if wrote(by, report) and not agency.allows_same_person:
        raise Blocked([Blocker(OWN_WORK)])
    signatory = _signatory(agency, by, now)
    book = book_of(report, agency.time_zone.local(now).date(), signatory=signatory)
    if blockers := blockers_of(book):
        raise Blocked(blockers)
    confirm(by, password=confirmation.password, agrees=confirmation.agrees)
    files = {"pdf": book_pdf.render(book), "docx": book_word.render(book, at=now)}
    with transaction.atomic():
        return _freeze(report, files, signatory, by=by, now=now)


def _freeze(
    report: PerformanceReport, files: dict[str, bytes], signatory: Signatory, *, by: Person, now: datetime
) -> PerformanceReport:
    agency = report.agency
    types = {"pdf": book_pdf.CONTENT_TYPE, "docx": book_word.CONTENT_TYPE}
    kept = {
        kind: store(
            content, name=f"LKjIP-{agency.code}-{report.period}.{kind}", content_type=types[kind],
            agency=agency, by=by, at=now,
        )
        for kind, content in files.items()
    }  # fmt: skip
    waiting = PerformanceReport.objects.filter(pk=report.pk, status=Status.REVIEWED, round=report.round)
    changed = waiting.update(
        status=PerformanceReport.Status.FINAL, pdf=kept["pdf"], word=kept["docx"],
        signed_by=by, signed_as=signatory.title, signed_at=now,
    )  # fmt: skip
    if not changed:
        raise Conflict("LKjIP ini baru saja ditandatangani atau dibuka kembali orang lain.")
    sentence = f"{report.title} ditandatangani {by} selaku {signatory.title}; berkasnya dibekukan."
    details = {kind: file.sha256 for kind, file in kept.items()}
    record(Event("performance_report_final", report, sentence, details), by=by, at=now, agency=agency)
    report.refresh_from_db()
    return report


def _signatory(agency: Agency, by: Person, now: datetime) -> Signatory:
    on = agency.time_zone.local(now).date()
    title = capacity(by, agency, Role.HEAD, on)
    return Signatory(agency.city, title, by.name, by.printed_rank, by.printed_nip, on, now)
