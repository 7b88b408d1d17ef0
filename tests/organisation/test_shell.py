"""What every page shows around its content."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import RequestFactory
from pytest_django import DjangoAssertNumQueries, Settings

from kinerja.lib import clock
from organisation.actions.notices import notify
from organisation.models import Person
from organisation.roles import Role, Tenure
from organisation.views.shell import Entry, shell
from tests.cast import Cast, appoint, wib

AT = wib("2026-02-05 09:00")


def request_of(person: Person | AnonymousUser, path: str = "/kotak-masuk/") -> HttpRequest:
    request = RequestFactory().get(path)
    request.user = person
    return request


def entry(navigation: list[Entry], label: str) -> Entry:
    return next(item for item in navigation if item.label == label)


def test_a_page_knows_person_office_and_unread_notices(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    notify([cast.officer], "Baru", link="", key="1", at=AT)
    with clock.at(AT), django_assert_max_num_queries(3):
        around = shell(request_of(cast.officer))
    assert around["person"] == cast.officer
    assert around["person_title"] == "PPTK Anggaran"
    assert around["agency"] == cast.agency
    inbox = entry(around["navigation"], "Kotak Masuk")
    assert (inbox.count, inbox.active) == (1, True)
    assert not entry(around["navigation"], "Tugas Saya").active


def test_nothing_for_visitors(db: None, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        around = shell(request_of(AnonymousUser()))
    assert around.pop("demo_clock")  # on every page of the demonstration, the sign-in page too
    assert not any(around.values())


def test_the_office_in_force_now_is_shown_and_the_definitive_one_first(cast: Cast) -> None:
    long_ago = date(2024, 1, 1)
    appoint(cast.officer, cast.other_agency, Role.HEAD, title="Camat", tenure=Tenure.PLH, from_on=long_ago)
    appoint(cast.head, cast.other_agency, Role.HEAD, title="Camat", from_on=date(2026, 2, 6))
    with clock.at(AT):
        assert shell(request_of(cast.officer))["person_title"] == "PPTK Anggaran"
        assert shell(request_of(cast.head))["agency"] == cast.agency


def test_an_office_begins_at_midnight_of_its_own_zone(cast: Cast) -> None:
    cast.other_agency.zone = "WIT"
    cast.other_agency.save()
    newcomer = cast.stranger
    newcomer.appointments.all().delete()
    appoint(newcomer, cast.other_agency, Role.OFFICER, from_on=date(2026, 2, 6))
    with clock.at(wib("2026-02-05 21:59")):
        assert shell(request_of(newcomer))["agency"] is None
    with clock.at(wib("2026-02-05 22:00")):  # 00.00 WIT
        assert shell(request_of(newcomer))["agency"] == cast.other_agency


def test_somebody_without_an_office_still_gets_pages(cast: Cast) -> None:
    cast.stranger.appointments.all().delete()
    around = shell(request_of(cast.stranger))
    assert (around["agency"], around["person_title"]) == (None, "")


@pytest.mark.parametrize("demo", [True, False])
def test_the_clock_is_in_the_demonstration_only(cast: Cast, settings: Settings, demo: bool) -> None:
    settings.KINERJA_DEMO = demo
    with clock.at(AT):
        bar = shell(request_of(cast.officer))["demo_clock"]
    assert (bar is not None) == demo
    if bar:
        assert bar["label"] == "Kamis, 5 Februari 2026, 09.00 WIB"
        assert len(bar["moves"]) >= 3


def test_only_a_superuser_is_led_to_the_admin_pages(cast: Cast) -> None:
    labels = [item.label for item in shell(request_of(cast.sop_admin))["navigation"]]
    assert "Organisasi" not in labels
    root = Person.objects.create_superuser("akar", name="Akar")
    assert shell(request_of(root))["navigation"][-1].label == "Organisasi"
