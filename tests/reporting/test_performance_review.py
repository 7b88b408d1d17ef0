"""Review, signature and freezing of an LKjIP: who may, in which order, over exactly which content."""

import pytest
from pytest_django import DjangoAssertNumQueries

from kinerja.lib.files import sha256_of
from organisation.models import HistoryEvent, Notice
from reporting.actions import performance as acting
from reporting.actions.performance_review import Answered, answer_points, reopen, state_review
from reporting.actions.performance_sign import Confirmation, sign_final
from reporting.chapters import place_of
from reporting.models import PerformanceReport, Plan, ReviewAnswer, ReviewStatement
from reporting.renderers.book_chapters import book_of
from sop.workflow import Blocked, NotYours
from tests.cast import Cast
from tests.reporting.annual import (
    JANUARY_2027,
    all_yes,
    choose_efficiency,
    make_inspector,
    opened,
    reviewed,
    told_in_full,
)
from tests.reporting.stories import state

Status = PerformanceReport.Status
Verdict = ReviewStatement.Verdict
Answer = ReviewAnswer.Answer
AGREES = Confirmation(password="rahasia-panjang-1")


@pytest.fixture
def report(cast: Cast, plan: Plan) -> PerformanceReport:
    """Told in full, not reviewed yet."""
    choose_efficiency(cast)
    made = opened(cast, plan)
    told_in_full(cast, made)
    return made


def test_the_inspectorate_is_told_and_answers_every_point(cast: Cast, report: PerformanceReport) -> None:
    inspector = make_inspector()
    acting.ask_for_review(report, by=cast.compiler, now=JANUARY_2027)
    assert Notice.objects.filter(person=inspector, link=f"/lkjip/{report.pk}/reviu/").count() == 1
    answer_points(report, {"form-1": Answered(Answer.YES)}, by=inspector, now=JANUARY_2027)
    with pytest.raises(Blocked, match="22 butir daftar periksa belum dijawab"):
        state_review(report, Verdict.REVIEWED, "", by=inspector, now=JANUARY_2027)
    with pytest.raises(Blocked, match="memerlukan catatan"):
        answer_points(report, {"form-1": Answered(Answer.NO)}, by=inspector, now=JANUARY_2027)
    statement = reviewed(report, inspector)
    assert report.status == Status.REVIEWED
    assert statement.capacity == "Inspektur Pembantu I"
    told = Notice.objects.filter(link=f"/lkjip/{report.pk}/").values_list("person", flat=True)
    assert {cast.compiler.pk, cast.reviewer.pk, cast.head.pk} == set(told)


def test_nobody_else_reviews(cast: Cast, report: PerformanceReport) -> None:
    for person in (cast.compiler, cast.head, cast.overseer, cast.stranger):
        with pytest.raises(NotYours):
            answer_points(report, all_yes(), by=person, now=JANUARY_2027)


def test_a_return_needs_words_and_opens_a_new_round(cast: Cast, report: PerformanceReport) -> None:
    inspector = make_inspector()
    with pytest.raises(Blocked):
        state_review(report, Verdict.RETURNED, " ", by=inspector, now=JANUARY_2027)
    answer_points(report, {"form-1": Answered(Answer.YES)}, by=inspector, now=JANUARY_2027)
    state_review(report, Verdict.RETURNED, "Lengkapi analisis 4.", by=inspector, now=JANUARY_2027)
    report.refresh_from_db()
    assert (report.status, report.round) == (Status.DRAFT, 2)
    assert report.answers.get().round == 1  # stays as it was given


def test_a_reviewed_text_is_locked_until_it_is_opened_again(cast: Cast, report: PerformanceReport) -> None:
    reviewed(report, make_inspector())
    with pytest.raises(Blocked, match="terkunci"):
        acting.write_text(report, place_of("ikhtisar"), "Lain", seen=1, by=cast.compiler, now=JANUARY_2027)
    acting.set_number(report, "000.8.6.3/8/2027", by=cast.compiler, now=JANUARY_2027)  # given at the end
    with pytest.raises(Blocked):
        reopen(report, "  ", by=cast.compiler, now=JANUARY_2027)
    reopen(report, "Angka Desember dikoreksi.", by=cast.compiler, now=JANUARY_2027)
    report.refresh_from_db()
    assert (report.status, report.round) == (Status.DRAFT, 2)
    with pytest.raises(Blocked, match="Hanya LKjIP yang telah direviu"):
        reopen(report, "Sekali lagi.", by=cast.compiler, now=JANUARY_2027)


