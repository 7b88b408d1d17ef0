"""Background work of reporting."""

from celery import shared_task

from kinerja.lib import clock
from reporting.actions.archive_due import tell_due
from reporting.actions.papers import prepare_papers
from reporting.actions.rendering import render_next
from reporting.actions.send import send_due


@shared_task(name="reporting.send")
def send_reports() -> None:
    send_due(clock.now())


@shared_task(name="reporting.tell_archive_due")
def tell_archive_due() -> None:
    tell_due(clock.now())


@shared_task(name="reporting.prepare_papers")
def prepare_long_papers() -> None:
    prepare_papers(clock.now())


@shared_task(name="reporting.render")
def render_waiting() -> None:
    """One file; then the next that waits, as a task of its own with a time limit of its own."""
    if render_next(clock.now()):
        render_waiting.apply_async(retry=False)
