"""`manage.py seed_demo`: the demonstration's offices, people, figures and finished months; only once."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from kinerja.lib import clock
from kinerja.lib.dates import Zone, moment
from reporting import demo


class Command(BaseCommand):
    help = "Memuat data peragaan; pemanggilan berikutnya tidak mengubah apa pun."

    def handle(self, *_: Any, **__: Any) -> None:
        if not settings.KINERJA_DEMO:
            raise CommandError("Data peragaan hanya untuk mode peragaan; jalankan dengan KINERJA_DEMO=1.")
        seeded = demo.seed()
        if seeded.is_new or not settings.CLOCK_FILE.exists():
            clock.move_to(demo.NOW)
        if not seeded.is_new:
            self.stdout.write("Data peragaan sudah ada; tidak ada yang diubah.")
            return
        self.stdout.write("Data peragaan dimuat:")
        for sentence in seeded.sentences:
            self.stdout.write(f"- {sentence}")
        self.stdout.write(f"- jam peragaan: {moment(demo.NOW, Zone.WIB)}")
