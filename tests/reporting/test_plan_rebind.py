"""A report moves to another revision of its plan on purpose, with what was entered; never after signing."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from kinerja.lib import clock
from organisation.actions.files import store
from organisation.models import HistoryEvent, Person
from organisation.roles import Role
from reporting.actions.plan_edit import Edit
from reporting.actions.plan_revision import draft_revision, publish
from reporting.actions.rebind import Rebound, rebind
from reporting.models import Assignment, Evidence, Indicator, Plan, PlanNode, Realisation, Spending
from reporting.queries.entry import sheet_of
from reporting.queries.plan_lines import Head
from reporting.queries.rebinding import behind_in
from sop.actions.tick import tick
from sop.models import SopVersion, Task
from sop.workflow import Blocked, NotYours, advance
from tests.cast import Cast, appoint, make_indicator, make_person, task_of, wib
from tests.reporting.stories import (
    NINTH,
    SEVENTH,
    THIRD,
    draft,
    fill,
    open_january,
    play,
    report_in,
    to_approval,
    to_draft,
    to_signature,
)

pytestmark = pytest.mark.usefixtures("blank_paper")

SUB, SECOND = "5.02.02.2.01.0001", "5.02.02.2.01.0002"
FOURTH, EIGHTH = wib("2026-02-04 09:00"), wib("2026-02-08 09:00")


@dataclass
class Change:
    """The revision that holds from mid January, before it is published."""

    cast: Cast
    plan: Plan

    def node(self, code: str) -> PlanNode:
        return self.plan.nodes.get(code=code)

    def indicator(self, code: str) -> Indicator:
        found: Indicator = Indicator.objects.get(node__plan=self.plan, code=code)
        return found

    def publish(self) -> Plan:
        return publish(Edit(plan=self.plan, by=self.cast.reviewer, now=FOURTH))


@pytest.fixture
def change(cast: Cast, plan: Plan, sop: SopVersion) -> Change:
    head = Head("Perubahan 1", date(2026, 1, 15), basis="DPPA")
    return Change(cast, draft_revision(plan, head, by=cast.reviewer, now=wib("2026-01-10 09:00")))


def move(cast: Cast, plan: Plan, at: datetime = FOURTH) -> Rebound:
    return rebind(report_in(cast), plan, by=cast.reviewer, now=at)


def value(plan: Plan, code: str) -> Realisation:
    found: Realisation = Realisation.objects.get(
        indicator__node__plan=plan, indicator__code=code, period="2026-01"
    )
    return found


def page(person: Person, address: str, at: datetime = FOURTH) -> str:
    browser = Client()
    browser.force_login(person)
    with clock.at(at):
        answer = browser.get(address)
    assert answer.status_code == 200
    return unescape(" ".join(answer.content.decode().split()))


def test_a_report_stays_on_its_plan_until_somebody_moves_it(
    cast: Cast, sop: SopVersion, change: Change
) -> None:
    open_january(sop)
    murni = report_in(cast).plan
    change.publish()
    assert report_in(cast).plan == murni
    [waiting] = behind_in(murni)
    assert (waiting.report, waiting.plan) == (report_in(cast), change.plan)
    move(cast, change.plan)
    assert report_in(cast).plan == change.plan
    assert behind_in(murni) == []
    event = HistoryEvent.objects.get(verb="report_rebound")
    assert (event.details["old"], event.details["new"]) == (murni.pk, change.plan.pk)


def test_what_was_entered_goes_along_by_code_and_stays_where_it_was(
    cast: Cast, sop: SopVersion, change: Change
) -> None:
    open_january(sop)
    fill(cast, cast.officer)
    murni = report_in(cast).plan
    proof = store(
        b"%PDF-1.4\n%%EOF", name="bukti.pdf", content_type="application/pdf", agency=cast.agency,
        by=cast.officer, at=THIRD,
    )  # fmt: skip
    Evidence.objects.create(realisation=value(murni, "1.1"), file=proof)
    old = value(murni, "1.1")
    change.publish()
    rebound = move(cast, change.plan)
    assert (rebound.luggage.count, rebound.luggage.left) == (3, [])
    new = value(change.plan, "1.1")
    for name in ("state", "raw", "value", "obstacle", "follow_up", "entered_by", "submitted_at", "reasons"):
        assert getattr(new, name) == getattr(old, name), name
    assert new.edition > 0
    assert Evidence.objects.get(realisation=new).file == proof
    assert value(murni, "1.1").value == old.value
    spent = Spending.objects.get(node=change.node(SUB), period="2026-01")
    assert spent.amount == Spending.objects.get(node__plan=murni, node__code=SUB, period="2026-01").amount
    carried = HistoryEvent.objects.filter(verb="entry_carried")
    assert carried.count() == 3
    assert carried.filter(details__after__raw=new.raw).exists()
    assert (rebound.called, rebound.released, rebound.new_round) == ([], [], False)


def test_a_draft_goes_along_and_is_finished_in_the_same_task(
    cast: Cast, sop: SopVersion, change: Change
) -> None:
    open_january(sop)
    murni = report_in(cast).plan
    Realisation.objects.filter(pk=value(murni, "1.1").pk).update(
        state="value", value=Decimal(1), raw="1", entered_by=cast.officer, entered_at=THIRD, edition=1
    )
    make_indicator(change.node(SUB), "1.3", "Jumlah berkas", unit="Berkas", annual=Decimal(12))
    change.publish()
    move(cast, change.plan)
    task = task_of(cast, "fill", who=cast.officer)
    sheet = sheet_of(task)
    assert {row.row.indicator.code: row.row.raw for row in sheet.cards[0].lines} == {
        "1.1": "1", "1.2": "", "1.3": "",
    }  # fmt: skip
    assert all(row.is_open for row in sheet.rows)
    fill(cast, cast.officer, FOURTH)
    fill(cast, cast.second_officer, FOURTH)
    tick(wib("2026-02-06 00:10"))
    assert draft(cast).lines.count() == 5


def test_what_has_no_place_in_the_new_plan_is_named_with_its_reason(
    cast: Cast, sop: SopVersion, change: Change
) -> None:
    open_january(sop)
    fill(cast, cast.officer)
    fill(cast, cast.second_officer)
    change.node(SECOND).delete()
    Indicator.objects.filter(pk=change.indicator("1.1").pk).update(unit="Naskah")
    Indicator.objects.filter(pk=change.indicator("1.2").pk).update(measured_months=[3, 6])
    change.publish()
    rebound = move(cast, change.plan)
    reasons = {left.place: left.reason for left in rebound.luggage.left}
    unmeasured = "bulan ini bukan bulan ukur menurut rencana baru"
    assert reasons == {
        f"{SUB} · Jumlah dokumen (Januari 2026)": "cara ukur atau satuannya berubah (Dokumen menjadi Naskah)",
        f"{SUB} · Persentase ketepatan waktu (Januari 2026)": unmeasured,
        f"{SECOND} · Jumlah dokumen (Januari 2026)": "baris ini tidak ada dalam rencana baru",
        f"{SECOND} · Persentase ketepatan waktu (Januari 2026)": "baris ini tidak ada dalam rencana baru",
        f"{SECOND} · keuangan dan fisik (Januari 2026)": "baris ini tidak ada dalam rencana baru",
    }
    assert value(change.plan, "1.1").state == "blank"
    assert [person.name for person in rebound.called] == [cast.officer.name]
    shown = page(cast.reviewer, reverse("report-rebind", args=[report_in(cast).pk]))
    assert "Isian yang tidak dibawa; tetap tersimpan pada rencana lama" in shown
    assert "cara ukur atau satuannya berubah (Dokumen menjadi Naskah)" in shown


def test_a_newly_named_officer_gets_a_task_and_the_one_before_is_released(
    cast: Cast, sop: SopVersion, change: Change
) -> None:
    third = make_person("tari", name="Tari Rekaan")
    appoint(third, cast.agency, Role.OFFICER, title="PPTK Kas")
    open_january(sop)
    Assignment.objects.filter(node=change.node(SUB)).update(officer=third)
    change.publish()
    rebound = move(cast, change.plan)
    assert (rebound.called, rebound.released) == ([third], [cast.officer])
    assert task_of(cast, "fill", who=third).status == Task.Status.OPEN
    released = task_of(cast, "fill", who=cast.officer)
    assert (released.status, released.outcome) == (Task.Status.SUPERSEDED, "released")
    fill(cast, third, FOURTH)
    fill(cast, cast.second_officer, FOURTH)
    tick(wib("2026-02-06 00:10"))
    assert draft(cast).late == []
    assert {line.officer for line in draft(cast).lines.all()} == {third.name, cast.second_officer.name}


def test_a_compiled_draft_stays_readable_and_the_next_round_compiles_on_the_new_plan(
    cast: Cast, sop: SopVersion, change: Change
) -> None:
    compilation = to_draft(cast, sop)
    Indicator.objects.filter(pk=change.indicator("1.1").pk).update(annual_target=Decimal(24))
    change.publish()
    rebound = move(cast, change.plan, EIGHTH)
    assert rebound.new_round
    assert rebound.called == []
    address = reverse("report", args=[report_in(cast).pk])
    shown = page(cast.officer, address, EIGHTH)
    assert "Draf putaran ini disusun dengan rencana Murni; laporan kini memakai Perubahan 1." in shown
    play(task_of(cast, "compile", round_=2), cast.compiler, EIGHTH)
    second = draft(cast, 2)
    assert second.lines.get(indicator__code="1.1").annual_target == Decimal(24)
    assert compilation.lines.get(indicator__code="1.1").annual_target == Decimal(12)
    assert {line.indicator.node.plan for line in second.lines.select_related("indicator__node__plan")} == {
        change.plan
    }
    assert "disusun dengan rencana Murni" not in page(cast.officer, address, EIGHTH)
    assert Task.objects.filter(run=report_in(cast).run, act__kind="review", round=1).get().status == (
        Task.Status.SUPERSEDED
    )
    play(task_of(cast, "review", round_=2), cast.reviewer, EIGHTH)
    tick(NINTH)
    play(task_of(cast, "sign", round_=2), cast.head, NINTH)
    assert report_in(cast).compilations.get(round=2).signatures.exists()


def test_an_approved_draft_waits_for_what_is_new_before_it_is_signed(
    cast: Cast, sop: SopVersion, change: Change
) -> None:
    to_approval(cast, sop)
    make_indicator(change.node(SUB), "1.3", "Jumlah berkas", unit="Berkas", annual=Decimal(12))
    change.publish()
    rebound = move(cast, change.plan, EIGHTH)
    assert (rebound.called, rebound.new_round) == ([cast.officer], True)
    assert not Task.objects.active().filter(run=report_in(cast).run, act__kind="sign").exists()
    again = task_of(cast, "fill", who=cast.officer)
    assert (again.round, again.status) == (2, Task.Status.OPEN)
    assert [row.row.indicator.code for row in sheet_of(again).cards[0].lines] == ["1.1", "1.2", "1.3"]
    play(again, cast.officer, EIGHTH)
    tick(EIGHTH)
    assert draft(cast, 2).lines.count() == 5


def test_a_row_sent_back_keeps_its_note_and_the_new_rows_are_open_too(
    cast: Cast, sop: SopVersion, change: Change
) -> None:
    compilation = to_draft(cast, sop)
    line = compilation.lines.get(indicator__code="1.1")
    values = {"lines": {line.pk: "Cocokkan dengan daftar."}}
    review = task_of(cast, "review")
    advance(review, "returned", by=cast.reviewer, now=SEVENTH, note="Perbaiki", values=values)
    make_indicator(change.node(SUB), "1.3", "Jumlah berkas", unit="Berkas", annual=Decimal(12))
    change.publish()
    move(cast, change.plan, EIGHTH)
    sheet = sheet_of(task_of(cast, "fill", who=cast.officer))
    notes = {row.indicator.code: [note.text for note in row.notes] for row in sheet.cards[0].lines}
    assert notes == {"1.1": ["Cocokkan dengan daftar."], "1.2": [], "1.3": []}
    assert all(row.is_open for row in sheet.cards[0].lines)


def test_after_the_signature_nothing_moves(cast: Cast, sop: SopVersion, change: Change) -> None:
    to_signature(cast, sop)
    change.publish()
    assert behind_in(change.plan) == []
    with pytest.raises(Blocked, match="sudah ditandatangani"):
        rebind(report_in(cast), change.plan, by=cast.reviewer, now=NINTH)
    assert report_in(cast).plan != change.plan
    assert not HistoryEvent.objects.filter(verb__in=("report_rebound", "entry_carried")).exists()


def test_only_to_the_plan_that_holds_and_only_by_who_looks_after_plans(
    cast: Cast, sop: SopVersion, change: Change
) -> None:
    open_january(sop)
    with pytest.raises(Blocked, match="bukan yang berlaku"):
        move(cast, change.plan)
    change.publish()
    for person in (cast.officer, cast.head, cast.stranger, cast.sop_admin):
        with pytest.raises(NotYours):
            rebind(report_in(cast), change.plan, by=person, now=FOURTH)
    move(cast, change.plan)
    with pytest.raises(Blocked, match="sudah memakai rencana"):
        move(cast, change.plan)


def test_the_pages_tell_who_may_move_it_and_the_button_does(
    cast: Cast, sop: SopVersion, change: Change
) -> None:
    compilation = to_draft(cast, sop)
    report = compilation.report
    change.publish()
    words = "masih memakai rencana Murni"
    addresses = [
        reverse("report", args=[report.pk]), reverse("run", args=[report.run_id]),
        reverse("plan", args=[change.plan.pk]),
    ]  # fmt: skip
    for address in addresses:
        assert f"Laporan Januari 2026 {words}" in page(cast.reviewer, address, EIGHTH), address
        assert words not in page(cast.officer, address, EIGHTH)
    browser = Client()
    browser.force_login(cast.compiler)
    address = reverse("report-rebind", args=[report.pk])
    with clock.at(EIGHTH):
        shown = unescape(browser.get(address).content.decode())
        assert "Kepala rencana" in shown
        answer = browser.post(address, {"plan": change.plan.pk}, follow=True)
    assert "6 isian dibawa, 0 tidak." in unescape(answer.content.decode())
    for person, status in ((cast.officer, 403), (cast.stranger, 404)):
        browser.force_login(person)
        with clock.at(EIGHTH):
            assert browser.get(address).status_code == status
            assert browser.post(address, {"plan": change.plan.pk}).status_code == status
