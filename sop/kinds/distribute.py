"""Handing out forms or news: everybody concerned gets a notice."""

from collections.abc import Sequence

from organisation.actions.notices import notify
from organisation.models import Person
from organisation.queries.holders import holders
from sop.models import Task
from sop.registry import Deed, Kind


class Distribute(Kind):
    """`options["to"]` names the roles that are reached; without it every role that acts in the SOP."""

    name = "distribute"
    title = "Bagikan"
    outcomes = {"done": "Dibagikan"}

    def effect(self, task: Task, deed: Deed) -> None:
        run = task.run
        notify(
            [person for person in recipients(task, deed) if person != deed.by],
            f"{task.act.step.text} — {run.sop.name}, {run.period.label}.",
            link=f"/pelaksanaan/{run.pk}/",
            key=f"task:{task.pk}:distributed",
            at=deed.at,
        )


def recipients(task: Task, deed: Deed) -> Sequence[Person]:
    """Everybody whom the distribution reaches, each once."""
    agency = task.run.agency
    roles = task.act.options.get("to") or sorted(
        set(task.run.version.actors.exclude(role="").values_list("role", flat=True))
    )
    on = agency.time_zone.local(deed.at).date()
    people = {person.pk: person for role in roles for person in holders(agency, role, on)}
    return list(people.values())
