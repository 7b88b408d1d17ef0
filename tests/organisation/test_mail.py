"""The daily mail and the outbox: nothing lost, nothing sent twice."""

import smtplib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import ClassVar

import pytest
from django.core import mail as outbox
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from pytest_django import DjangoAssertNumQueries, Settings

from organisation.actions.mail import (
    BATCH,
    LEASE,
    LISTED,
    MAX_ATTEMPTS,
    claim,
    queue,
    send_pending,
    write_digests,
)
from organisation.actions.notices import notify
from organisation.models import Notice, OutgoingMail, Person
from organisation.tasks import send_mail
from tests.cast import Cast, make_person, wib

MORNING = wib("2026-02-05 07:00")
Status = OutgoingMail.Status


class ServerAway(BaseEmailBackend):
    """A mail server that does not answer."""

    def open(self) -> bool:
        raise ConnectionRefusedError("tidak ada yang menjawab")


class Refusing(BaseEmailBackend):
    """A server that answers every message with the same trouble."""

    trouble: ClassVar[Exception] = smtplib.SMTPDataError(451, b"coba lagi")

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        raise self.trouble


class SweepsAgain(BaseEmailBackend):
    """While it sends, a second worker sweeps too."""

    seen: ClassVar[list[str]] = []

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        self.seen.extend(str(message.subject) for message in email_messages)
        send_pending(MORNING)
        return len(email_messages)


def tell(person: Person, text: str = "Isi realisasi Januari", *, at: datetime = MORNING) -> None:
    notify([person], text, link="/tugas/1/", key=f"test:{text}:{at}", at=at)


def waiting(person: Person, *, key: str = "uji", at: datetime = MORNING) -> OutgoingMail:
    queue(person, key=key, subject=f"Perihal {key}", body="Isi", at=at)
    return OutgoingMail.objects.get(key=key)


# --- digests ---


def test_a_digest_lists_everything_not_mailed_yet_in_one_mail(cast: Cast) -> None:
    tell(cast.officer, "Isi realisasi Januari")
    tell(cast.officer, "Tenggat 1 hari lagi")
    assert write_digests(MORNING) == 1
    digest = OutgoingMail.objects.get()
    assert digest.subject == "Kinerja: 2 pemberitahuan, 5 Februari 2026"
    assert "1. Isi realisasi Januari" in digest.body
    assert "2. Tenggat 1 hari lagi" in digest.body
    assert "http://localhost:8000/tugas/1/" in digest.body
    assert not Notice.objects.filter(mailed_at=None).exists()


def test_there_is_no_digest_before_seven_on_the_office_clock(cast: Cast) -> None:
    cast.other_agency.zone = "WIT"
    cast.other_agency.save()
    tell(cast.officer, at=MORNING - timedelta(hours=3))
    tell(cast.stranger, at=MORNING - timedelta(hours=3))
    assert write_digests(MORNING - timedelta(hours=2)) == 1  # 07.00 WIT is 05.00 WIB
    assert OutgoingMail.objects.get().person == cast.stranger
    assert write_digests(MORNING - timedelta(seconds=1)) == 0
    assert write_digests(MORNING) == 1


def test_a_person_gets_at_most_one_digest_a_day_and_the_rest_tomorrow(cast: Cast) -> None:
    tell(cast.officer)
    write_digests(MORNING)
    tell(cast.officer, "Dikembalikan", at=MORNING + timedelta(hours=3))
    assert write_digests(MORNING + timedelta(hours=4)) == 0
    assert write_digests(MORNING + timedelta(days=1)) == 1
    assert "Dikembalikan" in OutgoingMail.objects.latest("pk").body


def test_a_double_tick_writes_nothing_twice(cast: Cast) -> None:
    tell(cast.officer)
    assert [write_digests(MORNING), write_digests(MORNING)] == [1, 0]


def test_people_without_address_or_account_have_the_inbox_only(cast: Cast) -> None:
    Person.objects.filter(pk=cast.officer.pk).update(email="")
    Person.objects.filter(pk=cast.head.pk).update(is_active=False)
    tell(cast.officer)
    tell(cast.head)
    assert write_digests(MORNING) == 0
    assert Notice.objects.unread().count() == 2


def test_a_long_digest_is_cut_with_a_word(cast: Cast) -> None:
    for number in range(LISTED + 3):
        tell(cast.officer, f"Hal {number}")
    write_digests(MORNING)
    assert "Dan 3 pemberitahuan lain di Kotak Masuk." in OutgoingMail.objects.get().body


