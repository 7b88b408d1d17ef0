"""The page of a report: one round with its notes and changes, all rounds, and how far the report has come."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef

from kinerja.lib.dates import long_date
from reporting.models import (
    BudgetLine,
    Compilation,
    Correction,
    Delivery,
    Document,
    Initial,
    Report,
    ReportLine,
    Review,
    ReviewNote,
    Signature,
)
from reporting.queries.correction_difference import codes_of
from reporting.queries.corrections import corrections_near
from reporting.queries.initials import standing_initials
from reporting.queries.report import Line, Note, Row, stage_of, with_headings
from reporting.queries.restated import Marks, restated_in
from sop.models import Act


@dataclass(frozen=True)
class Story:
    """Everything the report page tells about one round."""

    report: Report
    compilation: Compilation | None
    compilations: Sequence[Compilation]
    rows: list[Row]
    budget_rows: list[Row]
    reviews: list[Review]
    initials: list[Initial]
    signatures: list[Signature]
    documents: list[Document]
    deliveries: list[Delivery]
    stage: str
    corrections: list[Correction]
    stage_notes: dict[str, str]

    @property
    def signature(self) -> Signature | None:
        """The first one: from then on nothing changes any more."""
        return self.signatures[0] if self.signatures else None

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
    initialled = Exists(Initial.objects.filter(compilation=OuterRef("pk")))
    compilations = list(report.compilations.annotate(is_initialled=initialled).order_by("round"))
    for each in compilations:
        each.report = report
    shown = [c for c in compilations if c.round == round_] if round_ is not None else compilations[-1:]
    if round_ is not None and not shown:
        return None
    compilation = shown[0] if shown else None
    reviews = _reviews(report)
    signatures = list(Signature.objects.filter(compilation__report=report).select_related("scan"))
    deliveries = list(report.deliveries.select_related("receipt_file", "sent_by"))
    archive = getattr(report, "archive", None)
    stage = stage_of(
        compilations,
        reviews,
        signed=_is_fully_signed(report, signatures),
        delivered=bool(deliveries),
        archived=archive is not None,
    )
    rows, budget_rows = _rows(compilations, compilation, reviews)
    corrections = corrections_near(report)
    _mark([*rows, *budget_rows], restated_in(report, compilation, corrections))
    return Story(
        report=report,
        compilation=compilation,
        compilations=compilations,
        rows=rows,
        budget_rows=budget_rows,
        reviews=reviews,
        initials=standing_initials(compilation) if compilation and compilation.is_initialled else [],
        signatures=signatures,
        documents=list(Document.objects.filter(compilation=compilation).select_related("file")),
        deliveries=deliveries,
        stage=stage,
        corrections=corrections,
        stage_notes=_stage_notes(report, compilations, reviews, signatures, deliveries),
    )


def _is_fully_signed(report: Report, signatures: Sequence[Signature]) -> bool:
    """Whether everybody signed whom the SOP asks to."""
    if not signatures:
        return False
    return len(signatures) >= Act.objects.filter(step__version__runs=report.run_id, kind="sign").count()


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
        before = {codes_of(line): line for line in found if line.compilation_id != compilation.pk}
        rows = with_headings(mine)
        for row in rows:
            previous = before.get(codes_of(row.line))
            row.before = previous if previous is not None and _differs(row.line, previous) else None
            row.notes = [*notes.get(_key(row.line), [])]
            if previous is not None:
                row.notes += [_settled(note, row) for note in notes.get(_key(previous), [])]
        both.append(rows)
    return both[0], both[1]


def _mark(rows: Iterable[Row], marks: Marks) -> None:
    """Pin to each row what was stated anew."""
    for row in rows:
        row.restated = marks.get(codes_of(row.line), ())


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


_COMPARED = (
    "state",
    "month_value",
    "value",
    "month_amount",
    "amount",
    "physical",
    "obstacle",
    "follow_up",
    "reasons",
)


def _differs(line: Line, before: Line) -> bool:
    return any(getattr(line, name, None) != getattr(before, name, None) for name in _COMPARED)


def _stage_notes(
    report: Report,
    compilations: Sequence[Compilation],
    reviews: Sequence[Review],
    signatures: Sequence[Signature],
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
    if signatures:
        notes["signed"] = f"{day(signatures[-1].at)}, {', '.join(one.name for one in signatures)}"
    if deliveries:
        notes["delivered"] = f"{long_date(deliveries[-1].sent_on)}, {deliveries[-1].destination}"
    archive = getattr(report, "archive", None)
    if archive is not None:
        notes["archived"] = f"{day(archive.at)}, {archive.number}"
    return notes
