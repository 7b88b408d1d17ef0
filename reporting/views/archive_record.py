"""One file of the archive: everything about it, its check, another class, what was done with the paper."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kinerja.lib import clock
from organisation.models import Person
from organisation.views.people import signed_in
from reporting.actions.archive_keeping import NOT_YOURS, deeds_open, mark, may_keep, reclassify
from reporting.forms.archive_keeping import MarkForm, ReclassifyForm
from reporting.models import ArchiveRecord
from reporting.queries.archive import facts_of, history_of, kept
from reporting.queries.archive_check import check, members_of
from sop.workflow import Blocked


@require_safe
def archive_record(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything of one record."""
    return _page(request, *_here(request, pk))


@require_POST
def archive_check(request: HttpRequest, pk: int) -> HttpResponse:
    """The same page with the result of a check of every checksum; nothing is changed by it."""
    person, record = _here(request, pk)
    return _page(request, person, record, verdict=check(record))


@require_http_methods(["GET", "POST"])
def archive_reclassify(request: HttpRequest, pk: int) -> HttpResponse:
    """Another class, with its reason."""
    person, record = _here(request, pk, to_keep=True)
    form = ReclassifyForm(request.POST if request.method == "POST" else None, record=record)
    if form.is_bound and form.is_valid():
        values = form.cleaned_data
        try:
            reclassify(record, values["classification"], values["reason"], by=person, now=clock.now())
        except Blocked as blocked:
            _tell(form, blocked)
        else:
            messages.success(request, "Berkas diklasifikasi ulang; retensinya dihitung kembali.")
            return redirect("archive", pk=pk)
    return _form_page(request, record, form, "Klasifikasi ulang", "Simpan klasifikasi")


@require_http_methods(["GET", "POST"])
def archive_mark(request: HttpRequest, pk: int) -> HttpResponse:
    """What was done with the paper, by which decree."""
    person, record = _here(request, pk, to_keep=True)
    deeds = deeds_open(record, record.report.agency.time_zone.local(clock.now()).date())
    form = MarkForm(request.POST if request.method == "POST" else None, deeds=deeds)
    if form.is_bound and form.is_valid():
        try:
            made = mark(record, form.decision, by=person, now=clock.now())
        except Blocked as blocked:
            _tell(form, blocked)
        else:
            messages.success(request, f"Dicatat: {made}. Catatan arsip dan paketnya tetap disimpan.")
            return redirect("archive", pk=pk)
    if not deeds:
        messages.info(request, "Belum ada tindakan atas berkas fisik yang dapat dicatat hari ini.")
        return redirect("archive", pk=pk)
    return _form_page(request, record, form, "Catat tindakan atas berkas fisik", "Catat tindakan")


def _here(request: HttpRequest, pk: int, *, to_keep: bool = False) -> tuple[Person, ArchiveRecord]:
    """Who asks, about which record of those the person may see."""
    person = signed_in(request)
    records = ArchiveRecord.objects.visible_to(person)
    related = ("report__agency", "report__plan", "package", "by")
    record: ArchiveRecord = get_object_or_404(records.select_related(*related), pk=pk)
    if to_keep and not may_keep(person, record.report.agency, clock.now()):
        raise PermissionDenied(NOT_YOURS)
    return person, record


def _page(request: HttpRequest, person: Person, record: ArchiveRecord, **more: Any) -> HttpResponse:
    agency, now = record.report.agency, clock.now()
    today = agency.time_zone.local(now).date()
    keeps = may_keep(person, agency, now)
    context = {
        "record": record,
        "row": kept(record, today),
        "facts": facts_of(record),
        "members": members_of(record),
        "events": history_of(record),
        "may_keep": keeps,
        "may_mark": keeps and bool(deeds_open(record, today)),
        "now": now,
        **more,
    }
    return render(request, "reporting/archive.html", context)


def _form_page(
    request: HttpRequest, record: ArchiveRecord, form: Form, title: str, button: str
) -> HttpResponse:
    context = {"record": record, "form": form, "title": title, "button": button, "facts": facts_of(record)}
    status = 422 if form.is_bound else 200
    return render(request, "reporting/archive_form.html", context, status=status)


def _tell(form: Form, blocked: Blocked) -> None:
    for blocker in blocked.blockers:
        form.add_error(None, blocker.sentence)
