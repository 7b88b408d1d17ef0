"""Corrections of reports: which holds, which is being worked on, and what counts until it is signed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from organisation.models import Person
from reporting.models import (
    BudgetLine,
    CorrectedRow,
    Correction,
    Document,
    Realisation,
    Report,
    ReportLine,
    ReviewNote,
    Signature,
    Spending,
)
from reporting.queries.procedure import asks_for
from sop.models import Act, Run

Columns = dict[str, Any]
ENTERED = ("obstacle", "support", "follow_up", "entered_by_id", "entered_at", "submitted_at", "reasons")
KEPT: Mapping[type[Realisation | Spending], tuple[str, ...]] = {
    Realisation: (
        *("state", "raw", "value", "numerator", "denominator", "source_url", "published_on"),
        *ENTERED,
    ),
    Spending: ("amount", "amount_raw", "physical", "physical_raw", *ENTERED),
}


# --- what holds -------------------------------------------------------------------------------------------


def is_final(report: Report) -> bool:
    """Whether nothing of the report can change any more: signed by everybody whom the SOP asks to sign; where
    nobody signs, once its files are frozen.
    """
    asked = Act.objects.filter(step__version__runs=report.run_id, kind="sign").count()
    if not asked or not asks_for(report.run, "sign"):
        return Document.objects.filter(compilation__report=report).exists()
    return Signature.objects.filter(compilation__report=report).count() >= asked


def correction_of(report: Report) -> Correction | None:
    """What the report corrects, if it is a correction; no query where the run says that it is none."""
    if not report.run.is_correction:
        return None
    found: Correction | None = (
        Correction.objects.filter(report=report)
        .select_related("corrects__run", "corrects__agency", "report__run__opened_by")
        .first()
    )
    return found


def settled_correction_of(report: Report) -> Correction | None:
    """The signed correction of a report."""
    found: Correction | None = (
        Correction.objects.settled().filter(corrects=report).select_related("report__run").first()
    )
    return found


def running_correction_of(report: Report) -> Correction | None:
    """The correction of a report that is being worked on."""
    found: Correction | None = (
        Correction.objects.running().filter(corrects=report).select_related("report__run__opened_by").first()
    )
    return found


def in_force(report: Report) -> Report:
    """The report that holds now for the period of a report: the last signed correction of it, else itself."""
    held = report
    while (later := settled_correction_of(held)) is not None:
        held = later.report
    return held


# --- what counts meanwhile --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Standing:
    """What was entered before a running correction, by the key of the row."""

    realisations: Mapping[int, Columns] = field(default_factory=dict)
    spendings: Mapping[int, Columns] = field(default_factory=dict)


@dataclass(frozen=True)
class Touched:
    """The rows of an agency that corrections are about: what stands meanwhile, and what was restated."""

    standing: Standing
    restated: Mapping[tuple[type[Realisation | Spending], int], tuple[str, Columns]]

    def restated_by(self, row: Realisation | Spending, names: Sequence[str]) -> str:
        """By which report an entered row was restated; empty where its figures are as they were."""
        number, before = self.restated.get((type(row), row.pk), ("", {}))
        return number if number and any(getattr(row, name) != before[name] for name in names) else ""


def standing_of(agency: int, *, but: Report | None = None) -> Standing:
    """The rows of running corrections as every report counts them, but for that correction itself."""
    return _touched(_rows_of(agency, but).filter(correction__in=Correction.objects.running())).standing


def touched_in(agency: int, *, but: Report | None = None) -> Touched:
    """The same with the rows of signed corrections; one query."""
    holds = Q(correction__in=Correction.objects.running()) | Q(correction__settled_at__isnull=False)
    return _touched(_rows_of(agency, but).filter(holds))


def _rows_of(agency: int, but: Report | None) -> QuerySet[CorrectedRow]:
    rows = CorrectedRow.objects.filter(correction__report__agency=agency).order_by("pk")
    rows = rows.select_related("correction__report")
    return rows if but is None else rows.exclude(correction__report=but)


def _touched(rows: Iterable[CorrectedRow]) -> Touched:
    standing = Standing({}, {})
    restated: dict[tuple[type[Realisation | Spending], int], tuple[str, Columns]] = {}
    for row in rows:
        model: type[Realisation | Spending] = Realisation if row.line_id else Spending
        target: Any = standing.realisations if row.line_id else standing.spendings
        for key, kept in row.standing.items():
            columns = read_columns(model, kept)
            if row.correction.settled_at is None:
                target[int(key)] = columns
            else:
                report = row.correction.report
                first = restated.get((model, int(key)), ("", columns))[1]  # what it was before all of them
                restated[model, int(key)] = (report.number or report.title, first)
    return Touched(standing, restated)


def read_columns(model: type[Realisation | Spending], kept: Mapping[str, Any]) -> Columns:
    """Columns of an entered row as they were, from what was kept of them as JSON."""
    read: dict[str, Any] = {column.attname: column.to_python for column in model._meta.concrete_fields}
    return {name: read[name](value) for name, value in kept.items()}


def kept_columns(row: Realisation | Spending) -> Columns:
    return {name: getattr(row, name) for name in KEPT[type(row)]}


def entered_rows(report: Report, rows: Iterable[CorrectedRow]) -> dict[int, list[Realisation | Spending]]:
    """What was entered for each chosen row in the period of the report, by the place of the row."""
    chosen = list(rows)
    months = report.period.months
    found: dict[int, list[Realisation | Spending]] = {place: [] for place in range(len(chosen))}
    lines = {row.line.indicator_id: place for place, row in enumerate(chosen) if row.line}
    moneys = {row.budget_line.node_id: place for place, row in enumerate(chosen) if row.budget_line}
    for realisation in Realisation.objects.filter(indicator__in=list(lines), period__in=months):
        found[lines[realisation.indicator_id]].append(realisation)
    for spending in Spending.objects.filter(node__in=list(moneys), period__in=months):
        found[moneys[spending.node_id]].append(spending)
    return found


# --- which rows reopen ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Voice:
    """Who said it, and when."""

    by: Person | None
    at: datetime


@dataclass(frozen=True)
class Remark:
    """What is to be mended in a row, by whoever had the report corrected; stands beside a reviewer's note."""

    line: ReportLine | None
    budget_line: BudgetLine | None
    text: str
    review: Voice
    source: ClassVar[str] = "Diminta dalam perbaikan"


