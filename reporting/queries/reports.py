"""The list of reports with how far each has come."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from reporting.models import ArchiveRecord, Compilation, Correction, Delivery, Report, Review, Signature
from sop.models import Run


@dataclass(frozen=True)
class Listed:
    report: Report
    stage: str
    late: int
    corrected_by: str = ""


def with_stage(reports: "QuerySet[Report]") -> "QuerySet[Report]":
    """Everything that the stage of a report follows from, in one query."""
    last = Compilation.objects.filter(report=OuterRef("pk")).order_by("-round")
    decision = Review.objects.filter(compilation__report=OuterRef("pk")).order_by(
        "-compilation__round", "-at"
    )
    settled = Correction.objects.settled().filter(corrects=OuterRef("pk"))
    return reports.select_related("agency", "run").annotate(
        corrected_by=Subquery(settled.values("report__number")[:1]),
        last_round=Subquery(last.values("round")[:1]),
        last_late=Subquery(last.values("late")[:1]),
        reviewed_round=Subquery(decision.values("compilation__round")[:1]),
        last_decision=Subquery(decision.values("decision")[:1]),
        has_signature=Exists(Signature.objects.filter(compilation__report=OuterRef("pk"))),
        has_delivery=Exists(Delivery.objects.filter(report=OuterRef("pk"))),
        has_archive=Exists(ArchiveRecord.objects.filter(report=OuterRef("pk"))),
    )


def listed(reports: Sequence[Report]) -> list[Listed]:
    return [
        Listed(
            report,
            _stage(report),
            len(getattr(report, "last_late", None) or []),
            getattr(report, "corrected_by", None) or "",
        )
        for report in reports
    ]


def _stage(report: Report) -> str:
    if report.run.status == Run.Status.WITHDRAWN:
        return "withdrawn"
    marks = (("has_archive", "archived"), ("has_delivery", "delivered"), ("has_signature", "signed"))
    for mark, stage in marks:
        if getattr(report, mark):
            return stage
    last = getattr(report, "last_round", None)
    if last is None:
        return "draft"
    if getattr(report, "reviewed_round", None) != last:
        return "reviewed"
    approved = getattr(report, "last_decision", None) == Review.Decision.APPROVED
    return "approved" if approved else "draft"
