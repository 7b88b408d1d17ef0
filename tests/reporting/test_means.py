"""The mean of a group follows weights only where all have one, and says what it left out."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from reporting.achievement import Achievement
from reporting.means import Weighted, group_mean, mean_of_groups
from reporting.measures import AchievementStatus


def of(value: str | None, weight: str | None = None) -> Weighted:
    """An evaluated achievement, or one that could not be judged, with its weight."""
    figure = None if value is None else Decimal(value)
    status = AchievementStatus.NOT_EVALUABLE if value is None else AchievementStatus.EVALUATED
    return Achievement(figure, figure, status, ""), None if weight is None else Decimal(weight)


def test_without_weights_the_mean_is_simple() -> None:
    found = group_mean([of("100"), of("50"), of(None)])
    assert (found.value, found.counted, found.left_out, found.is_weighted) == (Decimal(75), 2, 1, False)
    assert found.explanation == "(100,00 + 50,00) ÷ 2 = 75,00"


def test_with_a_weight_on_every_evaluated_indicator_the_mean_is_weighted_and_says_so() -> None:
    found = group_mean([of("100", "30"), of("50", "10"), of(None)])
    assert (found.value, found.is_weighted) == (Decimal("87.5"), True)
    assert found.explanation == (
        "(100,00 × 30 + 50,00 × 10) ÷ 40 = 87,50; tertimbang menurut bobot indikator."
    )


def test_weights_on_only_some_indicators_silence_nobody() -> None:
    found = group_mean([of("100", "30"), of("50")])
    assert (found.value, found.is_weighted) == (Decimal(75), False)
    assert "bobot tidak dipakai karena hanya 1 dari 2 indikator berbobot" in found.explanation
    assert group_mean([of("100", "0"), of("50", "30")]).value == Decimal(75)


def test_zeros_take_part_unless_the_agency_leaves_them_out() -> None:
    parts = [of("80"), of("0")]
    assert group_mean(parts).value == Decimal(40)
    skipping = group_mean(parts, skips_zero=True)
    assert (skipping.value, skipping.counted, skipping.left_out) == (Decimal(80), 1, 1)
    assert skipping.explanation.endswith("; 1 capaian 0 tidak ikut.")
    nothing = group_mean([of("0")], skips_zero=True)
    assert nothing.value is None
    assert "1 capaian 0 tidak ikut" in nothing.explanation


def test_the_mean_of_objectives_gives_each_the_same_voice() -> None:
    groups = [group_mean([of("100"), of("100"), of("70")]), group_mean([of("30")]), group_mean([of(None)])]
    found = mean_of_groups(groups)
    assert (found.value, found.counted, found.left_out) == (Decimal(60), 2, 1)
    assert found.explanation == "(90,00 + 30,00) ÷ 2 = 60,00; rata-rata dari rata-rata sasaran."
    assert mean_of_groups([]).value is None


figures = st.none() | st.decimals(0, 10**6, places=4)
parts = st.lists(st.tuples(figures, st.none() | st.decimals()), max_size=8)


@settings(max_examples=40)
@given(parts, st.booleans())
def test_a_mean_lies_between_its_figures_whatever_the_weights(
    drawn: list[tuple[Decimal | None, Decimal | None]], skips: bool
) -> None:
    found = group_mean([(of(None if v is None else str(v))[0], w) for v, w in drawn], skips_zero=skips)
    if found.value is None:
        return
    known = [value for value, _ in drawn if value is not None and (value or not skips)]
    assert min(known) <= found.value <= max(known)
    assert found.counted + found.left_out == len(drawn)
