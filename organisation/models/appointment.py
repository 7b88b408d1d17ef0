"""Dated appointments: who holds which role, in which agency or unit, in which capacity."""

from datetime import date, datetime
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from organisation.models.agency import Agency, Unit
from organisation.models.dated import in_force_at
from organisation.models.person import Person
from organisation.roles import Role, Tenure


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def in_force(self, on: date) -> Self:
        return self.filter(Q(to_on__isnull=True) | Q(to_on__gte=on), from_on__lte=on)

    def in_force_at(self, at: datetime) -> Self:
        """The same at a moment, each by the clock of its own agency."""
        return self.filter(in_force_at(at))

    def of_role(self, agency: Agency, role: str) -> Self:
        return self.filter(agency=agency, role=role)


class Appointment(models.Model):
    """A person in an office from a day until a day; the title is what is printed under a signature."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="appointments", verbose_name="pegawai"
    )
    agency = models.ForeignKey(
        Agency, on_delete=models.CASCADE, related_name="appointments", verbose_name="perangkat daerah"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, verbose_name="unit")
    role = models.CharField("peran", max_length=20, choices=Role.choices)
    title = models.CharField("jabatan tercetak", max_length=200)
    tenure = models.CharField("sifat", max_length=10, choices=Tenure.choices, default=Tenure.DEFINITIVE)
    decree_number = models.CharField("nomor SK/surat perintah", max_length=100, blank=True)
    from_on = models.DateField("mulai tanggal")
    to_on = models.DateField("sampai tanggal", null=True, blank=True)

    objects: ClassVar = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["agency", "role", "from_on"]
        verbose_name = "penugasan jabatan"
        verbose_name_plural = "penugasan jabatan"
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
                name="appointment_ends_after_start",
                violation_error_message="Penugasan berakhir sebelum mulai; periksa kedua tanggalnya.",
            ),
        ]
        indexes = [models.Index(fields=["agency", "role", "from_on"])]

    def __str__(self) -> str:
        return f"{self.person} — {self.printed_title}"

    def clean(self) -> None:
        if self.unit is not None and self.unit.agency_id != self.agency_id:
            raise ValidationError({"unit": "Unit ini milik perangkat daerah lain."})

    @property
    def printed_title(self) -> str:
        """The title as it stands over a signature: “Plt. Kepala Badan …”."""
        return f"{Tenure(self.tenure).prefix}{self.title}"
