"""What the SOP of a run asks for: some print no opening, some no signature, and the report goes its way."""

from sop.models import Act, Run
from sop.registry import kind_of
from sop.workflow.schedule import acts_of


def asks_for(run: Run, kind: str) -> bool:
    """Whether some act of this run is of the kind."""
    return any(act.kind == kind for act in acts_of(run))


def report_name(run: Run) -> str:
    """What the SOP calls its report; empty where it does not say."""
    return next((str(act.options["report"]) for act in acts_of(run) if act.options.get("report")), "")


def redone_from(run: Run) -> Act | None:
    """Where a correction begins: with entry, else where a decision sends the work back, else compiling."""
    acts = acts_of(run)
    entry = next((act for act in acts if act.kind == "fill"), None)
    if entry is not None:
        return entry
    deciding = [act for act in acts if kind_of(act).returning and act.returns_to_id]
    steps = {act.returns_to_id for act in deciding}
    compiling = next((act for act in acts if act.kind == "compile"), None)
    return next((act for act in acts if act.step_id in steps), compiling)
