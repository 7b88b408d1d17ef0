"""Who does the named tasks of another: the office goes on when a person is away or has moved."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from organisation.models.agency import Agency
from organisation.models.person import Person


class SubstituteQuerySet(models.QuerySet["Substitute"]):
    def in_force(self, on: date) -> Self:
        return self.filter(Q(to_on__isnull=True) | Q(to_on__gte=on), from_on__lte=on)


class Substitute(models.Model):
    """From a day until a day, `person` may do in this agency whatever is asked of `absent` by name."""

    agency = models.ForeignKey(
        Agency, on_delete=models.CASCADE, related_name="substitutes", verbose_name="perangkat daerah"
    )
    absent = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="substituted_by", verbose_name="yang digantikan"
    )
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="substitutes_for", verbose_name="pengganti"
    )
    reason = models.CharField("alasan", max_length=300)
    decree_number = models.CharField("nomor SK/surat perintah", max_length=100, blank=True)
    from_on = models.DateField("mulai tanggal")
    to_on = models.DateField("sampai tanggal", null=True, blank=True)
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField("dicatat")

    objects: ClassVar = SubstituteQuerySet.as_manager()

    class Meta:
        ordering = ["agency", "-from_on"]
        verbose_name = "pengganti"
        verbose_name_plural = "pengganti"
        constraints = [
            models.CheckConstraint(condition=~Q(absent=F("person")), name="substitute_is_another"),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
                name="substitute_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} menggantikan {self.absent}"
