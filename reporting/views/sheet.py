"""The office's own sheet: how it is read is set once; each PPTK takes over rows of the own task."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kinerja.lib import clock
from kinerja.lib.files import MAX_BYTES, FileKind, FileRefused, safe_name
from kinerja.lib.periods import Period
from organisation.actions.files import store
from organisation.models import Agency, Person, StoredFile
from organisation.permissions import agencies_where
from organisation.views.people import signed_in
from reporting.actions.entry import closed_because
from reporting.actions.sheet_import import save_mapping
from reporting.forms.entry_file import RowChange
from reporting.forms.sheet import (
    SheetMappingForm,
    SheetUploadForm,
    file_of,
    matched_in,
    pass_for,
    roles_in,
    taken,
)
from reporting.forms.sheet_check import Checked, check_table
from reporting.models import Report, SheetMapping
from reporting.queries.entry import Line, sheet_of
from reporting.queries.sheet_places import Places, place_of, places_of, whole_sheet
from reporting.readers.shared_sheet import Role, Table, find_table
from reporting.readers.typed_cells import Grid, read_grids
from reporting.views.entry_files import own_task, take_over
from sop.models import Task
from sop.workflow import Blocked, NotYours

ROLES = [(role.value, role.label) for role in Role]
REPORTS = 24


@dataclass(frozen=True)
class Errand:
    """For which office, period and purpose a sheet is read."""

    agency: Agency
    period: Period
    purpose: str
    now: datetime


@dataclass(frozen=True)
class Source:
    """A sheet on its way through the pages: the kept file, its table, and the mapping that was used."""

    stored: StoredFile
    table: Table
    month: Period
    mapping: SheetMapping | None
    titles: Sequence[str]

    @property
    def known(self) -> Mapping[str, str]:
        return self.mapping.rows if self.mapping else {}


# --- the PPTK's own rows ----------------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def entry_sheet(request: HttpRequest, task_pk: int) -> HttpResponse:
    """Own rows out of the office's sheet: upload, columns, check list, apply."""
    person, now = signed_in(request), clock.now()
    task = own_task(person, task_pk, now)
    reasons = closed_because(task, person, now)
    if request.method == "POST" and reasons:
        raise Blocked(reasons)
    form = SheetUploadForm(task.run.period)
    context: dict[str, Any] = {"task": task, "form": form, "reasons": reasons, "roles": ROLES}
    if request.method == "GET":
        return render(request, _OWN, context)
    errand = Errand(task.run.agency, task.run.period, f"sheet:{task.pk}", now)
    source = _source(request, context, errand)
    if source is None:
        return render(request, _OWN, context, status=422)
    return _own_rows(request, task, source, context, now)


_OWN, _OFFICE = "reporting/sheet_entry.html", "reporting/sheet_mapping.html"


def _own_rows(
    request: HttpRequest, task: Task, source: Source, context: dict[str, Any], now: datetime
) -> HttpResponse:
    table, problem = _with_roles(request, source)
    context |= {"source": source, "columns": table.columns, "problem": problem}
    if problem or (source.mapping is None and not _has_columns(request)):
        return render(request, _OWN, context, status=422 if problem else 200)
    plan = task.run.report.plan
    checked = check_table(table, places_of(plan, task.run), sheet_of(task), source.known, source.month)
    context |= {"checked": checked, "changes": checked.changes, "bad": checked.bad}
    if request.POST.get("do") != "apply":
        return render(request, _OWN, context)
    wanted = taken(request.POST.getlist("take"))
    chosen = [change for change in checked.changes if change.row.key in wanted]
    if not chosen:
        return render(request, _OWN, {**context, "is_none": True}, status=422)
    take_over(request, task, chosen, wanted, source.stored, now)
    return redirect("entry", task_pk=task.pk)


# --- the office's way of reading --------------------------------------------------------------------------


@require_http_methods(["GET", "POST"])
def sheet_mapping(request: HttpRequest) -> HttpResponse:
    """Upload, say what the columns hold, and see what every PPTK would get; no realisation is written."""
    person, now = signed_in(request), clock.now()
    agencies = agencies_where(person, "edit_plan", now.date())
    if not agencies:
        raise PermissionDenied(
            "Lembar kantor disiapkan oleh Kasubbag program/keuangan atau penyusun laporan."
        )
    found = list(Report.objects.filter(agency__in=agencies).select_related("agency", "run", "plan")[:REPORTS])
    context: dict[str, Any] = {"form": SheetMappingForm(found), "roles": ROLES, "reports": found}
    context["mappings"] = SheetMapping.objects.filter(agency__in=agencies).select_related("agency", "made_by")
    if request.method == "GET":
        return render(request, _OFFICE, context)
    report = next((one for one in found if str(one.pk) == request.POST.get("report")), None)
    if report is None:
        raise PermissionDenied("Periode ini bukan milik perangkat daerah Anda.")
    source = _source(request, context, Errand(report.agency, report.period, "mapping", now))
    if source is None:
        return render(request, _OFFICE, context, status=422)
    return _whole_office(request, report, source, context, now)


