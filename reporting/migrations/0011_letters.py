"""Series of numbers, letters from draft to receipt, their texts by version, and the agenda."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0004_substitute_ended_early"),
        ("reporting", "0010_corrections"),
        ("sop", "0005_whole_names_and_numbers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="numbers",
                        to="reporting.numberseries",
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
                    "report",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="reporting.report",
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
                (
                    "template",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="reporting.lettertemplate",
                    ),
                ),
            ],
            options={
                "verbose_name": "surat",
                "verbose_name_plural": "surat",
                "ordering": ["-drafted_at", "-pk"],
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
                    "delivery",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="agenda_entry",
                        to="reporting.delivery",
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
        migrations.AddConstraint(
            model_name="lettertemplate",
            constraint=models.UniqueConstraint(
                models.F("agency"), models.F("type"), models.F("version"), name="letter_template_version_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(("type", "disposition"), _negated=True), name="letter_is_not_a_disposition"
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["draft", "replaced"]), _negated=True),
                    models.Q(("file", None), ("issued", None), ("number", "")),
                    _connector="OR",
                ),
                name="letter_draft_has_no_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
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
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("receipt_file", None), ("received_by", ""), ("received_on", None)),
                    models.Q(("received_on__isnull", False), models.Q(("received_by", ""), _negated=True)),
                    _connector="OR",
                ),
                name="letter_receipt_names_receiver",
            ),
        ),
        migrations.AddConstraint(
            model_name="numberseries",
            constraint=models.UniqueConstraint(
                models.F("agency"), models.F("paper"), models.F("year"), name="series_once_per_year"
            ),
        ),
        migrations.AddConstraint(
            model_name="numberseries",
            constraint=models.CheckConstraint(
                condition=models.Q(("first_number__gte", 1), ("next_number__gte", models.F("first_number"))),
                name="series_counts_forward",
            ),
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
            model_name="issuednumber",
            constraint=models.CheckConstraint(
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
            ),
        ),
    ]
