"""The LKjIP of a year or semester: texts by version, what it is compared with, review and signature."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from organisation.models import Agency, PeriodField, Person, StoredFile
from reporting.models.plan import FIGURE, Plan


class PerformanceReportQuerySet(models.QuerySet["PerformanceReport"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(agency__in=Agency.objects.visible_to(person))


class PerformanceReport(models.Model):
    """One LKjIP; its figures are read from the plan and the realisations until the head signs it.

    Reviewed binds the inspectorate's statement to what stood there then; final freezes the files.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "Disusun"
        REVIEWED = "reviewed", "Telah direviu"
        FINAL = "final", "Final"

    agency = models.ForeignKey(
        Agency, on_delete=models.PROTECT, related_name="performance_reports", verbose_name="perangkat daerah"
    )
    period = PeriodField("periode")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="performance_reports")
    number = models.CharField("nomor", max_length=100, blank=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    round = models.PositiveSmallIntegerField("putaran reviu", default=1)
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField("dibuka")
    asked_at = models.DateTimeField("reviu diminta", null=True)
    signed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    signed_as = models.CharField("selaku", max_length=220, blank=True)
    signed_at = models.DateTimeField("ditandatangani", null=True)
    pdf = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    word = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")

    objects: ClassVar = PerformanceReportQuerySet.as_manager()

    class Meta:
        ordering = ["-period", "agency"]
        verbose_name = "LKjIP"
        verbose_name_plural = "LKjIP"
        constraints = [
            models.UniqueConstraint("agency", "period", name="performance_report_once"),
            models.CheckConstraint(
                condition=~Q(status="final")
                | Q(pdf__isnull=False, word__isnull=False, signed_by__isnull=False, signed_at__isnull=False),
                name="performance_report_final_is_signed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.agency.short_name}"

    @property
    def title(self) -> str:
        """ "LKjIP Tahun 2026"."""
        return f"LKjIP {self.period.label}"

    @property
    def is_open(self) -> bool:
        """Whether its texts may still be changed."""
        return self.status == PerformanceReport.Status.DRAFT


class SectionText(models.Model):
    """One version of a section's text; earlier ones stay readable and can be put back."""

    report = models.ForeignKey(PerformanceReport, on_delete=models.CASCADE, related_name="texts")
    section = models.CharField("bagian", max_length=80)
    version = models.PositiveIntegerField("versi")
    text = models.TextField("naskah", blank=True)
    restored_from = models.PositiveIntegerField("dipulihkan dari versi", null=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("disimpan")

    objects: ClassVar = models.Manager()

    class Meta:
        ordering = ["report", "section", "version"]
        constraints = [models.UniqueConstraint("report", "section", "version", name="section_version_once")]

    def __str__(self) -> str:
        return f"{self.section} versi {self.version}"


class Benchmark(models.Model):
    """What an indicator is compared with and the application does not hold: typed once, with its source."""

    class Kind(models.TextChoices):
        EARLIER = "earlier", "Realisasi tahun sebelumnya"
        MEDIUM_TERM = "medium_term", "Target akhir Renstra"
        NATIONAL = "national", "Standar nasional"
        PROVINCIAL = "provincial", "Standar provinsi"

    agency = models.ForeignKey(Agency, on_delete=models.CASCADE, related_name="benchmarks")
    node_code = models.CharField("kode baris", max_length=40)
    indicator_code = models.CharField("kode indikator", max_length=40)
    name = models.TextField("indikator")
    kind = models.CharField("jenis", max_length=12, choices=Kind.choices)
    year = models.PositiveSmallIntegerField("tahun")
    value = models.DecimalField("nilai", **FIGURE)
    target = models.DecimalField("target tahun itu", null=True, **FIGURE)
    source = models.CharField("sumber", max_length=300)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("dicatat")

    objects: ClassVar = models.Manager()

    class Meta:
        ordering = ["agency", "node_code", "indicator_code", "kind", "-year"]
        constraints = [
            models.UniqueConstraint(
                "agency", "node_code", "indicator_code", "kind", "year", name="benchmark_once_per_year"
            ),
            models.CheckConstraint(
                condition=Q(target=None) | Q(kind="earlier"), name="benchmark_target_of_an_earlier_year"
            ),
            models.CheckConstraint(condition=~Q(source=""), name="benchmark_names_its_source"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.year}: {self.name}"


class GapReason(models.Model):
    """Why something that an LKjIP should hold is not in this one, in the office's words."""

    report = models.ForeignKey(PerformanceReport, on_delete=models.CASCADE, related_name="gap_reasons")
    gap = models.CharField("yang belum lengkap", max_length=160)
    reason = models.TextField("alasan")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("dicatat")

    objects: ClassVar = models.Manager()

    class Meta:
        ordering = ["report", "gap"]
        constraints = [models.UniqueConstraint("report", "gap", name="one_reason_per_gap")]

    def __str__(self) -> str:
        return self.reason


class ReviewAnswer(models.Model):
    """The inspectorate's answer to one point of the checklist, in one round."""

    class Answer(models.TextChoices):
        YES = "yes", "Ya"
        NO = "no", "Tidak"
        NOT_APPLICABLE = "na", "Tidak berlaku"

    report = models.ForeignKey(PerformanceReport, on_delete=models.CASCADE, related_name="answers")
    round = models.PositiveSmallIntegerField("putaran")
    point = models.CharField("butir", max_length=20)
    answer = models.CharField("jawaban", max_length=3, choices=Answer.choices)
    note = models.TextField("catatan", blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("dijawab")

    objects: ClassVar = models.Manager()

    class Meta:
        ordering = ["report", "round", "point"]
        constraints = [models.UniqueConstraint("report", "round", "point", name="one_answer_per_point")]

    def __str__(self) -> str:
        return f"{self.point}: {self.get_answer_display()}"


class ReviewStatement(models.Model):
    """What the inspectorate said at the end of a round, over exactly the content with this digest."""

    class Verdict(models.TextChoices):
        REVIEWED = "reviewed", "Telah direviu"
        RETURNED = "returned", "Dikembalikan"

    report = models.ForeignKey(PerformanceReport, on_delete=models.PROTECT, related_name="statements")
    round = models.PositiveSmallIntegerField("putaran")
    verdict = models.CharField("hasil", max_length=10, choices=Verdict.choices)
    note = models.TextField("catatan", blank=True)
    digest = models.CharField("sidik isi", max_length=64)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField("selaku", max_length=220, blank=True)
    at = models.DateTimeField("waktu")

    objects: ClassVar = models.Manager()

    class Meta:
        ordering = ["report", "round"]
        constraints = [models.UniqueConstraint("report", "round", name="one_statement_per_round")]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()} — {self.report}"
