"""The rules of counting of an agency: who reads them, who sets them, and that old reports keep theirs."""

import importlib
from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from kinerja.lib import clock
from organisation.models import Agency, HistoryEvent, Person
from organisation.roles import Role
from reporting.actions.policy import add_scale, set_policy
from reporting.entry_rules import Rule, rules_from
from reporting.models import AgencyPolicy, Plan, Scale
from reporting.queries.policies import facts_of
from reporting.queries.policy import policy_of, rating_scale
from reporting.ratings import band_lines
from sop.models import SopVersion
from sop.workflow import Blocked, NotYours
from tests.cast import Cast, appoint, make_person, wib
from tests.reporting.stories import to_draft, to_signature

pytestmark = pytest.mark.usefixtures("blank_paper")

NOW = wib("2026-02-20 09:00")
CHOICES = {
    "from_on": "2026-03-01",
    "basis": "Surat Bagian Organisasi 12/2026",
    "zero_target": "met_or_not",
    "cap": "120",
    "agency_mean": "objectives",
    "mean_skips_zero": "on",
    "efficiency": "difference",
    "scale": "",
    "rule_over_ceiling": "on",
    "rule_jump": "on",
    "limit_jump": "37,5 %",
    "limit_over_100": "100",
}
BANDS = "> 85 Memuaskan\n75,5 Baik\nKurang"


@pytest.fixture
def noon() -> Any:
    with clock.at(NOW):
        yield