def _whole_office(
    request: HttpRequest, report: Report, source: Source, context: dict[str, Any], now: datetime
) -> HttpResponse:
    table, problem = _with_roles(request, source)
    name = " ".join(request.POST.get("name", "").split())[:120] or "Lembar kantor"
    context |= {
        "source": source,
        "columns": table.columns,
        "problem": problem,
        "report": report,
        "name": name,
    }
    if problem or not _has_columns(request):
        return render(request, _OFFICE, context, status=422 if problem else 200)
    context |= _checked(report, table, source.month, name, request, now)
    messages.success(request, f"Cara membaca lembar “{name}” tersimpan.")
    return render(request, _OFFICE, context)


def _checked(
    report: Report, table: Table, month: Period, name: str, request: HttpRequest, now: datetime
) -> dict[str, Any]:
    """Keep the way of reading, then read the whole sheet that way."""
    places = places_of(report.plan, report.run)
    choices = {place_of(found): f"{place_of(found)} {found.name}" for found in places.indicators}
    rows = {key: place for key, place in matched_in(request.POST).items() if place in choices}
    columns = {column.key: column.role.value for column in table.columns}
    by = signed_in(request)
    mapping = save_mapping(report.agency, name, columns=columns, rows=rows, by=by, now=now)
    sheet = whole_sheet(report.run)
    if sheet is None:
        return {}
    checked = check_table(table, places, sheet, mapping.rows, month)
    officers = _by_officer(checked, places)
    return {"checked": checked, "officers": officers, "choices": list(choices.items())}


def _by_officer(checked: Checked, places: Places) -> list[tuple[str, list[RowChange], int]]:
    """The changes of every PPTK, and how many of them wait for an answer."""
    found: dict[str, list[RowChange]] = {}
    for change in checked.changes:
        row = change.row
        officer = places.officer(row.indicator.node_id if isinstance(row, Line) else row.node.pk)
        found.setdefault(str(officer or "Tanpa PPTK"), []).append(change)
    return [
        (name, changes, sum(1 for change in changes if not change.is_good))
        for name, changes in sorted(found.items())
    ]


# --- both -------------------------------------------------------------------------------------------------


def _source(request: HttpRequest, context: dict[str, Any], errand: Errand) -> Source | None:
    """The sheet that was sent now, or the one that was looked at before; None with an error in the form."""
    try:
        stored, grids, month = _sent(request, context, errand)
        if stored is None:
            return None
        titles = [grid.title for grid in grids]
        title = request.POST.get("tab")
        table, mapping = _understood(grids, errand.agency, month, title if title in titles else None)
    except FileRefused as refused:
        if context["form"].is_bound:
            context["form"].add_error("file", str(refused))
        context["refused"] = str(refused)
        return None
    context["pass"] = pass_for(stored, signed_in(request), errand.purpose)
    return Source(stored, table, month, mapping, titles)


def _understood(
    grids: Sequence[Grid], agency: Agency, month: Period, title: str | None
) -> tuple[Table, SheetMapping | None]:
    """The table under the mapping of the office that knows most of its headings, else as it seems to be."""
    best: tuple[int, Table, SheetMapping | None] = (0, find_table(grids, month, {}, title), None)
    for mapping in SheetMapping.objects.filter(agency=agency):
        table = find_table(grids, month, mapping.columns, title)
        known = sum(1 for column in table.columns if column.key in mapping.columns)
        if known > best[0]:
            best = (known, table, mapping)
    return best[1], best[2]


def _sent(
    request: HttpRequest, context: dict[str, Any], errand: Errand
) -> tuple[StoredFile | None, list[Grid], Period]:
    months = {month.code: month for month in errand.period.months}
    month = months.get(request.POST.get("month", ""), errand.period.months[-1])
    if "pass" in request.POST:
        stored = file_of(request.POST["pass"], signed_in(request), errand.purpose)
        if stored is None or stored.agency_id != errand.agency.pk:
            raise NotYours("Berkas ini bukan dari halaman ini. Unggah lagi berkasnya.")
        return stored, read_grids(stored.name, stored.path.read_bytes()), month
    if upload := _bound(request, context, errand.period):
        content = upload.read(MAX_BYTES + 1)
        grids = read_grids(upload.name, content)
        return _kept(upload.name, content, signed_in(request), errand), grids, month
    return None, [], month


def _bound(request: HttpRequest, context: dict[str, Any], period: Period) -> Any:
    """The file that was sent, or None with what is wrong in the form."""
    if "reports" in context:
        context["form"] = SheetMappingForm(context["reports"], request.POST, request.FILES)
    else:
        context["form"] = SheetUploadForm(period, request.POST, request.FILES)
    return context["form"].cleaned_data["file"] if context["form"].is_valid() else None


def _kept(name: str, content: bytes, by: Person, errand: Errand) -> StoredFile:
    is_csv = name.lower().endswith(".csv")
    kind = "text/csv" if is_csv else FileKind.XLSX.content_type
    agency, at = errand.agency, errand.now
    return store(content, name=safe_name(name), content_type=kind, agency=agency, by=by, at=at)


def _has_columns(request: HttpRequest) -> bool:
    """Whether the roles were sent, and for the sheet that is asked for now."""
    return "columns" in request.POST and request.POST.get("tab") == request.POST.get("tab_shown")


def _with_roles(request: HttpRequest, source: Source) -> tuple[Table, str]:
    """The table with the roles that were sent, else with those of the mapping or the guess."""
    if not _has_columns(request):
        return source.table, ""
    roles, problem = roles_in(request.POST, source.table)
    return source.table.with_roles(roles), problem
