"""Rehearsals that somebody asked for: a row first, played by a worker on a throwaway copy of the data."""

from typing import ClassVar, Self

from django.db import models

from organisation.models import Agency, PeriodField, Person
from sop.models.definition import SopVersion


class RehearsalQuerySet(models.QuerySet["Rehearsal"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(version__sop__agency__in=Agency.objects.visible_to(person))


class Rehearsal(models.Model):
    """One version played for one period by one kind of people, and what came of it."""

    class People(models.TextChoices):
        ON_TIME = "tepat", "Semua tepat waktu"
        LATE = "terlambat", "Semua terlambat"
        RETURNING = "kembali", "Satu kali dikembalikan"
        HEAD_AWAY = "plh", "Kepala berhalangan, ada Plh."

    class Status(models.TextChoices):
        PENDING = "pending", "Menunggu giliran"
        RUNNING = "running", "Sedang dimainkan"
        DONE = "done", "Selesai"
        FAILED = "failed", "Gagal"

    version = models.ForeignKey(SopVersion, on_delete=models.CASCADE, related_name="rehearsals")
    period = PeriodField("periode")
    people = models.CharField("pelaku", max_length=12, choices=People.choices, default=People.ON_TIME)
    requested_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField("diminta")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(db_index=True)
    result = models.JSONField("hasil", default=dict)
    problem = models.TextField("kendala", blank=True)

    objects: ClassVar = RehearsalQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at", "-pk"]
        verbose_name = "geladi"
        verbose_name_plural = "geladi"

    def __str__(self) -> str:
        return f"Geladi {self.version}, {self.period.label}"

    @property
    def is_settled(self) -> bool:
        """Whether there is nothing to wait for."""
        return self.status in {self.Status.DONE, self.Status.FAILED}