def test_a_tick_without_news_asks_the_database_little(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    tell(cast.officer)
    write_digests(MORNING)
    tell(cast.officer, "Lain")
    with django_assert_max_num_queries(3):
        write_digests(MORNING + timedelta(hours=1))


# --- sending ---


def test_a_mail_goes_out_once(cast: Cast) -> None:
    mail = waiting(cast.officer)
    assert [send_pending(MORNING), send_pending(MORNING)] == [1, 0]
    [sent] = outbox.outbox
    assert sent.to == ["olivia@contoh.test"]
    assert sent.extra_headers["Message-ID"] == f"<kinerja-{mail.pk}@localhost>"
    mail.refresh_from_db()
    assert (mail.status, mail.sent_at, mail.attempts) == (Status.SENT, MORNING, 1)


def test_the_task_sends_what_is_due(cast: Cast) -> None:
    waiting(cast.officer)
    send_mail()
    assert len(outbox.outbox) == 1


def test_nothing_is_lost_while_the_server_is_away(cast: Cast, settings: Settings) -> None:
    for number in range(3):
        waiting(cast.officer, key=f"uji-{number}")
    good = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.ServerAway"
    assert send_pending(MORNING) == 0
    assert OutgoingMail.objects.filter(status=Status.PENDING).count() == 3
    assert OutgoingMail.objects.filter(attempts=1).count() == 1  # one mail asks, the others wait
    settings.EMAIL_BACKEND = good
    assert send_pending(MORNING + timedelta(minutes=5)) == 3


def test_the_pauses_between_attempts_grow_to_an_hour(cast: Cast, settings: Settings) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    mail = waiting(cast.officer)
    at, pauses = MORNING, []
    for _ in range(8):
        send_pending(at)
        mail.refresh_from_db()
        pauses.append(int((mail.next_try_at - at).total_seconds() // 60))
        at = mail.next_try_at
    assert pauses == [2, 4, 8, 16, 32, 60, 60, 60]
    assert mail.status == Status.PENDING
    assert "coba lagi" in mail.problem


def test_a_mail_is_given_up_after_days_of_trying(cast: Cast, settings: Settings) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    mail = waiting(cast.officer)
    OutgoingMail.objects.update(attempts=MAX_ATTEMPTS - 1)
    send_pending(MORNING)
    mail.refresh_from_db()
    assert mail.status == Status.FAILED


def test_a_refused_address_fails_at_once(
    cast: Cast, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    refused = smtplib.SMTPRecipientsRefused({"olivia@contoh.test": (550, b"tidak ada")})
    monkeypatch.setattr(Refusing, "trouble", refused)
    mail = waiting(cast.officer)
    send_pending(MORNING)
    mail.refresh_from_db()
    assert mail.status == Status.FAILED
    assert "tidak ada" in mail.problem


def test_two_workers_cannot_claim_the_same_mail(cast: Cast) -> None:
    waiting(cast.officer)
    first, second = OutgoingMail.objects.get(), OutgoingMail.objects.get()
    assert [claim(first, MORNING), claim(second, MORNING)] == [True, False]


def test_a_second_sweep_during_the_first_sends_nothing_twice(cast: Cast, settings: Settings) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.SweepsAgain"
    SweepsAgain.seen.clear()
    for number in range(4):
        waiting(cast.officer, key=f"uji-{number}")
    send_pending(MORNING)
    assert sorted(SweepsAgain.seen) == [f"Perihal uji-{number}" for number in range(4)]
    assert set(OutgoingMail.objects.values_list("status", "attempts")) == {(Status.SENT, 1)}


def test_without_the_claim_the_second_sweep_does_send_twice(
    cast: Cast, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control of the test above."""

    def careless(mail: OutgoingMail, now: datetime) -> bool:
        return len(SweepsAgain.seen) < 4

    monkeypatch.setattr("organisation.actions.mail.claim", careless)
    settings.EMAIL_BACKEND = f"{__name__}.SweepsAgain"
    SweepsAgain.seen.clear()
    waiting(cast.officer)
    send_pending(MORNING)
    assert len(SweepsAgain.seen) > 1


def test_a_mail_of_a_killed_worker_goes_out_after_its_lease(cast: Cast) -> None:
    mail = waiting(cast.officer)
    assert claim(mail, MORNING)  # and then the worker is killed
    assert send_pending(MORNING + LEASE - timedelta(seconds=1)) == 0
    assert send_pending(MORNING + LEASE) == 1
    assert len(outbox.outbox) == 1


def test_a_worker_whose_lease_ran_out_writes_no_result(cast: Cast, settings: Settings) -> None:
    slow = waiting(cast.officer)
    claim(slow, MORNING)
    send_pending(MORNING + LEASE)
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    OutgoingMail.objects.filter(pk=slow.pk, status=Status.SENDING, attempts=slow.attempts).update(
        problem="telat"
    )
    assert OutgoingMail.objects.get().problem == ""
    assert OutgoingMail.objects.get().status == Status.SENT


def test_a_sweep_takes_a_bounded_number(cast: Cast) -> None:
    OutgoingMail.objects.bulk_create(
        OutgoingMail(person=cast.officer, key=f"k{n}", subject="s", body="b", next_try_at=MORNING)
        for n in range(BATCH + 5)
    )
    assert [send_pending(MORNING), send_pending(MORNING)] == [BATCH, 5]


def test_the_text_of_a_password_mail_is_not_kept(cast: Cast) -> None:
    mail = waiting(make_person("dewi"), key="sandi:1")
    send_pending(MORNING)
    mail.refresh_from_db()
    assert (mail.status, mail.body) == (Status.SENT, "")
