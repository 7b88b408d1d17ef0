"""The plan's editor in the browser: lines, indicators, targets, what is dated, and two people at once."""

from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.forms import BoundField
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from kinerja.lib import clock
from organisation.models import HistoryEvent
from reporting.actions.plan_revision import draft_revision
from reporting.models import Assignment, Budget, Indicator, Plan, PlanNode, Target
from reporting.queries.plan_lines import Head
from tests.cast import Cast, make_indicator, make_node, wib

NOW = wib("2026-06-15 09:00")
SUB = "5.02.02.2.01.0001"


@pytest.fixture
def draft(cast: Cast, plan: Plan) -> Plan:
    return draft_revision(plan, Head("Perubahan 1", date(2026, 7, 1)), by=cast.reviewer, now=NOW)


@pytest.fixture
def client(cast: Cast) -> Client:
    """The Kasubbag at a browser."""
    browser = Client()
    browser.force_login(cast.reviewer)
    return browser


def at(name: str, plan: Plan, *args: object) -> str:
    return reverse(name, args=[plan.pk, *args])


def filled(client: Client, address: str) -> dict[str, Any]:
    """What the form of a page would send if nothing were changed."""
    with clock.at(NOW):
        context = client.get(address).context
    sent: dict[str, Any] = {"seen": context["seen"]} if "seen" in context else {}
    for field in context["form"]:
        sent |= _sent(field)
    return sent


def _sent(field: BoundField) -> dict[str, Any]:
    value = field.field.prepare_value(field.value())
    if isinstance(value, bool):
        return {field.html_name: "on"} if value else {}
    return {} if value is None else {field.html_name: value}


def send(client: Client, address: str, **values: Any) -> Any:
    with clock.at(NOW):
        return client.post(address, values)


def change(client: Client, address: str, **changes: Any) -> Any:
    return send(client, address, **(filled(client, address) | changes))


def page_of(answer: Any) -> str:
    return unescape(" ".join(answer.content.decode().split()))


def node_of(plan: Plan, code: str = SUB) -> PlanNode:
    return plan.nodes.get(code=code)


def events() -> int:
    return HistoryEvent.objects.filter(verb="plan_edited").count()


# --- lines -------------------------------------------------------------------------------------------


def test_saving_every_page_unchanged_changes_nothing(client: Client, draft: Plan) -> None:
    indicator = Indicator.objects.get(node__plan=draft, code="1.1")
    addresses = [at("plan-head", draft), at("plan-indicator", draft, indicator.pk)]
    addresses += [at("plan-node", draft, node.pk) for node in draft.nodes.all()]
    addresses += [at("plan-budget", draft, Budget.objects.filter(node__plan=draft).earliest("pk").pk)]
    addresses += [at("plan-assignment", draft, Assignment.objects.filter(node__plan=draft).earliest("pk").pk)]
    for address in addresses:
        assert change(client, address).status_code == 302
    assert events() == 0


def test_a_plan_grows_from_nothing_in_the_browser(cast: Cast, client: Client) -> None:
    answer = send(client, "/rencana/baru/", agency=cast.agency.pk, year=2027, label="Murni", source="")
    plan = Plan.objects.get(year=2027)
    assert (answer.status_code, plan.status, plan.from_on) == (302, "draft", date(2027, 1, 1))
    send(client, at("plan-new-node", plan), level="objective", code="S1", name="Kas tertib", parent="")
    top = plan.nodes.get()
    below = {"level": "programme", "code": " 5.02.02 ", "name": "Program", "parent": top.pk}
    send(client, at("plan-new-node", plan) + f"?induk={top.pk}", **below)
    line = plan.nodes.get(code="5.02.02")
    assert line.parent == top
    indicator = {
        "code": "1",
        "name": "Opini BPK",
        "unit": "Opini",
        "direction": "predicate",
        "scale": "WDP = 3; WTP = 4",
        "lower_form": "mirror",
        "rollup": "release",
        "target_style": "cumulative",
        "annual_target": "wtp",
        "m6": "WTP",
        "measured_months": ["6"],
    }
    answer = send(client, at("plan-new-indicator", plan, line.pk), **indicator)
    assert answer.status_code == 302
    made = Indicator.objects.get(node=line)
    assert (made.annual_target, made.measured_months) == (Decimal(4), [6])
    assert Target.objects.get(indicator=made).period.code == "2027-06"
    assert "sudah ada" in page_of(
        send(client, "/rencana/baru/", agency=cast.agency.pk, year=2027, label="Murni", source="")
    )


