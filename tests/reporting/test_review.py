"""Reviewing: notes on rows, a return that reaches the right PPTK only, rounds that stay readable."""

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from kinerja.lib import clock
from organisation.models import HistoryEvent
from reporting.actions.entry_changes import reasons_for_all
from reporting.models import Assignment, Plan, Realisation, Report, Review, ReviewNote
from sop.actions.tick import tick
from sop.models import SopVersion, Task
from sop.workflow import Blocked, Conflict, NotYours, advance
from tests.cast import Cast, task_of
from tests.reporting.stories import (
    SEVENTH,
    SIXTH,
    draft,
    every_figure,
    fill,
    open_january,
    play,
    report_in,
    to_draft,
    to_signature,
)

REASON = "Bukti tidak cocok dengan angka."


def send_back(cast: Cast, code: str, reason: str = REASON) -> Task:
    line = draft(cast).lines.get(indicator__code=code)
    return returned(cast, {"lines": {line.pk: reason}})


def returned(cast: Cast, values: dict[str, object]) -> Task:
    return advance(
        task_of(cast, "review"), "returned", by=cast.reviewer, now=SEVENTH, note="Perbaiki", values=values
    )


def test_approving_opens_the_signature(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    to_draft(cast, sop)
    play(task_of(cast, "review"), cast.reviewer, SEVENTH)
    review = Review.objects.get()
    assert (review.decision, review.by, review.capacity) == (
        "approved",
        cast.reviewer,
        "Kepala Sub Bagian Program dan Keuangan",
    )
    assert task_of(cast, "sign").round == 1


def test_a_return_reaches_exactly_the_officers_of_the_rows(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    to_draft(cast, sop)
    send_back(cast, "1.1")
    reopened = Task.objects.filter(act__kind="fill", round=2)
    assert [task.assignee for task in reopened] == [cast.officer]
    note = ReviewNote.objects.get()
    assert (note.text, note.line and note.line.indicator.code) == (REASON, "1.1")


def test_a_note_on_money_reaches_its_officer_too(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    to_draft(cast, sop)
    money = draft(cast).budget_lines.get(code="5.02.02.2.01.0002")
    returned(cast, {"budget_lines": {money.pk: REASON}})
    assert task_of(cast, "fill", round_=2).assignee == cast.second_officer


@pytest.mark.parametrize("values", [{}, {"lines": {}}, {"lines": {1: "  "}}])
def test_a_return_without_a_reason_on_a_row_is_refused(
    values: dict[str, object], cast: Cast, plan: Plan, sop: SopVersion
) -> None:
    to_draft(cast, sop)
    with pytest.raises(Blocked, match="sedikitnya satu baris"):
        returned(cast, values)
    assert not Review.objects.exists()
    assert task_of(cast, "review").status == Task.Status.OPEN


def test_a_note_on_a_row_of_another_draft_is_refused(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    to_draft(cast, sop)
    with pytest.raises(Blocked, match="tidak termasuk draf"):
        advance(
            task_of(cast, "review"),
            "returned",
            by=cast.reviewer,
            now=SEVENTH,
            values={"lines": {999999: "x"}},
        )


def test_a_row_that_nobody_answers_for_cannot_go_back(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    to_draft(cast, sop)
    draft(cast).lines.filter(indicator__code="1.1").update(officer_person=None)
    with pytest.raises(Blocked, match="Belum ada PPTK"):
        send_back(cast, "1.1")


def test_a_correction_ends_in_a_second_round_and_the_first_stays_readable(
    cast: Cast, plan: Plan, sop: SopVersion, client: Client
) -> None:
    to_draft(cast, sop)
    before = draft(cast).lines.get(indicator__code="1.1").value
    send_back(cast, "1.1")
    task = task_of(cast, "fill", who=cast.officer, round_=2)
    reasons = reasons_for_all("Enam dokumen selesai lebih awal.")
    Realisation.objects.filter(indicator__code="1.1").update(
        value=Decimal(7), raw="7", submitted_at=None, reasons=reasons
    )
    advance(task, "done", by=cast.officer, now=SEVENTH)
    tick(SEVENTH)
    second = draft(cast, 2).lines.get(indicator__code="1.1")
    assert (second.value, draft(cast, 1).lines.get(indicator__code="1.1").value) == (Decimal(7), before)
    client.force_login(cast.reviewer)
    first_page = client.get(reverse("report-round", args=[report_in(cast).pk, 1])).content.decode()
    latest = client.get(reverse("report", args=[report_in(cast).pk])).content.decode()
    assert REASON in first_page
    assert "putaran terdahulu" in first_page
    assert "berubah sejak putaran sebelumnya" in latest
    assert "Sudah ditindaklanjuti" in latest


def test_one_reviews_but_not_what_one_entered(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    Assignment.objects.filter(officer=cast.second_officer).update(officer=cast.reviewer)
    open_january(sop)
    fill(cast, cast.officer)
    fill(cast, cast.reviewer)
    tick(SIXTH)
    with pytest.raises(Blocked, match="orang lain"):
        play(task_of(cast, "review"), cast.reviewer, SEVENTH)


def test_only_the_lane_reviews_and_only_once(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    to_draft(cast, sop)
    task = task_of(cast, "review")
    with pytest.raises(NotYours):
        advance(task, "approved", by=cast.compiler, now=SEVENTH)
    play(task, cast.reviewer, SEVENTH)
    stale = task_of(cast, "review")
    with pytest.raises(Conflict):
        advance(stale, "approved", by=cast.reviewer, now=SEVENTH)
    assert Review.objects.count() == 1


def test_the_decision_with_its_reasons_is_in_the_history(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    to_draft(cast, sop)
    send_back(cast, "1.1")
    event = HistoryEvent.objects.get(verb="report_reviewed")
    assert REASON in event.details["rows"].values()


def test_the_page_takes_notes_and_returns_the_rows(
    cast: Cast, plan: Plan, sop: SopVersion, client: Client
) -> None:
    to_draft(cast, sop)
    task, line = task_of(cast, "review"), draft(cast).lines.get(indicator__code="1.2")
    client.force_login(cast.reviewer)
    with clock.at(SEVENTH):
        page = client.get(reverse("task", args=[task.pk])).content.decode()
        assert "Setujui dan paraf laporan" in page
        empty = client.post(reverse("task", args=[task.pk]), {"outcome": "returned"})
        assert empty.status_code == 422
        assert "alasan pada sedikitnya satu baris" in empty.content.decode()
        sent = {"outcome": "returned", f"line_{line.pk}": REASON, "note": "Segera"}
        assert client.post(reverse("task", args=[task.pk]), sent).status_code == 302
    assert ReviewNote.objects.get().line == line


def test_the_page_warns_of_latecomers_and_lets_approve(
    cast: Cast, plan: Plan, sop: SopVersion, client: Client
) -> None:
    open_january(sop)
    fill(cast, cast.officer)
    tick(SIXTH)
    client.force_login(cast.reviewer)
    with clock.at(SEVENTH):
        page = client.get(reverse("task", args=[task_of(cast, "review").pk])).content.decode()
        assert cast.second_officer.name in page
        sent = {"outcome": "approved", "password": "rahasia-panjang-1"}
        client.post(reverse("task", args=[task_of(cast, "review").pk]), sent)
    assert Review.objects.get().decision == "approved"


def test_notes_are_shown_as_typed_and_not_as_markup(
    cast: Cast, plan: Plan, sop: SopVersion, client: Client
) -> None:
    to_draft(cast, sop)
    send_back(cast, "1.1", "<script>alert(1)</script>")
    client.force_login(cast.reviewer)
    page = client.get(reverse("report", args=[report_in(cast).pk])).content.decode()
    assert "<script>alert(1)</script>" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_every_direction_can_be_reviewed_on_the_page(
    cast: Cast, plan: Plan, sop: SopVersion, client: Client
) -> None:
    every_figure(cast, plan, sop)
    assert Report.objects.count() == 1
    client.force_login(cast.reviewer)
    assert client.get(reverse("report", args=[report_in(cast).pk])).status_code == 200


def test_after_the_signature_nothing_is_returned(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    to_signature(cast, sop)
    with pytest.raises(Conflict):
        send_back(cast, "1.1")
