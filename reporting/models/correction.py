"""The correction of a report: which rows reopen, what was in force for them, and since when the new holds."""

from typing import ClassVar, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from reporting.models.report import BudgetLine, Report, ReportLine
from sop.models import Run


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def settled(self) -> Self:
        """Those whose figures are in force."""
        return self.filter(settled_at__isnull=False)

    def running(self) -> Self:
        """Those that are being worked on: the earlier figures still hold."""
        return self.filter(settled_at=None, report__run__status=Run.Status.OPEN)


class Correction(models.Model):
    """That a report corrects an earlier one; why, by whom and when stand with its run."""

    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="correction")
    corrects = models.ForeignKey(
        Report, on_delete=models.PROTECT, related_name="corrections", verbose_name="laporan yang diperbaiki"
    )
    settled_at = models.DateTimeField("berlaku sejak", null=True)

    objects: ClassVar = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = "perbaikan laporan"
        verbose_name_plural = "perbaikan laporan"
        constraints = [
            models.UniqueConstraint(
                "corrects", condition=Q(settled_at__isnull=False), name="report_corrected_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.report)


class CorrectedRow(models.Model):
    """A row that was chosen to be corrected: what is wrong, and what was entered for it until then.

    `standing` keeps the columns of the entered rows by their key; until the correction is signed, they are
    what every other report counts with, and a withdrawal puts them back.
    """

    correction = models.ForeignKey(Correction, on_delete=models.CASCADE, related_name="rows")
    line = models.ForeignKey(ReportLine, on_delete=models.PROTECT, null=True, related_name="+")
    budget_line = models.ForeignKey(BudgetLine, on_delete=models.PROTECT, null=True, related_name="+")
    text = models.TextField("apa yang keliru")
    standing = models.JSONField("yang berlaku sebelumnya", default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        ordering = ["pk"]
        verbose_name = "baris yang diperbaiki"
        verbose_name_plural = "baris yang diperbaiki"
        constraints = [
            models.CheckConstraint(
                condition=Q(line__isnull=False, budget_line=None) | Q(line=None, budget_line__isnull=False),
                name="corrected_row_is_one_row",
            ),
        ]

    def __str__(self) -> str:
        return self.text
