"""Certified signatures: the office's eSign service, who is known there, and every request to sign."""

import uuid
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from organisation.models import Agency, Person, StoredFile
from sop.models import Task

FOOTER = (
    "Dokumen ini telah ditandatangani secara elektronik menggunakan sertifikat elektronik yang diterbitkan "
    "oleh Balai Sertifikasi Elektronik (BSrE), BSSN"
)


class EsignServiceQuerySet(models.QuerySet["EsignService"]):
    def in_use(self) -> Self:
        return self.filter(active=True)


class EsignService(models.Model):
    """Where an agency's papers are signed with certificates of BSrE; its password is kept sealed."""

    class Version(models.TextChoices):
        V1 = "v1", "v1 (api/sign/pdf)"
        V2 = "v2", "v2 (api/v2/sign/pdf)"

    agency = models.OneToOneField(
        Agency, on_delete=models.CASCADE, related_name="esign_service", verbose_name="perangkat daerah"
    )
    address = models.CharField("alamat layanan", max_length=300)
    version = models.CharField("versi", max_length=2, choices=Version.choices, default=Version.V2)
    username = models.CharField("nama pengguna layanan", max_length=150)
    sealed_secret = models.TextField("sandi layanan (tersegel)")
    authority = models.TextField("sertifikat induk penerbit (PEM)")
    footer = models.CharField("kalimat pada dokumen", max_length=400, default=FOOTER)
    active = models.BooleanField("dipakai", default=True)

    objects: ClassVar = EsignServiceQuerySet.as_manager()

    class Meta:
        verbose_name = "layanan eSign"
        verbose_name_plural = "layanan eSign"
        constraints = [
            models.CheckConstraint(
                condition=~Q(sealed_secret="") & ~Q(authority=""), name="esign_service_complete"
            )
        ]

    def __str__(self) -> str:
        return f"Layanan eSign {self.agency}"


class EsignIdentity(models.Model):
    """A person's NIK, sealed: needed by the eSign service and for nothing else."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="esign_identity")
    sealed_nik = models.TextField("NIK (tersegel)")

    class Meta:
        verbose_name = "NIK untuk TTE"
        verbose_name_plural = "NIK untuk TTE"

    def __str__(self) -> str:
        return f"NIK {self.person}"


class SigningAttemptQuerySet(models.QuerySet["SigningAttempt"]):
    def unsettled(self) -> Self:
        """Those after which a signature may exist at the service that is not yet in the report."""
        return self.filter(state__in=UNSETTLED)


class SigningAttempt(models.Model):
    """One request to the eSign service, committed before the call and settled after it.

    While one is unsettled, nothing more is asked for its task: the paper may be signed over there already.
    """

    class State(models.TextChoices):
        ASKED = "asked", "Diminta, belum ada jawaban"
        UNKNOWN = "unknown", "Belum diketahui hasilnya"
        SIGNED = "signed", "Sudah ditandatangani layanan"
        FAILED = "failed", "Ditolak, tidak ditandatangani"
        LOST = "lost", "Dinyatakan hilang"
        USED = "used", "Dibubuhkan pada laporan"

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="signing_attempts")
    service = models.ForeignKey(EsignService, on_delete=models.PROTECT, related_name="attempts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    correlation = models.UUIDField("kode permintaan", default=uuid.uuid4, unique=True)
    number = models.CharField("nomor laporan", max_length=100, blank=True)
    digest = models.CharField("sidik angka", max_length=64)
    reason = models.CharField("alasan pada tanda tangan", max_length=200)
    before = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, related_name="+", verbose_name="berkas yang dikirim"
    )
    rooms = models.JSONField("tempat tanda tangan", default=list)
    state = models.CharField("keadaan", max_length=7, choices=State.choices, default=State.ASKED)
    document_id = models.CharField("id_dokumen", max_length=100, blank=True)
    problem = models.TextField("masalah", blank=True)
    after = models.ForeignKey(
        StoredFile,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name="berkas yang kembali",
    )
    certificate = models.TextField("sertifikat penanda tangan (PEM)", blank=True)
    asked_at = models.DateTimeField("diminta")
    settled_at = models.DateTimeField("selesai", null=True)

    objects: ClassVar = SigningAttemptQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        verbose_name = "permintaan TTE"
        verbose_name_plural = "permintaan TTE"
        constraints = [
            models.UniqueConstraint(
                "task",
                condition=Q(state__in=["asked", "unknown", "signed"]),
                name="one_unsettled_signing_attempt",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["signed", "used"]) | (Q(after__isnull=False) & ~Q(certificate="")),
                name="signed_attempt_has_its_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.reference}"

    @property
    def reference(self) -> str:
        """What stands in the reason of the signature, so that a lost one can be recognised."""
        return self.correlation.hex[:8].upper()


UNSETTLED = (SigningAttempt.State.ASKED, SigningAttempt.State.UNKNOWN, SigningAttempt.State.SIGNED)
