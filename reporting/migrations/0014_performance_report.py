"""LKjIP: texts by version, benchmarks, reasons for gaps, the review and its statement."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import organisation.models.fields


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0013_renderings"),
    ]

    operations = [
        migrations.CreateModel(
            name="PerformanceReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="performance_reports",
                        to="organisation.agency",
                        verbose_name="perangkat daerah",
                    ),
                ),
                ("period", organisation.models.fields.PeriodField(verbose_name="periode")),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="performance_reports",
                        to="reporting.plan",
                    ),
                ),
                ("number", models.CharField(blank=True, max_length=100, verbose_name="nomor")),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "Disusun"), ("reviewed", "Telah direviu"), ("final", "Final")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=1, verbose_name="putaran reviu")),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("opened_at", models.DateTimeField(verbose_name="dibuka")),
                ("asked_at", models.DateTimeField(null=True, verbose_name="reviu diminta")),
                (
                    "signed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("signed_as", models.CharField(blank=True, max_length=220, verbose_name="selaku")),
                ("signed_at", models.DateTimeField(null=True, verbose_name="ditandatangani")),
                (
                    "pdf",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.storedfile",
                    ),
                ),
                (
                    "word",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.storedfile",
                    ),
                ),
            ],
            options={
                "verbose_name": "LKjIP",
                "verbose_name_plural": "LKjIP",
                "ordering": ["-period", "agency"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("agency"), models.F("period"), name="performance_report_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "final"), _negated=True),
                            models.Q(
                                ("pdf__isnull", False),
                                ("signed_at__isnull", False),
                                ("signed_by__isnull", False),
                                ("word__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="performance_report_final_is_signed",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SectionText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="texts",
                        to="reporting.performancereport",
                    ),
                ),
                ("section", models.CharField(max_length=80, verbose_name="bagian")),
                ("version", models.PositiveIntegerField(verbose_name="versi")),
                ("text", models.TextField(blank=True, verbose_name="naskah")),
                (
                    "restored_from",
                    models.PositiveIntegerField(null=True, verbose_name="dipulihkan dari versi"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="disimpan")),
            ],
            options={
                "ordering": ["report", "section", "version"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("report"),
                        models.F("section"),
                        models.F("version"),
                        name="section_version_once",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Benchmark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="benchmarks",
                        to="organisation.agency",
                    ),
                ),
                ("node_code", models.CharField(max_length=40, verbose_name="kode baris")),
                ("indicator_code", models.CharField(max_length=40, verbose_name="kode indikator")),
                ("name", models.TextField(verbose_name="indikator")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("earlier", "Realisasi tahun sebelumnya"),
                            ("medium_term", "Target akhir Renstra"),
                            ("national", "Standar nasional"),
                            ("provincial", "Standar provinsi"),
                        ],
                        max_length=12,
                        verbose_name="jenis",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="tahun")),
                ("value", models.DecimalField(decimal_places=6, max_digits=24, verbose_name="nilai")),
                (
                    "target",
                    models.DecimalField(
                        decimal_places=6, max_digits=24, null=True, verbose_name="target tahun itu"
                    ),
                ),
                ("source", models.CharField(max_length=300, verbose_name="sumber")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="dicatat")),
            ],
            options={
                "ordering": ["agency", "node_code", "indicator_code", "kind", "-year"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("agency"),
                        models.F("node_code"),
                        models.F("indicator_code"),
                        models.F("kind"),
                        models.F("year"),
                        name="benchmark_once_per_year",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("target", None), ("kind", "earlier"), _connector="OR"),
                        name="benchmark_target_of_an_earlier_year",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("source", ""), _negated=True), name="benchmark_names_its_source"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="GapReason",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="gap_reasons",
                        to="reporting.performancereport",
                    ),
                ),
                ("gap", models.CharField(max_length=160, verbose_name="yang belum lengkap")),
                ("reason", models.TextField(verbose_name="alasan")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="dicatat")),
            ],
            options={
                "ordering": ["report", "gap"],
                "constraints": [
                    models.UniqueConstraint(models.F("report"), models.F("gap"), name="one_reason_per_gap")
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewAnswer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="answers",
                        to="reporting.performancereport",
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(verbose_name="putaran")),
                ("point", models.CharField(max_length=20, verbose_name="butir")),
                (
                    "answer",
                    models.CharField(
                        choices=[("yes", "Ya"), ("no", "Tidak"), ("na", "Tidak berlaku")],
                        max_length=3,
                        verbose_name="jawaban",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="catatan")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="dijawab")),
            ],
            options={
                "ordering": ["report", "round", "point"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("report"), models.F("round"), models.F("point"), name="one_answer_per_point"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewStatement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statements",
                        to="reporting.performancereport",
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(verbose_name="putaran")),
                (
                    "verdict",
                    models.CharField(
                        choices=[("reviewed", "Telah direviu"), ("returned", "Dikembalikan")],
                        max_length=10,
                        verbose_name="hasil",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="catatan")),
                ("digest", models.CharField(max_length=64, verbose_name="sidik isi")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("capacity", models.CharField(blank=True, max_length=220, verbose_name="selaku")),
                ("at", models.DateTimeField(verbose_name="waktu")),
            ],
            options={
                "ordering": ["report", "round"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("report"), models.F("round"), name="one_statement_per_round"
                    )
                ],
            },
        ),
    ]
