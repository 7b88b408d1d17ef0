"""The paraf: whoever looked a report through before it is signed, and in which way."""

from django.db import models
from django.db.models import Q

from organisation.models import Person, StoredFile
from reporting.models.report import Compilation, Signature
from reporting.models.signing import SigningKey
from sop.models import Task


class Initial(models.Model):
    """One paraf on one round's draft; it makes nothing firm, and a return makes it void.

    With a key it is an invisible signature in `paper`, the PDF on which the next one signs.
    """

    compilation = models.ForeignKey(Compilation, on_delete=models.PROTECT, related_name="initials")
    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="initial")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    capacity = models.CharField("selaku", max_length=220)
    name = models.CharField(max_length=150)
    at = models.DateTimeField("waktu")
    method = models.CharField(
        "cara", max_length=12, choices=Signature.Method.choices, default=Signature.Method.IN_APPLICATION
    )
    paper = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    rooms = models.JSONField("tempat tanda tangan", default=list)
    code = models.CharField("kode verifikasi", max_length=19, null=True, unique=True)
    key = models.ForeignKey(SigningKey, on_delete=models.PROTECT, null=True, related_name="initials")
    certificate = models.TextField("sertifikat penanda tangan (PEM)", blank=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = "paraf"
        verbose_name_plural = "paraf"
        constraints = [
            models.CheckConstraint(
                condition=Q(method="own_key", key__isnull=False) | (~Q(method="own_key") & Q(key=None)),
                name="initial_own_key_names_it",
            ),
            models.CheckConstraint(
                condition=(Q(method="certified") & ~Q(certificate=""))
                | (~Q(method="certified") & Q(certificate="")),
                name="initial_certified_has_certificate",
            ),
            models.CheckConstraint(
                condition=Q(method__in=["own_key", "certified"], paper__isnull=False)
                | (Q(method="application") & Q(paper=None)),
                name="initial_electronic_has_paper",
            ),
        ]

    def __str__(self) -> str:
        return f"Paraf {self.capacity} {self.name}"
