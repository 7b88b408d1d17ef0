"""Handing out forms or news: everybody concerned gets a notice, which is the receipt once it is read."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

from organisation.actions.notices import notify
from organisation.models import Notice, Person
from organisation.queries.holders import holders
from sop.models import Task
from sop.registry import Deed, Kind


class Distribute(Kind):
    """`options["to"]` names the roles that are reached; without it every role that acts in the SOP."""

    name = "distribute"
    title = "Bagikan"
    button = "Bagikan sekarang"
    template: ClassVar[str] = "sop/tasks/circulate.html"
    outcomes = {"done": "Dibagikan"}

    def effect(self, task: Task, deed: Deed) -> None:
        run = task.run
        notify(
            [person for person in recipients(task, deed) if person != deed.by],
            self.words(task),
            link=f"/pelaksanaan/{run.pk}/",
            key=_key(task),
            at=deed.at,
        )

    def words(self, task: Task) -> str:
        """What the notice says."""
        return f"{task.act.step.text} — {task.run.sop.name}, {task.run.period.label}."

    def context(self, task: Task, by: Person, at: datetime) -> dict[str, Any]:
        """Whoever has read the notice has received what was handed out."""
        return {"receipts": Notice.objects.filter(key=_key(task)).select_related("person").order_by("pk")}


def _key(task: Task) -> str:
    return f"task:{task.pk}:distributed"


def recipients(task: Task, deed: Deed) -> Sequence[Person]:
    """Everybody whom the distribution reaches, each once."""
    agency = task.run.agency
    roles = task.act.options.get("to") or sorted(
        set(task.run.version.actors.exclude(role="").values_list("role", flat=True))
    )
    on = agency.time_zone.local(deed.at).date()
    people = {person.pk: person for role in roles for person in holders(agency, role, on)}
    return list(people.values())
