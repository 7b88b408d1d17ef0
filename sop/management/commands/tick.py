"""`manage.py tick [--at ISO]`: what beat does every five minutes, for cron and tests."""

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kinerja.lib import clock
from kinerja.lib.dates import Zone
from sop.actions.tick import tick


class Command(BaseCommand):
    help = "Membuka pelaksanaan dan jendela, menutup isian, melakukan tindakan otomatis, menulis pengingat."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--at", help="Saat yang dianggap sekarang, ISO 8601; tanpa zona berarti WIB")

    def handle(self, **options: Any) -> None:
        now = _moment(options["at"]) if options["at"] else clock.now()
        with clock.at(now):
            ticked = tick(now)
        self.stdout.write(
            f"dibuka {ticked.runs} pelaksanaan dan {ticked.opened} tugas, ditutup {ticked.closed}, "
            f"dilakukan sistem {ticked.performed}, pengingat {ticked.reminded}"
        )
        if ticked.problems:
            raise CommandError("; ".join(ticked.problems))


def _moment(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise CommandError(f"“{text}” bukan waktu ISO 8601, contoh 2026-12-06T00:05+07:00.") from None
    return at if at.tzinfo else at.replace(tzinfo=Zone.WIB.info)
