"""The admin pages: the ground can be looked after, every change is recorded, the workflow is out of reach."""

from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.test import Client, RequestFactory
from django.urls import reverse

from kinerja.lib import clock
from organisation.models import Agency, Appointment, HistoryEvent, Holiday, Person, Unit
from organisation.queries.verify_history import verify_history
from organisation.roles import Role
from reporting.models import (
    Assignment,
    Budget,
    Classification,
    Destination,
    EsignIdentity,
    Indicator,
    Plan,
    PlanNode,
    Scale,
    Target,
)
from tests.cast import Cast, make_person, wib

AT = wib("2026-02-05 09:00")
NIP = "19850101 201001 2 009"
NO_ROWS = {
    "appointments-TOTAL_FORMS": "0",
    "appointments-INITIAL_FORMS": "0",
    "appointments-MIN_NUM_FORMS": "0",
    "appointments-MAX_NUM_FORMS": "1000",
}


@pytest.fixture
def root(db: None) -> Person:
    return Person.objects.create_superuser("akar", password="rahasia-panjang-1", name="Akar Rekaan")


@pytest.fixture
def office(client: Client, root: Person, cast: Cast) -> Client:
    client.force_login(root)
    return client


def change(client: Client, obj: Any, **values: Any) -> Any:
    """Post the change form of an object as the page shows it, with some values changed."""
    url = reverse(f"admin:organisation_{obj._meta.model_name}_change", args=[obj.pk])
    form = client.get(url).context["adminform"].form
    posted = {name: "" if form.initial.get(name) is None else form.initial[name] for name in form.fields}
    posted = {name: value for name, value in posted.items() if value is not False}
    with clock.at(AT):
        return client.post(url, {**posted, **NO_ROWS, **values})


def test_changing_an_agency_is_recorded_with_before_and_after(
    office: Client, root: Person, cast: Cast
) -> None:
    answer = change(office, cast.agency, zone="WITA", city="Kota Magelang")
    assert answer.status_code == 302, answer.context["errors"]
    event = HistoryEvent.objects.latest("pk")
    assert (event.chain, event.verb, event.by, event.at) == ("bpkad-magelang", "agency_changed", root, AT)
    assert event.details == {
        "before": {"city": "Magelang", "zone": "WIB"},
        "after": {"city": "Kota Magelang", "zone": "WITA"},
    }
    assert verify_history().problems == []


def test_saving_without_a_change_records_nothing(office: Client, cast: Cast) -> None:
    assert change(office, cast.agency).status_code == 302
    assert not HistoryEvent.objects.exists()


def test_the_code_of_an_agency_stays(office: Client, cast: Cast) -> None:
    change(office, cast.agency, code="lain")
    assert Agency.objects.get(pk=cast.agency.pk).code == "bpkad-magelang"


def test_a_unit_is_added_changed_and_deleted_on_record(office: Client, cast: Cast) -> None:
    posted = {"agency": cast.agency.pk, "name": "Bidang Anggaran", "order": 1, "parent": ""}
    office.post(reverse("admin:organisation_unit_add"), posted)
    unit = Unit.objects.get()
    change(office, unit, name="Bidang Perbendaharaan")
    office.post(reverse("admin:organisation_unit_delete", args=[unit.pk]), {"post": "yes"})
    assert not Unit.objects.exists()
    events = HistoryEvent.objects.filter(agency=cast.agency)
    assert [event.verb for event in events] == ["unit_added", "unit_changed", "unit_deleted"]
    assert {event.subject for event in events} == {f"organisation.unit:{unit.pk}"}
    assert verify_history().problems == []


def test_deleting_several_rows_at_once_is_recorded_row_by_row(office: Client, cast: Cast) -> None:
    days = [Holiday.objects.create(on=date(2026, 3, day), name=f"Libur {day}") for day in (1, 2)]
    posted = {"action": "delete_selected", "_selected_action": [day.pk for day in days], "post": "yes"}
    office.post(reverse("admin:organisation_holiday_changelist"), posted)
    assert not Holiday.objects.exists()
    assert HistoryEvent.objects.filter(verb="holiday_deleted").count() == 2


