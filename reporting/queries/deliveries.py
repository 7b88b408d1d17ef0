"""Where a report goes: the destinations of a task, and every sending with who, when and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from organisation.models import Agency
from reporting.models import Delivery, Destination, Document, Report, Sending
from sop.models import Task


@dataclass(frozen=True)
class Way:
    """One destination of a task with its last sending."""

    destination: Destination
    last: Sending | None

    @property
    def is_under_way(self) -> bool:
        return self.last is not None and self.last.is_under_way

    @property
    def by_hand(self) -> bool:
        return not self.destination.is_sent_by_application


def named_destination(task: Task) -> str:
    """The destination that the SOP prints for this step; empty where it does not say."""
    return str(task.act.options.get("destination", ""))


def active_destinations(agency: Agency) -> list[Destination]:
    return list(Destination.objects.filter(agency=agency, active=True))


def destinations_of(task: Task) -> list[Destination]:
    """The destination that the SOP names, as this agency keeps it; every one where the SOP names none."""
    kept = active_destinations(task.run.agency)
    name = named_destination(task).strip().casefold()
    return [one for one in kept if not name or one.name.strip().casefold() == name]


def ways_of(task: Task, sendings: Sequence[Sending]) -> list[Way]:
    """Each destination of a task; `sendings` are those of its report."""
    mine = {sending.destination_id: sending for sending in sendings if sending.task_id == task.pk}
    return [Way(destination, mine.get(destination.pk)) for destination in destinations_of(task)]


def sendings_of(report: Report) -> list[Sending]:
    """Every sending of a report, the first one first; none is ever left out."""
    found = Sending.objects.filter(report=report)
    return list(found.select_related("destination", "document", "package", "requested_by"))


def deliveries_of(report: Report) -> list[Delivery]:
    return list(report.deliveries.select_related("receipt_file", "sent_by"))


def is_answered(task: Task) -> bool:
    """Whether the other side has given its receipt for something that this task sent."""
    return Sending.objects.filter(task=task.pk, state=Sending.State.RECEIVED).exists()


def sent_document(report: Report) -> Document | None:
    """The frozen PDF of a report with the round that it shows."""
    found = Document.objects.filter(compilation__report=report, format=Document.Format.PDF)
    return found.select_related("file", "compilation__report__agency").order_by("-compilation__round").first()
