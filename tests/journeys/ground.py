"""What stands in the installation of a journey before the first visitor comes; runs inside of it.

`manage.py shell -c "from tests.journeys import ground; ground.lay('first_day')"`
"""

import sys
from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from unittest import mock

from django.core.management import call_command
from django.urls import reverse

from kinerja.lib import clock
from kinerja.lib.apart import TOO_BIG
from kinerja.lib.dates import Zone
from kinerja.lib.periods import Cycle, Period
from organisation.actions.holidays import load_holidays
from organisation.actions.notices import notify
from organisation.actions.substitutes import Naming, name_substitute
from organisation.models import Person
from organisation.workdays import WorkCalendar
from reporting.actions.entry import save_entry
from reporting.actions.plan_dated import Ceiling, set_budget
from reporting.actions.plan_edit import Edit, change_node
from reporting.actions.plan_revision import draft_revision
from reporting.demo import SLUG
from reporting.demo.ground import fixture, write_ground
from reporting.demo.letters import write_letters
from reporting.demo.months import Cast, recorded, write_month
from reporting.demo.offices import Office, publish_sop, write_offices
from reporting.demo.performance import write_performance_reports
from reporting.demo.plan import write_plan
from reporting.models import Plan, PlanNode, Rendering, Report
from reporting.queries.plan_lines import Head
from reporting.renderers import pdf
from sop.actions.tick import tick
from sop.models import Run, SopVersion, Task
from sop.queries.dead_ends import first_moment
from sop.rehearsal import play_on
from sop.tasks import tick_now
from tests import blank

MONTHS = [Period(Cycle.MONTH, 2026, month) for month in range(1, 12)]
NOVEMBER = MONTHS[-1]
QUARTERLY = ("malang-pengukuran-kinerja", "madiun-capaian-kinerja")
CIRCULATING = "balangan-pengumpulan-data"
DRAFTING, LATE = "pptk3.bpkad", "pptk4.bpkad"


def wib(text: str) -> datetime:
    """`2026-12-06 00:10` in Magelang."""
    return datetime.fromisoformat(text).replace(tzinfo=Zone.WIB.info)


class Company(Cast):
    """The people of the demonstration: some enter nothing, and in some months a kind of work is left."""

    def __init__(self, absent: Collection[str] = (), left: Mapping[str, str] | None = None) -> None:
        super().__init__(absent)
        self.left = left or {}

    def finish(self, task: Task, begin: datetime, calendar: WorkCalendar) -> datetime | None:
        if self.left.get(task.run.period.code) == task.act.kind:
            return None
        return super().finish(task, begin, calendar)


def lay(scene: str) -> None:
    """The tables, and what one of the scenes below puts into them."""
    call_command("migrate", verbosity=0)
    SCENES[scene]()


def first_day() -> None:
    """The first of December at eight: ten reported months, and November's run is yet to be opened."""
    _write(reported=MONTHS[:-1])
    clock.move_to(wib("2026-12-01 08:00"))


def entry_day() -> None:
    """The third of December: November is open and nobody has entered anything."""
    first_day()
    tick(wib("2026-12-01 08:00"))
    clock.move_to(wib("2026-12-03 09:00"))


def signing_day() -> None:
    """The ninth of December: one PPTK was late, Kasubbag approved, the head is to sign."""
    version = _write(reported=MONTHS[:-1])
    _play(version, NOVEMBER, Company({LATE}, {NOVEMBER.code: "sign"}), until="2026-12-09 09:00")
    clock.move_to(wib("2026-12-09 09:00"))


@mock.patch.object(pdf, "pdf_with_places", blank.pdf_with_places)  # nobody opens what is signed here
def every_stage() -> None:
    """The third of December, when every kind of work waits somewhere; June went all the way."""
    version = _write(reported=MONTHS[:5])
    left = {"2026-07": "sign", "2026-08": "archive", "2026-09": "deliver", "2026-10": "review"}
    for period in MONTHS[5:-1]:
        _play(version, period, Company({LATE}, left), until=f"2026-{period.last_month + 1:02}-16 08:00")
    june = Report.objects.select_related("agency", "run__sop").get(run__sop=version.sop, period="2026-06")
    write_letters(june)
    _large_files(june)
    _play(version, NOVEMBER, Company({DRAFTING, LATE}), until="2026-12-03 09:00")
    _draft(Task.objects.get(assignee__username=DRAFTING, act__kind="fill", run__period=NOVEMBER.code))
    _substitute()
    _revise(Plan.objects.get(agency=version.sop.agency))
    writer = Person.objects.get(username="penyusun.bpkad")
    write_performance_reports(version.sop.agency, writer, wib("2026-12-02 16:05"))
    clock.move_to(wib("2026-12-03 09:00"))