def new_person(**values: str) -> dict[str, str]:
    return {
        "name": "Dewi Rekaan, S.E.",
        "nip": NIP,
        "rank": "III/b",
        "email": "dewi@contoh.test",
        "username": "dewi",
        **NO_ROWS,
        **values,
    }


def test_a_person_is_added_with_a_password(office: Client, cast: Cast) -> None:
    secret = "sungai-progo-jernih-7"
    posted = new_person(usable_password="true", password1=secret, password2=secret)
    answer = office.post(reverse("admin:organisation_person_add"), posted)
    assert answer.status_code == 302, answer.context["errors"]
    person = Person.objects.get(username="dewi")
    assert person.nip == "198501012010012009"
    assert person.check_password(secret)
    event = HistoryEvent.objects.latest("pk")
    assert event.verb == "person_added"
    assert "password" not in event.details["after"]
    assert person.password not in str(event.details)


def test_a_person_is_added_without_a_password(office: Client, cast: Cast) -> None:
    office.post(reverse("admin:organisation_person_add"), new_person(usable_password="false"))
    assert not Person.objects.get(username="dewi").has_usable_password()


@pytest.mark.parametrize(
    ("nip", "sentence"),
    [("123", "harus 18 angka"), ("19850101 201001 2 001", "sudah dipakai pegawai lain")],
)
def test_a_wrong_or_taken_nip_is_refused_in_words(
    office: Client, cast: Cast, nip: str, sentence: str
) -> None:
    posted = new_person(nip=nip, usable_password="false")
    answer = office.post(reverse("admin:organisation_person_add"), posted)
    assert sentence in answer.content.decode()
    assert not Person.objects.filter(username="dewi").exists()


def test_appointments_are_kept_with_the_person_and_recorded_for_the_agency(
    office: Client, cast: Cast
) -> None:
    row = {
        "appointments-TOTAL_FORMS": "1",
        "appointments-0-person": cast.stranger.pk,
        "appointments-0-agency": cast.agency.pk,
        "appointments-0-role": Role.HEAD.value,
        "appointments-0-title": "Kepala Badan",
        "appointments-0-tenure": "plh",
        "appointments-0-from_on": "2026-02-01",
        "appointments-0-to_on": "2026-02-14",
    }
    answer = change(office, cast.stranger, **row)
    assert answer.status_code == 302, answer.context["errors"]
    held = Appointment.objects.get(person=cast.stranger, agency=cast.agency)
    assert held.printed_title == "Plh. Kepala Badan"
    event = HistoryEvent.objects.get(verb="appointment_added")
    assert event.chain == "bpkad-magelang"
    assert event.details["after"]["to_on"] == "2026-02-14"


def test_an_appointment_is_changed_and_taken_away_on_record(office: Client, cast: Cast) -> None:
    held = cast.officer.appointments.get()
    row = {
        "appointments-TOTAL_FORMS": "1",
        "appointments-INITIAL_FORMS": "1",
        "appointments-0-id": held.pk,
        "appointments-0-person": cast.officer.pk,
        "appointments-0-agency": cast.agency.pk,
        "appointments-0-role": Role.OFFICER.value,
        "appointments-0-title": "PPTK Anggaran",
        "appointments-0-tenure": "definitive",
        "appointments-0-from_on": "2025-01-01",
        "appointments-0-to_on": "2026-01-31",
    }
    change(office, cast.officer, **row)
    change(office, cast.officer, **row, **{"appointments-0-DELETE": "on"})
    assert not cast.officer.appointments.exists()
    changed, deleted = HistoryEvent.objects.all()
    assert changed.details == {"before": {"to_on": None}, "after": {"to_on": "2026-01-31"}}
    assert deleted.verb == "appointment_deleted"
    assert deleted.subject == f"organisation.appointment:{held.pk}"


