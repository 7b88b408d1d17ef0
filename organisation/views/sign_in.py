"""Sign-in; in demonstration mode also by one click as one of the invented people."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.views import LoginView, redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from kinerja.lib import clock
from organisation.actions.throttle import MARK_SECONDS, new_mark
from organisation.forms.account import MARK_COOKIE, SignInForm
from organisation.models import Person
from organisation.queries.offices import offices_of
from organisation.roles import Role


@dataclass(frozen=True)
class DemoAccount:
    """One button of the sign-in page."""

    pk: int
    name: str
    title: str
    agency: str
    role_label: str


class SignIn(LoginView):
    """The sign-in page; a browser that comes in is remembered as one that knows the account."""

    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        accounts = demo_accounts() if settings.KINERJA_DEMO else []
        return super().get_context_data(demo_accounts=accounts, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        answer = super().form_valid(form)
        answer.set_cookie(
            MARK_COOKIE,
            new_mark(form.cleaned_data["username"]),
            max_age=MARK_SECONDS,
            secure=settings.HTTPS,
            httponly=True,
            samesite="Lax",
        )
        return answer


@login_not_required
def admin_door(request: HttpRequest) -> HttpResponse:
    """The admin pages have no sign-in of their own; who is in already has no business there."""
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect_to_login(request.GET.get("next", reverse("admin:index")))


@login_not_required
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in without a password; exists in demonstration mode only."""
    if not settings.KINERJA_DEMO:
        raise Http404
    wanted = request.POST.get("person", "")
    person = get_object_or_404(_demo_people(), pk=wanted if wanted.isdecimal() else 0)
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back if safe else settings.LOGIN_REDIRECT_URL)


def demo_accounts() -> list[DemoAccount]:
    """Everybody who holds an office today, by agency in the order in which they were set up."""
    people = {person.pk: person for person in _demo_people()}
    mains = [held[0] for held in offices_of(people.values(), clock.now()).values()]
    return [
        DemoAccount(
            pk=main.person_id,
            name=people[main.person_id].name,
            title=main.printed_title,
            agency=main.agency.name,
            role_label=Role(main.role).label,
        )
        for main in sorted(mains, key=lambda main: (main.agency_id, main.pk))
    ]


def _demo_people() -> QuerySet[Person]:
    """The invented people have no password; a real account is never opened by one click."""
    unusable = Q(password="") | Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)
    return Person.objects.filter(unusable, is_active=True, is_superuser=False)
