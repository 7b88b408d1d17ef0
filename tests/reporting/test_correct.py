"""A signed report is never changed: its correction is a further report with its own round of signatures."""

from datetime import datetime
from decimal import Decimal

import pytest

from organisation.models import HistoryEvent, Notice, Person
from reporting.actions.correct import Wish, open_correction, withdraw
from reporting.actions.entry import save_entry
from reporting.actions.entry_changes import measured
from reporting.models import Correction, Document, Indicator, Plan, Realisation, Report
from reporting.queries.compiled import figures_of
from reporting.queries.corrections import in_force
from reporting.queries.entry import sheet_of
from reporting.queries.procedure import redone_from
from reporting.rehearsal import forget
from sop.actions.tick import tick
from sop.models import Run, SopVersion, Task
from sop.workflow import Blocked, Conflict, NotYours, advance
from tests.cast import Cast, wib
from tests.reporting.stories import NINTH, play, to_approval, to_signature

MARCH = wib("2026-03-10 09:00")
LATER = wib("2026-03-11 09:00")
REASON = "Berita acara rekonsiliasi menunjukkan satu dokumen terlewat."
WRONG = "Satu dokumen belum dihitung"

pytestmark = pytest.mark.usefixtures("blank_paper")


@pytest.fixture
def signed(cast: Cast, plan: Plan, sop: SopVersion) -> Report:
    report: Report = to_signature(cast, sop).report
    return Report.objects.select_related("run", "agency", "plan").get(pk=report.pk)


def wish(report: Report, *codes: str, reason: str = REASON) -> Wish:
    lines = report.compilations.latest("round").lines.filter(indicator__code__in=codes or ["1.1"])
    return Wish(reason, {line.pk: WRONG for line in lines})


def corrected(report: Report, cast: Cast, *codes: str, at: datetime = MARCH) -> Report:
    made = open_correction(report, wish(report, *codes), by=cast.reviewer, now=at)
    return Report.objects.select_related("run", "agency", "plan").get(pk=made.pk)


def tasks_of(report: Report, kind: str) -> list[Task]:
    found = Task.objects.filter(run=report.run_id, act__kind=kind).order_by("round", "pk")
    return list(found.select_related("run__agency", "run__sop", "run__version", "act__step", "act__actor"))


def enter(report: Report, value: str, by: Person, *, at: datetime = MARCH) -> None:
    """The officer puts another figure into the row that is open, and submits."""
    task = tasks_of(report, "fill")[-1]
    [row] = [place for place in sheet_of(task).open_rows if place.key.startswith("r")]
    assert isinstance(row.row, Realisation)
    save_entry(task, [measured(row.row, Decimal(value))], by=by, now=at)
    play(task, by, at)


def to_signed(report: Report, cast: Cast, value: str = "2") -> Report:
    """The correction through all its steps up to the signature."""
    enter(report, value, cast.officer)
    for kind, by in (("compile", cast.compiler), ("review", cast.reviewer), ("sign", cast.head)):
        play(tasks_of(report, kind)[-1], by, LATER)
    return Report.objects.select_related("run", "agency", "plan").get(pk=report.pk)


def live(code: str = "1.1") -> Realisation:
    return Realisation.objects.get(indicator__code=code, period="2026-01")


def test_a_correction_gives_only_the_officer_of_the_chosen_row_a_task_and_opens_only_that_row(
    signed: Report, cast: Cast
) -> None:
    report = corrected(signed, cast)
    [task] = Task.objects.filter(run=report.run_id)
    assert (task.act.kind, task.assignee, task.status) == ("fill", cast.officer, "open")
    sheet = sheet_of(tasks_of(report, "fill")[0])
    assert [(place.subject, place.notes[0].text) for place in sheet.open_rows] == [("Jumlah dokumen", WRONG)]
    assert report.title == "Perbaikan ke-1 Laporan Capaian Kinerja Bulanan"
    assert (report.run.edition, report.run.corrects, report.run.opened_by) == (1, signed.run, cast.reviewer)


