"""The PPTK's month: entering, checking, submitting, receipt."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from kinerja.lib import clock
from kinerja.lib.dates import clock_time
from organisation.models import Person
from organisation.views.people import signed_in
from reporting.actions.entry import WORDS, Row, closed_because, save_entry
from reporting.actions.evidence import add as add_evidence
from reporting.entry_rules import Warned
from reporting.forms.entry import EntryForm, posted_forms, stored_form
from reporting.forms.entry_row import REASON
from reporting.forms.evidence import EvidenceForm, evidence_forms, posted_evidence
from reporting.models import Spending
from reporting.queries.entry import Card, Place, Sheet, sheet_of
from sop.models import Task
from sop.queries.tasks import earlier, with_context
from sop.registry import Blocker
from sop.workflow import Blocked, Conflict, NotYours, may_do


@dataclass(frozen=True)
class WarningRow:
    """A warning on the page: what it says, the reason given, and the input for it where it can be given."""

    warned: Warned
    reason: str
    field: BoundField | None


@dataclass(frozen=True)
class Cell:
    """A row of the page: its figures, and its form where it can be filled in."""

    row: Place
    form: EntryForm | None
    adding: EvidenceForm | None = None

    @property
    def needs_words(self) -> bool:
        """Whether the part for kendala and tindak lanjut stands open."""
        told = bool(self.form and set(self.form.errors) & {*WORDS}) or bool(
            self.adding and self.adding.errors
        )
        return needs_words(self.row) or told

    @property
    def warnings(self) -> list[WarningRow]:
        """What looks like a slip, each with the reason that was given or is asked for."""
        reasons, form = self.row.row.reasons, self.form
        return [
            WarningRow(
                warned,
                reasons.get(warned.rule.value, ""),
                form[f"{REASON}{warned.rule.value}"] if form else None,
            )
            for warned in self.row.warnings
        ]


def needs_words(place: Place) -> bool:
    """Whether the part for kendala and tindak lanjut stands open."""
    return place.needs_words or any(getattr(place.row, name) for name in WORDS)


@dataclass(frozen=True)
class CardView:
    """A line of the plan with its rows, ready for the page."""

    card: Card
    lines: list[Cell]
    moneys: list[Cell]


@require_http_methods(["GET", "POST"])
def entry(request: HttpRequest, task_pk: int) -> HttpResponse:
    """The whole month of one PPTK on one page."""
    person, now = signed_in(request), clock.now()
    task = task_for(person, task_pk)
    if request.method == "POST":
        return _save(request, task, person, now)
    sheet = sheet_of(task)
    reasons = closed_because(task, person, now)
    forms = {} if reasons else {row.key: stored_form(row) for row in sheet.open_rows}
    return _page(request, sheet, forms, now=now, reasons=reasons)


def _save(request: HttpRequest, task: Task, person: Person, now: datetime) -> HttpResponse:
    """Save what can be saved; whatever cannot is shown again as it was typed."""
    if not may_do(task, person, now):
        raise NotYours("Isian ini bukan milik Anda.")
    sheet = sheet_of(task)
    forms = posted_forms(sheet, request.POST, request.FILES)
    additions = posted_evidence(sheet, request.POST, request.FILES)
    try:
        bad = _store(task, forms, additions, person, now)
    except (Blocked, Conflict):
        reasons = closed_because(task_for(person, task.pk), person, now)
        return _turned_away(request, sheet, forms, additions, reasons=reasons, now=now)
    sheet = sheet_of(task)
    shown = {row.key: bad.get(row.key) or stored_form(row) for row in sheet.open_rows}
    wants = request.POST.get("do", "draft")
    problems = [(p.anchor, p.sentence) for p in sheet.problems] if wants == "check" else []
    by_key = sheet.by_key
    wrong = {key: form.ask_again(by_key[key]) for key, form in additions.items() if form.errors}
    if bad or wrong or problems:
        return _page(request, sheet, shown, wrong, now=now, problems=problems, status=422)
    if request.POST.get("remove", "").isdecimal():
        return redirect("evidence-remove", task_pk=task.pk, pk=int(request.POST["remove"]))
    if wants == "check":
        return redirect("entry-check", task_pk=task.pk)
    messages.success(request, f"Draf tersimpan pukul {clock_time(now, task.run.agency.time_zone)}.")
    return redirect("entry", task_pk=task.pk)


@transaction.atomic
def _store(
    task: Task, forms: dict[str, EntryForm], additions: dict[str, EvidenceForm], person: Person, now: datetime
) -> dict[str, EntryForm]:
    """Save the rows and their evidence; the forms of rows that need another look are given back."""
    for form in forms.values():
        form.full_clean()
    changes = [form.change() for form in forms.values()]
    saved = save_entry(task, changes, by=person, now=now)
    for key, form in forms.items():
        if key in saved.conflicts:
            form.add_error(None, _conflict(saved.conflicts[key]))
    for key, adding in additions.items():
        if adding.wanted:
            add_evidence(task, key, adding.wanted, by=person, now=now)
    return {key: form for key, form in forms.items() if form.errors}


def _conflict(row: Row) -> str:
    who = row.entered_by or "orang lain"
    return (
        f"Baris ini sudah diubah di tempat lain oleh {who}; yang tersimpan: {_stored_words(row)}. "
        "Yang Anda ketik masih ada di sini. Simpan sekali lagi untuk memakai isian Anda."
    )


def _stored_words(row: Row) -> str:
    if isinstance(row, Spending):
        return f"Rp {row.amount_raw or 'kosong'}, fisik {row.physical_raw or 'kosong'}"
    return row.raw or row.get_state_display()


def _turned_away(
    request: HttpRequest,
    sheet: Sheet,
    forms: dict[str, EntryForm],
    additions: dict[str, EvidenceForm],
    *,
    reasons: list[Blocker],
    now: datetime,
) -> HttpResponse:
    """The sheet closed while somebody typed: nothing was saved, and what was typed can be copied."""
    for form in forms.values():
        form.full_clean()
        form.freeze()
    for adding in additions.values():
        adding.freeze()
    return _page(request, sheet, forms, additions, now=now, reasons=reasons, is_lost=True, status=409)


def _page(
    request: HttpRequest,
    sheet: Sheet,
    forms: dict[str, EntryForm],
    additions: dict[str, EvidenceForm] | None = None,
    *,
    now: datetime,
    reasons: list[Blocker] | None = None,
    problems: list[tuple[str, str]] | None = None,
    is_lost: bool = False,
    status: int = 200,
) -> HttpResponse:
    task = sheet.task
    asked = dict(additions or {}) if is_lost else evidence_forms(sheet, forms, additions or {})
    told = [*forms.values(), *(additions or {}).values()] if status == 422 else []
    complaints = [pair for form in told for pair in form.complaints]
    summary = [*complaints, *[p for p in problems or [] if p[0] not in {anchor for anchor, _ in complaints}]]
    context: dict[str, Any] = {
        "task": task,
        "sheet": sheet,
        "cards": [card_view(card, forms, asked) for card in sheet.cards],
        "reasons": reasons or [],
        "is_open": not reasons,
        "is_lost": is_lost,
        "is_done": task.status == Task.Status.DONE,
        "form": {"errors": summary},
        "earlier": earlier(task, now).papers,
        "now": now,
        "zone": task.run.agency.time_zone,
    }
    return render(request, "reporting/entry.html", context, status=status)


def card_view(
    card: Card, forms: dict[str, EntryForm], additions: dict[str, EvidenceForm] | None = None
) -> CardView:
    additions = additions or {}
    return CardView(
        card,
        [Cell(line, forms.get(line.key), additions.get(line.key)) for line in card.lines],
        [Cell(money, forms.get(money.key), additions.get(money.key)) for money in card.moneys],
    )


def task_for(person: Person, pk: int) -> Task:
    tasks = with_context(Task.objects.visible_to(person)).filter(act__kind="fill")
    found: Task = get_object_or_404(tasks.select_related("run__report__plan"), pk=pk)
    return found
