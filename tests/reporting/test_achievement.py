"""Achievements follow the printed forms, keep the raw figure, explain themselves and never raise."""

from dataclasses import replace
from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.achievement import (
    AUDIT_OPINION,
    CAPS,
    SAKIP_PREDICATE,
    Achievement,
    Rule,
    achieve,
    achieve_predicate,
    mean,
    spending_percent,
    weighted_mean,
)
from reporting.measures import (
    EXACT,
    AchievementStatus,
    Direction,
    LowerForm,
    Rollup,
    ValueState,
    ZeroTarget,
)
from reporting.rollup import Entry, roll_up

HIGHER = Rule()
LOWER = Rule(direction=Direction.LOWER)
INVERSE = Rule(direction=Direction.LOWER, lower_form=LowerForm.INVERSE)
RANGE = Rule(direction=Direction.RANGE)
LOWER_RANGE = Rule(direction=Direction.RANGE, range_side=Direction.LOWER)
CENT = Decimal("0.01")


def judge(realised: str, target: str, rule: Rule = HIGHER, upper: str | None = None) -> Achievement:
    """Achievement of figures written as text."""
    return achieve(Decimal(realised), Decimal(target), rule, upper=Decimal(upper) if upper else None)


def rounded(value: Decimal | None) -> str:
    """Two places, as printed."""
    assert value is not None
    return str(value.quantize(CENT, rounding="ROUND_HALF_UP"))


@pytest.mark.parametrize(
    ("realised", "target", "rule", "expected", "sentence"),
    [
        ("88.95", "84.75", HIGHER, "104.96", "88,95 ÷ 84,75 × 100 = 104,96"),
        ("0", "5", HIGHER, "0.00", "0 ÷ 5 × 100 = 0,00"),
        ("135.15", "88.82", LOWER, "47.84", "(2 × 88,82 − 135,15) ÷ 88,82 × 100 = 47,84"),
        ("135.15", "88.82", INVERSE, "65.72", "88,82 ÷ 135,15 × 100 = 65,72"),
        ("80", "100", LOWER, "120.00", "(2 × 100 − 80) ÷ 100 × 100 = 120,00"),
        ("1234567.5", "1000000", HIGHER, "123.46", "1.234.567,5 ÷ 1.000.000 × 100 = 123,46"),
    ],
)
def test_the_working_is_the_figure(
    realised: str, target: str, rule: Rule, expected: str, sentence: str
) -> None:
    result = judge(realised, target, rule)
    assert rounded(result.value) == expected
    assert result.explanation == sentence
    assert result.raw == result.value
    assert result.is_evaluated


def test_far_above_a_lower_target_is_floored_at_zero_and_says_so() -> None:
    result = judge("250", "100", LOWER)
    assert (result.value, result.raw) == (Decimal(0), Decimal(-50))
    assert result.explanation.endswith("= -50,00, menjadi 0,00 karena tidak boleh negatif")


@pytest.mark.parametrize(
    ("realised", "lower", "upper", "rule", "expected"),
    [
        ("92", "80", "90", RANGE, "102.22"),
        ("70", "80", "90", RANGE, "87.50"),
        ("85", "80", "90", RANGE, "100.00"),
        ("80", "80", "90", RANGE, "100.00"),
        ("90", "80", "90", RANGE, "100.00"),
        ("6.5", "7", "8", LOWER_RANGE, "107.14"),
        ("9", "7", "8", LOWER_RANGE, "87.50"),
        ("7.5", "7", "8", LOWER_RANGE, "100.00"),
    ],
)
def test_a_range_takes_its_nearest_bound(
    realised: str, lower: str, upper: str, rule: Rule, expected: str
) -> None:
    assert rounded(judge(realised, lower, rule, upper).value) == expected


def test_a_range_says_where_the_figure_lies() -> None:
    assert judge("92", "80", RANGE, "90").explanation == "92 di atas rentang 80–90: 92 ÷ 90 × 100 = 102,22"
    assert judge("85", "80", RANGE, "90").explanation == "85 dalam rentang 80–90 = 100,00"
    assert judge("85", "90", RANGE, "80").status is AchievementStatus.NOT_EVALUABLE
    assert rounded(judge("85", "80", RANGE).value) == "106.25"


@pytest.mark.parametrize(
    ("cap", "value"), [(None, "166.67"), ("100", "100.00"), ("120", "120.00"), ("150", "150.00")]
)
def test_a_cap_limits_the_value_and_keeps_the_raw_figure(cap: str | None, value: str) -> None:
    result = judge("5", "3", Rule(cap=Decimal(cap) if cap else None))
    assert (rounded(result.value), rounded(result.raw)) == (value, "166.67")
    assert ("dibatasi" in result.explanation) == (cap is not None)


