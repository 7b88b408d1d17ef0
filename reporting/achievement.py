"""Capaian: one realisation against one target, and the aggregates over many; each figure explains itself.

All percentages are in percent (104.96, not 1.0496), computed at full precision and rounded only in the
sentence. Nothing here raises for a figure that cannot be judged: the status says so. Sources: the forms as
printed by Indonesian offices (LKjIP) and PermenPANRB 8/2021 for ranges; where practice differs, the rule is
a parameter.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from kinerja.lib.numbers import format_figure, format_number
from reporting.measures import (
    EXACT,
    HUNDRED,
    ZERO,
    AchievementStatus,
    Direction,
    LowerForm,
    ValueState,
    ZeroTarget,
    equals,
    is_usable,
    operand,
    settled,
)

RULE_VERSION = "2026.2"  # stored with every frozen figure; raise it when a figure would come out differently
CAPS: tuple[Decimal | None, ...] = (None, Decimal(100), Decimal(110), Decimal(120), Decimal(150))
_SHOWN_TERMS = 6


@dataclass(frozen=True)
class Rule:
    """How one indicator is judged.

    `range_side` gives the formula outside a range: higher R ÷ bound, lower the `lower_form` on the bound.
    """

    direction: Direction = Direction.HIGHER
    lower_form: LowerForm = LowerForm.MIRROR
    zero_target: ZeroTarget = ZeroTarget.NOT_EVALUABLE
    cap: Decimal | None = None
    range_side: Direction = Direction.HIGHER


@dataclass(frozen=True)
class Achievement:
    """`value` is floored at 0 and capped, `raw` is neither; both are None unless evaluated."""

    value: Decimal | None
    raw: Decimal | None
    status: AchievementStatus
    explanation: str

    @property
    def is_evaluated(self) -> bool:
        """Whether there is a figure, and so a part in means."""
        return self.status is AchievementStatus.EVALUATED


@dataclass(frozen=True)
class Aggregate:
    """A figure over many: how many took part, how many were left out, and the working."""

    value: Decimal | None
    counted: int
    left_out: int
    explanation: str


@dataclass(frozen=True)
class PredicateScale:
    """Words as scores, lowest first; text outside the scale is never guessed."""

    name: str
    scores: tuple[tuple[str, Decimal], ...]

    def score(self, code: str) -> Decimal:
        """The score of a code, whatever its letter case; ValueError lists what the scale knows."""
        wanted = " ".join(code.split()).upper()
        for known, score in self.scores:
            if known.upper() == wanted:
                return score
        codes = ", ".join(known for known, _ in self.scores)
        raise ValueError(f"“{code}” tidak ada dalam skala {self.name}. Pilih salah satu: {codes}.")


def _ranked(name: str, *codes: str) -> PredicateScale:
    """A scale with scores 1, 2, 3 … in the order given."""
    return PredicateScale(name, tuple((code, Decimal(n)) for n, code in enumerate(codes, start=1)))


AUDIT_OPINION = _ranked("Opini BPK", "TMP", "TW", "WDP", "WTP")
SAKIP_PREDICATE = _ranked("Predikat SAKIP", "D", "C", "CC", "B", "BB", "A", "AA")

_SILENT = {
    ValueState.BLANK: AchievementStatus.BLANK,
    ValueState.NOT_MEASURED: AchievementStatus.NOT_MEASURED,
    ValueState.NOT_DUE: AchievementStatus.NOT_DUE,
}
_SENTENCES = {
    AchievementStatus.BLANK: "Realisasi belum diisi.",
    AchievementStatus.NOT_MEASURED: "Tidak diukur pada periode ini.",
    AchievementStatus.NOT_DUE: "Belum waktunya diisi.",
    AchievementStatus.NIHIL: "Nihil: tidak ada kegiatan pada periode ini.",
}


def achieve(
    realised: Decimal | None,
    target: Decimal | None,
    rule: Rule,
    *,
    upper: Decimal | None = None,
    state: ValueState = ValueState.VALUE,
) -> Achievement:
    """The achievement of one realisation, in percent; never raises.

    `target` is the lower bound and `upper` the upper bound of a range. A nihil that a sum counts as 0 is
    judged where something was promised (target above 0); otherwise it stays nihil.
    """
    if state in _SILENT:
        return _unjudged(_SILENT[state])
    if state is ValueState.NIHIL and (realised is None or not target):
        return _unjudged(AchievementStatus.NIHIL)
    if realised is None:
        return _unjudged(AchievementStatus.BLANK)
    if target is None:
        return _not_evaluable("target belum ditetapkan")
    if not is_usable(realised) or not is_usable(target) or (upper is not None and not is_usable(upper)):
        return _not_evaluable("angka di luar jangkauan")
    if target < 0:
        return _not_evaluable("target negatif")
    with localcontext(EXACT):
        if rule.direction is Direction.RANGE:
            return _against_range(realised, target, target if upper is None else upper, rule)
        return _against(realised, target, rule.direction, rule)


def achieve_predicate(realised: str, target: str, scale: PredicateScale, rule: Rule) -> Achievement:
    """The achievement of a word on a scale: the scores, higher is better; unknown words are not evaluable."""
    if not realised.strip():
        return _unjudged(AchievementStatus.BLANK)
    try:
        scores = scale.score(realised), scale.score(target)
    except ValueError as error:
        return Achievement(None, None, AchievementStatus.NOT_EVALUABLE, str(error))
    judged = achieve(*scores, rule=Rule(zero_target=rule.zero_target, cap=rule.cap))
    words = f"{realised.strip()} = {operand(scores[0])}, {target.strip()} = {operand(scores[1])}"
    return Achievement(judged.value, judged.raw, judged.status, f"{words}: {judged.explanation}")


def _against(realised: Decimal, target: Decimal, direction: Direction, rule: Rule) -> Achievement:
    """One figure against one bound."""
    if not target:
        return _zero_target(realised, direction, rule)
    if direction is not Direction.LOWER:
        working = f"{operand(realised)} ÷ {operand(target)} × 100"
        return _judged(realised / target * HUNDRED, working, rule.cap)
    if rule.lower_form is LowerForm.MIRROR:
        working = f"(2 × {operand(target)} − {operand(realised)}) ÷ {operand(target)} × 100"
        return _judged((2 * target - realised) / target * HUNDRED, working, rule.cap)
    if realised <= 0:
        return _best_possible(realised, rule.cap)
    working = f"{operand(target)} ÷ {operand(realised)} × 100"
    return _judged(target / realised * HUNDRED, working, rule.cap)


def _against_range(realised: Decimal, lower: Decimal, upper: Decimal, rule: Rule) -> Achievement:
    """Inside is 100; outside the nearest bound is the target (PermenPANRB 8/2021)."""
    if upper < lower:
        return _not_evaluable("batas atas rentang lebih kecil daripada batas bawahnya")
    span = f"{operand(lower)}–{operand(upper)}"
    if lower <= realised <= upper:
        return _judged(HUNDRED, f"{operand(realised)} dalam rentang {span}", rule.cap)
    bound, side = (upper, "atas") if realised > upper else (lower, "bawah")
    outside = _against(realised, bound, rule.range_side, rule)
    sentence = f"{operand(realised)} di {side} rentang {span}: {outside.explanation}"
    return Achievement(outside.value, outside.raw, outside.status, sentence)


def _zero_target(realised: Decimal, direction: Direction, rule: Rule) -> Achievement:
    """A target of zero divides nothing: the policy decides."""
    shown = f"target 0, realisasi {operand(realised)}"
    if rule.zero_target is ZeroTarget.MET_OR_NOT:
        met = realised <= 0 if direction is Direction.LOWER else realised > 0
        return _judged(
            HUNDRED if met else ZERO, f"{shown}: {'terpenuhi' if met else 'tidak terpenuhi'}", rule.cap
        )
    if rule.zero_target is ZeroTarget.CAP and realised > 0 and direction is not Direction.LOWER:
        return _judged(rule.cap or HUNDRED, f"{shown}: batas atas", rule.cap)
    return _not_evaluable("target 0")


def _best_possible(realised: Decimal, cap: Decimal | None) -> Achievement:
    """T ÷ R with R = 0 has no figure; with a cap it has a limit."""
    if cap is None:
        return _not_evaluable(f"realisasi {operand(realised)} tidak dapat menjadi pembagi")
    return _judged(cap, f"realisasi {operand(realised)}: batas atas", cap)


def _judged(raw: Decimal, working: str, cap: Decimal | None) -> Achievement:
    """Floor and cap a raw figure and say so."""
    raw = settled(raw)
    value = max(raw, ZERO)
    sentence = f"{working} {equals(raw)}"
    if value != raw:
        sentence += ", menjadi 0,00 karena tidak boleh negatif"
    if cap is not None and value > cap:
        value = cap
        sentence += f", dibatasi {format_number(cap)}"
    return Achievement(value, raw, AchievementStatus.EVALUATED, sentence)


def _unjudged(status: AchievementStatus) -> Achievement:
    """A cell that says something other than a figure."""
    return Achievement(None, None, status, _SENTENCES[status])


def _not_evaluable(reason: str) -> Achievement:
    """A figure that cannot be judged, with the reason."""
    return Achievement(None, None, AchievementStatus.NOT_EVALUABLE, f"Tidak dapat dinilai: {reason}.")


def mean(achievements: Iterable[Achievement]) -> Aggregate:
    """Simple mean of the evaluated ones, in percent; 0 counts, what is not evaluated does not."""
    return _mean([(achievement.value, Decimal(1)) for achievement in achievements], weighted=False)


def weighted_mean(pairs: Iterable[tuple[Achievement | Decimal | None, Decimal | None]]) -> Aggregate:
    """Mean by weight (weights, or the pagu for physical progress), in percent.

    A figure without a positive weight is left out, and so is a weight without a figure.
    """
    figures = [(item.value if isinstance(item, Achievement) else item, weight) for item, weight in pairs]
    return _mean(figures, weighted=True)


def _mean(figures: Sequence[tuple[Decimal | None, Decimal | None]], *, weighted: bool) -> Aggregate:
    """Σ figure × weight ÷ Σ weight over the pairs that have both."""
    taken = [
        (value, weight) for value, weight in figures if is_usable(value) and is_usable(weight) and weight > 0
    ]
    left_out = len(figures) - len(taken)
    if not taken:
        return Aggregate(None, 0, left_out, "Tidak ada capaian yang dapat dirata-ratakan.")
    with localcontext(EXACT):
        value = settled(sum((v * w for v, w in taken), ZERO) / sum((w for _, w in taken), ZERO))
    return Aggregate(value, len(taken), left_out, _mean_sentence(taken, value, weighted=weighted))


def _mean_sentence(taken: Sequence[tuple[Decimal, Decimal]], value: Decimal, *, weighted: bool) -> str:
    """The working of a mean; long lists are counted instead of listed."""
    if len(taken) > _SHOWN_TERMS:
        kind = "rata-rata tertimbang" if weighted else "rata-rata"
        return f"{kind} {len(taken)} angka {equals(value)}"
    if weighted:
        terms = " + ".join(f"{format_figure(v)} × {operand(w)}" for v, w in taken)
        divisor = operand(sum((w for _, w in taken), ZERO))
    else:
        terms = " + ".join(format_figure(v) for v, _ in taken)
        divisor = str(len(taken))
    return f"({terms}) ÷ {divisor} {equals(value)}"


def spending_percent(realised: Iterable[Decimal | None], ceilings: Iterable[Decimal | None]) -> Aggregate:
    """Σ realisasi ÷ Σ pagu × 100 in percent: a ratio of sums, never a mean of percentages.

    Blank amounts count as nothing spent; without any ceiling above 0 there is no figure.
    """
    amounts, limits = list(realised), list(ceilings)
    spent = [amount for amount in amounts if is_usable(amount)]
    allowed = [limit for limit in limits if is_usable(limit)]
    with localcontext(EXACT):
        total, ceiling = sum(spent, ZERO), sum(allowed, ZERO)
        value = settled(total / ceiling * HUNDRED) if ceiling > 0 else None
    left_out = len(amounts) - len(spent)
    if value is None:
        return Aggregate(None, len(spent), left_out, "Tidak dapat dihitung: pagu 0.")
    sentence = f"{operand(total)} ÷ {operand(ceiling)} × 100 {equals(value)}"
    return Aggregate(value, len(spent), left_out, sentence)
