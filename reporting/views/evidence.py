"""Evidence of one row without saving the whole page; and taking evidence away again, after a question."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from kinerja.lib import clock
from organisation.views.people import signed_in
from reporting.actions.evidence import add as put_beside
from reporting.actions.evidence import remove as take_away
from reporting.forms.evidence import evidence_forms, posted_evidence
from reporting.models import Evidence
from reporting.queries.entry import sheet_of
from reporting.views.entry import task_for
from sop.workflow import NotYours


@require_POST
def add(request: HttpRequest, task_pk: int, key: str) -> HttpResponse:
    """Add files, a link or earlier evidence to one row; answers with the row's part of the page."""
    person, now = signed_in(request), clock.now()
    task = task_for(person, task_pk)
    sheet = sheet_of(task)
    if key not in sheet.by_key:
        raise NotYours("Baris ini bukan milik Anda.")
    sent = posted_evidence(sheet, request.POST, request.FILES).get(key)
    if sent and sent.wanted:
        put_beside(task, key, sent.wanted, by=person, now=now)
        sheet = sheet_of(task)
    bad = {key: sent.ask_again(sheet.by_key[key])} if sent and sent.errors else {}
    context = {
        "task": task,
        "row": sheet.by_key[key],
        "adding": evidence_forms(sheet, [key], bad)[key],
    }
    return render(request, "reporting/_entry_evidence.html", context, status=422 if bad else 200)


@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, task_pk: int, pk: int) -> HttpResponse:
    """Ask, then remove."""
    person, now = signed_in(request), clock.now()
    task = task_for(person, task_pk)
    evidence = get_object_or_404(Evidence.objects.visible_to(person).select_related("file"), pk=pk)
    if request.method == "POST":
        take_away(task, evidence, by=person, now=now)
        messages.success(request, f"Bukti “{evidence.name}” dihapus dari isian.")
        return redirect("entry", task_pk=task.pk)
    return render(request, "reporting/entry_evidence_remove.html", {"task": task, "evidence": evidence})
