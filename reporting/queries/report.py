"""A report as it is read: a round's figures with notes and changes, its stage, and who signs it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from kinerja.lib.dates import long_date
from organisation.models import Appointment
from reporting.models import (
    BudgetLine,
    Compilation,
    Delivery,
    Document,
    PlanNode,
    Report,
    ReportLine,
    Review,
    ReviewNote,
    Signature,
)
from sop.models import Act, Run, Task

Line = ReportLine | BudgetLine


@dataclass(frozen=True)
class Signatory:
    """Whose name stands under the report, in which capacity; without a day it is not signed yet."""

    place: str
    title: str
    name: str
    rank: str = ""
    nip: str = ""
    on: date | None = None
    at: datetime | None = None

    @property
    def place_and_day(self) -> str:
        """ "Magelang, 9 Februari 2026"; room for the day while it is not signed."""
        day = long_date(self.on) if self.on else "…………………………"
        return f"{self.place}, {day}" if self.place else day


@dataclass(frozen=True)
class Sheet:
    """What one round's draft consists of: the content of screen, Excel and PDF alike."""

    report: Report
    compilation: Compilation
    lines: Sequence[ReportLine]
    budget_lines: Sequence[BudgetLine]
    signatory: Signatory | None = None
    number: str = ""
    is_approved: bool = False

    @property
    def means(self) -> dict[str, Any]:
        return dict(self.compilation.means)

    def mean(self, name: str) -> Decimal | None:
        """One of the headline figures: agency, budget, physical, or a sum of money."""
        return figure(self.means.get(name))


@dataclass(frozen=True)
class Heading:
    """A line of the plan's tree above the rows that belong to it."""

    level: str
    code: str
    name: str
    depth: int


@dataclass(frozen=True)
class Note:
    """A reviewer's words on a row; settled once the row has changed."""

    text: str
    review: Review
    settled: bool


@dataclass
class Row:
    """A row on the screen: the line, what was said about it, its predecessor, the reviewer's field."""

    line: Any
    headings: list[Heading]
    notes: list[Note] = field(default_factory=list)
    before: Any = None
    remark: Any = None


def figure(stated: Any) -> Decimal | None:
    """A figure of `Compilation.means`, where it is kept as text."""
    value = stated.get("value") if isinstance(stated, dict) else stated
    return None if value is None else Decimal(str(value))


def report_of(task: Task) -> Report | None:
    """The report that the task's run brings about, if the period was opened."""
    found: Report | None = Report.objects.filter(run=task.run_id).select_related("agency", "plan").first()
    return found


def compilation_of(task: Task) -> Compilation | None:
    """The draft that a task is about: the newest one up to its round (a head's return compiles nothing)."""
    found = Compilation.objects.filter(report__run=task.run_id, round__lte=task.round)
    return found.select_related("report__agency", "report__plan").order_by("-round").first()


def is_signed(report: Report) -> bool:
    return Signature.objects.filter(compilation__report=report).exists()


def stage_of(
    compilations: Iterable[Compilation],
    reviews: Iterable[Review],
    *,
    signed: bool,
    delivered: bool,
    archived: bool,
) -> str:
    """How far the report has come, derived from what exists."""
    for reached, stage in ((archived, "archived"), (delivered, "delivered"), (signed, "signed")):
        if reached:
            return stage
    last = max(compilations, key=lambda compilation: compilation.round, default=None)
    if last is None:
        return "draft"
    decisions = [review.decision for review in reviews if review.compilation_id == last.pk]
    if not decisions:
        return "reviewed"
    return "approved" if decisions[-1] == Review.Decision.APPROVED else "draft"


def sheet_of(compilation: Compilation, *, signatory: Signatory | None = None, number: str = "") -> Sheet:
    """One round as it prints; signed reports carry their signature, others the name of who is to sign."""
    report = compilation.report
    return Sheet(
        report=report,
        compilation=compilation,
        lines=list(compilation.lines.select_related("indicator")),
        budget_lines=list(compilation.budget_lines.all()),
        signatory=signatory or signatory_of(compilation),
        number=number or report.number,
        is_approved=compilation.reviews.filter(decision=Review.Decision.APPROVED).exists()
        or signatory is not None
        or compilation.signatures.exists()
        or _is_settled(compilation),
    )


