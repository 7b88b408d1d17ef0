"""The history: an append-only, hash-chained trail of every workflow act and every changed value."""

from datetime import UTC
from typing import Any, ClassVar, NoReturn

from django.db import models

from organisation.models.agency import Agency
from organisation.models.person import Person


class HistoryQuerySet(models.QuerySet["HistoryEvent"]):
    def update(self, **_: Any) -> NoReturn:
        raise TypeError("Riwayat tidak dapat diubah.")

    def delete(self) -> NoReturn:
        raise TypeError("Riwayat tidak dapat dihapus.")


class HistoryEvent(models.Model):
    """One thing that happened. `by` is empty where the system acted."""

    chain = models.CharField(
        "rantai", max_length=60, help_text="Kode perangkat daerah; satu rantai per kantor"
    )
    sequence = models.PositiveBigIntegerField("urutan")
    at = models.DateTimeField("waktu")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, verbose_name="oleh")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, verbose_name="perangkat daerah")
    verb = models.CharField("perbuatan", max_length=40)
    subject = models.CharField("tentang", max_length=60, help_text="Contoh: sop.task:12")
    sentence = models.TextField("kalimat")
    details = models.JSONField("rincian", default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects: ClassVar = HistoryQuerySet.as_manager()

    class Meta:
        ordering = ["chain", "sequence"]
        verbose_name = "riwayat"
        verbose_name_plural = "riwayat"
        constraints = [models.UniqueConstraint("chain", "sequence", name="history_sequence_once")]
        indexes = [models.Index(fields=["subject"])]

    def __str__(self) -> str:
        return self.sentence

    @property
    def content(self) -> dict[str, Any]:
        """The part of an event that is hashed."""
        return {
            "chain": self.chain,
            "sequence": self.sequence,
            "at": self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "by": self.by_id,
            "agency": self.agency_id,
            "verb": self.verb,
            "subject": self.subject,
            "sentence": self.sentence,
            "details": self.details,
        }


class HistoryHead(models.Model):
    """The end of a chain: the row that writers lock, and what shows that the tail was cut off."""

    chain = models.CharField(max_length=60, unique=True)
    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")
    seal = models.CharField(max_length=64, default="")

    def __str__(self) -> str:
        return f"{self.chain} #{self.sequence}"