def test_it_is_signed_in_its_own_right_and_the_first_report_stays_as_it_was(
    signed: Report, cast: Cast
) -> None:
    before = {document.format: document.file.sha256 for document in _documents(signed)}
    frozen = signed.compilations.get().digest
    report = to_signed(corrected(signed, cast), cast)
    assert report.number != signed.number
    assert report.compilations.latest("round").lines.get(indicator__code="1.1").value == 2
    assert signed.compilations.get().lines.get(indicator__code="1.1").value == 1
    assert {document.format: document.file.sha256 for document in _documents(signed)} == before
    assert signed.compilations.get().digest == frozen
    assert in_force(signed) == report
    assert Correction.objects.get().settled_at == LATER
    assert HistoryEvent.objects.filter(
        verb="report_corrected", subject=f"reporting.report:{signed.pk}"
    ).exists()


def _documents(report: Report) -> list[Document]:
    return list(Document.objects.filter(compilation__report=report).select_related("file"))


def test_until_it_is_signed_every_other_report_counts_with_the_signed_figure(
    signed: Report, cast: Cast
) -> None:
    report = corrected(signed, cast)
    enter(report, "2", cast.officer)
    assert live().value == 2
    assert _value(signed) == 1
    assert _value(report) == 2
    for kind, by in (("compile", cast.compiler), ("review", cast.reviewer), ("sign", cast.head)):
        play(tasks_of(report, kind)[-1], by, LATER)
    assert _value(signed) == 2


def _value(report: Report) -> Decimal | None:
    return next(line.value for line in figures_of(report).lines if line.indicator.code == "1.1")


def test_a_draft_of_the_correction_hides_the_signed_figure_from_nobody(signed: Report, cast: Cast) -> None:
    report = corrected(signed, cast)
    task = tasks_of(report, "fill")[0]
    [row] = [place for place in sheet_of(task).open_rows if place.key.startswith("r")]
    assert isinstance(row.row, Realisation)
    save_entry(task, [measured(row.row, Decimal(2))], by=cast.officer, now=MARCH)
    assert live().submitted_at is None
    assert _value(signed) == 1


def test_the_clock_neither_closes_its_entry_nor_opens_the_month_again(signed: Report, cast: Cast) -> None:
    report = corrected(signed, cast)
    tick(wib("2026-03-30 09:00"))
    [task] = tasks_of(report, "fill")
    assert task.status == Task.Status.OPEN
    enter(report, "2", cast.officer, at=wib("2026-03-30 10:00"))
    assert Run.objects.filter(period="2026-01").count() == 2


def test_the_system_acts_in_a_correction_only_when_the_time_for_people_is_over(
    signed: Report, cast: Cast
) -> None:
    report = corrected(signed, cast)
    enter(report, "2", cast.officer)
    tick(MARCH)
    [compiling] = tasks_of(report, "compile")
    assert (compiling.status, compiling.due_at) == ("open", wib("2026-03-11 23:59").replace(second=59))
    tick(wib("2026-03-12 00:05"))
    assert tasks_of(report, "compile")[0].status == Task.Status.DONE


def test_a_reviewer_may_send_back_a_row_that_was_not_chosen_at_first(signed: Report, cast: Cast) -> None:
    report = corrected(signed, cast)
    enter(report, "2", cast.officer)
    play(tasks_of(report, "compile")[0], cast.compiler, LATER)
    other = report.compilations.get().lines.get(indicator__code="2.1")
    values = {"lines": {other.pk: "Ini pun keliru"}}
    advance(tasks_of(report, "review")[0], "returned", by=cast.reviewer, now=LATER, values=values)
    [again] = [task for task in tasks_of(report, "fill") if task.round == 2]
    assert again.assignee == cast.second_officer
    assert [place.subject for place in sheet_of(again).open_rows] == ["Jumlah dokumen"]
    assert _value(signed) == 1


def test_a_withdrawn_correction_puts_back_what_was_entered_and_leaves_room_for_another(
    signed: Report, cast: Cast
) -> None:
    report = corrected(signed, cast)
    enter(report, "2", cast.officer)
    withdraw(report, "Ternyata angka semula sudah benar.", by=cast.reviewer, now=LATER)
    assert (live().value, live().submitted_at is not None) == (Decimal(1), True)
    assert Run.objects.get(edition=1).status == Run.Status.WITHDRAWN
    assert not Task.objects.filter(run=report.run_id).active().exists()
    assert in_force(signed) == signed
    again = corrected(signed, cast, at=LATER)
    assert again.run.edition == 2
    assert again.title.startswith("Perbaikan ke-2 ")


