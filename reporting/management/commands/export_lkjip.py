"""`manage.py export_lkjip --agency CODE --period 2026|2026-S1 --format docx|pdf --out FILE`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kinerja.lib import clock
from kinerja.lib.periods import Period
from organisation.models import StoredFile
from organisation.queries.files import read_whole
from reporting.models import PerformanceReport
from reporting.renderers import book_pdf, book_word
from reporting.renderers.book_chapters import book_of

FORMATS = ("docx", "pdf")


class Command(BaseCommand):
    help = "Menulis LKjIP suatu tahun atau semester: berkas yang beku, atau draf bila belum final."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--agency", required=True, help="kode perangkat daerah")
        parser.add_argument("--period", required=True, help="2026 atau 2026-S1")
        parser.add_argument("--format", required=True, choices=FORMATS)
        parser.add_argument("--out", required=True, type=Path, help="berkas tujuan")

    def handle(self, *_: Any, **options: Any) -> None:
        report = _report(options["agency"], options["period"])
        content, kind = _content(report, options["format"])
        try:
            options["out"].write_bytes(content)
        except OSError as problem:
            raise CommandError(f"Tidak dapat menulis {options['out']}: {problem.strerror}.") from problem
        self.stdout.write(f"{kind} {report} ditulis ke {options['out']} ({len(content)} byte).")


def _report(code: str, period: str) -> PerformanceReport:
    try:
        wanted = Period.parse(period)
    except ValueError as problem:
        raise CommandError(str(problem)) from problem
    found = PerformanceReport.objects.filter(agency__code=code, period=wanted)
    report: PerformanceReport | None = found.select_related("agency", "plan__agency", "pdf", "word").first()
    if report is None:
        raise CommandError(f"Belum ada LKjIP {wanted.label} dari perangkat daerah “{code}”.")
    return report


def _content(report: PerformanceReport, format_: str) -> tuple[bytes, str]:
    """The frozen file, checked against its SHA-256; a draft is rendered as it stands."""
    frozen: StoredFile | None = report.pdf if format_ == "pdf" else report.word
    if frozen is None:
        now = clock.now()
        book = book_of(report, report.agency.time_zone.local(now).date())
        made = book_pdf.render(book) if format_ == "pdf" else book_word.render(book, at=now)
        return made, "Draf"
    kept = read_whole(frozen)
    if kept is None:
        raise CommandError(f"Berkas {frozen} hilang atau tidak sesuai SHA-256-nya.")
    return kept, "Berkas final"