@pytest.mark.parametrize(
    ("policy", "realised", "rule", "expected"),
    [
        (ZeroTarget.NOT_EVALUABLE, "3", Direction.HIGHER, None),
        (ZeroTarget.NOT_EVALUABLE, "0", Direction.LOWER, None),
        (ZeroTarget.MET_OR_NOT, "3", Direction.HIGHER, "100.00"),
        (ZeroTarget.MET_OR_NOT, "0", Direction.HIGHER, "0.00"),
        (ZeroTarget.MET_OR_NOT, "0", Direction.LOWER, "100.00"),
        (ZeroTarget.MET_OR_NOT, "3", Direction.LOWER, "0.00"),
        (ZeroTarget.CAP, "3", Direction.HIGHER, "120.00"),
        (ZeroTarget.CAP, "0", Direction.HIGHER, None),
        (ZeroTarget.CAP, "3", Direction.LOWER, None),
    ],
)
def test_a_target_of_zero_follows_the_policy(
    policy: ZeroTarget, realised: str, rule: Direction, expected: str | None
) -> None:
    result = judge(realised, "0", Rule(direction=rule, zero_target=policy, cap=Decimal(120)))
    if expected is None:
        assert result.status is AchievementStatus.NOT_EVALUABLE
        assert "target 0" in result.explanation
    else:
        assert rounded(result.value) == expected


def test_nothing_over_an_inverse_target_is_the_cap_or_no_figure() -> None:
    assert judge("0", "5", INVERSE).status is AchievementStatus.NOT_EVALUABLE
    assert judge("0", "5", Rule(Direction.LOWER, LowerForm.INVERSE, cap=Decimal(120))).value == 120


@pytest.mark.parametrize(
    ("state", "status"),
    [
        (ValueState.BLANK, AchievementStatus.BLANK),
        (ValueState.NOT_MEASURED, AchievementStatus.NOT_MEASURED),
        (ValueState.NIHIL, AchievementStatus.NIHIL),
        (ValueState.NOT_DUE, AchievementStatus.NOT_DUE),
    ],
)
def test_five_different_things_stay_different(state: ValueState, status: AchievementStatus) -> None:
    result = achieve(None, Decimal(5), HIGHER, state=state)
    assert (result.status, result.value, result.raw) == (status, None, None)
    assert result.explanation
    assert status.label
    assert achieve(Decimal(0), Decimal(5), HIGHER).value == 0


def test_blank_is_not_zero_and_a_missing_target_is_not_guessed() -> None:
    assert achieve(None, Decimal(5), HIGHER).status is AchievementStatus.BLANK
    assert "target belum ditetapkan" in achieve(Decimal(5), None, HIGHER).explanation
    assert "target negatif" in judge("1", "-3").explanation


def test_nihil_counts_as_zero_only_where_something_was_promised() -> None:
    promised = achieve(Decimal(0), Decimal(5), HIGHER, state=ValueState.NIHIL)
    assert (promised.status, promised.value) == (AchievementStatus.EVALUATED, Decimal(0))
    assert achieve(Decimal(0), Decimal(0), HIGHER, state=ValueState.NIHIL).status is AchievementStatus.NIHIL
    assert achieve(Decimal(0), None, HIGHER, state=ValueState.NIHIL).status is AchievementStatus.NIHIL


def test_predicates_are_scores_and_text_is_never_guessed() -> None:
    result = achieve_predicate("bb", "A", SAKIP_PREDICATE, Rule(direction=Direction.PREDICATE))
    assert rounded(result.value) == "83.33"
    assert result.explanation == "bb = 5, A = 6: 5 ÷ 6 × 100 = 83,33"
    assert AUDIT_OPINION.score(" wtp ") == 4
    unknown = achieve_predicate("B+", "A", SAKIP_PREDICATE, HIGHER)
    assert unknown.status is AchievementStatus.NOT_EVALUABLE
    assert "Pilih salah satu: D, C, CC, B, BB, A, AA" in unknown.explanation
    assert achieve_predicate(" ", "A", SAKIP_PREDICATE, HIGHER).status is AchievementStatus.BLANK


def test_a_mean_takes_zero_and_leaves_out_what_is_not_evaluated() -> None:
    blank, zero_target = achieve(None, Decimal(1), HIGHER), judge("1", "0")
    result = mean([judge("80", "100"), judge("0", "100"), blank, zero_target])
    assert (result.value, result.counted, result.left_out) == (Decimal(40), 2, 2)
    assert result.explanation == "(80,00 + 0,00) ÷ 2 = 40,00"
    assert mean([blank]).value is None
    assert mean([]).value is None


def test_a_long_mean_counts_its_terms() -> None:
    assert mean([judge("1", "1")] * 12).explanation == "rata-rata 12 angka = 100,00"


