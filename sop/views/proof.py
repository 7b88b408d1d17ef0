"""Proof that an SOP was followed, for one run and for one year: as a page, as PDF and as a workbook."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from kinerja.lib import clock, printing
from kinerja.lib.files import safe_name
from kinerja.lib.periods import EARLIEST_YEAR, LATEST_YEAR
from organisation.views.people import signed_in
from sop.models import Run, Sop
from sop.queries.proof import Proof, proof_of_run, proof_of_year
from sop.renderers.proof import LEGEND, identity_of, proof_pdf, tables_of
from sop.renderers.proof_workbook import CONTENT_TYPE, proof_workbook


@require_GET
def run_proof(request: HttpRequest, pk: int) -> HttpResponse:
    """One run."""
    proof = _of_run(request, pk)
    return render(request, "sop/proof.html", _context(proof) | {"run": proof.runs[0]})


@require_GET
def run_proof_file(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    return _file(_of_run(request, pk), form)


@require_GET
def year_proof(request: HttpRequest, slug: str, year: int) -> HttpResponse:
    """All runs of one year."""
    proof = _of_year(request, slug, year)
    return render(request, "sop/proof.html", _context(proof) | {"year": year, "years": proof.years})


@require_GET
def year_proof_file(request: HttpRequest, slug: str, year: int, form: str) -> HttpResponse:
    return _file(_of_year(request, slug, year), form)


def _of_run(request: HttpRequest, pk: int) -> Proof:
    runs = Run.objects.visible_to(signed_in(request)).select_related(
        "sop", "agency", "version", "begins_with__step"
    )
    return proof_of_run(get_object_or_404(runs, pk=pk), clock.now())


def _of_year(request: HttpRequest, slug: str, year: int) -> Proof:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise Http404
    sops = Sop.objects.visible_to(signed_in(request)).select_related("agency")
    return proof_of_year(get_object_or_404(sops, slug=slug), year, clock.now())


def _context(proof: Proof) -> dict[str, object]:
    return {
        "proof": proof,
        "sop": proof.sop,
        "identity": identity_of(proof),
        "tables": tables_of(proof),
        "problems": proof.verdict.problems,
        "legend": LEGEND,
    }


def _file(proof: Proof, form: str) -> HttpResponse:
    if form == "pdf":
        content, content_type = proof_pdf(proof), printing.CONTENT_TYPE
    elif form == "xlsx":
        content, content_type = proof_workbook(proof), CONTENT_TYPE
    else:
        raise Http404
    name = safe_name(f"bukti-{proof.sop.slug}-{proof.label}.{form}".replace(" ", "-").lower())
    answer = HttpResponse(content, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
