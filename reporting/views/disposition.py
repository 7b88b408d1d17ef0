"""The lembar disposisi of a task."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from kinerja.lib.files import safe_name
from organisation.views.people import signed_in
from reporting.queries.disposition import disposition_words, entry_of, forwarded_to
from reporting.renderers import disposition as paper
from reporting.renderers.letter import CONTENT_TYPE
from reporting.views.letters import handed_out
from sop.models import Task
from sop.queries.tasks import with_context


@require_safe
def disposition(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet of a disposisi that was given, printed from its trail."""
    mine = Task.objects.visible_to(signed_in(request)).filter(act__kind="instruct", status=Task.Status.DONE)
    task = get_object_or_404(with_context(mine), pk=pk)
    words = disposition_words(task)
    wishes = [line.strip() for line in words.body.splitlines() if line.strip()]
    sheet = paper.Sheet(task, entry_of(task), forwarded_to(task), wishes, words.heading)
    name = safe_name(f"lembar-disposisi-{task.run.period.code}-{task.pk}.pdf")
    return handed_out(paper.render(sheet), name, CONTENT_TYPE)
