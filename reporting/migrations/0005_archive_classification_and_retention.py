"""Classes with their retention, what a record says of its file, and what became of the paper."""

from datetime import date

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0004_substitute_ended_early"),
        ("reporting", "0004_signing_keys_and_ways"),
        ("sop", "0005_whole_names_and_numbers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ArchiveMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "deed",
                    models.CharField(
                        choices=[
                            ("moved", "Dipindahkan ke unit kearsipan"),
                            ("destroyed", "Dimusnahkan (fisik)"),
                            ("handed_over", "Diserahkan ke lembaga kearsipan daerah"),
                        ],
                        max_length=12,
                        verbose_name="perbuatan",
                    ),
                ),
                (
                    "decree",
                    models.CharField(max_length=120, verbose_name="nomor keputusan atau berita acara"),
                ),
                ("decided_on", models.DateField(verbose_name="tanggal")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="keterangan")),
                ("at", models.DateTimeField(verbose_name="dicatat")),
            ],
            options={
                "verbose_name": "tindak lanjut arsip",
                "verbose_name_plural": "tindak lanjut arsip",
                "ordering": ["record", "decided_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Classification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, verbose_name="kode")),
                ("name", models.CharField(max_length=200, verbose_name="jenis arsip")),
                ("active_years", models.PositiveSmallIntegerField(verbose_name="retensi aktif (tahun)")),
                ("inactive_years", models.PositiveSmallIntegerField(verbose_name="retensi inaktif (tahun)")),
                (
                    "fate",
                    models.CharField(
                        choices=[
                            ("destroy", "Musnah"),
                            ("permanent", "Permanen"),
                            ("review", "Dinilai kembali"),
                        ],
                        max_length=10,
                        verbose_name="nasib akhir",
                    ),
                ),
                ("valid_from", models.DateField(verbose_name="berlaku mulai")),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="dasar")),
                (
                    "proposed_for",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("period", "Laporan bulanan, triwulanan, semester"),
                            ("year", "Laporan tahunan"),
                        ],
                        help_text="Usulan pertama pada formulir pengarsipan",
                        max_length=10,
                        verbose_name="diusulkan untuk",
                    ),
                ),
            ],
            options={
                "verbose_name": "klasifikasi arsip",
                "verbose_name_plural": "klasifikasi arsip",
                "ordering": ["code", "name", "-valid_from"],
            },
        ),
        migrations.AlterModelOptions(
            name="archiverecord",
            options={"ordering": ["-at"], "verbose_name": "arsip", "verbose_name_plural": "arsip"},
        ),
        migrations.AddField(
            model_name="archiverecord",
            name="active_until",
            field=models.DateField(null=True, verbose_name="aktif sampai"),
        ),
        migrations.AddField(
            model_name="archiverecord",
            name="classification_name",
            field=models.CharField(blank=True, max_length=200, verbose_name="jenis arsip"),
        ),
        migrations.AddField(
            model_name="archiverecord",
            name="closed_on",
            field=models.DateField(default=date(2000, 1, 1), verbose_name="tanggal penutupan berkas"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="archiverecord",
            name="copies",
            field=models.CharField(default="1 berkas", max_length=60, verbose_name="jumlah"),
        ),
        migrations.AddField(
            model_name="archiverecord",
            name="covered",
            field=models.CharField(blank=True, max_length=100, verbose_name="kurun waktu"),
        ),
        migrations.AddField(
            model_name="archiverecord",
            name="description",
            field=models.TextField(blank=True, verbose_name="uraian"),
        ),
        migrations.AddField(
            model_name="archiverecord",
            name="fate",
            field=models.CharField(
                blank=True,
                choices=[("destroy", "Musnah"), ("permanent", "Permanen"), ("review", "Dinilai kembali")],
                max_length=10,
                verbose_name="nasib akhir",
            ),
        ),
        migrations.AddField(
            model_name="archiverecord",
            name="inactive_until",
            field=models.DateField(null=True, verbose_name="inaktif sampai"),
        ),
        migrations.AddField(
            model_name="archiverecord",
            name="level",
            field=models.CharField(
                choices=[("original", "Asli"), ("copy", "Salinan")],
                default="original",
                max_length=8,
                verbose_name="tingkat perkembangan",
            ),
        ),
        migrations.AddField(
            model_name="archiverecord",
            name="retention_source",
            field=models.CharField(blank=True, max_length=300, verbose_name="dasar retensi"),
        ),
        migrations.AddConstraint(
            model_name="archiverecord",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("active_until", None), ("fate", ""), ("inactive_until", None)),
                    models.Q(
                        ("active_until__gte", models.F("closed_on")),
                        ("fate__in", ["destroy", "permanent", "review"]),
                        ("inactive_until__gte", models.F("active_until")),
                    ),
                    _connector="OR",
                ),
                name="retention_whole_and_in_order",
            ),
        ),
        migrations.AddField(
            model_name="archivemark",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="archivemark",
            name="record",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="marks",
                to="reporting.archiverecord",
            ),
        ),
        migrations.AddField(
            model_name="classification",
            name="agency",
            field=models.ForeignKey(
                blank=True,
                help_text="Kosong = dipakai semua perangkat daerah",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="classifications",
                to="organisation.agency",
                verbose_name="perangkat daerah",
            ),
        ),
        migrations.AddConstraint(
            model_name="archivemark",
            constraint=models.UniqueConstraint(
                models.F("record"), models.F("deed"), name="mark_once_per_deed"
            ),
        ),
        migrations.AddConstraint(
            model_name="classification",
            constraint=models.UniqueConstraint(
                models.F("agency"),
                models.F("code"),
                models.F("name"),
                models.F("valid_from"),
                name="classification_once_per_agency",
            ),
        ),
        migrations.AddConstraint(
            model_name="classification",
            constraint=models.UniqueConstraint(
                models.F("code"),
                models.F("name"),
                models.F("valid_from"),
                condition=models.Q(("agency", None)),
                name="common_classification_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="classification",
            constraint=models.CheckConstraint(
                condition=models.Q(("active_years__lte", 100), ("inactive_years__lte", 100)),
                name="retention_within_100_years",
            ),
        ),
    ]
