"""The tables as they were when the first version came out."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import organisation.models.fields


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("sop", "0001_initial"),
        ("sop", "0002_sop_as_printed"),
        ("sop", "0003_edition_of_a_draft"),
        ("sop", "0004_rehearsal"),
        ("sop", "0005_whole_names_and_numbers"),
        ("sop", "0006_corrections"),
    ]

    dependencies = [
        ("organisation", "0001_first_version"),
    ]

    operations = [
        migrations.CreateModel(
            name="Actor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                ("label", models.CharField(verbose_name="pelaksana")),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("head", "Kepala perangkat daerah"),
                            ("secretary", "Sekretaris"),
                            ("planning", "Kasubbag program/keuangan"),
                            ("subcoordinator", "Subkoordinator"),
                            ("unit_head", "Kepala bidang/seksi"),
                            ("compiler", "Penyusun laporan"),
                            ("officer", "PPTK"),
                            ("staff", "Pelaksana"),
                            ("sop_admin", "Admin SOP"),
                            ("organisation_bureau", "Bagian Organisasi"),
                            ("inspectorate", "Inspektorat"),
                        ],
                        max_length=20,
                        verbose_name="peran",
                    ),
                ),
                ("is_outside", models.BooleanField(default=False, verbose_name="di luar perangkat daerah")),
                (
                    "inferred",
                    models.BooleanField(
                        default=False,
                        help_text="Peran tidak tercetak; belum dipastikan",
                        verbose_name="disimpulkan",
                    ),
                ),
            ],
            options={
                "ordering": ["version", "order"],
            },
        ),
        migrations.CreateModel(
            name="Act",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=1)),
                ("kind", models.CharField(max_length=20, verbose_name="jenis tugas")),
                (
                    "inferred",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Bagian yang tidak tercetak dan belum dipastikan",
                        verbose_name="disimpulkan",
                    ),
                ),
                (
                    "automatic",
                    models.BooleanField(
                        default=False,
                        help_text="Dilakukan sistem saat jendelanya buka bila belum ada yang melakukannya",
                        verbose_name="oleh sistem",
                    ),
                ),
                (
                    "closes_by_clock",
                    models.BooleanField(
                        default=False,
                        help_text="Saat tenggat lewat pelaksanaan jalan terus, yang belum tercatat terlambat",
                        verbose_name="ditutup oleh waktu",
                    ),
                ),
                (
                    "opens_day",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="mulai tanggal"),
                ),
                (
                    "due_day",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="paling lambat tanggal"
                    ),
                ),
                (
                    "options",
                    models.JSONField(blank=True, default=dict, verbose_name="pengaturan jenis tugas"),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="acts", to="sop.actor"
                    ),
                ),
            ],
            options={
                "ordering": ["step__order", "order"],
            },
        ),
        migrations.CreateModel(
            name="Sop",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("slug", models.SlugField(max_length=80, unique=True)),
                ("name", models.CharField(verbose_name="nama")),
                (
                    "runs_from",
                    models.CharField(
                        blank=True,
                        help_text="Pelaksanaan untuk periode sebelum ini tidak dibuka sendiri, contoh 2026-01",
                        max_length=7,
                        verbose_name="dijalankan mulai periode",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sops",
                        to="organisation.agency",
                        verbose_name="perangkat daerah",
                    ),
                ),
            ],
            options={
                "verbose_name": "SOP",
                "verbose_name_plural": "SOP",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="SopVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="versi")),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "Draf"), ("published", "Berlaku"), ("retired", "Tidak berlaku")],
                        default="draft",
                        max_length=10,
                    ),
                ),
                (
                    "cycle",
                    models.CharField(
                        choices=[
                            ("month", "bulanan"),
                            ("quarter", "triwulanan"),
                            ("semester", "semesteran"),
                            ("year", "tahunan"),
                        ],
                        max_length=10,
                        verbose_name="siklus",
                    ),
                ),
                (
                    "edition",
                    models.PositiveIntegerField(
                        default=1,
                        help_text="Naik setiap kali draf diubah: dua admin tidak saling menimpa",
                        verbose_name="suntingan",
                    ),
                ),
                ("published_at", models.DateTimeField(null=True, verbose_name="diterbitkan")),
                ("heading", models.TextField(blank=True, verbose_name="kepala dokumen")),
                ("number", models.TextField(null=True, verbose_name="nomor SOP")),
                ("created_on", models.TextField(null=True, verbose_name="tanggal pembuatan")),
                ("revised_on", models.TextField(null=True, verbose_name="tanggal revisi")),
                ("effective_on", models.TextField(null=True, verbose_name="tanggal pengesahan/efektif")),
                ("approved_by", models.TextField(null=True, verbose_name="disahkan oleh")),
                ("title", models.TextField(blank=True, verbose_name="nama SOP")),
                ("legal_basis", models.JSONField(default=list, verbose_name="dasar hukum")),
                ("qualifications", models.JSONField(default=list, verbose_name="kualifikasi pelaksana")),
                ("related", models.JSONField(default=list, verbose_name="keterkaitan")),
                ("equipment", models.JSONField(default=list, verbose_name="peralatan/perlengkapan")),
                ("warnings", models.JSONField(default=list, verbose_name="peringatan")),
                ("records", models.JSONField(default=list, verbose_name="pencatatan dan pendataan")),
                ("periodic", models.JSONField(default=list, verbose_name="waktu periodik")),
                ("columns", models.JSONField(blank=True, default=dict, verbose_name="kepala kolom tercetak")),
                ("totals", models.TextField(blank=True, verbose_name="jumlah waktu tercetak")),
                ("footer", models.TextField(blank=True, verbose_name="kaki dokumen")),
                ("source_text", models.TextField(blank=True, verbose_name="teks asli")),
                (
                    "published_by",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "sop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="sop.sop"
                    ),
                ),
            ],
            options={
                "ordering": ["sop", "version"],
                "constraints": [
                    models.UniqueConstraint(models.F("sop"), models.F("version"), name="sop_version_once"),
                    models.UniqueConstraint(
                        models.F("sop"),
                        condition=models.Q(("status", "published")),
                        name="one_published_version",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period", organisation.models.fields.PeriodField(verbose_name="periode")),
                (
                    "status",
                    models.CharField(
                        choices=[("open", "Berjalan"), ("closed", "Selesai"), ("withdrawn", "Dibatalkan")],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=1, verbose_name="putaran")),
                ("opened_at", models.DateTimeField(verbose_name="dibuka")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="selesai")),
                ("edition", models.PositiveSmallIntegerField(default=0, verbose_name="perbaikan ke-")),
                ("reason", models.TextField(blank=True, verbose_name="alasan perbaikan")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="runs",
                        to="organisation.agency",
                    ),
                ),
                (
                    "begins_with",
                    models.ForeignKey(
                        help_text="Langkah sebelumnya tidak diulang dalam perbaikan",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="sop.act",
                        verbose_name="dimulai dari",
                    ),
                ),
                (
                    "corrects",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="corrections",
                        to="sop.run",
                        verbose_name="memperbaiki",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="dibuka oleh",
                    ),
                ),
                (
                    "sop",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="runs", to="sop.sop"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="runs", to="sop.sopversion"
                    ),
                ),
            ],
            options={
                "verbose_name": "pelaksanaan SOP",
                "verbose_name_plural": "pelaksanaan SOP",
                "ordering": ["-opened_at"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("sop"),
                        models.F("agency"),
                        models.F("period"),
                        models.F("edition"),
                        name="run_once",
                    ),
                    models.UniqueConstraint(
                        models.F("corrects"),
                        condition=models.Q(("status", "withdrawn"), _negated=True),
                        name="run_corrected_once_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closed_at", None), ("status", "open")),
                            models.Q(("closed_at__isnull", False), ("status__in", ["closed", "withdrawn"])),
                            _connector="OR",
                        ),
                        name="run_closed_when_closed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("begins_with", None),
                                ("corrects", None),
                                ("edition", 0),
                                ("opened_by", None),
                                ("reason", ""),
                            ),
                            models.Q(
                                ("begins_with__isnull", False),
                                ("corrects__isnull", False),
                                ("edition__gt", 0),
                                ("opened_by__isnull", False),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="run_correction_is_reasoned",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Rehearsal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period", organisation.models.fields.PeriodField(verbose_name="periode")),
                (
                    "people",
                    models.CharField(
                        choices=[
                            ("tepat", "Semua tepat waktu"),
                            ("terlambat", "Semua terlambat"),
                            ("kembali", "Satu kali dikembalikan"),
                            ("plh", "Kepala berhalangan, ada Plh."),
                        ],
                        default="tepat",
                        max_length=12,
                        verbose_name="pelaku",
                    ),
                ),
                ("requested_at", models.DateTimeField(verbose_name="diminta")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending", "Menunggu giliran"),
                            ("running", "Sedang dimainkan"),
                            ("done", "Selesai"),
                            ("failed", "Gagal"),
                        ],
                        default="pending",
                        max_length=10,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("next_try_at", models.DateTimeField(db_index=True)),
                ("result", models.JSONField(default=dict, verbose_name="hasil")),
                ("problem", models.TextField(blank=True, verbose_name="kendala")),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rehearsals",
                        to="sop.sopversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "geladi",
                "verbose_name_plural": "geladi",
                "ordering": ["-requested_at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="actor",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="actors", to="sop.sopversion"
            ),
        ),
        migrations.CreateModel(
            name="Step",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField()),
                ("printed_number", models.CharField(blank=True, verbose_name="no")),
                ("text", models.TextField(verbose_name="kegiatan")),
                ("requirements", models.TextField(blank=True, verbose_name="kelengkapan")),
                ("duration_text", models.TextField(blank=True, verbose_name="waktu")),
                ("duration_amount", models.DecimalField(decimal_places=3, max_digits=10, null=True)),
                ("duration_unit", models.CharField(blank=True, max_length=20)),
                ("output", models.TextField(blank=True, verbose_name="output")),
                ("remark", models.TextField(blank=True, verbose_name="keterangan")),
                (
                    "phase",
                    models.TextField(
                        blank=True, help_text="Baris judul di atas langkah ini", verbose_name="tahap"
                    ),
                ),
                ("extra", models.JSONField(blank=True, default=dict, verbose_name="kolom lain")),
                (
                    "opens_day",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="mulai tanggal"),
                ),
                (
                    "due_day",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="paling lambat tanggal"
                    ),
                ),
                (
                    "cycles",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text="Kosong = siklus SOP; langkah tahunan dari SOP triwulanan: year",
                        verbose_name="siklus",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="sop.sopversion"
                    ),
                ),
            ],
            options={
                "ordering": ["version", "order"],
                "constraints": [
                    models.UniqueConstraint(models.F("version"), models.F("order"), name="step_order_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("opens_day", None),
                            ("due_day", None),
                            ("due_day__gte", models.F("opens_day")),
                            _connector="OR",
                        ),
                        name="step_window_not_inverted",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="act",
            name="proceeds_to",
            field=models.ForeignKey(
                blank=True,
                help_text="Cabang ya; kosong = tindakan berikutnya",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="sop.step",
            ),
        ),
        migrations.AddField(
            model_name="act",
            name="returns_to",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="sop.step",
            ),
        ),
        migrations.AddField(
            model_name="act",
            name="step",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="acts", to="sop.step"
            ),
        ),
        migrations.CreateModel(
            name="Task",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=1, verbose_name="putaran")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("waiting", "Belum dibuka"),
                            ("open", "Perlu dikerjakan"),
                            ("done", "Selesai"),
                            ("missed", "Tidak disampaikan"),
                            ("superseded", "Digantikan"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("opens_at", models.DateTimeField(verbose_name="dibuka mulai")),
                ("due_at", models.DateTimeField(null=True, verbose_name="tenggat")),
                ("opened_at", models.DateTimeField(null=True, verbose_name="dibuka")),
                ("done_at", models.DateTimeField(null=True, verbose_name="selesai")),
                (
                    "capacity",
                    models.CharField(
                        blank=True,
                        help_text="Jabatan tercetak saat bertindak",
                        max_length=220,
                        verbose_name="selaku",
                    ),
                ),
                ("outcome", models.CharField(blank=True, max_length=20, verbose_name="hasil")),
                ("note", models.TextField(blank=True, verbose_name="catatan")),
                (
                    "details",
                    models.JSONField(
                        default=dict,
                        help_text="Yang dicatat jenis tugas: disposisi, surat, …",
                        verbose_name="isian",
                    ),
                ),
                (
                    "act",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="tasks", to="sop.act"
                    ),
                ),
                (
                    "assignee",
                    models.ForeignKey(
                        help_text="Kosong: siapa pun pemegang peran",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tasks", to="sop.run"
                    ),
                ),
            ],
            options={
                "verbose_name": "tugas",
                "verbose_name_plural": "tugas",
                "ordering": ["run", "round", "act__step__order", "act__order", "pk"],
                "indexes": [
                    models.Index(fields=["status", "due_at"], name="sop_task_status_ae14b7_idx"),
                    models.Index(fields=["status", "opens_at"], name="sop_task_status_d46e59_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("run"),
                        models.F("act"),
                        models.F("round"),
                        models.F("assignee"),
                        condition=models.Q(("assignee__isnull", False)),
                        name="task_once_per_person",
                    ),
                    models.UniqueConstraint(
                        models.F("run"),
                        models.F("act"),
                        models.F("round"),
                        condition=models.Q(("assignee__isnull", True)),
                        name="task_once_per_role",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("done_at", None), ("status__in", ["waiting", "open"])),
                            models.Q(
                                ("done_at__isnull", False), ("status__in", ["done", "missed", "superseded"])
                            ),
                            _connector="OR",
                        ),
                        name="task_done_when_done",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("status", "done"), _negated=True),
                            models.Q(("outcome", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="task_done_with_outcome",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("until", models.DateTimeField(verbose_name="sampai")),
                ("reason", models.TextField(verbose_name="alasan")),
                ("given_at", models.DateTimeField(verbose_name="diberikan")),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="extensions", to="sop.task"
                    ),
                ),
            ],
            options={
                "ordering": ["given_at"],
            },
        ),
        migrations.AddConstraint(
            model_name="actor",
            constraint=models.UniqueConstraint(
                models.F("version"), models.F("order"), name="actor_order_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="act",
            constraint=models.UniqueConstraint(models.F("step"), models.F("order"), name="act_order_once"),
        ),
    ]
