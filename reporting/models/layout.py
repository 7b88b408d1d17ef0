"""Which columns an office prints, in which order and under which headings, for each destination."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from organisation.models import Agency, Person


class ColumnLayout(models.Model):
    """The columns of one table for one destination of an agency; an empty destination is the default."""

    class Table(models.TextChoices):
        PERFORMANCE = "performance", "Capaian kinerja"
        ACTION = "action", "Rencana aksi"
        BUDGET = "budget", "Realisasi keuangan dan fisik"

    agency = models.ForeignKey(
        Agency, on_delete=models.CASCADE, related_name="column_layouts", verbose_name="perangkat daerah"
    )
    destination = models.CharField("tujuan", max_length=200, blank=True, help_text="Kosong = bawaan")
    table = models.CharField("tabel", max_length=12, choices=Table.choices)
    columns = models.JSONField(
        "kolom",
        help_text='Berurutan: [{"key": "name", "heading": "", "shown": true}, …]; judul kosong = bawaan',
    )
    cover = models.BooleanField("halaman sampul", default=False, help_text="Hanya pada tabel capaian kinerja")
    printed = models.BooleanField(
        "dicetak", default=True, help_text="Hanya rencana aksi yang boleh tidak dicetak"
    )
    paper = models.CharField(
        "kertas", max_length=2, choices=Agency.Paper.choices, blank=True, help_text="Kosong = kertas kantor"
    )
    edition = models.PositiveIntegerField("edisi", default=1)
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField("ditetapkan")

    objects: ClassVar = models.Manager()

    class Meta:
        ordering = ["agency", "destination", "table"]
        verbose_name = "tata letak kolom"
        verbose_name_plural = "tata letak kolom"
        constraints = [
            models.UniqueConstraint("agency", "destination", "table", name="layout_once_per_table"),
            models.CheckConstraint(
                condition=Q(cover=False) | Q(table="performance"), name="layout_cover_on_performance"
            ),
            models.CheckConstraint(
                condition=Q(printed=True) | Q(table="action"), name="layout_only_action_left_out"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_table_display()} — {self.destination or 'bawaan'}"
