"""The PPTK's month: entering, checking, submitting, receipt."""

from django.http import HttpRequest, HttpResponse


def entry(request: HttpRequest, task_pk: int) -> HttpResponse:
    raise NotImplementedError


def check(request: HttpRequest, task_pk: int) -> HttpResponse:
    raise NotImplementedError


def receipt(request: HttpRequest, task_pk: int) -> HttpResponse:
    raise NotImplementedError