@pytest.mark.usefixtures("blank_paper")
def test_the_head_signs_last_and_the_files_are_frozen(cast: Cast, report: PerformanceReport) -> None:
    with pytest.raises(Blocked, match="Inspektorat belum menyatakan"):
        sign_final(report, AGREES, by=cast.head, now=JANUARY_2027)
    reviewed(report, make_inspector())
    with pytest.raises(NotYours):
        sign_final(report, AGREES, by=cast.reviewer, now=JANUARY_2027)
    with pytest.raises(Blocked, match="Kata sandi tidak cocok"):
        sign_final(report, Confirmation(password="salah"), by=cast.head, now=JANUARY_2027)
    final = sign_final(report, AGREES, by=cast.head, now=JANUARY_2027)
    assert (final.status, final.signed_by, final.signed_as) == (Status.FINAL, cast.head, "Kepala Badan")
    for file in (final.pdf, final.word):
        assert file is not None
        assert sha256_of(file.path.read_bytes()) == file.sha256
    event = HistoryEvent.objects.get(verb="performance_report_final")
    assert final.pdf is not None
    assert event.details["pdf"] == final.pdf.sha256
    with pytest.raises(Blocked, match="sudah final"):
        sign_final(final, AGREES, by=cast.head, now=JANUARY_2027)
    with pytest.raises(Blocked):
        reopen(final, "Terlambat.", by=cast.compiler, now=JANUARY_2027)
    with pytest.raises(Blocked):
        acting.set_number(final, "lain", by=cast.compiler, now=JANUARY_2027)


def test_a_gap_without_a_reason_is_in_the_way(cast: Cast, report: PerformanceReport) -> None:
    acting.state_reason(report, "medium:S1/S.1", "", by=cast.compiler, now=JANUARY_2027)
    reviewed(report, make_inspector())
    with pytest.raises(Blocked, match="target akhir Renstra belum dicatat"):
        sign_final(report, AGREES, by=cast.head, now=JANUARY_2027)


def test_a_figure_that_changed_after_the_review_is_not_signed(cast: Cast, report: PerformanceReport) -> None:
    reviewed(report, make_inspector())
    state("S.1", "79", period="2026-12")
    with pytest.raises(Blocked, match="berubah sejak direviu"):
        sign_final(report, AGREES, by=cast.head, now=JANUARY_2027)


def test_who_wrote_it_neither_reviews_nor_signs_it(cast: Cast, report: PerformanceReport) -> None:
    inspector = make_inspector()
    PerformanceReport.objects.filter(pk=report.pk).update(opened_by=inspector)
    with pytest.raises(Blocked, match="tidak mereviunya"):
        answer_points(report, all_yes(), by=inspector, now=JANUARY_2027)
    PerformanceReport.objects.filter(pk=report.pk).update(opened_by=cast.head)
    report.refresh_from_db()
    with pytest.raises(Blocked, match="tidak menandatanganinya"):
        sign_final(report, AGREES, by=cast.head, now=JANUARY_2027)


def test_equal_content_has_equal_digests(cast: Cast, report: PerformanceReport) -> None:
    on = JANUARY_2027.date()
    first = book_of(report, on).digest
    assert book_of(report, on).digest == first
    acting.write_text(report, place_of("perbaikan"), "Baru.", seen=1, by=cast.compiler, now=JANUARY_2027)
    assert book_of(report, on).digest != first


def test_a_book_costs_the_same_whatever_its_size(
    cast: Cast, report: PerformanceReport, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(32):
        book_of(PerformanceReport.objects.select_related("agency", "plan__agency").get(), JANUARY_2027.date())