def _is_settled(compilation: Compilation) -> bool:
    """Where the SOP prints no approval, the last draft is the report once the run is over."""
    later = Compilation.objects.filter(report=compilation.report_id, round__gt=compilation.round)
    return (
        Run.objects.filter(pk=compilation.report.run_id, status=Run.Status.CLOSED).exists()
        and not later.exists()
    )


def signatory_of(compilation: Compilation) -> Signatory | None:
    """The signature on this round, else the holder of the office that signs by the SOP."""
    report = compilation.report
    signature = compilation.signatures.first()
    if signature is not None:
        return Signatory(
            place=report.agency.city,
            title=signature.capacity,
            name=signature.name,
            rank=signature.rank,
            nip=signature.nip,
            on=report.agency.time_zone.local(signature.at).date(),
            at=signature.at,
        )
    on = report.agency.time_zone.local(compilation.at).date()
    signs = Act.objects.filter(step__version__runs=report.run_id, kind="sign").values("actor__role")
    held = Appointment.objects.in_force(on).filter(agency=report.agency_id, role__in=signs[:1])
    appointment = held.select_related("person").order_by("-from_on").first()
    if appointment is None:
        return None
    person = appointment.person
    return Signatory(
        report.agency.city, appointment.printed_title, person.name, person.printed_rank, person.printed_nip
    )


def with_headings(lines: Iterable[Any]) -> list[Row]:
    """The lines with the tree above them; a heading is printed where its branch begins."""
    rows: list[Row] = []
    above: list[list[str]] = []
    for line in lines:
        path = line.path[:-1] if isinstance(line, BudgetLine) else line.path
        same = 0
        while same < min(len(above), len(path)) and above[same] == path[same]:
            same += 1
        headings = [
            Heading(str(PlanNode.Level(level).label), code, name, depth)
            for depth, (level, code, name) in enumerate(path)
            if depth >= same
        ]
        rows.append(Row(line, headings))
        above = path
    return rows


# --- the page ---


@dataclass(frozen=True)
class Story:
    """Everything the report page tells about one round."""

    report: Report
    compilation: Compilation | None
    compilations: list[Compilation]
    rows: list[Row]
    budget_rows: list[Row]
    reviews: list[Review]
    signature: Signature | None
    documents: list[Document]
    deliveries: list[Delivery]
    stage: str
    stage_notes: dict[str, str]

    @property
    def is_latest(self) -> bool:
        return self.compilation is not None and self.compilation == self.compilations[-1]

    @property
    def review(self) -> Review | None:
        """The decision on the round that is shown."""
        return next((review for review in self.reviews if review.compilation == self.compilation), None)

    @property
    def changed(self) -> int:
        return sum(1 for row in [*self.rows, *self.budget_rows] if row.before is not None)


def story_of(report: Report, round_: int | None = None) -> Story | None:
    """The page of a round (the last one if none is named); None for a round that does not exist."""
    compilations = list(report.compilations.order_by("round"))
    for each in compilations:
        each.report = report
    shown = [c for c in compilations if c.round == round_] if round_ is not None else compilations[-1:]
    if round_ is not None and not shown:
        return None
    compilation = shown[0] if shown else None
    reviews = _reviews(report)
    signature = Signature.objects.filter(compilation__report=report).select_related("person").first()
    deliveries = list(report.deliveries.select_related("receipt_file", "sent_by"))
    archive = getattr(report, "archive", None)
    stage = stage_of(
        compilations,
        reviews,
        signed=signature is not None,
        delivered=bool(deliveries),
        archived=archive is not None,
    )
    rows, budget_rows = _rows(compilations, compilation, reviews)
    return Story(
        report=report,
        compilation=compilation,
        compilations=compilations,
        rows=rows,
        budget_rows=budget_rows,
        reviews=reviews,
        signature=signature,
        documents=list(Document.objects.filter(compilation=compilation).select_related("file")),
        deliveries=deliveries,
        stage=stage,
        stage_notes=_stage_notes(report, compilations, reviews, signature, deliveries),
    )


