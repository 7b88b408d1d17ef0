"""The inbox: everybody's own notices; reading is a deed, not a side effect."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from kinerja.lib import clock
from organisation.actions.notices import notify
from organisation.models import Notice, Person
from tests.cast import Cast, wib

AT = wib("2026-02-05 09:00")


def tell(
    person: Person, text: str = "Isi realisasi", *, link: str = "/kotak-masuk/", at: datetime = AT
) -> Notice:
    notify([person], text, link=link, key=f"test:{text}", at=at)
    return Notice.objects.get(person=person, text=text)


@pytest.fixture
def officer(client: Client, cast: Cast) -> Client:
    client.force_login(cast.officer)
    return client


def test_the_inbox_shows_own_notices_only(officer: Client, cast: Cast) -> None:
    tell(cast.officer, "Untuk Olivia")
    tell(cast.second_officer, "Untuk Oscar")
    page = officer.get(reverse("inbox")).content.decode()
    assert "Untuk Olivia" in page
    assert "Kamis, 5 Februari 2026, 09.00 WIB" in page
    assert "Untuk Oscar" not in page


def test_an_empty_inbox_says_what_will_come(officer: Client) -> None:
    assert "Belum ada pemberitahuan" in officer.get(reverse("inbox")).content.decode()


def test_looking_changes_nothing(officer: Client, cast: Cast) -> None:
    notice = tell(cast.officer)
    officer.get(reverse("inbox"))
    assert officer.get(reverse("inbox-read", args=[notice.pk])).status_code == 405
    assert Notice.objects.unread().count() == 1


def test_opening_marks_as_read_and_leads_there(officer: Client, cast: Cast) -> None:
    notice = tell(cast.officer, link="/tugas/7/")
    with clock.at(AT + timedelta(hours=1)):
        answer = officer.post(reverse("inbox-read", args=[notice.pk]))
    assert (answer.status_code, answer["Location"]) == (302, "/tugas/7/")
    with clock.at(AT + timedelta(hours=2)):
        officer.post(reverse("inbox-read", args=[notice.pk]))
    notice.refresh_from_db()
    assert notice.read_at == AT + timedelta(hours=1)


@pytest.mark.parametrize("link", ["https://jahat.test/", "//jahat.test/", "javascript:alert(1)", ""])
def test_a_link_never_leads_outside(officer: Client, cast: Cast, link: str) -> None:
    notice = tell(cast.officer, link=link)
    answer = officer.post(reverse("inbox-read", args=[notice.pk]))
    assert answer["Location"] == reverse("inbox")


def test_nobody_opens_the_notice_of_somebody_else(officer: Client, cast: Cast) -> None:
    notice = tell(cast.second_officer)
    assert officer.post(reverse("inbox-read", args=[notice.pk])).status_code == 404
    assert Notice.objects.unread().count() == 1


def test_all_can_be_marked_at_once(officer: Client, cast: Cast) -> None:
    tell(cast.officer, "Satu")
    tell(cast.officer, "Dua")
    tell(cast.second_officer, "Tiga")
    officer.post(reverse("inbox-read-all"))
    assert [notice.text for notice in Notice.objects.unread()] == ["Tiga"]


def test_a_notice_with_the_same_key_is_said_once(cast: Cast) -> None:
    for _ in range(2):
        notify([cast.officer, cast.head], "Sekali", link="", key="sekali", at=AT)
    assert Notice.objects.count() == 2


def test_the_number_of_queries_does_not_grow(
    officer: Client, cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(40):
        tell(cast.officer, f"Hal {number}")
    with django_assert_max_num_queries(7):
        officer.get(reverse("inbox"))
