"""Taking a file away again, after a question."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from kinerja.lib import clock
from organisation.models import StoredFile
from organisation.views.people import signed_in
from reporting.actions.evidence import remove as take_away
from reporting.models import Evidence
from sop.models import Task
from sop.queries.tasks import with_context


@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, task_pk: int, pk: int) -> HttpResponse:
    """Ask, then remove."""
    person, now = signed_in(request), clock.now()
    task = get_object_or_404(
        with_context(Task.objects.visible_to(person)).filter(act__kind="fill"), pk=task_pk
    )
    files = StoredFile.objects.visible_to(person)
    evidence = get_object_or_404(Evidence.objects.filter(file__in=files).select_related("file"), pk=pk)
    if request.method == "POST":
        take_away(task, evidence, by=person, now=now)
        messages.success(request, f"Bukti “{evidence.name}” dihapus dari isian.")
        return redirect("entry", task_pk=task.pk)
    return render(request, "reporting/entry_evidence_remove.html", {"task": task, "evidence": evidence})
