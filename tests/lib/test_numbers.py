"""Numbers are read as offices type them, asked about where two readings are sensible, and written half-up."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja.lib.numbers import (
    ReadingKind,
    format_money,
    format_number,
    format_percent,
    read_number,
    read_whole,
    round_half_up,
)

# text, in a field with fractions, in a field of counts or money; "?" = asks, "!" = refused, "" = blank
TABLE = [
    ("34,49", "34.49", "34.49"),
    ("34.49", "34.49", "34.49"),
    ("4.25", "4.25", "4.25"),
    ("1.5", "1.5", "1.5"),
    ("1,5", "1.5", "1.5"),
    ("0", "0", "0"),
    ("0,0", "0.0", "0.0"),
    ("-0", "0", "0"),
    ("007", "7", "7"),
    ("1234", "1234", "1234"),
    ("1.234", "?", "1234"),
    ("12.345", "?", "12345"),
    ("1,234", "1.234", "?"),
    ("0.123", "0.123", "0.123"),
    ("0,123", "0.123", "0.123"),
    ("1234.567", "1234.567", "?"),
    ("1.2345", "1.2345", "1.2345"),
    ("1.234.567", "1234567", "1234567"),
    ("1.234.567,89", "1234567.89", "1234567.89"),
    ("1.234,5", "1234.5", "1234.5"),
    ("1,234.5", "1234.5", "1234.5"),
    ("1,234,567", "1234567", "1234567"),
    ("1,234,567.8", "1234567.8", "1234567.8"),
    ("1 234", "1234", "1234"),
    ("1 234 567,5", "1234567.5", "1234567.5"),
    ("1\u00a0234,50", "1234.50", "1234.50"),
    ("1\u202f234", "1234", "1234"),
    ("1'234", "1234", "1234"),
    ("1’234’567", "1234567", "1234567"),
    ("1 234.567", "1234.567", "?"),
    ("1.234,567", "1234.567", "1234.567"),
    ("1,234,567.89", "1234567.89", "1234567.89"),
    ("100.000", "?", "100000"),
    ("100,000", "100.000", "?"),
    ("0.500", "0.500", "0.500"),
    ("1.00", "1.00", "1.00"),
    ("Rp 1.234,50", "1234.50", "1234.50"),
    ("Rp1.234.567", "1234567", "1234567"),
    ("Rp. 1.000.000,-", "1000000", "1000000"),
    ("rp 500,-", "500", "500"),
    ("500,-", "500", "500"),
    ("IDR 2.500.000", "2500000", "2500000"),
    ("12,5 %", "12.5", "12.5"),
    ("12,5%", "12.5", "12.5"),
    ("12,5％", "12.5", "12.5"),
    ("1.234 %", "?", "1234"),
    ("100 persen", "100", "100"),
    ("(3)", "-3", "-3"),
    ("(1.234,5)", "-1234.5", "-1234.5"),
    ("(12,5 %)", "-12.5", "-12.5"),
    ("-3", "-3", "-3"),
    ("−3,5", "-3.5", "-3.5"),
    ("- 3", "-3", "-3"),
    ("Rp -500", "-500", "-500"),
    ("-Rp500", "-500", "-500"),
    ("+7", "7", "7"),
    (",5", "0.5", "0.5"),
    (".5", "0.5", "0.5"),
    ("5,", "5", "5"),
    ("5.", "5", "5"),
    ("١٢", "12", "12"),
    ("١٢٫٥", "12.5", "12.5"),
    ("१२", "12", "12"),
    ("１２，５", "12.5", "12.5"),
    ("（３）", "-3", "-3"),
    ("＋７", "7", "7"),
    ("3\u200b4,4\u20609", "34.49", "34.49"),
    ("\ufeff12", "12", "12"),
    ("12\u2009345", "12345", "12345"),
    ("\u200e34,49\u200f", "34.49", "34.49"),
    ("  34,49\t", "34.49", "34.49"),
    ("999999999999999999", "999999999999999999", "999999999999999999"),
    ("", "", ""),
    ("   ", "", ""),
    ("\u00a0", "", ""),
    ("-", "", ""),
    ("–", "", ""),
    ("—", "", ""),
    ("BB", "!", "!"),
    ("n/a", "!", "!"),
    ("N/A", "!", "!"),
    ("nihil", "!", "!"),
    ("Proses Penilaian", "!", "!"),
    ("2-3", "!", "!"),
    ("80 - 90%", "!", "!"),
    ("1 : 20", "!", "!"),
    ("1/2", "!", "!"),
    ("1/3", "!", "!"),
    ("1\t234", "!", "!"),
    ("1\n234", "!", "!"),
    ("1\u2028234", "!", "!"),
    ("0.123.456", "!", "!"),
    ("01.234", "!", "!"),
    ("0 123", "!", "!"),
    ("0,123.5", "!", "!"),
    ("5.02.02", "!", "!"),
    ("5 juta", "!", "!"),
    ("±5", "!", "!"),
    ("≥ 80", "!", "!"),
    ("5*", "!", "!"),
    ("2026-01-05", "!", "!"),
    ("#DIV/0!", "!", "!"),
    ("Rp -", "!", "!"),
    ("—5", "!", "!"),
    ("½", "!", "!"),
    ("5²", "!", "!"),
    ("13 ASN selama 14 bulan", "!", "!"),
    ("3 dokumen", "!", "!"),
    ("1,2,3", "!", "!"),
    ("1.23.4", "!", "!"),
    ("1.2.345", "!", "!"),
    ("1.234.56", "!", "!"),
    ("1 2", "!", "!"),
    ("12 34", "!", "!"),
    ("1e5", "!", "!"),
    ("1,2E+05", "!", "!"),
    ("NaN", "!", "!"),
    ("Infinity", "!", "!"),
    ("%", "!", "!"),
    ("5%%", "!", "!"),
    ("Rp", "!", "!"),
    ("Rp Rp 5", "!", "!"),
    (".", "!", "!"),
    ("--3", "!", "!"),
    ("(-3)", "!", "!"),
    ("(3", "!", "!"),
    ("3-", "!", "!"),
    ("=1+1", "!", "!"),
    ("1_000", "!", "!"),
    ("0x10", "!", "!"),
    ("1234567890123456789", "!", "!"),
    ("0,12345678901", "!", "!"),
]


@pytest.mark.parametrize(("text", "with_fractions", "whole"), TABLE)
def test_the_table_of_strings(text: str, with_fractions: str, whole: str) -> None:
    for expected, decimals in ((with_fractions, True), (whole, False)):
        reading = read_number(text, decimals=decimals)
        assert reading.raw == text
        if expected == "":
            assert reading.kind is ReadingKind.BLANK
        elif expected == "?":
            assert reading.kind is ReadingKind.QUESTION
        elif expected == "!":
            assert reading.kind is ReadingKind.ERROR
        else:
            assert (reading.kind, reading.value) == (ReadingKind.VALUE, Decimal(expected))
        assert (reading.value is None) == (reading.kind is not ReadingKind.VALUE)
        assert bool(reading.sentence) != reading.is_good


def test_the_question_offers_both_readings_as_they_may_be_typed() -> None:
    reading = read_number("1.234", decimals=True)
    assert "“1234”" in reading.sentence
    assert "“1,234”" in reading.sentence
    assert reading.choices == (Decimal(1234), Decimal("1.234"))
    assert read_number("1234", decimals=True).value == Decimal(1234)
    assert read_number("1,234", decimals=True).value == Decimal("1.234")


def test_a_negative_question_keeps_its_sign() -> None:
    assert read_number("(1.234)", decimals=True).choices == (Decimal(-1234), Decimal("-1.234"))


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("n/a", "tidak diukur"),
        ("2-3", "satu angka saja"),
        ("1 : 20", "satu angka saja"),
        ("1\t234", "satu angka saja"),
        ("Rp -", "Tulis 0 bila memang nol"),
        ("3 dokumen", "tanpa satuan"),
        ("1,2E+05", "lengkap"),
        ("BB", "34,49"),
        ("1234567890123456789", "terlalu panjang"),
    ],
)
def test_an_error_says_what_to_do(text: str, advice: str) -> None:
    sentence = read_number(text, decimals=True).sentence
    assert advice in sentence
    assert text in sentence


def test_a_long_text_is_shortened_in_the_sentence() -> None:
    assert len(read_number("panjang " * 500, decimals=True).sentence) < 150


def test_a_count_refuses_a_fraction_but_takes_a_zero_fraction() -> None:
    assert read_whole("1,5").kind is ReadingKind.ERROR
    assert "bilangan bulat" in read_whole("1,5").sentence
    assert read_whole("12,00").value == Decimal(12)
    assert read_whole("1.234").value == Decimal(1234)
    assert read_whole("").kind is ReadingKind.BLANK


@pytest.mark.parametrize(
    ("value", "places", "trim", "text"),
    [
        ("1234567.891", 2, False, "1.234.567,89"),
        ("0.005", 2, False, "0,01"),
        ("2.675", 2, False, "2,68"),
        ("-2.675", 2, False, "-2,68"),
        ("-0.001", 2, False, "0,00"),
        ("12.5", 2, False, "12,50"),
        ("12.50", 2, True, "12,5"),
        ("1200", 2, True, "1.200"),
        ("1200", 0, True, "1.200"),
        ("0", 2, True, "0"),
        ("1E+3", 0, False, "1.000"),
        ("123456789012345678901234567890.125", 2, False, "123.456.789.012.345.678.901.234.567.890,13"),
    ],
)
def test_numbers_are_written_half_up(value: str, places: int, trim: bool, text: str) -> None:
    assert format_number(Decimal(value), places, trim=trim) == text


def test_money_shows_cents_only_where_there_are_any() -> None:
    assert format_money(Decimal(1234567)) == "Rp1.234.567"
    assert format_money(Decimal("1234567.5")) == "Rp1.234.567,50"
    assert format_money(Decimal("1234.00")) == "Rp1.234"
    assert format_money(Decimal("999.999")) == "Rp1.000"
    assert format_money(Decimal("-1234.5")) == "-Rp1.234,50"
    assert format_money(Decimal("-0.001")) == "Rp0"


def test_percent_is_not_multiplied() -> None:
    assert format_percent(Decimal("87.556")) == "87,56 %"
    assert format_percent(Decimal(100), trim=True) == "100 %"


def test_a_value_that_is_not_finite_is_never_written() -> None:
    with pytest.raises(ValueError, match="tak hingga"):
        format_number(Decimal("NaN"))


numbers = st.decimals(-(10**15), 10**15, allow_nan=False, allow_infinity=False, places=2)


@given(numbers)
def test_what_is_written_can_be_read_back(value: Decimal) -> None:
    assert read_number(format_number(value), decimals=True).value == value
    assert read_number(format_number(value), decimals=False).value == value
    assert read_number(format_money(value), decimals=False).value == value
    assert read_number(format_percent(value), decimals=True).value == value


@given(st.text() | st.text(alphabet="0123456789.,-()% Rp'e\u00a0"), st.booleans())
def test_no_text_breaks_the_reader(text: str, decimals: bool) -> None:
    reading = read_number(text, decimals=decimals)
    assert reading.value is None or reading.value.is_finite()


@given(
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20),
    st.integers(0, 6),
)
def test_rounding_is_never_further_than_half_a_step(value: Decimal, places: int) -> None:
    assert abs(round_half_up(value, places) - value) <= Decimal(5).scaleb(-places - 1)
