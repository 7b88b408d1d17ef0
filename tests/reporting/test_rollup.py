"""Months roll up by type, blanks are never zero, and parts rolled up give what all months give."""

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.measures import Rollup, TargetStyle, ValueState
from reporting.rollup import BLANK, NIHIL, NOT_DUE, NOT_MEASURED, Entry, roll_up, target_of


def months(*values: int | str | None) -> list[Entry]:
    """Filled cells, None for blank."""
    return [Entry.of(None if value is None else Decimal(value)) for value in values]


@pytest.mark.parametrize(
    ("rollup", "expected", "sentence"),
    [
        (Rollup.SUM, "6", "1 + 2 + 3 = 6"),
        (Rollup.LAST, "3", "posisi terakhir = 3"),
        (Rollup.MEAN, "2", "(1 + 2 + 3) ÷ 3 = 2"),
        (Rollup.RELEASE, "3", "nilai rilis = 3"),
    ],
)
def test_a_blank_month_is_passed_over(rollup: Rollup, expected: str, sentence: str) -> None:
    result = roll_up([*months(1, None, 2), NOT_MEASURED, *months(3), BLANK, NOT_DUE], rollup)
    assert (result.state, result.value, result.filled) == (ValueState.VALUE, Decimal(expected), 3)
    assert result.explanation == sentence


def test_zero_is_filled() -> None:
    assert roll_up(months(5, 0), Rollup.LAST).value == 0
    assert roll_up(months(4, 0), Rollup.MEAN).value == 2
    assert roll_up(months(0), Rollup.SUM).explanation == "0"


def test_a_ratio_divides_sums() -> None:
    entries = [Entry.ratio(Decimal(1), Decimal(2)), BLANK, Entry.ratio(Decimal(9), Decimal(10))]
    result = roll_up(entries, Rollup.RATIO)
    assert result.value is not None
    assert round(result.value, 2) == Decimal("83.33")
    assert result.explanation == "10 ÷ 12 × 100 = 83,33"
    assert roll_up(entries, Rollup.RATIO, factor=Decimal(1)).explanation == "10 ÷ 12 = 0,83"
    assert (result.entry.numerator, result.entry.denominator) == (Decimal(10), Decimal(12))
    assert Entry.ratio(Decimal(1), None) == BLANK


def test_nothing_to_measure_is_nihil_and_not_a_division() -> None:
    result = roll_up([Entry.ratio(Decimal(0), Decimal(0))], Rollup.RATIO)
    assert (result.state, result.value) == (ValueState.NIHIL, None)
    assert "penyebut 0" in result.explanation


def test_nihil_adds_nothing_to_a_sum_and_moves_no_position() -> None:
    assert roll_up([*months(2), NIHIL], Rollup.SUM).value == 2
    assert roll_up([*months(2), NIHIL], Rollup.LAST).value == 2
    assert roll_up([*months(2), NIHIL], Rollup.MEAN).value == 2
    only = roll_up([NIHIL, NIHIL], Rollup.SUM)
    assert (only.state, only.value, only.filled) == (ValueState.NIHIL, Decimal(0), 2)
    assert roll_up([NIHIL], Rollup.LAST).value is None


@pytest.mark.parametrize("rollup", list(Rollup))
def test_a_whole_without_figures_says_why(rollup: Rollup) -> None:
    assert roll_up([NOT_MEASURED, BLANK], rollup).state is ValueState.BLANK
    assert roll_up([NOT_MEASURED, NOT_DUE], rollup).state is ValueState.NOT_DUE
    assert roll_up([NOT_MEASURED], rollup).explanation == "Tidak diukur."
    assert roll_up([], rollup).state is ValueState.NOT_MEASURED
    assert rollup.label


def targets(*values: int | None) -> list[Decimal | None]:
    """Monthly targets."""
    return [None if value is None else Decimal(value) for value in values]


@pytest.mark.parametrize(
    ("style", "monthly", "expected"),
    [
        (TargetStyle.CUMULATIVE, targets(10, 25, None), 25),
        (TargetStyle.CUMULATIVE, targets(None, None), None),
        (TargetStyle.INSTALMENT, targets(10, 15, None), 25),
        (TargetStyle.INSTALMENT, targets(0, 0), 0),
        (TargetStyle.INSTALMENT, targets(None), None),
        (TargetStyle.ONCE, targets(None, 90, None), 90),
        (TargetStyle.ONCE, targets(0, 90, 0), 90),
        (TargetStyle.ONCE, targets(0, 0), None),
        (TargetStyle.ONCE, [], None),
    ],
)
def test_a_target_to_date_follows_its_style(
    style: TargetStyle, monthly: Sequence[Decimal | None], expected: int | None
) -> None:
    assert target_of(monthly, style) == expected
    assert style.label


figures = st.decimals(-(10**12), 10**12, places=4)
entries = st.one_of(
    figures.map(Entry.of),
    st.builds(Entry.ratio, figures, figures),
    st.sampled_from([BLANK, NIHIL, NOT_DUE, NOT_MEASURED]),
)


@given(
    st.lists(entries, max_size=24),
    st.integers(1, 6),
    st.sampled_from([Rollup.SUM, Rollup.LAST, Rollup.RATIO]),
)
def test_rolling_up_parts_gives_what_all_together_give(
    all_months: list[Entry], size: int, rollup: Rollup
) -> None:
    parts = [
        roll_up(all_months[start : start + size], rollup).entry for start in range(0, len(all_months), size)
    ]
    at_once = roll_up(all_months, rollup)
    in_parts = roll_up(parts, rollup)
    assert (in_parts.value, in_parts.state) == (at_once.value, at_once.state)


@given(st.lists(figures, min_size=1, max_size=12))
def test_a_mean_lies_between_its_months(values: list[Decimal]) -> None:
    result = roll_up([Entry.of(value) for value in values], Rollup.MEAN).value
    assert result is not None
    assert min(values) <= result <= max(values)


wild = st.none() | st.decimals()
wild_entries = st.builds(Entry, st.sampled_from(ValueState), wild, wild, wild)


@given(st.lists(wild_entries, max_size=12), st.sampled_from(Rollup))
def test_no_input_breaks_a_roll_up(all_months: list[Entry], rollup: Rollup) -> None:
    result = roll_up(all_months, rollup)
    assert result.value is None or result.value.is_finite()
    assert result.explanation


@given(st.lists(wild, max_size=12), st.sampled_from(TargetStyle))
def test_no_targets_break_the_total(monthly: list[Decimal | None], style: TargetStyle) -> None:
    result = target_of(monthly, style)
    assert result is None or result.is_finite()
