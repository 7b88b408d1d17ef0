"""Days off from the library: added once, never overwritten."""

from datetime import date
from io import StringIO

from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from organisation.actions.holidays import load_holidays
from organisation.models import HistoryEvent, Holiday, Person
from tests.cast import Cast, wib

AT = wib("2026-01-02 08:00")


def test_public_holidays_and_joint_leave_come_with_indonesian_names(db: None) -> None:
    assert load_holidays([2026], by=None, at=AT) == Holiday.objects.count() > 20
    names = dict(Holiday.objects.values_list("on", "name"))
    assert names[date(2026, 8, 17)] == "Hari Kemerdekaan Republik Indonesia"
    assert names[date(2026, 3, 20)].startswith("Cuti Bersama")


def test_loading_again_adds_nothing(db: None) -> None:
    load_holidays([2026], by=None, at=AT)
    assert load_holidays([2026], by=None, at=AT) == 0


def test_what_the_office_edited_is_kept(db: None) -> None:
    load_holidays([2026], by=None, at=AT)
    Holiday.objects.filter(on=date(2026, 8, 17)).update(name="HUT RI ke-81")
    Holiday.objects.filter(on=date(2026, 12, 24)).delete()
    assert load_holidays([2026, 2027], by=None, at=AT) > 1
    assert Holiday.objects.get(on=date(2026, 8, 17)).name == "HUT RI ke-81"
    assert Holiday.objects.filter(on=date(2026, 12, 24)).exists()


def test_days_of_one_agency_do_not_stand_in_the_way(cast: Cast) -> None:
    Holiday.objects.create(on=date(2026, 8, 17), name="Hari jadi kota", agency=cast.agency)
    load_holidays([2026], by=None, at=AT)
    assert Holiday.objects.filter(on=date(2026, 8, 17)).count() == 2


def test_every_loaded_day_is_in_the_history(cast: Cast) -> None:
    added = load_holidays([2026], by=cast.compiler, at=AT)
    events = HistoryEvent.objects.filter(verb="holiday_loaded", by=cast.compiler)
    assert events.count() == added
    first = events.order_by("sequence")[0]
    assert first.details["after"] == {"on": "2026-01-01", "name": "Tahun Baru Masehi"}


def test_the_command_loads_several_years(db: None) -> None:
    out = StringIO()
    call_command("load_holidays", "2026", "2027", stdout=out)
    years = {day.year for day in Holiday.objects.values_list("on", flat=True)}
    assert years == {2026, 2027}
    assert out.getvalue() == f"{Holiday.objects.count()} hari libur ditambahkan.\n"


def test_the_admin_page_loads_a_year_by_button(client: Client, cast: Cast) -> None:
    root = Person.objects.create_superuser("akar", password="rahasia-panjang-1", name="Akar")
    client.force_login(root)
    load = reverse("admin:organisation_holiday_load")
    assert client.get(load).status_code == 405
    page = client.post(load, {"year": "2026"}, follow=True).content.decode()
    assert "hari libur tahun 2026 ditambahkan" in page
    assert "Isi tahun antara" in client.post(load, {"year": "1"}, follow=True).content.decode()
    client.force_login(cast.compiler)
    assert client.post(load, {"year": "2027"}).status_code == 302
    assert not Holiday.objects.filter(on__year=2027).exists()
