"""Background work of the procedure."""

from celery import shared_task

from kinerja.lib import clock
from sop.actions.rehearse import rehearse_next
from sop.actions.tick import tick


@shared_task(name="sop.tick")
def tick_now() -> None:
    tick(clock.now())


@shared_task(name="sop.rehearse")
def rehearse_waiting() -> None:
    rehearse_next(clock.now())
