"""Check every archived file: `verify_archive [--agency CODE] [--json]`; exit code 1 when one is not whole."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from organisation.models import Agency
from reporting.models import ArchiveRecord
from reporting.queries.archive_check import Verdict, check


class Command(BaseCommand):
    help = (
        "Memeriksa arsip: paket ada dan utuh, isinya sesuai daftar SHA-256, dan berkas laporannya tersimpan. "
        "Berakhir dengan 0 bila semua utuh, 1 bila tidak."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--agency", default="", help="kode perangkat daerah; tanpa ini semuanya")
        parser.add_argument("--json", action="store_true", help="hasil sebagai JSON")

    def handle(self, *_: Any, **options: Any) -> None:
        records = ArchiveRecord.objects.select_related("report__agency", "package").order_by("pk")
        if code := options["agency"]:
            if not Agency.objects.filter(code=code).exists():
                raise CommandError(f"Perangkat daerah “{code}” tidak dikenal.", returncode=2)
            records = records.filter(report__agency__code=code)
        verdicts = [check(record) for record in records]
        broken = [verdict for verdict in verdicts if not verdict.is_whole]
        if options["json"]:
            self.stdout.write(json.dumps([_plain(verdict) for verdict in verdicts], ensure_ascii=False))
        else:
            for verdict in broken:
                self.stdout.write("\n".join(_sentences(verdict)))
        if broken:
            raise CommandError(f"Arsip tidak utuh: {len(broken)} dari {len(verdicts)} berkas.", returncode=1)
        if not options["json"]:
            members = sum(verdict.members for verdict in verdicts)
            self.stdout.write(f"Arsip utuh: {len(verdicts)} berkas arsip, {members} isi paket diperiksa.")


def _sentences(verdict: Verdict) -> list[str]:
    record = verdict.record
    where = f"{record.report.agency.code} {record.number} ({record.report.period.code})"
    return [f"{where}: {problem}" for problem in verdict.problems]


def _plain(verdict: Verdict) -> dict[str, Any]:
    record = verdict.record
    return {
        "agency": record.report.agency.code,
        "period": record.report.period.code,
        "number": record.number,
        "package": record.package.sha256,
        "members": verdict.members,
        "files": verdict.files,
        "problems": list(verdict.problems),
    }
