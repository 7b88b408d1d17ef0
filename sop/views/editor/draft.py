"""What every page of the editor begins with: which version, whether this person may edit it, and saving."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from kinerja.lib import clock
from organisation.models import Person
from organisation.permissions import may
from organisation.views.people import signed_in
from sop.actions.edit import Edit, Stale, authorise, require_draft
from sop.forms.editor import PartForm
from sop.models import Act, Sop, SopVersion
from sop.queries.definition import inferred_words, kind_title, read, steps_of, window_words
from sop.renderers.flow import drawing_rows


@dataclass
class Desk:
    """A version on somebody's desk."""

    person: Person
    version: SopVersion
    now: datetime
    edition: int
    may_configure: bool
    is_stale: bool = False

    @property
    def may_edit(self) -> bool:
        return self.may_configure and self.version.status == SopVersion.Status.DRAFT

    @property
    def edit(self) -> Edit:
        """A change by this person, based on the edition that the page was made from."""
        return Edit(version=self.version, edition=self.edition, by=self.person, now=self.now)

    def url(self, name: str = "sop-editor", *args: object) -> str:
        return reverse(name, args=[self.version.sop.slug, self.version.version, *args])


def sop_on_desk(request: HttpRequest, slug: str) -> tuple[Person, Sop, bool]:
    """The SOP if this person may see it, and whether they look after it."""
    person = signed_in(request)
    sop = get_object_or_404(Sop.objects.visible_to(person).select_related("agency"), slug=slug)
    today = sop.agency.time_zone.local(clock.now()).date()
    return person, sop, may(person, "configure_sop", sop.agency, today)


def desk(request: HttpRequest, slug: str, number: int, *, editing: bool = True) -> Desk:
    """The version for a page; pages that edit are for admins (403) and for drafts (409)."""
    person, sop, may_configure = sop_on_desk(request, slug)
    version = get_object_or_404(SopVersion, sop=sop, version=number)
    version.sop = sop
    now = clock.now()
    if editing:
        authorise(version, by=person, now=now)
        require_draft(version)
    posted = request.POST.get("edition", "")
    edition = int(posted) if posted.isdecimal() else 0
    return Desk(person, version, now, edition if request.method == "POST" else version.edition, may_configure)


def saved(here: Desk, form: PartForm, save: Callable[[], None]) -> bool:
    """Whether the form was good and nobody else was faster; otherwise it says what to do, nothing is lost."""
    if not form.is_valid():
        return False
    try:
        save()
    except Stale as stale:
        words = "Isian Anda masih ada di halaman ini. Periksa, lalu simpan lagi bila tetap berlaku."
        form.add_error(None, f"{stale} {words}")
        here.version.refresh_from_db(fields=["edition"])
        here.edition, here.is_stale = here.version.edition, True
        return False
    return True


def form_page(request: HttpRequest, here: Desk, form: PartForm, title: str, **context: Any) -> HttpResponse:
    """The page of one part with its form; 422 when something has to be mended."""
    status = 409 if here.is_stale else 422 if form.is_bound else 200
    context |= {"here": here, "form": form, "part_title": title}
    return render(request, "sop/editor/part.html", context, status=status)


def act_row(act: Act) -> dict[str, Any]:
    """An act as the pages show it."""
    return {
        "row": act,
        "kind": kind_title(act.kind),
        "window": window_words((act.opens_day, act.due_day)),
        "inferred": inferred_words(act.inferred),
    }


def chart_of(here: Desk) -> dict[str, Any]:
    """Rows and lanes of the drawing; nothing while there is nothing to draw."""
    version = read(here.version)
    lanes, steps = list(version.actors.all()), steps_of(version)
    return {"lanes": lanes, "rows": drawing_rows(version, steps=steps) if lanes and steps else []}
