"""Sending by the application: one effect whatever happens on the way, and a person is asked when it fails."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.core import mail
from pytest_django import Settings

from kinerja.lib import public_web
from kinerja.lib.files import sha256_of
from organisation.models import HistoryEvent, Notice
from reporting.actions import send
from reporting.actions.deliver import Posting
from reporting.actions.destination import Wish, keep_destination
from reporting.actions.send import MAX_ATTEMPTS, Order, order_sending, send_due
from reporting.models import Delivery, Destination, Plan, Sending
from reporting.tasks import send_reports
from sop.models import Task
from sop.workflow import Blocked, Conflict, NotYours, advance
from tests.cast import Cast
from tests.reporting.outbox import delivery_task
from tests.reporting.receiver import SECRET, Receiver, receiving
from tests.reporting.stories import NINTH, report_in

pytestmark = pytest.mark.usefixtures("blank_paper")

State = Sending.State


@pytest.fixture
def receiver(settings: Settings) -> Iterator[Receiver]:
    settings.DELIVERY_TO_LOOPBACK = True
    with receiving() as listening:
        yield listening


@pytest.fixture
def task(cast: Cast, plan: Plan) -> Task:
    return delivery_task(cast, plan)


def destination_at(cast: Cast, address: str, *, secret: str = SECRET, channel: str = "http") -> Destination:
    wish = Wish("Smart Magelang", channel, address, secret=secret)
    return keep_destination(wish, agency=cast.agency, by=cast.compiler, now=NINTH)


def ordered(cast: Cast, task: Task, destination: Destination, at: datetime = NINTH) -> Sending:
    return order_sending(Order(task, destination), by=cast.compiler, now=at)


def only() -> Sending:
    return Sending.objects.get()


def later(minutes: int) -> datetime:
    return NINTH + timedelta(minutes=minutes)


def test_a_receipt_of_the_other_side_closes_the_step(cast: Cast, task: Task, receiver: Receiver) -> None:
    sending = ordered(cast, task, destination_at(cast, receiver.url))
    assert receiver.keys == []
    send_due(NINTH)
    task.refresh_from_db()
    delivery = Delivery.objects.get()
    assert (task.status, task.done_by, only().state) == (Task.Status.DONE, None, State.RECEIVED)
    assert (delivery.receipt_number, delivery.sent_by) == ("SM-2026-0192", cast.compiler)
    assert receiver.keys == [str(sending.key)]
    assert sha256_of(receiver.bodies[0]) == sending.package.sha256
    assert Notice.objects.filter(person=cast.compiler, text__contains="SM-2026-0192").exists()


def test_the_package_holds_the_file_and_the_exact_figures(cast: Cast, task: Task, receiver: Receiver) -> None:
    ordered(cast, task, destination_at(cast, receiver.url))
    send_due(NINTH)
    [taken] = receiver.effects.values()
    assert taken["report"]["period"] == "2026-01"
    assert taken["document"]["sha256"] == Delivery.objects.get().sha256
    line = report_in(cast).compilations.get().lines.order_by("order")[0]
    row = taken["figures"]["performance"][0]
    assert row["name"] == line.name
    assert row["achievement"]["value"] == (f"{line.achievement.normalize():f}" if line.achievement else None)


def test_a_server_in_trouble_is_asked_again_with_the_same_key(
    cast: Cast, task: Task, receiver: Receiver
) -> None:
    receiver.script = [500, "drop"]
    ordered(cast, task, destination_at(cast, receiver.url))
    send_due(NINTH)
    assert (only().state, only().next_try_at) == (State.PENDING, later(2))
    assert "kode 500" in only().problem
    assert send_due(later(1)) == 0
    send_due(later(2))
    assert (only().state, only().next_try_at) == (State.PENDING, later(6))
    send_due(later(6))
    assert only().state == State.RECEIVED
    assert len(receiver.keys) == 2  # it was taken twice, and had one effect
    assert len(receiver.effects) == 1
    assert receiver.bodies[0] == receiver.bodies[1]


def test_a_server_that_does_not_answer_is_left_after_a_while(
    cast: Cast, task: Task, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public_web, "PAUSE", 0.2)
    receiver.script = ["silent"]
    ordered(cast, task, destination_at(cast, receiver.url))
    send_due(NINTH)
    assert (only().state, only().attempts) == (State.PENDING, 1)
    assert "tidak menjawab" in only().problem


def test_after_the_last_attempt_a_person_is_asked(cast: Cast, task: Task, receiver: Receiver) -> None:
    receiver.script = [503] * MAX_ATTEMPTS
    ordered(cast, task, destination_at(cast, receiver.url))
    for attempt in range(MAX_ATTEMPTS):
        send_due(later(60 * attempt))
    assert only().state == State.FAILED
    assert f"Sudah dicoba {MAX_ATTEMPTS} kali" in only().problem
    notice = Notice.objects.get(person=cast.compiler, text__contains="gagal")
    assert notice.link.endswith("/pengiriman/")
    assert Task.objects.active().filter(pk=task.pk).exists()


@pytest.mark.parametrize(
    ("status", "words"), [(302, "pengalihan tidak diikuti"), (422, "tidak dapat membaca")]
)
def test_a_redirect_or_a_refusal_is_not_tried_again(
    status: int, words: str, cast: Cast, task: Task, receiver: Receiver
) -> None:
    receiver.script = [status]
    ordered(cast, task, destination_at(cast, receiver.url))
    send_due(NINTH)
    assert only().state == State.FAILED
    assert words in only().problem
    assert receiver.keys == []


def test_a_wrong_secret_is_found_out_by_the_receiver(cast: Cast, task: Task, receiver: Receiver) -> None:
    ordered(cast, task, destination_at(cast, receiver.url, secret="x" * 40))
    send_due(NINTH)
    assert only().state == State.FAILED
    assert "samakan rahasia" in only().problem
    assert receiver.effects == {}


@pytest.mark.parametrize(
    "answer", [b"diterima", b'{"receipt_number": "A"}', b"[]", b'{"receipt_number": null}']
)
def test_an_answer_without_a_receipt_leaves_it_to_the_person(
    answer: bytes, cast: Cast, task: Task, receiver: Receiver
) -> None:
    receiver.answer = answer
    ordered(cast, task, destination_at(cast, receiver.url))
    send_due(NINTH)
    assert only().state == State.SENT
    assert Task.objects.active().filter(pk=task.pk).exists()


def test_an_endless_answer_is_not_read_to_its_end(cast: Cast, task: Task, receiver: Receiver) -> None:
    receiver.answer = b"x" * (public_web.MAX_ANSWER + 1)
    ordered(cast, task, destination_at(cast, receiver.url))
    send_due(NINTH)
    assert "terlalu panjang" in only().problem


def test_an_impossible_receipt_is_kept_and_the_step_stays_open(
    cast: Cast, task: Task, receiver: Receiver
) -> None:
    receiver.answer = json.dumps({"receipt_number": "B-1", "receipt_on": "2027-01-01"}).encode()
    ordered(cast, task, destination_at(cast, receiver.url))
    send_due(NINTH)
    assert (only().state, only().receipt_number) == (State.RECEIVED, "B-1")
    assert "Langkah belum tertutup" in only().problem
    assert not Delivery.objects.exists()
    assert Task.objects.active().filter(pk=task.pk).exists()


def test_a_worker_killed_before_writing_down_sends_once_more_with_one_effect(
    cast: Cast, task: Task, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    ordered(cast, task, destination_at(cast, receiver.url))
    with monkeypatch.context() as broken:
        broken.setattr(send, "_arrived", killed)
        with pytest.raises(SystemExit):
            send_due(NINTH)
    assert only().state == State.SENDING
    assert send_due(later(5)) == 0  # the lease still holds
    send_due(later(11))
    assert only().state == State.RECEIVED
    assert len(receiver.keys) == 2
    assert len(receiver.effects) == Delivery.objects.count() == 1


def killed(*_: object) -> None:
    raise SystemExit


def test_a_worker_that_lost_its_lease_writes_nothing(cast: Cast, task: Task, receiver: Receiver) -> None:
    sending = ordered(cast, task, destination_at(cast, receiver.url))
    assert send.claim(sending, NINTH)
    Sending.objects.update(attempts=2)
    send._send(sending, NINTH)
    assert (only().state, Delivery.objects.count()) == (State.SENDING, 0)


def test_two_workers_take_one_sending_once(cast: Cast, task: Task, receiver: Receiver) -> None:
    mine = ordered(cast, task, destination_at(cast, receiver.url))
    other = only()
    assert [send.claim(mine, NINTH), send.claim(other, NINTH)] == [True, False]


def test_sending_again_keeps_the_first_in_sight(cast: Cast, task: Task, receiver: Receiver) -> None:
    destination = destination_at(cast, receiver.url)
    ordered(cast, task, destination)
    with pytest.raises(Conflict):
        ordered(cast, task, destination)
    send_due(NINTH)
    ordered(cast, task, destination, later(60))
    send_due(later(60))
    first, second = Sending.objects.all()
    assert (first.number, second.number) == (1, 2)
    assert (first.key, first.package) == (second.key, second.package)
    assert (first.state, second.state, Delivery.objects.count()) == (State.RECEIVED, State.RECEIVED, 1)
    assert len(receiver.effects) == 1
    assert HistoryEvent.objects.filter(verb="sending_ordered").count() == 2


def test_a_receipt_written_down_by_hand_stops_what_still_waits(
    cast: Cast, task: Task, receiver: Receiver
) -> None:
    ordered(cast, task, destination_at(cast, receiver.url))
    today = NINTH.date()
    values = {"posting": Posting("Smart Magelang", today, "SM-9", today)}
    advance(task, "done", by=cast.compiler, now=NINTH, values=values)
    assert send_due(NINTH) == 0
    assert (only().state, receiver.keys) == (State.WITHDRAWN, [])


def test_the_system_ends_no_delivery_without_an_answer(cast: Cast, task: Task) -> None:
    today = NINTH.date()
    with pytest.raises(NotYours):
        advance(task, "done", by=None, now=NINTH, values={"posting": Posting("X", today, "1", today)})


def test_a_mail_carries_the_file_and_the_receipt_is_typed(cast: Cast, task: Task) -> None:
    destination = destination_at(cast, "smart@contoh.test", secret="", channel="email")
    sending = ordered(cast, task, destination)
    send_due(NINTH)
    [message] = mail.outbox
    assert message.to == ["smart@contoh.test"]
    assert message.extra_headers["Message-ID"].startswith(f"<kinerja-kirim-{sending.key}@")
    assert sending.document.sha256 in message.body
    [attached] = message.attachments
    assert sha256_of(attached.content) == sending.document.sha256
    assert only().state == State.SENT
    assert Task.objects.active().filter(pk=task.pk).exists()


def test_a_destination_of_another_step_or_by_hand_is_not_sent_to(cast: Cast, task: Task) -> None:
    by_hand = destination_at(cast, "", secret="", channel="manual")
    with pytest.raises(Blocked, match="diunggah sendiri"):
        ordered(cast, task, by_hand)
    wish = Wish("Bappeda", "email", "bappeda@contoh.test")
    other = keep_destination(wish, agency=cast.agency, by=cast.compiler, now=NINTH)
    with pytest.raises(Blocked, match="bukan tujuan langkah ini"):
        ordered(cast, task, other)


def test_the_sweep_is_on_the_timetable_and_runs_without_work(db: None) -> None:
    send_reports()