def test_a_copy_of_last_year_moves_its_dates_on(cast: Cast, client: Client, plan: Plan) -> None:
    Budget.objects.create(node=node_of(plan), amount=Decimal(150_000_000), from_on=date(2026, 9, 1))
    Assignment.objects.filter(node=node_of(plan)).update(to_on=date(2026, 6, 30))
    send(client, "/rencana/baru/", agency=cast.agency.pk, year=2027, label="Murni", source=plan.pk)
    copy = Plan.objects.get(year=2027)
    budget = Budget.objects.get(node=node_of(copy))
    assert (budget.amount, budget.from_on) == (Decimal(150_000_000), date(2027, 1, 1))
    assert not Assignment.objects.filter(node=node_of(copy)).exists()
    second = Assignment.objects.get(node__plan=copy)
    assert (second.officer, second.from_on) == (cast.second_officer, date(2027, 1, 1))
    assert Target.objects.filter(indicator__node__plan=copy, period="2027-03").count() == 4
    assert Target.objects.filter(indicator__node__plan=plan).count() == 48


def test_a_line_in_a_wrong_place_is_refused_in_words_and_nothing_typed_is_lost(
    client: Client, draft: Plan
) -> None:
    sub = node_of(draft)
    answer = change(client, at("plan-node", draft, sub.pk), code="S1", name="Nama baru")
    assert answer.status_code == 422
    assert "Kode S1 sudah dipakai baris lain" in page_of(answer)
    assert "Nama baru" in page_of(answer)
    programme = node_of(draft, "5.02.02")
    answer = change(client, at("plan-node", draft, programme.pk), level="subactivity")
    assert "Sub kegiatan tidak dapat memuat Kegiatan di bawahnya" in page_of(answer)
    answer = change(client, at("plan-node", draft, programme.pk), level="goal")
    assert "Tujuan tidak dapat berada di bawah Sasaran S1" in page_of(answer)


def test_a_line_moves_with_everything_below_it(client: Client, draft: Plan) -> None:
    activity = node_of(draft, "5.02.02.2.01")
    first, second = node_of(draft, SUB), node_of(draft, "5.02.02.2.01.0002")
    send(client, at("plan-move", draft), part="baris", pk=second.pk, to=0)
    codes = list(draft.nodes.order_by("order").values_list("code", flat=True))
    assert codes[-3:] == [activity.code, second.code, first.code]
    other = make_node(draft, None, PlanNode.Level.GOAL, "T2", "Tujuan kedua")
    send(client, at("plan-move", draft), part="baris", pk=other.pk, to=-1)
    assert draft.nodes.order_by("order").values_list("code", flat=True)[0] == "T2"
    assert "dipindah ke urutan 1" in HistoryEvent.objects.latest("sequence").sentence


def test_removing_asks_first_and_waits_for_what_hangs_below(client: Client, draft: Plan) -> None:
    activity, sub = node_of(draft, "5.02.02.2.01"), node_of(draft)
    refused = send(client, at("plan-remove", draft, "baris", activity.pk))
    assert refused.status_code == 409
    assert "Masih ada 2 baris di bawah Kegiatan 5.02.02.2.01" in page_of(refused)
    with clock.at(NOW):
        assert "ikut hilang" in page_of(client.get(at("plan-remove", draft, "baris", sub.pk)))
    assert send(client, at("plan-remove", draft, "baris", sub.pk)).status_code == 302
    assert not draft.nodes.filter(pk=sub.pk).exists()
    event = HistoryEvent.objects.filter(verb="plan_edited").latest("sequence")
    assert [row["code"] for row in event.details["before"]["indicators"]] == ["1.1", "1.2"]


# --- indicators --------------------------------------------------------------------------------------


def test_twelve_targets_are_read_cell_by_cell(client: Client, draft: Plan) -> None:
    indicator = Indicator.objects.get(node__plan=draft, code="1.1")
    address = at("plan-indicator", draft, indicator.pk)
    answer = change(client, address, m3="tiga", m4="1.234", annual_target="15")
    page = page_of(answer)
    assert answer.status_code == 422
    assert "Maret: “tiga” bukan angka" in page
    assert "April: “1.234” dapat berarti dua hal" in page
    assert 'value="tiga"' in page
    assert change(client, address, m3="3,5", m4="", m12="15", annual_target="15").status_code == 302
    indicator.refresh_from_db()
    assert indicator.annual_target == Decimal(15)
    assert indicator.targets.get(period="2026-03").value == Decimal("3.5")
    assert not indicator.targets.filter(period="2026-04").exists()
    event = HistoryEvent.objects.filter(verb="plan_edited").latest("sequence")
    assert event.details["before"]["targets"]["April"].startswith("4")
    assert "April" not in event.details["after"]["targets"]


