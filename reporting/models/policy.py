"""How an agency counts from a day on: the choices that regulations leave open, and its rating scale."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from organisation.models import Agency, Person
from reporting.measures import AgencyMean, Efficiency, ZeroTarget
from reporting.models.plan import choices


class ScaleQuerySet(models.QuerySet["Scale"]):
    def usable_in(self, agency: Agency) -> Self:
        """The scales of everybody and those of the agency itself."""
        return self.filter(Q(agency=None) | Q(agency=agency))


class Scale(models.Model):
    """Bands that give a percentage its word; a change is a new scale with a later first day."""

    agency = models.ForeignKey(
        Agency, on_delete=models.CASCADE, null=True, blank=True, related_name="scales",
        verbose_name="perangkat daerah", help_text="Kosong = dapat dipakai semua perangkat daerah",
    )  # fmt: skip
    name = models.CharField("nama", max_length=120)
    source = models.CharField("dasar", max_length=300, blank=True)
    valid_from = models.DateField("berlaku mulai")
    bands = models.JSONField(
        "kelas", help_text='Dari atas ke bawah: [["91", "Sangat Tinggi"], …, [null, "Sangat Rendah"]]'
    )

    objects: ClassVar = ScaleQuerySet.as_manager()

    class Meta:
        ordering = ["name", "-valid_from"]
        verbose_name = "skala penilaian"
        verbose_name_plural = "skala penilaian"
        constraints = [
            models.UniqueConstraint("agency", "name", "valid_from", name="scale_once_per_agency"),
            models.UniqueConstraint("name", "valid_from", condition=Q(agency=None), name="common_scale_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} (sejak {self.valid_from:%d-%m-%Y})"


class AgencyPolicyQuerySet(models.QuerySet["AgencyPolicy"]):
    def in_force(self, agency: Agency, on: date) -> "AgencyPolicy | None":
        """The latest one that holds on a day; None where the agency never chose."""
        found = self.filter(agency=agency, from_on__lte=on).select_related("scale")
        return found.order_by("-from_on").first()


class AgencyPolicy(models.Model):
    """The rules of counting of one agency from a day on; what was compiled before keeps its own."""

    agency = models.ForeignKey(
        Agency, on_delete=models.CASCADE, related_name="policies", verbose_name="perangkat daerah"
    )
    from_on = models.DateField("berlaku mulai")
    basis = models.CharField("dasar", max_length=300, blank=True, help_text="Surat atau keputusan")
    zero_target = models.CharField(
        "target nol", max_length=16, choices=choices(ZeroTarget), default=ZeroTarget.NOT_EVALUABLE.value
    )
    cap = models.DecimalField(
        "batas capaian (%)", max_digits=6, decimal_places=2, null=True, blank=True,
        help_text="Kosong = tanpa batas; batas pada indikator didahulukan",
    )  # fmt: skip
    agency_mean = models.CharField(
        "rata-rata perangkat daerah", max_length=12, choices=choices(AgencyMean),
        default=AgencyMean.INDICATORS.value,
    )  # fmt: skip
    mean_skips_zero = models.BooleanField("capaian 0 tidak ikut rata-rata", default=False)
    efficiency = models.CharField(
        "cara hitung efisiensi", max_length=12, choices=choices(Efficiency), default=Efficiency.NONE.value
    )
    scale = models.ForeignKey(
        Scale, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name="skala penilaian", help_text="Kosong = Permendagri 86/2017",
    )  # fmt: skip
    entry_rules = models.JSONField(
        "aturan pengisian", default=dict, blank=True, help_text="Kosong = aturan bawaan"
    )
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField("ditetapkan", null=True)

    objects: ClassVar = AgencyPolicyQuerySet.as_manager()

    class Meta:
        ordering = ["agency", "-from_on"]
        verbose_name = "aturan hitung"
        verbose_name_plural = "aturan hitung"
        constraints = [
            models.UniqueConstraint("agency", "from_on", name="policy_once_per_day"),
            models.CheckConstraint(condition=Q(cap=None) | Q(cap__gte=100), name="policy_cap_from_100"),
        ]

    def __str__(self) -> str:
        return f"{self.agency.short_name}, sejak {self.from_on:%d-%m-%Y}"
