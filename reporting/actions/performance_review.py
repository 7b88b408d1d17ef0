"""The review of an LKjIP by the inspectorate: the checklist, the statement, and opening it again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from organisation.actions.history import Event, record
from organisation.actions.notices import notify
from organisation.models import Agency, Appointment, Person
from organisation.permissions import HOLDERS, Permission, may
from organisation.roles import Role
from reporting.actions.performance import CLOSED, NOT_YOURS, may_write
from reporting.models import PerformanceReport, ReviewAnswer, ReviewStatement, SectionText
from reporting.narrative import clean
from reporting.renderers.book_chapters import book_of
from reporting.review_points import POINTS
from sop.registry import Blocker
from sop.workflow import Blocked, Conflict, NotYours

Status = PerformanceReport.Status
Verdict = ReviewStatement.Verdict
NOT_THE_REVIEWER = "LKjIP direviu oleh Inspektorat pemerintah daerah yang sama."
OWN_WORK = "Yang menyusun LKjIP ini tidak mereviunya."


@dataclass(frozen=True)
class Answered:
    """An answer to one point."""

    answer: ReviewAnswer.Answer
    note: str = ""


def may_review(person: Person, agency: Agency, now: datetime) -> bool:
    return may(person, "review_performance_report", agency, agency.time_zone.local(now).date())


@transaction.atomic
def answer_points(
    report: PerformanceReport, answers: Mapping[str, Answered], *, by: Person, now: datetime
) -> None:
    """Keep the answers of this round; those of earlier rounds stay as they are."""
    found = _held(report, by, now)
    known = {point.key: point for point in POINTS}
    for key, given in answers.items():
        if key not in known:
            raise Blocked([Blocker("Butir ini tidak ada dalam daftar periksa.")])
        if given.answer == ReviewAnswer.Answer.NO and not given.note.strip():
            number = f"{known[key].group.label} butir {known[key].number}"
            raise Blocked([Blocker(f"{number}: jawaban “tidak” memerlukan catatan.")])
    for key, given in answers.items():
        ReviewAnswer.objects.update_or_create(
            report=found,
            round=found.round,
            point=key,
            defaults={"answer": given.answer, "note": clean(given.note), "by": by, "at": now},
        )
    sentence = f"Daftar periksa reviu {found.title} putaran {found.round} diisi: {len(answers)} butir."
    details = {key: [given.answer.value, given.note] for key, given in answers.items()}
    record(Event("performance_points_answered", found, sentence, details), by=by, at=now, agency=found.agency)


@transaction.atomic
def state_review(
    report: PerformanceReport, verdict: Verdict, note: str, *, by: Person, now: datetime
) -> ReviewStatement:
    """Close the round: reviewed, over exactly what stands there now, or sent back with what to mend."""
    found = _held(report, by, now)
    words = clean(note)
    if blockers := _blockers(found, verdict, words):
        raise Blocked(blockers)
    made = ReviewStatement.objects.create(
        report=found, round=found.round, verdict=verdict.value, note=words, by=by, at=now,
        digest=book_of(found, found.agency.time_zone.local(now).date()).digest,
        capacity=_capacity(by, found.agency, now),
    )  # fmt: skip
    if verdict is Verdict.REVIEWED:
        changed = PerformanceReport.objects.filter(pk=found.pk, status=Status.DRAFT).update(
            status=PerformanceReport.Status.REVIEWED
        )
        if not changed:
            raise Conflict("LKjIP ini baru saja berubah.")
    else:
        PerformanceReport.objects.filter(pk=found.pk).update(round=found.round + 1, asked_at=None)
    sentence = f"{found.title} {verdict.label.lower()} oleh Inspektorat, putaran {found.round}."
    record(
        Event("performance_report_stated", made, sentence, {"note": words, "digest": made.digest}),
        by=by, at=now, agency=found.agency,
    )  # fmt: skip
    _tell(found, sentence, now, permission="write_performance_report")
    if verdict is Verdict.REVIEWED:
        _tell(found, f"{sentence} Silakan ditandatangani.", now, permission="sign_performance_report")
    return made


@transaction.atomic
def reopen(report: PerformanceReport, reason: str, *, by: Person, now: datetime) -> None:
    """Work goes on after a review: the statement stays readable, and another one is needed."""
    found = PerformanceReport.objects.select_for_update().get(pk=report.pk)
    if not may_write(by, found.agency, now):
        raise NotYours(NOT_YOURS)
    if not clean(reason):
        raise Blocked([Blocker("Tulis mengapa LKjIP dibuka kembali.")])
    changed = PerformanceReport.objects.filter(pk=found.pk, status=Status.REVIEWED).update(
        status=PerformanceReport.Status.DRAFT, round=found.round + 1, asked_at=None
    )
    if not changed:
        raise Blocked([Blocker("Hanya LKjIP yang telah direviu dan belum final yang dibuka kembali.")])
    sentence = f"{found.title} dibuka kembali untuk diperbaiki: {clean(reason)}"
    record(Event("performance_report_reopened", found, sentence), by=by, at=now, agency=found.agency)


def _held(report: PerformanceReport, by: Person, now: datetime) -> PerformanceReport:
    """The row, locked, for a reviewer who wrote nothing of it."""
    found = PerformanceReport.objects.select_for_update().get(pk=report.pk)
    if not may_review(by, found.agency, now):
        raise NotYours(NOT_THE_REVIEWER)
    if not found.is_open:
        raise Blocked([Blocker(CLOSED)])
    if wrote(by, found):
        raise Blocked([Blocker(OWN_WORK)])
    return found


def wrote(person: Person, report: PerformanceReport) -> bool:
    """Whether somebody opened this LKjIP or wrote any text in it."""
    return report.opened_by_id == person.pk or SectionText.objects.filter(report=report, by=person).exists()


def _blockers(report: PerformanceReport, verdict: Verdict, note: str) -> list[Blocker]:
    if verdict is Verdict.RETURNED:
        return [] if note else [Blocker("Tulis apa yang harus diperbaiki.")]
    answered = ReviewAnswer.objects.filter(report=report, round=report.round).count()
    left = len(POINTS) - answered
    return [Blocker(f"{left} butir daftar periksa belum dijawab.")] if left else []


def _capacity(person: Person, agency: Agency, now: datetime) -> str:
    """The printed title in the inspectorate of the same government."""
    offices = Appointment.objects.in_force_at(now).filter(
        person=person, role=Role.INSPECTORATE, agency__government=agency.government
    )
    office = offices.order_by("-from_on").first()
    return office.printed_title if office else ""


def _tell(report: PerformanceReport, sentence: str, now: datetime, *, permission: Permission) -> None:
    roles = HOLDERS[permission]
    offices = Appointment.objects.in_force_at(now).filter(agency=report.agency, role__in=roles)
    people = Person.objects.filter(appointments__in=offices, is_active=True).distinct()
    key = f"lkjip-stated:{report.pk}:{report.round}"
    notify(people, sentence, link=reverse("performance-report", args=[report.pk]), key=key, at=now)
