"""Agencies (perangkat daerah) and their units."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from kinerja.lib import clock
from kinerja.lib.dates import Zone
from organisation.models.person import Person
from organisation.roles import OVERSIGHT
from organisation.workdays import DayOffPolicy


class AgencyQuerySet(models.QuerySet["Agency"]):
    def visible_to(self, person: Person) -> Self:
        """Agencies in which the person holds an office today, and those of a government they oversee."""
        if person.is_superuser:
            return self
        today = timezone.localdate(clock.now())
        held = Q(appointments__person=person, appointments__from_on__lte=today) & (
            Q(appointments__to_on=None) | Q(appointments__to_on__gte=today)
        )
        overseen = Agency.objects.filter(held, appointments__role__in=OVERSIGHT).values("government")
        own = Agency.objects.filter(held).values("pk")
        return self.filter(Q(pk__in=own) | Q(government__in=overseen))


class Agency(models.Model):
    """A local-government office that reports as one."""

    class Paper(models.TextChoices):
        A4 = "A4", "A4 (210 × 297 mm)"
        F4 = "F4", "F4 (215 × 330 mm)"

    code = models.SlugField("kode", unique=True)
    name = models.CharField("nama", max_length=200)
    short_name = models.CharField("singkatan", max_length=60)
    government = models.CharField(
        "pemerintah daerah", max_length=120, help_text="Contoh: Pemerintah Kota Magelang"
    )
    zone = models.CharField(
        "zona waktu", max_length=4, choices=[(z.name, z.name) for z in Zone], default="WIB"
    )
    letterhead = models.TextField("kop surat", blank=True, help_text="Baris di bawah nama, satu per baris")
    city = models.CharField("tempat pada tanda tangan", max_length=80, blank=True)
    paper = models.CharField("kertas", max_length=2, choices=Paper.choices, default=Paper.F4)
    day_off_policy = models.CharField(
        "bila tenggat jatuh pada hari libur",
        max_length=10,
        choices=[(p.value, p.label) for p in DayOffPolicy],
        default=DayOffPolicy.KEEP.value,
    )
    allows_same_person = models.BooleanField(
        "boleh rangkap tugas",
        default=False,
        help_text="Kantor kecil: orang yang sama boleh mengisi dan meninjau. Tercatat dalam riwayat.",
    )
    contact = models.CharField("kontak operator", max_length=200, blank=True)

    objects: ClassVar = AgencyQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = "perangkat daerah"
        verbose_name_plural = "perangkat daerah"

    def __str__(self) -> str:
        return self.name

    @property
    def time_zone(self) -> Zone:
        return Zone[self.zone]


class Unit(models.Model):
    """A part of an agency: bidang, sub bagian, seksi."""

    agency = models.ForeignKey(
        Agency, on_delete=models.CASCADE, related_name="units", verbose_name="perangkat daerah"
    )
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children", verbose_name="induk"
    )
    name = models.CharField("nama", max_length=200)
    order = models.PositiveSmallIntegerField("urutan", default=0)

    class Meta:
        ordering = ["order", "name"]
        constraints = [
            models.UniqueConstraint(
                "agency",
                "name",
                name="unit_name_once_per_agency",
                violation_error_message="Unit dengan nama ini sudah ada di perangkat daerah tersebut.",
            )
        ]
        verbose_name = "unit"
        verbose_name_plural = "unit"

    def __str__(self) -> str:
        return self.name
