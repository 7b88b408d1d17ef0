"""The four further offices: their SOPs, two quarters of figures, and a third quarter that is under way."""

import json
from collections.abc import Collection
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import sop
from kinerja.lib.dates import Zone
from kinerja.lib.periods import Cycle, Period
from organisation.models import Agency, Person
from organisation.queries.holders import holders
from organisation.roles import Role
from organisation.workdays import WorkCalendar
from reporting.actions.entry import save_sheet
from reporting.demo.ground import FIXTURES, fixture
from reporting.demo.months import place_of, recorded_on, write_month
from reporting.demo.plan import write_plan
from sop import deadlines
from sop.actions.document import load_sop, publish
from sop.actions.tick import tick
from sop.models import Run, Sop, SopVersion, Task
from sop.registry import Played
from sop.rehearsal import StandIns, play_on

DOCUMENTS = Path(sop.__file__).parent / "fixtures"
STARTED_AT = datetime(2026, 12, 1, 10, tzinfo=Zone.WIB.info)
BEFORE = [Period(Cycle.QUARTER, 2026, number) for number in (1, 2)]
CURRENT = Period(Cycle.QUARTER, 2026, 3)
# Which SOPs run from when; the second of Awayan begins a quarter later, so that nobody is asked twice.
SOPS = {
    "madiun-capaian-kinerja": "2026-Q3",
    "awayan-pengumpulan-data": "2026-Q3",
    "awayan-pengukuran-kinerja": "2026-Q4",
    "malang-pengukuran-kinerja": "2026-Q3",
    "balangan-pengumpulan-data": "2026-Q3",
}
HOURS = (Decimal("3.2"), Decimal("6.7"), Decimal("9.5"))  # of work until the figures are together
STILL_FILLING = {"pptk2.madiun", "umum.awayan", "kabid3.bakesbangpol"}


def write_offices() -> None:
    """Plans of the year, and the quarters that were reported before the procedure ran here."""
    for file in sorted((FIXTURES / "offices").glob("*.json")):
        document = fixture(f"offices/{file.stem}")
        plan = write_plan(document["plan"])
        for period in BEFORE:
            at = datetime.combine(period.next.starts_on, datetime.min.time(), tzinfo=Zone.WIB.info)
            write_month(plan, period.months[-1], at + timedelta(days=5, hours=10), document)


def run_offices(until: datetime) -> None:
    """The SOPs are in force since the first of December, and people have begun with the third quarter."""
    versions = [publish_sop(slug, since, STARTED_AT) for slug, since in SOPS.items()]
    tick(STARTED_AT)
    for version in versions:
        run = Run.objects.filter(sop=version.sop, period=CURRENT).first()
        if run is not None:
            play_on(run, STARTED_AT, Office(run.agency, STILL_FILLING), until=until)


def publish_sop(slug: str, runs_from: str, at: datetime) -> SopVersion:
    """An SOP of the project put in force by the agency's admin."""
    document = json.loads((DOCUMENTS / f"{slug}.json").read_text(encoding="utf-8"))
    agency = Agency.objects.get(code=document["agency"])
    admin = holders(agency, Role.SOP_ADMIN, at.date())[0]
    version = publish(load_sop(document, agency=agency, by=admin, now=at), by=admin, now=at)
    Sop.objects.filter(pk=version.sop_id).update(runs_from=runs_from)
    return version


class Office(StandIns):
    """The people of an office, who enter what is recorded; those in `leaving` have not begun."""

    def __init__(self, agency: Agency, leaving: Collection[str] = ()) -> None:
        self.entries = fixture(f"offices/{agency.code}")
        self.leaving = leaving

    def finish(self, task: Task, begin: datetime, calendar: WorkCalendar) -> datetime | None:
        if task.act.kind != "fill" or task.assignee is None:
            return super().finish(task, begin, calendar)
        if task.assignee.username in self.leaving:
            return None
        hours = HOURS[place_of(task) % len(HOURS)]
        return deadlines.add_working_time(begin, hours, deadlines.DurationUnit.HOUR, calendar)

    def play(self, task: Task, person: Person, at: datetime) -> Played:
        if task.act.kind != "fill":
            return super().play(task, person, at)
        save_sheet(task, lambda sheet: recorded_on(sheet, self.entries), by=person, now=at)
        return Played()
