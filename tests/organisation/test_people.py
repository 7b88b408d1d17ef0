"""People, their offices by day, what they see and what they may do."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from organisation.models import Agency, Appointment, Person
from organisation.permissions import HOLDERS, PERMISSIONS, may, roles_of
from organisation.queries.holders import capacity, holders
from organisation.roles import OVERSIGHT, Role, Tenure
from tests.cast import Cast, appoint, make_agency, make_person

DAY = date(2026, 2, 5)
NIP = "198501012010012009"


@pytest.mark.parametrize(
    "text", [NIP, "19850101 201001 2 009", "19850101.201001.2.009", " 19850101-201001-2-009 "]
)
def test_a_nip_is_kept_as_digits_and_printed_in_groups(cast: Cast, text: str) -> None:
    cast.compiler.nip = text
    cast.compiler.full_clean()
    cast.compiler.save()
    cast.compiler.refresh_from_db()
    assert cast.compiler.nip == NIP
    assert cast.compiler.printed_nip == "19850101 201001 2 009"


@pytest.mark.parametrize(
    "text", ["123", "19850101201001200", "1985010120100120099", "19851301201001200X", "٣" * 18]
)
def test_a_wrong_nip_is_refused_in_words(cast: Cast, text: str) -> None:
    cast.compiler.nip = text
    with pytest.raises(ValidationError) as refused:
        cast.compiler.full_clean()
    assert "NIP" in " ".join(refused.value.message_dict["nip"])


def test_a_nip_belongs_to_one_person(cast: Cast) -> None:
    cast.compiler.nip = cast.officer.nip
    with pytest.raises(ValidationError, match="sudah dipakai pegawai lain"):
        cast.compiler.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        cast.compiler.save()


def test_many_people_may_have_no_nip(cast: Cast) -> None:
    assert Person.objects.filter(nip="").count() > 1
    cast.compiler.full_clean()


def test_an_office_is_held_from_its_first_to_its_last_day(cast: Cast) -> None:
    last = DAY + timedelta(days=9)
    held = appoint(cast.stranger, cast.agency, Role.UNIT_HEAD, from_on=DAY, to_on=last)
    in_force = [
        held in Appointment.objects.in_force(day)
        for day in (DAY - timedelta(days=1), DAY, last, last + timedelta(days=1))
    ]
    assert in_force == [False, True, True, False]


def test_an_office_cannot_end_before_it_begins(cast: Cast) -> None:
    wrong = Appointment(
        person=cast.officer, agency=cast.agency, role=Role.STAFF, title="Staf", from_on=DAY,
        to_on=DAY - timedelta(days=1),
    )  # fmt: skip
    with pytest.raises(ValidationError, match="berakhir sebelum mulai"):
        wrong.full_clean()


@pytest.mark.parametrize(
    ("tenure", "printed"),
    [
        (Tenure.DEFINITIVE, "Kepala Badan"),
        (Tenure.PLT, "Plt. Kepala Badan"),
        (Tenure.PLH, "Plh. Kepala Badan"),
    ],
)
def test_the_capacity_is_printed_before_the_title(cast: Cast, tenure: Tenure, printed: str) -> None:
    held = appoint(cast.reviewer, cast.agency, Role.HEAD, title="Kepala Badan", tenure=tenure, from_on=DAY)
    assert held.printed_title == printed
    assert capacity(cast.reviewer, cast.agency, Role.HEAD, DAY) == printed
    own = "Kepala Sub Bagian Program dan Keuangan"
    assert capacity(cast.reviewer, cast.agency, Role.HEAD, DAY - timedelta(days=1)) == own
    assert capacity(cast.stranger, cast.agency, Role.HEAD, DAY) == ""


def test_holders_are_active_people_once_each(cast: Cast) -> None:
    appoint(cast.officer, cast.agency, Role.OFFICER, title="PPTK kedua")
    assert holders(cast.agency, Role.OFFICER, DAY) == [cast.officer, cast.second_officer]
    Person.objects.filter(pk=cast.officer.pk).update(is_active=False)
    assert holders(cast.agency, Role.OFFICER, DAY) == [cast.second_officer]


@pytest.mark.parametrize("role", list(Role))
def test_every_role_sees_its_own_agency(cast: Cast, role: Role) -> None:
    somebody = make_person("dewi")
    appoint(somebody, cast.agency, role)
    seen = set(Agency.objects.visible_to(somebody))
    assert cast.agency in seen
    assert cast.other_agency not in seen
    assert len(seen) == (2 if role in OVERSIGHT else 1)


def test_somebody_without_an_office_sees_nothing(cast: Cast) -> None:
    assert not Agency.objects.visible_to(make_person("dewi")).exists()


def test_oversight_reaches_its_own_government_only(cast: Cast) -> None:
    make_agency(code="dinkes-magelang")
    codes = set(Agency.objects.visible_to(cast.overseer).values_list("code", flat=True))
    assert codes == {"bpkad-magelang", "setda-magelang", "dinkes-magelang"}


def test_oversight_sees_and_acts_in_no_run() -> None:
    of_its_own = {"set_government_schedule", "review_performance_report"}  # what no office's run is about
    for permission, roles in HOLDERS.items():
        seen_or_own = permission.startswith("see_") or permission in of_its_own
        assert seen_or_own or OVERSIGHT.isdisjoint(roles), permission


def test_the_table_names_every_permission_once() -> None:
    assert set(HOLDERS) == set(PERMISSIONS)


def test_what_the_cast_may_do(cast: Cast) -> None:
    people = {
        "officer": cast.officer,
        "reviewer": cast.reviewer,
        "head": cast.head,
        "compiler": cast.compiler,
        "sop_admin": cast.sop_admin,
        "overseer": cast.overseer,
        "stranger": cast.stranger,
    }
    table = {
        permission: {name for name, person in people.items() if may(person, permission, cast.agency, DAY)}
        for permission in PERMISSIONS
    }
    assert table == {
        "see_agency": {"officer", "reviewer", "head", "compiler", "sop_admin", "overseer"},
        "see_progress": {"reviewer", "head", "compiler", "sop_admin", "overseer"},
        "see_history": {"reviewer", "head", "compiler", "sop_admin", "overseer"},
        "give_extension": {"reviewer", "head", "compiler"},
        "edit_plan": {"reviewer", "compiler"},
        "edit_layout": {"reviewer", "compiler"},
        "set_policy": {"reviewer"},
        "configure_sop": {"sop_admin"},
        "rehearse": {"reviewer", "sop_admin"},
        "name_substitute": {"reviewer", "head"},
        "enter_release": {"reviewer", "compiler"},
        "keep_archive": {"reviewer", "compiler"},
        "correct_report": {"reviewer", "head"},
        "write_performance_report": {"reviewer", "compiler"},
        "review_performance_report": set(),
        "sign_performance_report": {"head"},
        "set_government_schedule": {"overseer"},
        "edit_destinations": {"reviewer", "compiler"},
        "edit_esign": {"sop_admin"},
        "write_letter": {"reviewer", "compiler"},
        "sign_letter": {"head"},
        "edit_letters": {"reviewer", "sop_admin"},
    }


def test_roles_end_with_the_office_and_with_the_account(cast: Cast) -> None:
    appoint(cast.stranger, cast.agency, Role.COMPILER, from_on=DAY, to_on=DAY)
    assert roles_of(cast.stranger, cast.agency, DAY) == {Role.COMPILER}
    assert roles_of(cast.stranger, cast.agency, DAY + timedelta(days=1)) == frozenset()
    cast.stranger.is_active = False
    assert not may(cast.stranger, "edit_plan", cast.agency, DAY)


def test_a_superuser_has_no_say_in_the_workflow(cast: Cast) -> None:
    root = Person.objects.create_superuser("akar", password="rahasia-panjang-1", name="Akar")
    assert not any(may(root, permission, cast.agency, DAY) for permission in PERMISSIONS)
