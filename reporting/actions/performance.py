"""Making an LKjIP: opening it, its number, its texts in versions, and reasons for what it lacks."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse

from kinerja.lib.periods import Cycle, Period
from organisation.actions.history import Event, record
from organisation.actions.notices import notify
from organisation.models import Agency, Appointment, Person
from organisation.permissions import may
from organisation.roles import Role
from reporting.chapters import Place
from reporting.models import GapReason, PerformanceReport, SectionText
from reporting.narrative import LONGEST_TEXT, clean
from reporting.queries.plan import plan_for
from sop.registry import Blocker
from sop.workflow import Blocked, Conflict, NotYours

NOT_YOURS = "LKjIP disusun oleh Kasubbag program/keuangan atau penyusun laporan."
CLOSED = "Naskah ini terkunci: sudah direviu atau final. Buka kembali dahulu bila masih harus diperbaiki."
CYCLES = (Cycle.YEAR, Cycle.SEMESTER)


def may_write(person: Person, agency: Agency, now: datetime) -> bool:
    return may(person, "write_performance_report", agency, agency.time_zone.local(now).date())


@transaction.atomic
def start(agency: Agency, period: Period, *, by: Person, now: datetime) -> PerformanceReport:
    """Open the LKjIP of a year or semester on the plan in force at the period's end."""
    if not may_write(by, agency, now):
        raise NotYours(NOT_YOURS)
    Agency.objects.select_for_update().get(pk=agency.pk)
    if period.cycle not in CYCLES:
        raise Blocked([Blocker("LKjIP dibuat untuk satu tahun atau satu semester.")])
    if PerformanceReport.objects.filter(agency=agency, period=period).exists():
        raise Blocked([Blocker(f"LKjIP {period.label} sudah ada.")])
    plan = plan_for(agency, period)
    if plan is None:
        raise Blocked([Blocker(f"Belum ada rencana terbit yang berlaku pada {period.label}.")])
    report = PerformanceReport.objects.create(
        agency=agency, period=period, plan=plan, opened_by=by, opened_at=now
    )
    sentence = f"{report.title} dibuka atas rencana {plan}."
    record(Event("performance_report_opened", report, sentence), by=by, at=now, agency=agency)
    return report


@transaction.atomic
def set_number(report: PerformanceReport, number: str, *, by: Person, now: datetime) -> None:
    """The number on the cover, as the office's register gives it; a review is not about it."""
    found = held(report, by=by, now=now, until_final=True)
    before, found.number = found.number, " ".join(number.split())
    if before == found.number:
        return
    found.save(update_fields=["number"])
    sentence = f"Nomor {report.title} diisi: {found.number or 'dikosongkan'}."
    details = {"before": before, "after": found.number}
    record(Event("performance_report_numbered", found, sentence, details), by=by, at=now, agency=found.agency)


@transaction.atomic
def use_plan_in_force(report: PerformanceReport, *, by: Person, now: datetime) -> None:
    """Bind the LKjIP to the revision that holds at the period's end; texts stay, figures are read anew."""
    found = held(report, by=by, now=now)
    plan = plan_for(found.agency, found.period)
    if plan is None or plan.pk == found.plan_id:
        return
    before, found.plan = found.plan, plan
    found.save(update_fields=["plan"])
    sentence = f"{found.title} memakai rencana {plan}, sebelumnya {before}."
    details = {"before": before.pk, "after": plan.pk}
    record(Event("performance_report_rebound", found, sentence, details), by=by, at=now, agency=found.agency)


@transaction.atomic
def write_text(
    report: PerformanceReport, place: Place, text: str, *, seen: int, by: Person, now: datetime
) -> SectionText | None:
    """Keep a new version; None where nothing changed. Conflict where somebody wrote since `seen`."""
    return _keep(report, place, clean(text), seen=seen, by=by, now=now)