def test_a_weighted_mean_follows_its_weights() -> None:
    result = weighted_mean(
        [(judge("100", "100"), Decimal(3)), (Decimal(50), Decimal(1)), (None, Decimal(9)), (Decimal(7), None)]
    )
    assert (result.value, result.counted, result.left_out) == (Decimal("87.5"), 2, 2)
    assert result.explanation == "(100,00 × 3 + 50,00 × 1) ÷ 4 = 87,50"
    assert weighted_mean([(Decimal(50), Decimal(0))]).value is None


def test_spending_is_a_ratio_of_sums() -> None:
    result = spending_percent([Decimal(90), None, Decimal(10)], [Decimal(100), Decimal(50), Decimal(50)])
    assert (result.value, result.counted, result.left_out) == (Decimal(50), 2, 1)
    assert result.explanation == "100 ÷ 200 × 100 = 50,00"
    assert spending_percent([Decimal(5)], [Decimal(0)]).value is None


positive = st.decimals(Decimal("0.01"), Decimal(10) ** 9, places=2)
figures = st.decimals(-(10**9), 10**9, places=2)
rules = st.builds(
    Rule,
    direction=st.sampled_from(Direction),
    lower_form=st.sampled_from(LowerForm),
    zero_target=st.sampled_from(ZeroTarget),
    cap=st.sampled_from(CAPS),
    range_side=st.sampled_from([Direction.HIGHER, Direction.LOWER]),
)
one_sided = rules.filter(lambda rule: rule.direction is not Direction.RANGE)


@given(figures, figures, positive, one_sided)
def test_better_never_scores_less(one: Decimal, other: Decimal, target: Decimal, rule: Rule) -> None:
    low, high = achieve(min(one, other), target, rule), achieve(max(one, other), target, rule)
    if low.value is None or high.value is None:  # T ÷ R without a cap has no figure at R = 0
        return
    if rule.direction is Direction.LOWER:
        assert low.value >= high.value
    else:
        assert low.value <= high.value


@given(figures, positive, positive, rules, positive)
def test_the_unit_does_not_matter(
    realised: Decimal, lower: Decimal, width: Decimal, rule: Rule, factor: Decimal
) -> None:
    plain = achieve(realised, lower, rule, upper=lower + width)
    with localcontext(EXACT):
        many, low, high = (figure * factor for figure in (realised, lower, lower + width))
    scaled = achieve(many, low, rule, upper=high)
    assert (plain.value, plain.raw, plain.status) == (scaled.value, scaled.raw, scaled.status)


def test_a_quotient_of_quotients_is_not_just_under_the_round_figure_that_it_is() -> None:
    months = roll_up([Entry.of(Decimal(figure)) for figure in (1, 2, 2)], Rollup.MEAN)  # 5 ÷ 3
    result = achieve(months.value, Decimal(1), INVERSE)
    assert (result.value, result.explanation[-7:]) == (Decimal(60), "= 60,00")
    thirds = [judge("2", "3"), judge("4", "3")]
    assert mean(thirds).value == 100


def test_a_figure_just_under_a_round_one_says_so_in_its_working() -> None:
    assert judge("99996", "100000").explanation == "99.996 ÷ 100.000 × 100 = 99,996"
    assert judge("999999", "1000000").explanation.endswith("× 100 = 99,9999")
    assert judge("9999999999", "10000000000").explanation.endswith("× 100 < 100,00")
    assert judge("100004", "100000").explanation.endswith("= 100,00")


@given(positive, rules)
def test_the_target_itself_is_always_a_hundred(target: Decimal, rule: Rule) -> None:
    assert achieve(target, target, rule).value == 100


@given(positive, positive, positive, rules)
def test_inside_a_range_is_always_a_hundred(lower: Decimal, one: Decimal, other: Decimal, rule: Rule) -> None:
    ranged = replace(rule, direction=Direction.RANGE)
    assert achieve(lower + min(one, other), lower, ranged, upper=lower + max(one, other)).value == 100


anything = st.none() | st.decimals() | figures


@given(anything, anything, anything, rules, st.sampled_from(ValueState))
def test_no_input_breaks_it_and_no_result_is_not_a_number(
    realised: Decimal | None, target: Decimal | None, upper: Decimal | None, rule: Rule, state: ValueState
) -> None:
    result = achieve(realised, target, rule, upper=upper, state=state)
    assert (result.value is None) == (result.status is not AchievementStatus.EVALUATED)
    assert result.explanation
    if result.value is not None:
        assert result.value.is_finite()
        assert result.value >= 0
        assert rule.cap is None or result.value <= rule.cap


@given(st.lists(anything), st.lists(anything))
def test_no_list_breaks_the_aggregates(one: list[Decimal | None], other: list[Decimal | None]) -> None:
    for result in (spending_percent(one, other), weighted_mean(zip(one, other, strict=False))):
        assert result.value is None or result.value.is_finite()
        assert result.explanation


@given(st.text(), st.text())
def test_no_word_breaks_a_predicate(realised: str, target: str) -> None:
    assert achieve_predicate(realised, target, SAKIP_PREDICATE, HIGHER).explanation
