"""`manage.py make_signing_key --agency CODE [--years 5] [--replace] [--revoke] [--by USERNAME]`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kinerja.lib import clock
from kinerja.lib.dates import long_date
from organisation.models import Agency, Person
from reporting.actions.signing_keys import KeyExists, make_key, revoke_key
from reporting.models import SigningKey

MOST_YEARS = 10


class Command(BaseCommand):
    help = (
        "Membuat kunci dan sertifikat tanda tangan elektronik (tidak tersertifikasi) sebuah perangkat daerah."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--agency", required=True, help="kode perangkat daerah")
        parser.add_argument("--years", type=int, default=5, help="masa berlaku dalam tahun, paling lama 10")
        parser.add_argument("--replace", action="store_true", help="cabut kunci yang berlaku, buat yang baru")
        parser.add_argument(
            "--revoke", action="store_true", help="cabut kunci yang berlaku tanpa menggantinya"
        )
        parser.add_argument("--by", help="nama pengguna yang dicatat sebagai pembuat")

    def handle(self, *_: Any, **options: Any) -> None:
        agency = Agency.objects.filter(code=options["agency"]).first()
        if agency is None:
            raise CommandError(f"Perangkat daerah “{options['agency']}” tidak dikenal.")
        if not 1 <= options["years"] <= MOST_YEARS:
            raise CommandError(f"Masa berlaku antara 1 dan {MOST_YEARS} tahun.")
        by, now = _person(options["by"]), clock.now()
        if options["revoke"]:
            self.stdout.write(_revoke(agency, by))
            return
        try:
            key = make_key(agency, by=by, now=now, years=options["years"], replace=options["replace"])
        except KeyExists as exists:
            raise CommandError(str(exists)) from exists
        until = long_date(agency.time_zone.local(key.valid_to).date())
        self.stdout.write(
            f"Kunci {agency} dibuat, berlaku sampai {until}. Sidik sertifikat {key.fingerprint}."
        )
        self.stdout.write(f"Cadangkan {key.path.parent} dan SECRET_KEY di tempat terpisah.")


def _person(username: str | None) -> Person | None:
    if not username:
        return None
    person = Person.objects.filter(username=username).first()
    if person is None:
        raise CommandError(f"Pengguna “{username}” tidak dikenal.")
    return person


def _revoke(agency: Agency, by: Person | None) -> str:
    now = clock.now()
    keys = list(SigningKey.objects.usable(now).filter(agency=agency))
    for key in keys:
        revoke_key(key, by=by, now=now)
    return f"Kunci {agency} dicabut." if keys else f"{agency} tidak memiliki kunci yang berlaku."
