"""The report of a period: compiled in rounds, reviewed, signed, delivered."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from organisation.models import Agency, PeriodField, Person, StoredFile
from reporting.models.plan import AMOUNT, FIGURE, Indicator, Plan, PlanNode
from reporting.models.signing import SigningKey
from sop.models import Run, Task


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(agency__in=Agency.objects.visible_to(person))


class Report(models.Model):
    """The report that one run brings about. What is signed never changes."""

    run = models.OneToOneField(Run, on_delete=models.PROTECT, related_name="report")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="reports")
    period = PeriodField("periode")
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="reports")
    title = models.CharField("judul", max_length=300)
    number = models.CharField("nomor", max_length=100, blank=True)

    objects: ClassVar = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["-period", "agency"]
        verbose_name = "laporan"
        verbose_name_plural = "laporan"

    def __str__(self) -> str:
        return f"{self.title} — {self.period.label}"


class Compilation(models.Model):
    """The figures as they stood when they were put together in one round: the draft of that round."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="compilations")
    round = models.PositiveSmallIntegerField("putaran")
    at = models.DateTimeField("disusun")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    digest = models.CharField("sidik angka", max_length=64)
    late = models.JSONField("belum menyampaikan", default=list)
    means = models.JSONField("rata-rata", default=dict)
    policy = models.JSONField("aturan hitung yang dipakai", default=dict)

    class Meta:
        ordering = ["report", "round"]
        constraints = [models.UniqueConstraint("report", "round", name="one_compilation_per_round")]

    def __str__(self) -> str:
        return f"{self.report} putaran {self.round}"


class ReportLine(models.Model):
    """One indicator as reported: everything that is printed, frozen."""

    compilation = models.ForeignKey(Compilation, on_delete=models.CASCADE, related_name="lines")
    order = models.PositiveIntegerField()
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="+")
    path = models.JSONField("jalur", help_text="[[tingkat, kode, uraian], …] dari tujuan sampai sub kegiatan")
    name = models.TextField("indikator")
    unit = models.CharField("satuan", max_length=60)
    direction = models.CharField(max_length=12)
    officer = models.CharField("PPTK", max_length=150, blank=True)
    officer_person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    annual_target = models.DecimalField(null=True, **FIGURE)
    annual_target_text = models.CharField(max_length=60, blank=True)
    target = models.DecimalField("target s.d. bulan ini", null=True, **FIGURE)
    target_text = models.CharField(max_length=60, blank=True)
    state = models.CharField(max_length=14)
    month_value = models.DecimalField("realisasi bulan ini", null=True, **FIGURE)
    month_text = models.CharField(max_length=200, blank=True)
    value = models.DecimalField("realisasi s.d. bulan ini", null=True, **FIGURE)
    value_text = models.CharField(max_length=200, blank=True)
    achievement = models.DecimalField("capaian terhadap target s.d. bulan ini (%)", null=True, **FIGURE)
    achievement_status = models.CharField(max_length=14)
    achievement_working = models.TextField(blank=True)
    annual_achievement = models.DecimalField("capaian terhadap target tahun (%)", null=True, **FIGURE)
    annual_status = models.CharField(max_length=14)
    annual_working = models.TextField(blank=True)
    rating = models.CharField("predikat", max_length=40, blank=True)
    obstacle = models.TextField(blank=True)
    support = models.TextField(blank=True)
    follow_up = models.TextField(blank=True)
    evidence_count = models.PositiveSmallIntegerField(default=0)
    raw_achievement = models.DecimalField("capaian sebelum batas (%)", null=True, **FIGURE)
    weight = models.DecimalField("bobot", max_digits=8, decimal_places=4, null=True)
    rule = models.JSONField("aturan yang dipakai", default=dict)
    action_plan = models.TextField("rencana aksi", blank=True)
    parts = models.JSONField(
        "bagian periode", default=dict, help_text="periode → target, realisasi, dan capaian sampai akhirnya"
    )
    reasons = models.JSONField("alasan atas peringatan", default=list, help_text="[[peringatan, alasan], …]")

    class Meta:
        ordering = ["compilation", "order"]
        constraints = [models.UniqueConstraint("compilation", "indicator", name="line_once_per_indicator")]

    def __str__(self) -> str:
        return self.name