def test_a_unit_of_another_agency_is_refused(office: Client, cast: Cast) -> None:
    foreign = Unit.objects.create(agency=cast.other_agency, name="Seksi")
    held = Appointment(
        person=cast.officer,
        agency=cast.agency,
        unit=foreign,
        role=Role.STAFF,
        title="Staf",
        from_on=AT.date(),
    )
    with pytest.raises(Exception, match="milik perangkat daerah lain"):
        held.full_clean()


def test_setting_a_password_is_recorded_without_it(office: Client, cast: Cast) -> None:
    secret = "sungai-progo-jernih-7"
    url = reverse("admin:auth_user_password_change", args=[cast.officer.pk])
    office.post(url, {"usable_password": "true", "password1": secret, "password2": secret})
    cast.officer.refresh_from_db()
    assert cast.officer.check_password(secret)
    event = HistoryEvent.objects.get()
    assert (event.verb, event.details) == ("password_set", {})


def test_people_and_agencies_are_never_deleted(office: Client, cast: Cast) -> None:
    for obj in (cast.officer, cast.agency):
        url = reverse(f"admin:organisation_{obj._meta.model_name}_delete", args=[obj.pk])
        assert office.post(url, {"post": "yes"}).status_code == 403


def test_the_history_can_only_be_read(office: Client, cast: Cast) -> None:
    change(office, cast.agency, city="Lain")
    event = HistoryEvent.objects.get()
    page = reverse("admin:organisation_historyevent_change", args=[event.pk])
    assert office.get(reverse("admin:organisation_historyevent_changelist")).status_code == 200
    assert office.get(page).status_code == 200
    assert office.post(page, {"sentence": "Lain"}).status_code == 403
    assert office.get(reverse("admin:organisation_historyevent_add")).status_code == 403
    delete = reverse("admin:organisation_historyevent_delete", args=[event.pk])
    assert office.post(delete, {"post": "yes"}).status_code == 403


def test_the_admin_pages_change_the_ground_and_nothing_of_the_workflow(root: Person) -> None:
    request = RequestFactory().get("/admin/")
    request.user = root
    plan = {Plan, PlanNode, Indicator, Target, Budget, Assignment}
    lists = {Scale, Classification, Destination, EsignIdentity}
    workflow = {model for app in ("sop", "reporting") for model in apps.get_app_config(app).get_models()} - (
        plan | lists
    )
    for model, page in admin.site._registry.items():
        may_write = page.has_add_permission(request) or page.has_change_permission(request)
        may_write = may_write or page.has_delete_permission(request)
        assert not (model in workflow and may_write), model
        if may_write:
            assert model in {Agency, Unit, Person, Holiday} | plan | lists, model


def test_only_superusers_find_anything_here(client: Client, cast: Cast) -> None:
    clerk = make_person("dewi")
    Person.objects.filter(pk=clerk.pk).update(is_staff=True)
    client.force_login(clerk)
    for model in admin.site._registry:
        page = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        assert client.get(page).status_code == 403
    client.force_login(cast.sop_admin)
    assert client.get(reverse("admin:index")).status_code == 302


def test_the_pages_are_titled_in_indonesian(office: Client) -> None:
    page = office.get(reverse("admin:index")).content.decode()
    assert "Kinerja — pengelolaan" in page
    for name in ("Perangkat daerah", "Pegawai", "Hari libur", "Riwayat"):
        assert name.lower() in page.lower()
    assert "Groups" not in page
    assert "Grup" not in page


def test_the_pages_open(office: Client, cast: Cast) -> None:
    for model in admin.site._registry:
        names = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        assert office.get(reverse(f"{names}_changelist")).status_code == 200
    assert office.get(reverse("admin:organisation_person_add")).status_code == 200
