"""The letters: the list, one letter as it prints, its files, and writing one."""

from datetime import date

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from kinerja.lib import clock
from kinerja.lib.files import safe_name
from organisation.models import Agency, Person
from organisation.permissions import agencies_where, may
from organisation.views.files import file as stored_file
from organisation.views.people import signed_in
from reporting.actions.letter import NOT_WRITER, draft_letter, revise
from reporting.forms.letter import LOOK, LetterForm
from reporting.forms.letter_acts import CancelForm, IssueForm, ReceiptForm, SearchForm
from reporting.models import Letter, Report
from reporting.queries.letters import Ground, search
from reporting.queries.numbering import Wanted, next_text
from reporting.renderers import letter as paper
from reporting.renderers import letter_word
from sop.models import Task
from sop.workflow import Conflict

PER_PAGE = 24
RELATED = ("agency", "report", "run__sop", "signatory", "drafted_by", "file", "receipt_file", "issued")


@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """Letters of the person's agencies, found by words, type and state."""
    person = signed_in(request)
    form = SearchForm(request.GET)
    found = search(Letter.objects.visible_to(person), form.asked).select_related("agency", "run")
    today = clock.now().date()
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "form": form,
        "asked": any(vars(form.asked).values()),
        "writes": agencies_where(person, "write_letter", today),
        "sets": agencies_where(person, "edit_letters", today),
        "here": "letters",
    }
    return render(request, "reporting/letters.html", context)


@require_safe
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter as it prints, with what may be done to it."""
    person = signed_in(request)
    return letter_page(request, person, letter_of(person, pk))


@require_safe
def task_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """The way from the task that drafted a letter to the letter."""
    mine = Letter.objects.visible_to(signed_in(request))
    return redirect("letter", pk=get_object_or_404(mine, task=pk).pk)


@require_safe
def letter_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The frozen PDF; a draft is rendered now and says so."""
    found = letter_of(signed_in(request), pk)
    if found.file is not None:
        return stored_file(request, found.file.pk)
    name = safe_name(f"konsep-{found.get_type_display()}-{found.pk}.pdf")
    return handed_out(paper.render(found), name, paper.CONTENT_TYPE)


@require_safe
def letter_docx(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter as a Word document to go on working with; the official one is the PDF."""
    found = letter_of(signed_in(request), pk)
    name = safe_name(f"{found.get_type_display()} {found.number or found.pk}".replace("/", "-") + ".docx")
    return handed_out(letter_word.render(found), name, letter_word.CONTENT_TYPE)


@require_http_methods(["GET", "POST"])
def letter_new(request: HttpRequest) -> HttpResponse:
    """A letter that no step of an SOP asks for, about a report or not."""
    person = signed_in(request)
    agencies = agencies_where(person, "write_letter", clock.now().date())
    if not agencies:
        raise PermissionDenied(NOT_WRITER)
    return _desk(request, person, _ground(request, person, agencies), None)


@require_http_methods(["GET", "POST"])
def letter_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Another text for a draft."""
    person = signed_in(request)
    found = letter_of(person, pk)
    if not found.is_draft:
        messages.info(request, "Surat yang sudah terbit tidak berubah lagi.")
        return redirect("letter", pk=pk)
    today = found.agency.time_zone.local(clock.now()).date()
    if not may(person, "write_letter", found.agency, today):
        raise PermissionDenied(NOT_WRITER)
    return _desk(request, person, Ground(found.agency, found.run, found.report), found)


def letter_of(person: Person, pk: int) -> Letter:
    """A letter that the person may see, with everything that its page and its paper need."""
    mine = Letter.objects.visible_to(person).select_related(*RELATED)
    found: Letter = get_object_or_404(mine, pk=pk)
    return found


def letter_page(
    request: HttpRequest, person: Person, found: Letter, *, status: int = 200, **forms: object
) -> HttpResponse:
    """The page of a letter; forms that were refused stand on it with what was typed."""
    zone = found.agency.time_zone
    today = zone.local(clock.now()).date()
    context = {
        "letter": found,
        "printed": paper.Printed(found),
        "zone": zone,
        "entry": getattr(found, "agenda_entry", None),
        "asks_password": person.has_usable_password(),
        **_rights(person, found, today),
        "issue_form": IssueForm(initial={"seen": found.edition}),
        "cancel_form": CancelForm(),
        "receipt_form": ReceiptForm(initial={"received_on": today}),
        **forms,
    }
    return render(request, "reporting/letter.html", context, status=status)


def handed_out(content: bytes, name: str, content_type: str) -> HttpResponse:
    """A file made for this request, never run by a browser."""
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _rights(person: Person, found: Letter, today: date) -> dict[str, object]:
    """What this person may do to the letter, and the number that a signature would give it."""
    agency = found.agency
    signs, writes = may(person, "sign_letter", agency, today), may(person, "write_letter", agency, today)
    wanted = Wanted(agency, found.type, today, found.classification)
    return {
        "signs": found.is_draft and signs,
        "writes": writes,
        "next_number": next_text(wanted) if found.is_draft and signs else "",
        "may_cancel": signs if found.is_issued else found.is_draft and writes,
        "may_receive": _is_awaited(found) and (writes or _delivers(person, found)),
    }


def _is_awaited(found: Letter) -> bool:
    return found.is_issued and found.received_on is None


def _delivers(person: Person, found: Letter) -> bool:
    waiting = Task.objects.filter(run=found.run_id, act__kind="deliver")
    return waiting.awaiting(person, clock.now()).exists()


def _ground(request: HttpRequest, person: Person, agencies: list[Agency]) -> Ground:
    """The report that the address names, else the person's agency."""
    wanted = request.GET.get("laporan", "")
    if wanted.isdecimal():
        reports = Report.objects.visible_to(person).filter(agency__in=agencies)
        report = get_object_or_404(reports.select_related("agency", "run__sop"), pk=int(wanted))
        return Ground(report.agency, report.run, report)
    code = request.GET.get("perangkat", "")
    return Ground(next((one for one in agencies if one.code == code), agencies[0]))


def _desk(request: HttpRequest, person: Person, ground: Ground, kept: Letter | None) -> HttpResponse:
    sent, now, status = request.POST if request.method == "POST" else None, clock.now(), 200
    form = LetterForm(sent, ground=ground, now=now, kept=kept)
    outcome = sent.get("outcome", "") if sent is not None else LOOK
    if outcome == "done":
        made = _keep(request, person, form) if form.is_valid() else None
        if made is not None:
            messages.success(request, "Konsep disimpan. Nomor dan tanggalnya menyusul bersama tanda tangan.")
            return redirect("letter", pk=made.pk)
        status = 422
    context = {"form": form, "kept": kept, "ground": ground, "of": ground.agency}
    return render(request, "reporting/letter_edit.html", context, status=status)


def _keep(request: HttpRequest, person: Person, form: LetterForm) -> Letter | None:
    """The draft, or None where somebody else was faster; the form says so."""
    draft, now = form.cleaned_data["draft"], clock.now()
    try:
        if form.kept is None:
            return draft_letter(form.ground, draft, by=person, now=now)
        return revise(form.kept, draft, seen=_seen(request), by=person, now=now)
    except Conflict as conflict:
        form.add_error(None, str(conflict))
    return None


def _seen(request: HttpRequest) -> int:
    text = request.POST.get("seen", "")
    return int(text) if text.isdecimal() and len(text) < 10 else 0
