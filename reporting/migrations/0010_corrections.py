"""Corrections of a report: the earlier report, the rows that reopen, and what was in force for them."""

import django.core.serializers.json
import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("reporting", "0009_reasons_on_lines"), ("sop", "0006_corrections")]
    operations = [
        migrations.CreateModel(
            name="Correction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("settled_at", models.DateTimeField(null=True, verbose_name="berlaku sejak")),
                (
                    "corrects",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="reporting.report",
                        verbose_name="laporan yang diperbaiki",
                    ),
                ),
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="correction",
                        to="reporting.report",
                    ),
                ),
            ],
            options={
                "verbose_name": "perbaikan laporan",
                "verbose_name_plural": "perbaikan laporan",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="CorrectedRow",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(verbose_name="apa yang keliru")),
                (
                    "standing",
                    models.JSONField(
                        default=dict,
                        encoder=django.core.serializers.json.DjangoJSONEncoder,
                        verbose_name="yang berlaku sebelumnya",
                    ),
                ),
                (
                    "budget_line",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reporting.budgetline",
                    ),
                ),
                (
                    "correction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rows",
                        to="reporting.correction",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reporting.reportline",
                    ),
                ),
            ],
            options={
                "verbose_name": "baris yang diperbaiki",
                "verbose_name_plural": "baris yang diperbaiki",
                "ordering": ["pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="correction",
            constraint=models.UniqueConstraint(
                models.F("corrects"), condition=Q(settled_at__isnull=False), name="report_corrected_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="correctedrow",
            constraint=models.CheckConstraint(
                condition=Q(line__isnull=False, budget_line=None) | Q(line=None, budget_line__isnull=False),
                name="corrected_row_is_one_row",
            ),
        ),
    ]
