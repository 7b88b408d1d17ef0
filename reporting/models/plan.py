"""The promise of an agency for a year: the tree from tujuan to sub kegiatan, indicators, targets, budget."""

from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from organisation.models import Agency, PeriodField, Person
from reporting.measures import Direction, LowerForm, Rollup, TargetStyle

AMOUNT: dict[str, Any] = {"max_digits": 20, "decimal_places": 2}
FIGURE: dict[str, Any] = {"max_digits": 24, "decimal_places": 6}


def choices(enum: Any) -> list[tuple[str, str]]:
    return [(member.value, member.label) for member in enum]


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(agency__in=Agency.objects.visible_to(person))

    def published(self) -> Self:
        return self.filter(status=Plan.Status.PUBLISHED)

    def in_force(self, agency: Agency, year: int, on: date) -> "Plan | None":
        """The latest published revision of the year that holds on a day."""
        found = self.published().filter(agency=agency, year=year, from_on__lte=on)
        return found.order_by("-from_on", "-revision").first()


class Plan(models.Model):
    """Perjanjian Kinerja with its action plan and budget, in one revision (murni, perubahan).

    A draft is edited freely and counts nowhere; what is published changes only by a later revision.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "Draf"
        PUBLISHED = "published", "Terbit"

    agency = models.ForeignKey(
        Agency, on_delete=models.CASCADE, related_name="plans", verbose_name="perangkat daerah"
    )
    year = models.PositiveSmallIntegerField("tahun")
    revision = models.PositiveSmallIntegerField("revisi", default=0, help_text="0 = murni")
    label = models.CharField("sebutan", max_length=60, default="Murni")
    from_on = models.DateField("berlaku mulai")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PUBLISHED)
    copied_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="copies",
        verbose_name="disalin dari",
    )  # fmt: skip
    nomenclature = models.CharField(
        "nomenklatur", max_length=120, blank=True,
        help_text="Versi kode program sampai sub kegiatan, misalnya Kepmendagri 900.1.15.5-3406/2024",
    )  # fmt: skip
    basis = models.CharField("dasar", max_length=300, blank=True, help_text="Alasan atau dasar perubahan")
    published_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField("diterbitkan", null=True, blank=True)

    objects: ClassVar = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["agency", "-year", "-revision"]
        verbose_name = "rencana"
        verbose_name_plural = "rencana"
        constraints = [models.UniqueConstraint("agency", "year", "revision", name="plan_revision_once")]

    def __str__(self) -> str:
        return f"{self.agency.short_name} {self.year} ({self.label})"


class PlanNode(models.Model):
    """One line of the tree; the code is text because nomenclatures change."""

    class Level(models.TextChoices):
        GOAL = "goal", "Tujuan"
        OBJECTIVE = "objective", "Sasaran"
        PROGRAMME = "programme", "Program"
        ACTIVITY = "activity", "Kegiatan"
        SUBACTIVITY = "subactivity", "Sub kegiatan"

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="nodes")
    parent = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="children"
    )
    level = models.CharField("tingkat", max_length=12, choices=Level.choices)
    code = models.CharField("kode", max_length=40)
    name = models.TextField("uraian")
    order = models.PositiveIntegerField("urutan", default=0)

    class Meta:
        ordering = ["plan", "order"]
        verbose_name = "baris rencana"
        verbose_name_plural = "baris rencana"
        constraints = [models.UniqueConstraint("plan", "code", name="node_code_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def agency(self) -> Agency:
        return self.plan.agency


class Budget(models.Model):
    """The pagu of a sub kegiatan from a day on; the latest one in force counts."""

    node = models.ForeignKey(PlanNode, on_delete=models.CASCADE, related_name="budgets")
    amount = models.DecimalField("pagu (Rp)", **AMOUNT)
    from_on = models.DateField("berlaku mulai")
    label = models.CharField("dasar", max_length=100, blank=True, help_text="DPA murni, pergeseran, DPPA")

    class Meta:
        ordering = ["node", "from_on"]
        verbose_name = "pagu"
        verbose_name_plural = "pagu"
        constraints = [
            models.UniqueConstraint("node", "from_on", name="budget_once_per_day"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="budget_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.node.code}: {self.amount}"

    @property
    def agency(self) -> Agency:
        return self.node.agency


class Indicator(models.Model):
    """What is measured at a node, how it counts and how its months roll up."""

    node = models.ForeignKey(PlanNode, on_delete=models.CASCADE, related_name="indicators")
    code = models.CharField("kode", max_length=40)
    name = models.TextField("indikator")
    unit = models.CharField("satuan", max_length=60)
    direction = models.CharField(
        "arah", max_length=12, choices=choices(Direction), default=Direction.HIGHER.value
    )
    lower_form = models.CharField(
        "rumus makin rendah makin baik",
        max_length=20,
        choices=choices(LowerForm),
        default=LowerForm.MIRROR.value,
    )
    rollup = models.CharField("cara gabung", max_length=12, choices=choices(Rollup), default=Rollup.SUM.value)
    target_style = models.CharField(
        "cara target", max_length=12, choices=choices(TargetStyle), default=TargetStyle.CUMULATIVE.value
    )
    decimals = models.BooleanField("boleh pecahan", default=True)
    annual_target = models.DecimalField("target tahun", null=True, blank=True, **FIGURE)
    range_low = models.DecimalField("batas bawah", null=True, blank=True, **FIGURE)
    range_high = models.DecimalField("batas atas", null=True, blank=True, **FIGURE)
    scale = models.JSONField(
        "skala predikat", default=list, blank=True, help_text='[["WTP", "4"], ["WDP", "3"], …]'
    )
    measured_months = models.JSONField(
        "bulan ukur", default=list, blank=True, help_text="Kosong = setiap bulan"
    )
    cap = models.DecimalField("batas capaian (%)", max_digits=6, decimal_places=2, null=True, blank=True)
    numerator_label = models.CharField("pembilang", max_length=200, blank=True)
    denominator_label = models.CharField("penyebut", max_length=200, blank=True)
    weight = models.DecimalField("bobot", max_digits=8, decimal_places=4, null=True, blank=True)
    action_plan = models.TextField("rencana aksi", blank=True)
    order = models.PositiveIntegerField("urutan", default=0)

    class Meta:
        ordering = ["node__order", "order"]
        verbose_name = "indikator"
        verbose_name_plural = "indikator"
        constraints = [
            models.UniqueConstraint("node", "code", name="indicator_code_once"),
            models.CheckConstraint(
                condition=Q(range_low=None) | Q(range_high=None) | Q(range_high__gte=F("range_low")),
                name="indicator_range_not_inverted",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def agency(self) -> Agency:
        return self.node.agency

    def clean(self) -> None:
        if self.direction == Direction.RANGE.value and (self.range_low is None or self.range_high is None):
            raise ValidationError("Indikator dengan rentang memerlukan batas bawah dan batas atas.")
        if self.direction == Direction.PREDICATE.value and not self.scale:
            raise ValidationError("Indikator predikat memerlukan skala, misalnya WTP = 4.")

    def is_measured_in(self, month: int) -> bool:
        return not self.measured_months or month in self.measured_months

    @property
    def scores(self) -> dict[str, Decimal]:
        return {code: Decimal(score) for code, score in self.scale}


class Target(models.Model):
    """The target of one month: a position reached, or an instalment, as the indicator's style says."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="targets")
    period = PeriodField("periode")
    value = models.DecimalField("target", **FIGURE)

    class Meta:
        ordering = ["indicator", "period"]
        constraints = [models.UniqueConstraint("indicator", "period", name="target_once")]

    def __str__(self) -> str:
        return f"{self.indicator.code} {self.period}: {self.value}"

    @property
    def agency(self) -> Agency:
        return self.indicator.agency


