"""Efficiency by the three methods in use, chosen per agency; each result tells its working and none raises.

Money in rupiah, volumes in the unit of each output, everything else in percent (difference: points).
Sources: PMK 249/PMK.02/2011 as copied into published LKjIP (the bounds of −20 and 20 are those in use there);
the two simple forms of local LKjIP.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from reporting.achievement import Aggregate
from reporting.measures import EXACT, HUNDRED, ZERO, Efficiency, equals, is_usable, operand, settled

LIMIT = Decimal(20)  # E lies between −20 and 20 percent
MIDDLE = Decimal(50)  # NE at E = 0
_SHOWN_TERMS = 4


@dataclass(frozen=True)
class Output:
    """One keluaran: RAK and PAK (rupiah spent and allowed), RVK and TVK (volume reached and promised)."""

    spent: Decimal | None
    ceiling: Decimal | None
    realised: Decimal | None
    target: Decimal | None


def efficiency(
    method: Efficiency, outputs: Sequence[Output], achieved: Decimal | None, spent: Decimal | None
) -> Aggregate | None:
    """The result of the method chosen, None where none is; `achieved` and `spent` are means in percent."""
    match method:
        case Efficiency.PMK_249:
            return pmk_249(outputs)
        case Efficiency.DIFFERENCE:
            return difference(achieved, spent)
        case Efficiency.REMAINDER:
            return remainder(achieved, spent)
        case Efficiency.NONE:
            return None


def pmk_249(outputs: Sequence[Output]) -> Aggregate:
    """NE in percent (0–100, 50 = as planned): E = Σ(1 − (RAK ÷ RVK) ÷ (PAK ÷ TVK)) ÷ n × 100, NE from it.

    E is bounded to −20..20 and NE = 50 + E ÷ 20 × 50. An output without spending stated, without pagu,
    without a target or without any volume has no unit cost: it is left out and counted as such.
    """
    terms = [term for term in map(_saved_share, outputs) if term is not None]
    left_out = len(outputs) - len(terms)
    if not terms:
        return Aggregate(
            None, 0, left_out, "Tidak dapat dihitung: belum ada keluaran dengan biaya dan volume."
        )
    with localcontext(EXACT):
        mean = settled(sum(terms, ZERO) / len(terms) * HUNDRED)
        bounded = min(max(mean, -LIMIT), LIMIT)
        value = settled(MIDDLE + bounded / LIMIT * MIDDLE)
    limited = "" if bounded == mean else f", dibatasi {operand(bounded)}"
    scaled = f"NE = 50 + {_bracketed(bounded)} ÷ 20 × 50 {equals(value)}"
    sentence = f"E = {_terms(terms)} {equals(mean)}{limited}; {scaled}"
    if left_out:
        sentence += f"; {left_out} keluaran tanpa biaya atau volume tidak ikut"
    return Aggregate(value, len(terms), left_out, f"{sentence}.")


def difference(achieved: Decimal | None, spent: Decimal | None) -> Aggregate:
    """Capaian kinerja − serapan anggaran, in points; above 0 more was reached than was spent."""
    if not is_usable(achieved) or not is_usable(spent):
        return _missing(achieved)
    with localcontext(EXACT):
        value = settled(achieved - spent)
    sentence = f"capaian {_percent(achieved)} − serapan {_percent(spent)} {equals(value)} poin."
    return Aggregate(value, 1, 0, sentence)


def remainder(achieved: Decimal | None, spent: Decimal | None) -> Aggregate:
    """Sisa anggaran in percent of the pagu (0–100), only where the achievement reached 100."""
    if not is_usable(achieved) or not is_usable(spent):
        return _missing(achieved)
    if achieved < HUNDRED:
        return Aggregate(
            None, 0, 1, f"Tidak dihitung: capaian {_percent(achieved)} belum mencapai 100, sisa bukan hemat."
        )
    with localcontext(EXACT):
        left = settled(HUNDRED - spent)
    value = min(max(left, ZERO), HUNDRED)
    limited = "" if value == left else f", dibatasi {operand(value)}"
    return Aggregate(value, 1, 0, f"100 − serapan {_percent(spent)} {equals(left)}{limited}.")


def _saved_share(output: Output) -> Decimal | None:
    """1 − (RAK ÷ RVK) ÷ (PAK ÷ TVK): the share of the planned unit cost that was saved."""
    spent, ceiling, realised, target = output.spent, output.ceiling, output.realised, output.target
    if not is_usable(spent) or spent < 0:
        return None
    if not is_usable(ceiling) or not is_usable(realised) or not is_usable(target):
        return None
    if min(ceiling, realised, target) <= 0:
        return None
    with localcontext(EXACT):
        return 1 - (spent * target) / (realised * ceiling)


def _terms(terms: Sequence[Decimal]) -> str:
    """The sum over the outputs; long ones are counted instead of listed."""
    if len(terms) > _SHOWN_TERMS:
        return f"rata-rata (1 − biaya satuan ÷ rencananya) dari {len(terms)} keluaran × 100"
    listed = " + ".join(_bracketed(settled(term)) for term in terms)
    return f"({listed}) ÷ {len(terms)} × 100"


def _bracketed(value: Decimal) -> str:
    """A figure within a sum; a negative one in brackets."""
    return f"({operand(value)})" if value < 0 else operand(value)


def _percent(value: Decimal) -> str:
    return equals(value).removeprefix("= ")


def _missing(achieved: Decimal | None) -> Aggregate:
    what = "serapan anggaran" if is_usable(achieved) else "capaian kinerja"
    return Aggregate(None, 0, 1, f"Tidak dapat dihitung: {what} belum ada.")
