"""The vocabulary of measuring: directions, forms, roll-ups, target styles and what a cell can say."""

from decimal import Context, Decimal
from enum import StrEnum
from typing import TypeGuard

from kinerja.lib.numbers import format_figure

LARGEST_EXPONENT = 30  # beyond this a figure is damage, not a result
EXACT = Context(prec=150)  # sums of usable figures lose nothing
SETTLED = Context(prec=28)  # what a quotient keeps
CLEAN = Context(prec=22)  # where what earlier quotients left behind has gone
SHORT_DIGITS = 16  # a quotient this short at 22 digits is that short figure
ZERO = Decimal(0)
HUNDRED = Decimal(100)


class Direction(StrEnum):
    """Which way is better."""

    HIGHER = "higher"
    LOWER = "lower"
    RANGE = "range"
    PREDICATE = "predicate"

    @property
    def label(self) -> str:
        """The choice in words."""
        return {
            Direction.HIGHER: "makin tinggi makin baik",
            Direction.LOWER: "makin rendah makin baik",
            Direction.RANGE: "dalam rentang",
            Direction.PREDICATE: "predikat",
        }[self]


class LowerForm(StrEnum):
    """The two formulas in use for lower-is-better; they differ a lot, so the choice is stored."""

    MIRROR = "mirror"
    INVERSE = "inverse"

    @property
    def label(self) -> str:
        """The formula (T = target, R = realisasi)."""
        return {LowerForm.MIRROR: "(2T − R) ÷ T × 100", LowerForm.INVERSE: "T ÷ R × 100"}[self]


class Rollup(StrEnum):
    """How months become a quarter, a semester, a year."""

    SUM = "sum"
    LAST = "last"
    MEAN = "mean"
    RATIO = "ratio"
    RELEASE = "release"

    @property
    def label(self) -> str:
        """The choice in words."""
        return {
            Rollup.SUM: "jumlah",
            Rollup.LAST: "posisi terakhir",
            Rollup.MEAN: "rata-rata",
            Rollup.RATIO: "pembilang ÷ penyebut",
            Rollup.RELEASE: "nilai rilis",
        }[self]


class TargetStyle(StrEnum):
    """What a monthly target says."""

    CUMULATIVE = "cumulative"
    INSTALMENT = "instalment"
    ONCE = "once"

    @property
    def label(self) -> str:
        """The choice in words."""
        return {
            TargetStyle.CUMULATIVE: "posisi kumulatif",
            TargetStyle.INSTALMENT: "bagian per bulan",
            TargetStyle.ONCE: "sekali pada bulannya",
        }[self]


class ZeroTarget(StrEnum):
    """What a target of zero means; all three are found in real offices."""

    NOT_EVALUABLE = "not_evaluable"
    MET_OR_NOT = "met_or_not"
    CAP = "cap"

    @property
    def label(self) -> str:
        """The choice in words."""
        return {
            ZeroTarget.NOT_EVALUABLE: "tidak dapat dinilai",
            ZeroTarget.MET_OR_NOT: "100 bila terpenuhi, 0 bila tidak",
            ZeroTarget.CAP: "batas atas bila ada realisasi",
        }[self]


class AgencyMean(StrEnum):
    """Over what the mean of an agency is taken."""

    INDICATORS = "indicators"
    OBJECTIVES = "objectives"

    @property
    def label(self) -> str:
        """The choice in words."""
        return {
            AgencyMean.INDICATORS: "rata-rata semua indikator",
            AgencyMean.OBJECTIVES: "rata-rata semua sasaran",
        }[self]


class Efficiency(StrEnum):
    """How efficiency is computed, if at all (domain practice: PMK 249/2011 and two simple forms)."""

    NONE = "none"
    PMK_249 = "pmk_249"
    DIFFERENCE = "difference"
    REMAINDER = "remainder"

    @property
    def label(self) -> str:
        """The method in words."""
        return {
            Efficiency.NONE: "tidak dihitung",
            Efficiency.PMK_249: "nilai efisiensi PMK 249/2011",
            Efficiency.DIFFERENCE: "capaian kinerja − serapan anggaran",
            Efficiency.REMAINDER: "sisa anggaran bila capaian ≥ 100",
        }[self]


class ValueState(StrEnum):
    """Five different things that a cell can say; only the first carries a figure, 0 included."""

    VALUE = "value"
    BLANK = "blank"
    NOT_MEASURED = "not_measured"
    NIHIL = "nihil"
    NOT_DUE = "not_due"

    @property
    def label(self) -> str:
        """The state in words."""
        return {
            ValueState.VALUE: "terisi",
            ValueState.BLANK: "belum diisi",
            ValueState.NOT_MEASURED: "tidak diukur",
            ValueState.NIHIL: "nihil",
            ValueState.NOT_DUE: "belum waktunya",
        }[self]


class AchievementStatus(StrEnum):
    """What came of comparing a realisation with its target; only the first carries a figure."""

    EVALUATED = "evaluated"
    BLANK = "blank"
    NOT_MEASURED = "not_measured"
    NIHIL = "nihil"
    NOT_DUE = "not_due"
    NOT_EVALUABLE = "not_evaluable"

    @property
    def label(self) -> str:
        """The status in words."""
        return {
            AchievementStatus.EVALUATED: "dinilai",
            AchievementStatus.BLANK: "belum diisi",
            AchievementStatus.NOT_MEASURED: "tidak diukur",
            AchievementStatus.NIHIL: "nihil",
            AchievementStatus.NOT_DUE: "belum waktunya",
            AchievementStatus.NOT_EVALUABLE: "tidak dapat dinilai",
        }[self]


def is_usable(value: Decimal | None) -> TypeGuard[Decimal]:
    """Whether a figure can be calculated with: present, finite, of a size that means something."""
    if value is None or not value.is_finite():
        return False
    return not value or -LARGEST_EXPONENT <= value.adjusted() <= LARGEST_EXPONENT


def settled(quotient: Decimal) -> Decimal:
    """A quotient at 28 significant digits: precise for every later step, and of a size that can be kept.

    99,99…98 (28 digits) that earlier quotients left of 100 is 100: it must neither lose a class nor read as
    "just under 100". Entered figures have 15 digits, so no true difference is that small.
    """
    clean = CLEAN.plus(quotient)
    return clean if len(clean.normalize(CLEAN).as_tuple().digits) <= SHORT_DIGITS else SETTLED.plus(quotient)


def operand(value: Decimal) -> str:
    """A figure in a sentence of working: as entered, without zeros at its end."""
    return format_figure(value, 6, trim=True)


def equals(value: Decimal, *, trim: bool = False) -> str:
    """The end of a working: "= 104,96", and "< 100,00" where not even four decimals tell it from 100."""
    shown = format_figure(value, trim=trim)
    return shown if shown.startswith("<") else f"= {shown}"
