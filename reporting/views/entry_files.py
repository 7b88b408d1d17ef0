"""A PPTK's month as an Excel workbook: out with the right rows, back with a difference to look at first."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from kinerja.lib import clock
from kinerja.lib.files import MAX_BYTES, FileKind, FileRefused, safe_name
from organisation.actions.files import store
from organisation.models import Person, StoredFile
from organisation.views.people import signed_in
from reporting.actions.entry import closed_because
from reporting.actions.entry_import import import_entry
from reporting.forms.entry_download import file_rows
from reporting.forms.entry_file import RowChange, differences
from reporting.forms.sheet import EntryUploadForm, file_of, pass_for, taken
from reporting.queries.entry import Sheet, sheet_of
from reporting.queries.entry_file import require_same_task
from reporting.readers.entry_workbook import Returned, read_returned
from reporting.renderers.entry_workbook import entry_workbook
from sop.models import Task
from sop.queries.tasks import with_context
from sop.workflow import Blocked, NotYours, may_do


def own_task(person: Person, pk: int, now: datetime) -> Task:
    """The task to fill in: 404 for a stranger, refused for a colleague."""
    tasks = with_context(Task.objects.visible_to(person)).filter(act__kind="fill")
    task: Task = get_object_or_404(tasks.select_related("run__report__plan"), pk=pk)
    if not may_do(task, person, now):
        raise NotYours("Isian ini bukan milik Anda.")
    return task


@require_GET
def workbook(request: HttpRequest, task_pk: int) -> HttpResponse:
    """The personal template with the rows that are open and what they hold now."""
    person, now = signed_in(request), clock.now()
    task = own_task(person, task_pk, now)
    if reasons := closed_because(task, person, now):
        raise Blocked(reasons)
    rows, seal = file_rows(sheet_of(task))
    response = HttpResponse(entry_workbook(task, rows, seal), content_type=FileKind.XLSX.content_type)
    name = safe_name(f"isian-{task.run.agency.code}-{task.run.period.code}.xlsx")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, task_pk: int) -> HttpResponse:
    """Upload, look at the difference, then apply it."""
    person, now = signed_in(request), clock.now()
    task = own_task(person, task_pk, now)
    reasons = closed_because(task, person, now)
    if request.method == "POST" and reasons:
        raise Blocked(reasons)
    if "pass" in request.POST:
        return _apply(request, task, person, now)
    is_sent = request.method == "POST"
    form = EntryUploadForm(request.POST, request.FILES) if is_sent else EntryUploadForm()
    context: dict[str, Any] = {"task": task, "form": form, "reasons": reasons}
    if is_sent:
        context |= _look(form, task, person, now)
    return render(request, _PAGE, context, status=422 if form.errors else 200)


def _look(form: EntryUploadForm, task: Task, person: Person, now: datetime) -> dict[str, Any]:
    """What the sent file would change; it is kept until it is applied. A bad file is told in the form."""
    if not form.is_valid():
        return {}
    sent = form.cleaned_data["file"]
    content = sent.read(MAX_BYTES + 1)
    try:
        found = _preview(task, sent.name, content)
    except FileRefused as refused:
        form.add_error("file", str(refused))
        return {}
    name, kind = safe_name(sent.name), FileKind.XLSX.content_type
    stored = store(content, name=name, content_type=kind, agency=task.run.agency, by=person, at=now)
    return {**found, "pass": pass_for(stored, person, f"entry:{task.pk}")}


_PAGE = "reporting/entry_upload.html"


def _apply(request: HttpRequest, task: Task, person: Person, now: datetime) -> HttpResponse:
    """Take the ticked rows of the file that was looked at; it is read and compared once more."""
    stored = file_of(request.POST["pass"], person, f"entry:{task.pk}")
    if stored is None:
        raise NotYours("Berkas ini bukan dari halaman ini. Unggah lagi berkasnya.")
    try:
        context = _preview(task, stored.name, stored.path.read_bytes())
    except FileRefused as refused:
        messages.error(request, str(refused))
        return redirect("entry-upload", task_pk=task.pk)
    wanted = taken(request.POST.getlist("take"))
    chosen = [change for change in context["changes"] if change.row.key in wanted]
    if not chosen:
        context |= {"task": task, "form": EntryUploadForm(), "pass": request.POST["pass"], "is_none": True}
        return render(request, _PAGE, context, status=422)
    take_over(request, task, chosen, wanted, stored, now)
    return redirect("entry", task_pk=task.pk)


def take_over(
    request: HttpRequest,
    task: Task,
    chosen: list[RowChange],
    wanted: dict[str, int],
    stored: StoredFile,
    now: datetime,
) -> None:
    """Save the chosen rows and say what came of it."""
    changes = [change.change(wanted[change.row.key]) for change in chosen]
    saved = import_entry(task, changes, stored, by=signed_in(request), now=now)
    messages.success(request, f"{len(saved.changed)} baris diterapkan dari “{stored.name}” sebagai draf.")
    subjects = [change.subject for change in chosen if change.row.key in saved.conflicts]
    if subjects:
        messages.warning(
            request,
            f"Tidak diterapkan karena baru saja diubah di tempat lain: {'; '.join(subjects)}. "
            "Unggah lagi berkasnya untuk melihat perbedaannya.",
        )


def _preview(task: Task, name: str, content: bytes) -> dict[str, Any]:
    """What the file would change, and what of it is left out."""
    returned = read_returned(name, content)
    require_same_task(returned.seal, task)
    sheet = sheet_of(task)
    changes = differences(sheet, returned)
    return {
        "is_read": True,
        "changes": changes,
        "bad": sum(1 for change in changes if not change.is_good),
        "stale": sum(1 for change in changes if change.is_stale),
        "left_out": _left_out(sheet, returned),
    }


def _left_out(sheet: Sheet, returned: Returned) -> list[str]:
    """Rows of the file that are not looked at, in words."""
    told = []
    missing = [row for row in sheet.open_rows if row.key not in returned.rows]
    if missing:
        told.append(f"{len(missing)} baris tidak ada dalam berkas dan dibiarkan seperti adanya.")
    closed = [key for key in returned.rows if key not in {row.key for row in sheet.open_rows}]
    if closed:
        told.append(f"{len(closed)} baris dalam berkas tidak lagi terbuka dan dilewati.")
    if returned.strays:
        told.append(f"Baris tambahan tanpa kunci dilewati: {', '.join(returned.strays[:10])}.")
    return told
