"""Mail: one digest a day for each person, written as a row first and sent by a sweep.

A worker claims a row by a conditional UPDATE that also counts the attempt and sets a lease; the same count is
asked for when the result is written. If a worker is killed between handing a mail over and writing that down,
the lease runs out and the mail goes out once more, with the same Message-ID: most mail programs show it once.
"""

import logging
import smtplib
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.urls import reverse

from kinerja.lib.dates import Zone, long_date, moment
from organisation.models import Notice, OutgoingMail, Person
from organisation.queries.offices import offices_of

log = logging.getLogger("kinerja.mail")

DIGEST_HOUR = 7
LISTED = 50
LEASE = timedelta(minutes=10)
BATCH = 200
FIRST_PAUSE = timedelta(minutes=2)
LONGEST_PAUSE = timedelta(hours=1)
MAX_ATTEMPTS = 80  # more than three days of trying
ACCOUNT_KEYS = "sandi:"  # mails that open an account; their text is not kept once sent

Status = OutgoingMail.Status


# --- writing ---


def write_digests(now: datetime) -> int:
    """From 07.00 of each office: one mail with all notices not mailed yet; returns how many were written."""
    people = list(_people_with_news())
    held = offices_of(people, now)
    zones = {
        person.pk: held[person.pk][0].agency.time_zone if person.pk in held else Zone.WIB for person in people
    }
    awake = [person for person in people if zones[person.pk].local(now).hour >= DIGEST_HOUR]
    keys = {person.pk: _digest_key(person, zones[person.pk], now) for person in awake}
    written = set(OutgoingMail.objects.filter(key__in=keys.values()).values_list("key", flat=True))
    return sum(
        _write_digest(person, keys[person.pk], zones[person.pk], now)
        for person in awake
        if keys[person.pk] not in written
    )


def queue(person: Person, *, key: str, subject: str, body: str, at: datetime) -> bool:
    """Put one mail into the outbox; a second call with the same key changes nothing."""
    _, created = OutgoingMail.objects.get_or_create(
        key=key, defaults={"person": person, "subject": subject, "body": body, "next_try_at": at}
    )
    return created


def _people_with_news() -> QuerySet[Person]:
    news = Notice.objects.filter(person=OuterRef("pk"), mailed_at=None)
    return Person.objects.filter(Exists(news), is_active=True).exclude(email="").order_by("pk")


def _digest_key(person: Person, zone: Zone, now: datetime) -> str:
    return f"digest:{person.pk}:{zone.local(now).date()}"


@transaction.atomic
def _write_digest(person: Person, key: str, zone: Zone, now: datetime) -> bool:
    """The mail and the mark on its notices together; who comes second finds the key taken."""
    notices = list(Notice.objects.filter(person=person, mailed_at=None).order_by("at", "pk"))
    if not notices:
        return False
    subject = f"Kinerja: {len(notices)} pemberitahuan, {long_date(zone.local(now).date())}"
    if not queue(person, key=key, subject=subject, body=_digest(person, notices, zone), at=now):
        return False
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(mailed_at=now)
    return True


def _digest(person: Person, notices: Sequence[Notice], zone: Zone) -> str:
    parts = [f"Yth. {person},", "", "Pemberitahuan untuk Anda sejak surel terakhir:", ""]
    for number, notice in enumerate(notices[:LISTED], start=1):
        parts.append(f"{number}. {notice.text}")
        parts.append(f"   {moment(notice.at, zone)}")
        if notice.link:
            parts.append(f"   {settings.KINERJA_URL}{notice.link}")
        parts.append("")
    if len(notices) > LISTED:
        parts += [f"Dan {len(notices) - LISTED} pemberitahuan lain di Kotak Masuk.", ""]
    parts += [
        f"Kotak Masuk: {settings.KINERJA_URL}{reverse('inbox')}",
        "",
        "Surel ini dikirim oleh aplikasi Kinerja.",
    ]
    return "\n".join(parts) + "\n"


# --- sending ---


def send_pending(now: datetime) -> int:
    """Send what is due, also what a killed worker left behind; returns how many went out.

    When the server cannot be reached, the sweep ends: the next one asks again with a single mail.
    """
    due = OutgoingMail.objects.filter(status__in=[Status.PENDING, Status.SENDING], next_try_at__lte=now)
    sent = 0
    server = get_connection()
    try:
        for mail in due.select_related("person").order_by("next_try_at", "pk")[:BATCH]:
            if not claim(mail, now):
                continue
            outcome = _send(mail, server, now)
            sent += outcome is Status.SENT
            if outcome is None:
                break
    finally:
        server.close()
    return sent


def claim(mail: OutgoingMail, now: datetime) -> bool:
    """Take a mail for sending; only one worker can, and it has ten minutes."""
    free = OutgoingMail.objects.filter(
        pk=mail.pk,
        status__in=[Status.PENDING, Status.SENDING],
        attempts=mail.attempts,
        next_try_at__lte=now,
    )
    taken = free.update(status=Status.SENDING, attempts=F("attempts") + 1, next_try_at=now + LEASE)
    mail.attempts += taken
    return bool(taken)


def _send(mail: OutgoingMail, server: BaseEmailBackend, now: datetime) -> Status | None:
    """Send one claimed mail and write down what came of it; None when the server cannot be reached."""
    if not mail.person.email:
        return _finish(mail, Status.FAILED, problem="Pegawai ini tidak lagi mempunyai alamat surel.")
    try:
        server.open()
    except OSError as problem:  # smtplib's exceptions are OSErrors
        _try_later(mail, now, problem)
        return None
    try:
        _message(mail, server).send()
    except smtplib.SMTPRecipientsRefused as problem:
        return _finish(mail, Status.FAILED, problem=str(problem))
    except (OSError, ValueError) as problem:
        return _try_later(mail, now, problem)
    return _finish(
        mail, Status.SENT, sent_at=now, body="" if mail.key.startswith(ACCOUNT_KEYS) else mail.body
    )


def _message(mail: OutgoingMail, server: BaseEmailBackend) -> EmailMessage:
    host = settings.KINERJA_URL.split("://")[-1].split(":")[0]
    return EmailMessage(
        mail.subject,
        mail.body,
        to=[mail.person.email],
        connection=server,
        headers={"Message-ID": f"<kinerja-{mail.pk}@{host}>", "Auto-Submitted": "auto-generated"},
    )


def _try_later(mail: OutgoingMail, now: datetime, problem: Exception) -> Status:
    log.warning("Surel %s belum terkirim: %s", mail.pk, problem)
    if mail.attempts >= MAX_ATTEMPTS:
        return _finish(mail, Status.FAILED, problem=str(problem))
    pause = min(FIRST_PAUSE * 2 ** min(mail.attempts - 1, 10), LONGEST_PAUSE)
    return _finish(mail, Status.PENDING, problem=str(problem), next_try_at=now + pause)


def _finish(mail: OutgoingMail, status: Status, **columns: object) -> Status:
    """Write the result, unless the lease ran out and another worker has the mail."""
    mine = OutgoingMail.objects.filter(pk=mail.pk, status=Status.SENDING, attempts=mail.attempts)
    mine.update(status=status, **columns)
    return status