def test_targets_that_do_not_fit_the_year_are_saved_with_a_warning(client: Client, draft: Plan) -> None:
    indicator = Indicator.objects.get(node__plan=draft, code="1.1")
    address = at("plan-indicator", draft, indicator.pk)
    with clock.at(NOW):
        answer = client.post(address, filled(client, address) | {"annual_target": "20"}, follow=True)
        page = page_of(answer)
    words = "Target bulan terakhir (posisi kumulatif) 12, sedangkan target tahun 20."
    assert words in page
    with clock.at(NOW):
        assert words in page_of(client.get(address))
    change(client, address, target_style="instalment", annual_target="12")
    with clock.at(NOW):
        page = page_of(client.get(address))
    assert "Jumlah target semua bulan (bagian per bulan) 78, sedangkan target tahun 12." in page


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"direction": "predicate"}, "Arah predikat memerlukan skala"),
        ({"scale": "WTP"}, "“WTP” tidak dapat dibaca"),
        ({"direction": "range", "range_low": "7"}, "memerlukan batas bawah dan batas atas"),
        ({"range_low": "8", "range_high": "7"}, "Batas atas lebih kecil dari batas bawah"),
        ({"decimals": "", "m1": "1,5"}, "“1,5” bukan bilangan bulat"),
        ({"cap": "0"}, "Tulis dalam persen, misalnya 120"),
        ({"weight": "-1"}, "Tidak boleh kurang dari 0"),
        ({"m1": "9" * 16}, "paling banyak 15 angka"),
        ({"code": "1.2"}, "Kode 1.2 sudah dipakai indikator lain"),
    ],
)
def test_every_column_of_an_indicator_says_what_to_do(
    client: Client, draft: Plan, values: dict[str, str], words: str
) -> None:
    indicator = Indicator.objects.get(node__plan=draft, code="1.1")
    answer = change(client, at("plan-indicator", draft, indicator.pk), **values)
    assert answer.status_code == 422
    assert words in page_of(answer)
    assert events() == 0


def test_two_people_at_one_indicator_never_write_over_each_other(client: Client, draft: Plan) -> None:
    indicator = Indicator.objects.get(node__plan=draft, code="1.1")
    address = at("plan-indicator", draft, indicator.pk)
    stale = filled(client, address)
    change(client, address, unit="Berkas")
    answer = send(client, address, **(stale | {"unit": "Naskah"}))
    assert answer.status_code == 409
    assert "baru saja diubah oleh Ratna Rekaan, S.Sos." in page_of(answer)
    assert 'value="Naskah"' in page_of(answer)
    again = stale | {"unit": "Naskah", "seen": answer.context["seen"]}
    assert send(client, address, **again).status_code == 302
    indicator.refresh_from_db()
    assert indicator.unit == "Naskah"


# --- what is dated -----------------------------------------------------------------------------------


def test_a_published_plan_takes_a_pagu_from_a_day(client: Client, plan: Plan) -> None:
    line = node_of(plan)
    address = at("plan-new-budget", plan, line.pk)
    assert (
        send(client, address, amount="Rp 150.000.000", from_on="2026-07-01", label="DPPA").status_code == 302
    )
    assert Budget.objects.get(node=line, from_on=date(2026, 7, 1)).amount == Decimal(150_000_000)
    answer = send(client, address, amount="1", from_on="2026-07-01", label="")
    assert "Sudah ada pagu mulai 1 Juli 2026" in page_of(answer)
    assert "Tanggal mulai harus dalam tahun 2026" in page_of(
        send(client, address, amount="1", from_on="2027-01-01")
    )
    answer = send(client, address, amount="-5", from_on="31/02/2026", label="")
    assert "Tidak boleh kurang dari 0" in page_of(answer)
    assert "tanggal yang ada dalam kalender" in page_of(answer)
    assert "pagu Sub kegiatan" in HistoryEvent.objects.get(verb="plan_edited").sentence


