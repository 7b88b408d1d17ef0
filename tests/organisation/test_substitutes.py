"""Substitutes: named by the office, refused in words, ended early and never lost."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client, RequestFactory
from django.urls import reverse

from kinerja.lib import clock
from organisation.actions.substitutes import Naming, end_substitute, name_substitute
from organisation.models import Appointment, HistoryEvent, Notice, Person, Substitute
from organisation.queries.substitutes import bench_of
from organisation.roles import Role
from tests.cast import Cast, appoint, make_person, wib

AT = wib("2026-02-03 09:00")
FROM, TO = date(2026, 2, 3), date(2026, 2, 13)


def name(cast: Cast, *, by: Person | None = None, **other: Any) -> Substitute:
    """Oscar stands in for Olivia, unless said otherwise."""
    wanted: dict[str, Any] = {
        "agency": cast.agency, "absent": cast.officer, "person": cast.second_officer, "reason": "Cuti",
        "from_on": FROM, "to_on": TO,
    }  # fmt: skip
    return name_substitute(Naming(**(wanted | other)), by=by or cast.reviewer, now=AT)


def refusal(cast: Cast, **other: Any) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as refused:
        name(cast, **other)
    return refused.value.message_dict


@pytest.fixture
def planner(cast: Cast) -> Client:
    client = Client()
    client.force_login(cast.reviewer)
    return client


def test_naming_is_recorded_and_both_are_told(cast: Cast) -> None:
    named = name(cast, decree_number="800/12/2026")
    event = HistoryEvent.objects.get(verb="substitute_named")
    assert (event.by, event.chain) == (cast.reviewer, cast.agency.code)
    assert "3 Februari 2026 sampai 13 Februari 2026, 800/12/2026. Alasan: Cuti." in event.sentence
    assert event.details["absent"] == cast.officer.pk
    told = dict(Notice.objects.values_list("person__username", "text"))
    assert set(told) == {"olivia", "oscar"}
    assert f"{cast.second_officer} menggantikan Anda" in told["olivia"]
    assert f"Anda menggantikan {cast.officer}" in told["oscar"]
    assert (named.recorded_by, named.recorded_at) == (cast.reviewer, AT)


@pytest.mark.parametrize(
    ("who", "allowed"),
    [("reviewer", True), ("head", True), ("compiler", False), ("officer", False), ("stranger", False)],
)
def test_kasubbag_secretary_and_head_name_substitutes_and_nobody_else(
    cast: Cast, who: str, allowed: bool
) -> None:
    if allowed:
        assert name(cast, by=getattr(cast, who)).pk
        return
    with pytest.raises(PermissionDenied, match="Kasubbag"):
        name(cast, by=getattr(cast, who))


def test_nobody_stands_in_for_oneself_nor_without_an_office_nor_in_days_gone_by(cast: Cast) -> None:
    assert "orang lain" in refusal(cast, person=cast.officer)["person"][0]
    assert "tidak memegang jabatan" in refusal(cast, person=cast.stranger)["person"][0]
    assert "belum pernah memegang jabatan" in refusal(cast, absent=cast.stranger)["absent"][0]
    assert "mendahului" in refusal(cast, to_on=date(2026, 2, 1))["to_on"][0]
    assert "sudah lewat" in refusal(cast, from_on=date(2026, 1, 1), to_on=date(2026, 2, 2))["to_on"][0]
    cast.second_officer.is_active = False
    assert "tidak aktif" in refusal(cast)["person"][0]


def test_two_substitutes_for_one_person_share_no_day(cast: Cast) -> None:
    name(cast)
    clash = refusal(cast, person=cast.compiler, from_on=TO, to_on=None)
    assert f"sudah digantikan {cast.second_officer}" in clash["absent"][0]
    assert name(cast, person=cast.compiler, from_on=date(2026, 2, 14), to_on=None).pk


def test_a_chain_is_refused_from_both_ends(cast: Cast) -> None:
    name(cast)
    onwards = refusal(cast, absent=cast.second_officer, person=cast.compiler)
    assert f"pengganti lain bagi {cast.officer}" in onwards["absent"][0]
    backwards = refusal(cast, absent=cast.compiler, person=cast.officer)
    assert f"{cast.officer} sendiri digantikan" in backwards["person"][0]
    assert name(cast, absent=cast.compiler, person=cast.officer, from_on=date(2026, 2, 14), to_on=None).pk


def test_ending_early_keeps_the_row_with_its_dates_and_frees_the_days(cast: Cast) -> None:
    named = name(cast)
    with pytest.raises(PermissionDenied):
        end_substitute(named, reason="Batal", by=cast.officer, now=AT)
    end_substitute(named, reason="Cuti dibatalkan", by=cast.head, now=AT)
    named.refresh_from_db()
    assert (named.ended_at, named.ended_by, named.to_on) == (AT, cast.head, TO)
    assert not Substitute.objects.acting_at(AT).exists()
    assert "Cuti dibatalkan" in HistoryEvent.objects.get(verb="substitute_ended").sentence
    assert Notice.objects.filter(key=f"substitute:{named.pk}:ended").count() == 2
    with pytest.raises(ValidationError, match="sudah selesai"):
        end_substitute(named, reason="Lagi", by=cast.head, now=AT)
    assert name(cast, person=cast.compiler).pk


def test_the_days_are_those_of_the_offices_own_clock(cast: Cast) -> None:
    cast.agency.zone = "WIT"
    cast.agency.save()
    named = name(cast, from_on=date(2026, 2, 4), to_on=date(2026, 2, 4))
    begins, ends = wib("2026-02-03 22:00"), wib("2026-02-04 22:00")
    seen = [
        named in Substitute.objects.acting_at(at)
        for at in (wib("2026-02-03 21:59"), begins, wib("2026-02-04 21:59"), ends)
    ]
    assert seen == [False, True, True, False]


def test_a_substitute_acts_only_while_in_office_with_an_account(cast: Cast) -> None:
    name(cast)
    assert bench_of(cast.agency, AT).doers(cast.officer) == [cast.officer, cast.second_officer]
    Appointment.objects.filter(person=cast.officer).update(to_on=date(2026, 2, 2))
    assert bench_of(cast.agency, AT).doers(cast.officer) == [cast.second_officer]
    Person.objects.filter(pk=cast.second_officer.pk).update(is_active=False)
    assert bench_of(cast.agency, AT).doers(cast.officer) == []


def test_the_page_names_ends_and_keeps_what_is_past(cast: Cast, planner: Client) -> None:
    url = reverse("substitute-add", args=[cast.agency.code])
    values = {
        "absent": cast.officer.pk, "person": cast.second_officer.pk, "from_on": "2026-02-03", "to_on": "",
        "reason": "Mutasi", "decree_number": "800/12",
    }  # fmt: skip
    with clock.at(AT):
        form = planner.get(url, {"untuk": cast.officer.pk}).content.decode()
        assert f'value="{cast.officer.pk}" selected' in form
        assert "Olivia Rekaan, S.E. — PPTK Anggaran" in form
        answer = planner.post(url, values, follow=True).content.decode()
        assert "mulai 3 Februari 2026" in answer
        end = reverse("substitute-end", args=[Substitute.objects.get().pk])
        assert planner.post(end, {"reason": ""}).status_code == 422
        planner.post(end, {"reason": "Sudah ada PPTK baru"})
        page = planner.get(reverse("substitutes")).content.decode()
    assert "Tidak ada yang sedang digantikan" in page
    assert "Sudah ada PPTK baru" in page[page.index("Sudah selesai") :]


def test_the_page_says_where_a_substitute_has_left_the_office(cast: Cast, planner: Client) -> None:
    name(cast)
    with clock.at(AT):
        assert "Berlaku" in planner.get(reverse("substitutes")).content.decode().split("</h2>")[1]
        Appointment.objects.filter(person=cast.second_officer).update(to_on=date(2026, 2, 2))
        assert "Pengganti tidak lagi menjabat" in planner.get(reverse("substitutes")).content.decode()


def test_a_refused_form_says_why_and_loses_nothing(cast: Cast, planner: Client) -> None:
    url = reverse("substitute-add", args=[cast.agency.code])
    same = {
        "absent": cast.officer.pk,
        "person": cast.officer.pk,
        "from_on": "2026-02-03",
        "reason": "Cuti besar",
    }
    with clock.at(AT):
        answer = planner.post(url, same)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Pengganti haruslah orang lain" in page
    assert 'value="Cuti besar"' in page


def test_colleagues_read_the_list_and_strangers_find_nothing(cast: Cast) -> None:
    named = name(cast)
    for who, sees in ((cast.compiler, True), (cast.stranger, False)):
        client = Client()
        client.force_login(who)
        with clock.at(AT):
            page = client.get(reverse("substitutes")).content.decode()
            statuses = [
                client.get(reverse("substitute-add", args=[cast.agency.code])).status_code,
                client.post(reverse("substitute-end", args=[named.pk]), {"reason": "x"}).status_code,
            ]
        assert (cast.officer.name in page) == sees
        assert "Tetapkan pengganti</a>" not in page
        assert statuses == ([403, 403] if sees else [404, 404])


def test_the_menu_leads_holders_there(cast: Cast, planner: Client) -> None:
    officer = Client()
    officer.force_login(cast.officer)
    with clock.at(AT):
        assert "Pengganti pegawai" in planner.get(reverse("inbox")).content.decode()
        assert "Pengganti pegawai" not in officer.get(reverse("inbox")).content.decode()


def test_the_list_costs_the_same_whatever_its_length(
    cast: Cast,
    planner: Client,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    for number in range(12):
        person = make_person(f"p{number}")
        appoint(person, cast.agency, Role.STAFF)
        named = name(cast, absent=person)
        if number % 2:
            end_substitute(named, reason="Kembali", by=cast.reviewer, now=AT)
    with clock.at(AT), django_assert_max_num_queries(9):
        planner.get(reverse("substitutes"))


def test_the_admin_shows_substitutes_and_changes_none(cast: Cast) -> None:
    request = RequestFactory().get("/admin/")
    request.user = Person.objects.create_superuser("akar", password="rahasia-panjang-1", name="Akar")
    page = admin.site.get_model_admin(Substitute)
    assert page.has_view_permission(request)
    assert not page.has_add_permission(request)
    assert not page.has_change_permission(request, name(cast))
    assert not page.has_delete_permission(request)
