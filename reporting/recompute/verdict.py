"""The verdict on one printed cell: right, explained by rounding, made by another rule, or different."""

from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, localcontext
from enum import StrEnum

from kinerja.lib.numbers import format_number
from reporting.measures import EXACT
from reporting.recompute.stated import Figure, Result, Row

SHOWN_PLACES = 2


class Verdict(StrEnum):
    """How a printed figure stands to the computed one."""

    DIFFERS = "differs"
    OTHER_RULE = "other_rule"
    TRUNCATED = "truncated"
    ROUNDING = "rounding"
    UNCHECKED = "unchecked"

    @property
    def label(self) -> str:
        """The verdict in words."""
        return {
            Verdict.DIFFERS: "berbeda",
            Verdict.OTHER_RULE: "memakai aturan lain",
            Verdict.TRUNCATED: "dipotong, tidak dibulatkan",
            Verdict.ROUNDING: "dalam pembulatan angka tercetak",
            Verdict.UNCHECKED: "tidak dapat dihitung ulang",
        }[self]

    @property
    def differs(self) -> bool:
        """Whether the figure cannot follow from the printed inputs by the rule asked for."""
        return self in {Verdict.DIFFERS, Verdict.OTHER_RULE}


@dataclass(frozen=True)
class Outcome:
    """What a cell should say at full precision, and what it may say: `low` to `high` for rounded inputs.

    `value` is None where there is nothing to compute (`working` then says why). `others` are figures that
    other rules would give, each with the words that name the rule.
    """

    value: Decimal | None
    rule: str
    working: str
    low: Decimal | None = None
    high: Decimal | None = None
    others: tuple[tuple[str, Decimal], ...] = ()
    stands_for: str = ""


@dataclass(frozen=True)
class Finding:
    """A cell that does not say what was computed; `computed` is at full precision in the cell's own unit."""

    row: int
    name: str
    cell: str
    column: str
    verdict: Verdict
    printed: Figure | None
    computed: Decimal | None
    rule: str
    working: str
    sentence: str


def judge(row: Row, result: Result, outcome: Outcome) -> Finding | None:
    """What is wrong with a printed result; None where it is right at the decimals that are printed."""
    printed = result.figure
    if printed is None or outcome.value is None:
        verdict, reason = Verdict.UNCHECKED, outcome.working if result.figure else result.problem
    elif agrees(outcome.value, printed):
        return None
    else:
        verdict, reason = _difference(printed, outcome.value, outcome)
    return Finding(
        row=row.number,
        name=row.name,
        cell=result.cell,
        column=result.column,
        verdict=verdict,
        printed=printed,
        computed=outcome.value,
        rule=outcome.rule,
        working=outcome.working,
        sentence=reason,
    )


def _difference(printed: Figure, computed: Decimal, outcome: Outcome) -> tuple[Verdict, str]:
    """Why two figures are not the same, the most innocent reason first."""
    said = f"Tercetak {shown(printed)}, hitungan {_computed(computed, printed)}"
    if _rounded(computed, printed.places, ROUND_DOWN) == printed.value:
        return Verdict.TRUNCATED, f"{said}: angka tercetak dipotong, tidak dibulatkan."
    if _may_be(printed, outcome):
        low, high = (_computed(bound or computed, printed) for bound in (outcome.low, outcome.high))
        why = f"masih dalam pembulatan. {outcome.stands_for}, jadi hasilnya {low} sampai {high}"
        return Verdict.ROUNDING, f"{said}: {why}."
    for words, value in outcome.others:
        if agrees(value, printed):
            return Verdict.OTHER_RULE, f"{said}: angka tercetak cocok dengan {words}."
    return Verdict.DIFFERS, f"{said}."


def agrees(value: Decimal, printed: Figure) -> bool:
    """Equal at the decimals that are printed, half-up."""
    return _rounded(value, printed.places, ROUND_HALF_UP) == printed.value


def _may_be(printed: Figure, outcome: Outcome) -> bool:
    """Whether some figure that the inputs may stand for is printed like this."""
    if outcome.low is None or outcome.high is None:
        return False
    lowest, highest = (
        _rounded(bound, printed.places, ROUND_HALF_UP) for bound in (outcome.low, outcome.high)
    )
    return lowest <= printed.value <= highest


def _rounded(value: Decimal, places: int, rounding: str) -> Decimal:
    """A figure at so many decimals."""
    with localcontext(EXACT):
        return value.quantize(Decimal(1).scaleb(-places), rounding=rounding)


def shown(figure: Figure) -> str:
    """A printed figure with the decimals that it was printed with."""
    return format_number(figure.value, figure.places)


def _computed(value: Decimal, printed: Figure) -> str:
    """A computed figure with two decimals, or more where the table prints more."""
    return format_number(value, max(printed.places, SHOWN_PLACES))
