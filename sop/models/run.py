"""An SOP at work: one run for an agency and a period, and its tasks for real people."""

from datetime import date, datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from organisation.models import Agency, Appointment, PeriodField, Person
from sop.models.definition import Act, Sop, SopVersion


class RunQuerySet(models.QuerySet["Run"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(agency__in=Agency.objects.visible_to(person))


class Run(models.Model):
    """One execution of a version. Its status is written by the engine only (sop/workflow)."""

    class Status(models.TextChoices):
        OPEN = "open", "Berjalan"
        CLOSED = "closed", "Selesai"

    sop = models.ForeignKey(Sop, on_delete=models.PROTECT, related_name="runs")
    version = models.ForeignKey(SopVersion, on_delete=models.PROTECT, related_name="runs")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="runs")
    period = PeriodField("periode")
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    round = models.PositiveSmallIntegerField("putaran", default=1)
    opened_at = models.DateTimeField("dibuka")
    closed_at = models.DateTimeField("selesai", null=True)

    objects: ClassVar = RunQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at"]
        verbose_name = "pelaksanaan SOP"
        verbose_name_plural = "pelaksanaan SOP"
        constraints = [
            models.UniqueConstraint("sop", "agency", "period", name="run_once"),
            models.CheckConstraint(
                condition=Q(status="open", closed_at=None) | Q(status="closed", closed_at__isnull=False),
                name="run_closed_when_closed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sop.name} — {self.period.label}"


class TaskQuerySet(models.QuerySet["Task"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(run__in=Run.objects.visible_to(person))

    def active(self) -> Self:
        return self.filter(status__in=[Task.Status.WAITING, Task.Status.OPEN])

    def awaiting(self, person: Person, on: date) -> Self:
        """Active tasks that this person may do: given by name, or by an office held on that day."""
        held = Appointment.objects.in_force(on).filter(
            person=person, agency=models.OuterRef("run__agency"), role=models.OuterRef("act__actor__role")
        )
        return self.active().filter(Q(assignee=person) | Q(assignee=None) & models.Exists(held))

    def overdue(self, at: datetime) -> Self:
        return self.active().filter(due_at__lt=at)


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
        return f"{self.act.step.text} ({self.run.period.label})"


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
