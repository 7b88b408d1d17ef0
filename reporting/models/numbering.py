"""Numbers of papers: one series for each paper of an agency and year, and every number it ever gave."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from organisation.models import Agency, Person


class NumberSeriesQuerySet(models.QuerySet["NumberSeries"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(agency__in=Agency.objects.visible_to(person))


class NumberSeries(models.Model):
    """The running number of one kind of paper in one year; its row is the lock of whoever takes a number."""

    class Paper(models.TextChoices):
        REPORT = "report", "Laporan"
        COVER = "cover", "Surat pengantar"
        MEMO = "memo", "Nota dinas"
        OFFICIAL = "official", "Surat dinas"
        MINUTES = "minutes", "Berita acara"
        AGENDA_IN = "agenda_in", "Agenda surat masuk"
        AGENDA_OUT = "agenda_out", "Agenda surat keluar"

    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="number_series", verbose_name="perangkat daerah"
    )
    paper = models.CharField("naskah", max_length=10, choices=Paper.choices)
    year = models.PositiveSmallIntegerField("tahun")
    pattern = models.CharField("pola nomor", max_length=120)
    unit = models.CharField(
        "kode unit", max_length=60, blank=True, help_text="Kosong = singkatan perangkat daerah"
    )
    first_number = models.PositiveIntegerField("mulai dari", default=1)
    next_number = models.PositiveIntegerField("nomor berikutnya", default=1)
    edition = models.PositiveIntegerField("edisi", default=1)

    objects: ClassVar = NumberSeriesQuerySet.as_manager()

    class Meta:
        ordering = ["agency", "-year", "paper"]
        verbose_name = "deret nomor"
        verbose_name_plural = "deret nomor"
        constraints = [
            models.UniqueConstraint("agency", "paper", "year", name="series_once_per_year"),
            models.CheckConstraint(
                condition=Q(first_number__gte=1, next_number__gte=F("first_number")),
                name="series_counts_forward",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_paper_display()} {self.year}"


class IssuedNumber(models.Model):
    """A number that was given, to what, when, by whom; a cancelled one stays and is never given again."""

    series = models.ForeignKey(NumberSeries, on_delete=models.PROTECT, related_name="numbers")
    sequence = models.PositiveIntegerField("urut")
    text = models.CharField("nomor", max_length=200)
    purpose = models.CharField("untuk", max_length=300)
    at = models.DateTimeField("diberikan")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField("dibatalkan", null=True)
    cancelled_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField("alasan batal", max_length=300, blank=True)

    objects: ClassVar = models.Manager()

    class Meta:
        ordering = ["series", "sequence"]
        verbose_name = "nomor"
        verbose_name_plural = "nomor"
        constraints = [
            models.UniqueConstraint("series", "sequence", name="number_once"),
            models.UniqueConstraint("series", "text", name="number_text_once"),
            models.CheckConstraint(
                condition=Q(cancelled_at=None, cancelled_by=None, reason="")
                | (Q(cancelled_at__isnull=False, cancelled_by__isnull=False) & ~Q(reason="")),
                name="number_cancelled_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.text
