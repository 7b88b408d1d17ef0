"""Tasks that name somebody who has left the office and whom nobody replaces: the office must not be stuck."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.urls import reverse

from organisation.models import Agency, Appointment, Person
from organisation.permissions import HOLDERS
from sop.models import Task
from sop.queries.runs import Progress


@dataclass(frozen=True)
class Vacancy:
    """How many tasks wait for one person who cannot do them any more, and where a substitute is named."""

    name: str
    tasks: int
    url: str


def vacancies_for(person: Person, at: datetime) -> list[Vacancy]:
    """By agency and name, where this person may name a substitute."""
    office = Appointment.objects.in_force_at(at).filter(
        agency=OuterRef("run__agency"), person=person, role__in=HOLDERS["name_substitute"]
    )
    return _counted(
        Task.objects.without_holder(at).filter(Exists(office)).select_related("run__agency", "assignee")
    )


def vacancies_in(steps: Iterable[Progress]) -> list[Vacancy]:
    """Those of one run."""
    tasks = (row.task for step in steps for row in step.items if row.is_vacant)
    return _counted(task for task in tasks if task.status in {Task.Status.WAITING, Task.Status.OPEN})


def _counted(tasks: Iterable[Task]) -> list[Vacancy]:
    found = Counter((task.run.agency, task.assignee) for task in tasks)
    return sorted(
        (
            Vacancy(str(person), count, _url(agency, person))
            for (agency, person), count in found.items()
            if person
        ),
        key=lambda vacancy: vacancy.name,
    )


def _url(agency: Agency, person: Person) -> str:
    return f"{reverse('substitute-add', args=[agency.code])}?untuk={person.pk}"
