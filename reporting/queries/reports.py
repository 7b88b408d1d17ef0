"""The list of reports with how far each has come."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from reporting.models import ArchiveRecord, Compilation, Delivery, Report, Review, Signature


@dataclass(frozen=True)
class Listed:
    report: Report
    stage: str
    late: int


def with_stage(reports: "QuerySet[Report]") -> "QuerySet[Report]":
    """Everything that the stage of a report follows from, in one query."""
    last = Compilation.objects.filter(report=OuterRef("pk")).order_by("-round")
    decision = Review.objects.filter(compilation__report=OuterRef("pk")).order_by(
        "-compilation__round", "-at"
    )
    return reports.select_related("agency").annotate(
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
        Listed(report, _stage(report), len(getattr(report, "last_late", None) or [])) for report in reports
    ]


def _stage(report: Report) -> str:
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
