"""Who looks at which LKjIP, and what that person may do with it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from kinerja.lib import clock
from organisation.models import Person
from organisation.permissions import HOLDERS, Permission, roles_of
from organisation.views.people import signed_in
from reporting.models import PerformanceReport
from sop.workflow import Blocked


@dataclass(frozen=True)
class Desk:
    """One LKjIP before one person at one moment."""

    report: PerformanceReport
    person: Person
    now: datetime
    writes: bool
    reviews: bool
    signs: bool

    @property
    def today(self) -> date:
        return self.report.agency.time_zone.local(self.now).date()


def desk_of(request: HttpRequest, pk: int) -> Desk:
    """The LKjIP that the person may see; 404 for strangers."""
    person, now = signed_in(request), clock.now()
    seen = PerformanceReport.objects.visible_to(person).distinct()
    related = ("agency", "plan__agency", "signed_by", "pdf", "word")
    report: PerformanceReport = get_object_or_404(seen.select_related(*related), pk=pk)
    roles = roles_of(person, report.agency, report.agency.time_zone.local(now).date())

    def holds(permission: Permission) -> bool:
        return not HOLDERS[permission].isdisjoint(roles)

    return Desk(
        report,
        person,
        now,
        writes=holds("write_performance_report"),
        reviews=holds("review_performance_report"),
        signs=holds("sign_performance_report"),
    )


def refuse(sentence: str, *, unless: bool) -> None:
    """403 with the sentence for those who may look but not act."""
    if not unless:
        raise PermissionDenied(sentence)


def tell(form: Form, blocked: Blocked) -> None:
    for blocker in blocked.blockers:
        form.add_error(None, blocker.sentence)
