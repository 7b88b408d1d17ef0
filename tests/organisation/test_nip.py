"""NIPs are accepted as people write them, stored as 18 digits and printed 8-6-1-3."""

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from organisation.nip import normalise_nip, print_nip


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("19680411 199303 1 009", "196804111993031009"),
        ("196804111993031009", "196804111993031009"),
        ("19680411.199303.1.009", "196804111993031009"),
        ("19680411-199303-1-009", "196804111993031009"),
        ("19680411\u00a0199303\u00a01\u00a0009 ", "196804111993031009"),
        ("19920229 201501 2 001", "199202292015012001"),
        ("19880512 202321 2 014", "198805122023212014"),
        ("", ""),
        ("   ", ""),
        ("-", ""),
    ],
)
def test_a_nip_is_read_with_or_without_separators(text: str, digits: str) -> None:
    assert normalise_nip(text) == digits


def test_a_nip_is_printed_in_four_groups() -> None:
    assert print_nip("196804111993031009") == "19680411 199303 1 009"
    assert print_nip("") == ""
    assert print_nip("123") == "123"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1968041119930310", "18 angka, yang diisi 16"),
        ("1968041119930310091", "18 angka, yang diisi 19"),
        ("19680411 199303 X 009", "hanya berisi angka"),
        ("١٩٦٨٠٤١١١٩٩٣٠٣١٠٠٩", "hanya berisi angka"),
        ("19681341 199303 1 009", "tanggal lahir"),
        ("19900229 201501 2 001", "tanggal lahir"),
        ("19680411 199313 1 009", "bulan pengangkatan"),
        ("19680411 199300 1 009", "bulan pengangkatan"),
        ("19680411 196703 1 009", "setelah tahun lahir"),
        ("19680411 199303 3 009", "ke-15"),
    ],
)
def test_what_cannot_be_a_nip_is_refused_with_an_example(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=rf"{reason}.*Contoh"):
        normalise_nip(text)


@given(
    st.dates(date(1900, 1, 1), date(2005, 12, 31)),
    st.integers(2006, 2099),
    st.sampled_from([*range(1, 13), 21]),
    st.sampled_from("12"),
    st.integers(0, 999),
)
def test_what_is_printed_is_read_again(born: date, year: int, month: int, sex: str, number: int) -> None:
    digits = f"{born:%Y%m%d}{year}{month:02}{sex}{number:03}"
    assert normalise_nip(print_nip(digits)) == digits


@given(st.text() | st.text(alphabet="0123456789 .-"))
def test_any_text_gives_digits_blank_or_an_advice(text: str) -> None:
    with contextlib.suppress(ValueError):
        assert len(normalise_nip(text)) in {0, 18}
