"""Notices in the application and mails that wait to be sent."""

from typing import ClassVar, Self

from django.db import models

from organisation.models.person import Person


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(person=person)

    def unread(self) -> Self:
        return self.filter(read_at__isnull=True)


class Notice(models.Model):
    """A message in a person's inbox; `key` makes sure that the same thing is said once."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="notices")
    at = models.DateTimeField("waktu")
    text = models.TextField("isi")
    link = models.CharField("tautan", max_length=200, blank=True)
    key = models.CharField(max_length=120)
    read_at = models.DateTimeField("dibaca", null=True)
    mailed_at = models.DateTimeField("masuk surel harian", null=True)

    objects: ClassVar = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.UniqueConstraint("person", "key", name="notice_once")]
        indexes = [
            models.Index(fields=["person"], condition=models.Q(mailed_at=None), name="notice_not_mailed"),
        ]

    def __str__(self) -> str:
        return self.text


class OutgoingMail(models.Model):
    """A mail as a row first: nothing is lost when the mail server or the broker is away."""

    class Status(models.TextChoices):
        PENDING = "pending", "Menunggu"
        SENDING = "sending", "Sedang dikirim"
        SENT = "sent", "Terkirim"
        FAILED = "failed", "Gagal"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="mails")
    key = models.CharField(max_length=120, unique=True)
    subject = models.CharField("perihal", max_length=200)
    body = models.TextField("isi")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(db_index=True)
    sent_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True)

    class Meta:
        ordering = ["next_try_at", "pk"]

    def __str__(self) -> str:
        return self.subject
