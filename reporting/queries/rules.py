"""The rules that made a frozen figure, as records that are kept with it, and read back and told in words."""

from decimal import Decimal
from typing import Any

from kinerja.lib.dates import long_date
from kinerja.lib.numbers import format_number
from reporting.achievement import RULE_VERSION, Rule
from reporting.measures import (
    HUNDRED,
    AgencyMean,
    Direction,
    Efficiency,
    LowerForm,
    Rollup,
    TargetStyle,
    ZeroTarget,
)
from reporting.models import Indicator, ReportLine
from reporting.policy import DEFAULT, Policy, policy_from
from reporting.queries.figures import factor_of, rule_of
from reporting.ratings import RatingScale, bound_words

Record = dict[str, Any]
CAP_OF = {"indicator": "batas pada indikator", "agency": "batas perangkat daerah"}


def policy_record(policy: Policy) -> Record:
    """Everything of a policy that recomputing needs, with the version of the rules."""
    return {"version": RULE_VERSION, **policy.record}


def frozen_policy(record: Record) -> Policy:
    """The policy of a compilation; the default for one made before policies were kept."""
    return policy_from(record) if record else DEFAULT


def rule_record(indicator: Indicator, policy: Policy) -> Record:
    """Everything of an indicator's rule that recomputing its line needs; figures are text."""
    rule = rule_of(indicator, policy)
    return {
        "version": RULE_VERSION,
        "direction": rule.direction.value,
        "lower_form": rule.lower_form.value,
        "zero_target": rule.zero_target.value,
        "cap": _text(rule.cap),
        "cap_from": "indicator" if indicator.cap is not None else "agency" if policy.cap is not None else "",
        "rollup": indicator.rollup,
        "factor": _text(factor_of(indicator)),
        "target_style": indicator.target_style,
        "measured_months": list(indicator.measured_months),
        "range": [_text(indicator.range_low), _text(indicator.range_high)],
        "scores": [[code, _text(score)] for code, score in indicator.scores.items()],
        "scale": policy.scale.name,
        "weight": _text(indicator.weight),
    }


def rule_on(line: ReportLine) -> Record:
    """The rule kept with a line; for a line made before rules were kept, the indicator's as it is now."""
    return dict(line.rule) or rule_record(line.indicator, DEFAULT)


def rule_from(record: Record) -> Rule:
    """The rule of judging in a record."""
    return Rule(
        Direction(record["direction"]),
        LowerForm(record["lower_form"]),
        ZeroTarget(record["zero_target"]),
        figure_in(record, "cap"),
    )


def figure_in(record: Record, name: str) -> Decimal | None:
    """A figure of a record, where it is kept as text."""
    return None if record.get(name) is None else Decimal(str(record[name]))


def rule_words(record: Record) -> str:
    """One sentence: "Aturan 2026.2: makin rendah makin baik, (2T − R) ÷ T × 100; tanpa batas; …"."""
    rule, rollup = rule_from(record), Rollup(record["rollup"])
    way: str = rule.direction.label
    if rule.direction is Direction.LOWER:
        way = f"{way}, {rule.lower_form.label}"
    cap = (
        "tanpa batas"
        if rule.cap is None
        else f"paling tinggi {format_number(rule.cap, trim=True)} ({CAP_OF[record['cap_from']]})"
    )
    factor = figure_in(record, "factor")
    joined = f"{rollup.label} × 100" if rollup is Rollup.RATIO and factor == HUNDRED else rollup.label
    parts = [
        way,
        cap,
        f"cara gabung {joined}",
        f"target {TargetStyle(record['target_style']).label}",
        f"target 0 {rule.zero_target.label}",
        f"skala {record['scale']}",
    ]
    weight = figure_in(record, "weight")
    if weight is not None:
        parts.append(f"bobot {format_number(weight, 4, trim=True)}")
    return f"Aturan {record['version']}: {'; '.join(parts)}."


def policy_words(record: Record) -> str:
    """One sentence on the agency's own choices that a compilation used."""
    policy = frozen_policy(record)
    since = f"sejak {long_date(policy.since)}" if policy.since else "bawaan (belum ada pilihan sendiri)"
    cap = "tanpa batas" if policy.cap is None else f"paling tinggi {format_number(policy.cap, trim=True)}"
    zeros = "capaian 0 tidak ikut rata-rata" if policy.mean_skips_zero else "capaian 0 ikut rata-rata"
    parts = [
        f"target 0 {ZeroTarget(policy.zero_target).label}",
        cap,
        AgencyMean(policy.agency_mean).label,
        zeros,
        f"efisiensi {Efficiency(policy.efficiency).label}",
        f"skala {policy.scale.name}",
    ]
    version = f"versi {record['version']}, " if record.get("version") else ""
    return f"Aturan hitung {version}{since}: {'; '.join(parts)}."


def scale_words(scale: RatingScale) -> str:
    """ "Predikat menurut Permendagri 86/2017: Sangat Tinggi ≥ 91; …; Sangat Rendah < 51."."""
    words, below = [], ""
    for band in scale.bands:
        bound = bound_words(band.lower_bound)
        words.append(f"{band.label} {bound or below}".strip())
        below = bound.replace(">", "≤").replace("≥", "<")
    return f"Predikat menurut {scale.name}: {'; '.join(words)}."


def _text(value: Decimal | None) -> str | None:
    """A figure as it is kept: one spelling for equal figures."""
    return None if value is None else f"{value.normalize():f}"
