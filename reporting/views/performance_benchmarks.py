"""What the indicators of an LKjIP are compared with: typed here once, with source."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from reporting.actions.performance import NOT_YOURS
from reporting.actions.performance_benchmarks import drop_benchmark, keep_benchmark
from reporting.forms.performance import BenchmarkForm
from reporting.models import Benchmark
from reporting.queries.performance import Content, Measure, content_of
from reporting.queries.performance_past import words_of
from reporting.views.performance_desk import Desk, desk_of, refuse, tell
from sop.workflow import Blocked

Kind = Benchmark.Kind


@require_http_methods(["GET", "POST"])
def benchmarks(request: HttpRequest, pk: int) -> HttpResponse:
    """Each indicator with what is known, and the form for one more."""
    desk = desk_of(request, pk)
    content = content_of(desk.report)
    measures = {key_of(measure): measure for measure in content.measures}
    indicators = {key: measure.line.indicator for key, measure in measures.items()}
    form = BenchmarkForm(initial=_asked(request, desk), indicators=indicators)
    if request.method == "POST":
        refuse(NOT_YOURS, unless=desk.writes)
        form = BenchmarkForm(request.POST, indicators=indicators)
        if form.is_valid() and _kept(request, desk, form):
            return redirect("performance-benchmarks", pk=pk)
    context = {"desk": desk, "report": desk.report, "form": form, "rows": _rows(desk, content)}
    return render(
        request, "reporting/performance_benchmarks.html", context, status=422 if form.errors else 200
    )


@require_POST
def drop(request: HttpRequest, pk: int, benchmark_pk: int) -> HttpResponse:
    """Take one away."""
    desk = desk_of(request, pk)
    found = get_object_or_404(Benchmark.objects.filter(agency=desk.report.agency), pk=benchmark_pk)
    drop_benchmark(found, by=desk.person, now=desk.now)
    messages.success(request, "Pembanding dihapus; nilainya tetap tercatat dalam riwayat.")
    return redirect("performance-benchmarks", pk=pk)


def _asked(request: HttpRequest, desk: Desk) -> dict[str, object]:
    """What a link of the missing list wants typed; otherwise last year's realisation."""
    return {
        "indicator": f"{request.GET.get('baris', '')}/{request.GET.get('indikator', '')}",
        "kind": request.GET.get("jenis", Kind.EARLIER.value),
        "year": request.GET.get("tahun", desk.report.period.year - 1),
    }


def key_of(measure: Measure) -> str:
    return f"{measure.line.path[-1][1]}/{measure.line.indicator.code}"


def _kept(request: HttpRequest, desk: Desk, form: BenchmarkForm) -> bool:
    try:
        keep_benchmark(desk.report.agency, form.typed, by=desk.person, now=desk.now)
    except Blocked as blocked:
        tell(form, blocked)
        return False
    messages.success(request, "Pembanding disimpan dan dipakai oleh semua LKjIP kantor ini.")
    return True


def _rows(desk: Desk, content: Content) -> list[dict[str, object]]:
    """Every indicator of the LKjIP with its benchmarks and its own earlier years."""
    kept: dict[str, list[Benchmark]] = {}
    for row in Benchmark.objects.filter(agency=desk.report.agency).select_related("by"):
        kept.setdefault(f"{row.node_code}/{row.indicator_code}", []).append(row)
    return [
        {
            "measure": measure,
            "own": [year for year in measure.past.years if year.is_own],
            "typed": [(row, words_of(measure.line.indicator, row)) for row in kept.get(key_of(measure), [])],
        }
        for measure in content.measures
    ]
