"""Freezing a report whose SOP prints no signature: what was compiled last goes out as it is."""

import contextlib
from dataclasses import dataclass, replace
from datetime import datetime

from organisation.actions.files import store
from organisation.models import Person
from reporting.actions.correct import settle
from reporting.actions.prepared import SETTLED, printed_together
from reporting.models import Compilation, Document, Report
from reporting.queries.letterhead import logo_of
from reporting.queries.procedure import asks_for
from reporting.queries.report import Sheet, sheet_of
from reporting.renderers import excel, pdf
from reporting.renderers.prints import PDF, XLSX, Print
from sop.workflow import Blocked

TYPES = {Document.Format.PDF: pdf.CONTENT_TYPE, Document.Format.XLSX: excel.CONTENT_TYPE}


@dataclass(frozen=True)
class Copies:
    """The files of one draft, rendered before any lock is taken."""

    compilation: Compilation
    contents: dict[str, bytes]


def is_ready(report: Report) -> bool:
    """Whether there is something that may leave the house: signed, or compiled where nobody signs."""
    if asks_for(report.run, "sign"):
        return Document.objects.filter(compilation__report=report).exists()
    return report.compilations.exists()


def unsigned_copies(report: Report, *, now: datetime) -> Copies | None:
    """The last draft as files; None where files were frozen before, or the SOP asks for a signature.

    Blocked while a worker still makes large ones.
    """
    compilation = report.compilations.order_by("-round").first()
    if compilation is None or compilation.documents.exists() or asks_for(report.run, "sign"):
        return None
    sheet = settled_sheet(compilation)
    paper, workbook = printed_together([Print(PDF, sheet), Print(XLSX, sheet)], SETTLED, now=now)
    contents: dict[str, bytes] = {
        Document.Format.PDF: paper.content,
        Document.Format.XLSX: workbook.content,
    }
    return Copies(compilation, contents)


def settled_sheet(compilation: Compilation) -> Sheet:
    """The draft as a report: it is none any more where nobody else decides on it."""
    return replace(sheet_of(compilation), is_approved=True)


def freeze_unsigned(report: Report, *, now: datetime) -> None:
    """Freeze what nobody signs; large files follow when a worker has made them."""
    with contextlib.suppress(Blocked):
        freeze_copies(unsigned_copies(report, now=now), by=None, now=now)


def freeze(
    compilation: Compilation, format_: str, content: bytes, *, by: Person | None, now: datetime
) -> None:
    """Keep a rendered file of a draft for good."""
    report = compilation.report
    file = store(
        content,
        name=file_name(report, format_),
        content_type=TYPES[Document.Format(format_)],
        agency=report.agency,
        by=by,
        at=now,
    )
    logo = logo_of(report.agency)
    Document.objects.create(compilation=compilation, format=format_, file=file, frozen_at=now, logo=logo)


def freeze_copies(copies: Copies | None, *, by: Person | None, now: datetime) -> None:
    if copies is not None:
        for format_, content in copies.contents.items():
            freeze(copies.compilation, format_, content, by=by, now=now)
        settle(copies.compilation.report, by=by, now=now)


def file_name(report: Report, format_: str) -> str:
    """ "laporan-bpkad-magelang-2026-01.pdf"; a correction says which one it is."""
    edition = f"-perbaikan-{report.run.edition}" if report.run.is_correction else ""
    return f"laporan-{report.agency.code}-{report.period.code}{edition}.{format_}"
