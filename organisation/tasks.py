"""Background work of the ground."""

from celery import shared_task

from kinerja.lib import clock
from organisation.actions.mail import send_pending


@shared_task(name="organisation.send_mail")
def send_mail() -> None:
    send_pending(clock.now())
