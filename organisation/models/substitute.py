"""Who does the named tasks of another: the office goes on when a person is away or has moved."""

from datetime import date, datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from kinerja.lib.dates import long_date
from organisation.models.agency import Agency
from organisation.models.appointment import Appointment
from organisation.models.dated import in_force_at, not_over_at
from organisation.models.person import Person


class SubstituteQuerySet(models.QuerySet["Substitute"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(agency__in=Agency.objects.visible_to(person))

    def not_over(self, at: datetime) -> Self:
        """In force or still to come."""
        return self.filter(not_over_at(at), ended_at=None)

    def sharing_a_day(self, from_on: date, to_on: date | None) -> Self:
        """Those that were not ended and have a day in common with the days from `from_on` to `to_on`."""
        found = self.filter(Q(to_on=None) | Q(to_on__gte=from_on), ended_at=None)
        return found if to_on is None else found.filter(from_on__lte=to_on)

    def acting_at(self, at: datetime) -> Self:
        """In force, by somebody with an active account who holds an office in the same agency."""
        office = Appointment.objects.in_force_at(at).filter(
            agency=OuterRef("agency"), person=OuterRef("person")
        )
        return self.filter(in_force_at(at), Exists(office), ended_at=None, person__is_active=True)


class Substitute(models.Model):
    """From a day until a day, `person` may do in this agency whatever is asked of `absent` by name.

    Never deleted: what ends early keeps its dates and says when, by whom and why it ended.
    """

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
    ended_at = models.DateTimeField("diakhiri", null=True)
    ended_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    end_reason = models.CharField("alasan diakhiri", max_length=300, blank=True)

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
            models.CheckConstraint(
                condition=Q(ended_at=None, end_reason="") | Q(ended_at__isnull=False) & ~Q(end_reason=""),
                name="substitute_ended_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} menggantikan {self.absent}"

    @property
    def span(self) -> str:
        """The days in words: “5 Januari 2026 sampai 31 Januari 2026”, “mulai 5 Januari 2026”."""
        if self.to_on is None:
            return f"mulai {long_date(self.from_on)}"
        return f"{long_date(self.from_on)} sampai {long_date(self.to_on)}"
