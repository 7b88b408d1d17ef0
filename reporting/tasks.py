"""Background work of reporting."""

from celery import shared_task

from kinerja.lib import clock
from reporting.actions.send import send_due


@shared_task(name="reporting.send")
def send_reports() -> None:
    send_due(clock.now())
