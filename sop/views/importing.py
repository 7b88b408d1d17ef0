"""Importing an SOP: the paper, what was read of it, the drafts; the template, and a version as a document."""

import json
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from kinerja.lib import clock
from kinerja.lib.files import FileKind
from kinerja.lib.periods import Cycle
from organisation.actions.files import store
from organisation.models import Agency, Person, StoredFile
from organisation.permissions import may
from organisation.queries.files import read_whole
from organisation.views.people import signed_in
from sop.actions.document import Unfit, export_sop
from sop.actions.importing import Saved, Unreadable, place, read_paper, save
from sop.forms.importing import FoundForm, PaperForm
from sop.models import Sop, SopVersion
from sop.queries.definition import kind_title, role_label, window_words
from sop.readers.draft import THRESHOLD, Proposal
from sop.readers.excel_template import sop_template

TEXTS = {".txt": "text/plain; charset=utf-8", ".json": "application/json"}
SURE = 0.85
FIELDS = {
    "role": "Peran", "cycle": "Siklus", "actor": "Pelaksana", "kind": "Jenis tugas", "window": "Waktu",
    "returns_to": "Kembali ke", "proceeds_to": "Lanjut ke", "cycles": "Siklus langkah",
}  # fmt: skip
IDENTITY = {
    "number": "Nomor SOP", "created_on": "Tanggal pembuatan", "revised_on": "Tanggal revisi",
    "effective_on": "Tanggal pengesahan/efektif", "approved_by": "Disahkan oleh",
}  # fmt: skip
LISTS = {
    "legal_basis": "Dasar hukum", "qualifications": "Kualifikasi pelaksana", "related": "Keterkaitan",
    "equipment": "Peralatan/perlengkapan", "warnings": "Peringatan",
    "records": "Pencatatan dan pendataan", "periodic": "Waktu periodik",
}  # fmt: skip


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Ask for the paper; a readable one is kept, and its preview follows."""
    person, now = signed_in(request), clock.now()
    agencies = _configurable(person)
    if not agencies:
        raise PermissionDenied("SOP dimuat oleh admin SOP perangkat daerah.")
    sent = request.method == "POST"
    form = PaperForm(request.POST if sent else None, request.FILES if sent else None, agencies=agencies)
    if sent and form.is_valid():
        kept = store(
            form.content,
            name=form.name,
            content_type=_content_type(form.name),
            agency=form.cleaned_data["agency"],
            by=person,
            at=now,
        )
        return redirect("sop-import-preview", pk=kept.pk)
    return render(request, "sop/import.html", {"form": form}, status=422 if sent else 200)


@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What was read of a kept paper; on POST the chosen SOPs become drafts."""
    person = signed_in(request)
    kept = get_object_or_404(StoredFile.objects.visible_to(person).select_related("agency"), pk=pk)
    if not _may(person, kept.agency):
        raise PermissionDenied(f"SOP {kept.agency} dimuat oleh admin SOP perangkat daerah itu.")
    forms = _forms(request, kept)
    problems: list[tuple[str, str]] = []
    if request.method == "POST":
        saved, problems = _save(forms, kept, person)
        if saved:
            return _done(request, kept, saved)
    context = {
        "kept": kept,
        "papers": [_shown(form, number) for number, form in enumerate(forms, start=1)],
        "problems": problems,
    }
    return render(request, "sop/import_preview.html", context, status=422 if problems else 200)


@require_GET
def template(request: HttpRequest) -> HttpResponse:
    """The empty Excel template."""
    signed_in(request)
    return _download(sop_template(), FileKind.XLSX.content_type, "templat-sop.xlsx")


