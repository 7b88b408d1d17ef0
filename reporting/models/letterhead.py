"""What an office prints around a report besides words: its logo, and on whose behalf somebody signs."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from organisation.models import Agency, Appointment, Person, StoredFile


class Logo(models.Model):
    """The picture in the letterhead; what was frozen keeps the one that it was printed with."""

    agency = models.OneToOneField(
        Agency, on_delete=models.CASCADE, related_name="logo", verbose_name="perangkat daerah"
    )
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField("ditetapkan")

    class Meta:
        verbose_name = "logo kop surat"
        verbose_name_plural = "logo kop surat"

    def __str__(self) -> str:
        return f"Logo {self.agency.short_name}"


class MandateQuerySet(models.QuerySet["Mandate"]):
    def in_force(self, on: date) -> Self:
        return self.filter(Q(to_on=None) | Q(to_on__gte=on), from_on__lte=on)


class Mandate(models.Model):
    """By which decree the holder of an office signs on behalf of another one (a.n., u.b.), and how long."""

    appointment = models.ForeignKey(
        Appointment,
        on_delete=models.PROTECT,
        related_name="mandates",
        verbose_name="penugasan yang menandatangani",
    )
    on_behalf_of = models.CharField("atas nama (a.n.)", max_length=200)
    through = models.CharField("untuk beliau (u.b.)", max_length=200, blank=True)
    decree_number = models.CharField("nomor surat pelimpahan", max_length=100)
    from_on = models.DateField("mulai tanggal")
    to_on = models.DateField("sampai tanggal", null=True, blank=True)
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField("dicatat")

    objects: ClassVar = MandateQuerySet.as_manager()

    class Meta:
        ordering = ["-from_on", "-pk"]
        verbose_name = "pelimpahan tanda tangan"
        verbose_name_plural = "pelimpahan tanda tangan"
        constraints = [
            models.UniqueConstraint("appointment", "from_on", name="mandate_once_per_day"),
            models.CheckConstraint(
                condition=Q(to_on=None) | Q(to_on__gte=F("from_on")), name="mandate_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return " ".join([self.appointment.title, *self.lines])

    @property
    def lines(self) -> list[str]:
        """As printed above the signer's own title: “a.n. Kepala Badan”, or further “Sekretaris”, “u.b.”."""
        first = f"a.n. {self.on_behalf_of}"
        return [first, self.through, "u.b."] if self.through else [first]
