"""The paper that is signed by hand."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from kinerja.lib import clock
from kinerja.lib.files import safe_name
from organisation.views.people import signed_in
from reporting.actions.freeze import file_name
from reporting.actions.sign import prepare_paper
from reporting.models import Document
from reporting.renderers.pdf import CONTENT_TYPE
from sop.models import Task
from sop.queries.tasks import with_context
from sop.workflow import Blocked


@require_POST
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The print for wet ink, with the number that from now on belongs to the report."""
    person = signed_in(request)
    task = get_object_or_404(with_context(Task.objects.visible_to(person).filter(act__kind="sign")), pk=pk)
    try:
        report, content = prepare_paper(task, by=person, now=clock.now())
    except Blocked as blocked:
        messages.error(request, str(blocked))
        return redirect("task", pk=pk)
    answer = HttpResponse(content, content_type=CONTENT_TYPE)
    name = safe_name(f"untuk-ditandatangani-{file_name(report, Document.Format.PDF)}")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
