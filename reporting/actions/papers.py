"""Long papers made before they are needed: for a paraf, a signature, or for being sent."""

from datetime import datetime

from reporting.actions.freeze import freeze_unsigned, settled_sheet
from reporting.actions.prepared import body_of, body_spec, enqueue, is_awaited
from reporting.actions.report_number import next_number
from reporting.models import Compilation, Document, Rendering
from reporting.queries.initials import asks_initials, initialled, standing_initials
from reporting.queries.procedure import asks_for
from reporting.queries.renderings import is_long
from reporting.queries.report import compilation_of, report_of, sheet_of
from reporting.renderers.prints import Print
from sop.models import Task
from sop.queries.tasks import with_context


def print_of(rendering: Rendering) -> Print:
    """What a row asks for, as things stand now."""
    compilation, wanted = rendering.compilation, rendering.wanted
    if "number" in wanted:
        return body_of(compilation, wanted["number"])
    if wanted:
        return Print(rendering.format, settled_sheet(compilation))
    return Print(rendering.format, sheet_of(compilation, destination=rendering.destination))


def paper_for(task: Task, at: datetime) -> Rendering | None:
    """The long paper that the task waits for, as it stands; None where none is needed or nobody asked yet."""
    compilation = _long_draft(task)
    return _body_row(compilation, _number(compilation, at)) if compilation else None


def prepare_papers(now: datetime) -> None:
    """Ask for the body of every long report that somebody may sign, and freeze what nobody signs."""
    kinds = ["sign", "initial", "review", "deliver"]
    for task in with_context(Task.objects.filter(status=Task.Status.OPEN, act__kind__in=kinds)):
        if task.act.kind == "deliver":
            _freeze_later(task, now)
        elif task.act.kind == "sign" or asks_initials(task.act):
            _prepare_body(task, now)


def _prepare_body(task: Task, now: datetime) -> None:
    compilation = _long_draft(task)
    if compilation is None:
        return
    number = _number(compilation, now)
    if _body_row(compilation, number) is None:
        body = body_of(compilation, number)
        if is_awaited(body):
            enqueue(body, body_spec(number), by=None, now=now)


def _freeze_later(task: Task, now: datetime) -> None:
    """The files of a report without a signature, which were too large when the task opened."""
    report = report_of(task)
    if report is None or asks_for(task.run, "sign"):
        return
    if not Document.objects.filter(compilation__report=report).exists():
        freeze_unsigned(report, now=now)


def _long_draft(task: Task) -> Compilation | None:
    """The draft of the task, if it is long and no paper with signature or paraf exists yet."""
    compilation = compilation_of(task)
    if compilation is None or not is_long(compilation):
        return None
    if Document.objects.filter(compilation__report=compilation.report_id).exists():
        return None
    return None if initialled(standing_initials(compilation)) else compilation


def _number(compilation: Compilation, at: datetime) -> str:
    """What is printed on the paper: the number that the report has, or would get now."""
    report = compilation.report
    if report.number or not asks_for(report.run, "sign"):
        return report.number
    return next_number(report, at)


def _body_row(compilation: Compilation, number: str) -> Rendering | None:
    rows = Rendering.objects.filter(compilation=compilation, wanted__number=number)
    found: Rendering | None = rows.order_by("-pk").first()
    return found
