"""The rules of counting of an agency in words: what holds, since when, and what each change changed."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q

from kinerja.lib.numbers import format_percent
from organisation.models import Agency
from reporting.entry_rules import EntryRules, Rule, rules_from
from reporting.measures import AgencyMean, Efficiency, ZeroTarget
from reporting.models import AgencyPolicy, Compilation, Report, Scale
from reporting.policy import DEFAULT
from reporting.queries.policy import rating_scale
from reporting.ratings import RatingScale, bound_words

Facts = list[tuple[str, str]]
COLUMNS = (
    *("from_on", "basis", "zero_target", "cap", "agency_mean", "mean_skips_zero", "efficiency", "scale_id"),
    "entry_rules",
)
NO_BREAK = "\N{NO-BREAK SPACE}"  # a sign stays with its figure
WATCHED = {
    Rule.OVER_CEILING: "Realisasi keuangan melebihi pagu",
    Rule.FALLS: "Angka s.d. bulan ini turun",
    Rule.OVER_100: "Capaian melewati batas",
    Rule.JUMP: "Berubah tajam terhadap bulan lalu",
    Rule.NO_EVIDENCE: "Target tercapai tanpa bukti dukung",
    Rule.WORDS_OFF_TARGET: "Kendala dan tindak lanjut bila di bawah target",
}


@dataclass(frozen=True)
class Change:
    """What one choice was before and is from then on."""

    term: str
    before: str
    after: str


@dataclass(frozen=True)
class Chapter:
    """A policy with its words; None is the rules that hold where an agency never chose."""

    policy: AgencyPolicy | None
    counting: Facts
    entering: Facts
    changes: list[Change]
    state: str  # "now", "later" or "past"


def chapters_of(agency: Agency, today: date) -> list[Chapter]:
    """Every policy of an agency, the latest first, down to the rules that held before it chose."""
    chosen = list(
        AgencyPolicy.objects.filter(agency=agency).select_related("scale", "set_by").order_by("from_on")
    )
    begun = [policy for policy in chosen if policy.from_on <= today]
    holding = begun[-1] if begun else None
    chapters: list[Chapter] = []
    for policy in [None, *chosen]:
        counting, entering = facts_of(policy), rules_of(policy)
        before = chapters[-1] if chapters else Chapter(None, counting, entering, [], "")
        changes = changes_between([*before.counting, *before.entering], [*counting, *entering])
        later = policy is not None and policy.from_on > today
        state = "now" if policy == holding else "later" if later else "past"
        chapters.append(Chapter(policy, counting, entering, changes, state))
    return chapters[::-1]


def facts_of(policy: AgencyPolicy | None) -> Facts:
    """Every choice of counting in words."""
    chosen = policy or AgencyPolicy()
    scale = rating_scale(chosen.scale) if chosen.scale else DEFAULT.scale
    cap = chosen.cap
    return [
        ("Target nol", ZeroTarget(chosen.zero_target).label),
        (
            "Batas capaian",
            "tanpa batas" if cap is None else f"paling tinggi {format_percent(cap, trim=True)}",
        ),
        ("Rata-rata perangkat daerah", AgencyMean(chosen.agency_mean).label),
        ("Capaian 0", "tidak ikut rata-rata" if chosen.mean_skips_zero else "ikut rata-rata"),
        ("Efisiensi", Efficiency(chosen.efficiency).label),
        ("Skala penilaian", f"{scale.name}: {scale_line(scale)}"),
    ]


def rules_of(policy: AgencyPolicy | None) -> Facts:
    """What the entry page watches, in words."""
    rules = rules_from(policy.entry_rules if policy else {})
    return [(watched, _watch(rules, rule)) for rule, watched in WATCHED.items()]


def _watch(rules: EntryRules, rule: Rule) -> str:
    if rule is Rule.WORDS_OFF_TARGET:
        return "wajib diisi" if rules.is_on(rule) else "tidak wajib"
    if not rules.is_on(rule):
        return "tidak diperingatkan"
    limit = rules.limit(rule)
    return f"diperingatkan di atas {format_percent(limit, trim=True)}" if limit else "diperingatkan"


def changes_between(before: Facts, after: Facts) -> list[Change]:
    """The choices that differ."""
    pairs = zip(before, after, strict=True)
    return [Change(term, old, new) for (term, old), (_, new) in pairs if old != new]


def scale_line(scale: RatingScale) -> str:
    """ "Sangat Tinggi ≥ 91; Tinggi ≥ 76; …; Sangat Rendah selebihnya"."""
    pairs = ((band.label, bound_words(band.lower_bound).replace(" ", NO_BREAK)) for band in scale.bands)
    return "; ".join(f"{label} {bound or 'selebihnya'}" for label, bound in pairs)


def scales_of(agency: Agency) -> list[tuple[Scale, str]]:
    """The scales that an agency may choose with their classes in words, its own first."""
    found = Scale.objects.usable_in(agency).order_by("agency_id", "name", "-valid_from")
    own_first = sorted(found, key=lambda scale: scale.agency_id is None)
    return [(scale, scale_line(rating_scale(scale))) for scale in own_first]


def first_free_day(agency: Agency) -> tuple[date | None, Report | None]:
    """The day after the last settled period, and its report; both None where nothing is settled."""
    settled = Report.objects.filter(agency=agency).filter(
        Q(compilations__signatures__isnull=False) | Q(archive__isnull=False)
    )
    last = max(settled.distinct(), key=lambda report: report.period.ends_on, default=None)
    return (None, None) if last is None else (last.period.ends_on + timedelta(days=1), last)


def is_used(policy: AgencyPolicy) -> bool:
    """Whether a report was compiled by this policy."""
    later = AgencyPolicy.objects.filter(agency=policy.agency_id, from_on__gt=policy.from_on)
    until = later.order_by("from_on").values_list("from_on", flat=True).first() or date.max
    made = Compilation.objects.filter(report__agency=policy.agency_id)
    if policy.set_at is not None:
        made = made.filter(at__gte=policy.set_at)
    ends = {period.ends_on for period in made.values_list("report__period", flat=True).distinct()}
    return any(policy.from_on <= end < until for end in ends)


def values_of(policy: AgencyPolicy) -> dict[str, Any]:
    """The choices as plain values, for the history."""
    return {name: getattr(policy, name) for name in COLUMNS}
