"""Periods read, print, order and contain days as the calendar says."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja.lib.periods import Cycle, Period

cycles = st.sampled_from(Cycle)
days = st.dates(date(1901, 1, 1), date(2999, 12, 31))


@pytest.mark.parametrize(
    ("code", "label", "starts_on", "ends_on"),
    [
        ("2026-01", "Januari 2026", date(2026, 1, 1), date(2026, 1, 31)),
        ("2024-02", "Februari 2024", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-12", "Desember 2026", date(2026, 12, 1), date(2026, 12, 31)),
        ("2026-Q1", "Triwulan I 2026", date(2026, 1, 1), date(2026, 3, 31)),
        ("2026-Q4", "Triwulan IV 2026", date(2026, 10, 1), date(2026, 12, 31)),
        ("2026-S1", "Semester I 2026", date(2026, 1, 1), date(2026, 6, 30)),
        ("2026-S2", "Semester II 2026", date(2026, 7, 1), date(2026, 12, 31)),
        ("2026", "Tahun 2026", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_code_gives_label_and_both_ends(code: str, label: str, starts_on: date, ends_on: date) -> None:
    period = Period.parse(code)
    assert str(period) == period.code == code
    assert period.label == label
    assert (period.starts_on, period.ends_on) == (starts_on, ends_on)


@pytest.mark.parametrize(
    "text",
    ["", "2026-00", "2026-13", "2026-1", "2026-Q5", "2026-S3", "26-01", "Januari", "2026-01-01", "２０２６"],
)
def test_an_unknown_code_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"tidak dikenal\..*2026-01"):
        Period.parse(text)


@pytest.mark.parametrize("text", ["0000", "1899-12", "9999-Q1"])
def test_a_year_that_no_office_reports_on_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="di luar jangkauan"):
        Period.parse(text)


def test_a_number_that_the_cycle_does_not_have_is_refused() -> None:
    with pytest.raises(ValueError, match="triwulanan ke-5"):
        Period(Cycle.QUARTER, 2026, 5)


def test_small_letters_and_spaces_are_accepted() -> None:
    assert Period.parse(" 2026-q2 ") == Period(Cycle.QUARTER, 2026, 2)


def test_cycles_have_indonesian_labels() -> None:
    assert [cycle.label for cycle in Cycle] == ["bulanan", "triwulanan", "semesteran", "tahunan"]


def test_months_of_a_quarter_and_months_to_date() -> None:
    second = Period.parse("2026-Q2")
    assert [month.code for month in second.months] == ["2026-04", "2026-05", "2026-06"]
    assert [month.number for month in second.months_to_date] == [1, 2, 3, 4, 5, 6]
    assert [month.number for month in Period.parse("2026-03").months_to_date] == [1, 2, 3]
    assert len(Period.parse("2026").months) == 12


def test_neighbours_cross_the_year() -> None:
    assert Period.parse("2026-01").previous.code == "2025-12"
    assert Period.parse("2026-Q4").next.code == "2027-Q1"
    assert Period.parse("2026-S1").previous.code == "2025-S2"
    assert Period.parse("2026").next.code == "2027"


def test_periods_of_different_cycles_have_no_order() -> None:
    with pytest.raises(TypeError):
        sorted([Period.parse("2026-01"), Period.parse("2026-Q1")])


def test_a_moment_is_read_by_its_date() -> None:
    assert Period.of(datetime(2026, 1, 31, 23, 59), Cycle.MONTH).code == "2026-01"  # noqa: DTZ001 -- a naive wall clock


@given(days, cycles)
def test_each_day_lies_in_exactly_one_period(day: date, cycle: Cycle) -> None:
    period = Period.of(day, cycle)
    assert period.contains(day)
    assert not period.previous.contains(day)
    assert not period.next.contains(day)


@given(days, cycles)
def test_code_neighbours_order_and_hash_agree(day: date, cycle: Cycle) -> None:
    period = Period.of(day, cycle)
    assert Period.parse(period.code) == period
    assert period.previous.next == period == period.next.previous
    assert period.previous < period < period.next
    assert len({period, Period.parse(period.code)}) == 1
    assert period.months[0].starts_on == period.starts_on
    assert period.months[-1].ends_on == period.ends_on
