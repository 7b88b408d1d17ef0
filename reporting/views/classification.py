"""“Klasifikasi arsip”: the retention schedule, its dated changes, and its import."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from kinerja.lib import clock, workbooks
from kinerja.lib.files import MAX_BYTES, safe_name
from organisation.actions.files import store
from organisation.models import Agency, Person, StoredFile
from organisation.views.people import signed_in
from reporting.actions.classification import (
    NOT_YOURS,
    Outcome,
    add_class,
    import_schedule,
    layers_for,
    looked_at,
)
from reporting.forms.classification import ChangeForm, ClassForm, ScheduleForm, TakeForm
from reporting.models import Classification
from reporting.queries.classification import HEADINGS, Layer, schedule_of
from reporting.renderers.schedule import schedule_workbook
from sop.workflow import Blocked, NotYours

_TYPE = "application/octet-stream"


@require_safe
def classifications(request: HttpRequest) -> HttpResponse:
    """The agencies whose schedule somebody may read; whoever sees one goes straight there."""
    agencies = Agency.objects.visible_to(signed_in(request)).distinct().order_by("name")
    if len(agencies) == 1:
        return redirect("classification", code=agencies[0].code)
    return render(request, "reporting/classifications.html", {"agencies": agencies})


@require_http_methods(["GET", "POST"])
def classification(request: HttpRequest, code: str) -> HttpResponse:
    """The schedule of an office, and one line more."""
    person, agency, now = _here(request, code)
    today = agency.time_zone.local(now).date()
    layers = layers_for(person, agency, today)
    sent = request.POST if request.method == "POST" else None
    form = ClassForm(sent, layers=layers, today=today)
    if sent is not None and form.is_valid():
        try:
            made = add_class(form.change_of(agency), form.row, by=person, now=now)
        except Blocked as blocked:
            _tell(form, blocked)
        else:
            messages.success(request, f"Klasifikasi {made} dicatat.")
            return redirect("classification", code=code)
    context = {"of": agency, "rows": schedule_of(agency, today), "form": form, "may_change": bool(layers)}
    return render(request, "reporting/classification.html", context, status=422 if sent is not None else 200)


@require_http_methods(["GET", "POST"])
def schedule_import(request: HttpRequest, code: str) -> HttpResponse:
    """A file looked at, then taken over."""
    person, agency, now = _here(request, code)
    layers = layers_for(person, agency, agency.time_zone.local(now).date())
    if not layers:
        raise NotYours(NOT_YOURS)
    if "stored" in request.POST:
        return _take(request, person, agency, layers, now)
    sent = request.method == "POST"
    today = agency.time_zone.local(now).date()
    form = ScheduleForm(*((request.POST, request.FILES) if sent else ()), layers=layers, today=today)
    context: dict[str, Any] = {"of": agency, "form": form, "headings": HEADINGS.values()}
    if sent and form.is_valid():
        upload = form.cleaned_data["file"]
        content = upload.read(MAX_BYTES + 1)
        context["outcome"] = looked_at(upload.name, content, form.change_of(agency))
        if not context["outcome"].faults and context["outcome"].rows:
            context["take"] = _take_form(form, agency, upload.name, content, by=person, now=now)
    return render(request, "reporting/schedule_import.html", context, status=_status(context, sent=sent))


@require_safe
def schedule_file(request: HttpRequest, code: str) -> HttpResponse:
    """What holds today as a workbook, to be changed and imported again."""
    _, agency, now = _here(request, code)
    rows = Classification.objects.in_force(agency, agency.time_zone.local(now).date())
    answer = HttpResponse(schedule_workbook(rows), content_type=workbooks.CONTENT_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="klasifikasi-{agency.code}.xlsx"'
    return answer


def _here(request: HttpRequest, code: str) -> tuple[Person, Agency, datetime]:
    """Who asks, about which agency, when; a stranger finds nothing."""
    person = signed_in(request)
    return person, get_object_or_404(Agency.objects.visible_to(person).distinct(), code=code), clock.now()


def _take(
    request: HttpRequest, person: Person, agency: Agency, layers: list[Layer], now: datetime
) -> HttpResponse:
    """The file that was looked at, read and checked once more."""
    form = TakeForm(request.POST, layers=layers, today=agency.time_zone.local(now).date())
    if not form.is_valid():
        messages.error(request, "Isian impor tidak lengkap. Unggah berkasnya sekali lagi.")
        return redirect("schedule-import", code=agency.code)
    mine = StoredFile.objects.filter(agency=agency, added_by=person)
    stored = get_object_or_404(mine, pk=form.cleaned_data["stored"])
    try:
        outcome = import_schedule(
            stored.name, stored.path.read_bytes(), form.change_of(agency), by=person, now=now
        )
    except Blocked as blocked:
        messages.error(request, str(blocked))
        return redirect("schedule-import", code=agency.code)
    messages.success(request, f"{len(outcome.rows)} klasifikasi diimpor; {len(outcome.same)} tidak berubah.")
    return redirect("classification", code=agency.code)


def _take_form(
    form: ScheduleForm, agency: Agency, name: str, content: bytes, *, by: Person, now: datetime
) -> TakeForm:
    """The form that asks for the real thing, with the file kept for it."""
    stored = store(content, name=safe_name(name), content_type=_TYPE, agency=agency, by=by, at=now)
    asked = TakeForm(layers=[Layer(form.cleaned_data["layer"])], today=form.cleaned_data["from_on"])
    asked.initial = {**form.cleaned_data, "stored": stored.pk}
    for field in asked.fields.values():
        field.widget = field.hidden_widget()
    return asked


def _tell(form: ChangeForm, blocked: Blocked) -> None:
    for blocker in blocked.blockers:
        form.add_error(None, blocker.sentence)


def _status(context: dict[str, Any], *, sent: bool) -> int:
    outcome: Outcome | None = context.get("outcome")
    return 422 if sent and (outcome is None or outcome.faults) else 200
