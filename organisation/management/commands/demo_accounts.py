"""`manage.py demo_accounts`: who can sign in with one click in demonstration mode."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from kinerja.lib import clock
from kinerja.lib.dates import Zone
from organisation.models import Appointment


class Command(BaseCommand):
    help = "Menampilkan nama, jabatan, dan perangkat daerah yang dapat masuk dalam mode peragaan."

    def handle(self, *_: Any, **__: Any) -> None:
        if not settings.KINERJA_DEMO:
            raise CommandError("Akun peragaan hanya ada dalam mode peragaan (KINERJA_DEMO=1).")
        today = Zone.WIB.local(clock.now()).date()
        held = Appointment.objects.in_force(today).filter(person__is_active=True)
        agency = ""
        self.stdout.write("Masuk tanpa kata sandi di halaman masuk, sebagai (nama rekaan):")
        for appointment in held.select_related("person", "agency").order_by("agency_id", "pk"):
            if appointment.agency.name != agency:
                agency = appointment.agency.name
                self.stdout.write(f"  {agency}")
            self.stdout.write(f"    {appointment.person.name} — {appointment.printed_title}")
