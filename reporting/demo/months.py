"""What the people of the demonstration entered: earlier months as rows, later ones through the procedure."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import Workbook

from kinerja.lib.files import FileKind
from kinerja.lib.periods import Period
from organisation.models import Person
from organisation.workdays import WorkCalendar
from reporting.actions.entry import Change, measured, measured_ratio, save_sheet, silent, spent
from reporting.actions.entry_changes import reasons_for_all
from reporting.actions.evidence import Content, NewEvidence, add
from reporting.demo.ground import fixture
from reporting.measures import Rollup, ValueState
from reporting.models import Indicator, Plan, PlanNode, Realisation, ReportLine, Spending
from reporting.queries.entry import Line, Sheet, sheet_of
from reporting.queries.initials import asks_initials
from reporting.queries.plan import officers_of
from sop.models import Task
from sop.registry import Played
from sop.rehearsal import StandIns

WORDS = ("obstacle", "support", "follow_up")
# Nobody enters everything in the first hour of the month; the places in the list of PPTK decide.
DELAYS = (
    timedelta(hours=9, minutes=12),
    timedelta(days=1, hours=8, minutes=20),
    timedelta(days=2, hours=10, minutes=25),
    timedelta(days=3, hours=8, minutes=55),
)
CHECKED = "Sudah dicocokkan dengan dokumen sumber; buktinya disimpan di bidang."
PRESENT = {"password": "", "agrees": True}  # accounts without a password declare instead
RELEASED_AT = "https://rilis.contoh.go.id/"

Entries = Mapping[str, Any]


def write_month(plan: Plan, period: Period, at: datetime, entries: Entries) -> None:
    """The rows of a month that was reported before the procedure ran here."""
    officers = officers_of(plan, period.ends_on)
    rows, spendings = [], []
    for indicator in Indicator.objects.filter(node__plan=plan).select_related("node"):
        row = Realisation(indicator=indicator, period=period)
        _enter(row, line_change(row, entries), officers.get(indicator.node_id), at)
        rows.append(row)
    for node in plan.nodes.filter(level=PlanNode.Level.SUBACTIVITY):
        spending = Spending(node=node, period=period)
        _enter(spending, money_change(spending, entries), officers.get(node.pk), at)
        spendings.append(spending)
    Realisation.objects.bulk_create(rows)
    Spending.objects.bulk_create(spendings)


def _enter(row: Realisation | Spending, change: Change, by: Person | None, at: datetime) -> None:
    for name, value in change.columns.items():
        setattr(row, name, value)
    row.entered_by, row.entered_at, row.submitted_at, row.edition = by, at, at, 1


def line_change(row: Realisation, entries: Entries) -> Change:
    """What was entered for an indicator in a month."""
    entry = entries["values"].get(row.indicator.code, {}).get(row.period.code)
    if entry is None:
        return silent(row, ValueState.NOT_MEASURED)
    words = {name: entry[name] for name in WORDS if name in entry}
    if "state" in entry:
        return silent(row, ValueState(entry["state"]), **words)
    if "numerator" in entry:
        return measured_ratio(row, Decimal(entry["numerator"]), Decimal(entry["denominator"]), **words)
    return measured(row, Decimal(entry["value"]), **words)


def money_change(row: Spending, entries: Entries) -> Change:
    """What was entered for the money and the progress of a sub kegiatan in a month."""
    entry = entries["spending"][row.node.code][row.period.code]
    words = {name: entry[name] for name in WORDS if name in entry}
    return spent(row, Decimal(entry["amount"]), Decimal(entry["physical"]), **words)


def recorded(task: Task, entries: Entries) -> list[Change]:
    """What was entered on the open rows of a task."""
    return recorded_on(sheet_of(task), entries)


def recorded_on(sheet: Sheet, entries: Entries) -> list[Change]:
    """The same for a sheet at hand."""
    return [
        explained(line_change(row.row, entries) if isinstance(row, Line) else money_change(row.row, entries))
        for row in sheet.open_rows
    ]


def explained(change: Change) -> Change:
    """With a reason for whatever looks like a slip, and with the source of a published value."""
    columns = {**change.columns, "reasons": reasons_for_all(CHECKED)}
    row = change.row
    if isinstance(row, Realisation) and row.indicator.rollup == Rollup.RELEASE.value:
        columns["source_url"] = RELEASED_AT
    return replace(change, columns=columns)


class Cast(StandIns):
    """The people of the demonstration; those named in `leaving` do not enter anything in the first round."""

    def __init__(self, leaving: Collection[str] = ()) -> None:
        self.entries = fixture("realisations")
        self.slip = self.entries["slip"]
        self.leaving = leaving

    def finish(self, task: Task, begin: datetime, calendar: WorkCalendar) -> datetime | None:
        if task.act.kind in {"prepare", "fill"} and task.round == 1 and task.assignee:
            if task.assignee.username in self.leaving:
                return None
            begin = max(begin, task.opens_at + DELAYS[place_of(task) % len(DELAYS)])
        return super().finish(task, begin + _minutes(task), calendar)

    def play(self, task: Task, person: Person, at: datetime) -> Played:
        if task.act.kind == "fill":
            self.enter(task, person, at)
            return Played()
        if task.act.kind == "review" and task.round == 1 and task.run.period.code == self.slip["period"]:
            return self._send_back(task)
        played = super().play(task, person, at)
        if asks_initials(task.act) or task.act.kind == "sign":
            # Unlike a stand-in of a rehearsal these people are there: the office's key signs for them.
            return replace(played, values={**played.values, **PRESENT})
        return played

    def enter(self, task: Task, person: Person, at: datetime) -> None:
        """Save what is recorded; in the month of the slip, the slip first."""
        saved = save_sheet(task, self._changes, by=person, now=at)
        for place in saved.sheet.open_rows:
            if isinstance(place, Line) and place.indicator.code == self.slip["indicator"]:
                figure = self.entries["values"][self.slip["indicator"]][task.run.period.code]["value"]
                files = [proof(task.run.period, figure)]
                add(task, place.key, NewEvidence(files=files), by=person, now=at)

    def _changes(self, sheet: Sheet) -> list[Change]:
        changes = recorded_on(sheet, self.entries)
        if sheet.task.round == 1 and sheet.task.run.period.code == self.slip["period"]:
            return [self._slipped(change) for change in changes]
        return changes

    def _slipped(self, change: Change) -> Change:
        row = change.row
        if isinstance(row, Realisation) and row.indicator.code == self.slip["indicator"]:
            return explained(measured(row, Decimal(self.slip["value"])))
        return change

    def _send_back(self, task: Task) -> Played:
        line = ReportLine.objects.get(
            compilation__report__run=task.run_id,
            compilation__round=task.round,
            indicator__code=self.slip["indicator"],
        )
        return Played("returned", values={"lines": {line.pk: self.slip["note"]}})


def proof(period: Period, figure: str) -> Content:
    """A small workbook that proves a figure."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Berita acara inventarisasi (data peragaan)"])
    sheet.append([period.label, figure])
    content = BytesIO()
    book.save(content)
    return f"berita-acara-{period}.xlsx", FileKind.XLSX.content_type, content.getvalue()


def _minutes(task: Task) -> timedelta:
    """Nobody begins on the hour; the same each time."""
    return timedelta(minutes=(task.run.period.last_month * 7 + task.act.step.order * 11) % 41)


def place_of(task: Task) -> int:
    """A steady number for each PPTK."""
    names = task.run.tasks.filter(act=task.act, round=task.round).order_by("assignee__username")
    return list(names.values_list("assignee_id", flat=True)).index(task.assignee_id or 0)