def at_desk(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def url(cast: Cast, name: str = "policy") -> str:
    return reverse(name, args=[cast.agency.code])


def text_of(answer: Any) -> str:
    """The page with every run of blanks as one."""
    return " ".join(unescape(answer.content.decode()).split())


def rules_from_day(cast: Cast, day: date, **columns: Any) -> AgencyPolicy:
    return AgencyPolicy(agency=cast.agency, from_on=day, **columns)


def scale_of(agency: Agency | None, **columns: Any) -> Scale:
    bands = [["85.000001", "Memuaskan"], [None, "Kurang"]]
    return Scale(
        **{"agency": agency, "name": "Skala uji", "valid_from": date(2026, 1, 1), "bands": bands} | columns
    )


def test_everybody_of_the_agency_reads_and_only_two_offices_set(cast: Cast, noon: None) -> None:
    secretary = make_person("sekar")
    appoint(secretary, cast.agency, Role.SECRETARY)
    setting = {cast.reviewer, secretary}
    reading = {cast.officer, cast.head, cast.compiler, cast.sop_admin, cast.overseer, *setting}
    for person in reading:
        desk = at_desk(person)
        page = desk.get(url(cast))
        assert page.status_code == 200
        assert ("Tetapkan aturan baru" in text_of(page)) == (person in setting)
        for name in ("policy-new", "scale-new"):
            assert desk.get(url(cast, name)).status_code == (200 if person in setting else 403)


def test_a_stranger_finds_no_such_page(cast: Cast, noon: None) -> None:
    desk = at_desk(cast.stranger)
    for name in ("policy", "policy-new", "scale-new"):
        assert desk.get(url(cast, name)).status_code == 404
    assert desk.post(url(cast, "policy-new"), CHOICES).status_code == 404
    assert not AgencyPolicy.objects.exists()


def test_the_action_is_the_gate(cast: Cast) -> None:
    for person in (cast.officer, cast.head, cast.stranger, cast.overseer):
        with pytest.raises(NotYours):
            set_policy(rules_from_day(cast, date(2026, 3, 1)), by=person, now=NOW)
        with pytest.raises(NotYours):
            add_scale(scale_of(cast.agency), by=person, now=NOW)
    with pytest.raises(NotYours):
        add_scale(scale_of(None), by=cast.reviewer, now=NOW)


def test_whoever_has_one_agency_goes_straight_to_its_rules(cast: Cast, noon: None) -> None:
    assert at_desk(cast.officer).get(reverse("policies")).headers["Location"] == url(cast)
    listed = text_of(at_desk(cast.overseer).get(reverse("policies")))
    assert cast.agency.name in listed
    assert cast.other_agency.name not in listed


def test_the_default_rules_are_told_in_words(cast: Cast, noon: None) -> None:
    shown = text_of(at_desk(cast.officer).get(url(cast)))
    assert "Berlaku: aturan bawaan" in shown
    assert "Permendagri 86/2017: Sangat Tinggi ≥ 91; Tinggi ≥ 76" in shown
    assert "diperingatkan di atas 50 %" in shown


def test_new_rules_are_set_from_a_day_on_and_told_with_what_changed(cast: Cast, noon: None) -> None:
    desk = at_desk(cast.reviewer)
    assert desk.post(url(cast, "policy-new"), CHOICES).status_code == 302
    before, after = (policy_of(cast.agency, date(2026, month, 28)) for month in (2, 3))
    assert (before.cap, before.since) == (None, None)
    assert (after.cap, after.since, after.mean_skips_zero) == (Decimal(120), date(2026, 3, 1), True)
    kept = AgencyPolicy.objects.get()
    assert kept.entry_rules["jump"] == {"on": True, "limit": 37.5}
    assert kept.entry_rules["falls"] == {"on": False}
    assert not rules_from(kept.entry_rules).is_on(Rule.NO_EVIDENCE)
    event = HistoryEvent.objects.get(verb="policy_set")
    assert (event.by, event.agency) == (cast.reviewer, cast.agency)
    assert event.details["after"]["cap"] == "120"
    assert "batas capaian paling tinggi 120 %" in event.sentence
    shown = text_of(desk.get(url(cast)))
    assert "Belum mulai" in shown
    assert "Surat Bagian Organisasi 12/2026" in shown
    assert "Sebelumnya: </span>tanpa batas" in shown
    assert "Menjadi: </span>paling tinggi 120 %" in shown


def test_the_form_begins_with_what_holds_and_keeps_what_was_typed(cast: Cast, noon: None) -> None:
    held = rules_from_day(
        cast, date(2026, 1, 1), cap=Decimal(150), entry_rules={"jump": {"on": True, "limit": 25}}
    )
    set_policy(held, by=cast.reviewer, now=NOW)
    desk = at_desk(cast.reviewer)
    form = desk.get(url(cast, "policy-new")).context["form"]
    assert (form["cap"].value(), form["limit_jump"].value()) == ("150", "25")
    wrong = {**CHOICES, "from_on": "", "limit_jump": "banyak", "basis": "Surat 7"}
    answer = desk.post(url(cast, "policy-new"), wrong)
    assert answer.status_code == 422
    shown = text_of(answer)
    assert "Isi sejak kapan aturan ini berlaku." in shown
    assert "“banyak” bukan angka" in shown
    assert 'value="Surat 7"' in shown
    empty = desk.post(url(cast, "policy-new"), {**CHOICES, "limit_jump": ""})
    assert "Isi persentasenya, atau lepaskan centangnya." in text_of(empty)
    assert AgencyPolicy.objects.count() == 1


def test_rules_never_begin_in_a_period_whose_report_is_signed(
    cast: Cast, plan: Plan, sop: SopVersion, noon: None
) -> None:
    to_signature(cast, sop)
    desk = at_desk(cast.reviewer)
    assert "Paling awal 1 Februari 2026" in text_of(desk.get(url(cast, "policy-new")))
    answer = desk.post(url(cast, "policy-new"), {**CHOICES, "from_on": "2026-01-31"})
    assert answer.status_code == 422
    assert "Laporan Januari 2026 sudah ditandatangani atau diarsipkan." in text_of(answer)
    assert desk.post(url(cast, "policy-new"), {**CHOICES, "from_on": "2026-02-01"}).status_code == 302


def test_rules_that_made_a_report_are_never_changed_and_others_are_replaced(
    cast: Cast, plan: Plan, sop: SopVersion
) -> None:
    early = wib("2026-01-05 09:00")
    set_policy(rules_from_day(cast, date(2026, 1, 1), cap=Decimal(100)), by=cast.reviewer, now=early)
    set_policy(rules_from_day(cast, date(2026, 1, 1), cap=Decimal(110)), by=cast.reviewer, now=early)
    assert AgencyPolicy.objects.get().cap == Decimal(110)
    to_draft(cast, sop)
    with pytest.raises(Blocked, match="sudah dipakai menyusun laporan"):
        set_policy(rules_from_day(cast, date(2026, 1, 1), cap=Decimal(120)), by=cast.reviewer, now=NOW)
    set_policy(rules_from_day(cast, date(2026, 1, 2), cap=Decimal(120)), by=cast.reviewer, now=NOW)
    assert AgencyPolicy.objects.count() == 2


def test_a_scale_is_added_by_lines_and_chosen(cast: Cast, noon: None) -> None:
    desk = at_desk(cast.reviewer)
    lines = {"name": "Skala Bupati", "source": "Perbup 9/2026", "valid_from": "2026-01-01", "bands": BANDS}
    assert desk.post(url(cast, "scale-new"), lines).status_code == 302
    scale = Scale.objects.get(agency=cast.agency)
    assert scale.bands == [["85.000001", "Memuaskan"], ["75.5", "Baik"], [None, "Kurang"]]
    assert rating_scale(scale).label_of(Decimal(85)) == "Baik"
    assert HistoryEvent.objects.get(verb="scale_added").by == cast.reviewer
    assert "Skala Bupati" in text_of(desk.get(url(cast)))
    assert desk.post(url(cast, "policy-new"), {**CHOICES, "scale": scale.pk}).status_code == 302
    assert policy_of(cast.agency, date(2026, 3, 1)).scale.name == "Skala Bupati"
    assert dict(facts_of(AgencyPolicy.objects.get()))["Skala penilaian"] == (
        "Skala Bupati: Memuaskan >\u00a085; Baik ≥\u00a075,5; Kurang selebihnya"
    )


@pytest.mark.parametrize(
    ("bands", "sentence"),
    [
        ("91 Baik\n76 Cukup", "diakhiri tepat satu kelas tanpa batas bawah"),
        ("76 Cukup\n91 Baik\nKurang", "harus menurun dari kelas tertinggi"),
        ("91 Baik\n50\nKurang", "Baris 2: tulis batas bawah lalu sebutannya"),
        ("91 Baik\n50 baik\nKurang", "Baris 2: sebutan “baik” sudah dipakai"),
        ("1.234 Baik\nKurang", "Baris 1: “1.234” dapat berarti dua hal"),
        (f"91 {'a' * 41}\nKurang", "paling panjang 40 huruf"),
        ("", "Isi kelas-kelasnya."),
    ],
)
def test_a_scale_with_holes_is_refused_in_words(cast: Cast, noon: None, bands: str, sentence: str) -> None:
    lines = {"name": "Berlubang", "valid_from": "2026-01-01", "bands": bands}
    answer = at_desk(cast.reviewer).post(url(cast, "scale-new"), lines)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert not Scale.objects.filter(name="Berlubang").exists()


def test_a_scale_of_others_one_that_is_there_and_a_later_one_are_refused(cast: Cast) -> None:
    foreign = scale_of(cast.other_agency)
    foreign.save()
    later = add_scale(scale_of(cast.agency, valid_from=date(2027, 1, 1)), by=cast.reviewer, now=NOW)
    with pytest.raises(Blocked, match="milik perangkat daerah lain"):
        set_policy(rules_from_day(cast, date(2026, 3, 1), scale=foreign), by=cast.reviewer, now=NOW)
    with pytest.raises(Blocked, match="baru berlaku 1 Januari 2027"):
        set_policy(rules_from_day(cast, date(2026, 3, 1), scale=later), by=cast.reviewer, now=NOW)
    with pytest.raises(Blocked, match="sudah ada"):
        add_scale(scale_of(cast.agency, valid_from=date(2027, 1, 1)), by=cast.reviewer, now=NOW)


def test_the_common_scales_come_with_the_tables_and_go_again(cast: Cast) -> None:
    scales = importlib.import_module("reporting.migrations.0002_common_scales")
    scales.remove(apps, None)
    assert not Scale.objects.filter(agency=None).exists()
    scales.add(apps, None)
    scales.add(apps, None)
    found = {scale.name: rating_scale(scale) for scale in Scale.objects.filter(agency=None)}
    assert len(found) == 5
    assert all(scale.source for scale in Scale.objects.filter(agency=None))
    assert band_lines(found["Lampu lalu lintas"].bands) == "> 90 Hijau\n≥ 70 Kuning\nMerah"
    assert found["Kabupaten Maluku Tengah"].label_of(Decimal(85)) == "Sangat Baik"
    assert found["Kabupaten Polewali Mandar (kinerja)"].label_of(Decimal(100)) == "Tercapai"


def test_the_page_costs_the_same_however_long_the_history_is(
    cast: Cast, noon: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for month in range(1, 13):
        set_policy(rules_from_day(cast, date(2026, month, 1), cap=Decimal(120)), by=cast.reviewer, now=NOW)
    desk = at_desk(cast.officer)
    with django_assert_max_num_queries(10):
        assert desk.get(url(cast)).status_code == 200


def test_the_admin_shows_policies_and_keeps_used_scales(cast: Cast) -> None:
    keeper = Person.objects.create_superuser("pengelola", password="rahasia-panjang-1", name="Pengelola")
    scale = add_scale(scale_of(cast.agency), by=cast.reviewer, now=NOW)
    policy = set_policy(rules_from_day(cast, date(2026, 3, 1), scale=scale), by=cast.reviewer, now=NOW)
    desk = at_desk(keeper)
    for name, pk in (("scale", scale.pk), ("agencypolicy", policy.pk)):
        assert desk.get(reverse(f"admin:reporting_{name}_changelist")).status_code == 200
        page = reverse(f"admin:reporting_{name}_change", args=[pk])
        assert desk.get(page).status_code == 200
        assert desk.post(page, {}).status_code == 403
    lines = {"name": "Rusak", "valid_from": "2026-01-01", "bands": '[["x", "A"], [null, "B"]]'}
    assert "Kelas tidak terbaca" in text_of(desk.post(reverse("admin:reporting_scale_add"), lines))
