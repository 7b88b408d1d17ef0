"""Certified signatures and paraf: the eSign service, requests to it, NIK (sealed), and initials."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0011_letters"),
        ("organisation", "0004_substitute_ended_early"),
        ("sop", "0005_whole_names_and_numbers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="EsignIdentity",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sealed_nik", models.TextField(verbose_name="NIK (tersegel)")),
            ],
            options={
                "verbose_name": "NIK untuk TTE",
                "verbose_name_plural": "NIK untuk TTE",
            },
        ),
        migrations.CreateModel(
            name="EsignService",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.CharField(max_length=300, verbose_name="alamat layanan")),
                (
                    "version",
                    models.CharField(
                        choices=[("v1", "v1 (api/sign/pdf)"), ("v2", "v2 (api/v2/sign/pdf)")],
                        default="v2",
                        max_length=2,
                        verbose_name="versi",
                    ),
                ),
                ("username", models.CharField(max_length=150, verbose_name="nama pengguna layanan")),
                ("sealed_secret", models.TextField(verbose_name="sandi layanan (tersegel)")),
                ("authority", models.TextField(verbose_name="sertifikat induk penerbit (PEM)")),
                (
                    "footer",
                    models.CharField(
                        default="Dokumen ini telah ditandatangani secara elektronik menggunakan sertifikat elektronik yang diterbitkan oleh Balai Sertifikasi Elektronik (BSrE), BSSN",
                        max_length=400,
                        verbose_name="kalimat pada dokumen",
                    ),
                ),
                ("active", models.BooleanField(default=True, verbose_name="dipakai")),
            ],
            options={
                "verbose_name": "layanan eSign",
                "verbose_name_plural": "layanan eSign",
            },
        ),
        migrations.CreateModel(
            name="Initial",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("capacity", models.CharField(max_length=220, verbose_name="selaku")),
                ("name", models.CharField(max_length=150)),
                ("at", models.DateTimeField(verbose_name="waktu")),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("application", "Dicatat dalam aplikasi"),
                            ("own_key", "TTE tidak tersertifikasi"),
                            ("certified", "TTE tersertifikasi"),
                            ("wet_ink", "Tanda tangan basah"),
                        ],
                        default="application",
                        max_length=12,
                        verbose_name="cara",
                    ),
                ),
                ("rooms", models.JSONField(default=list, verbose_name="tempat tanda tangan")),
                (
                    "code",
                    models.CharField(max_length=19, null=True, unique=True, verbose_name="kode verifikasi"),
                ),
                ("certificate", models.TextField(blank=True, verbose_name="sertifikat penanda tangan (PEM)")),
            ],
            options={
                "verbose_name": "paraf",
                "verbose_name_plural": "paraf",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="SigningAttempt",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "correlation",
                    models.UUIDField(default=uuid.uuid4, unique=True, verbose_name="kode permintaan"),
                ),
                ("number", models.CharField(blank=True, max_length=100, verbose_name="nomor laporan")),
                ("digest", models.CharField(max_length=64, verbose_name="sidik angka")),
                ("reason", models.CharField(max_length=200, verbose_name="alasan pada tanda tangan")),
                ("rooms", models.JSONField(default=list, verbose_name="tempat tanda tangan")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Diminta, belum ada jawaban"),
                            ("unknown", "Belum diketahui hasilnya"),
                            ("signed", "Sudah ditandatangani layanan"),
                            ("failed", "Ditolak, tidak ditandatangani"),
                            ("lost", "Dinyatakan hilang"),
                            ("used", "Dibubuhkan pada laporan"),
                        ],
                        default="asked",
                        max_length=7,
                        verbose_name="keadaan",
                    ),
                ),
                ("document_id", models.CharField(blank=True, max_length=100, verbose_name="id_dokumen")),
                ("problem", models.TextField(blank=True, verbose_name="masalah")),
                ("certificate", models.TextField(blank=True, verbose_name="sertifikat penanda tangan (PEM)")),
                ("asked_at", models.DateTimeField(verbose_name="diminta")),
                ("settled_at", models.DateTimeField(null=True, verbose_name="selesai")),
            ],
            options={
                "verbose_name": "permintaan TTE",
                "verbose_name_plural": "permintaan TTE",
                "ordering": ["asked_at", "pk"],
            },
        ),
        migrations.AddField(
            model_name="signature",
            name="certificate",
            field=models.TextField(blank=True, verbose_name="sertifikat penanda tangan (PEM)"),
        ),
        migrations.AddField(
            model_name="signature",
            name="rooms",
            field=models.JSONField(default=list, verbose_name="tempat tanda tangan"),
        ),
        migrations.AlterField(
            model_name="signature",
            name="method",
            field=models.CharField(
                choices=[
                    ("application", "Dicatat dalam aplikasi"),
                    ("own_key", "TTE tidak tersertifikasi"),
                    ("certified", "TTE tersertifikasi"),
                    ("wet_ink", "Tanda tangan basah"),
                ],
                default="application",
                max_length=12,
                verbose_name="cara",
            ),
        ),
        migrations.AddConstraint(
            model_name="signature",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("method", "certified"), models.Q(("certificate", ""), _negated=True)),
                    models.Q(models.Q(("method", "certified"), _negated=True), ("certificate", "")),
                    _connector="OR",
                ),
                name="signature_certified_has_certificate",
            ),
        ),
        migrations.AddField(
            model_name="esignidentity",
            name="person",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="esign_identity",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="esignservice",
            name="agency",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="esign_service",
                to="organisation.agency",
                verbose_name="perangkat daerah",
            ),
        ),
        migrations.AddField(
            model_name="initial",
            name="compilation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="initials",
                to="reporting.compilation",
            ),
        ),
        migrations.AddField(
            model_name="initial",
            name="key",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="initials",
                to="reporting.signingkey",
            ),
        ),
        migrations.AddField(
            model_name="initial",
            name="paper",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisation.storedfile",
            ),
        ),
        migrations.AddField(
            model_name="initial",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="initial",
            name="task",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="initial", to="sop.task"
            ),
        ),
        migrations.AddField(
            model_name="signingattempt",
            name="after",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisation.storedfile",
                verbose_name="berkas yang kembali",
            ),
        ),
        migrations.AddField(
            model_name="signingattempt",
            name="before",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisation.storedfile",
                verbose_name="berkas yang dikirim",
            ),
        ),
        migrations.AddField(
            model_name="signingattempt",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="signingattempt",
            name="service",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="attempts",
                to="reporting.esignservice",
            ),
        ),
        migrations.AddField(
            model_name="signingattempt",
            name="task",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="signing_attempts", to="sop.task"
            ),
        ),
        migrations.AddConstraint(
            model_name="esignservice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sealed_secret", ""), _negated=True), models.Q(("authority", ""), _negated=True)
                ),
                name="esign_service_complete",
            ),
        ),
        migrations.AddConstraint(
            model_name="initial",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("key__isnull", False), ("method", "own_key")),
                    models.Q(models.Q(("method", "own_key"), _negated=True), ("key", None)),
                    _connector="OR",
                ),
                name="initial_own_key_names_it",
            ),
        ),
        migrations.AddConstraint(
            model_name="initial",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("method", "certified"), models.Q(("certificate", ""), _negated=True)),
                    models.Q(models.Q(("method", "certified"), _negated=True), ("certificate", "")),
                    _connector="OR",
                ),
                name="initial_certified_has_certificate",
            ),
        ),
        migrations.AddConstraint(
            model_name="initial",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("method__in", ["own_key", "certified"]), ("paper__isnull", False)),
                    models.Q(("method", "application"), ("paper", None)),
                    _connector="OR",
                ),
                name="initial_electronic_has_paper",
            ),
        ),
        migrations.AddConstraint(
            model_name="signingattempt",
            constraint=models.UniqueConstraint(
                models.F("task"),
                condition=models.Q(("state__in", ["asked", "unknown", "signed"])),
                name="one_unsettled_signing_attempt",
            ),
        ),
        migrations.AddConstraint(
            model_name="signingattempt",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["signed", "used"]), _negated=True),
                    models.Q(("after__isnull", False), models.Q(("certificate", ""), _negated=True)),
                    _connector="OR",
                ),
                name="signed_attempt_has_its_file",
            ),
        ),
    ]
