"""Add the days off of Indonesia: `load_holidays 2026 2027`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from kinerja.lib import clock
from organisation.actions.holidays import load_holidays


class Command(BaseCommand):
    help = "Memuat hari libur nasional dan cuti bersama; hari yang sudah ada tidak diubah."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("years", nargs="+", type=int, metavar="TAHUN")

    def handle(self, *_: Any, **options: Any) -> None:
        added = load_holidays(options["years"], by=None, at=clock.now())
        self.stdout.write(f"{added} hari libur ditambahkan.")
