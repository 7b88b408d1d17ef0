"""Tables of the promise (plan), the achievement (realisation) and the report."""

from reporting.models.archive import ArchiveMark, ArchiveRecord, Classification, Fate
from reporting.models.certified import EsignIdentity, EsignService, SigningAttempt
from reporting.models.correction import CorrectedRow, Correction
from reporting.models.delivery import Destination, Sending
from reporting.models.initial import Initial
from reporting.models.layout import ColumnLayout
from reporting.models.letter import AgendaEntry, Letter, LetterTemplate, LetterType, Nature
from reporting.models.letterhead import Logo, Mandate
from reporting.models.numbering import IssuedNumber, NumberSeries
from reporting.models.performance_report import (
    Benchmark,
    GapReason,
    PerformanceReport,
    ReviewAnswer,
    ReviewStatement,
    SectionText,
)
from reporting.models.plan import Assignment, Budget, Indicator, Plan, PlanNode, SpendingTarget, Target
from reporting.models.policy import AgencyPolicy, Scale
from reporting.models.realisation import Evidence, Realisation, Spending
from reporting.models.rendering import Rendering
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
    "AgendaEntry",
    "ArchiveMark",
    "ArchiveRecord",
    "Assignment",
    "Benchmark",
    "Budget",
    "BudgetLine",
    "Classification",
    "ColumnLayout",
    "Compilation",
    "CorrectedRow",
    "Correction",
    "Delivery",
    "Destination",
    "Document",
    "EsignIdentity",
    "EsignService",
    "Evidence",
    "Fate",
    "GapReason",
    "Indicator",
    "Initial",
    "IssuedNumber",
    "Letter",
    "LetterTemplate",
    "LetterType",
    "Logo",
    "Mandate",
    "Nature",
    "NumberSeries",
    "PerformanceReport",
    "Plan",
    "PlanNode",
    "Realisation",
    "Rendering",
    "Report",
    "ReportLine",
    "Review",
    "ReviewAnswer",
    "ReviewNote",
    "ReviewStatement",
    "Scale",
    "SectionText",
    "Sending",
    "SheetMapping",
    "Signature",
    "SigningAttempt",
    "SigningKey",
    "Spending",
    "SpendingTarget",
    "Target",
]
