"""Import an agency's plan of a year from the Excel template."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kinerja.lib import clock
from organisation.models import Agency
from reporting.actions.plan_import import Imported, Order, import_plan


class Command(BaseCommand):
    help = "Mengimpor rencana satu perangkat daerah dari templat Excel (docs/formats/plan.md)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--agency", required=True, help="kode perangkat daerah")
        parser.add_argument("--year", required=True, type=int)
        parser.add_argument("--revision", type=int, default=0, help="0 = murni")
        parser.add_argument("--dry-run", action="store_true", help="periksa saja, tidak ada yang ditulis")
        parser.add_argument(
            "--good-rows", action="store_true", help="ambil baris yang baik, lewati yang salah"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        agency = Agency.objects.filter(code=options["agency"]).first()
        if agency is None:
            raise CommandError(f"Perangkat daerah “{options['agency']}” tidak ada.")
        path: Path = options["file"]
        if not path.is_file():
            raise CommandError(f"Berkas {path} tidak ada.")
        order = Order(
            agency,
            options["year"],
            revision=options["revision"],
            good_rows=options["good_rows"],
            dry_run=options["dry_run"],
        )
        imported = import_plan(path.name, path.read_bytes(), order, by=None, now=clock.now())
        self._print(imported)
        if imported.faults and not options["good_rows"]:
            raise CommandError(f"{len(imported.faults)} sel bermasalah. Tidak ada yang ditulis.")

    def _print(self, imported: Imported) -> None:
        for fault in imported.faults:
            self.stdout.write(f"{fault.place}: {fault.sentence}")
        for sheet, count in imported.rows.items():
            created, changed = imported.created.get(sheet, 0), imported.changed.get(sheet, 0)
            self.stdout.write(f"{sheet}: {count} baris baik, {created} baru, {changed} berubah")
        self.stdout.write("Ditulis." if imported.is_written else "Tidak ada yang ditulis.")
