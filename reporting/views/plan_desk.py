"""What every page of the plan's editor begins with: which plan, who may edit it, and saving."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from kinerja.lib import clock
from organisation.models import Person
from organisation.permissions import may
from organisation.views.people import signed_in
from reporting.actions.plan_edit import Edit, Stale, not_yours, require_draft
from reporting.forms.plan_edit import SectionForm
from reporting.models import Plan
from reporting.queries.plan import plans_for
from sop.workflow import Blocked


@dataclass
class Desk:
    """A plan on somebody's desk; `seen` is the row as the page showed it."""

    person: Person
    plan: Plan
    now: datetime
    may_edit_plan: bool
    seen: str = ""
    refused: str = ""

    @property
    def is_draft(self) -> bool:
        return self.plan.status == Plan.Status.DRAFT

    @property
    def may_edit(self) -> bool:
        return self.may_edit_plan and self.is_draft

    @property
    def today(self) -> date:
        return self.plan.agency.time_zone.local(self.now).date()

    @property
    def day(self) -> date:
        """The day that is proposed for what is dated: the plan's first one, later today."""
        if self.is_draft or self.today.year != self.plan.year:
            return self.plan.from_on
        return max(self.today, self.plan.from_on)

    @property
    def edit(self) -> Edit:
        return Edit(plan=self.plan, by=self.person, now=self.now, seen=self.seen)

    def url(self, name: str = "plan-editor", *args: object) -> str:
        return reverse(name, args=[self.plan.pk, *args])


def desk(request: HttpRequest, pk: int, *, editing: bool = True) -> Desk:
    """The plan for a page; pages that edit are for those who look after plans (403), and for drafts (409)."""
    person, now = signed_in(request), clock.now()
    plan = get_object_or_404(plans_for(person, now.date()).select_related("agency", "copied_from"), pk=pk)
    today = plan.agency.time_zone.local(now).date()
    here = Desk(person, plan, now, may(person, "edit_plan", plan.agency, today))
    here.seen = request.POST.get("seen", "")
    if editing:
        _require(here)
        require_draft(plan)
    return here


def dated_desk(request: HttpRequest, pk: int) -> Desk:
    """The same for what may change in a published plan too."""
    here = desk(request, pk, editing=False)
    _require(here)
    return here


def _require(here: Desk) -> None:
    """The actions ask again; here it spares a page that could not be sent."""
    if not here.may_edit_plan:
        raise not_yours(here.plan.agency)


def saved(here: Desk, form: SectionForm, save: Callable[[], object]) -> bool:
    """Whether the form was good and the change taken; otherwise it says what to do, and nothing is lost."""
    if not form.is_valid():
        return False
    try:
        save()
    except Stale as stale:
        words = "Isian Anda masih ada di halaman ini. Periksa, lalu simpan lagi bila tetap berlaku."
        form.add_error(None, f"{stale} {words}")
        here.refused = "stale"
        return False
    except Blocked as blocked:
        for blocker in blocked.blockers:
            form.add_error(None, blocker.sentence)
        return False
    return True


def form_page(
    request: HttpRequest, here: Desk, form: SectionForm, title: str, *, mark: str = "", **context: Any
) -> HttpResponse:
    """The page of one part with its form; `mark` is the row as it stands now (see `fingerprint`)."""
    status = 409 if here.refused == "stale" else 422 if form.is_bound else 200
    seen = here.seen if form.is_bound and here.refused != "stale" else mark
    context |= {"here": here, "form": form, "part_title": title, "seen": seen}
    return render(request, "reporting/plan_part.html", context, status=status)
