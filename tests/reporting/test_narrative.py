"""The texts of an LKjIP as plain paragraphs and lists, their differences, and where they stand."""

import pytest

from reporting.chapters import SECTIONS, Chapter, place_of, places
from reporting.narrative import Change, clean, differences, pieces_of
from reporting.review_points import POINTS, Group


def test_paragraphs_and_lists_are_read_from_plain_lines() -> None:
    lines = ("Alinea satu", "berlanjut di sini.", "", "- butir a", "  sambungan a", "- butir b", "1. satu")
    text = "\n".join([*lines, "2) dua", "", "Alinea akhir."])
    found = [(list(piece.lines), piece.is_list, piece.is_numbered) for piece in pieces_of(text)]
    assert found == [
        (["Alinea satu berlanjut di sini."], False, False),
        (["butir a sambungan a", "butir b"], True, False),
        (["satu", "dua"], True, True),
        (["Alinea akhir."], False, False),
    ]


def test_markup_stays_words() -> None:
    [piece] = pieces_of("<script>alert(1)</script> & <b>tebal</b>")
    assert piece.lines == ["<script>alert(1)</script> & <b>tebal</b>"]


def test_what_cannot_be_seen_is_not_kept() -> None:
    assert clean("a\u202eb\x00\r\nc  \r\n\r\n") == "ab\nc"
    assert pieces_of("") == []


def test_a_difference_names_what_went_and_what_came() -> None:
    changes = differences("satu\ndua\ntiga", "satu\ndua setengah\ntiga")
    assert changes == [
        Change("=", "satu"),
        Change("-", "dua"),
        Change("+", "dua setengah"),
        Change("=", "tiga"),
    ]


def test_every_section_has_one_place_and_those_of_a_sasaran_one_for_each() -> None:
    listed = places(["S1", "S2"])
    assert len({place.key for place in listed}) == len(listed)
    each = sum(section.per_objective for section in SECTIONS)
    assert len(listed) == len(SECTIONS) + each
    assert [section.chapter for section in SECTIONS] == sorted(
        (section.chapter for section in SECTIONS), key=list(Chapter).index
    )


@pytest.mark.parametrize(("key", "code"), [("surat-cinta", ""), ("penyebab", ""), ("ikhtisar", "S1")])
def test_a_place_that_no_chapter_has_is_refused(key: str, code: str) -> None:
    with pytest.raises(KeyError):
        place_of(key, code)


def test_the_checklist_has_three_groups_and_marks_what_depends_on_another_point() -> None:
    assert {point.group for point in POINTS} == set(Group)
    assert len({point.key for point in POINTS}) == len(POINTS)
    conditional = [point for point in POINTS if point.is_conditional]
    assert conditional
    assert all(point.words.startswith("Bila butir") for point in conditional)
