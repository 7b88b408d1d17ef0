"""Tables of the promise (plan), the achievement (realisation) and the report."""

from reporting.models.archive import ArchiveMark, ArchiveRecord, Classification, Fate
from reporting.models.delivery import Destination, Sending
from reporting.models.layout import ColumnLayout
from reporting.models.plan import Assignment, Budget, Indicator, Plan, PlanNode, Target
from reporting.models.policy import AgencyPolicy, Scale
from reporting.models.realisation import Evidence, Realisation, Spending
from reporting.models.report import (
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
    "ArchiveMark",
    "ArchiveRecord",
    "Assignment",
    "Budget",
    "BudgetLine",
    "Classification",
    "ColumnLayout",
    "Compilation",
    "Delivery",
    "Destination",
    "Document",
    "Evidence",
    "Fate",
    "Indicator",
    "Plan",
    "PlanNode",
    "Realisation",
    "Report",
    "ReportLine",
    "Review",
    "ReviewNote",
    "Scale",
    "Sending",
    "SheetMapping",
    "Signature",
    "SigningKey",
    "Spending",
    "Target",
]
