"""An SOP as printed: identity block, lanes, steps with their mutu baku, and the acts they ask for."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q

from kinerja.lib.periods import Cycle, Period
from organisation.models import Agency, Person
from organisation.roles import Role

CYCLES = [(c.value, c.label) for c in Cycle]


class SopQuerySet(models.QuerySet["Sop"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(agency__in=Agency.objects.visible_to(person))


class Sop(models.Model):
    """One procedure of one agency, through all its versions."""

    slug = models.SlugField(unique=True, max_length=80)
    agency = models.ForeignKey(
        Agency, on_delete=models.CASCADE, related_name="sops", verbose_name="perangkat daerah"
    )
    name = models.CharField("nama")  # nothing that is printed is refused for its length
    runs_from = models.CharField(
        "dijalankan mulai periode",
        max_length=7,
        blank=True,
        help_text="Pelaksanaan untuk periode sebelum ini tidak dibuka sendiri, contoh 2026-01",
    )

    objects: ClassVar = SopQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = "SOP"
        verbose_name_plural = "SOP"

    def __str__(self) -> str:
        return self.name


class SopVersion(models.Model):
    """The document in force from one day on. Frozen once published: a change is a new version."""

    class Status(models.TextChoices):
        DRAFT = "draft", "Draf"
        PUBLISHED = "published", "Berlaku"
        RETIRED = "retired", "Tidak berlaku"

    sop = models.ForeignKey(Sop, on_delete=models.CASCADE, related_name="versions")
    version = models.PositiveSmallIntegerField("versi", default=1)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    cycle = models.CharField("siklus", max_length=10, choices=CYCLES)
    edition = models.PositiveIntegerField(
        "suntingan", default=1, help_text="Naik setiap kali draf diubah: dua admin tidak saling menimpa"
    )
    published_at = models.DateTimeField("diterbitkan", null=True)
    published_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True)

    # The identity block, every field as printed. None = not in the document, "" = printed but empty.
    heading = models.TextField("kepala dokumen", blank=True)
    number = models.TextField("nomor SOP", null=True)
    created_on = models.TextField("tanggal pembuatan", null=True)
    revised_on = models.TextField("tanggal revisi", null=True)
    effective_on = models.TextField("tanggal pengesahan/efektif", null=True)
    approved_by = models.TextField("disahkan oleh", null=True)
    title = models.TextField("nama SOP", blank=True)
    legal_basis = models.JSONField("dasar hukum", default=list)
    qualifications = models.JSONField("kualifikasi pelaksana", default=list)
    related = models.JSONField("keterkaitan", default=list)
    equipment = models.JSONField("peralatan/perlengkapan", default=list)
    warnings = models.JSONField("peringatan", default=list)
    records = models.JSONField("pencatatan dan pendataan", default=list)
    periodic = models.JSONField("waktu periodik", default=list)
    columns = models.JSONField("kepala kolom tercetak", default=dict, blank=True)
    totals = models.TextField("jumlah waktu tercetak", blank=True)
    footer = models.TextField("kaki dokumen", blank=True)
    source_text = models.TextField("teks asli", blank=True)

    class Meta:
        ordering = ["sop", "version"]
        constraints = [
            models.UniqueConstraint("sop", "version", name="sop_version_once"),
            models.UniqueConstraint("sop", condition=Q(status="published"), name="one_published_version"),
        ]

    def __str__(self) -> str:
        return f"{self.sop} (versi {self.version})"

    @property
    def all_cycles(self) -> list[Cycle]:
        """The cycles in which this SOP runs: its own, and those that single steps name."""
        named = {cycle for step in self.steps.all() for cycle in step.cycles or [self.cycle]}
        return [cycle for cycle in Cycle if cycle.value in named]


class Actor(models.Model):
    """A lane of the flowchart: the label as printed, and the role that fills it."""

    version = models.ForeignKey(SopVersion, on_delete=models.CASCADE, related_name="actors")
    order = models.PositiveSmallIntegerField()
    label = models.CharField("pelaksana")
    role = models.CharField("peran", max_length=20, choices=Role.choices, blank=True)
    is_outside = models.BooleanField("di luar perangkat daerah", default=False)
    inferred = models.BooleanField(
        "disimpulkan", default=False, help_text="Peran tidak tercetak; belum dipastikan"
    )

    class Meta:
        ordering = ["version", "order"]
        constraints = [models.UniqueConstraint("version", "order", name="actor_order_once")]

    def __str__(self) -> str:
        return self.label


class Step(models.Model):
    """A printed row of the table."""

    version = models.ForeignKey(SopVersion, on_delete=models.CASCADE, related_name="steps")
    order = models.PositiveSmallIntegerField()
    printed_number = models.CharField("no", blank=True)
    text = models.TextField("kegiatan")
    requirements = models.TextField("kelengkapan", blank=True)
    duration_text = models.TextField("waktu", blank=True)
    duration_amount = models.DecimalField(max_digits=10, decimal_places=3, null=True)
    duration_unit = models.CharField(max_length=20, blank=True)
    output = models.TextField("output", blank=True)
    remark = models.TextField("keterangan", blank=True)
    phase = models.TextField("tahap", blank=True, help_text="Baris judul di atas langkah ini")
    extra = models.JSONField("kolom lain", default=dict, blank=True)
    # Days of the month that follows the period's end; empty where only a duration is given.
    opens_day = models.PositiveSmallIntegerField("mulai tanggal", null=True, blank=True)
    due_day = models.PositiveSmallIntegerField("paling lambat tanggal", null=True, blank=True)
    cycles = models.JSONField(
        "siklus",
        default=list,
        blank=True,
        help_text="Kosong = siklus SOP; langkah tahunan dari SOP triwulanan: year",
    )

    class Meta:
        ordering = ["version", "order"]
        constraints = [
            models.UniqueConstraint("version", "order", name="step_order_once"),
            models.CheckConstraint(
                condition=Q(opens_day=None) | Q(due_day=None) | Q(due_day__gte=F("opens_day")),
                name="step_window_not_inverted",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.printed_number} {self.text}"

    def applies_to(self, period: Period) -> bool:
        """Whether a run for `period` includes this step: a yearly step belongs to the yearly run only."""
        return period.cycle.value in (self.cycles or [self.version.cycle])


class Act(models.Model):
    """What one lane does in a step. A deciding act names the step that it returns to."""

    step = models.ForeignKey(Step, on_delete=models.CASCADE, related_name="acts")
    order = models.PositiveSmallIntegerField(default=1)
    actor = models.ForeignKey(Actor, on_delete=models.PROTECT, related_name="acts")
    kind = models.CharField("jenis tugas", max_length=20)
    returns_to = models.ForeignKey(Step, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    proceeds_to = models.ForeignKey(
        Step,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Cabang ya; kosong = tindakan berikutnya",
    )
    inferred = models.JSONField(
        "disimpulkan", default=list, blank=True, help_text="Bagian yang tidak tercetak dan belum dipastikan"
    )
    automatic = models.BooleanField(
        "oleh sistem",
        default=False,
        help_text="Dilakukan sistem saat jendelanya buka bila belum ada yang melakukannya",
    )
    closes_by_clock = models.BooleanField(
        "ditutup oleh waktu",
        default=False,
        help_text="Saat tenggat lewat pelaksanaan jalan terus, yang belum tercatat terlambat",
    )
    opens_day = models.PositiveSmallIntegerField("mulai tanggal", null=True, blank=True)
    due_day = models.PositiveSmallIntegerField("paling lambat tanggal", null=True, blank=True)
    options = models.JSONField("pengaturan jenis tugas", default=dict, blank=True)

    class Meta:
        ordering = ["step__order", "order"]
        constraints = [models.UniqueConstraint("step", "order", name="act_order_once")]

    def __str__(self) -> str:
        return f"{self.step.printed_number} {self.actor}: {self.kind}"

    @property
    def window_days(self) -> tuple[int | None, int | None]:
        """First and last day of the window; the act's own days win over the step's."""
        return (self.opens_day or self.step.opens_day, self.due_day or self.step.due_day)