def test_a_new_officer_ends_the_one_before(cast: Cast, client: Client, plan: Plan) -> None:
    line = node_of(plan)
    address = at("plan-new-assignment", plan, line.pk)
    send(client, address, officer=cast.second_officer.pk, from_on="2026-07-01", to_on="")
    before, after = Assignment.objects.filter(node=line).order_by("from_on")
    assert (before.officer, before.to_on) == (cast.officer, date(2026, 6, 30))
    assert (after.officer, after.to_on) == (cast.second_officer, None)
    assert "berakhir 30 Juni 2026" in HistoryEvent.objects.latest("sequence").sentence


def test_two_officers_on_one_day_are_refused_in_words(cast: Cast, client: Client, plan: Plan) -> None:
    line = node_of(plan)
    Assignment.objects.filter(node=line).update(to_on=date(2026, 8, 31))
    address = at("plan-new-assignment", plan, line.pk)
    answer = send(client, address, officer=cast.second_officer.pk, from_on="2026-07-01", to_on="")
    assert "ditugaskan sampai 31 Agustus 2026. Ubah dahulu tanggal akhirnya" in page_of(answer)
    send(client, address, officer=cast.second_officer.pk, from_on="2026-09-01", to_on="")
    answer = send(client, address, officer=cast.officer.pk, from_on="2026-09-01", to_on="")
    assert "Oscar Rekaan, S.T. sudah ditugaskan mulai tanggal itu" in page_of(answer)
    Assignment.objects.filter(node=line, to_on__isnull=False).delete()
    answer = send(client, address, officer=cast.officer.pk, from_on="2026-02-01", to_on="")
    assert "paling lambat 31 Agustus 2026" in page_of(answer)
    answer = send(client, address, officer=cast.stranger.pk, from_on="2026-02-01", to_on="")
    assert "Pilih pegawai dari daftar" in page_of(answer)


def test_nothing_else_of_a_published_plan_can_be_changed(client: Client, plan: Plan) -> None:
    indicator = Indicator.objects.get(code="1.1")
    line = node_of(plan)
    for address in (
        at("plan-new-node", plan),
        at("plan-new-indicator", plan, line.pk),
        at("plan-indicator", plan, indicator.pk),
        at("plan-remove", plan, "baris", line.pk),
        at("plan-remove", plan, "pagu", Budget.objects.filter(node=line).get().pk),
        at("plan-publish", plan),
        at("plan-discard", plan),
    ):
        answer = send(client, address)
        assert answer.status_code == 409, address
        assert "sudah terbit" in page_of(answer)
    change(
        client, at("plan-head", plan), nomenclature="Kepmendagri 900.1.15.5-3406/2024", from_on="2026-05-01"
    )
    plan.refresh_from_db()
    assert (plan.nomenclature, plan.from_on) == ("Kepmendagri 900.1.15.5-3406/2024", date(2026, 1, 1))


# --- who ---------------------------------------------------------------------------------------------


def test_only_who_looks_after_plans_edits_and_a_stranger_finds_nothing(cast: Cast, draft: Plan) -> None:
    line, source = node_of(draft), draft.copied_from
    assert source is not None
    addresses = [at("plan-editor", draft), at("plan-node", draft, line.pk), at("plan-publish", draft)]
    addresses += [at("plan", draft), at("plan-difference", draft, source.pk)]
    for person in (cast.officer, cast.head, cast.overseer, cast.stranger, cast.sop_admin):
        browser = Client()
        browser.force_login(person)
        with clock.at(NOW):
            assert [browser.get(address).status_code for address in addresses] == [404] * 5
            assert "Perubahan 1" not in page_of(browser.get("/rencana/"))
        assert browser.get("/rencana/baru/").status_code == 403
    browser = Client()
    browser.force_login(cast.officer)
    assert send(browser, at("plan-new-budget", source, node_of(source).pk), amount="1").status_code == 403
    browser.force_login(cast.stranger)
    assert send(browser, at("plan-new-budget", source, node_of(source).pk), amount="1").status_code == 404


def test_the_editor_costs_the_same_however_long_the_plan_is(
    client: Client, draft: Plan, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        node = make_node(draft, None, PlanNode.Level.GOAL, f"9.{number}", f"Tambahan {number}")
        make_indicator(node, "1", "Dokumen", unit="Dokumen", annual=Decimal(12))
    for address in (at("plan-editor", draft), at("plan", draft), at("plan-publish", draft)):
        with clock.at(NOW), django_assert_max_num_queries(15):
            assert client.get(address).status_code == 200
