"""Freezing a report whose SOP prints no signature: what was compiled last goes out as it is."""

from dataclasses import dataclass, replace
from datetime import datetime

from organisation.actions.files import store
from organisation.models import Person
from reporting.actions.correct import settle
from reporting.models import Compilation, Document, Report
from reporting.queries.procedure import asks_for
from reporting.queries.report import sheet_of
from reporting.renderers import excel, pdf

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


def unsigned_copies(report: Report) -> Copies | None:
    """The last draft as files; None where files were frozen before, or the SOP asks for a signature."""
    compilation = report.compilations.order_by("-round").first()
    if compilation is None or compilation.documents.exists() or asks_for(report.run, "sign"):
        return None
    sheet = replace(sheet_of(compilation), is_approved=True)  # no longer a draft: nobody else decides on it
    contents: dict[str, bytes] = {
        Document.Format.PDF: pdf.render(sheet),
        Document.Format.XLSX: excel.render(sheet),
    }
    return Copies(compilation, contents)


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
    Document.objects.create(compilation=compilation, format=format_, file=file, frozen_at=now)


def freeze_copies(copies: Copies | None, *, by: Person | None, now: datetime) -> None:
    if copies is not None:
        for format_, content in copies.contents.items():
            freeze(copies.compilation, format_, content, by=by, now=now)
        settle(copies.compilation.report, by=by, now=now)


def file_name(report: Report, format_: str) -> str:
    """ "laporan-bpkad-magelang-2026-01.pdf"; a correction says which one it is."""
    edition = f"-perbaikan-{report.run.edition}" if report.run.is_correction else ""
    return f"laporan-{report.agency.code}-{report.period.code}{edition}.{format_}"
