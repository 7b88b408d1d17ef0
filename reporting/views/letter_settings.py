"""What an office sets for its papers: their texts with a preview, and the series of their numbers."""

from datetime import date, datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from kinerja.lib import clock
from organisation.models import Agency, Person
from organisation.permissions import agencies_where, may
from organisation.views.people import signed_in
from reporting.actions.letter_template import set_template
from reporting.actions.numbering import NOT_YOURS, set_series
from reporting.forms.letter_settings import SeriesForm, TemplateForm
from reporting.letter_words import Words
from reporting.models import Letter, LetterType, NumberSeries
from reporting.placeholders import LETTER, NUMBER
from reporting.queries.letters import (
    TEXTS,
    example_ground,
    filled,
    template_of,
    templates_of,
    versions_of,
    words_of,
)
from reporting.queries.numbering import Wanted, gaps, next_text, printed, series_for, series_of_year
from reporting.renderers.letter import Printed
from sop.workflow import Blocked, Conflict

EXAMPLES = 3  # numbers in a test print
SHOWN = 100  # of the numbers that a series gave, the last ones
RECIPIENT = "Kepala Bagian Organisasi"


@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    """Every kind of paper of the offices whose texts the person sets."""
    offices = _offices(request)
    kept = templates_of(offices)
    listed = [(office, [(one, kept.get((office.pk, one))) for one in LetterType]) for office in offices]
    return render(request, "reporting/letter_templates.html", {"listed": listed, "here": "letter-templates"})


@require_http_methods(["GET", "POST"])
def template(request: HttpRequest, code: str, type: str) -> HttpResponse:  # noqa: A002
    """The text of one kind of paper, with its placeholders and a preview from the last report."""
    person, office, now = _here(request, code)
    if type not in LetterType.values:
        raise Http404
    kept = template_of(office, type)
    version = kept.version if kept else 0
    sent = request.POST if request.method == "POST" else None
    form = TemplateForm(sent, type_=type, words=words_of(kept, type), version=version)
    status = 200
    if sent is not None and (not form.is_valid() or sent.get("act") == "save"):
        if form.is_valid() and _kept(form, office, type, by=person, now=now):
            messages.success(request, "Templat disimpan sebagai versi baru. Surat yang ada tidak berubah.")
            return redirect("letter-template", code=code, type=type)
        status = 422
    shown = form.words if form.is_bound and not form.errors else words_of(kept, type)
    context = {"of": office, "form": form, "type": LetterType(type), "version": version}
    context |= {"versions": versions_of(office, type), "placeholders": LETTER}
    context["printed"] = _example(office, type, shown)
    return render(request, "reporting/letter_template.html", context, status=status)


@require_safe
def numbers(request: HttpRequest) -> HttpResponse:
    """The series of the year of every office whose numbers the person sets."""
    now = clock.now()
    listed = []
    for office in _offices(request):
        on = office.time_zone.local(now).date()
        rows = [
            (series, printed(series, series.next_number, Wanted(office, series.paper, on)))
            for series in series_of_year(office, on.year)
        ]
        listed.append((office, on.year, rows))
    return render(request, "reporting/letter_numbers.html", {"listed": listed, "here": "letter-numbers"})


@require_http_methods(["GET", "POST"])
def series(request: HttpRequest, code: str, paper: str) -> HttpResponse:
    """How the numbers of one paper are written this year, a test print, and every number that was given."""
    person, office, now = _here(request, code)
    if paper not in NumberSeries.Paper.values:
        raise Http404
    wanted = Wanted(office, paper, office.time_zone.local(now).date())
    kept, status = series_for(wanted), 200
    sent = request.POST if request.method == "POST" else None
    form = SeriesForm(sent, series=kept)
    if sent is not None and (not form.is_valid() or sent.get("act") == "save"):
        if form.is_valid() and _set(form, wanted, by=person, now=now):
            messages.success(request, f"Pola nomor disimpan. Nomor berikutnya {next_text(wanted)}.")
            return redirect("number-series", code=code, paper=paper)
        status = 422
    context = {"of": office, "form": form, "kept": kept, "placeholders": NUMBER, "zone": office.time_zone}
    context |= {"examples": _examples(form, kept, wanted), **_given(kept)}
    return render(request, "reporting/letter_series.html", context, status=status)


def _offices(request: HttpRequest) -> list[Agency]:
    offices = agencies_where(signed_in(request), "edit_letters", clock.now().date())
    if not offices:
        raise PermissionDenied(NOT_YOURS)
    return offices


def _here(request: HttpRequest, code: str) -> tuple[Person, Agency, datetime]:
    """Who asks, about which agency, when; 404 for strangers, 403 for those who may not."""
    person, now = signed_in(request), clock.now()
    office = get_object_or_404(Agency.objects.visible_to(person).distinct(), code=code)
    if not may(person, "edit_letters", office, office.time_zone.local(now).date()):
        raise PermissionDenied(NOT_YOURS)
    return person, office, now


def _kept(form: TemplateForm, office: Agency, type_: str, *, by: Person, now: datetime) -> bool:
    seen = form.cleaned_data["seen"]
    try:
        set_template(office, type_, form.words, seen=seen, by=by, now=now)
    except (Blocked, Conflict) as refused:
        form.add_error(None, str(refused))
        _see_again(form, template_of(office, type_))
        return False
    return True


def _see_again(form: Form, last: object) -> None:
    """Ready to be sent again over what the other one kept."""
    changed = {**form.data.dict(), "seen": ""} if isinstance(form.data, QueryDict) else dict(form.data)
    changed["seen"] = str(getattr(last, "version", 0) or getattr(last, "edition", 0))
    form.data = changed


def _set(form: SeriesForm, wanted: Wanted, *, by: Person, now: datetime) -> bool:
    try:
        set_series(wanted, form.wish, by=by, now=now)
    except (Blocked, Conflict) as refused:
        form.add_error(None, str(refused))
        _see_again(form, series_for(wanted))
        return False
    return True


def _given(kept: NumberSeries) -> dict[str, object]:
    """The numbers of a series, the last one first, and those that are missing."""
    given = list(kept.numbers.order_by("sequence")) if kept.pk else []
    return {
        "given": given[: -SHOWN - 1 : -1],
        "count": len(given),
        "gaps": gaps(kept, given) if given else [],
    }


def _example(office: Agency, type_: str, words: Words) -> Printed | None:
    """The paper with the last report of the office; a disposisi sheet prints from its own trail."""
    if type_ == LetterType.DISPOSITION:
        return None
    ground = example_ground(office)
    done = filled(words, ground, RECIPIENT)
    letter = Letter(
        agency=office, type=type_, recipient=RECIPIENT, recipient_place=office.city, nature="Biasa",
        attachment="1 (satu) berkas", capacity="Kepala Perangkat Daerah",
    )  # fmt: skip
    for name in TEXTS:
        setattr(letter, name, getattr(done, name))
    return Printed(letter)


def _examples(form: SeriesForm, kept: NumberSeries, wanted: Wanted) -> list[tuple[date, str]]:
    """A test print of the pattern in the form: now, the one after, and on the first day of the next year."""
    if form.is_bound and not form.errors:
        kept.pattern, kept.unit = form.cleaned_data["pattern"], form.cleaned_data["unit"]
    ahead = [(wanted.on, kept.next_number + place) for place in range(EXAMPLES - 1)]
    ahead.append((date(wanted.on.year + 1, 1, 1), 1))
    return [(on, printed(kept, number, Wanted(wanted.agency, wanted.paper, on))) for on, number in ahead]
