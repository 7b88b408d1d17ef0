"""Who is behind a request."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from organisation.models import Person


def signed_in(request: HttpRequest) -> Person:
    """The person who signed in; pages behind the sign-in always have one."""
    if not isinstance(request.user, Person):
        raise PermissionDenied
    return request.user
