"""`manage.py explain --agency CODE --period 2026-11 --indicator CODE [--node CODE] [--round N]`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kinerja.lib.periods import Period
from organisation.models import Agency
from reporting.queries.explain import NotFound, explained
from reporting.renderers import explain


class Command(BaseCommand):
    help = (
        "Menjelaskan capaian satu indikator: target, realisasi, hitungan, predikat, dan aturan yang dipakai."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--agency", required=True, help="kode perangkat daerah")
        parser.add_argument("--period", required=True, help="2026-01, 2026-Q1, 2026-S1, atau 2026")
        parser.add_argument("--indicator", required=True, help="kode indikator")
        parser.add_argument(
            "--node", default="", help="kode baris rencana, bila kode indikator dipakai dua kali"
        )
        parser.add_argument("--round", type=int, help="putaran draf; tanpa ini yang terakhir")

    def handle(self, *_: Any, **options: Any) -> None:
        try:
            period = Period.parse(options["period"])
            told = explained(
                _agency(options["agency"]),
                period,
                options["indicator"],
                node=options["node"],
                round_=options["round"],
            )
        except (ValueError, NotFound) as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(explain.render(told))


def _agency(code: str) -> Agency:
    found = Agency.objects.filter(code=code).first()
    if found is None:
        known = ", ".join(Agency.objects.order_by("code").values_list("code", flat=True))
        raise NotFound(f"Perangkat daerah “{code}” tidak dikenal; yang ada: {known or 'belum ada'}.")
    return found
