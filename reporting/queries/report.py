"""A report as it is read: a round's figures with notes and changes, its stage, and who signs it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from kinerja.lib.dates import long_date
from organisation.models import Appointment, StoredFile
from reporting.models import (
    BudgetLine,
    Compilation,
    Document,
    PlanNode,
    Report,
    ReportLine,
    Review,
    Signature,
)
from reporting.queries.correction_difference import Corrected, corrected_of
from reporting.queries.corrections import correction_of
from reporting.queries.initials import Paraf, printed_initials
from reporting.queries.layout import USUAL, Layout, Table, layout_of
from reporting.queries.letterhead import logo_of, mandate_of, picture_of
from reporting.queries.restated import Restated, restated_in, sentences_of
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
    on_behalf: tuple[str, ...] = ()  # “a.n. Kepala Badan”, and further lines where it is u.b.

    @property
    def titles(self) -> tuple[str, ...]:
        """What stands above the signature, line by line."""
        return (*self.on_behalf, self.title)

    @property
    def mark(self) -> str:
        """ "Ditandatangani dalam aplikasi", where it was; its moment is told by the zone of the office."""
        return "Ditandatangani dalam aplikasi" if self.at else ""

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
    layout: Layout = USUAL
    corrected: Corrected | None = None
    restated: Sequence[str] = ()
    logo: StoredFile | None = None
    initials: Sequence[Paraf] = ()  # those that were given
    others: Sequence[Signatory] = ()  # who signs after the first one

    @property
    def signatories(self) -> list[Signatory]:
        """Everybody who signs, in order."""
        return [*([self.signatory] if self.signatory else []), *self.others]

    @cached_property
    def picture(self) -> bytes:
        """The PNG in the letterhead; empty where there is none."""
        return picture_of(self.logo)

    @property
    def means(self) -> dict[str, Any]:
        return dict(self.compilation.means)

    def lines_of(self, table: Table) -> Sequence[Line]:
        """The rows of a table."""
        return self.budget_lines if table is Table.BUDGET else self.lines

    @property
    def paper(self) -> str:
        """The paper of the layout, else the office's."""
        return self.layout.paper or self.report.agency.paper

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
    restated: Sequence[Restated] = ()


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


def sheet_of(
    compilation: Compilation,
    *,
    signatory: Signatory | None = None,
    number: str = "",
    destination: str = "",
) -> Sheet:
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
        others=others_of(compilation),
        initials=[row for row in printed_initials(compilation) if row.name],
        layout=layout_of(report.agency, destination),
        corrected=corrected_of(correction, compilation) if (correction := correction_of(report)) else None,
        restated=sentences_of(restated_in(report, compilation), counted_only=True),
        logo=_logo_of(compilation),
    )


def _logo_of(compilation: Compilation) -> StoredFile | None:
    """The logo with which the round was frozen; while it is not, the office's present one."""
    frozen = Document.objects.filter(compilation=compilation).select_related("logo").first()
    return frozen.logo if frozen else logo_of(compilation.report.agency)


def _is_settled(compilation: Compilation) -> bool:
    """Where the SOP prints no approval, the last draft is the report once the run is over."""
    later = Compilation.objects.filter(report=compilation.report_id, round__gt=compilation.round)
    return (
        Run.objects.filter(pk=compilation.report.run_id, status=Run.Status.CLOSED).exists()
        and not later.exists()
    )


def signatory_of(compilation: Compilation) -> Signatory | None:
    """The signature on this round, else the holder of the office that signs by the SOP."""
    signature = compilation.signatures.first()
    if signature is not None:
        return _who_signed(compilation.report, signature)
    planned = _who_will_sign(compilation)
    return planned[0] if planned else None


def others_of(compilation: Compilation) -> list[Signatory]:
    """Who signed after the first one, then those who are still to sign, as the SOP orders them."""
    signed = list(compilation.signatures.all())
    later = [_who_signed(compilation.report, signature) for signature in signed[1:]]
    return later + _who_will_sign(compilation, after=max(1, len(signed)))


def _who_signed(report: Report, signature: Signature) -> Signatory:
    return Signatory(
        place=report.agency.city,
        title=signature.capacity,
        name=signature.name,
        rank=signature.rank,
        nip=signature.nip,
        on=report.agency.time_zone.local(signature.at).date(),
        at=signature.at,
        on_behalf=tuple(signature.on_behalf.splitlines()),
    )


def _who_will_sign(compilation: Compilation, after: int = 0) -> list[Signatory]:
    """The holders of the offices that sign, as of the day of the draft; an empty office is left out."""
    report = compilation.report
    on = report.agency.time_zone.local(compilation.at).date()
    acts = Act.objects.filter(step__version__runs=report.run_id, kind="sign").order_by("step__order", "order")
    roles = list(acts.values_list("actor__role", flat=True))[after:]
    held = Appointment.objects.in_force(on).filter(agency=report.agency_id, role__in=roles)
    by_role = {office.role: office for office in held.select_related("person").order_by("from_on")}
    offices = [by_role[role] for role in roles if role in by_role]
    return [_holder(report, office, on) for office in offices]


def _holder(report: Report, office: Appointment, on: date) -> Signatory:
    person, title = office.person, office.printed_title
    mandate = mandate_of(person, report.agency, title, on)
    return Signatory(
        report.agency.city, title, person.name, person.printed_rank, person.printed_nip,
        on_behalf=tuple(mandate.lines) if mandate else (),
    )  # fmt: skip


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
