"""Background work of the procedure."""

from celery import shared_task

from kinerja.lib import clock
from sop.actions.tick import tick


@shared_task(name="sop.tick")
def tick_now() -> None:
    tick(clock.now())
