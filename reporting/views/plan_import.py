"""The import of a plan from Excel: looked at first, taken over on request."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from kinerja.lib import clock
from kinerja.lib.files import MAX_BYTES, FileKind, safe_name
from organisation.actions.files import store
from organisation.models import Agency, Person, StoredFile
from organisation.permissions import agencies_where
from organisation.views.people import signed_in
from reporting.actions.plan_import import Imported, Order, import_plan
from reporting.forms.plan import REVISION, PlanApplyForm, PlanUploadForm
from reporting.renderers.plan_template import SHEETS
from sop.workflow import Blocked

FAULTS_SHOWN = 200


@require_http_methods(["GET", "POST"])
def plan_import(request: HttpRequest) -> HttpResponse:
    """Upload, look at what would happen, then take it over."""
    person, now = signed_in(request), clock.now()
    agencies = agencies_where(person, "edit_plan", now.date())
    if not agencies:
        raise PermissionDenied("Rencana diimpor oleh Kasubbag program/keuangan atau penyusun laporan.")
    if "stored" in request.POST:
        return _apply(request, person, agencies)
    sent = request.method == "POST"
    form = PlanUploadForm(
        request.POST if sent else None, request.FILES if sent else None, agencies=agencies, today=now.date()
    )
    context: dict[str, Any] = {"form": form, "sheets": SHEETS}
    if not sent:
        return render(request, "reporting/plan_import.html", context)
    if not form.is_valid():
        return render(request, "reporting/plan_import.html", context, status=422)
    upload = form.cleaned_data["file"]
    content = upload.read(MAX_BYTES + 1)
    order = _order(form.cleaned_data, dry_run=True)
    try:
        imported = import_plan(upload.name, content, order, by=person, now=now)
    except Blocked as blocked:
        form.add_error(None, str(blocked))
        return render(request, "reporting/plan_import.html", context, status=422)
    context |= _preview(imported, order)
    if any(imported.rows.values()):
        stored = store(
            content,
            name=safe_name(upload.name),
            content_type=FileKind.XLSX.content_type,
            agency=order.agency,
            by=person,
            at=now,
        )
        context["apply"] = PlanApplyForm(initial={**form.cleaned_data, "stored": stored.pk})
    return render(request, "reporting/plan_import.html", context, status=200 if imported.is_complete else 422)


def _apply(request: HttpRequest, person: Person, agencies: list[Agency]) -> HttpResponse:
    """Take over the workbook that was looked at; it is read and checked once more."""
    form = PlanApplyForm(request.POST)
    if not form.is_valid() or form.cleaned_data["agency"] not in agencies:
        raise PermissionDenied("Rencana perangkat daerah ini tidak dapat Anda impor.")
    files = StoredFile.objects.filter(agency=form.cleaned_data["agency"], added_by=person)
    stored = get_object_or_404(files, pk=form.cleaned_data["stored"])
    order = _order(form.cleaned_data, good_rows=request.POST.get("take") == "good")
    imported = import_plan(stored.name, stored.path.read_bytes(), order, by=person, now=clock.now())
    if not imported.is_written or imported.plan is None:
        context: dict[str, Any] = {"sheets": SHEETS, "apply": form, **_preview(imported, order)}
        context["form"] = PlanUploadForm(agencies=agencies, today=clock.now().date())
        return render(request, "reporting/plan_import.html", context, status=422)
    created, changed = sum(imported.created.values()), sum(imported.changed.values())
    skipped = f" {len(imported.faults)} sel bermasalah dilewati." if imported.faults else ""
    messages.success(request, f"Rencana diimpor: {created} baris baru, {changed} baris berubah.{skipped}")
    return redirect("plan-editor" if order.as_revision else "plan", pk=imported.plan.pk)


def _order(cleaned: dict[str, Any], *, good_rows: bool = False, dry_run: bool = False) -> Order:
    return Order(
        cleaned["agency"],
        cleaned["year"],
        revision=cleaned["revision"],
        from_on=cleaned["from_on"],
        nomenclature=cleaned["nomenclature"],
        as_revision=cleaned["mode"] == REVISION,
        good_rows=good_rows,
        dry_run=dry_run,
    )


def _preview(imported: Imported, order: Order) -> dict[str, Any]:
    counts = [
        (sheet, count, imported.created.get(sheet, 0), imported.changed.get(sheet, 0))
        for sheet, count in imported.rows.items()
    ]
    return {
        "imported": imported,
        "order": order,
        "counts": counts,
        "difference": imported.difference,
        "faults": imported.faults[:FAULTS_SHOWN],
        "more_faults": max(0, len(imported.faults) - FAULTS_SHOWN),
    }
