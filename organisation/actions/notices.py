"""Telling people: a notice in the inbox, once per key; the daily mail collects them later."""

from collections.abc import Iterable
from datetime import datetime

from organisation.models import Notice, Person


def notify(people: Iterable[Person], text: str, *, link: str, key: str, at: datetime) -> None:
    """Put a notice into each inbox; a second call with the same key changes nothing."""
    Notice.objects.bulk_create(
        [Notice(person=person, text=text, link=link, key=key, at=at) for person in people],
        ignore_conflicts=True,
    )


def mark_read(notice: Notice, *, at: datetime) -> None:
    """Remember the first moment at which the person opened a notice."""
    Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=at)


def mark_all_read(person: Person, *, at: datetime) -> None:
    Notice.objects.visible_to(person).unread().update(read_at=at)
