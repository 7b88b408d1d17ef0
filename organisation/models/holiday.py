"""Days off: from a library of Indonesian holidays, editable, with days of one agency added."""

from django.db import models

from organisation.models.agency import Agency


class Holiday(models.Model):
    """A public holiday or joint leave; without an agency it holds for everybody."""

    on = models.DateField("tanggal")
    name = models.CharField("nama", max_length=150)
    agency = models.ForeignKey(
        Agency, on_delete=models.CASCADE, null=True, blank=True, verbose_name="hanya untuk perangkat daerah"
    )

    class Meta:
        ordering = ["on"]
        verbose_name = "hari libur"
        verbose_name_plural = "hari libur"
        constraints = [
            models.UniqueConstraint(
                "on",
                condition=models.Q(agency=None),
                name="holiday_once_for_all",
                violation_error_message="Hari libur nasional pada tanggal ini sudah ada.",
            ),
            models.UniqueConstraint(
                "on",
                "agency",
                name="holiday_once_per_agency",
                violation_error_message="Hari libur perangkat daerah ini pada tanggal tersebut sudah ada.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.on:%d-%m-%Y} {self.name}"
