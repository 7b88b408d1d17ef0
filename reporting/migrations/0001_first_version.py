"""The tables as they were when the first version came out."""

import uuid

import django.core.serializers.json
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import organisation.models.fields


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("reporting", "0001_initial"),
        ("reporting", "0002_policy_scale_and_sources"),
        ("reporting", "0004_signing_keys_and_ways"),
        ("reporting", "0005_archive_classification_and_retention"),
        ("reporting", "0007_destinations_and_sendings"),
        ("reporting", "0008_column_layouts"),
        ("reporting", "0009_reasons_on_lines"),
        ("reporting", "0010_corrections"),
        ("reporting", "0011_letters"),
        ("reporting", "0012_certified_signatures"),
        ("reporting", "0013_renderings"),
        ("reporting", "0014_performance_report"),
        ("reporting", "0015_archive_packages"),
        ("reporting", "0016_report_documents"),
    ]

    dependencies = [
        ("organisation", "0001_first_version"),
        ("sop", "0001_first_version"),
    ]

    operations = [
        migrations.CreateModel(
            name="Compilation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(verbose_name="putaran")),
                ("at", models.DateTimeField(verbose_name="disusun")),
                ("digest", models.CharField(max_length=64, verbose_name="sidik angka")),
                ("late", models.JSONField(default=list, verbose_name="belum menyampaikan")),
                ("means", models.JSONField(default=dict, verbose_name="rata-rata")),
                ("policy", models.JSONField(default=dict, verbose_name="aturan hitung yang dipakai")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["report", "round"],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("destination", models.CharField(max_length=200, verbose_name="tujuan")),
                ("sent_on", models.DateField(verbose_name="tanggal kirim")),
                ("recorded_at", models.DateTimeField(verbose_name="dicatat")),
                ("sha256", models.CharField(max_length=64, verbose_name="SHA-256 yang dikirim")),
                ("receipt_number", models.CharField(max_length=100, verbose_name="nomor tanda terima")),
                ("receipt_on", models.DateField(verbose_name="tanggal tanda terima")),
                (
                    "receipt_file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.storedfile",
                    ),
                ),
                (
                    "sent_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "task",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="delivery", to="sop.task"
                    ),
                ),
            ],
            options={
                "ordering": ["recorded_at"],
            },
        ),
        migrations.CreateModel(
            name="Destination",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        help_text="Persis seperti tujuan pada SOP, misalnya Smart Magelang",
                        max_length=200,
                        verbose_name="nama",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("manual", "Diunggah sendiri"),
                            ("http", "Dikirim aplikasi (HTTPS)"),
                            ("email", "Surel"),
                        ],
                        default="manual",
                        max_length=6,
                        verbose_name="cara kirim",
                    ),
                ),
                (
                    "address",
                    models.CharField(
                        blank=True,
                        help_text="Alamat https:// atau surel",
                        max_length=300,
                        verbose_name="alamat",
                    ),
                ),
                ("sealed_secret", models.TextField(blank=True, verbose_name="rahasia bersama (tersegel)")),
                (
                    "spelling",
                    models.CharField(
                        choices=[
                            ("comma", "1234,56 (koma, tanpa titik ribuan)"),
                            ("point", "1234.56 (titik desimal)"),
                            ("printed", "1.234,56 (seperti tercetak)"),
                        ],
                        default="comma",
                        max_length=7,
                        verbose_name="cara tulis angka",
                    ),
                ),
                ("active", models.BooleanField(default=True, verbose_name="dipakai")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="destinations",
                        to="organisation.agency",
                        verbose_name="perangkat daerah",
                    ),
                ),
            ],
            options={
                "verbose_name": "tujuan pengiriman",
                "verbose_name_plural": "tujuan pengiriman",
                "ordering": ["agency", "name"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("agency"), models.F("name"), name="destination_once_per_agency"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("channel", "manual"), models.Q(("address", ""), _negated=True), _connector="OR"
                        ),
                        name="destination_sent_to_has_address",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("channel", "http"), _negated=True),
                            models.Q(("sealed_secret", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="destination_http_has_secret",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("format", models.CharField(choices=[("pdf", "PDF"), ("xlsx", "Excel")], max_length=4)),
                ("frozen_at", models.DateTimeField(verbose_name="dibekukan")),
                (
                    "compilation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="reporting.compilation",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.storedfile",
                    ),
                ),
                (
                    "logo",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.storedfile",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("compilation"), models.F("format"), name="document_once_per_format"
                    )
                ],
            },
        ),
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
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="esign_identity",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                (
                    "agency",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="esign_service",
                        to="organisation.agency",
                        verbose_name="perangkat daerah",
                    ),
                ),
            ],
            options={
                "verbose_name": "layanan eSign",
                "verbose_name_plural": "layanan eSign",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sealed_secret", ""), _negated=True),
                            models.Q(("authority", ""), _negated=True),
                        ),
                        name="esign_service_complete",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="IssuedNumber",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sequence", models.PositiveIntegerField(verbose_name="urut")),
                ("text", models.CharField(max_length=200, verbose_name="nomor")),
                ("purpose", models.CharField(max_length=300, verbose_name="untuk")),
                ("at", models.DateTimeField(verbose_name="diberikan")),
                ("cancelled_at", models.DateTimeField(null=True, verbose_name="dibatalkan")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="alasan batal")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "cancelled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "nomor",
                "verbose_name_plural": "nomor",
                "ordering": ["series", "sequence"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("cancelled_at", None), ("cancelled_by", None), ("reason", "")),
                            models.Q(
                                ("cancelled_at__isnull", False),
                                ("cancelled_by__isnull", False),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="number_cancelled_with_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("cover", "Surat pengantar"),
                            ("memo", "Nota dinas"),
                            ("official", "Surat dinas"),
                            ("minutes", "Berita acara"),
                            ("disposition", "Lembar disposisi"),
                        ],
                        max_length=12,
                        verbose_name="jenis naskah",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Konsep"),
                            ("issued", "Terbit"),
                            ("replaced", "Diganti konsep baru"),
                            ("cancelled", "Batal"),
                        ],
                        default="draft",
                        max_length=10,
                        verbose_name="keadaan",
                    ),
                ),
                ("edition", models.PositiveIntegerField(default=1, verbose_name="edisi")),
                ("classification", models.CharField(max_length=40, verbose_name="kode klasifikasi")),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("Biasa", "Biasa"),
                            ("Segera", "Segera"),
                            ("Sangat segera", "Sangat segera"),
                            ("Rahasia", "Rahasia"),
                        ],
                        default="Biasa",
                        max_length=15,
                        verbose_name="sifat",
                    ),
                ),
                ("attachment", models.CharField(blank=True, max_length=120, verbose_name="lampiran")),
                ("heading", models.CharField(blank=True, max_length=200, verbose_name="judul")),
                ("subject", models.CharField(max_length=300, verbose_name="hal")),
                ("recipient", models.CharField(max_length=300, verbose_name="kepada (Yth.)")),
                ("recipient_place", models.CharField(blank=True, max_length=120, verbose_name="di")),
                ("opening", models.TextField(blank=True, verbose_name="pembuka")),
                ("body", models.TextField(verbose_name="isi")),
                ("closing", models.TextField(blank=True, verbose_name="penutup")),
                ("copies", models.TextField(blank=True, verbose_name="tembusan")),
                ("on_behalf", models.TextField(blank=True, verbose_name="atas nama (a.n.)")),
                ("drafted_at", models.DateTimeField(verbose_name="dikonsep")),
                ("number", models.CharField(blank=True, max_length=200, verbose_name="nomor")),
                ("issued_at", models.DateTimeField(null=True, verbose_name="diterbitkan")),
                ("dated_on", models.DateField(null=True, verbose_name="tanggal")),
                ("capacity", models.CharField(blank=True, max_length=220, verbose_name="selaku")),
                ("signatory_name", models.CharField(blank=True, max_length=150)),
                ("signatory_nip", models.CharField(blank=True, max_length=30)),
                ("signatory_rank", models.CharField(blank=True, max_length=80)),
                ("received_on", models.DateField(null=True, verbose_name="diterima tanggal")),
                ("received_by", models.CharField(blank=True, max_length=200, verbose_name="diterima oleh")),
                ("cancelled_at", models.DateTimeField(null=True, verbose_name="dibatalkan")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="alasan batal")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="organisation.agency",
                    ),
                ),
                (
                    "cancelled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.storedfile",
                    ),
                ),
                (
                    "issued",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letter",
                        to="reporting.issuednumber",
                    ),
                ),
                (
                    "receipt_file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.storedfile",
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="sop.run",
                    ),
                ),
                (
                    "signatory",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "task",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letter_draft",
                        to="sop.task",
                    ),
                ),
            ],
            options={
                "verbose_name": "surat",
                "verbose_name_plural": "surat",
                "ordering": ["-drafted_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("type", "disposition"), _negated=True),
                        name="letter_is_not_a_disposition",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "issued"), _negated=True),
                            models.Q(
                                ("dated_on__isnull", False),
                                ("file__isnull", False),
                                ("issued__isnull", False),
                                ("issued_at__isnull", False),
                                ("signatory__isnull", False),
                                models.Q(("number", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="letter_issued_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["draft", "replaced"]), _negated=True),
                            models.Q(("file", None), ("issued", None), ("number", "")),
                            _connector="OR",
                        ),
                        name="letter_draft_has_no_number",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("cancelled_at__isnull", False),
                                ("state", "cancelled"),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "cancelled"), _negated=True),
                                ("cancelled_at", None),
                                ("reason", ""),
                            ),
                            _connector="OR",
                        ),
                        name="letter_cancelled_with_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("receipt_file", None), ("received_by", ""), ("received_on", None)),
                            models.Q(
                                ("received_on__isnull", False), models.Q(("received_by", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="letter_receipt_names_receiver",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgendaEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "direction",
                    models.CharField(
                        choices=[("in", "Surat masuk"), ("out", "Surat keluar")],
                        max_length=3,
                        verbose_name="arah",
                    ),
                ),
                ("number", models.CharField(max_length=200, verbose_name="nomor agenda")),
                ("entered_on", models.DateField(verbose_name="tanggal terima/kirim")),
                ("party", models.CharField(max_length=300, verbose_name="dari/kepada")),
                ("letter_number", models.CharField(blank=True, max_length=200, verbose_name="nomor surat")),
                ("letter_on", models.DateField(null=True, verbose_name="tanggal surat")),
                (
                    "nature",
                    models.CharField(
                        choices=[
                            ("Biasa", "Biasa"),
                            ("Segera", "Segera"),
                            ("Sangat segera", "Sangat segera"),
                            ("Rahasia", "Rahasia"),
                        ],
                        default="Biasa",
                        max_length=15,
                        verbose_name="sifat",
                    ),
                ),
                ("subject", models.CharField(max_length=300, verbose_name="hal")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="keterangan")),
                ("entered_at", models.DateTimeField(verbose_name="dicatat")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agenda",
                        to="organisation.agency",
                    ),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.storedfile",
                    ),
                ),
                (
                    "delivery",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agenda_entry",
                        to="reporting.delivery",
                    ),
                ),
                (
                    "issued",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agenda_entry",
                        to="reporting.issuednumber",
                    ),
                ),
                (
                    "letter",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agenda_entry",
                        to="reporting.letter",
                    ),
                ),
            ],
            options={
                "verbose_name": "agenda surat",
                "verbose_name_plural": "agenda surat",
                "ordering": ["-entered_on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("direction", "out"),
                            models.Q(("delivery", None), ("letter", None)),
                            _connector="OR",
                        ),
                        name="agenda_in_brings_nothing_of_ours",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LetterTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "type",
                    models.CharField(
                        choices=[
                            ("cover", "Surat pengantar"),
                            ("memo", "Nota dinas"),
                            ("official", "Surat dinas"),
                            ("minutes", "Berita acara"),
                            ("disposition", "Lembar disposisi"),
                        ],
                        max_length=12,
                        verbose_name="jenis naskah",
                    ),
                ),
                ("version", models.PositiveSmallIntegerField(verbose_name="versi")),
                ("heading", models.CharField(blank=True, max_length=200, verbose_name="judul")),
                ("subject", models.CharField(blank=True, max_length=300, verbose_name="hal")),
                ("opening", models.TextField(blank=True, verbose_name="pembuka")),
                ("body", models.TextField(blank=True, verbose_name="isi")),
                ("closing", models.TextField(blank=True, verbose_name="penutup")),
                ("copies", models.TextField(blank=True, verbose_name="tembusan")),
                ("on_behalf", models.CharField(blank=True, max_length=200, verbose_name="atas nama (a.n.)")),
                ("set_at", models.DateTimeField(verbose_name="ditetapkan")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="letter_templates",
                        to="organisation.agency",
                        verbose_name="perangkat daerah",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "templat naskah",
                "verbose_name_plural": "templat naskah",
                "ordering": ["agency", "type", "-version"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("agency"),
                        models.F("type"),
                        models.F("version"),
                        name="letter_template_version_once",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="letter",
            name="template",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="letters",
                to="reporting.lettertemplate",
            ),
        ),
        migrations.CreateModel(
            name="Logo",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("set_at", models.DateTimeField(verbose_name="ditetapkan")),
                (
                    "agency",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="logo",
                        to="organisation.agency",
                        verbose_name="perangkat daerah",
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.storedfile",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "logo kop surat",
                "verbose_name_plural": "logo kop surat",
            },
        ),
        migrations.CreateModel(
            name="Mandate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on_behalf_of", models.CharField(max_length=200, verbose_name="atas nama (a.n.)")),
                ("through", models.CharField(blank=True, max_length=200, verbose_name="untuk beliau (u.b.)")),
                ("decree_number", models.CharField(max_length=100, verbose_name="nomor surat pelimpahan")),
                ("from_on", models.DateField(verbose_name="mulai tanggal")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="sampai tanggal")),
                ("set_at", models.DateTimeField(verbose_name="dicatat")),
                (
                    "appointment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mandates",
                        to="organisation.appointment",
                        verbose_name="penugasan yang menandatangani",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "pelimpahan tanda tangan",
                "verbose_name_plural": "pelimpahan tanda tangan",
                "ordering": ["-from_on", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("appointment"), models.F("from_on"), name="mandate_once_per_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_on", None), ("to_on__gte", models.F("from_on")), _connector="OR"
                        ),
                        name="mandate_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="NumberSeries",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "paper",
                    models.CharField(
                        choices=[
                            ("report", "Laporan"),
                            ("cover", "Surat pengantar"),
                            ("memo", "Nota dinas"),
                            ("official", "Surat dinas"),
                            ("minutes", "Berita acara"),
                            ("agenda_in", "Agenda surat masuk"),
                            ("agenda_out", "Agenda surat keluar"),
                        ],
                        max_length=10,
                        verbose_name="naskah",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="tahun")),
                ("pattern", models.CharField(max_length=120, verbose_name="pola nomor")),
                (
                    "unit",
                    models.CharField(
                        blank=True,
                        help_text="Kosong = singkatan perangkat daerah",
                        max_length=60,
                        verbose_name="kode unit",
                    ),
                ),
                ("first_number", models.PositiveIntegerField(default=1, verbose_name="mulai dari")),
                ("next_number", models.PositiveIntegerField(default=1, verbose_name="nomor berikutnya")),
                ("edition", models.PositiveIntegerField(default=1, verbose_name="edisi")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="number_series",
                        to="organisation.agency",
                        verbose_name="perangkat daerah",
                    ),
                ),
            ],
            options={
                "verbose_name": "deret nomor",
                "verbose_name_plural": "deret nomor",
                "ordering": ["agency", "-year", "paper"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("agency"), models.F("paper"), models.F("year"), name="series_once_per_year"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_number__gte", 1), ("next_number__gte", models.F("first_number"))
                        ),
                        name="series_counts_forward",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="issuednumber",
            name="series",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="numbers",
                to="reporting.numberseries",
            ),
        ),
        migrations.CreateModel(
            name="PerformanceReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period", organisation.models.fields.PeriodField(verbose_name="periode")),
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
                ("opened_at", models.DateTimeField(verbose_name="dibuka")),
                ("asked_at", models.DateTimeField(null=True, verbose_name="reviu diminta")),
                ("signed_as", models.CharField(blank=True, max_length=220, verbose_name="selaku")),
                ("signed_at", models.DateTimeField(null=True, verbose_name="ditandatangani")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="performance_reports",
                        to="organisation.agency",
                        verbose_name="perangkat daerah",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                    "signed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
            name="GapReason",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("gap", models.CharField(max_length=160, verbose_name="yang belum lengkap")),
                ("reason", models.TextField(verbose_name="alasan")),
                ("at", models.DateTimeField(verbose_name="dicatat")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
            ],
            options={
                "ordering": ["report", "gap"],
                "constraints": [
                    models.UniqueConstraint(models.F("report"), models.F("gap"), name="one_reason_per_gap")
                ],
            },
        ),
        migrations.CreateModel(
            name="Plan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="tahun")),
                (
                    "revision",
                    models.PositiveSmallIntegerField(default=0, help_text="0 = murni", verbose_name="revisi"),
                ),
                ("label", models.CharField(default="Murni", max_length=60, verbose_name="sebutan")),
                ("from_on", models.DateField(verbose_name="berlaku mulai")),
                (
                    "status",
                    models.CharField(
                        choices=[("draft", "Draf"), ("published", "Terbit")],
                        default="published",
                        max_length=10,
                    ),
                ),
                (
                    "nomenclature",
                    models.CharField(
                        blank=True,
                        help_text="Versi kode program sampai sub kegiatan, misalnya Kepmendagri 900.1.15.5-3406/2024",
                        max_length=120,
                        verbose_name="nomenklatur",
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        blank=True,
                        help_text="Alasan atau dasar perubahan",
                        max_length=300,
                        verbose_name="dasar",
                    ),
                ),
                ("published_at", models.DateTimeField(blank=True, null=True, verbose_name="diterbitkan")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="plans",
                        to="organisation.agency",
                        verbose_name="perangkat daerah",
                    ),
                ),
                (
                    "copied_from",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies",
                        to="reporting.plan",
                        verbose_name="disalin dari",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "rencana",
                "verbose_name_plural": "rencana",
                "ordering": ["agency", "-year", "-revision"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("agency"), models.F("year"), models.F("revision"), name="plan_revision_once"
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="performancereport",
            name="plan",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="performance_reports",
                to="reporting.plan",
            ),
        ),
        migrations.CreateModel(
            name="PlanNode",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("goal", "Tujuan"),
                            ("objective", "Sasaran"),
                            ("programme", "Program"),
                            ("activity", "Kegiatan"),
                            ("subactivity", "Sub kegiatan"),
                        ],
                        max_length=12,
                        verbose_name="tingkat",
                    ),
                ),
                ("code", models.CharField(max_length=40, verbose_name="kode")),
                ("name", models.TextField(verbose_name="uraian")),
                ("order", models.PositiveIntegerField(default=0, verbose_name="urutan")),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="children",
                        to="reporting.plannode",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="nodes", to="reporting.plan"
                    ),
                ),
            ],
            options={
                "verbose_name": "baris rencana",
                "verbose_name_plural": "baris rencana",
                "ordering": ["plan", "order"],
                "constraints": [
                    models.UniqueConstraint(models.F("plan"), models.F("code"), name="node_code_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Indicator",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, verbose_name="kode")),
                ("name", models.TextField(verbose_name="indikator")),
                ("unit", models.CharField(max_length=60, verbose_name="satuan")),
                (
                    "direction",
                    models.CharField(
                        choices=[
                            ("higher", "makin tinggi makin baik"),
                            ("lower", "makin rendah makin baik"),
                            ("range", "dalam rentang"),
                            ("predicate", "predikat"),
                        ],
                        default="higher",
                        max_length=12,
                        verbose_name="arah",
                    ),
                ),
                (
                    "lower_form",
                    models.CharField(
                        choices=[("mirror", "(2T − R) ÷ T × 100"), ("inverse", "T ÷ R × 100")],
                        default="mirror",
                        max_length=20,
                        verbose_name="rumus makin rendah makin baik",
                    ),
                ),
                (
                    "rollup",
                    models.CharField(
                        choices=[
                            ("sum", "jumlah"),
                            ("last", "posisi terakhir"),
                            ("mean", "rata-rata"),
                            ("ratio", "pembilang ÷ penyebut"),
                            ("release", "nilai rilis"),
                        ],
                        default="sum",
                        max_length=12,
                        verbose_name="cara gabung",
                    ),
                ),
                (
                    "target_style",
                    models.CharField(
                        choices=[
                            ("cumulative", "posisi kumulatif"),
                            ("instalment", "bagian per bulan"),
                            ("once", "sekali pada bulannya"),
                        ],
                        default="cumulative",
                        max_length=12,
                        verbose_name="cara target",
                    ),
                ),
                ("decimals", models.BooleanField(default=True, verbose_name="boleh pecahan")),
                (
                    "annual_target",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=24, null=True, verbose_name="target tahun"
                    ),
                ),
                (
                    "range_low",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=24, null=True, verbose_name="batas bawah"
                    ),
                ),
                (
                    "range_high",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=24, null=True, verbose_name="batas atas"
                    ),
                ),
                (
                    "scale",
                    models.JSONField(
                        blank=True,
                        default=list,
                        help_text='[["WTP", "4"], ["WDP", "3"], …]',
                        verbose_name="skala predikat",
                    ),
                ),
                (
                    "measured_months",
                    models.JSONField(
                        blank=True, default=list, help_text="Kosong = setiap bulan", verbose_name="bulan ukur"
                    ),
                ),
                (
                    "cap",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=6,
                        null=True,
                        verbose_name="batas capaian (%)",
                    ),
                ),
                ("numerator_label", models.CharField(blank=True, max_length=200, verbose_name="pembilang")),
                ("denominator_label", models.CharField(blank=True, max_length=200, verbose_name="penyebut")),
                (
                    "weight",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=8, null=True, verbose_name="bobot"
                    ),
                ),
                ("action_plan", models.TextField(blank=True, verbose_name="rencana aksi")),
                ("order", models.PositiveIntegerField(default=0, verbose_name="urutan")),
                (
                    "node",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="indicators",
                        to="reporting.plannode",
                    ),
                ),
            ],
            options={
                "verbose_name": "indikator",
                "verbose_name_plural": "indikator",
                "ordering": ["node__order", "order"],
                "constraints": [
                    models.UniqueConstraint(models.F("node"), models.F("code"), name="indicator_code_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("range_low", None),
                            ("range_high", None),
                            ("range_high__gte", models.F("range_low")),
                            _connector="OR",
                        ),
                        name="indicator_range_not_inverted",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BudgetLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveIntegerField()),
                ("path", models.JSONField(verbose_name="jalur")),
                ("code", models.CharField(max_length=40)),
                ("name", models.TextField()),
                ("officer", models.CharField(blank=True, max_length=150, verbose_name="PPTK")),
                ("ceiling", models.DecimalField(decimal_places=2, max_digits=20, verbose_name="pagu")),
                (
                    "month_amount",
                    models.DecimalField(
                        decimal_places=2, max_digits=20, null=True, verbose_name="realisasi bulan ini"
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        decimal_places=2, max_digits=20, null=True, verbose_name="realisasi s.d. bulan ini"
                    ),
                ),
                (
                    "percent",
                    models.DecimalField(
                        decimal_places=6, max_digits=24, null=True, verbose_name="serapan (%)"
                    ),
                ),
                (
                    "physical",
                    models.DecimalField(decimal_places=6, max_digits=24, null=True, verbose_name="fisik (%)"),
                ),
                (
                    "weight",
                    models.DecimalField(
                        decimal_places=6, max_digits=24, null=True, verbose_name="bobot menurut pagu (%)"
                    ),
                ),
                (
                    "planned_amount",
                    models.DecimalField(
                        decimal_places=2, max_digits=20, null=True, verbose_name="rencana kas s.d. bulan ini"
                    ),
                ),
                (
                    "planned_percent",
                    models.DecimalField(
                        decimal_places=6, max_digits=24, null=True, verbose_name="rencana keuangan (%)"
                    ),
                ),
                (
                    "planned_physical",
                    models.DecimalField(
                        decimal_places=6, max_digits=24, null=True, verbose_name="target fisik (%)"
                    ),
                ),
                (
                    "money_deviation",
                    models.DecimalField(
                        decimal_places=6, max_digits=24, null=True, verbose_name="deviasi keuangan (poin)"
                    ),
                ),
                (
                    "physical_deviation",
                    models.DecimalField(
                        decimal_places=6, max_digits=24, null=True, verbose_name="deviasi fisik (poin)"
                    ),
                ),
                (
                    "parts",
                    models.JSONField(
                        default=dict,
                        help_text="periode → realisasi keuangan di dalamnya",
                        verbose_name="bagian periode",
                    ),
                ),
                ("obstacle", models.TextField(blank=True)),
                ("follow_up", models.TextField(blank=True)),
                (
                    "reasons",
                    models.JSONField(
                        default=list,
                        help_text="[[peringatan, alasan], …]",
                        verbose_name="alasan atas peringatan",
                    ),
                ),
                (
                    "officer_person",
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
                        related_name="budget_lines",
                        to="reporting.compilation",
                    ),
                ),
                (
                    "node",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reporting.plannode"
                    ),
                ),
            ],
            options={
                "ordering": ["compilation", "order"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("compilation"), models.F("node"), name="budget_line_once_per_node"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Budget",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("amount", models.DecimalField(decimal_places=2, max_digits=20, verbose_name="pagu (Rp)")),
                ("from_on", models.DateField(verbose_name="berlaku mulai")),
                (
                    "label",
                    models.CharField(
                        blank=True,
                        help_text="DPA murni, pergeseran, DPPA",
                        max_length=100,
                        verbose_name="dasar",
                    ),
                ),
                (
                    "node",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="budgets",
                        to="reporting.plannode",
                    ),
                ),
            ],
            options={
                "verbose_name": "pagu",
                "verbose_name_plural": "pagu",
                "ordering": ["node", "from_on"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("node"), models.F("from_on"), name="budget_once_per_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0)), name="budget_not_negative"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("from_on", models.DateField(verbose_name="mulai tanggal")),
                ("to_on", models.DateField(blank=True, null=True, verbose_name="sampai tanggal")),
                (
                    "officer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="PPTK",
                    ),
                ),
                (
                    "node",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assignments",
                        to="reporting.plannode",
                    ),
                ),
            ],
            options={
                "verbose_name": "pengampu",
                "verbose_name_plural": "pengampu",
                "ordering": ["node", "from_on"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("node"), models.F("from_on"), name="one_officer_from_a_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_on__isnull", True), ("to_on__gte", models.F("from_on")), _connector="OR"
                        ),
                        name="assignment_ends_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Realisation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period", organisation.models.fields.PeriodField(verbose_name="bulan")),
                ("obstacle", models.TextField(blank=True, verbose_name="kendala")),
                ("support", models.TextField(blank=True, verbose_name="faktor pendukung")),
                ("follow_up", models.TextField(blank=True, verbose_name="tindak lanjut")),
                ("entered_at", models.DateTimeField(null=True, verbose_name="diisi")),
                ("submitted_at", models.DateTimeField(null=True, verbose_name="disampaikan")),
                ("edition", models.PositiveIntegerField(default=0, verbose_name="versi baris")),
                (
                    "reasons",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="kode aturan → alasan pengisi",
                        verbose_name="alasan atas peringatan",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("value", "terisi"),
                            ("blank", "belum diisi"),
                            ("not_measured", "tidak diukur"),
                            ("nihil", "nihil"),
                            ("not_due", "belum waktunya"),
                        ],
                        default="blank",
                        max_length=14,
                    ),
                ),
                ("raw", models.CharField(blank=True, max_length=200, verbose_name="seperti diketik")),
                (
                    "value",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=24, null=True, verbose_name="realisasi"
                    ),
                ),
                (
                    "numerator",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=24, null=True, verbose_name="pembilang"
                    ),
                ),
                (
                    "denominator",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=24, null=True, verbose_name="penyebut"
                    ),
                ),
                (
                    "source_url",
                    models.URLField(blank=True, max_length=1000, verbose_name="tautan sumber rilis"),
                ),
                ("published_on", models.DateField(blank=True, null=True, verbose_name="tanggal rilis")),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="realisations",
                        to="reporting.indicator",
                    ),
                ),
            ],
            options={
                "verbose_name": "realisasi",
                "verbose_name_plural": "realisasi",
                "ordering": ["indicator", "period"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("indicator"), models.F("period"), name="realisation_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "value"), ("value__isnull", False)),
                            models.Q(models.Q(("state", "value"), _negated=True), ("value", None)),
                            _connector="OR",
                        ),
                        name="realisation_value_fits_state",
                    ),
                ],
            },
        ),
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
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period", organisation.models.fields.PeriodField(verbose_name="periode")),
                ("title", models.CharField(max_length=300, verbose_name="judul")),
                ("number", models.CharField(blank=True, max_length=100, verbose_name="nomor")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="organisation.agency",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="reporting.plan",
                    ),
                ),
                (
                    "run",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="report", to="sop.run"
                    ),
                ),
            ],
            options={
                "verbose_name": "laporan",
                "verbose_name_plural": "laporan",
                "ordering": ["-period", "agency"],
            },
        ),
        migrations.AddField(
            model_name="letter",
            name="report",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="letters",
                to="reporting.report",
            ),
        ),
        migrations.AddField(
            model_name="delivery",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="deliveries", to="reporting.report"
            ),
        ),
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
                "constraints": [
                    models.UniqueConstraint(
                        models.F("corrects"),
                        condition=models.Q(("settled_at__isnull", False)),
                        name="report_corrected_once",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="compilation",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="compilations",
                to="reporting.report",
            ),
        ),
        migrations.CreateModel(
            name="ArchiveRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=100, verbose_name="nomor berkas")),
                (
                    "classification",
                    models.CharField(default="000.8.6.3", max_length=40, verbose_name="kode klasifikasi"),
                ),
                (
                    "classification_name",
                    models.CharField(blank=True, max_length=200, verbose_name="jenis arsip"),
                ),
                ("location", models.CharField(blank=True, max_length=200, verbose_name="lokasi fisik")),
                ("description", models.TextField(blank=True, verbose_name="uraian")),
                ("covered", models.CharField(blank=True, max_length=100, verbose_name="kurun waktu")),
                ("copies", models.CharField(default="1 berkas", max_length=60, verbose_name="jumlah")),
                (
                    "level",
                    models.CharField(
                        choices=[("original", "Asli"), ("copy", "Salinan")],
                        default="original",
                        max_length=8,
                        verbose_name="tingkat perkembangan",
                    ),
                ),
                ("closed_on", models.DateField(verbose_name="tanggal penutupan berkas")),
                ("active_until", models.DateField(null=True, verbose_name="aktif sampai")),
                ("inactive_until", models.DateField(null=True, verbose_name="inaktif sampai")),
                (
                    "fate",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("destroy", "Musnah"),
                            ("permanent", "Permanen"),
                            ("review", "Dinilai kembali"),
                        ],
                        max_length=10,
                        verbose_name="nasib akhir",
                    ),
                ),
                (
                    "retention_source",
                    models.CharField(blank=True, max_length=300, verbose_name="dasar retensi"),
                ),
                (
                    "told",
                    models.CharField(
                        blank=True,
                        help_text="pindah, musnah, serah, nilai",
                        max_length=10,
                        verbose_name="jatuh tempo yang sudah diberitahukan",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="diarsipkan")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "package",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.storedfile",
                    ),
                ),
                (
                    "task",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="archive", to="sop.task"
                    ),
                ),
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="archive",
                        to="reporting.report",
                    ),
                ),
            ],
            options={
                "verbose_name": "arsip",
                "verbose_name_plural": "arsip",
                "ordering": ["-at"],
                "constraints": [
                    models.CheckConstraint(
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
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportLine",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveIntegerField()),
                (
                    "path",
                    models.JSONField(
                        help_text="[[tingkat, kode, uraian], …] dari tujuan sampai sub kegiatan",
                        verbose_name="jalur",
                    ),
                ),
                ("name", models.TextField(verbose_name="indikator")),
                ("unit", models.CharField(max_length=60, verbose_name="satuan")),
                ("direction", models.CharField(max_length=12)),
                ("officer", models.CharField(blank=True, max_length=150, verbose_name="PPTK")),
                ("annual_target", models.DecimalField(decimal_places=6, max_digits=24, null=True)),
                ("annual_target_text", models.CharField(blank=True, max_length=60)),
                (
                    "target",
                    models.DecimalField(
                        decimal_places=6, max_digits=24, null=True, verbose_name="target s.d. bulan ini"
                    ),
                ),
                ("target_text", models.CharField(blank=True, max_length=60)),
                ("state", models.CharField(max_length=14)),
                (
                    "month_value",
                    models.DecimalField(
                        decimal_places=6, max_digits=24, null=True, verbose_name="realisasi bulan ini"
                    ),
                ),
                ("month_text", models.CharField(blank=True, max_length=200)),
                (
                    "value",
                    models.DecimalField(
                        decimal_places=6, max_digits=24, null=True, verbose_name="realisasi s.d. bulan ini"
                    ),
                ),
                ("value_text", models.CharField(blank=True, max_length=200)),
                (
                    "achievement",
                    models.DecimalField(
                        decimal_places=6,
                        max_digits=24,
                        null=True,
                        verbose_name="capaian terhadap target s.d. bulan ini (%)",
                    ),
                ),
                ("achievement_status", models.CharField(max_length=14)),
                ("achievement_working", models.TextField(blank=True)),
                (
                    "annual_achievement",
                    models.DecimalField(
                        decimal_places=6,
                        max_digits=24,
                        null=True,
                        verbose_name="capaian terhadap target tahun (%)",
                    ),
                ),
                ("annual_status", models.CharField(max_length=14)),
                ("annual_working", models.TextField(blank=True)),
                ("rating", models.CharField(blank=True, max_length=40, verbose_name="predikat")),
                ("obstacle", models.TextField(blank=True)),
                ("support", models.TextField(blank=True)),
                ("follow_up", models.TextField(blank=True)),
                ("evidence_count", models.PositiveSmallIntegerField(default=0)),
                (
                    "raw_achievement",
                    models.DecimalField(
                        decimal_places=6, max_digits=24, null=True, verbose_name="capaian sebelum batas (%)"
                    ),
                ),
                (
                    "weight",
                    models.DecimalField(decimal_places=4, max_digits=8, null=True, verbose_name="bobot"),
                ),
                ("rule", models.JSONField(default=dict, verbose_name="aturan yang dipakai")),
                ("action_plan", models.TextField(blank=True, verbose_name="rencana aksi")),
                (
                    "parts",
                    models.JSONField(
                        default=dict,
                        help_text="periode → target, realisasi, dan capaian sampai akhirnya",
                        verbose_name="bagian periode",
                    ),
                ),
                (
                    "reasons",
                    models.JSONField(
                        default=list,
                        help_text="[[peringatan, alasan], …]",
                        verbose_name="alasan atas peringatan",
                    ),
                ),
                (
                    "compilation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="reporting.compilation",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reporting.indicator",
                    ),
                ),
                (
                    "officer_person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["compilation", "order"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("compilation"), models.F("indicator"), name="line_once_per_indicator"
                    )
                ],
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
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("budget_line", None), ("line__isnull", False)),
                            models.Q(("budget_line__isnull", False), ("line", None)),
                            _connector="OR",
                        ),
                        name="corrected_row_is_one_row",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        choices=[("approved", "Disetujui"), ("returned", "Dikembalikan")],
                        max_length=10,
                        verbose_name="keputusan",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="catatan umum")),
                ("capacity", models.CharField(blank=True, max_length=220, verbose_name="selaku")),
                ("at", models.DateTimeField(verbose_name="waktu")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "compilation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reviews",
                        to="reporting.compilation",
                    ),
                ),
                (
                    "task",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="review", to="sop.task"
                    ),
                ),
            ],
            options={
                "ordering": ["at"],
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
                ("at", models.DateTimeField(verbose_name="dijawab")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
            name="ReviewNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(verbose_name="catatan")),
                (
                    "budget_line",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="reporting.budgetline",
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notes",
                        to="reporting.reportline",
                    ),
                ),
                (
                    "review",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="reporting.review",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("budget_line", None), ("line__isnull", False)),
                            models.Q(("budget_line__isnull", False), ("line", None)),
                            _connector="OR",
                        ),
                        name="note_on_one_row",
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
                ("capacity", models.CharField(blank=True, max_length=220, verbose_name="selaku")),
                ("at", models.DateTimeField(verbose_name="waktu")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
        migrations.CreateModel(
            name="Scale",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="nama")),
                ("source", models.CharField(blank=True, max_length=300, verbose_name="dasar")),
                ("valid_from", models.DateField(verbose_name="berlaku mulai")),
                (
                    "bands",
                    models.JSONField(
                        help_text='Dari atas ke bawah: [["91", "Sangat Tinggi"], …, [null, "Sangat Rendah"]]',
                        verbose_name="kelas",
                    ),
                ),
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        help_text="Kosong = dapat dipakai semua perangkat daerah",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="scales",
                        to="organisation.agency",
                        verbose_name="perangkat daerah",
                    ),
                ),
            ],
            options={
                "verbose_name": "skala penilaian",
                "verbose_name_plural": "skala penilaian",
                "ordering": ["name", "-valid_from"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("agency"),
                        models.F("name"),
                        models.F("valid_from"),
                        name="scale_once_per_agency",
                    ),
                    models.UniqueConstraint(
                        models.F("name"),
                        models.F("valid_from"),
                        condition=models.Q(("agency", None)),
                        name="common_scale_once",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AgencyPolicy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("from_on", models.DateField(verbose_name="berlaku mulai")),
                (
                    "basis",
                    models.CharField(
                        blank=True, help_text="Surat atau keputusan", max_length=300, verbose_name="dasar"
                    ),
                ),
                (
                    "zero_target",
                    models.CharField(
                        choices=[
                            ("not_evaluable", "tidak dapat dinilai"),
                            ("met_or_not", "100 bila terpenuhi, 0 bila tidak"),
                            ("cap", "batas atas bila ada realisasi"),
                        ],
                        default="not_evaluable",
                        max_length=16,
                        verbose_name="target nol",
                    ),
                ),
                (
                    "cap",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="Kosong = tanpa batas; batas pada indikator didahulukan",
                        max_digits=6,
                        null=True,
                        verbose_name="batas capaian (%)",
                    ),
                ),
                (
                    "agency_mean",
                    models.CharField(
                        choices=[
                            ("indicators", "rata-rata semua indikator"),
                            ("objectives", "rata-rata semua sasaran"),
                        ],
                        default="indicators",
                        max_length=12,
                        verbose_name="rata-rata perangkat daerah",
                    ),
                ),
                (
                    "mean_skips_zero",
                    models.BooleanField(default=False, verbose_name="capaian 0 tidak ikut rata-rata"),
                ),
                (
                    "efficiency",
                    models.CharField(
                        choices=[
                            ("none", "tidak dihitung"),
                            ("pmk_249", "nilai efisiensi PMK 249/2011"),
                            ("difference", "capaian kinerja − serapan anggaran"),
                            ("remainder", "sisa anggaran bila capaian ≥ 100"),
                        ],
                        default="none",
                        max_length=12,
                        verbose_name="cara hitung efisiensi",
                    ),
                ),
                (
                    "entry_rules",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="Kosong = aturan bawaan",
                        verbose_name="aturan pengisian",
                    ),
                ),
                ("set_at", models.DateTimeField(null=True, verbose_name="ditetapkan")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="policies",
                        to="organisation.agency",
                        verbose_name="perangkat daerah",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "scale",
                    models.ForeignKey(
                        blank=True,
                        help_text="Kosong = Permendagri 86/2017",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reporting.scale",
                        verbose_name="skala penilaian",
                    ),
                ),
            ],
            options={
                "verbose_name": "aturan hitung",
                "verbose_name_plural": "aturan hitung",
                "ordering": ["agency", "-from_on"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("agency"), models.F("from_on"), name="policy_once_per_day"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cap", None), ("cap__gte", 100), _connector="OR"),
                        name="policy_cap_from_100",
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
                ("section", models.CharField(max_length=80, verbose_name="bagian")),
                ("version", models.PositiveIntegerField(verbose_name="versi")),
                ("text", models.TextField(blank=True, verbose_name="naskah")),
                (
                    "restored_from",
                    models.PositiveIntegerField(null=True, verbose_name="dipulihkan dari versi"),
                ),
                ("at", models.DateTimeField(verbose_name="disimpan")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
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
            name="Sending",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField(verbose_name="pengiriman ke-")),
                ("key", models.UUIDField(default=uuid.uuid4, verbose_name="kunci")),
                ("agenda", models.CharField(blank=True, max_length=100, verbose_name="nomor agenda")),
                ("requested_at", models.DateTimeField(verbose_name="diminta")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("pending", "Menunggu dikirim"),
                            ("sending", "Sedang dikirim"),
                            ("sent", "Terkirim, menunggu tanda terima"),
                            ("received", "Diterima"),
                            ("failed", "Gagal, perlu ditangani"),
                            ("withdrawn", "Dibatalkan"),
                        ],
                        default="pending",
                        max_length=10,
                        verbose_name="keadaan",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="percobaan")),
                ("next_try_at", models.DateTimeField(db_index=True, verbose_name="percobaan berikutnya")),
                ("finished_at", models.DateTimeField(null=True, verbose_name="selesai")),
                ("problem", models.TextField(blank=True, verbose_name="masalah")),
                (
                    "receipt_number",
                    models.CharField(blank=True, max_length=100, verbose_name="nomor tanda terima"),
                ),
                ("receipt_on", models.DateField(null=True, verbose_name="tanggal tanda terima")),
                (
                    "destination",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sendings",
                        to="reporting.destination",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.storedfile",
                    ),
                ),
                (
                    "package",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.storedfile",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sendings",
                        to="reporting.report",
                    ),
                ),
                (
                    "requested_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sendings", to="sop.task"
                    ),
                ),
            ],
            options={
                "verbose_name": "pengiriman",
                "verbose_name_plural": "pengiriman",
                "ordering": ["requested_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("task"), models.F("destination"), models.F("number"), name="sending_numbered"
                    ),
                    models.UniqueConstraint(
                        models.F("task"),
                        models.F("destination"),
                        condition=models.Q(("state__in", ["pending", "sending"])),
                        name="one_sending_under_way",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "received"), _negated=True),
                            models.Q(
                                models.Q(("receipt_number", ""), _negated=True), ("receipt_on__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="received_with_a_receipt",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SheetMapping",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="nama")),
                ("columns", models.JSONField(default=dict, verbose_name="kolom")),
                ("rows", models.JSONField(default=dict, verbose_name="baris yang dicocokkan")),
                ("made_at", models.DateTimeField(verbose_name="dibuat")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sheet_mappings",
                        to="organisation.agency",
                        verbose_name="perangkat daerah",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "peta lembar",
                "verbose_name_plural": "peta lembar",
                "ordering": ["agency", "name"],
                "constraints": [
                    models.UniqueConstraint(models.F("agency"), models.F("name"), name="sheet_mapping_once")
                ],
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
                (
                    "after",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.storedfile",
                        verbose_name="berkas yang kembali",
                    ),
                ),
                (
                    "before",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.storedfile",
                        verbose_name="berkas yang dikirim",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attempts",
                        to="reporting.esignservice",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signing_attempts",
                        to="sop.task",
                    ),
                ),
            ],
            options={
                "verbose_name": "permintaan TTE",
                "verbose_name_plural": "permintaan TTE",
                "ordering": ["asked_at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("task"),
                        condition=models.Q(("state__in", ["asked", "unknown", "signed"])),
                        name="one_unsettled_signing_attempt",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["signed", "used"]), _negated=True),
                            models.Q(("after__isnull", False), models.Q(("certificate", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="signed_attempt_has_its_file",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SigningKey",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("certificate", models.TextField(verbose_name="sertifikat (PEM)")),
                (
                    "fingerprint",
                    models.CharField(max_length=64, unique=True, verbose_name="sidik sertifikat (SHA-256)"),
                ),
                ("valid_from", models.DateTimeField(verbose_name="berlaku sejak")),
                ("valid_to", models.DateTimeField(verbose_name="berlaku sampai")),
                ("created_at", models.DateTimeField(verbose_name="dibuat")),
                ("revoked_at", models.DateTimeField(null=True, verbose_name="dicabut")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signing_keys",
                        to="organisation.agency",
                        verbose_name="perangkat daerah",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "kunci tanda tangan",
                "verbose_name_plural": "kunci tanda tangan",
                "ordering": ["-valid_from", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Signature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(default=1)),
                ("capacity", models.CharField(max_length=220, verbose_name="selaku")),
                (
                    "on_behalf",
                    models.CharField(
                        blank=True,
                        help_text="Satu baris tercetak per baris",
                        max_length=500,
                        verbose_name="atas nama",
                    ),
                ),
                ("name", models.CharField(max_length=150)),
                ("nip", models.CharField(blank=True, max_length=30)),
                ("rank", models.CharField(blank=True, max_length=80)),
                ("at", models.DateTimeField(verbose_name="waktu")),
                ("sha256", models.CharField(db_index=True, max_length=64, verbose_name="SHA-256 PDF")),
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
                (
                    "code",
                    models.CharField(max_length=19, null=True, unique=True, verbose_name="kode verifikasi"),
                ),
                ("certificate", models.TextField(blank=True, verbose_name="sertifikat penanda tangan (PEM)")),
                ("rooms", models.JSONField(default=list, verbose_name="tempat tanda tangan")),
                ("paper_on", models.DateField(null=True, verbose_name="tanggal pada kertas")),
                (
                    "compilation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="reporting.compilation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "scan",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.storedfile",
                    ),
                ),
                (
                    "task",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="signature", to="sop.task"
                    ),
                ),
                (
                    "key",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="reporting.signingkey",
                    ),
                ),
            ],
            options={
                "ordering": ["order"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("compilation"), models.F("order"), name="signature_order_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("key__isnull", False), ("method", "own_key")),
                            models.Q(models.Q(("method", "own_key"), _negated=True), ("key", None)),
                            _connector="OR",
                        ),
                        name="signature_own_key_names_it",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("method", "wet_ink"), ("paper_on__isnull", False), ("scan__isnull", False)
                            ),
                            models.Q(
                                models.Q(("method", "wet_ink"), _negated=True),
                                ("paper_on", None),
                                ("scan", None),
                            ),
                            _connector="OR",
                        ),
                        name="signature_wet_ink_has_scan",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("method", "certified"), models.Q(("certificate", ""), _negated=True)),
                            models.Q(models.Q(("method", "certified"), _negated=True), ("certificate", "")),
                            _connector="OR",
                        ),
                        name="signature_certified_has_certificate",
                    ),
                ],
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
                (
                    "compilation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="initials",
                        to="reporting.compilation",
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.storedfile",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "task",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="initial", to="sop.task"
                    ),
                ),
                (
                    "key",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="initials",
                        to="reporting.signingkey",
                    ),
                ),
            ],
            options={
                "verbose_name": "paraf",
                "verbose_name_plural": "paraf",
                "ordering": ["at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("key__isnull", False), ("method", "own_key")),
                            models.Q(models.Q(("method", "own_key"), _negated=True), ("key", None)),
                            _connector="OR",
                        ),
                        name="initial_own_key_names_it",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("method", "certified"), models.Q(("certificate", ""), _negated=True)),
                            models.Q(models.Q(("method", "certified"), _negated=True), ("certificate", "")),
                            _connector="OR",
                        ),
                        name="initial_certified_has_certificate",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("method__in", ["own_key", "certified"]), ("paper__isnull", False)),
                            models.Q(("method", "application"), ("paper", None)),
                            _connector="OR",
                        ),
                        name="initial_electronic_has_paper",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Spending",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period", organisation.models.fields.PeriodField(verbose_name="bulan")),
                ("obstacle", models.TextField(blank=True, verbose_name="kendala")),
                ("support", models.TextField(blank=True, verbose_name="faktor pendukung")),
                ("follow_up", models.TextField(blank=True, verbose_name="tindak lanjut")),
                ("entered_at", models.DateTimeField(null=True, verbose_name="diisi")),
                ("submitted_at", models.DateTimeField(null=True, verbose_name="disampaikan")),
                ("edition", models.PositiveIntegerField(default=0, verbose_name="versi baris")),
                (
                    "reasons",
                    models.JSONField(
                        blank=True,
                        default=dict,
                        help_text="kode aturan → alasan pengisi",
                        verbose_name="alasan atas peringatan",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=20,
                        null=True,
                        verbose_name="realisasi keuangan (Rp)",
                    ),
                ),
                ("amount_raw", models.CharField(blank=True, max_length=200, verbose_name="seperti diketik")),
                (
                    "physical",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=24,
                        null=True,
                        verbose_name="realisasi fisik s.d. bulan ini (%)",
                    ),
                ),
                (
                    "physical_raw",
                    models.CharField(blank=True, max_length=200, verbose_name="fisik seperti diketik"),
                ),
                (
                    "entered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "node",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="spendings",
                        to="reporting.plannode",
                    ),
                ),
            ],
            options={
                "verbose_name": "realisasi keuangan dan fisik",
                "verbose_name_plural": "realisasi keuangan dan fisik",
                "ordering": ["node", "period"],
                "constraints": [
                    models.UniqueConstraint(models.F("node"), models.F("period"), name="spending_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("physical", None),
                            models.Q(("physical__gte", 0), ("physical__lte", 100)),
                            _connector="OR",
                        ),
                        name="physical_within_100",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("url", models.URLField(blank=True, max_length=1000, verbose_name="tautan")),
                ("label", models.CharField(blank=True, max_length=200, verbose_name="sebutan")),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.storedfile",
                    ),
                ),
                (
                    "realisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="reporting.realisation",
                    ),
                ),
                (
                    "spending",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="evidence",
                        to="reporting.spending",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("realisation__isnull", False), ("spending", None)),
                            models.Q(("realisation", None), ("spending__isnull", False)),
                            _connector="OR",
                        ),
                        name="evidence_of_one_row",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("file__isnull", False), ("url", "")),
                            models.Q(("file", None), models.Q(("url", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="evidence_is_file_or_link",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SpendingTarget",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period", organisation.models.fields.PeriodField(verbose_name="bulan")),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=20,
                        null=True,
                        verbose_name="rencana kas bulan ini (Rp)",
                    ),
                ),
                (
                    "physical",
                    models.DecimalField(
                        blank=True,
                        decimal_places=6,
                        max_digits=24,
                        null=True,
                        verbose_name="target fisik s.d. bulan ini (%)",
                    ),
                ),
                (
                    "node",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="spending_targets",
                        to="reporting.plannode",
                    ),
                ),
            ],
            options={
                "verbose_name": "rencana kas dan fisik",
                "verbose_name_plural": "rencana kas dan fisik",
                "ordering": ["node", "period"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("node"), models.F("period"), name="spending_target_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount", None), ("amount__gte", 0), _connector="OR"),
                        name="spending_target_not_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("physical", None),
                            models.Q(("physical__gte", 0), ("physical__lte", 100)),
                            _connector="OR",
                        ),
                        name="physical_target_within_100",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Target",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("period", organisation.models.fields.PeriodField(verbose_name="periode")),
                ("value", models.DecimalField(decimal_places=6, max_digits=24, verbose_name="target")),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="targets",
                        to="reporting.indicator",
                    ),
                ),
            ],
            options={
                "ordering": ["indicator", "period"],
                "constraints": [
                    models.UniqueConstraint(models.F("indicator"), models.F("period"), name="target_once")
                ],
            },
        ),
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
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "record",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="marks",
                        to="reporting.archiverecord",
                    ),
                ),
            ],
            options={
                "verbose_name": "tindak lanjut arsip",
                "verbose_name_plural": "tindak lanjut arsip",
                "ordering": ["record", "decided_on", "pk"],
                "constraints": [
                    models.UniqueConstraint(models.F("record"), models.F("deed"), name="mark_once_per_deed")
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
                ("at", models.DateTimeField(verbose_name="dicatat")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="benchmarks",
                        to="organisation.agency",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
            name="Classification",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "government",
                    models.CharField(
                        blank=True,
                        help_text="JRA sebuah kota atau kabupaten; kosong = semua",
                        max_length=120,
                        verbose_name="pemerintah daerah",
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
                (
                    "agency",
                    models.ForeignKey(
                        blank=True,
                        help_text="Kosong = dipakai semua perangkat daerah",
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="classifications",
                        to="organisation.agency",
                        verbose_name="perangkat daerah",
                    ),
                ),
            ],
            options={
                "verbose_name": "klasifikasi arsip",
                "verbose_name_plural": "klasifikasi arsip",
                "ordering": ["code", "name", "-valid_from"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("agency"),
                        models.F("code"),
                        models.F("name"),
                        models.F("valid_from"),
                        name="classification_once_per_agency",
                    ),
                    models.UniqueConstraint(
                        models.F("government"),
                        models.F("code"),
                        models.F("name"),
                        models.F("valid_from"),
                        condition=models.Q(("agency", None)),
                        name="common_classification_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("agency", None), ("government", ""), _connector="OR"),
                        name="classification_of_agency_or_government",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("active_years__lte", 100), ("inactive_years__lte", 100)),
                        name="retention_within_100_years",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ColumnLayout",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "destination",
                    models.CharField(
                        blank=True, help_text="Kosong = bawaan", max_length=200, verbose_name="tujuan"
                    ),
                ),
                (
                    "table",
                    models.CharField(
                        choices=[
                            ("performance", "Capaian kinerja"),
                            ("action", "Rencana aksi"),
                            ("budget", "Realisasi keuangan dan fisik"),
                        ],
                        max_length=12,
                        verbose_name="tabel",
                    ),
                ),
                (
                    "columns",
                    models.JSONField(
                        help_text='Berurutan: [{"key": "name", "heading": "", "shown": true}, …]; judul kosong = bawaan',
                        verbose_name="kolom",
                    ),
                ),
                (
                    "cover",
                    models.BooleanField(
                        default=False,
                        help_text="Hanya pada tabel capaian kinerja",
                        verbose_name="halaman sampul",
                    ),
                ),
                (
                    "printed",
                    models.BooleanField(
                        default=True,
                        help_text="Hanya rencana aksi yang boleh tidak dicetak",
                        verbose_name="dicetak",
                    ),
                ),
                (
                    "paper",
                    models.CharField(
                        blank=True,
                        choices=[("A4", "A4 (210 × 297 mm)"), ("F4", "F4 (215 × 330 mm)")],
                        help_text="Kosong = kertas kantor",
                        max_length=2,
                        verbose_name="kertas",
                    ),
                ),
                ("edition", models.PositiveIntegerField(default=1, verbose_name="edisi")),
                ("set_at", models.DateTimeField(verbose_name="ditetapkan")),
                (
                    "agency",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="column_layouts",
                        to="organisation.agency",
                        verbose_name="perangkat daerah",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "tata letak kolom",
                "verbose_name_plural": "tata letak kolom",
                "ordering": ["agency", "destination", "table"],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("agency"),
                        models.F("destination"),
                        models.F("table"),
                        name="layout_once_per_table",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cover", False), ("table", "performance"), _connector="OR"),
                        name="layout_cover_on_performance",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("printed", True), ("table", "action"), _connector="OR"),
                        name="layout_only_action_left_out",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="issuednumber",
            constraint=models.UniqueConstraint(models.F("series"), models.F("sequence"), name="number_once"),
        ),
        migrations.AddConstraint(
            model_name="issuednumber",
            constraint=models.UniqueConstraint(models.F("series"), models.F("text"), name="number_text_once"),
        ),
        migrations.AddConstraint(
            model_name="compilation",
            constraint=models.UniqueConstraint(
                models.F("report"), models.F("round"), name="one_compilation_per_round"
            ),
        ),
    ]
