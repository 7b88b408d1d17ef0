"""The archive: classes with their retention, the closed file of a period, and what became of its paper."""

from collections import defaultdict
from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from kinerja.lib.dates import years_later
from organisation.models import Agency, Person, StoredFile
from reporting.models.report import Report
from sop.models import Task


class Fate(models.TextChoices):
    """What the schedule says for the day after the last."""

    DESTROY = "destroy", "Musnah"
    PERMANENT = "permanent", "Permanen"
    REVIEW = "review", "Dinilai kembali"


class ClassificationQuerySet(models.QuerySet["Classification"]):
    def of(self, agency: Agency) -> Self:
        """The agency's own classes, those of its government, and those that are common to all."""
        own = Q(agency=agency) | Q(agency=None, government__in=["", agency.government])
        return self.filter(own)

    def in_force(self, agency: Agency, on: date) -> "list[Classification]":
        """The classes of a day, by code: the nearer schedule stands in place of the wider one."""
        by_code: defaultdict[str, list[Classification]] = defaultdict(list)
        for row in self.of(agency).filter(valid_from__lte=on).order_by("code", "name"):
            by_code[row.code].append(row)
        found = []
        for alike in by_code.values():
            latest = max((row.nearness, row.valid_from) for row in alike)
            found += [row for row in alike if (row.nearness, row.valid_from) == latest]
        return found


class Classification(models.Model):
    """One line of a retention schedule (JRA); a change of the schedule is a new line with a later day."""

    class ProposedFor(models.TextChoices):
        PERIOD = "period", "Laporan bulanan, triwulanan, semester"
        YEAR = "year", "Laporan tahunan"

    agency = models.ForeignKey(
        Agency, on_delete=models.CASCADE, null=True, blank=True, related_name="classifications",
        verbose_name="perangkat daerah", help_text="Kosong = dipakai semua perangkat daerah",
    )  # fmt: skip
    government = models.CharField(
        "pemerintah daerah",
        max_length=120,
        blank=True,
        help_text="JRA sebuah kota atau kabupaten; kosong = semua",
    )
    code = models.CharField("kode", max_length=40)
    name = models.CharField("jenis arsip", max_length=200)
    active_years = models.PositiveSmallIntegerField("retensi aktif (tahun)")
    inactive_years = models.PositiveSmallIntegerField("retensi inaktif (tahun)")
    fate = models.CharField("nasib akhir", max_length=10, choices=Fate.choices)
    valid_from = models.DateField("berlaku mulai")
    source = models.CharField("dasar", max_length=300, blank=True)
    proposed_for = models.CharField(
        "diusulkan untuk", max_length=10, choices=ProposedFor.choices, blank=True,
        help_text="Usulan pertama pada formulir pengarsipan",
    )  # fmt: skip

    objects: ClassVar = ClassificationQuerySet.as_manager()

    class Meta:
        ordering = ["code", "name", "-valid_from"]
        verbose_name = "klasifikasi arsip"
        verbose_name_plural = "klasifikasi arsip"
        constraints = [
            models.UniqueConstraint(
                "agency", "code", "name", "valid_from", name="classification_once_per_agency"
            ),
            models.UniqueConstraint(
                "government",
                "code",
                "name",
                "valid_from",
                condition=Q(agency=None),
                name="common_classification_once",
            ),
            models.CheckConstraint(
                condition=Q(agency=None) | Q(government=""), name="classification_of_agency_or_government"
            ),
            models.CheckConstraint(
                condition=Q(active_years__lte=100, inactive_years__lte=100), name="retention_within_100_years"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} — {self.name}"

    @property
    def nearness(self) -> int:
        """How near a schedule is to the office: its own, its government's, everybody's."""
        return 2 if self.agency_id is not None else 1 if self.government else 0

    def active_until(self, closed_on: date) -> date:
        return years_later(closed_on, self.active_years)

    def inactive_until(self, closed_on: date) -> date:
        return years_later(closed_on, self.active_years + self.inactive_years)


class ArchiveRecordQuerySet(models.QuerySet["ArchiveRecord"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(report__in=Report.objects.visible_to(person))


class ArchiveRecord(models.Model):
    """The closed file of a period: number, class, place, and the package that holds everything.

    The retention is counted from the closing day and frozen; without a class in force it stays empty.
    """

    class Level(models.TextChoices):
        ORIGINAL = "original", "Asli"
        COPY = "copy", "Salinan"

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="archive")
    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="archive")
    number = models.CharField("nomor berkas", max_length=100)
    classification = models.CharField("kode klasifikasi", max_length=40, default="000.8.6.3")
    classification_name = models.CharField("jenis arsip", max_length=200, blank=True)
    location = models.CharField("lokasi fisik", max_length=200, blank=True)
    description = models.TextField("uraian", blank=True)
    covered = models.CharField("kurun waktu", max_length=100, blank=True)
    copies = models.CharField("jumlah", max_length=60, default="1 berkas")
    level = models.CharField(
        "tingkat perkembangan", max_length=8, choices=Level.choices, default=Level.ORIGINAL
    )
    closed_on = models.DateField("tanggal penutupan berkas")
    active_until = models.DateField("aktif sampai", null=True)
    inactive_until = models.DateField("inaktif sampai", null=True)
    fate = models.CharField("nasib akhir", max_length=10, choices=Fate.choices, blank=True)
    retention_source = models.CharField("dasar retensi", max_length=300, blank=True)
    told = models.CharField(
        "jatuh tempo yang sudah diberitahukan",
        max_length=10,
        blank=True,
        help_text="pindah, musnah, serah, nilai",
    )
    package = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("diarsipkan")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar = ArchiveRecordQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        verbose_name = "arsip"
        verbose_name_plural = "arsip"
        constraints = [
            models.CheckConstraint(
                condition=Q(active_until=None, inactive_until=None, fate="")
                | (
                    Q(active_until__gte=models.F("closed_on"), fate__in=Fate.values)
                    & Q(inactive_until__gte=models.F("active_until"))
                ),
                name="retention_whole_and_in_order",
            )
        ]

    def __str__(self) -> str:
        return self.number


class ArchiveMark(models.Model):
    """What was done with the paper, by which decree; the record itself stays."""

    class Deed(models.TextChoices):
        MOVED = "moved", "Dipindahkan ke unit kearsipan"
        DESTROYED = "destroyed", "Dimusnahkan (fisik)"
        HANDED_OVER = "handed_over", "Diserahkan ke lembaga kearsipan daerah"

    record = models.ForeignKey(ArchiveRecord, on_delete=models.CASCADE, related_name="marks")
    deed = models.CharField("perbuatan", max_length=12, choices=Deed.choices)
    decree = models.CharField("nomor keputusan atau berita acara", max_length=120)
    decided_on = models.DateField("tanggal")
    note = models.CharField("keterangan", max_length=300, blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("dicatat")

    class Meta:
        ordering = ["record", "decided_on", "pk"]
        verbose_name = "tindak lanjut arsip"
        verbose_name_plural = "tindak lanjut arsip"
        constraints = [models.UniqueConstraint("record", "deed", name="mark_once_per_deed")]

    def __str__(self) -> str:
        return f"{self.get_deed_display()} ({self.decree})"
