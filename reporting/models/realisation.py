"""What was achieved in a month, as entered: five different things are kept apart (see `ValueState`)."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from kinerja.lib.links import host_of
from organisation.models import Agency, PeriodField, Person, StoredFile
from reporting.measures import ValueState
from reporting.models.plan import AMOUNT, FIGURE, Indicator, PlanNode, choices


class RealisationQuerySet(models.QuerySet["Realisation"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(indicator__node__plan__agency__in=Agency.objects.visible_to(person))


class Entry(models.Model):
    """What every entered row carries: words, who and when, and a version against silent overwriting."""

    period = PeriodField("bulan")
    obstacle = models.TextField("kendala", blank=True)
    support = models.TextField("faktor pendukung", blank=True)
    follow_up = models.TextField("tindak lanjut", blank=True)
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField("diisi", null=True)
    submitted_at = models.DateTimeField("disampaikan", null=True)
    edition = models.PositiveIntegerField("versi baris", default=0)
    reasons = models.JSONField(
        "alasan atas peringatan", default=dict, blank=True, help_text="kode aturan → alasan pengisi"
    )

    class Meta:
        abstract = True


class Realisation(Entry):
    """The realisation of one indicator in one month."""

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="realisations")
    state = models.CharField(max_length=14, choices=choices(ValueState), default=ValueState.BLANK.value)
    raw = models.CharField("seperti diketik", max_length=200, blank=True)
    value = models.DecimalField("realisasi", null=True, blank=True, **FIGURE)
    numerator = models.DecimalField("pembilang", null=True, blank=True, **FIGURE)
    denominator = models.DecimalField("penyebut", null=True, blank=True, **FIGURE)
    source_url = models.URLField("tautan sumber rilis", max_length=1000, blank=True)
    published_on = models.DateField("tanggal rilis", null=True, blank=True)

    objects: ClassVar = RealisationQuerySet.as_manager()

    class Meta:
        ordering = ["indicator", "period"]
        verbose_name = "realisasi"
        verbose_name_plural = "realisasi"
        constraints = [
            models.UniqueConstraint("indicator", "period", name="realisation_once"),
            models.CheckConstraint(
                condition=Q(state="value", value__isnull=False) | ~Q(state="value") & Q(value=None),
                name="realisation_value_fits_state",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator.code} {self.period}: {self.raw or self.get_state_display()}"


class Spending(Entry):
    """Money spent in one month (Rp) and physical progress reached so far (percent), per sub kegiatan."""

    node = models.ForeignKey(PlanNode, on_delete=models.PROTECT, related_name="spendings")
    amount = models.DecimalField("realisasi keuangan (Rp)", null=True, blank=True, **AMOUNT)
    amount_raw = models.CharField("seperti diketik", max_length=200, blank=True)
    physical = models.DecimalField("realisasi fisik s.d. bulan ini (%)", null=True, blank=True, **FIGURE)
    physical_raw = models.CharField("fisik seperti diketik", max_length=200, blank=True)

    class Meta:
        ordering = ["node", "period"]
        verbose_name = "realisasi keuangan dan fisik"
        verbose_name_plural = "realisasi keuangan dan fisik"
        constraints = [
            models.UniqueConstraint("node", "period", name="spending_once"),
            models.CheckConstraint(
                condition=Q(physical=None) | Q(physical__gte=0, physical__lte=100), name="physical_within_100"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.node.code} {self.period}: {self.amount}"


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, person: Person) -> Self:
        agencies = Agency.objects.visible_to(person)
        return self.filter(
            Q(realisation__indicator__node__plan__agency__in=agencies)
            | Q(spending__node__plan__agency__in=agencies)
        )


class Evidence(models.Model):
    """A file or a link that proves a realisation."""

    realisation = models.ForeignKey(Realisation, on_delete=models.CASCADE, null=True, related_name="evidence")
    spending = models.ForeignKey(Spending, on_delete=models.CASCADE, null=True, related_name="evidence")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    url = models.URLField("tautan", max_length=1000, blank=True)
    label = models.CharField("sebutan", max_length=200, blank=True)

    objects: ClassVar = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(realisation__isnull=False, spending=None)
                | Q(realisation=None, spending__isnull=False),
                name="evidence_of_one_row",
            ),
            models.CheckConstraint(
                condition=Q(file__isnull=False, url="") | Q(file=None) & ~Q(url=""),
                name="evidence_is_file_or_link",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """What is read in a list: the label, else the file's name or the address."""
        return self.label or (self.file.name if self.file else self.url)

    @property
    def host(self) -> str:
        """Where a link leads."""
        return host_of(self.url)
