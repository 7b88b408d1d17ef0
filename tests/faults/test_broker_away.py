"""The broker is away: pages and deeds go on as ever, and what had to be sent is sent later."""

from typing import NoReturn

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from kombu import Producer
from kombu.exceptions import OperationalError

from kinerja.lib import clock
from organisation.actions.mail import send_pending
from organisation.models import Notice, OutgoingMail, Person
from sop.actions.tick import tick
from sop.models import SopVersion, Task
from sop.tasks import tick_now
from tests.cast import Cast, task_of, wib

pytestmark = pytest.mark.fault


@pytest.fixture
def _no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is handed to the broker fails, as it does when nobody listens."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise OperationalError("Error 111 connecting to redis:6379. Connection refused.")

    monkeypatch.setattr(Producer, "publish", refuse)
    with pytest.raises(OperationalError):
        tick_now.delay()


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.usefixtures("_no_broker")
def test_pages_and_deeds_need_no_broker_and_mail_goes_out_with_the_next_sweep(
    cast: Cast, due: SopVersion
) -> None:
    tick(wib("2026-02-02 08:00"))
    task = task_of(cast, "prepare", who=cast.officer)
    client, at = signed_in(cast.officer), wib("2026-02-02 09:00")
    with clock.at(at):
        assert client.get(reverse("home")).status_code == 200
        assert client.get(reverse("task", args=[task.pk])).status_code == 200
        assert client.post(reverse("task", args=[task.pk]), {"outcome": "done"}).status_code == 302
    task.refresh_from_db()
    assert task.status == Task.Status.DONE
    assert Notice.objects.filter(person=cast.officer).exists()
    waiting = OutgoingMail.objects.get(person=cast.officer)
    assert waiting.status == OutgoingMail.Status.PENDING
    send_pending(at)
    waiting.refresh_from_db()
    assert waiting.status == OutgoingMail.Status.SENT
    assert [message.to for message in mail.outbox].count([cast.officer.email]) == 1