@transaction.atomic
def restore_text(
    report: PerformanceReport, place: Place, version: int, *, seen: int, by: Person, now: datetime
) -> SectionText | None:
    """An earlier version becomes the newest one again; nothing is taken away."""
    earlier = SectionText.objects.get(report=report, section=place.key, version=version)
    return _keep(report, place, earlier.text, seen=seen, by=by, now=now, restored=version)


def _keep(
    report: PerformanceReport, place: Place, text: str, *, seen: int, by: Person, now: datetime,
    restored: int | None = None,
) -> SectionText | None:  # fmt: skip
    found = held(report, by=by, now=now)
    last = SectionText.objects.filter(report=found, section=place.key).order_by("-version").first()
    if (last.version if last else 0) != seen:
        raise Conflict("Naskah bagian ini baru saja disimpan orang lain.")
    if len(text) > LONGEST_TEXT:
        raise Blocked([Blocker(f"Naskah paling panjang {LONGEST_TEXT} huruf.")])
    if last and last.text == text:
        return None
    made = SectionText.objects.create(
        report=found, section=place.key, version=seen + 1, text=text, restored_from=restored, by=by, at=now
    )
    how = f"dipulihkan dari versi {restored}" if restored else "disimpan"
    sentence = (
        f"{found.title}, {place.section.heading} {place.code}".rstrip() + f" versi {made.version} {how}."
    )
    details = {"section": place.key, "version": made.version, "length": len(text)}
    record(Event("performance_text_kept", made, sentence, details), by=by, at=now, agency=found.agency)
    return made


@transaction.atomic
def state_reason(report: PerformanceReport, gap: str, reason: str, *, by: Person, now: datetime) -> None:
    """Say why something stays out of this LKjIP; an empty reason takes it back."""
    found = held(report, by=by, now=now)
    words = clean(reason)
    before = GapReason.objects.filter(report=found, gap=gap).first()
    if (before.reason if before else "") == words:
        return
    if words:
        GapReason.objects.update_or_create(
            report=found, gap=gap, defaults={"reason": words, "by": by, "at": now}
        )
    else:
        GapReason.objects.filter(report=found, gap=gap).delete()
    sentence = f"{found.title}: alasan belum lengkap ({gap}) {'ditulis' if words else 'dicabut'}."
    details = {"gap": gap, "before": before.reason if before else "", "after": words}
    record(Event("performance_gap_explained", found, sentence, details), by=by, at=now, agency=found.agency)


@transaction.atomic
def ask_for_review(report: PerformanceReport, *, by: Person, now: datetime) -> None:
    """Tell the inspectorate of the same government that the draft is ready to be reviewed."""
    found = held(report, by=by, now=now)
    found.asked_at = now
    found.save(update_fields=["asked_at"])
    text = f"{found.title} {found.agency.short_name} siap direviu."
    key = f"lkjip-review:{found.pk}:{found.round}"
    notify(
        inspectors(found.agency, now),
        text,
        link=reverse("performance-review", args=[found.pk]),
        key=key,
        at=now,
    )
    sentence = f"Reviu {found.title} diminta kepada Inspektorat."
    record(Event("performance_review_asked", found, sentence), by=by, at=now, agency=found.agency)


def inspectors(agency: Agency, now: datetime) -> list[Person]:
    held_now = Appointment.objects.in_force_at(now).filter(
        role=Role.INSPECTORATE, agency__government=agency.government
    )
    return list(Person.objects.filter(appointments__in=held_now, is_active=True).distinct())


def held(
    report: PerformanceReport, *, by: Person, now: datetime, until_final: bool = False
) -> PerformanceReport:
    """The row, locked, for those who write and while it may be written."""
    found = PerformanceReport.objects.select_for_update().get(pk=report.pk)
    if not may_write(by, found.agency, now):
        raise NotYours(NOT_YOURS)
    is_final = found.status == PerformanceReport.Status.FINAL
    if is_final or not (found.is_open or until_final):
        raise Blocked([Blocker(CLOSED)])
    return found
