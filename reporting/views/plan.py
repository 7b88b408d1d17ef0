"""Plans as pages: the list, the tree, the template and the import."""

from django.http import HttpRequest, HttpResponse


def plans(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError


def plan(request: HttpRequest, pk: int) -> HttpResponse:
    raise NotImplementedError


def plan_import(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError


def plan_template(request: HttpRequest) -> HttpResponse:
    raise NotImplementedError
