"""One section of an LKjIP: its text, the data beside it, and its versions."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from reporting.actions.performance import NOT_YOURS, restore_text, write_text
from reporting.chapters import Place, place_of
from reporting.forms.performance import TextForm
from reporting.models import SectionText
from reporting.narrative import differences
from reporting.queries.performance import Content, content_of
from reporting.queries.performance_gaps import address
from reporting.queries.performance_texts import proposal_of, versions_of
from reporting.renderers.book_chapters import needs_figures, part_beside
from reporting.views.performance_desk import Desk, desk_of, refuse, tell
from sop.workflow import Blocked, Conflict


@require_http_methods(["GET", "POST"])
def section(request: HttpRequest, pk: int, key: str, code: str = "") -> HttpResponse:
    """Read or write one text; an earlier version is shown with what has changed since."""
    desk = desk_of(request, pk)
    place = _place(key, code)
    content = content_of(desk.report) if needs_figures(place) else None
    if code and content and code not in {objective.code for objective in content.objectives}:
        raise Http404("Sasaran ini tidak ada dalam rencana.")
    versions = versions_of(desk.report, place)
    last = versions[0] if versions else None
    start = last.text if last else proposal_of(place, content) if content else ""
    form = TextForm(initial={"text": start, "seen": last.version if last else 0})
    status = 200
    if request.method == "POST":
        refuse(NOT_YOURS, unless=desk.writes)
        form = TextForm(request.POST)
        status = _keep(request, desk, place, form)
        if status == 200:
            return redirect(address(desk.report, place))
    context = _context(request, desk, place, content, versions)
    return render(request, "reporting/performance_section.html", {**context, "form": form}, status=status)


def _place(key: str, code: str) -> Place:
    try:
        return place_of(key, code)
    except KeyError as error:
        raise Http404("Bagian ini tidak ada dalam LKjIP.") from error


def _keep(request: HttpRequest, desk: Desk, place: Place, form: TextForm) -> int:
    """200 where it was kept; 409 leaves what was typed on the page, ready to be sent again."""
    if not form.is_valid():
        return 422
    seen = form.cleaned_data["seen"]
    try:
        if version := _number(request.POST.get("restore", "")):
            restore_text(desk.report, place, version, seen=seen, by=desk.person, now=desk.now)
        else:
            text = form.cleaned_data["text"]
            write_text(desk.report, place, text, seen=seen, by=desk.person, now=desk.now)
    except Blocked as blocked:
        tell(form, blocked)
        return 422
    except Conflict as conflict:
        _tell_conflict(desk, place, form, conflict)
        return 409
    messages.success(request, "Naskah disimpan sebagai versi baru.")
    return 200


def _number(text: str) -> int:
    """The number of a version as sent; 0 for none."""
    return int(text) if text.isdecimal() and len(text) < 7 else 0


def _tell_conflict(desk: Desk, place: Place, form: TextForm, conflict: Conflict) -> None:
    """The form with everything typed; sending it once more puts it over the other one's version."""
    last = versions_of(desk.report, place)[0]
    sentence = (
        f"{conflict} Versi {last.version} oleh {last.by} ada di daftar versi. Tulisan Anda masih ada di "
        "bawah; gabungkan, lalu simpan sekali lagi."
    )
    form.add_error(None, sentence)
    form.data = {name: form.data.get(name, "") for name in form.fields} | {"seen": str(last.version)}


def _context(
    request: HttpRequest, desk: Desk, place: Place, content: Content | None, versions: list[SectionText]
) -> dict[str, object]:
    asked = _number(request.GET.get("versi", ""))
    shown = next((version for version in versions if version.version == asked), None)
    last = versions[0] if versions else None
    objectives = content.objectives if content else []
    return {
        "desk": desk,
        "report": desk.report,
        "zone": desk.report.agency.time_zone,
        "place": place,
        "versions": versions,
        "last": last,
        "is_proposal": last is None and content is not None and bool(proposal_of(place, content)),
        "preview": part_beside(content, place) if content else None,
        "shown": shown,
        "changes": differences(shown.text, last.text) if shown and last else [],
        "objective": next((each for each in objectives if each.code == place.code), None),
    }