def test_a_correction_that_is_signed_cannot_be_withdrawn(signed: Report, cast: Cast) -> None:
    report = to_signed(corrected(signed, cast), cast)
    with pytest.raises((Blocked, Conflict)):
        withdraw(report, "Ternyata angka semula sudah benar.", by=cast.reviewer, now=LATER)


def test_a_corrected_report_is_corrected_again_through_its_correction(signed: Report, cast: Cast) -> None:
    report = to_signed(corrected(signed, cast), cast)
    with pytest.raises(Blocked, match="sudah diperbaiki oleh laporan nomor"):
        corrected(signed, cast, at=LATER)
    second = to_signed(corrected(report, cast), cast, "3")
    assert second.run.edition == 2
    assert in_force(signed) == second
    assert _value(signed) == 3


def test_only_one_correction_at_a_time(signed: Report, cast: Cast) -> None:
    corrected(signed, cast)
    with pytest.raises(Blocked, match="sudah dibuka oleh Ratna"):
        corrected(signed, cast)


@pytest.mark.parametrize(
    ("codes", "reason", "sentence"),
    [
        (("1.1",), "12345 678 ...", "dengan kata-kata"),
        (("9.9",), REASON, "sedikitnya satu baris"),
    ],
)
def test_it_wants_a_reason_in_words_and_a_row(
    signed: Report, cast: Cast, codes: tuple[str, ...], reason: str, sentence: str
) -> None:
    with pytest.raises(Blocked, match=sentence):
        open_correction(signed, wish(signed, *codes, reason=reason), by=cast.reviewer, now=MARCH)
    assert not Run.objects.filter(edition__gt=0).exists()


@pytest.mark.parametrize("who", ["officer", "compiler", "stranger", "overseer"])
def test_head_and_kasubbag_alone_open_one(signed: Report, cast: Cast, who: str) -> None:
    with pytest.raises(NotYours):
        open_correction(signed, wish(signed), by=getattr(cast, who), now=MARCH)


def test_a_report_that_is_not_signed_is_sent_back_instead(cast: Cast, plan: Plan, sop: SopVersion) -> None:
    report = to_approval(cast, sop).report
    with pytest.raises(Blocked, match="belum selesai ditandatangani"):
        open_correction(report, wish(report), by=cast.reviewer, now=NINTH)


def test_head_and_compiler_are_told_why(signed: Report, cast: Cast) -> None:
    corrected(signed, cast)
    told = Notice.objects.filter(key__startswith="correction:")
    assert {notice.person for notice in told} == {cast.head, cast.compiler}
    assert all(REASON in notice.text for notice in told)


def test_a_row_that_the_period_does_not_ask_for_has_nothing_to_correct(signed: Report, cast: Cast) -> None:
    Indicator.objects.filter(code="1.1").update(measured_months=[12])
    with pytest.raises(Blocked, match="Tidak diukur pada periode ini"):
        corrected(signed, cast)


def test_the_copy_of_a_rehearsal_forgets_a_run_together_with_its_correction(
    signed: Report, cast: Cast
) -> None:
    to_signed(corrected(signed, cast), cast)
    forget(signed.run)
    assert not Run.objects.exists()
    assert not Report.objects.exists()


def test_an_office_where_nobody_fills_in_is_corrected_from_the_return_or_from_compiling(
    signed: Report,
) -> None:
    version = signed.run.version
    version.steps.get(printed_number="3.").acts.update(kind="hand_over")
    entry = redone_from(signed.run)
    assert entry is not None
    assert (entry.kind, entry.step.printed_number) == ("hand_over", "3.")
    version.steps.get(printed_number="5.").acts.update(returns_to=None)
    compiling = redone_from(signed.run)
    assert compiling is not None
    assert compiling.kind == "compile"
