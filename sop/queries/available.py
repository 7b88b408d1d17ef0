"""What a person can do with a task: the page asks here which buttons exist."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from organisation.models import Person
from sop.models import Task
from sop.registry import Blocker, kind_of
from sop.workflow import blockers_of, may_do


@dataclass(frozen=True)
class Available:
    """Whether the task is active and this person's, what stands in the way, and which outcomes it knows."""

    is_active: bool
    is_theirs: bool
    blockers: list[Blocker]
    outcomes: Mapping[str, str]

    @property
    def can_act(self) -> bool:
        return self.is_active and self.is_theirs and not self.blockers


def available(task: Task, person: Person, at: datetime) -> Available:
    is_active = task.status in {Task.Status.WAITING, Task.Status.OPEN}
    is_theirs = may_do(task, person, at)
    blockers = blockers_of(task, person, at) if is_active and is_theirs else []
    return Available(is_active, is_theirs, blockers, kind_of(task.act).outcomes_of(task.act))
