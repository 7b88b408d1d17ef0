"""Reviewing a draft: a decision with its notes, kept for ever; a return names rows and reasons."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from organisation.actions.history import Event, record
from organisation.models import Person
from reporting.actions.correct import widen
from reporting.models import BudgetLine, Compilation, ReportLine, Review, ReviewNote
from reporting.queries.report import compilation_of
from sop.models import Task
from sop.registry import Blocker
from sop.workflow import Blocked

NO_DRAFT = Blocker("Laporan putaran ini belum disusun.")
NO_ROWS = Blocker("Pilih sedikitnya satu baris yang dikembalikan dan tulis alasannya pada baris itu.")


@dataclass(frozen=True)
class Opinion:
    """What the reviewer decided; notes by the key of the row, blank ones do not count."""

    decision: str
    note: str = ""
    lines: Mapping[int, str] = field(default_factory=dict)
    budget_lines: Mapping[int, str] = field(default_factory=dict)
    capacity: str = ""


@transaction.atomic
def review(task: Task, opinion: Opinion, *, by: Person, now: datetime) -> Review:
    """Keep the decision on the draft; Blocked where a return names no row, or nobody answers for it."""
    compilation = compilation_of(task)
    if compilation is None:
        raise Blocked([NO_DRAFT])
    notes = _notes(compilation, opinion)
    if opinion.decision == Review.Decision.RETURNED:
        _require_reach(notes)
        widen(compilation.report, opinion.lines, opinion.budget_lines)
    decided = Review.objects.create(
        compilation=compilation,
        task=task,
        decision=opinion.decision,
        note=opinion.note,
        by=by,
        capacity=opinion.capacity,
        at=now,
    )
    for note in notes:
        note.review = decided
    ReviewNote.objects.bulk_create(notes)
    report = compilation.report
    sentence = f"{by}: {report} putaran {compilation.round} {decided.get_decision_display().lower()}."
    details = {"note": opinion.note, "rows": {str(_row(note)): note.text for note in notes}}
    record(Event("report_reviewed", report, sentence, details), by=by, at=now, agency=report.agency)
    return decided


def officers_of_notes(task: Task) -> list[Person]:
    """The PPTK whose rows a review sent back, each once."""
    notes = ReviewNote.objects.filter(review__task=task).select_related(
        "line__officer_person", "budget_line__officer_person"
    )
    found = {officer for note in notes if (officer := _row(note).officer_person) is not None}
    return sorted(found, key=lambda officer: (officer.name, officer.pk))


def _notes(compilation: Compilation, opinion: Opinion) -> list[ReviewNote]:
    """The notes on rows of this draft; a key of another draft is refused."""
    wanted = {key: text.strip() for key, text in opinion.lines.items() if text.strip()}
    wanted_budget = {key: text.strip() for key, text in opinion.budget_lines.items() if text.strip()}
    lines = list(compilation.lines.filter(pk__in=wanted).select_related("officer_person"))
    budget = list(compilation.budget_lines.filter(pk__in=wanted_budget).select_related("officer_person"))
    if len(lines) + len(budget) != len(wanted) + len(wanted_budget):
        raise Blocked(
            [Blocker("Ada catatan pada baris yang tidak termasuk draf ini. Muat ulang halamannya.")]
        )
    return [ReviewNote(line=line, text=wanted[line.pk]) for line in lines] + [
        ReviewNote(budget_line=line, text=wanted_budget[line.pk]) for line in budget
    ]


def _require_reach(notes: list[ReviewNote]) -> None:
    if not notes:
        raise Blocked([NO_ROWS])
    orphans = [str(_row(note)) for note in notes if _row(note).officer_person is None]
    if orphans:
        raise Blocked([Blocker(f"Belum ada PPTK untuk baris: {'; '.join(orphans)}.")])


def _row(note: ReviewNote) -> ReportLine | BudgetLine:
    row = note.line or note.budget_line
    if row is None:
        raise ValueError("Catatan tanpa baris.")
    return row