def _reviews(report: Report) -> list[Review]:
    found = Review.objects.filter(compilation__report=report).select_related("by", "compilation")
    return list(found.prefetch_related("notes").order_by("at"))


def _rows(
    compilations: Sequence[Compilation],
    compilation: Compilation | None,
    reviews: Sequence[Review],
) -> tuple[list[Row], list[Row]]:
    """The rows of a round, each with its notes and with its predecessor where it changed."""
    if compilation is None:
        return [], []
    earlier = [c for c in compilations if c.round < compilation.round][-1:]
    wanted = [compilation, *earlier]
    found_lines = ReportLine.objects.filter(compilation__in=wanted).select_related("indicator")
    lines = list(found_lines.order_by("order"))
    budget_lines = list(BudgetLine.objects.filter(compilation__in=wanted).order_by("order"))
    notes = _notes(reviews)
    both: list[list[Row]] = []
    for found in (lines, budget_lines):
        mine: list[Any] = [line for line in found if line.compilation_id == compilation.pk]
        before = {_codes(line): line for line in found if line.compilation_id != compilation.pk}
        rows = with_headings(mine)
        for row in rows:
            previous = before.get(_codes(row.line))
            row.before = previous if previous is not None and _differs(row.line, previous) else None
            row.notes = [*notes.get(_key(row.line), [])]
            if previous is not None:
                row.notes += [_settled(note, row) for note in notes.get(_key(previous), [])]
        both.append(rows)
    return both[0], both[1]


def _codes(line: Line) -> tuple[str, str]:
    """What a row is about, whichever revision of the plan it stands in."""
    own = line.indicator.code if isinstance(line, ReportLine) else ""
    return line.path[-1][1], own


def _key(line: Line) -> tuple[str, int]:
    return type(line).__name__, line.pk


def _notes(reviews: Iterable[Review]) -> dict[tuple[str, int], list[Note]]:
    found: dict[tuple[str, int], list[Note]] = {}
    for review in reviews:
        for note in review.notes.all():
            found.setdefault(_place(note), []).append(Note(note.text, review, settled=False))
    return found


def _place(note: ReviewNote) -> tuple[str, int]:
    if note.line_id is not None:
        return "ReportLine", note.line_id
    return "BudgetLine", note.budget_line_id or 0


def _settled(note: Note, row: Row) -> Note:
    """A note of the round before counts as settled once the row has changed."""
    return Note(note.text, note.review, settled=row.before is not None)


_COMPARED = ("state", "month_value", "value", "month_amount", "amount", "physical", "obstacle", "follow_up")


def _differs(line: Line, before: Line) -> bool:
    return any(getattr(line, name, None) != getattr(before, name, None) for name in _COMPARED)


def _stage_notes(
    report: Report,
    compilations: Sequence[Compilation],
    reviews: Sequence[Review],
    signature: Signature | None,
    deliveries: Sequence[Delivery],
) -> dict[str, str]:
    """Who and when under each stage, in a few words."""
    zone = report.agency.time_zone

    def day(at: datetime) -> str:
        return long_date(zone.local(at).date())

    notes: dict[str, str] = {}
    if compilations:
        notes["draft"] = f"{day(compilations[-1].at)}, putaran {compilations[-1].round}"
    if reviews and reviews[-1].compilation_id == compilations[-1].pk:
        notes["reviewed"] = f"{day(reviews[-1].at)}, {reviews[-1].by}"
        if reviews[-1].decision == Review.Decision.APPROVED:
            notes["approved"] = f"{day(reviews[-1].at)}, {reviews[-1].by}"
    if signature is not None:
        notes["signed"] = f"{day(signature.at)}, {signature.name}"
    if deliveries:
        notes["delivered"] = f"{long_date(deliveries[-1].sent_on)}, {deliveries[-1].destination}"
    archive = getattr(report, "archive", None)
    if archive is not None:
        notes["archived"] = f"{day(archive.at)}, {archive.number}"
    return notes
