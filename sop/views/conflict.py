"""Turns what the engine refuses into pages that say why: 409 for “somebody was faster”, 403 and 422 alike."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sop.workflow import Blocked, Conflict

Answer = Callable[[HttpRequest], HttpResponse]


class ConflictMiddleware:
    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if isinstance(problem, Conflict):
            return self._page(request, str(problem), status=409)
        if isinstance(problem, Blocked):
            return self._page(request, str(problem), status=409)
        return None

    def _page(self, request: HttpRequest, message: str, *, status: int) -> HttpResponse:
        back = request.headers.get("referer") or "/"
        return render(request, "409.html", {"message": message, "back_url": back}, status=status)
