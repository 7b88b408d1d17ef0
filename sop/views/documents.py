"""The catalogue of SOPs and each SOP as printed."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from kinerja.lib import clock
from kinerja.lib.printing import CONTENT_TYPE
from organisation.models import Agency
from organisation.permissions import may
from organisation.views.people import signed_in
from sop.models import Run, Sop, SopVersion
from sop.renderers.document import footer_of, sop_pdf, sum_of, words_of
from sop.renderers.flow import drawing_rows


@require_GET
def catalogue(request: HttpRequest) -> HttpResponse:
    newest_first = Prefetch("versions", SopVersion.objects.order_by("-version"))
    person, now = signed_in(request), clock.now()
    sops = Sop.objects.visible_to(person).select_related("agency").prefetch_related(newest_first)
    may_import = any(
        may(person, "configure_sop", agency, agency.time_zone.local(now).date())
        for agency in Agency.objects.visible_to(person).distinct()
    )
    return render(request, "sop/catalogue.html", {"sops": sops, "may_import": may_import})


@require_GET
def document(request: HttpRequest, slug: str) -> HttpResponse:
    person = signed_in(request)
    sop = get_object_or_404(Sop.objects.visible_to(person).select_related("agency"), slug=slug)
    versions = sop.versions.order_by("-version")
    version = versions.filter(status=SopVersion.Status.PUBLISHED).first() or versions.first()
    rows = drawing_rows(version) if version else []
    today = sop.agency.time_zone.local(clock.now()).date()
    context = {
        "sop": sop,
        "version": version,
        "actors": list(version.actors.all()) if version else [],
        "rows": rows,
        "is_inferred": any(row.is_inferred for row in rows),
        "total": sum_of(version, [row.step for row in rows]) if version else None,
        "footer": footer_of(version) if version else [],
        "words": words_of(version) if version else {},
        "identity": _identity(version) if version else [],
        "runs": Run.objects.filter(sop=sop).order_by("-opened_at")[:12],
        "may_configure": may(person, "configure_sop", sop.agency, today),
        "draft": versions.filter(status=SopVersion.Status.DRAFT).first(),
        "may_rehearse": may(person, "rehearse", sop.agency, today),
    }
    return render(request, "sop/document.html", context)


@require_GET
def document_pdf(request: HttpRequest, slug: str, version: int) -> HttpResponse:
    """A version as the official document, drafts too."""
    visible = SopVersion.objects.filter(sop__in=Sop.objects.visible_to(signed_in(request)))
    found = get_object_or_404(visible.select_related("sop__agency"), sop__slug=slug, version=version)
    answer = HttpResponse(sop_pdf(found), content_type=CONTENT_TYPE)
    answer["Content-Disposition"] = f'inline; filename="{slug}-v{version}.pdf"'
    return answer


def _identity(version: SopVersion) -> list[tuple[str, str | None, list[str] | None]]:
    """The identity block as printed: label, text, or a list of items."""
    return [
        ("Nomor SOP", version.number, None),
        ("Tanggal pembuatan", version.created_on, None),
        ("Tanggal revisi", version.revised_on, None),
        ("Tanggal pengesahan/efektif", version.effective_on, None),
        ("Disahkan oleh", version.approved_by, None),
        ("Nama SOP", version.title, None),
        ("Dasar hukum", None, version.legal_basis),
        ("Kualifikasi pelaksana", None, version.qualifications),
        ("Keterkaitan", None, version.related),
        ("Peralatan/perlengkapan", None, version.equipment),
        ("Peringatan", None, version.warnings),
        ("Pencatatan dan pendataan", None, version.records),
        ("Waktu periodik", None, version.periodic),
    ]