Note = ReviewNote | Remark


def remarks_on(run: Run) -> list[Remark]:
    """The rows that the correction of a run may change, each with what is wrong."""
    rows = CorrectedRow.objects.filter(correction__report__run=run)
    found = rows.select_related("line__indicator__node", "budget_line")
    opened = Voice(run.opened_by, run.opened_at)
    return [Remark(row.line, row.budget_line, row.text, opened) for row in found]


def officers_of_rows(run: Run) -> list[Person]:
    """The PPTK of the rows that the correction of a run may change, each once."""
    rows = CorrectedRow.objects.filter(correction__report__run=run)
    found = rows.select_related("line__officer_person", "budget_line__officer_person")
    officers = {
        officer
        for row in found
        if (line := row.line or row.budget_line) and (officer := line.officer_person) is not None
    }
    return sorted(officers, key=lambda officer: (officer.name, officer.pk))


# --- what a page tells ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Trail:
    """How a report stands towards corrections: what it corrects itself, and what became of it."""

    own: Correction | None = None
    settled: Correction | None = None
    running: Correction | None = None
    withdrawn: Sequence[Correction] = ()

    @property
    def is_free(self) -> bool:
        """Whether no correction of it was made or is being made."""
        return self.settled is None and self.running is None


def with_corrections(reports: QuerySet[Report]) -> QuerySet[Report]:
    """Reports that know whether their office ever corrected one, so that most pages ask no further."""
    return reports.annotate(
        has_corrections=Exists(Correction.objects.filter(report__agency=OuterRef("agency")))
    )


def corrections_near(report: Report) -> list[Correction]:
    """What a page about a report may have to tell: corrections of the office in that year; one query."""
    if getattr(report, "has_corrections", True) is False:
        return []
    found = Correction.objects.filter(
        report__agency=report.agency_id, report__period__startswith=f"{report.period.year}"
    )
    return list(found.select_related("report__run__opened_by", "corrects__agency").order_by("pk"))


def trail_of(report: Report, near: Sequence[Correction] | None = None) -> Trail:
    """How a report stands; from corrections that were read before, or with one query."""
    related = corrections_near(report) if near is None else near
    later = [one for one in related if one.corrects_id == report.pk]
    state = Run.Status
    return Trail(
        own=next((one for one in related if one.report_id == report.pk), None),
        settled=next((one for one in later if one.settled_at), None),
        running=next(
            (one for one in later if not one.settled_at and one.report.run.status == state.OPEN), None
        ),
        withdrawn=[one for one in later if one.report.run.status == state.WITHDRAWN],
    )
