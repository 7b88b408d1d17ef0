"""Ranks print as they stand under a signature."""

import pytest

from organisation.ranks import CHOICES, printed


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("IV/b", "Pembina Tingkat I (IV/b)"),
        ("III/d", "Penata Tingkat I (III/d)"),
        ("I/a", "Juru Muda (I/a)"),
        ("P-IX", "Golongan IX"),
        ("P-XVII", "Golongan XVII"),
        ("", ""),
        ("Mayor", "Mayor"),
    ],
)
def test_a_rank_is_printed_with_its_code(code: str, text: str) -> None:
    assert printed(code) == text


def test_all_ranks_of_both_kinds_can_be_chosen_once() -> None:
    codes = [code for code, _ in CHOICES]
    assert len(codes) == len(set(codes)) == 17 + 17
