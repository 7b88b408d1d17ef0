"""Where reports are sent, in which way, and every sending with what came of it."""

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from organisation.models import Agency, Person, StoredFile
from reporting.models.report import Report
from sop.models import Task


class DestinationQuerySet(models.QuerySet["Destination"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(agency__in=Agency.objects.visible_to(person))


class Destination(models.Model):
    """A system or office that receives reports; the shared secret is kept sealed and shown to nobody."""

    class Channel(models.TextChoices):
        MANUAL = "manual", "Diunggah sendiri"
        HTTP = "http", "Dikirim aplikasi (HTTPS)"
        EMAIL = "email", "Surel"

    class Spelling(models.TextChoices):
        COMMA = "comma", "1234,56 (koma, tanpa titik ribuan)"
        POINT = "point", "1234.56 (titik desimal)"
        PRINTED = "printed", "1.234,56 (seperti tercetak)"

    agency = models.ForeignKey(
        Agency, on_delete=models.CASCADE, related_name="destinations", verbose_name="perangkat daerah"
    )
    name = models.CharField(
        "nama", max_length=200, help_text="Persis seperti tujuan pada SOP, misalnya Smart Magelang"
    )
    channel = models.CharField("cara kirim", max_length=6, choices=Channel.choices, default=Channel.MANUAL)
    address = models.CharField("alamat", max_length=300, blank=True, help_text="Alamat https:// atau surel")
    sealed_secret = models.TextField("rahasia bersama (tersegel)", blank=True)
    spelling = models.CharField(
        "cara tulis angka", max_length=7, choices=Spelling.choices, default=Spelling.COMMA
    )
    active = models.BooleanField("dipakai", default=True)

    objects: ClassVar = DestinationQuerySet.as_manager()

    class Meta:
        ordering = ["agency", "name"]
        verbose_name = "tujuan pengiriman"
        verbose_name_plural = "tujuan pengiriman"
        constraints = [
            models.UniqueConstraint("agency", "name", name="destination_once_per_agency"),
            models.CheckConstraint(
                condition=Q(channel="manual") | ~Q(address=""), name="destination_sent_to_has_address"
            ),
            models.CheckConstraint(
                condition=~Q(channel="http") | ~Q(sealed_secret=""), name="destination_http_has_secret"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_sent_by_application(self) -> bool:
        return self.channel != self.Channel.MANUAL


class SendingQuerySet(models.QuerySet["Sending"]):
    def under_way(self) -> Self:
        return self.filter(state__in=UNDER_WAY)


class Sending(models.Model):
    """One order to send: what, whereto, by whom, and the result. Sending again is a row of its own.

    Every sending of the same task to the same destination carries the same key, so that the other side has
    one effect however often it arrives.
    """

    class State(models.TextChoices):
        PENDING = "pending", "Menunggu dikirim"
        SENDING = "sending", "Sedang dikirim"
        SENT = "sent", "Terkirim, menunggu tanda terima"
        RECEIVED = "received", "Diterima"
        FAILED = "failed", "Gagal, perlu ditangani"
        WITHDRAWN = "withdrawn", "Dibatalkan"

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="sendings")
    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="sendings")
    destination = models.ForeignKey(Destination, on_delete=models.PROTECT, related_name="sendings")
    number = models.PositiveSmallIntegerField("pengiriman ke-")
    key = models.UUIDField("kunci", default=uuid.uuid4)
    agenda = models.CharField("nomor agenda", max_length=100, blank=True)
    document = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    package = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    requested_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField("diminta")
    state = models.CharField("keadaan", max_length=10, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField("percobaan", default=0)
    next_try_at = models.DateTimeField("percobaan berikutnya", db_index=True)
    finished_at = models.DateTimeField("selesai", null=True)
    problem = models.TextField("masalah", blank=True)
    receipt_number = models.CharField("nomor tanda terima", max_length=100, blank=True)
    receipt_on = models.DateField("tanggal tanda terima", null=True)

    objects: ClassVar = SendingQuerySet.as_manager()

    class Meta:
        ordering = ["requested_at", "pk"]
        verbose_name = "pengiriman"
        verbose_name_plural = "pengiriman"
        constraints = [
            models.UniqueConstraint("task", "destination", "number", name="sending_numbered"),
            models.UniqueConstraint(
                "task",
                "destination",
                condition=Q(state__in=["pending", "sending"]),
                name="one_sending_under_way",
            ),
            models.CheckConstraint(
                condition=~Q(state="received") | (~Q(receipt_number="") & Q(receipt_on__isnull=False)),
                name="received_with_a_receipt",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.destination}, pengiriman ke-{self.number}"

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY


UNDER_WAY = (Sending.State.PENDING, Sending.State.SENDING)