class BudgetLine(models.Model):
    """One sub kegiatan's money and physical progress as reported, frozen."""

    compilation = models.ForeignKey(Compilation, on_delete=models.CASCADE, related_name="budget_lines")
    order = models.PositiveIntegerField()
    node = models.ForeignKey(PlanNode, on_delete=models.PROTECT, related_name="+")
    path = models.JSONField("jalur")
    code = models.CharField(max_length=40)
    name = models.TextField()
    officer = models.CharField("PPTK", max_length=150, blank=True)
    officer_person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    ceiling = models.DecimalField("pagu", **AMOUNT)
    month_amount = models.DecimalField("realisasi bulan ini", null=True, **AMOUNT)
    amount = models.DecimalField("realisasi s.d. bulan ini", null=True, **AMOUNT)
    percent = models.DecimalField("serapan (%)", null=True, **FIGURE)
    physical = models.DecimalField("fisik (%)", null=True, **FIGURE)
    weight = models.DecimalField("bobot menurut pagu (%)", null=True, **FIGURE)
    planned_amount = models.DecimalField("rencana kas s.d. bulan ini", null=True, **AMOUNT)
    planned_percent = models.DecimalField("rencana keuangan (%)", null=True, **FIGURE)
    planned_physical = models.DecimalField("target fisik (%)", null=True, **FIGURE)
    money_deviation = models.DecimalField("deviasi keuangan (poin)", null=True, **FIGURE)
    physical_deviation = models.DecimalField("deviasi fisik (poin)", null=True, **FIGURE)
    parts = models.JSONField(
        "bagian periode", default=dict, help_text="periode → realisasi keuangan di dalamnya"
    )
    obstacle = models.TextField(blank=True)
    follow_up = models.TextField(blank=True)
    reasons = models.JSONField("alasan atas peringatan", default=list, help_text="[[peringatan, alasan], …]")

    class Meta:
        ordering = ["compilation", "order"]
        constraints = [models.UniqueConstraint("compilation", "node", name="budget_line_once_per_node")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Review(models.Model):
    """A decision on one round's draft, kept for ever."""

    class Decision(models.TextChoices):
        APPROVED = "approved", "Disetujui"
        RETURNED = "returned", "Dikembalikan"

    compilation = models.ForeignKey(Compilation, on_delete=models.PROTECT, related_name="reviews")
    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="review")
    decision = models.CharField("keputusan", max_length=10, choices=Decision.choices)
    note = models.TextField("catatan umum", blank=True)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField("selaku", max_length=220, blank=True)
    at = models.DateTimeField("waktu")

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.get_decision_display()} — {self.compilation}"


class ReviewNote(models.Model):
    """Why one row was sent back; that row, and no other, reopens for its PPTK."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="notes")
    line = models.ForeignKey(ReportLine, on_delete=models.PROTECT, null=True, related_name="notes")
    budget_line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, null=True, related_name="notes")
    text = models.TextField("catatan")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(line__isnull=False, budget_line=None) | Q(line=None, budget_line__isnull=False),
                name="note_on_one_row",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Document(models.Model):
    """A rendered file of a report, frozen with its checksum (the StoredFile's SHA-256)."""

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        XLSX = "xlsx", "Excel"

    compilation = models.ForeignKey(Compilation, on_delete=models.PROTECT, related_name="documents")
    format = models.CharField(max_length=4, choices=Format.choices)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField("dibekukan")
    logo = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("compilation", "format", name="document_once_per_format")]

    def __str__(self) -> str:
        return f"{self.compilation} ({self.format})"


class Signature(models.Model):
    """Who signed what, when, in which capacity, in which way, over which bytes."""

    class Method(models.TextChoices):
        IN_APPLICATION = "application", "Dicatat dalam aplikasi"
        OWN_KEY = "own_key", "TTE tidak tersertifikasi"
        CERTIFIED = "certified", "TTE tersertifikasi"
        WET_INK = "wet_ink", "Tanda tangan basah"

    compilation = models.ForeignKey(Compilation, on_delete=models.PROTECT, related_name="signatures")
    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="signature")
    order = models.PositiveSmallIntegerField(default=1)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField("selaku", max_length=220)
    on_behalf = models.CharField(
        "atas nama", max_length=500, blank=True, help_text="Satu baris tercetak per baris"
    )
    name = models.CharField(max_length=150)
    nip = models.CharField(max_length=30, blank=True)
    rank = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField("waktu")
    sha256 = models.CharField("SHA-256 PDF", max_length=64, db_index=True)
    method = models.CharField("cara", max_length=12, choices=Method.choices, default=Method.IN_APPLICATION)
    code = models.CharField("kode verifikasi", max_length=19, null=True, unique=True)
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, null=True, related_name="signatures")
    certificate = models.TextField("sertifikat penanda tangan (PEM)", blank=True)
    rooms = models.JSONField("tempat tanda tangan", default=list)
    scan = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    paper_on = models.DateField("tanggal pada kertas", null=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint("compilation", "order", name="signature_order_once"),
            models.CheckConstraint(
                condition=Q(method="own_key", key__isnull=False) | (~Q(method="own_key") & Q(key=None)),
                name="signature_own_key_names_it",
            ),
            models.CheckConstraint(
                condition=Q(method="wet_ink", scan__isnull=False, paper_on__isnull=False)
                | (~Q(method="wet_ink") & Q(scan=None, paper_on=None)),
                name="signature_wet_ink_has_scan",
            ),
            models.CheckConstraint(
                condition=(Q(method="certified") & ~Q(certificate=""))
                | (~Q(method="certified") & Q(certificate="")),
                name="signature_certified_has_certificate",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.capacity} {self.name}"

    @property
    def titled(self) -> str:
        """ "a.n. Kepala Badan, Sekretaris": the capacity with those for whom it was used."""
        return ", ".join([*self.on_behalf.splitlines(), self.capacity])


class Delivery(models.Model):
    """The report on its way to another system or office, closed by a receipt."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="deliveries")
    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="delivery")
    destination = models.CharField("tujuan", max_length=200)
    sent_on = models.DateField("tanggal kirim")
    sent_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField("dicatat")
    sha256 = models.CharField("SHA-256 yang dikirim", max_length=64)
    receipt_number = models.CharField("nomor tanda terima", max_length=100)
    receipt_on = models.DateField("tanggal tanda terima")
    receipt_file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["recorded_at"]

    def __str__(self) -> str:
        return f"{self.destination}: {self.receipt_number}"
