"""What the SOP of a run asks for: some print no opening, some no signature, and the report goes its way."""

from sop.models import Run
from sop.workflow.schedule import acts_of


def asks_for(run: Run, kind: str) -> bool:
    """Whether some act of this run is of the kind."""
    return any(act.kind == kind for act in acts_of(run))


def report_name(run: Run) -> str:
    """What the SOP calls its report; empty where it does not say."""
    return next((str(act.options["report"]) for act in acts_of(run) if act.options.get("report")), "")
