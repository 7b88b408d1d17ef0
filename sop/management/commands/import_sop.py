"""`manage.py import_sop FILE [--agency CODE] [--check] [--publish]`: an SOP from its document."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from kinerja.lib import clock
from organisation.models import Agency
from sop.actions.document import Unfit, load_sop, publish
from sop.queries.problems import problems_of


class Command(BaseCommand):
    help = "Memuat SOP dari naskah JSON (docs/formats/sop.schema.json) sebagai draf, atau menerbitkannya."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="Naskah SOP, misalnya sop/fixtures/NAMA.json")
        parser.add_argument("--agency", help="Kode perangkat daerah; bawaannya yang tertulis dalam naskah")
        parser.add_argument("--check", action="store_true", help="Hanya periksa, tidak menyimpan apa pun")
        parser.add_argument(
            "--publish", action="store_true", help="Langsung terbitkan bila tidak ada masalah"
        )

    def handle(self, **options: Any) -> None:
        document = _read(options["file"])
        if options["agency"]:
            document["agency"] = options["agency"]
        agency = Agency.objects.filter(code=document.get("agency", "")).first()
        if agency is None:
            raise CommandError(
                f"Tidak ada perangkat daerah berkode “{document.get('agency')}”; buat dahulu di admin."
            )
        try:
            with transaction.atomic():
                self._load(document, agency, options)
        except Unfit as unfit:
            raise CommandError("\n".join(unfit.problems)) from unfit

    def _load(self, document: dict[str, Any], agency: Agency, options: dict[str, Any]) -> None:
        now = clock.now()
        version = load_sop(document, agency=agency, by=None, now=now)
        for problem in problems_of(version):
            self.stdout.write(f"Masalah: {problem}")
        if options["publish"] and not options["check"]:
            publish(version, by=None, now=now)
        self.stdout.write(f"{version}: {version.steps.count()} langkah, {version.get_status_display()}.")
        if options["check"]:
            transaction.set_rollback(True)
            self.stdout.write("Hanya diperiksa; tidak ada yang disimpan.")


def _read(path: Path) -> dict[str, Any]:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except OSError:
        raise CommandError(f"Berkas {path} tidak dapat dibuka.") from None
    except ValueError:
        raise CommandError(f"Berkas {path} bukan naskah JSON.") from None
    if not isinstance(document, dict):
        raise CommandError(f"Berkas {path} bukan naskah SOP.")
    return document
