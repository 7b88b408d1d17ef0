"""Files kept by content: the name on disk is the SHA-256 of the bytes."""

from pathlib import Path
from typing import ClassVar, Self

from django.conf import settings
from django.db import models

from organisation.models.agency import Agency
from organisation.models.person import Person


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(agency__in=Agency.objects.visible_to(person))


class StoredFile(models.Model):
    """One file of one agency: evidence, a receipt, a rendered report, an archive package."""

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, verbose_name="perangkat daerah")
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True)
    name = models.CharField("nama berkas", max_length=200)
    content_type = models.CharField("jenis", max_length=100)
    size = models.PositiveBigIntegerField("ukuran (byte)")
    added_at = models.DateTimeField("disimpan pada")
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, verbose_name="disimpan oleh")

    objects: ClassVar = StoredFileQuerySet.as_manager()

    class Meta:
        ordering = ["added_at", "pk"]
        verbose_name = "berkas"
        verbose_name_plural = "berkas"
        constraints = [
            models.UniqueConstraint("agency", "sha256", "name", name="file_once_per_agency_and_name")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> Path:
        return Path(settings.FILES_DIR) / self.sha256[:2] / self.sha256