@require_GET
def exported(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    """A version in the project's own format; importing it again changes nothing."""
    visible = SopVersion.objects.filter(sop__in=Sop.objects.visible_to(signed_in(request)))
    found = get_object_or_404(visible.select_related("sop__agency"), sop__slug=slug, version=version)
    text = json.dumps(export_sop(found), ensure_ascii=False, indent=2)
    return _download(f"{text}\n".encode(), "application/json", f"{slug}-v{version}.json")


def _download(content: bytes, content_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _content_type(name: str) -> str:
    suffix = PurePosixPath(name).suffix.lower()
    return TEXTS.get(suffix) or FileKind(suffix.removeprefix(".")).content_type


def _configurable(person: Person) -> list[Agency]:
    return [agency for agency in Agency.objects.visible_to(person).distinct() if _may(person, agency)]


def _may(person: Person, agency: Agency) -> bool:
    return may(person, "configure_sop", agency, agency.time_zone.local(clock.now()).date())


# --- saving -------------------------------------------------------------------------------------------


def _forms(request: HttpRequest, kept: StoredFile) -> list[FoundForm]:
    """One form for each SOP of the kept paper."""
    content = read_whole(kept)
    if content is None:
        raise Http404("Berkas tidak tersimpan utuh lagi.")
    try:
        founds = read_paper(kept.name, content)
    except Unreadable as error:
        raise Http404(str(error)) from error
    posted = request.POST if request.method == "POST" else None
    forms: list[FoundForm] = []
    for number, found in enumerate(founds, start=1):
        here = place(found, kept.agency, [form.place.slug for form in forms])
        is_only = len(founds) == 1
        forms.append(FoundForm(posted, found=found, place=here, is_only=is_only, prefix=f"sop-{number}"))
    return forms


def _save(
    forms: list[FoundForm], kept: StoredFile, person: Person
) -> tuple[list[Saved], list[tuple[str, str]]]:
    """What was saved, or each reason why nothing was, with the place on the page."""
    chosen = [form for form in forms if form.is_chosen]
    if not chosen:
        return [], [("sop-1", "Pilih sedikitnya satu SOP untuk disimpan.")]
    if problems := [problem for form in chosen if not form.is_valid() for problem in _reasons(form)]:
        return [], problems
    founds = [form.found.answered(form.answers) for form in chosen]
    try:
        return save(founds, agency=kept.agency, by=person, now=clock.now()), []
    except Unfit as unfit:
        return [], [(str(chosen[0].prefix), problem) for problem in unfit.problems]


def _reasons(form: FoundForm) -> list[tuple[str, str]]:
    return [
        (
            f"id_{form.prefix}-{name}" if name in form.fields else str(form.prefix),
            f"{form.found.title}: {error}",
        )
        for name, errors in form.errors.items()
        for error in errors
    ]


def _done(request: HttpRequest, kept: StoredFile, saved: list[Saved]) -> HttpResponse:
    """To the editor of the draft; of several drafts back to the list of them."""
    for one in saved:
        words = "disimpan sebagai draf." if one.is_new else "tidak berubah; naskahnya sudah dimuat."
        messages.success(request, f"{one.version} {words}")
    if len(saved) == 1:
        version = saved[0].version
        return redirect("sop-editor", version.sop.slug, version.version)
    return redirect("sop-import-preview", pk=kept.pk)


# --- what the page shows ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Conclusion:
    """A proposal in words."""

    field: str
    value: str
    sureness: str
    reason: str
    is_taken: bool

    @property
    def mark(self) -> str:
        return f"Disimpulkan, {self.sureness}" if self.is_taken else f"Tidak dipakai, {self.sureness}"


def _shown(form: FoundForm, number: int) -> dict[str, Any]:
    """One SOP as the page shows it."""
    found, document = form.found, form.found.document
    draft = found.draft
    asked = {name for name in found.missing if name in form.fields}
    labels = {actor["key"]: actor["label"] for actor in document["actors"]}
    proposals = [(proposal, _conclusion(proposal, labels)) for proposal in draft.proposals]
    roles = {p.place: words for p, words in proposals if p.field == "role"}
    return {
        "form": form,
        "number": number,
        "title": found.title or "SOP tanpa nama",
        "place": form.place,
        "identity": [(label, _printed(document.get(name))) for name, label in IDENTITY.items()],
        "lists": [(label, document[name]) for name, label in LISTS.items() if document.get(name)],
        "heading": document.get("heading", ""),
        "cycle": next((words for p, words in proposals if p.field == "cycle" and p.step is None), None),
        "lanes": [
            {
                "label": actor["label"],
                "role": role_label(actor.get("role", "")),
                "is_outside": actor.get("is_outside", False),
                "conclusion": roles.get(f"pelaksana “{actor['label']}”"),
            }
            for actor in document["actors"]
        ],
        "steps": [
            _step(step, labels, [both for both in proposals if both[0].step == at])
            for at, step in enumerate(document["steps"])
        ],
        "concluded": sum(words.is_taken for _, words in proposals),
        "questions": [question for question in draft.questions if question.field not in asked],
        "notes": draft.notes,
    }


def _printed(value: str | None) -> str:
    """A field of the identity sheet; blank and missing are told apart."""
    return "tidak tercetak" if value is None else value or "(kosong)"


def _step(
    step: dict[str, Any], labels: dict[str, str], proposals: list[tuple[Proposal, Conclusion]]
) -> dict[str, Any]:
    acts = [
        {
            "actor": labels.get(act["actor"], act["actor"]),
            "kind": kind_title(act["kind"]),
            "returns_to": act.get("returns_to", ""),
            "proceeds_to": act.get("proceeds_to", ""),
            "mark": _mark(act, [proposal for proposal, _ in proposals]),
        }
        for act in step["acts"]
    ]
    return {
        "row": step,
        "acts": acts,
        "window": window_words((step.get("opens_day"), step.get("due_day"))),
        "cycles": ", ".join(Cycle(cycle).label for cycle in step.get("cycles", [])),
        "standard": [
            (label, step.get(name))
            for name, label in (
                ("requirements", "Kelengkapan"),
                ("output", "Output"),
                ("remark", "Keterangan"),
            )
            if step.get(name)
        ],
        "extra": list(step.get("extra", {}).items()),
        "conclusions": [words for _, words in proposals],
    }


def _mark(act: dict[str, Any], proposals: list[Proposal]) -> str:
    """How sure the least sure part of an act is; empty where nothing of it was concluded."""
    if not act.get("inferred"):
        return ""
    parts = [
        proposal.confidence
        for proposal in proposals
        if proposal.field in {"actor", "kind"} and proposal.value == act[proposal.field]
    ]
    return f"Disimpulkan, {_sureness(min(parts))}" if parts else "Disimpulkan"


def _sureness(confidence: float) -> str:
    if confidence >= SURE:
        return "yakin"
    return "agak yakin" if confidence >= THRESHOLD else "ragu"


def _conclusion(proposal: Proposal, labels: dict[str, str]) -> Conclusion:
    return Conclusion(
        field=FIELDS.get(proposal.field, proposal.field),
        value=_value(proposal, labels),
        sureness=_sureness(proposal.confidence),
        reason=proposal.reason,
        is_taken=proposal.is_taken,
    )


def _value(proposal: Proposal, labels: dict[str, str]) -> str:
    value: Any = proposal.value
    if proposal.field == "role":
        return "di luar perangkat daerah" if value == "outside" else role_label(value)
    if proposal.field == "kind":
        return kind_title(value)
    if proposal.field == "actor":
        return labels.get(value, str(value))
    if proposal.field == "cycle":
        return Cycle(value).label
    if proposal.field == "cycles":
        return ", ".join(Cycle(cycle).label for cycle in value)
    if proposal.field == "window":
        return window_words((value["opens_day"], value["due_day"]))
    return f"langkah {value}"
