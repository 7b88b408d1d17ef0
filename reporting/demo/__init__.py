"""The demonstration: real offices, invented people, a year of figures, and four months of the procedure."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from kinerja.lib.dates import Zone
from kinerja.lib.periods import Cycle, Period
from organisation.actions.holidays import load_holidays
from organisation.models import Agency, Notice, OutgoingMail, Person
from organisation.queries.calendar import calendar_of
from organisation.queries.holders import holders
from organisation.roles import Role
from reporting.actions.entry import save_entry
from reporting.actions.signing_keys import make_key
from reporting.demo.ground import fixture, write_ground
from reporting.demo.letters import write_letters
from reporting.demo.months import Cast, recorded, write_month
from reporting.demo.offices import publish_sop, run_offices, write_offices
from reporting.demo.performance import write_performance_reports
from reporting.demo.plan import write_plan
from reporting.models import Report
from sop.actions.tick import tick
from sop.models import Run, Sop, SopVersion
from sop.queries.dead_ends import first_moment
from sop.rehearsal import play_on
from sop.workflow import extend

AGENCY = "bpkad-magelang"
SLUG = "magelang-capaian-bulanan"
RUNS_FROM = "2026-08"
SET_UP_AT = datetime(2026, 1, 2, 8, tzinfo=Zone.WIB.info)
NOW = datetime(2026, 12, 3, 9, tzinfo=Zone.WIB.info)  # a Thursday, in the middle of the entry for November
BEFORE = [Period(Cycle.MONTH, 2026, month) for month in range(1, 8)]
ARCHIVED = [Period(Cycle.MONTH, 2026, month) for month in (8, 9, 10)]
CURRENT = Period(Cycle.MONTH, 2026, 11)
DRAFTING, ABSENT = "pptk3.bpkad", "pptk4.bpkad"
BEGUN_AT = datetime(2026, 12, 2, 16, 5, tzinfo=Zone.WIB.info)
DRAFTED_AT = datetime(2026, 12, 2, 15, 20, tzinfo=Zone.WIB.info)


@dataclass(frozen=True)
class Seeded:
    """What seeding did, in sentences; nothing on the second call."""

    is_new: bool
    sentences: Sequence[str]


def seed() -> Seeded:
    """Write the demonstration as it stands at NOW, all or nothing; a second call changes nothing."""
    if Agency.objects.filter(code=AGENCY).exists():
        return Seeded(is_new=False, sentences=[])
    with _anchors_of_success():
        _write()
    return Seeded(is_new=True, sentences=_said())


@contextmanager
def _anchors_of_success() -> Iterator[None]:
    """The clock anchors the history in a file, which knows nothing of a transaction that is rolled back."""
    file = Path(settings.ANCHOR_FILE)
    before = file.read_bytes() if file.exists() else b""
    try:
        yield
    except BaseException:
        file.write_bytes(before)
        raise


@transaction.atomic
def _write() -> None:
    load_holidays([2025, 2026, 2027], by=None, at=SET_UP_AT)
    write_ground()
    make_key(Agency.objects.get(code=AGENCY), by=None, now=SET_UP_AT)
    plan = write_plan(fixture("plan"))
    for period in BEFORE:
        write_month(plan, period, _entered_at(period), fixture("realisations"))
    write_offices()
    version = publish_sop(SLUG, RUNS_FROM, datetime(2026, 7, 20, 10, tzinfo=Zone.WIB.info))
    for period in ARCHIVED:
        _archive(version, period)
    write_letters(_report(version, ARCHIVED[-1]))
    _open_current(version)
    _begin_performance_reports()
    _forget_old_notices()
    run_offices(NOW)


def _report(version: SopVersion, period: Period) -> Report:
    found = Report.objects.select_related("agency", "run__sop")
    return found.get(run__sop=version.sop, period=period)


def _begin_performance_reports() -> None:
    agency = Agency.objects.get(code=AGENCY)
    writer = holders(agency, Role.COMPILER, BEGUN_AT.date())[0]
    write_performance_reports(agency, writer, BEGUN_AT)


def _entered_at(period: Period) -> datetime:
    return datetime.combine(period.next.starts_on + timedelta(days=3), time(10), tzinfo=Zone.WIB.info)


def _run(version: SopVersion, period: Period) -> tuple[Run, datetime]:
    """The run that the clock opens when the first window of the period comes."""
    at = first_moment(version, period)
    tick(at)
    return Run.objects.get(sop=version.sop, period=period), at


def _archive(version: SopVersion, period: Period) -> None:
    """Play a whole month; a latecomer gets an extension on the morning after."""
    run, at = _run(version, period)
    late = fixture("realisations")["late"]
    if late["period"] == period.code:
        at = _extend(run, at, late["officer"], late["reason"])
    played = play_on(run, at, Cast())
    if not played.is_closed:
        raise RuntimeError(played.problem or f"{run} tidak selesai.")


def _extend(run: Run, at: datetime, officer: str, reason: str) -> datetime:
    calendar = calendar_of(run.agency)
    morning = calendar.at(run.period.next.starts_on + timedelta(days=5), time(7, 45))
    play_on(run, at, Cast({officer}), until=morning)
    late = run.tasks.get(assignee__username=officer, act__kind="fill")
    giver = holders(run.agency, Role.PLANNING, morning.date())[0]
    extend(late, until=calendar.end_of(morning.date()), reason=reason, by=giver, now=morning)
    return morning


def _open_current(version: SopVersion) -> None:
    """November on its third day: two PPTK have submitted, one keeps a draft, one has done nothing."""
    run, at = _run(version, CURRENT)
    cast = Cast({DRAFTING, ABSENT})
    play_on(run, at, cast, until=DRAFTED_AT)
    task = run.tasks.get(assignee__username=DRAFTING, act__kind="fill")
    person = Person.objects.get(username=DRAFTING)
    save_entry(task, recorded(task, cast.entries)[:3], by=person, now=DRAFTED_AT)
    play_on(run, DRAFTED_AT, cast, until=NOW)


def _forget_old_notices() -> None:
    """What was said about closed months was read long ago, and no mail about it is sent now."""
    opened = _first_day(CURRENT)
    Notice.objects.filter(at__lt=opened).update(read_at=opened, mailed_at=opened)
    OutgoingMail.objects.filter(next_try_at__lt=opened).delete()


def _first_day(period: Period) -> datetime:
    return datetime.combine(period.next.starts_on, time(), tzinfo=Zone.WIB.info)


def _said() -> list[str]:
    return [
        f"{Agency.objects.count()} perangkat daerah dan {Person.objects.count()} pegawai (nama rekaan)",
        f"rencana 2026 dan isian {BEFORE[0].label}–{BEFORE[-1].label}",
        f"laporan {', '.join(period.label for period in ARCHIVED)} sudah diarsipkan",
        f"{CURRENT.label} sedang diisi",
        "LKjIP Semester I 2026 menunggu reviu, LKjIP Tahun 2026 baru dibuka",
        f"{Sop.objects.count()} SOP berlaku; Triwulan III 2026 sedang dijalankan empat perangkat daerah",
    ]
