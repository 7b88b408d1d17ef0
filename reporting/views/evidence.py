"""Taking a file away again, after a question."""

from django.http import HttpRequest, HttpResponse


def remove(request: HttpRequest, task_pk: int, pk: int) -> HttpResponse:
    raise NotImplementedError