class SpendingTarget(models.Model):
    """What a sub kegiatan means to spend in a month (Rp) and to have done by its end (percent)."""

    node = models.ForeignKey(PlanNode, on_delete=models.CASCADE, related_name="spending_targets")
    period = PeriodField("bulan")
    amount = models.DecimalField("rencana kas bulan ini (Rp)", null=True, blank=True, **AMOUNT)
    physical = models.DecimalField("target fisik s.d. bulan ini (%)", null=True, blank=True, **FIGURE)

    class Meta:
        ordering = ["node", "period"]
        verbose_name = "rencana kas dan fisik"
        verbose_name_plural = "rencana kas dan fisik"
        constraints = [
            models.UniqueConstraint("node", "period", name="spending_target_once"),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gte=0), name="spending_target_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(physical=None) | Q(physical__gte=0, physical__lte=100),
                name="physical_target_within_100",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.node.code} {self.period}"

    @property
    def agency(self) -> Agency:
        return self.node.agency


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def in_force(self, on: date) -> Self:
        return self.filter(Q(to_on__isnull=True) | Q(to_on__gte=on), from_on__lte=on)


class Assignment(models.Model):
    """Who (PPTK) answers for a node of the plan, from a day until a day."""

    node = models.ForeignKey(PlanNode, on_delete=models.CASCADE, related_name="assignments")
    officer = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="assignments", verbose_name="PPTK"
    )
    from_on = models.DateField("mulai tanggal")
    to_on = models.DateField("sampai tanggal", null=True, blank=True)

    objects: ClassVar = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["node", "from_on"]
        verbose_name = "pengampu"
        verbose_name_plural = "pengampu"
        constraints = [
            models.UniqueConstraint("node", "from_on", name="one_officer_from_a_day"),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")),
                name="assignment_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.node.code} — {self.officer}"

    @property
    def agency(self) -> Agency:
        return self.node.agency
