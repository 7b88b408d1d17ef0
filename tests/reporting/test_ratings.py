"""Every figure has exactly one class, by the lower bound."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.ratings import PERMENDAGRI_86_2017, Band, RatingScale


@pytest.mark.parametrize(
    ("value", "label"),
    [
        ("166.67", "Sangat Tinggi"),
        ("91", "Sangat Tinggi"),
        ("90.9999", "Tinggi"),
        ("90.5", "Tinggi"),
        ("76", "Tinggi"),
        ("75.99", "Sedang"),
        ("66", "Sedang"),
        ("65.5", "Rendah"),
        ("51", "Rendah"),
        ("50.99", "Sangat Rendah"),
        ("0", "Sangat Rendah"),
    ],
)
def test_the_lower_bound_decides(value: str, label: str) -> None:
    assert PERMENDAGRI_86_2017.label_of(Decimal(value)) == label


def test_no_figure_has_no_class() -> None:
    assert PERMENDAGRI_86_2017.label_of(None) == ""
    assert PERMENDAGRI_86_2017.band_of(Decimal("NaN")) is None


@pytest.mark.parametrize(
    ("bounds", "reason"),
    [
        ([], "tanpa batas bawah"),
        ([50], "tanpa batas bawah"),
        ([None, None], "tanpa batas bawah"),
        ([50, 75, None], "menurun"),
        ([75, 75, None], "menurun"),
        (["NaN", None], "berupa angka"),
    ],
)
def test_a_scale_with_holes_is_refused(bounds: list[int | str | None], reason: str) -> None:
    bands = tuple(Band(None if bound is None else Decimal(bound), "kelas") for bound in bounds)
    with pytest.raises(ValueError, match=reason):
        RatingScale("uji", bands)


@given(st.decimals(allow_nan=False), st.decimals(allow_nan=False))
def test_a_better_figure_never_has_a_worse_class(one: Decimal, other: Decimal) -> None:
    labels = [band.label for band in PERMENDAGRI_86_2017.bands]
    better, worse = (
        PERMENDAGRI_86_2017.label_of(max(one, other)),
        PERMENDAGRI_86_2017.label_of(min(one, other)),
    )
    assert labels.index(better) <= labels.index(worse)
