"""The office's own keys for electronic signatures."""

from datetime import datetime
from pathlib import Path
from typing import ClassVar, Self

from django.conf import settings
from django.db import models

from organisation.models import Agency, Person


class SigningKeyQuerySet(models.QuerySet["SigningKey"]):
    def usable(self, at: datetime) -> Self:
        """Keys that may sign at a moment: neither expired nor revoked."""
        return self.filter(revoked_at=None, valid_from__lte=at, valid_to__gt=at)


class SigningKey(models.Model):
    """One key of one agency; the private half is a locked file beside the database, never a row."""

    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="signing_keys", verbose_name="perangkat daerah"
    )
    certificate = models.TextField("sertifikat (PEM)")
    fingerprint = models.CharField("sidik sertifikat (SHA-256)", max_length=64, unique=True)
    valid_from = models.DateTimeField("berlaku sejak")
    valid_to = models.DateTimeField("berlaku sampai")
    created_at = models.DateTimeField("dibuat")
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField("dicabut", null=True)

    objects: ClassVar = SigningKeyQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from", "-pk"]
        verbose_name = "kunci tanda tangan"
        verbose_name_plural = "kunci tanda tangan"

    def __str__(self) -> str:
        return f"{self.agency}: {self.fingerprint[:16]}"

    @property
    def path(self) -> Path:
        return Path(settings.KEYS_DIR) / f"{self.fingerprint}.pem"

    def was_good_at(self, moment: datetime) -> bool:
        """Whether a signature of that moment may rest on this key."""
        in_force = self.valid_from <= moment < self.valid_to
        return in_force and (self.revoked_at is None or moment < self.revoked_at)
