"""Saving and trying rows without leaving the page: the same forms and the same gate, answered as JSON.

A row is sent with all its inputs and the edition that was seen; an input that is not sent stays as it is.
Of the states "error" means that what could be read was saved and the text of the rest was kept, "unchanged"
that the same edit had arrived before. A stale CSRF token is answered with {"csrf": true, "token": …}: the new
one can be used at once.
"""

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware, get_token
from django.urls import reverse
from django.utils.decorators import decorator_from_middleware
from django.views.decorators.csrf import csrf_exempt

from kinerja.lib import clock
from kinerja.lib.dates import Zone, clock_time
from kinerja.lib.numbers import format_money, format_number, format_percent
from organisation.models import Person
from reporting.actions.entry import Change, Row, Saved, closed_because, save_sheet, try_sheet
from reporting.entry_rules import Warned
from reporting.forms.entry import EntryForm, posted_forms, stored_cells
from reporting.forms.entry_row import REASON
from reporting.queries.entry import Line, Money, Place, Sheet, sheet_of
from reporting.queries.figures import shown
from reporting.views.entry import needs_words, task_for
from sop.models import Task
from sop.workflow import Blocked, Conflict, NotYours

View = Callable[[HttpRequest, Person, Task], HttpResponse]
Gate = Callable[..., Saved]


class _TokenCheck(CsrfViewMiddleware):
    """A stale token is told as such and with a fresh one, so that nothing typed has to be given up."""

    def _reject(self, request: HttpRequest, reason: str) -> HttpResponse:  # noqa: ARG002
        return JsonResponse({"csrf": True, "token": get_token(request)}, status=403)


_checks_token = decorator_from_middleware(_TokenCheck)


def _answers_json(view: View) -> Callable[..., HttpResponseBase]:
    """Refusals that a page can read: 401 signed out, 403 a stale token or not yours, 409 closed."""

    @csrf_exempt
    @login_not_required
    @_checks_token
    @wraps(view)
    def answer(request: HttpRequest, task_pk: int) -> HttpResponse:
        page = reverse("entry", args=[task_pk])
        if not isinstance(request.user, Person):
            way = redirect_to_login(page)
            by_script = "X-CSRFToken" in request.headers
            return JsonResponse({"sign_in": way["Location"]}, status=401) if by_script else way
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        try:
            return view(request, request.user, task_for(request.user, task_pk))
        except NotYours as refused:
            return JsonResponse({"closed": [str(refused)], "rows": {}}, status=403)

    return answer


@_answers_json
def save(request: HttpRequest, person: Person, task: Task) -> HttpResponse:
    """Save the rows that were sent; no other row is touched."""
    return _answer(request, person, task, save_sheet, saved_at=clock.now())


@_answers_json
def try_out(request: HttpRequest, person: Person, task: Task) -> HttpResponse:
    """What saving would give, for the working that is shown while typing."""
    return _answer(request, person, task, try_sheet, saved_at=None)


def _answer(
    request: HttpRequest, person: Person, task: Task, gate: Gate, *, saved_at: datetime | None
) -> HttpResponse:
    forms: dict[str, EntryForm] = {}

    def read(sheet: Sheet) -> Iterable[Change]:
        forms.update(posted_forms(sheet, request.POST))
        for form in forms.values():
            form.full_clean()
        return [form.change() for form in forms.values()]

    now, zone = clock.now(), task.run.agency.time_zone
    try:
        saved = gate(task, read, by=person, now=now)
    except (Blocked, Conflict):
        return _closed(person, task.pk, now)
    by_key = saved.sheet.by_key
    rows = {key: _row(by_key[key], form, saved, zone) for key, form in forms.items()}
    at = clock_time(saved_at, zone) if saved_at else None
    return JsonResponse({"saved_at": at, **_count(saved.sheet), "closed": [], "rows": rows})


def _closed(person: Person, pk: int, now: datetime) -> HttpResponse:
    """Nothing was saved; the page keeps what was typed and says why."""
    task = task_for(person, pk)
    sentences = [reason.sentence for reason in closed_because(task, person, now)]
    content: dict[str, Any] = {"saved_at": None, **_count(sheet_of(task)), "closed": sentences, "rows": {}}
    return JsonResponse(content, status=409)


def _count(sheet: Sheet) -> dict[str, int]:
    return {"filled": sheet.filled, "total": len(sheet.open_rows)}


def _row(place: Place, form: EntryForm, saved: Saved, zone: Zone) -> dict[str, Any]:
    theirs = saved.conflicts.get(place.key)
    is_new = any(row is place.row for row in saved.changed)
    state = "conflict" if theirs else "error" if form.errors else "saved" if is_new else "unchanged"
    answer = {
        "edition": place.row.edition,
        "state": state,
        "errors": {name: [str(error) for error in errors] for name, errors in form.errors.items()},
        "warnings": [_warning(place, warned) for warned in place.warnings],
        "problems": [problem.sentence for problem in place.problems],
        "needs_words": needs_words(place),
        "shown": _shown(place),
        **(_line_figures(place) if isinstance(place, Line) else _money_figures(place)),
    }
    if theirs:
        answer["conflict"] = _conflict(place, theirs, form, zone)
    return answer


def _warning(place: Place, warned: Warned) -> dict[str, str]:
    rule = warned.rule.value
    reason = place.row.reasons.get(rule, "")
    field = f"{place.key}-{REASON}{rule}"
    return {"rule": rule, "sentence": warned.sentence, "reason": reason, "field": field}


def _shown(place: Place) -> dict[str, str]:
    """The figures as they were understood, by the name of the input."""
    if isinstance(place, Line) and place.is_predicate:
        return {"code": shown(place.indicator, place.row.value)} if place.row.value is not None else {}
    if isinstance(place, Money):
        cells = {"amount": place.row.amount, "physical": place.row.physical}
    elif place.is_ratio:
        cells = {"numerator": place.row.numerator, "denominator": place.row.denominator}
    else:
        cells = {"figure": place.row.value}
    return {name: format_number(value, 6, trim=True) for name, value in cells.items() if value is not None}


def _line_figures(line: Line) -> dict[str, str]:
    achievement = line.figure.achievement
    percent = format_percent(achievement.value) if achievement.value is not None else ""
    return {
        "working": achievement.explanation,
        "achievement": percent,
        "rating": line.rating,
        "to_date": shown(line.indicator, line.figure.rolled.value),
    }


def _money_figures(money: Money) -> dict[str, str]:
    total, share = money.total, money.share.value
    return {
        "working": money.share.explanation if total is not None else "",
        "total": format_money(total) if total is not None else "",
        "share": format_percent(share) if share is not None and total is not None else "",
    }


def _conflict(place: Place, row: Row, form: EntryForm, zone: Zone) -> dict[str, Any]:
    """Both values of every input that differs; what is stored stands until somebody chooses."""
    stored = stored_cells(place)
    sent = {name: form.add_prefix(name) for name in form.fields if name != "edition"}
    yours = {name: str(form.data[field]).strip() for name, field in sent.items() if field in form.data}
    theirs = {name: str(stored.get(name, "")) for name in yours}
    differing = [name for name in yours if yours[name] != theirs[name]]
    return {
        "who": str(row.entered_by or "orang lain"),
        "at": clock_time(row.entered_at, zone) if row.entered_at else "",
        "theirs": {name: theirs[name] for name in differing},
        "yours": {name: yours[name] for name in differing},
        "edition": row.edition,
    }
