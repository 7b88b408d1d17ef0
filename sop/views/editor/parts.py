"""The draft as a whole: everything at one glance, moving, confirming and removing its parts."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kinerja.lib.periods import Cycle
from sop.actions.edit import Part, name_of, needed_by
from sop.actions.edit import confirm as confirm_parts
from sop.actions.edit import move as move_part
from sop.actions.edit import remove as remove_part
from sop.models import Act, Actor, Step
from sop.queries.definition import acts_of, read, role_label, step_name, steps_of, window_words
from sop.queries.problems import problems_of
from sop.views.editor.draft import Desk, act_row, chart_of, desk


@require_GET
def overview(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Identity, lanes, steps with their acts, problems and flowchart of one version."""
    here = desk(request, slug, number, editing=False)
    today = here.version.sop.agency.time_zone.local(here.now).date()
    read(here.version)
    steps, actors = steps_of(here.version), list(here.version.actors.all())
    context = {
        "here": here,
        "problems": problems_of(here.version, today),
        "actors": [{"row": actor, "role": role_label(actor.role)} for actor in actors],
        "steps": [_row(step) for step in steps],
        "inferred": sum(bool(act.inferred) for act in acts_of(steps)) + sum(a.inferred for a in actors),
        **chart_of(here),
    }
    return render(request, "sop/editor/overview.html", context)


@require_GET
def chart(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The flowchart alone, for the side of a form."""
    here = desk(request, slug, number, editing=False)
    return render(request, "sop/editor/_chart.html", {"here": here, **chart_of(here)})


@require_POST
def move(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Put a part at another place of its list: by the buttons, or where it was dropped."""
    here = desk(request, slug, number)
    part = _part(here, request.POST.get("part", ""), request.POST.get("pk", ""))
    to = request.POST.get("to", "")
    if not to.lstrip("-").isdecimal():
        raise Http404
    move_part(here.edit, part, to=int(to))
    return redirect(_back(here, part))


@require_POST
def confirm(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What was inferred is right: of one part, or of the whole draft."""
    here = desk(request, slug, number)
    if "part" in request.POST:
        part = _part(here, request.POST["part"], request.POST.get("pk", ""))
        parts = [part] if not isinstance(part, Step) else []
    else:
        parts = [*Actor.objects.filter(version=here.version, inferred=True)]
        parts += [act for act in acts_of(steps_of(here.version)) if act.inferred]
    confirm_parts(here.edit, parts)
    messages.success(request, "Yang disimpulkan sudah dipastikan.")
    return redirect(here.url())


@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, slug: str, number: int, part: str, pk: int) -> HttpResponse:
    """Ask, then take a part out."""
    here = desk(request, slug, number)
    found = _part(here, part, str(pk))
    name = name_of(found)
    if request.method == "POST":
        back = here.url("sop-step", found.step_id) if isinstance(found, Act) else here.url()
        remove_part(here.edit, found)
        messages.success(request, f"{name} dihapus dari draf.")
        return redirect(back)
    context = {"here": here, "name": name, "reasons": needed_by(found), "part": found}
    return render(request, "sop/editor/remove.html", context)


def _part(here: Desk, name: str, pk: str) -> Part:
    """A part of this draft by its kind and key."""
    key = int(pk) if pk.isdecimal() else 0
    if name == "langkah":
        return get_object_or_404(Step, version=here.version, pk=key)
    if name == "pelaksana":
        return get_object_or_404(Actor, version=here.version, pk=key)
    if name == "tindakan":
        return get_object_or_404(
            Act.objects.select_related("step", "actor"), step__version=here.version, pk=key
        )
    raise Http404


def _back(here: Desk, part: Part) -> str:
    if isinstance(part, Act):
        return here.url("sop-step", part.step_id) + "#tindakan"
    return here.url() + (f"#langkah-{part.pk}" if isinstance(part, Step) else "#pelaksana")


def _row(step: Step) -> dict[str, Any]:
    """A step as the page shows it."""
    return {
        "row": step,
        "name": step_name(step).lower(),
        "window": window_words((step.opens_day, step.due_day)),
        "cycles": ", ".join(Cycle(cycle).label for cycle in step.cycles),
        "acts": [act_row(act) for act in step.acts.all()],
    }
