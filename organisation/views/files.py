"""Handing out stored files, to those who may see their agency and never as something a browser runs."""

import logging
from typing import IO

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from kinerja.lib.files import safe_name
from organisation.models import StoredFile
from organisation.queries.files import open_whole
from organisation.views.people import signed_in

log = logging.getLogger("kinerja.files")


@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One file as a download, after its bytes were checked against the SHA-256 of its row."""
    stored = get_object_or_404(StoredFile.objects.visible_to(signed_in(request)), pk=pk)
    content = open_whole(stored)
    if content is None:
        log.error("Berkas %s (%s) hilang atau rusak", stored.pk, stored.sha256)
        return _damaged(request, stored)
    return handed_out(content, stored.name, stored.content_type)


def handed_out(content: IO[bytes], name: str, content_type: str) -> FileResponse:
    """An opened file as a download that a browser never runs and nobody else's cache keeps."""
    answer = FileResponse(content, as_attachment=True, filename=safe_name(name), content_type=content_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _damaged(request: HttpRequest, stored: StoredFile) -> HttpResponse:
    return render(request, "organisation/file_damaged.html", {"file": stored}, status=500)