def _large_files(report: Report) -> None:
    """Kasubbag asked for two large files: one is ready, the other could not be made."""
    person, at = Person.objects.get(username="kasubbag.bpkad"), wib("2026-12-02 10:00")
    asked = {"compilation": report.compilations.get(), "asked_by": person, "asked_at": at, "next_try_at": at}
    ready = {"state": "ready", "sha256": "0" * 64, "size": 1_400_000, "expires_at": wib("2026-12-04 10:00")}
    failed = {"state": "failed", "problem": TOO_BIG.format(1536)}
    for format_, outcome, words in (("pdf", ready, "siap diunduh"), ("docx", failed, "tidak dapat dibuat")):
        made = Rendering.objects.create(**asked, **outcome, format=format_, key=format_)
        text = f"{made.get_format_display()} {report} {words}."
        link = reverse("rendering", args=[report.pk, made.pk])
        notify([person], text, link=link, key=f"rendering:{made.pk}", at=at)


def _substitute() -> None:
    """One PPTK is on leave, and another stands in."""
    agency = Run.objects.get(period=NOVEMBER.code, sop__slug=SLUG).agency
    absent, person, by = (
        Person.objects.get(username=f"{name}.bpkad") for name in ("pptk2", "pptk1", "kasubbag")
    )
    wanted = Naming(
        agency, absent, person, "Cuti tahunan", date(2026, 12, 2), date(2026, 12, 16), "800/215/2026"
    )
    name_substitute(wanted, by=by, now=wib("2026-12-02 08:00"))


def _revise(plan: Plan) -> None:
    """A draft of a change: one line and one pagu differ."""
    kasubbag, now = Person.objects.get(username="kasubbag.bpkad"), wib("2026-12-02 09:00")
    head = Head("Perubahan 1", date(2026, 12, 15), basis="DPPA Tahun Anggaran 2026")
    draft = draft_revision(plan, head, by=kasubbag, now=now)
    line = draft.nodes.filter(level=PlanNode.Level.SUBACTIVITY)[0]
    edit = Edit(plan=draft, by=kasubbag, now=now)
    change_node(edit, line, {"name": f"{line.name} (perubahan)"})
    set_budget(edit, line, Ceiling(Decimal(250_000_000), date(2026, 12, 15), "DPPA"))


def _draft(task: Task) -> None:
    """Everything is entered and nothing is handed in."""
    entries, person = Company().entries, Person.objects.get(username=DRAFTING)
    save_entry(task, recorded(task, entries), by=person, now=wib("2026-12-02 15:20"))


def quarters() -> None:
    """The first of December at ten: the third quarter of Malang and Madiun opens, Balangan waits to tell."""
    began, opening = wib("2026-11-25 10:00"), wib("2026-12-01 10:00")
    load_holidays([2026, 2027], by=None, at=wib("2026-01-02 08:00"))
    write_ground()
    write_offices()
    version = publish_sop(CIRCULATING, "2026-Q3", began)
    tick(began)
    run = Run.objects.get(sop=version.sop, period="2026-Q3")
    play_on(run, began, Silent(run.agency), until=opening)
    for slug in QUARTERLY:
        publish_sop(slug, "2026-Q3", opening)
    tick(opening)
    clock.move_to(opening)


class Silent(Office):
    """Everybody does what is to be done, except telling the others."""

    def finish(self, task: Task, begin: datetime, calendar: WorkCalendar) -> datetime | None:
        return None if task.act.kind == "circulate" else super().finish(task, begin, calendar)


SCENES = {scene.__name__: scene for scene in (first_day, entry_day, signing_day, every_stage, quarters)}


def _write(reported: list[Period]) -> SopVersion:
    load_holidays([2026, 2027], by=None, at=wib("2026-01-02 08:00"))
    write_ground()
    plan = write_plan(fixture("plan"))
    for period in reported:
        fourth = period.next.starts_on + timedelta(days=3)
        at = datetime.combine(fourth, time(10), tzinfo=Zone.WIB.info)
        write_month(plan, period, at, fixture("realisations"))
    first = MONTHS[len(reported)]
    return publish_sop(SLUG, first.code, wib("2026-01-05 10:00"))


def _play(version: SopVersion, period: Period, people: Company, *, until: str) -> None:
    at = first_moment(version, period)
    tick(at)
    play_on(Run.objects.get(sop=version.sop, period=period), at, people, until=wib(until))


def keep_time() -> None:
    """Take moments line by line until there is no more: move the clock, and nudge the worker."""
    for line in sys.stdin:
        clock.move_to(wib(line.strip()))
        tick_now.delay()
        print(line, end="", flush=True)  # noqa: T201
