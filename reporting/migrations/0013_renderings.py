"""Large files made by a worker: what was asked for, how far it is, and until when it is kept."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0012_certified_signatures"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Rendering",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "format",
                    models.CharField(
                        choices=[("pdf", "PDF"), ("xlsx", "Excel"), ("docx", "Word")],
                        max_length=4,
                        verbose_name="format",
                    ),
                ),
                (
                    "destination",
                    models.CharField(blank=True, max_length=200, verbose_name="tata letak untuk tujuan"),
                ),
                (
                    "wanted",
                    models.JSONField(
                        default=dict,
                        help_text="Kosong = untuk dibaca; isi = naskah yang disahkan",
                        verbose_name="yang diminta",
                    ),
                ),
                ("key", models.CharField(max_length=64, verbose_name="sidik isi")),
                ("asked_at", models.DateTimeField(verbose_name="diminta")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Menunggu giliran"),
                            ("working", "Sedang dibuat"),
                            ("ready", "Siap diunduh"),
                            ("failed", "Gagal dibuat"),
                        ],
                        default="waiting",
                        max_length=8,
                        verbose_name="keadaan",
                    ),
                ),
                ("stage", models.CharField(blank=True, max_length=200, verbose_name="sedang")),
                ("percent", models.PositiveSmallIntegerField(default=0, verbose_name="persen")),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("next_try_at", models.DateTimeField(db_index=True)),
                (
                    "seat",
                    models.PositiveSmallIntegerField(
                        help_text="Hanya satu berkas dibuat sekaligus", null=True, unique=True
                    ),
                ),
                ("finished_at", models.DateTimeField(null=True, verbose_name="selesai")),
                (
                    "expires_at",
                    models.DateTimeField(db_index=True, null=True, verbose_name="disimpan sampai"),
                ),
                ("problem", models.TextField(blank=True, verbose_name="kendala")),
                ("sha256", models.CharField(blank=True, max_length=64, verbose_name="SHA-256")),
                ("size", models.PositiveBigIntegerField(default=0, verbose_name="ukuran (byte)")),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "compilation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="renderings",
                        to="reporting.compilation",
                    ),
                ),
            ],
            options={
                "verbose_name": "pembuatan berkas",
                "verbose_name_plural": "pembuatan berkas",
                "ordering": ["-asked_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("key"),
                        condition=models.Q(("state", "failed"), _negated=True),
                        name="rendering_once_per_content",
                    ),
                    models.UniqueConstraint(
                        models.F("asked_by"),
                        condition=models.Q(("state__in", ["waiting", "working"])),
                        name="rendering_one_per_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("seat__isnull", False), ("state", "working")),
                            models.Q(models.Q(("state", "working"), _negated=True), ("seat", None)),
                            _connector="OR",
                        ),
                        name="rendering_working_has_seat",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("expires_at__isnull", False),
                                ("state", "ready"),
                                models.Q(("sha256", ""), _negated=True),
                            ),
                            models.Q(models.Q(("state", "ready"), _negated=True), ("sha256", "")),
                            _connector="OR",
                        ),
                        name="rendering_ready_has_file",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "failed"), models.Q(("problem", ""), _negated=True)),
                            models.Q(models.Q(("state", "failed"), _negated=True), ("problem", "")),
                            _connector="OR",
                        ),
                        name="rendering_failed_says_why",
                    ),
                ],
            },
        ),
    ]
