"""Letters of the office: their texts by version, each letter from draft to receipt, and the agenda."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from organisation.models import Agency, Person, StoredFile
from reporting.models.numbering import IssuedNumber
from reporting.models.report import Delivery, Report
from sop.models import Run, Task


class LetterType(models.TextChoices):
    """The papers whose text an office sets; a disposisi sheet is printed from its trail and has no number."""

    COVER = "cover", "Surat pengantar"
    MEMO = "memo", "Nota dinas"
    OFFICIAL = "official", "Surat dinas"
    MINUTES = "minutes", "Berita acara"
    DISPOSITION = "disposition", "Lembar disposisi"


class Nature(models.TextChoices):
    """How urgent or closed a paper is (sifat)."""

    USUAL = "Biasa", "Biasa"
    URGENT = "Segera", "Segera"
    AT_ONCE = "Sangat segera", "Sangat segera"
    SECRET = "Rahasia", "Rahasia"


class LetterTemplate(models.Model):
    """The text of one kind of paper in one version; earlier ones stay, and letters keep their own text."""

    agency = models.ForeignKey(
        Agency, on_delete=models.CASCADE, related_name="letter_templates", verbose_name="perangkat daerah"
    )
    type = models.CharField("jenis naskah", max_length=12, choices=LetterType.choices)
    version = models.PositiveSmallIntegerField("versi")
    heading = models.CharField("judul", max_length=200, blank=True)
    subject = models.CharField("hal", max_length=300, blank=True)
    opening = models.TextField("pembuka", blank=True)
    body = models.TextField("isi", blank=True)
    closing = models.TextField("penutup", blank=True)
    copies = models.TextField("tembusan", blank=True)
    on_behalf = models.CharField("atas nama (a.n.)", max_length=200, blank=True)
    set_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField("ditetapkan")

    objects: ClassVar = models.Manager()

    class Meta:
        ordering = ["agency", "type", "-version"]
        verbose_name = "templat naskah"
        verbose_name_plural = "templat naskah"
        constraints = [
            models.UniqueConstraint("agency", "type", "version", name="letter_template_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_type_display()}, versi {self.version}"


class LetterQuerySet(models.QuerySet["Letter"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(agency__in=Agency.objects.visible_to(person))

    def drafts(self) -> Self:
        return self.filter(state=Letter.State.DRAFT)

    def issued(self) -> Self:
        return self.filter(state=Letter.State.ISSUED)


class Letter(models.Model):
    """One letter. A draft is its text; once issued, its number, its signatory and its PDF never change."""

    class State(models.TextChoices):
        DRAFT = "draft", "Konsep"
        ISSUED = "issued", "Terbit"
        REPLACED = "replaced", "Diganti konsep baru"
        CANCELLED = "cancelled", "Batal"

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="letters")
    run = models.ForeignKey(Run, on_delete=models.PROTECT, null=True, related_name="letters")
    task = models.OneToOneField(Task, on_delete=models.PROTECT, null=True, related_name="letter_draft")
    report = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, related_name="letters")
    template = models.ForeignKey(LetterTemplate, on_delete=models.PROTECT, null=True, related_name="letters")
    type = models.CharField("jenis naskah", max_length=12, choices=LetterType.choices)
    state = models.CharField("keadaan", max_length=10, choices=State.choices, default=State.DRAFT)
    edition = models.PositiveIntegerField("edisi", default=1)

    classification = models.CharField("kode klasifikasi", max_length=40)
    nature = models.CharField("sifat", max_length=15, choices=Nature.choices, default=Nature.USUAL)
    attachment = models.CharField("lampiran", max_length=120, blank=True)
    heading = models.CharField("judul", max_length=200, blank=True)
    subject = models.CharField("hal", max_length=300)
    recipient = models.CharField("kepada (Yth.)", max_length=300)
    recipient_place = models.CharField("di", max_length=120, blank=True)
    opening = models.TextField("pembuka", blank=True)
    body = models.TextField("isi")
    closing = models.TextField("penutup", blank=True)
    copies = models.TextField("tembusan", blank=True)
    on_behalf = models.TextField("atas nama (a.n.)", blank=True)  # then who stands between, and u.b.
    drafted_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    drafted_at = models.DateTimeField("dikonsep")

    number = models.CharField("nomor", max_length=200, blank=True)
    issued = models.OneToOneField(IssuedNumber, on_delete=models.PROTECT, null=True, related_name="letter")
    issued_at = models.DateTimeField("diterbitkan", null=True)
    dated_on = models.DateField("tanggal", null=True)
    signatory = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    capacity = models.CharField("selaku", max_length=220, blank=True)
    signatory_name = models.CharField(max_length=150, blank=True)
    signatory_nip = models.CharField(max_length=30, blank=True)
    signatory_rank = models.CharField(max_length=80, blank=True)
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")

    received_on = models.DateField("diterima tanggal", null=True)
    received_by = models.CharField("diterima oleh", max_length=200, blank=True)
    receipt_file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    cancelled_at = models.DateTimeField("dibatalkan", null=True)
    cancelled_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.CharField("alasan batal", max_length=300, blank=True)

    objects: ClassVar = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-drafted_at", "-pk"]
        verbose_name = "surat"
        verbose_name_plural = "surat"
        constraints = [
            models.CheckConstraint(condition=~Q(type="disposition"), name="letter_is_not_a_disposition"),
            models.CheckConstraint(
                condition=~Q(state="issued")
                | Q(
                    issued__isnull=False,
                    issued_at__isnull=False,
                    dated_on__isnull=False,
                    signatory__isnull=False,
                    file__isnull=False,
                )
                & ~Q(number=""),
                name="letter_issued_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["draft", "replaced"]) | Q(issued=None, number="", file=None),
                name="letter_draft_has_no_number",
            ),
            models.CheckConstraint(
                condition=Q(state="cancelled", cancelled_at__isnull=False) & ~Q(reason="")
                | ~Q(state="cancelled") & Q(cancelled_at=None, reason=""),
                name="letter_cancelled_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(received_on=None, received_by="", receipt_file=None)
                | Q(received_on__isnull=False) & ~Q(received_by=""),
                name="letter_receipt_names_receiver",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_type_display()} {self.number or 'konsep'}: {self.subject}"

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def is_issued(self) -> bool:
        return self.state == self.State.ISSUED


class AgendaEntryQuerySet(models.QuerySet["AgendaEntry"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(agency__in=Agency.objects.visible_to(person))


class AgendaEntry(models.Model):
    """A line of the agenda: a letter that came in or went out, with its running number of the year."""

    class Direction(models.TextChoices):
        IN = "in", "Surat masuk"
        OUT = "out", "Surat keluar"

    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="agenda")
    direction = models.CharField("arah", max_length=3, choices=Direction.choices)
    issued = models.OneToOneField(IssuedNumber, on_delete=models.PROTECT, related_name="agenda_entry")
    number = models.CharField("nomor agenda", max_length=200)
    entered_on = models.DateField("tanggal terima/kirim")
    party = models.CharField("dari/kepada", max_length=300)
    letter_number = models.CharField("nomor surat", max_length=200, blank=True)
    letter_on = models.DateField("tanggal surat", null=True)
    nature = models.CharField("sifat", max_length=15, choices=Nature.choices, default=Nature.USUAL)
    subject = models.CharField("hal", max_length=300)
    note = models.CharField("keterangan", max_length=300, blank=True)
    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, null=True, related_name="agenda_entry")
    delivery = models.OneToOneField(
        Delivery, on_delete=models.PROTECT, null=True, related_name="agenda_entry"
    )
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    entered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField("dicatat")

    objects: ClassVar = AgendaEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-entered_on", "-pk"]
        verbose_name = "agenda surat"
        verbose_name_plural = "agenda surat"
        constraints = [
            models.CheckConstraint(
                condition=Q(direction="out") | Q(letter=None, delivery=None),
                name="agenda_in_brings_nothing_of_ours",
            )
        ]

    def __str__(self) -> str:
        return f"{self.number}: {self.subject}"
