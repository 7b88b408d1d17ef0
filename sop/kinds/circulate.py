"""Making a report known (sosialisasi): a notice to everybody concerned, and who has read it."""

from datetime import datetime
from typing import Any, ClassVar

from organisation.actions.notices import notify
from organisation.models import Notice, Person
from sop.kinds.distribute import recipients
from sop.models import Task
from sop.registry import Deed, Kind


class Circulate(Kind):
    """Reached like a distribution; the notices are the read receipts."""

    name = "circulate"
    title = "Sosialisasikan"
    template: ClassVar[str] = "sop/tasks/circulate.html"
    outcomes = {"done": "Disosialisasikan"}

    def effect(self, task: Task, deed: Deed) -> None:
        run = task.run
        notify(
            [person for person in recipients(task, deed) if person != deed.by],
            f"Untuk diketahui: {run.sop.name}, {run.period.label}.",
            link=f"/pelaksanaan/{run.pk}/",
            key=_key(task),
            at=deed.at,
        )

    def context(self, task: Task, by: Person, at: datetime) -> dict[str, Any]:
        return {"receipts": Notice.objects.filter(key=_key(task)).select_related("person").order_by("pk")}


def _key(task: Task) -> str:
    return f"task:{task.pk}:circulated"
