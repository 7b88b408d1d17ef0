"""Efficiency by each method, bounded, in one sentence, and never a figure that is none."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting.efficiency import Output, difference, efficiency, pmk_249, remainder
from reporting.measures import Efficiency


def output(spent: int | None, ceiling: int, realised: str | None, target: str) -> Output:
    return Output(
        None if spent is None else Decimal(spent),
        Decimal(ceiling),
        None if realised is None else Decimal(realised),
        Decimal(target),
    )


def test_the_regulation_compares_what_a_unit_cost_with_what_it_should_have() -> None:
    found = pmk_249([output(90, 100, "10", "10")])  # a tenth saved per unit
    assert found.value == Decimal(75)
    assert found.explanation == "E = (0,1) ÷ 1 × 100 = 10,00; NE = 50 + 10 ÷ 20 × 50 = 75,00."
    assert pmk_249([output(100, 100, "10", "10")]).value == Decimal(50)
    assert pmk_249([output(90, 100, "10", "10"), output(110, 100, "10", "10")]).value == Decimal(50)


def test_the_regulations_figure_stays_between_nothing_and_a_hundred() -> None:
    cheap, dear = pmk_249([output(1, 100, "10", "10")]), pmk_249([output(900, 100, "10", "10")])
    assert (cheap.value, dear.value) == (Decimal(100), Decimal(0))
    assert "= 99,00, dibatasi 20;" in cheap.explanation
    assert "NE = 50 + (-20) ÷ 20 × 50 = 0,00" in dear.explanation


def test_an_output_without_cost_or_volume_has_no_unit_cost() -> None:
    parts = [output(90, 100, "10", "10"), output(None, 100, "10", "10"), output(5, 100, "0", "10")]
    found = pmk_249([*parts, output(5, 0, "1", "10"), output(5, 10, None, "10"), output(5, 10, "1", "0")])
    assert (found.value, found.counted, found.left_out) == (Decimal(75), 1, 5)
    assert found.explanation.endswith("; 5 keluaran tanpa biaya atau volume tidak ikut.")
    assert pmk_249([]).value is None


def test_the_difference_is_told_in_points() -> None:
    found = difference(Decimal("104.96"), Decimal(90))
    assert found.value == Decimal("14.96")
    assert found.explanation == "capaian 104,96 − serapan 90,00 = 14,96 poin."
    assert difference(None, Decimal(90)).explanation == "Tidak dapat dihitung: capaian kinerja belum ada."


def test_what_is_left_counts_only_where_the_target_was_reached() -> None:
    assert remainder(Decimal(100), Decimal("92.5")).value == Decimal("7.5")
    almost = remainder(Decimal("99.996"), Decimal("92.5"))
    assert almost.value is None
    assert "capaian 99,996 belum mencapai 100" in almost.explanation
    assert remainder(Decimal(120), Decimal(103)).value == Decimal(0)


def test_an_agency_that_chose_no_method_has_no_efficiency() -> None:
    assert efficiency(Efficiency.NONE, [], Decimal(100), Decimal(50)) is None


wild = st.none() | st.decimals()


@settings(max_examples=60)
@given(st.lists(st.builds(Output, wild, wild, wild, wild), max_size=6), wild, wild)
@pytest.mark.parametrize("method", [Efficiency.PMK_249, Efficiency.DIFFERENCE, Efficiency.REMAINDER])
def test_no_input_breaks_a_method(
    method: Efficiency, outputs: list[Output], achieved: Decimal | None, spent: Decimal | None
) -> None:
    found = efficiency(method, outputs, achieved, spent)
    assert found is not None
    assert found.explanation
    assert found.value is None or found.value.is_finite()
    if found.value is not None and method is not Efficiency.DIFFERENCE:
        assert 0 <= found.value <= 100
