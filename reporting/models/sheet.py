"""The shared sheet that an office fills today, understood once: which column holds what."""

from django.db import models

from organisation.models import Agency, Person


class SheetMapping(models.Model):
    """How the columns of an office's own sheet read as realisations."""

    agency = models.ForeignKey(
        Agency, on_delete=models.CASCADE, related_name="sheet_mappings", verbose_name="perangkat daerah"
    )
    name = models.CharField("nama", max_length=120)
    columns = models.JSONField("kolom", default=dict)
    rows = models.JSONField("baris yang dicocokkan", default=dict)
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField("dibuat")

    class Meta:
        ordering = ["agency", "name"]
        verbose_name = "peta lembar"
        verbose_name_plural = "peta lembar"
        constraints = [models.UniqueConstraint("agency", "name", name="sheet_mapping_once")]

    def __str__(self) -> str:
        return self.name
