"""The texts of an LKjIP: the version in force of each section, the earlier ones, and what was proposed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from kinerja.lib.numbers import format_money, format_percent
from kinerja.lib.periods import Cycle
from reporting.chapters import Place
from reporting.models import PerformanceReport, PlanNode, SectionText
from reporting.queries.figures import shown
from reporting.queries.performance import Content, Measure, Objective

Level = PlanNode.Level
_CHAPTERS = (
    "BAB I Pendahuluan memuat latar belakang, gambaran umum organisasi, serta aspek strategis dan isu utama.",
    "BAB II Perencanaan Kinerja memuat Rencana Strategis, Indikator Kinerja Utama, dan Perjanjian Kinerja.",
    "BAB III Akuntabilitas Kinerja memuat capaian kinerja organisasi menurut sasaran dan realisasi anggaran.",
    "BAB IV Penutup memuat kesimpulan dan langkah perbaikan.",
    "Lampiran memuat Perjanjian Kinerja dan pengukuran kinerja.",
)


@dataclass(frozen=True)
class Told:
    """What prints in a section: somebody's text, or the proposal that nobody has kept yet."""

    text: str
    version: int = 0
    is_proposal: bool = False


def performance_report_over(sha256: str) -> PerformanceReport | None:
    """The final LKjIP one of whose frozen files has exactly these bytes."""
    found: PerformanceReport | None = (
        PerformanceReport.objects.filter(Q(pdf__sha256=sha256) | Q(word__sha256=sha256))
        .select_related("agency", "signed_by")
        .order_by("signed_at")
        .last()
    )
    return found


def latest_texts(report: PerformanceReport) -> dict[str, SectionText]:
    """Section → its last version."""
    versions = SectionText.objects.filter(report=report).select_related("by").order_by("version")
    return {row.section: row for row in versions}


def versions_of(report: PerformanceReport, place: Place) -> list[SectionText]:
    """All versions of a section, the newest first."""
    kept = SectionText.objects.filter(report=report, section=place.key)
    return list(kept.select_related("by").order_by("-version"))


def told(place: Place, texts: Mapping[str, SectionText], content: Content) -> Told:
    """The text in force; where nobody has written one, the proposal if the section has one."""
    row = texts.get(place.key)
    if row is not None:
        return Told(row.text, row.version)
    proposal = proposal_of(place, content)
    return Told(proposal, is_proposal=bool(proposal))


def proposal_of(place: Place, content: Content) -> str:
    """Sentences made from the figures and from nothing else."""
    match place.section.key:
        case "ikhtisar":
            return "\n\n".join(_summary(content))
        case "sistematika":
            return "Laporan ini disajikan dengan sistematika berikut.\n\n" + _listed(_CHAPTERS)
        case "kesimpulan":
            return "\n\n".join([_counted(content), *_money(content)]) if content.measures else ""
        case _:
            return ""


def _summary(content: Content) -> Iterator[str]:
    if not content.measures:
        return
    report = content.report
    goals = sum(objective.level == Level.GOAL for objective in content.objectives)
    parts = [f"{goals} tujuan"] * bool(goals)
    parts += [f"{len(content.objectives) - goals} sasaran"] * (len(content.objectives) > goals)
    yield (
        f"{report.title} {report.agency.name} mempertanggungjawabkan Perjanjian Kinerja Tahun "
        f"{report.plan.year} ({report.plan.label}), yang memuat {' dan '.join(parts)} dengan "
        f"{len(content.measures)} indikator kinerja."
    )
    yield _counted(content)
    yield "Capaian menurut sasaran:\n\n" + _listed([_of_objective(each) for each in content.objectives])
    below = [measure for measure in content.measures if measure.is_met is False]
    if below:
        yield "Indikator yang belum mencapai target:\n\n" + _listed([of_measure(each) for each in below])
    yield from _money(content)


def _counted(content: Content) -> str:
    """ "Dari 4 indikator, 3 mencapai target, 1 belum mencapai target. Rata-rata …"."""
    measures = content.measures
    met = sum(measure.is_met is True for measure in measures)
    below = sum(measure.is_met is False for measure in measures)
    open_ = len(measures) - met - below
    parts = [f"{met} mencapai atau melampaui target", f"{below} belum mencapai target"]
    parts += [f"{open_} tidak diukur atau belum dapat dinilai"] * bool(open_)
    sentence = f"Dari {len(measures)} indikator, {', '.join(parts)}."
    if content.mean.value is None:
        return sentence
    return f"{sentence} Rata-rata capaian {_percent(content.mean.value)} ({content.rating})."


def _of_objective(objective: Objective) -> str:
    mean = objective.mean.value
    judged = "belum dapat dinilai" if mean is None else f"{_percent(mean)} ({objective.rating})"
    return f"{objective.label} {objective.name.rstrip('.')}: {judged}."


def of_measure(measure: Measure) -> str:
    """ "Indeks …: target 78,5, realisasi 72, capaian 91,72 %."."""
    indicator = measure.line.indicator
    target = measure.target_text or shown(indicator, measure.target) or "belum ditetapkan"
    realised = measure.line.value_text or shown(indicator, measure.line.value) or "belum ada"
    achieved = measure.achievement
    end = f", capaian {_percent(achieved.value)}" if achieved.value is not None else ""
    return f"{measure.line.name}: target {target}, realisasi {realised}{end}."


def _money(content: Content) -> Iterator[str]:
    ceiling = sum((line.ceiling for line in content.budget_lines), Decimal(0))
    amount = sum((line.amount or Decimal(0) for line in content.budget_lines), Decimal(0))
    if ceiling and content.spent.value is not None:
        until = "" if content.report.period.cycle is Cycle.YEAR else f" sampai {content.report.period.label}"
        yield (
            f"Dari pagu anggaran {format_money(ceiling)} terserap {format_money(amount)}{until} "
            f"({_percent(content.spent.value)})."
        )


def _percent(value: Decimal) -> str:
    return format_percent(value)


def _listed(lines: Sequence[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)
