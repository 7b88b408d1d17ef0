"""Check that every series of numbers is whole: `manage.py verify_numbers --agency bpkad-magelang`."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from organisation.models import Agency
from reporting.queries.number_check import Checked, check_numbers


class Command(BaseCommand):
    help = "Periksa deret nomor laporan, surat, dan agenda: tidak ada yang hilang atau kembar."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--agency", help="kode perangkat daerah; tanpa ini semuanya")
        parser.add_argument("--json", action="store_true", help="hasil sebagai JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        agencies = Agency.objects.all()
        if code := options["agency"]:
            agencies = agencies.filter(code=code)
            if not agencies.exists():
                raise CommandError(f"Perangkat daerah “{code}” tidak dikenal.", returncode=2)
        found = list(check_numbers(agencies))
        lines = (
            json.dumps([_row(one) for one in found], ensure_ascii=False) if options["json"] else _told(found)
        )
        self.stdout.write(lines)
        if broken := [one for one in found if one.problems]:
            raise CommandError(f"Deret nomor tidak utuh: {len(broken)} dari {len(found)}.", returncode=1)


def _row(one: Checked) -> dict[str, Any]:
    return {
        "agency": one.series.agency.code,
        "paper": one.series.paper,
        "year": one.series.year,
        "given": one.given,
        "cancelled": one.cancelled,
        "problems": one.problems,
    }


def _told(found: list[Checked]) -> str:
    lines = []
    for one in found:
        name = f"{one.series.agency.code}, {one.series}"
        count = f"{one.given} nomor, {one.cancelled} batal"
        lines.append(f"{name}: {count}, {'; '.join(one.problems) or 'utuh'}")
    return "\n".join(lines) or "Belum ada nomor yang diberikan."
