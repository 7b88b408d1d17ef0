"""The tables as they were when the first version came out."""

import django.contrib.auth.models
import django.contrib.auth.validators
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import organisation.models.person


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("organisation", "0001_initial"),
        ("organisation", "0002_one_row_per_file_and_rules_in_words"),
        ("organisation", "0003_substitute"),
        ("organisation", "0004_substitute_ended_early"),
    ]

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="Agency",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.SlugField(unique=True, verbose_name="kode")),
                ("name", models.CharField(max_length=200, verbose_name="nama")),
                ("short_name", models.CharField(max_length=60, verbose_name="singkatan")),
                (
                    "government",
                    models.CharField(
                        help_text="Contoh: Pemerintah Kota Magelang",
                        max_length=120,
                        verbose_name="pemerintah daerah",
                    ),
                ),
                (
                    "zone",
                    models.CharField(
                        choices=[("WIB", "WIB"), ("WITA", "WITA"), ("WIT", "WIT")],
                        default="WIB",
                        max_length=4,
                        verbose_name="zona waktu",
                    ),
                ),
                (
                    "letterhead",
                    models.TextField(
                        blank=True, help_text="Baris di bawah nama, satu per baris", verbose_name="kop surat"
                    ),
                ),
                (
                    "city",
                    models.CharField(blank=True, max_length=80, verbose_name="tempat pada tanda tangan"),
                ),
                (
                    "paper",
                    models.CharField(
                        choices=[("A4", "A4 (210 × 297 mm)"), ("F4", "F4 (215 × 330 mm)")],
                        default="F4",
                        max_length=2,
                        verbose_name="kertas",
                    ),
                ),
                (
                    "day_off_policy",
                    models.CharField(
                        choices=[
                            ("keep", "tetap sesuai tanggal tercetak"),
                            ("next", "mundur ke hari kerja berikutnya"),
                            ("previous", "maju ke hari kerja sebelumnya"),
                        ],
                        default="keep",
                        max_length=10,
                        verbose_name="bila tenggat jatuh pada hari libur",
                    ),
                ),
                (
                    "allows_same_person",
                    models.BooleanField(
                        default=False,
                        help_text="Kantor kecil: orang yang sama boleh mengisi dan meninjau. Tercatat dalam riwayat.",
                        verbose_name="boleh rangkap tugas",
                    ),
                ),
                ("contact", models.CharField(blank=True, max_length=200, verbose_name="kontak operator")),
            ],
            options={
                "verbose_name": "perangkat daerah",
                "verbose_name_plural": "perangkat daerah",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="HistoryHead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("chain", models.CharField(max_length=60, unique=True)),
                ("sequence", models.PositiveBigIntegerField(default=0)),
                ("hash", models.CharField(default="", max_length=64)),
                ("seal", models.CharField(default="", max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        error_messages={"unique": "A user with that username already exists."},
                        help_text="Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.",
                        max_length=150,
                        unique=True,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                        verbose_name="username",
                    ),
                ),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="email address")),
                (
                    "is_staff",
                    models.BooleanField(
                        default=False,
                        help_text="Designates whether the user can log into this admin site.",
                        verbose_name="staff status",
                    ),
                ),
                (
                    "is_active",
                    models.BooleanField(
                        default=True,
                        help_text="Designates whether this user should be treated as active. Unselect this instead of deleting accounts.",
                        verbose_name="active",
                    ),
                ),
                (
                    "date_joined",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="date joined"),
                ),
                ("name", models.CharField(max_length=150, verbose_name="nama dengan gelar")),
                (
                    "nip",
                    organisation.models.person.NipField(
                        blank=True,
                        default="",
                        max_length=30,
                        validators=[organisation.models.person.validate_nip],
                        verbose_name="NIP",
                    ),
                ),
                (
                    "rank",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("I/a", "Juru Muda (I/a)"),
                            ("I/b", "Juru Muda Tingkat I (I/b)"),
                            ("I/c", "Juru (I/c)"),
                            ("I/d", "Juru Tingkat I (I/d)"),
                            ("II/a", "Pengatur Muda (II/a)"),
                            ("II/b", "Pengatur Muda Tingkat I (II/b)"),
                            ("II/c", "Pengatur (II/c)"),
                            ("II/d", "Pengatur Tingkat I (II/d)"),
                            ("III/a", "Penata Muda (III/a)"),
                            ("III/b", "Penata Muda Tingkat I (III/b)"),
                            ("III/c", "Penata (III/c)"),
                            ("III/d", "Penata Tingkat I (III/d)"),
                            ("IV/a", "Pembina (IV/a)"),
                            ("IV/b", "Pembina Tingkat I (IV/b)"),
                            ("IV/c", "Pembina Utama Muda (IV/c)"),
                            ("IV/d", "Pembina Utama Madya (IV/d)"),
                            ("IV/e", "Pembina Utama (IV/e)"),
                            ("P-I", "Golongan I"),
                            ("P-II", "Golongan II"),
                            ("P-III", "Golongan III"),
                            ("P-IV", "Golongan IV"),
                            ("P-V", "Golongan V"),
                            ("P-VI", "Golongan VI"),
                            ("P-VII", "Golongan VII"),
                            ("P-VIII", "Golongan VIII"),
                            ("P-IX", "Golongan IX"),
                            ("P-X", "Golongan X"),
                            ("P-XI", "Golongan XI"),
                            ("P-XII", "Golongan XII"),
                            ("P-XIII", "Golongan XIII"),
                            ("P-XIV", "Golongan XIV"),
                            ("P-XV", "Golongan XV"),
                            ("P-XVI", "Golongan XVI"),
                            ("P-XVII", "Golongan XVII"),
                        ],
                        max_length=10,
                        verbose_name="pangkat/golongan",
                    ),
                ),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "pegawai",
                "verbose_name_plural": "pegawai",
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("nip"),
                        condition=models.Q(("nip", ""), _negated=True),
                        name="nip_once",
                        violation_error_message="NIP ini sudah dipakai pegawai lain.",
                    )
                ],
            },
            managers=[
                ("objects", django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name="HistoryEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "chain",
                    models.CharField(
                        help_text="Kode perangkat daerah; satu rantai per kantor",
                        max_length=60,
                        verbose_name="rantai",
                    ),
                ),
                ("sequence", models.PositiveBigIntegerField(verbose_name="urutan")),
                ("at", models.DateTimeField(verbose_name="waktu")),
                ("verb", models.CharField(max_length=40, verbose_name="perbuatan")),
                (
                    "subject",
                    models.CharField(help_text="Contoh: sop.task:12", max_length=60, verbose_name="tentang"),
                ),
                ("sentence", models.TextField(verbose_name="kalimat")),
                ("details", models.JSONField(default=dict, verbose_name="rincian")),
                ("previous_hash", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
                (
                    "agency",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="organisation.agency",
                        verbose_name="perangkat daerah",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="oleh",
                    ),
                ),
            ],
            options={
                "verbose_name": "riwayat",
                "verbose_name_plural": "riwayat",
                "ordering": ["chain", "sequence"],
                "indexes": [models.Index(fields=["subject"], name="organisatio_subject_a64f49_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("chain"), models.F("sequence"), name="history_sequence_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Holiday",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="tanggal")),
                ("name", models.CharField(max_length=150, verbose_name="nama")),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        to="organisation.agency",
                        verbose_name="hanya untuk perangkat daerah",
                    ),
                ),
            ],
            options={
                "verbose_name": "hari libur",
                "verbose_name_plural": "hari libur",
                "ordering": ["on"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("on"),
                        condition=models.Q(("agency", None)),
                        name="holiday_once_for_all",
                        violation_error_message="Hari libur nasional pada tanggal ini sudah ada.",
                    ),
                    models.UniqueConstraint(
                        models.F("on"),
                        models.F("agency"),
                        name="holiday_once_per_agency",
                        violation_error_message="Hari libur perangkat daerah ini pada tanggal tersebut sudah ada.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="waktu")),
                ("text", models.TextField(verbose_name="isi")),
                ("link", models.CharField(blank=True, max_length=200, verbose_name="tautan")),
                ("key", models.CharField(max_length=120)),
                ("read_at", models.DateTimeField(null=True, verbose_name="dibaca")),
                ("mailed_at", models.DateTimeField(null=True, verbose_name="masuk surel harian")),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("mailed_at", None)), fields=["person"], name="notice_not_mailed"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(models.F("person"), models.F("key"), name="notice_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="OutgoingMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=120, unique=True)),
                ("subject", models.CharField(max_length=200, verbose_name="perihal")),
                ("body", models.TextField(verbose_name="isi")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("pending", "Menunggu"),
                            ("sending", "Sedang dikirim"),
                            ("sent", "Terkirim"),
                            ("failed", "Gagal"),
                        ],
                        default="pending",
                        max_length=10,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("next_try_at", models.DateTimeField(db_index=True)),
                ("sent_at", models.DateTimeField(null=True)),
                ("problem", models.TextField(blank=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mails",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["next_try_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(db_index=True, max_length=64, verbose_name="SHA-256")),
                ("name", models.CharField(max_length=200, verbose_name="nama berkas")),
                ("content_type", models.CharField(max_length=100, verbose_name="jenis")),
                ("size", models.PositiveBigIntegerField(verbose_name="ukuran (byte)")),
                ("added_at", models.DateTimeField(verbose_name="disimpan pada")),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="disimpan oleh",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="organisation.agency",
                        verbose_name="perangkat daerah",
                    ),
                ),
            ],
            options={
                "verbose_name": "berkas",
                "verbose_name_plural": "berkas",
                "ordering": ["added_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("agency"),
                        models.F("sha256"),
                        models.F("name"),
                        name="file_once_per_agency_and_name",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Substitute",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=300, verbose_name="alasan")),
                (
                    "decree_number",
                    models.CharField(blank=True, max_length=100, verbose_name="nomor SK/surat perintah"),
                ),
                ("from_on", models.DateField(verbose_name="mulai tanggal")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="sampai tanggal")),
                ("recorded_at", models.DateTimeField(verbose_name="dicatat")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="diakhiri")),
                ("end_reason", models.CharField(blank=True, max_length=300, verbose_name="alasan diakhiri")),
                (
                    "absent",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="substituted_by",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="yang digantikan",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="substitutes",
                        to="organisation.agency",
                        verbose_name="perangkat daerah",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="substitutes_for",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="pengganti",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "pengganti",
                "verbose_name_plural": "pengganti",
                "ordering": ["agency", "-from_on"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("absent", models.F("person")), _negated=True),
                        name="substitute_is_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_on__isnull", True), ("to_on__gte", models.F("from_on")), _connector="OR"
                        ),
                        name="substitute_ends_after_start",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("end_reason", ""), ("ended_at", None)),
                            models.Q(
                                ("ended_at__isnull", False), models.Q(("end_reason", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="substitute_ended_with_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="nama")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="urutan")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="units",
                        to="organisation.agency",
                        verbose_name="perangkat daerah",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="organisation.unit",
                        verbose_name="induk",
                    ),
                ),
            ],
            options={
                "verbose_name": "unit",
                "verbose_name_plural": "unit",
                "ordering": ["order", "name"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("agency"),
                        models.F("name"),
                        name="unit_name_once_per_agency",
                        violation_error_message="Unit dengan nama ini sudah ada di perangkat daerah tersebut.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Appointment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
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
                ("title", models.CharField(max_length=200, verbose_name="jabatan tercetak")),
                (
                    "tenure",
                    models.CharField(
                        choices=[("definitive", "Definitif"), ("plt", "Plt."), ("plh", "Plh.")],
                        default="definitive",
                        max_length=10,
                        verbose_name="sifat",
                    ),
                ),
                (
                    "decree_number",
                    models.CharField(blank=True, max_length=100, verbose_name="nomor SK/surat perintah"),
                ),
                ("from_on", models.DateField(verbose_name="mulai tanggal")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="sampai tanggal")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="appointments",
                        to="organisation.agency",
                        verbose_name="perangkat daerah",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="appointments",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="pegawai",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="organisation.unit",
                        verbose_name="unit",
                    ),
                ),
            ],
            options={
                "verbose_name": "penugasan jabatan",
                "verbose_name_plural": "penugasan jabatan",
                "ordering": ["agency", "role", "from_on"],
                "indexes": [
                    models.Index(fields=["agency", "role", "from_on"], name="organisatio_agency__544d3b_idx")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_on__isnull", True), ("to_on__gte", models.F("from_on")), _connector="OR"
                        ),
                        name="appointment_ends_after_start",
                        violation_error_message="Penugasan berakhir sebelum mulai; periksa kedua tanggalnya.",
                    )
                ],
            },
        ),
    ]
