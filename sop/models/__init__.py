"""Tables of the procedure: its definition and its runs."""

from sop.models.definition import Act, Actor, Sop, SopVersion, Step
from sop.models.rehearsal import Rehearsal
from sop.models.run import Extension, Run, Task

__all__ = ["Act", "Actor", "Extension", "Rehearsal", "Run", "Sop", "SopVersion", "Step", "Task"]
