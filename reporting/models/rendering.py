"""Large files that somebody asked for, or that a signature waits for: a row first, made by a worker."""

from pathlib import Path
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from organisation.models import Agency, Person
from reporting.models.report import Compilation


class RenderingQuerySet(models.QuerySet["Rendering"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(compilation__report__agency__in=Agency.objects.visible_to(person))

    def unfinished(self) -> Self:
        return self.filter(state__in=[Rendering.State.WAITING, Rendering.State.WORKING])


class Rendering(models.Model):
    """One file of one draft; `key` is the fingerprint of all that is printed, so equal input is made once."""

    class State(models.TextChoices):
        WAITING = "waiting", "Menunggu giliran"
        WORKING = "working", "Sedang dibuat"
        READY = "ready", "Siap diunduh"
        FAILED = "failed", "Gagal dibuat"

    class Format(models.TextChoices):
        PDF = "pdf", "PDF"
        XLSX = "xlsx", "Excel"
        DOCX = "docx", "Word"

    compilation = models.ForeignKey(Compilation, on_delete=models.CASCADE, related_name="renderings")
    format = models.CharField("format", max_length=4, choices=Format.choices)
    destination = models.CharField("tata letak untuk tujuan", max_length=200, blank=True)
    wanted = models.JSONField(
        "yang diminta", default=dict, help_text="Kosong = untuk dibaca; isi = naskah yang disahkan"
    )
    key = models.CharField("sidik isi", max_length=64)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField("diminta")
    state = models.CharField("keadaan", max_length=8, choices=State.choices, default=State.WAITING)
    stage = models.CharField("sedang", max_length=200, blank=True)
    percent = models.PositiveSmallIntegerField("persen", default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(db_index=True)
    seat = models.PositiveSmallIntegerField(
        null=True, unique=True, help_text="Hanya satu berkas dibuat sekaligus"
    )
    finished_at = models.DateTimeField("selesai", null=True)
    expires_at = models.DateTimeField("disimpan sampai", null=True, db_index=True)
    problem = models.TextField("kendala", blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    size = models.PositiveBigIntegerField("ukuran (byte)", default=0)

    objects: ClassVar = RenderingQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = "pembuatan berkas"
        verbose_name_plural = "pembuatan berkas"
        constraints = [
            models.UniqueConstraint("key", condition=~Q(state="failed"), name="rendering_once_per_content"),
            models.UniqueConstraint(
                "asked_by", condition=Q(state__in=["waiting", "working"]), name="rendering_one_per_person"
            ),
            models.CheckConstraint(
                condition=Q(state="working", seat__isnull=False) | (~Q(state="working") & Q(seat=None)),
                name="rendering_working_has_seat",
            ),
            models.CheckConstraint(
                condition=(Q(state="ready", expires_at__isnull=False) & ~Q(sha256=""))
                | (~Q(state="ready") & Q(sha256="")),
                name="rendering_ready_has_file",
            ),
            models.CheckConstraint(
                condition=(Q(state="failed") & ~Q(problem="")) | (~Q(state="failed") & Q(problem="")),
                name="rendering_failed_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_format_display()} {self.compilation}"

    @property
    def path(self) -> Path:
        """Where the bytes are while they are kept: apart from the files that an office keeps for good."""
        return Path(settings.RENDERINGS_DIR) / f"{self.pk}.{self.format}"

    @property
    def is_settled(self) -> bool:
        """Whether there is nothing to wait for."""
        return self.state in {self.State.READY, self.State.FAILED}
