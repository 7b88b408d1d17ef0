"""`manage.py export_report --agency CODE --period 2026-01 --format docx|pdf|xlsx --out FILE`."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kinerja.lib.periods import Period
from organisation.models import Agency
from organisation.queries.files import read_whole
from reporting.actions.deliver import signed_document
from reporting.models import Compilation, Document, Report
from reporting.queries.corrections import in_force
from reporting.queries.report import Sheet, sheet_of
from reporting.renderers.prints import RENDERERS


@dataclass(frozen=True)
class Wish:
    """How a copy is to look; what is frozen has its look already."""

    destination: str = ""
    paper: str = ""
    with_action: bool = False

    def sheet(self, compilation: Compilation) -> Sheet:
        sheet = sheet_of(compilation, destination=self.destination)
        layout = sheet.layout
        wanted = replace(
            layout, paper=self.paper or layout.paper, with_action=self.with_action or layout.with_action
        )
        return replace(sheet, layout=wanted)


class Command(BaseCommand):
    help = "Menulis laporan suatu periode: berkas yang ditandatangani, atau draf terakhir bila belum."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--agency", required=True, help="kode perangkat daerah")
        parser.add_argument("--period", required=True, help="2026-01, 2026-Q1, 2026-S1, atau 2026")
        parser.add_argument("--format", required=True, choices=sorted(RENDERERS))
        parser.add_argument(
            "--destination", default="", help="tata letak untuk tujuan ini (bukan berkas beku)"
        )
        parser.add_argument(
            "--edition", type=int, help="0 laporan semula, 1 perbaikan ke-1, …; bila kosong yang kini berlaku"
        )
        parser.add_argument(
            "--paper", default="", choices=["", *Agency.Paper.values], help="kertas lain (bukan berkas beku)"
        )
        parser.add_argument(
            "--action-plan", action="store_true", help="dengan tabel rencana aksi (bukan berkas beku)"
        )
        parser.add_argument("--out", required=True, type=Path, help="berkas tujuan")

    def handle(self, *_: Any, **options: Any) -> None:
        report = _report(options["agency"], options["period"], options["edition"])
        wish = Wish(options["destination"], options["paper"], with_action=options["action_plan"])
        content, kind = _content(report, options["format"], wish)
        try:
            options["out"].write_bytes(content)
        except OSError as problem:
            raise CommandError(f"Tidak dapat menulis {options['out']}: {problem.strerror}.") from problem
        self.stdout.write(f"{kind} {report} ditulis ke {options['out']} ({len(content)} byte).")


def _report(code: str, period: str, edition: int | None) -> Report:
    """The report that holds now, or the edition that was asked for, even if it does not hold."""
    try:
        wanted = Period.parse(period)
    except ValueError as problem:
        raise CommandError(str(problem)) from problem
    found = Report.objects.filter(agency__code=code, period=wanted).select_related("agency", "plan", "run")
    regular: Report | None = found.filter(run__edition=0).order_by("-pk").first()
    if regular is None:
        raise CommandError(f"Belum ada laporan {wanted.label} dari perangkat daerah “{code}”.")
    if edition is None:
        return in_force(regular)
    chosen: Report | None = found.filter(run__sop=regular.run.sop_id, run__edition=edition).first()
    if chosen is None:
        raise CommandError(f"Laporan {wanted.label} tidak mempunyai perbaikan ke-{edition}.")
    return chosen


def _content(report: Report, format_: str, wish: Wish) -> tuple[bytes, str]:
    """What is frozen; rendered anew where nothing is, or where it is to look otherwise."""
    frozen = signed_document(report, format_)
    if frozen is not None and wish == Wish():
        kept = read_whole(frozen.file)
        if kept is None:
            raise CommandError(f"Berkas {frozen.file} hilang atau tidak sesuai SHA-256-nya.")
        return kept, "Berkas bertanda tangan"
    if frozen is not None and format_ == Document.Format.PDF:
        raise CommandError("PDF yang sudah ditandatangani tidak dicetak ulang; pakai xlsx atau docx.")
    compilation = report.compilations.select_related("report__agency").last()
    if compilation is None:
        raise CommandError(f"Draf {report} belum disusun.")
    kind = "Salinan" if signed_document(report) else "Draf"
    content: bytes = RENDERERS[format_].render(wish.sheet(compilation))
    return content, kind
