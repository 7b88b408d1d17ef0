"""Sign-in; in demonstration mode also by one click as one of the invented people."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from kinerja.lib import clock
from organisation.models import Appointment, Person
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
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        accounts = demo_accounts() if settings.KINERJA_DEMO else []
        return super().get_context_data(demo_accounts=accounts, **kwargs)


@login_not_required
@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in without a password; exists in demonstration mode only."""
    if not settings.KINERJA_DEMO:
        raise Http404
    wanted = request.POST.get("person", "")
    people = Person.objects.filter(is_active=True, is_superuser=False)
    person = get_object_or_404(people, pk=wanted if wanted.isdecimal() else 0)
    login(request, person, backend="django.contrib.auth.backends.ModelBackend")
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back if safe else settings.LOGIN_REDIRECT_URL)


def demo_accounts() -> list[DemoAccount]:
    """Everybody who holds an office today, by agency; the agencies with an SOP to play first."""
    today = timezone.localdate(clock.now())
    held = Appointment.objects.in_force(today).filter(person__is_active=True, person__is_superuser=False)
    seen: set[int] = set()
    accounts = []
    for appointment in held.select_related("person", "agency").order_by("agency__pk", "pk"):
        if appointment.person_id in seen:
            continue
        seen.add(appointment.person_id)
        accounts.append(
            DemoAccount(
                pk=appointment.person_id,
                name=appointment.person.name,
                title=appointment.printed_title,
                agency=appointment.agency.name,
                role_label=Role(appointment.role).label,
            )
        )
    return accounts
