"""What an LKjIP still lacks: each with its place in the document, the page that fills it, and its reason."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from kinerja.lib.periods import MONTH_NAMES
from reporting.chapters import Place, places
from reporting.measures import AchievementStatus, Efficiency
from reporting.models import Benchmark, GapReason, PerformanceReport, SectionText
from reporting.queries.performance import Content, Measure, Objective
from reporting.queries.performance_texts import proposal_of
from sop.models import Run

Kind = Benchmark.Kind
_EXPECTED_SILENCE = {
    AchievementStatus.NOT_MEASURED,
    AchievementStatus.NOT_DUE,
    AchievementStatus.NIHIL,
}


@dataclass(frozen=True)
class Gap:
    """One missing thing; with a reason the document may be final without it, and prints the reason."""

    key: str
    what: str
    where: str
    link: str
    reason: str = ""


def address(report: PerformanceReport, place: Place) -> str:
    """The page on which a section is written."""
    if place.code:
        return reverse("performance-objective-section", args=[report.pk, place.section.key, place.code])
    return reverse("performance-section", args=[report.pk, place.section.key])


def gaps_of(content: Content, texts: Mapping[str, SectionText], *, has_head: bool) -> list[Gap]:
    """Everything that is missing, in the order of the document, with the reasons given so far."""
    report = content.report
    reasons = dict(GapReason.objects.filter(report=report).values_list("gap", "reason"))
    found = [
        *_of_cover(report, has_head=has_head),
        *_of_texts(content, texts),
        *_of_months(content),
        *_of_figures(content),
        *_of_rules(content),
    ]
    return [Gap(gap.key, gap.what, gap.where, gap.link, reasons.get(gap.key, "")) for gap in found]


def open_gaps(gaps: Iterable[Gap]) -> list[Gap]:
    """Those without a reason: the LKjIP is only a draft while there is one."""
    return [gap for gap in gaps if not gap.reason]


def _of_cover(report: PerformanceReport, *, has_head: bool) -> Iterator[Gap]:
    if not report.number:
        link = reverse("performance-report", args=[report.pk]) + "#nomor"
        yield Gap("number", "Nomor LKjIP belum diisi.", "Sampul", link)
    if not has_head:
        what = "Belum ada kepala perangkat daerah yang menjabat pada hari ini."
        yield Gap("head", what, "Kata Pengantar", reverse("substitutes"))


# --- texts ---


def _of_texts(content: Content, texts: Mapping[str, SectionText]) -> Iterator[Gap]:
    by_code = {objective.code: objective for objective in content.objectives}
    for place in places(by_code):
        row = texts.get(place.key)
        if row is not None and row.text:
            continue
        section, link = place.section, address(content.report, place)
        where = section.chapter.label
        if row is None and proposal_of(place, content):
            what = f"{section.heading} masih usulan dari angka dan belum disunting."
            yield Gap(f"text:{place.key}", what, where, link)
        elif section.is_required and (not place.code or _needs_cause(by_code[place.code])):
            of = f" — {by_code[place.code].label}" if place.code else ""
            yield Gap(f"text:{place.key}", f"{section.heading}{of} belum ditulis.", where, link)


def _needs_cause(objective: Objective) -> bool:
    """Off target, or not a word from the PPTK: then nobody has said why it is as it is."""
    return not objective.is_met or not objective.quotes


# --- figures ---


def _of_months(content: Content) -> Iterator[Gap]:
    """Months that some rows have and others have not, and the last month of the period."""
    sources, report = content.sources, content.report
    numbers = [month.last_month for month in report.period.months]
    begun = {month for rows in sources.realisations.values() for month in rows} & set(numbers)
    missing: dict[int, list[str]] = {}
    for month in sorted({*begun, numbers[-1]}):
        for node in sources.nodes:
            for indicator in sources.indicators.get(node.pk, []):
                rows = sources.realisations.get((node.code, indicator.code), {})
                if indicator.is_measured_in(month) and month not in rows:
                    missing.setdefault(month, []).append(str(sources.officers.get(node.pk) or "tanpa PPTK"))
    if not missing:
        return
    runs = {
        run.period.last_month: run.pk
        for run in Run.objects.filter(agency=report.agency_id, period__in=report.period.months, edition=0)
    }
    for month, names in missing.items():
        who = "; ".join(f"{name} ({names.count(name)})" for name in sorted(set(names)))
        what = f"Realisasi {MONTH_NAMES[month - 1]} belum disampaikan untuk {len(names)} indikator: {who}."
        link = reverse("run", args=[runs[month]]) if month in runs else reverse("reports")
        yield Gap(f"month:{month}", what, "BAB III, analisis 1", link)


def _of_figures(content: Content) -> Iterator[Gap]:
    """Per indicator: target, realisation, last year, end of the Renstra, standard."""
    report = content.report
    last = report.period.year - 1
    for objective in content.objectives:
        for measure in objective.measures:
            indicator = measure.line.indicator
            key, where = f"{measure.line.path[-1][1]}/{indicator.code}", f"BAB III, {objective.label}"
            plan = reverse("plan", args=[report.plan_id])
            if measure.achievement.status in _EXPECTED_SILENCE:
                pass
            elif measure.target is None:
                yield Gap(f"target:{key}", f"{indicator.name}: target belum ditetapkan.", where, plan)
            elif measure.achievement.status in {AchievementStatus.BLANK, AchievementStatus.NOT_EVALUABLE}:
                what = f"{indicator.name}: {measure.working[:1].lower()}{measure.working[1:].rstrip('.')}."
                yield Gap(f"value:{key}", what, where, reverse("reports"))
            yield from _of_past(report, measure, (key, where), last)


def _of_past(report: PerformanceReport, measure: Measure, place: tuple[str, str], last: int) -> Iterator[Gap]:
    key, where = place
    name, past = measure.line.name, measure.past
    if not any(year.year == last for year in past.years):
        link = _benchmark(report, key, Kind.EARLIER, last)
        yield Gap(f"earlier:{key}", f"{name}: realisasi {last} belum ada.", f"{where}, analisis 2", link)
    if past.medium_term is None:
        link = _benchmark(report, key, Kind.MEDIUM_TERM, report.period.year)
        what = f"{name}: target akhir Renstra belum dicatat."
        yield Gap(f"medium:{key}", what, f"{where}, analisis 3", link)
    if not past.standards:
        link = _benchmark(report, key, Kind.NATIONAL, report.period.year)
        what = f"{name}: standar nasional belum dicatat."
        yield Gap(f"standard:{key}", what, f"{where}, analisis 4", link)


def _benchmark(report: PerformanceReport, key: str, kind: Kind, year: int) -> str:
    """The page of benchmarks with this one ready to be typed."""
    node, _, code = key.rpartition("/")
    there = reverse("performance-benchmarks", args=[report.pk])
    asked = urlencode({"baris": node, "indikator": code, "jenis": kind.value, "tahun": str(year)})
    return f"{there}?{asked}#isi-pembanding"


def _of_rules(content: Content) -> Iterator[Gap]:
    report = content.report
    if content.policy.efficiency is Efficiency.NONE:
        what = "Cara menghitung efisiensi belum dipilih dalam aturan hitung."
        link = reverse("policy", args=[report.agency.code])
        yield Gap("efficiency", what, "BAB III, analisis 6", link)
    unpaid = [line for line in content.budget_lines if line.amount is None]
    if unpaid:
        codes = ", ".join(line.code for line in unpaid[:5]) + (", …" if len(unpaid) > 5 else "")
        what = f"Realisasi keuangan belum disampaikan untuk {len(unpaid)} sub kegiatan: {codes}."
        yield Gap("money", what, "BAB III, 3.2", reverse("reports"))
