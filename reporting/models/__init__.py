"""Tables of the promise (plan), the achievement (realisation) and the report."""

from reporting.models.plan import Assignment, Budget, Indicator, Plan, PlanNode, Target
from reporting.models.policy import AgencyPolicy, Scale
from reporting.models.realisation import Evidence, Realisation, Spending
from reporting.models.report import (
    ArchiveRecord,
    BudgetLine,
    Compilation,
    Delivery,
    Document,
    Report,
    ReportLine,
    Review,
    ReviewNote,
    Signature,
)
from reporting.models.sheet import SheetMapping
from reporting.models.signing import SigningKey

__all__ = [
    "AgencyPolicy",
    "ArchiveRecord",
    "Assignment",
    "Budget",
    "BudgetLine",
    "Compilation",
    "Delivery",
    "Document",
    "Evidence",
    "Indicator",
    "Plan",
    "PlanNode",
    "Realisation",
    "Report",
    "ReportLine",
    "Review",
    "ReviewNote",
    "Scale",
    "SheetMapping",
    "Signature",
    "SigningKey",
    "Spending",
    "Target",
]
