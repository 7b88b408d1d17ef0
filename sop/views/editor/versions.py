"""The versions of an SOP: drafted, compared, put in force, retired."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kinerja.lib import clock
from sop.actions import versions as acting
from sop.actions.document import Unfit
from sop.actions.edit import Stale, authorise
from sop.models import Run, Sop, SopVersion
from sop.queries.difference import difference as difference_between
from sop.queries.problems import problems_of
from sop.views.editor.draft import Desk, desk, sop_on_desk

Status = SopVersion.Status


@require_GET
def versions(request: HttpRequest, slug: str) -> HttpResponse:
    _, sop, may_configure = sop_on_desk(request, slug)
    rows = list(sop.versions.select_related("published_by").order_by("-version"))
    context = {
        "sop": sop,
        "versions": [(row, older) for row, older in zip(rows, [*rows[1:], None], strict=True)],
        "source": next((row for row in rows if row.status == Status.PUBLISHED), rows[0] if rows else None),
        "has_draft": any(row.status == Status.DRAFT for row in rows),
        "may_configure": may_configure,
        "zone": sop.agency.time_zone,
    }
    return render(request, "sop/editor/versions.html", context)


@require_GET
def difference(request: HttpRequest, slug: str) -> HttpResponse:
    """What differs between the versions `dari` and `ke`; without them the newest and the one before."""
    _, sop, _ = sop_on_desk(request, slug)
    rows = list(sop.versions.order_by("version"))
    if not rows:
        raise Http404
    old = _asked(rows, request.GET.get("dari", ""), rows[-2] if len(rows) > 1 else rows[-1])
    new = _asked(rows, request.GET.get("ke", ""), rows[-1])
    context = {"sop": sop, "versions": rows, "old": old, "new": new}
    context["sections"] = difference_between(old, new)
    return render(request, "sop/editor/difference.html", context)


def _asked(rows: list[SopVersion], number: str, otherwise: SopVersion) -> SopVersion:
    if not number:
        return otherwise
    found = next((row for row in rows if str(row.version) == number), None)
    if found is None:
        raise Http404
    return found


@require_POST
def new_draft(request: HttpRequest, slug: str) -> HttpResponse:
    """A draft as a copy of the version that `sumber` names."""
    person, sop, _ = sop_on_desk(request, slug)
    source = get_object_or_404(sop.versions, version=_number(request.POST.get("sumber", "")))
    source.sop = sop
    draft = acting.draft_from(source, by=person, now=clock.now())
    messages.success(request, f"Draf versi {draft.version} dibuat dari versi {source.version}.")
    return redirect("sop-editor", slug, draft.version)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Ask with everything that stands against it, then put the draft in force."""
    here = desk(request, slug, number)
    refused = ""
    if request.method == "POST":
        try:
            acting.publish_draft(here.edit)
        except Unfit:
            refused = "Draf belum dapat diterbitkan; perbaiki dahulu yang tertulis di bawah."
        except Stale as stale:
            refused = f"{stale} Periksa lagi, lalu terbitkan."
        else:
            messages.success(
                request, f"Versi {number} berlaku; pelaksanaan yang berjalan tetap pada versinya."
            )
            return redirect("sop", slug)
        here.version.refresh_from_db()
        here.edition = here.version.edition
    return render(request, "sop/editor/publish.html", _against(here, refused), status=409 if refused else 200)


def _against(here: Desk, refused: str) -> dict[str, object]:
    sop = here.version.sop
    problems = problems_of(here.version, sop.agency.time_zone.local(here.now).date())
    return {
        "here": here,
        "refused": refused,
        "problems": problems,
        "is_blocked": any(problem.blocks for problem in problems),
        "replaced": sop.versions.filter(status=Status.PUBLISHED).first(),
        "running": Run.objects.filter(sop=sop, status=Run.Status.OPEN).count(),
    }


@require_http_methods(["GET", "POST"])
def retire(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Ask, then take the version out of force."""
    here = desk(request, slug, number, editing=False)
    authorise(here.version, by=here.person, now=here.now)
    if request.method == "POST":
        acting.retire(here.version, by=here.person, now=here.now)
        messages.success(request, f"Versi {number} tidak berlaku lagi.")
        return redirect("sop-versions", slug)
    if here.version.status != Status.PUBLISHED:
        raise Http404
    running = Run.objects.filter(version=here.version, status=Run.Status.OPEN).count()
    return render(request, "sop/editor/retire.html", {"here": here, "running": running})


@require_http_methods(["GET", "POST"])
def delete_draft(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """Ask, then throw the draft away."""
    here = desk(request, slug, number)
    if request.method == "POST":
        sop: Sop | None = acting.delete_draft(here.edit)
        messages.success(request, f"Draf versi {number} dihapus.")
        return redirect("sop-versions", slug) if sop else redirect("sop-list")
    is_only = here.version.sop.versions.count() == 1
    return render(request, "sop/editor/delete.html", {"here": here, "is_only": is_only})
