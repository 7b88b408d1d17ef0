"""A rehearsal of a whole run on a throwaway copy of the data: the copy, and what is read from it."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from kinerja.lib.periods import Period
from reporting.models import (
    ArchiveRecord,
    BudgetLine,
    Compilation,
    Delivery,
    Document,
    Initial,
    Report,
    ReportLine,
    Review,
    ReviewNote,
    Signature,
    SigningAttempt,
)
from reporting.queries.report import sheet_of
from reporting.renderers import excel, pdf
from sop.models import Run, Sop, SopVersion

MARK = "rehearsal"  # a file in the data folder that says: everything here may be thrown away
COPIED = ("organisation", "sop", "reporting", "auth.group")
LEFT_BEHIND = (
    "organisation.historyevent",
    "organisation.historyhead",
    "organisation.notice",
    "organisation.outgoingmail",
    "sop.rehearsal",
)
# The copy brings its own broker and mail folder, so nothing in it reaches the real worker or a real inbox.
NOT_INHERITED = ("REDIS_URL", "CELERY_BROKER_URL", "EMAIL_URL")


class CopyFailed(Exception):
    """The copy could not be made; carries what the database said."""


def make_copy(folder: Path) -> dict[str, str]:
    """Copy database and files into a folder; returns the environment in which the copy is the data."""
    database = folder / "kinerja.sqlite3"
    here = {name: value for name, value in os.environ.items() if name not in NOT_INHERITED}
    environment = here | {
        "DATABASE_URL": f"sqlite:///{database}",
        "KINERJA_DATA": str(folder),
        "DJANGO_SETTINGS_MODULE": "kinerja.settings",
    }
    (folder / MARK).touch()
    # Content-addressed files are never changed, so a link to each will do; new ones are written beside them.
    shutil.copytree(Path(settings.FILES_DIR).resolve(), folder / "files", copy_function=os.symlink)
    if connection.vendor == "sqlite":
        _back_up(database)
    else:
        _carry_over(folder, environment)
    return environment


def is_copy() -> bool:
    """Whether this process works on a throwaway copy."""
    return (Path(settings.KINERJA_DATA) / MARK).exists()


def manage(arguments: Sequence[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a management command of this project in another environment."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603


def _back_up(database: Path) -> None:
    """SQLite's own copy of a database in use; inside a transaction it would wait for itself for ever."""
    if connection.in_atomic_block:
        raise CopyFailed("masih ada transaksi yang terbuka")
    connection.ensure_connection()
    target = sqlite3.connect(database)
    try:
        connection.connection.backup(target)
    finally:
        target.close()


def _carry_over(folder: Path, environment: dict[str, str]) -> None:
    """Any other database: a fresh SQLite with the same rows; the history starts anew."""
    rows = folder / "rows.json"
    call_command(
        "dumpdata", *COPIED, exclude=LEFT_BEHIND, natural_foreign=True, output=str(rows), verbosity=0
    )
    for arguments in (["migrate", "--verbosity", "0"], ["loaddata", str(rows), "--verbosity", "0"]):
        done = manage(arguments, environment)
        if done.returncode:
            raise CopyFailed(done.stderr.strip().rpartition("\n")[2])
    rows.unlink()


@transaction.atomic
def clear_stage(version: SopVersion, period: Period) -> None:
    """Leave nothing in the copy but this version and this period to be run."""
    for run in Run.objects.filter(sop=version.sop, period=period, corrects=None):
        forget(run)
    for run in Run.objects.filter(status=Run.Status.OPEN):
        forget(run)
    others = SopVersion.objects.filter(status=SopVersion.Status.PUBLISHED).exclude(pk=version.pk)
    others.update(status=SopVersion.Status.RETIRED)
    Sop.objects.filter(pk=version.sop_id).update(runs_from=period.next.code)  # the clock opens no other


def forget(run: Run) -> None:
    """Delete a run with its report and the corrections of it; what was entered stays."""
    for later in run.corrections.all():
        forget(later)
    reports = Report.objects.filter(run=run)
    compilations = Compilation.objects.filter(report__in=reports)
    ArchiveRecord.objects.filter(report__in=reports).delete()
    Delivery.objects.filter(report__in=reports).delete()
    Signature.objects.filter(compilation__in=compilations).delete()
    Initial.objects.filter(compilation__in=compilations).delete()
    SigningAttempt.objects.filter(task__run=run).delete()
    Document.objects.filter(compilation__in=compilations).delete()
    ReviewNote.objects.filter(review__compilation__in=compilations).delete()
    Review.objects.filter(compilation__in=compilations).delete()
    ReportLine.objects.filter(compilation__in=compilations).delete()
    BudgetLine.objects.filter(compilation__in=compilations).delete()
    compilations.delete()
    reports.delete()
    run.delete()


def write_documents(run: Run, out: Path) -> list[Path]:
    """Write the report of the run as report.xlsx and report.pdf: as signed, else as last compiled."""
    out.mkdir(parents=True, exist_ok=True)
    contents = _signed(run) or _compiled(run)
    written = []
    for name in (Document.Format.XLSX, Document.Format.PDF):
        if name in contents:
            path = out / f"report.{name}"
            path.write_bytes(contents[name])
            written.append(path)
    return written


def _signed(run: Run) -> dict[str, bytes]:
    documents = Document.objects.filter(compilation__report__run=run).select_related("file")
    latest = {document.format: document for document in documents.order_by("compilation__round")}
    return {name: document.file.path.read_bytes() for name, document in latest.items()}


def _compiled(run: Run) -> dict[str, bytes]:
    """An SOP without a signature still has its report."""
    compilation = Compilation.objects.filter(report__run=run).order_by("round").last()
    if compilation is None:
        return {}
    sheet = sheet_of(compilation)
    return {Document.Format.XLSX: excel.render(sheet), Document.Format.PDF: pdf.render(sheet)}
