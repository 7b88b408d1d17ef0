"""The inbox: what the office told this person, and what is still unread."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from kinerja.lib import clock
from organisation.actions.notices import mark_all_read, mark_read
from organisation.models import Notice
from organisation.views.people import signed_in

PAGE = 30


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """All notices, newest first; reading the list marks nothing."""
    notices = Notice.objects.visible_to(signed_in(request))
    page = Paginator(notices, PAGE).get_page(request.GET.get("page"))
    return render(request, "organisation/inbox.html", {"page": page})


@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one notice as read and go where it points."""
    notice = get_object_or_404(Notice.objects.visible_to(signed_in(request)), pk=pk)
    mark_read(notice, at=clock.now())
    inside = url_has_allowed_host_and_scheme(notice.link, allowed_hosts=None)
    return redirect(notice.link if notice.link and inside else "inbox")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark everything as read."""
    mark_all_read(signed_in(request), at=clock.now())
    return redirect("inbox")
