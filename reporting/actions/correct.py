"""Correcting a signed report: a further run opens chosen rows, and its report is signed in its own right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.urls import reverse

from organisation.actions.history import Event, hold, record, record_all
from organisation.actions.notices import notify
from organisation.models import Person
from organisation.permissions import may
from organisation.queries.holders import holders
from organisation.roles import Role
from reporting.models import (
    BudgetLine,
    Compilation,
    CorrectedRow,
    Correction,
    Realisation,
    Report,
    ReportLine,
    Spending,
)
from reporting.queries.corrections import (
    correction_of,
    entered_rows,
    is_final,
    kept_columns,
    read_columns,
    running_correction_of,
    settled_correction_of,
)
from reporting.queries.procedure import asks_for, redone_from
from sop.models import Run
from sop.registry import Blocker
from sop.workflow import Blocked, NotYours, Order, start_correction
from sop.workflow import withdraw as withdraw_run

NOT_YOURS = "Perbaikan laporan dibuka oleh kepala perangkat daerah atau Kasubbag program/keuangan."
NOT_FINAL = Blocker(
    "Laporan ini belum selesai ditandatangani. Selama itu kembalikan saja barisnya lewat peninjauan."
)
NO_ROWS = Blocker("Pilih sedikitnya satu baris: tulis pada baris itu apa yang keliru.")
NO_WORDS = Blocker("Tulis alasan perbaikan dengan kata-kata; alasan ini tercetak dalam laporan perbaikan.")
NO_WAY = Blocker("SOP ini tanpa langkah pengisian atau penyusunan, jadi tidak ada yang dapat diulang.")
OTHER_ROWS = Blocker("Ada baris yang tidak termasuk laporan ini. Muat ulang halamannya.")
FEWEST_LETTERS = 10
TOLD = (Role.HEAD, Role.PLANNING, Role.COMPILER)


@dataclass(frozen=True)
class Wish:
    """What is to be corrected: why, and which rows; what is wrong by the key of the row."""

    reason: str
    lines: Mapping[int, str] = field(default_factory=dict)
    budget_lines: Mapping[int, str] = field(default_factory=dict)


def may_correct(person: Person, report: Report, now: datetime) -> bool:
    agency = report.agency
    return may(person, "correct_report", agency, agency.time_zone.local(now).date())


def may_withdraw(person: Person, correction: Correction, now: datetime) -> bool:
    """Whether the correction can still be given up, and by this person."""
    report = correction.report
    is_open = correction.settled_at is None and report.run.status == Run.Status.OPEN
    return is_open and may_correct(person, report, now)


def is_worded(reason: str) -> bool:
    """Whether a reason says something: letters, not only numbers and marks."""
    return sum(letter.isalpha() for letter in reason) >= FEWEST_LETTERS


def refusals(report: Report) -> list[Blocker]:
    """Why no correction of the report can be opened now; empty where it can."""
    if later := settled_correction_of(report):
        link = reverse("report", args=[later.report_id])
        sentence = f"Laporan ini sudah diperbaiki oleh laporan nomor {later.report.number}."
        return [Blocker(f"{sentence} Perbaiki laporan itu.", link)]
    if running := running_correction_of(report):
        run = running.report.run
        sentence = f"Perbaikan ke-{run.edition} sudah dibuka oleh {run.opened_by} dan masih berjalan."
        return [Blocker(sentence, reverse("report", args=[running.report_id]))]
    if not is_final(report):
        return [NOT_FINAL]
    return [] if redone_from(report.run) else [NO_WAY]


@transaction.atomic
def open_correction(report: Report, wish: Wish, *, by: Person, now: datetime) -> Report:
    """Open the correction of a signed report for the chosen rows. The signed report itself stays as it is.

    Raises NotYours, Blocked with every reason, or Conflict where somebody opened one at the same time.
    """
    hold(report.agency)
    if not may_correct(by, report, now):
        raise NotYours(NOT_YOURS)
    compilation = report.compilations.order_by("-round").first()
    act = redone_from(report.run)
    rows = _rows(compilation, wish) if compilation else []
    reasons = refusals(report) or problems_of(report, wish, rows)
    if reasons or act is None:
        raise Blocked(reasons or [NO_WAY])
    made: list[Report] = []

    def ground(run: Run) -> None:
        made.append(_report_of(run, report, rows, by=by, now=now))

    start_correction(report.run, Order(act, wish.reason.strip(), ground), by=by, now=now)
    _tell(made[0], report, by=by, now=now)
    return made[0]


def problems_of(report: Report, wish: Wish, rows: Sequence[CorrectedRow]) -> list[Blocker]:
    """What the wish itself lacks."""
    found = []
    if not is_worded(wish.reason):
        found.append(NO_WORDS)
    if len(rows) != sum(bool(text.strip()) for text in [*wish.lines.values(), *wish.budget_lines.values()]):
        found.append(OTHER_ROWS)
    if not asks_for(report.run, "fill"):
        return found
    if not rows and not found[1:]:
        found.append(NO_ROWS)
    unmeasured = [row.line.name for row in rows if row.line and not _is_asked(row.line, report)]
    if unmeasured:
        sentence = "Tidak diukur pada periode ini, jadi tidak ada isian yang dapat diperbaiki"
        found.append(Blocker(f"{sentence}: {'; '.join(unmeasured)}."))
    orphans = [str(_line(row)) for row in rows if _line(row).officer_person is None]
    if orphans:
        found.append(Blocker(f"Belum ada PPTK untuk baris: {'; '.join(orphans)}."))
    return found


@transaction.atomic
def withdraw(report: Report, reason: str, *, by: Person, now: datetime) -> None:
    """Give up a correction that is not signed: what was entered before stands again, nothing is deleted."""
    hold(report.agency)
    if not may_correct(by, report, now):
        raise NotYours(NOT_YOURS)
    correction = correction_of(report)
    if correction is None:
        raise Blocked([Blocker("Laporan ini bukan perbaikan.")])
    if not is_worded(reason):
        raise Blocked([Blocker("Tulis alasan pembatalan dengan kata-kata.")])
    withdraw_run(report.run, reason.strip(), by=by, now=now)
    _put_back(correction, by=by, now=now)
    sentence = f"{report} dibatalkan {by}: {reason.strip()} Angka laporan yang ditandatangani tetap berlaku."
    event = Event("correction_withdrawn", correction.corrects, sentence, {"correction": report.pk})
    record(event, by=by, at=now, agency=report.agency)


def settle(report: Report, *, by: Person | None, now: datetime) -> None:
    """Once a correction is final its figures hold, and the earlier report says so."""
    if not report.run.is_correction or not is_final(report):
        return
    if not Correction.objects.filter(report=report, settled_at=None).update(settled_at=now):
        return
    correction = Correction.objects.select_related("corrects").get(report=report)
    number = f" nomor {report.number}" if report.number else ""
    sentence = f"{correction.corrects} diperbaiki oleh {report}{number}: {report.run.reason}"
    details = {"correction": report.pk, "number": report.number}
    event = Event("report_corrected", correction.corrects, sentence, details)
    record(event, by=by, at=now, agency=report.agency)


@transaction.atomic
def widen(report: Report, lines: Mapping[int, str], budget_lines: Mapping[int, str]) -> None:
    """A reviewer of the correction sends back a row that was not chosen at first: from now on it is."""
    correction = correction_of(report)
    compilation = report.compilations.order_by("-round").first()
    if correction is None or compilation is None:
        return
    chosen = {_place(row) for row in correction.rows.select_related("line", "budget_line")}
    rows = _rows(compilation, Wish("", lines, budget_lines))
    _keep(correction, [row for row in rows if _place(row) not in chosen])


# --- the steps inside -------------------------------------------------------------------------------------


def _rows(compilation: Compilation, wish: Wish) -> list[CorrectedRow]:
    """The chosen rows of the report, not saved yet; keys of other reports find nothing."""
    lines = {key: text.strip() for key, text in wish.lines.items() if text.strip()}
    moneys = {key: text.strip() for key, text in wish.budget_lines.items() if text.strip()}
    found = compilation.lines.filter(pk__in=lines).select_related("officer_person", "indicator")
    money = compilation.budget_lines.filter(pk__in=moneys).select_related("officer_person")
    return [CorrectedRow(line=line, text=lines[line.pk]) for line in found] + [
        CorrectedRow(budget_line=line, text=moneys[line.pk]) for line in money
    ]


def _is_asked(line: ReportLine, report: Report) -> bool:
    """Whether the period asks for a figure of this indicator at all."""
    return any(line.indicator.is_measured_in(month.last_month) for month in report.period.months)


def _line(row: CorrectedRow) -> ReportLine | BudgetLine:
    line = row.line or row.budget_line
    if line is None:
        raise ValueError("Perbaikan tanpa baris.")
    return line


def _place(row: CorrectedRow) -> tuple[str, int]:
    """What a row is about, whichever draft it was read from."""
    if row.line:
        return "indicator", row.line.indicator_id
    return "node", row.budget_line.node_id if row.budget_line else 0


def _report_of(
    run: Run, earlier: Report, rows: Sequence[CorrectedRow], *, by: Person, now: datetime
) -> Report:
    """The report of the correction with its chosen rows, before the first task of the run is given out."""
    regular = Report.objects.get(
        run__sop=run.sop, run__agency=run.agency, run__period=run.period, run__edition=0
    )
    report = Report.objects.create(
        run=run,
        agency=run.agency,
        period=run.period,
        plan=earlier.plan,
        title=f"Perbaikan ke-{run.edition} {regular.title}"[:300],
    )
    correction = Correction.objects.create(report=report, corrects=earlier)
    _keep(correction, rows)
    named = [str(_line(row)) for row in rows]
    details = {"correction": report.pk, "corrects": earlier.pk, "reason": run.reason, "rows": named}
    sentence = f"{by} membuka perbaikan ke-{run.edition} atas {earlier}: {run.reason}"
    events = [Event("correction_opened", each, sentence, details) for each in (earlier, report)]
    record_all(events, by=by, at=now, agency=run.agency)
    return report


def _keep(correction: Correction, rows: Sequence[CorrectedRow]) -> None:
    """Save the chosen rows with what was entered for them until now."""
    entered = entered_rows(correction.report, rows)
    for place, row in enumerate(rows):
        row.correction = correction
        row.standing = {str(own.pk): kept_columns(own) for own in entered[place]}
    CorrectedRow.objects.bulk_create(rows)


def _put_back(correction: Correction, *, by: Person, now: datetime) -> None:
    """What stood in the rows when the correction was opened; the history keeps what was entered since."""
    events = []
    for kept in correction.rows.all():
        model = Realisation if kept.line_id else Spending
        held = model._default_manager.select_for_update()
        for row in held.filter(pk__in=[int(pk) for pk in kept.standing]):
            columns = read_columns(model, kept.standing[str(row.pk)])
            before = {name: getattr(row, name) for name in columns}
            changed = {name: value for name, value in columns.items() if value != before[name]}
            if not changed:
                continue
            for name, value in changed.items():
                setattr(row, name, value)
            row.edition += 1
            row.save(update_fields=[*changed, "edition"])
            details = {"before": {name: before[name] for name in changed}, "after": changed}
            sentence = f"Isian dikembalikan seperti semula karena {correction.report} dibatalkan."
            events.append(Event("entry_changed", row, sentence, details))
    record_all(events, by=by, at=now, agency=correction.report.agency)


def _tell(report: Report, earlier: Report, *, by: Person, now: datetime) -> None:
    """Head, Kasubbag and compiler learn that a signed report is being corrected, and why."""
    day = report.agency.time_zone.local(now).date()
    people = {person.pk: person for role in TOLD for person in holders(report.agency, role, day)}
    people.pop(by.pk, None)
    text = f"{by} membuka perbaikan atas {earlier}: {report.run.reason}"
    link = reverse("report", args=[report.pk])
    notify(people.values(), text, link=link, key=f"correction:{report.pk}:opened", at=now)
