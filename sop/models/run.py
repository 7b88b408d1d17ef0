"""An SOP at work: one run for an agency and a period, and its tasks for real people."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from organisation.models import Agency, Appointment, PeriodField, Person, Substitute
from sop.models.definition import Act, Sop, SopVersion


class RunQuerySet(models.QuerySet["Run"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(agency__in=Agency.objects.visible_to(person))


class Run(models.Model):
    """One execution of a version. Its status is written by the engine only (sop/workflow).

    Edition 0 is the regular run of the period; a correction is a further run that names the one it corrects.
    """

    class Status(models.TextChoices):
        OPEN = "open", "Berjalan"
        CLOSED = "closed", "Selesai"
        WITHDRAWN = "withdrawn", "Dibatalkan"

    sop = models.ForeignKey(Sop, on_delete=models.PROTECT, related_name="runs")
    version = models.ForeignKey(SopVersion, on_delete=models.PROTECT, related_name="runs")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="runs")
    period = PeriodField("periode")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    round = models.PositiveSmallIntegerField("putaran", default=1)
    opened_at = models.DateTimeField("dibuka")
    closed_at = models.DateTimeField("selesai", null=True)
    edition = models.PositiveSmallIntegerField("perbaikan ke-", default=0)
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="corrections", verbose_name="memperbaiki"
    )
    reason = models.TextField("alasan perbaikan", blank=True)
    opened_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="dibuka oleh"
    )
    begins_with = models.ForeignKey(
        Act, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="dimulai dari",
        help_text="Langkah sebelumnya tidak diulang dalam perbaikan",
    )  # fmt: skip

    objects: ClassVar = RunQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at"]
        verbose_name = "pelaksanaan SOP"
        verbose_name_plural = "pelaksanaan SOP"
        constraints = [
            models.UniqueConstraint("sop", "agency", "period", "edition", name="run_once"),
            models.UniqueConstraint(
                "corrects", condition=~Q(status="withdrawn"), name="run_corrected_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(status="open", closed_at=None)
                | Q(status__in=["closed", "withdrawn"], closed_at__isnull=False),
                name="run_closed_when_closed",
            ),
            models.CheckConstraint(
                condition=Q(edition=0, corrects=None, opened_by=None, begins_with=None, reason="")
                | Q(edition__gt=0, corrects__isnull=False, opened_by__isnull=False, begins_with__isnull=False)
                & ~Q(reason=""),
                name="run_correction_is_reasoned",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sop.name} — {self.label}"

    @property
    def is_correction(self) -> bool:
        return self.edition > 0

    @property
    def label(self) -> str:
        """ "Januari 2026 (perbaikan ke-1)"."""
        return f"{self.period.label}{self.suffix}"

    @property
    def suffix(self) -> str:
        """ " (perbaikan ke-1)"; empty for the regular run of the period."""
        return f" (perbaikan ke-{self.edition})" if self.edition else ""


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(run__in=Run.objects.visible_to(person))

    def active(self) -> Self:
        return self.filter(status__in=[Task.Status.WAITING, Task.Status.OPEN])

    def asked_of(self, person: Person, at: datetime) -> Self:
        """Tasks given by name to this person while in office there, or to somebody they stand in for."""
        return self.filter(_named_for(person, at))

    def awaiting(self, person: Person, at: datetime) -> Self:
        """Active tasks that this person may do: by name, or by an office held at that moment."""
        held = _offices(at).filter(person=person, role=OuterRef("act__actor__role"))
        return self.active().filter(_named_for(person, at) | Q(assignee=None) & Exists(held))

    def without_holder(self, at: datetime) -> Self:
        """Active tasks given by name to somebody who has left the office, where nobody stands in."""
        return self.active().filter(vacant(at))

    def overdue(self, at: datetime) -> Self:
        return self.active().filter(due_at__lt=at)


def vacant(at: datetime) -> Q:
    """Tasks that name somebody without an office or an active account, where nobody stands in."""
    holder = _offices(at).filter(person=OuterRef("assignee"), person__is_active=True)
    return Q(assignee__isnull=False) & ~Exists(holder) & ~Exists(_stand_ins(at))


def _named_for(person: Person, at: datetime) -> Q:
    own = Q(assignee=person) & Exists(_offices(at).filter(person=person))
    return own | Q(Exists(_stand_ins(at).filter(person=person)))


def _offices(at: datetime) -> models.QuerySet[Appointment]:
    """Appointments in the agency of a task."""
    in_force: models.QuerySet[Appointment] = Appointment.objects.in_force_at(at)
    return in_force.filter(agency=OuterRef("run__agency"))


def _stand_ins(at: datetime) -> models.QuerySet[Substitute]:
    """Who stands in for the person that a task names."""
    acting: models.QuerySet[Substitute] = Substitute.objects.acting_at(at)
    return acting.filter(agency=OuterRef("run__agency"), absent=OuterRef("assignee"))


class Task(models.Model):
    """An act for somebody, in one round. Rows are never overwritten: a return opens the next round."""

    class Status(models.TextChoices):
        WAITING = "waiting", "Belum dibuka"
        OPEN = "open", "Perlu dikerjakan"
        DONE = "done", "Selesai"
        MISSED = "missed", "Tidak disampaikan"
        SUPERSEDED = "superseded", "Digantikan"

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="tasks")
    act = models.ForeignKey(Act, on_delete=models.PROTECT, related_name="tasks")
    round = models.PositiveSmallIntegerField("putaran", default=1)
    assignee = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        related_name="tasks",
        help_text="Kosong: siapa pun pemegang peran",
    )
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.WAITING)
    opens_at = models.DateTimeField("dibuka mulai")
    due_at = models.DateTimeField("tenggat", null=True)
    opened_at = models.DateTimeField("dibuka", null=True)
    done_at = models.DateTimeField("selesai", null=True)
    done_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    capacity = models.CharField(
        "selaku", max_length=220, blank=True, help_text="Jabatan tercetak saat bertindak"
    )
    outcome = models.CharField("hasil", max_length=20, blank=True)
    note = models.TextField("catatan", blank=True)
    details = models.JSONField(
        "isian", default=dict, help_text="Yang dicatat jenis tugas: disposisi, surat, …"
    )

    objects: ClassVar = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["run", "round", "act__step__order", "act__order", "pk"]
        verbose_name = "tugas"
        verbose_name_plural = "tugas"
        constraints = [
            models.UniqueConstraint(
                "run",
                "act",
                "round",
                "assignee",
                condition=Q(assignee__isnull=False),
                name="task_once_per_person",
            ),
            models.UniqueConstraint(
                "run", "act", "round", condition=Q(assignee__isnull=True), name="task_once_per_role"
            ),
            models.CheckConstraint(
                condition=Q(status__in=["waiting", "open"], done_at=None)
                | Q(status__in=["done", "missed", "superseded"], done_at__isnull=False),
                name="task_done_when_done",
            ),
            models.CheckConstraint(
                condition=~Q(status="done") | ~Q(outcome=""), name="task_done_with_outcome"
            ),
        ]
        indexes = [models.Index(fields=["status", "due_at"]), models.Index(fields=["status", "opens_at"])]

    def __str__(self) -> str:
        return f"{self.act.step.text} ({self.run.label})"

    @property
    def closes_by_clock(self) -> bool:
        """Whether its time runs out; a correction waits for its people: without them nothing comes of it."""
        return self.act.closes_by_clock and not self.run.is_correction

    @property
    def doer(self) -> str:
        """Who did it: the system, one person, or “Oscar a.n. Olivia” where somebody stood in."""
        if self.done_by is None:
            return "Sistem"
        if self.assignee_id in {None, self.done_by_id}:
            return str(self.done_by)
        return f"{self.done_by} a.n. {self.assignee}"


class Extension(models.Model):
    """More time for one late person: until when, why, given by whom."""

    task = models.ForeignKey(Task, on_delete=models.CASCADE, related_name="extensions")
    until = models.DateTimeField("sampai")
    reason = models.TextField("alasan")
    given_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    given_at = models.DateTimeField("diberikan")

    class Meta:
        ordering = ["given_at"]

    def __str__(self) -> str:
        return f"{self.task}: {self.reason}"
