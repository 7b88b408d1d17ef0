"""The flowchart's layout: nothing overlaps, nothing is crossed, nothing is left unconnected."""

from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sop.flowchart import (
    LABEL_ROOM,
    Arrow,
    Chart,
    Exit,
    Key,
    Lane,
    Mark,
    Page,
    Placed,
    Row,
    Shape,
    in_words,
    lay_out,
    links_of,
    paginate,
    with_ends,
)

Box = tuple[float, float, float, float]
Line = tuple[float, float, float, float]

LANES = (Lane("head", "Kepala OPD"), Lane("compiler", "Penyusun"), Lane("officer", "PPTK"))


def box(lane: str) -> Mark:
    return Mark(lane, Shape.PROCESS, "Bekerja")


def decision(lane: str) -> Mark:
    return Mark(lane, Shape.DECISION, "Memutuskan")


# --- what every drawing must hold -------------------------------------------------------------------


def tops(page: Page, extra: float = 0.0) -> list[float]:
    """The middle line of each band when the bands stand on each other, each higher by `extra`."""
    middles, edge = [], 0.0
    for band in page.bands:
        middles.append(edge + band.above + extra / 2)
        edge += band.height + extra
    return middles


def boxes(page: Page, extra: float = 0.0) -> dict[Key, Box]:
    middles = tops(page, extra)
    return {
        one.key: (one.left, middles[one.band] - one.height / 2, one.right, middles[one.band] + one.height / 2)
        for one in symbols(page)
    }


def symbols(page: Page) -> list[Placed]:
    return [one for band in page.bands for one in band.symbols]


def lines(page: Page, arrow: Arrow, extra: float = 0.0) -> list[Line]:
    middles = tops(page, extra)
    points = [(point.x, middles[point.band] + point.y) for point in arrow.points]
    return [(*one, *other) for one, other in pairwise(points)]


def overlap(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def crosses(line: Line, area: Box) -> bool:
    x0, x1 = sorted((line[0], line[2]))
    y0, y1 = sorted((line[1], line[3]))
    return (
        x0 < area[2] - 0.01
        and area[0] + 0.01 < x1 + 0.02
        and y0 < area[3] - 0.01
        and area[1] + 0.01 < y1 + 0.02
    )


def on_edge(point: tuple[float, float], area: Box) -> bool:
    x, y = point
    inside = area[0] - 0.02 <= x <= area[2] + 0.02 and area[1] - 0.02 <= y <= area[3] + 0.02
    return inside and (
        min(abs(x - area[0]), abs(x - area[2])) < 0.02 or min(abs(y - area[1]), abs(y - area[3])) < 0.02
    )


def check_page(page: Page, width: float, extra: float = 0.0) -> None:
    placed = boxes(page, extra)
    for one, other in combinations(placed.values(), 2):
        assert not overlap(one, other)
    for arrow in page.arrows:
        drawn = lines(page, arrow, extra)
        assert drawn
        for place, line in enumerate(drawn):
            assert line[0] == line[2] or line[1] == line[3], "a slanting line"
            assert 0 <= min(line[0], line[2]) <= max(line[0], line[2]) <= width
            for key, area in placed.items():
                touches = (key == arrow.source and place == 0) or (
                    key == arrow.target and place == len(drawn) - 1
                )
                assert touches or not crosses(line, area), f"{arrow} runs through {key}"
        assert on_edge(drawn[0][:2], placed[arrow.source])
        assert on_edge(drawn[-1][2:], placed[arrow.target])


def connections(chart: Chart) -> set[tuple[Key, Key]]:
    """Which act leads to which, with the connectors of all pages resolved by their letters."""
    leading: dict[str, set[Key]] = {}
    for page in chart.pages:
        for arrow in page.arrows:
            if isinstance(arrow.source, str):
                leading.setdefault(arrow.source, set()).add(arrow.target)
    found: set[tuple[Key, Key]] = set()
    for page in chart.pages:
        for arrow in page.arrows:
            if isinstance(arrow.source, str):
                continue
            targets = leading[arrow.target] if isinstance(arrow.target, str) else {arrow.target}
            found |= {(arrow.source, target) for target in targets}
    return found


def check(chart: Chart, rows: tuple[Row, ...]) -> None:
    for page in chart.pages:
        for extra in (0.0, 37.5):
            check_page(page, chart.width, extra)
        inside = {one.key for one in symbols(page)}
        assert {end for arrow in page.arrows for end in (arrow.source, arrow.target)} <= inside
    assert connections(chart) == {(link.source, link.target) for link in links_of(with_ends(rows))}


# --- any SOP at all ---------------------------------------------------------------------------------


@st.composite
def sops(draw: st.DrawFn) -> tuple[tuple[Lane, ...], tuple[Row, ...]]:
    lanes = tuple(Lane(f"l{n}", f"Pelaksana {n}") for n in range(draw(st.integers(1, 15))))
    rows = []
    total = draw(st.integers(1, 40))
    for place in range(total):
        marks = draw(
            st.lists(
                st.builds(
                    Mark,
                    st.sampled_from([lane.key for lane in lanes]),
                    st.sampled_from([Shape.PROCESS, Shape.PROCESS, Shape.DECISION]),
                    st.just("Bekerja"),
                    many=st.booleans(),
                ),
                max_size=3,
            )
        )
        ways = [
            Exit(act, draw(st.integers(0, place)))
            for act, mark in enumerate(marks)
            if mark.symbol == Shape.DECISION and draw(st.booleans())
        ]
        if marks and marks[-1].symbol == Shape.DECISION and place + 1 < total and draw(st.booleans()):
            ways.append(Exit(len(marks) - 1, draw(st.integers(place + 1, total - 1)), "Ya"))
        rows.append(Row(str(place + 1), "Kegiatan", tuple(marks), tuple(ways)))
    return lanes, tuple(rows)


@settings(max_examples=6)
@given(sops(), st.sampled_from([38.0, 56.0, 84.0, 130.0]), st.sets(st.integers(1, 39), max_size=6))
def test_any_sop_is_drawn_whole_and_clear(
    sop: tuple[tuple[Lane, ...], tuple[Row, ...]], lane_width: float, breaks: set[int]
) -> None:
    lanes, rows = sop
    chart = lay_out(lanes, rows, lane_width=lane_width, breaks=breaks)
    check(chart, rows)
    every_row_appears_once_and_every_connector_twice(chart, rows)
    the_pieces_inside_the_rows_make_up_the_arrows(chart)


def every_row_appears_once_and_every_connector_twice(chart: Chart, rows: tuple[Row, ...]) -> None:
    shown = [band.row for page in chart.pages for band in page.bands if band.row is not None]
    assert shown == list(range(len(rows)))
    letters = [one.key for page in chart.pages for one in symbols(page) if isinstance(one.key, str)]
    assert all(letters.count(letter) == 2 for letter in letters)


def the_pieces_inside_the_rows_make_up_the_arrows(chart: Chart) -> None:
    for page in chart.pages:
        strokes = [stroke for band in range(len(page.bands)) for stroke in page.strokes(band)]
        assert sum(stroke.is_first for stroke in strokes) == len(page.arrows)
        assert sum(stroke.is_last for stroke in strokes) == len(page.arrows)


@settings(max_examples=2)
@given(sops())
def test_the_same_sop_is_always_drawn_the_same(sop: tuple[tuple[Lane, ...], tuple[Row, ...]]) -> None:
    assert lay_out(*sop) == lay_out(*sop)


# --- particular SOPs --------------------------------------------------------------------------------


def only_page(*rows: Row) -> Page:
    return lay_out(LANES, rows).pages[0]


def between(page: Page, source: Key, target: Key) -> Arrow:
    return next(arrow for arrow in page.arrows if (arrow.source, arrow.target) == (source, target))


def test_start_and_end_are_capsules() -> None:
    page = only_page(*(Row(str(n), "", (box("head"),)) for n in range(3)))
    assert [one.mark.symbol for one in symbols(page)] == [Shape.TERMINATOR, Shape.PROCESS, Shape.TERMINATOR]


def test_a_decision_at_the_end_gets_a_capsule_of_its_own() -> None:
    page = only_page(Row("1", "", (box("head"),)), Row("2", "", (decision("head"),), (Exit(0, 0),)))
    assert [one.mark.symbol for one in symbols(page)][1:] == [Shape.DECISION, Shape.TERMINATOR]
    assert between(page, (1, 0), (1, 1)).label == "Ya"
    assert between(page, (1, 0), (0, 0)).label == "Tidak"


def test_a_row_without_performer_is_passed_by() -> None:
    page = only_page(Row("1", "", (box("head"),)), Row("2", ""), Row("3", "", (box("officer"),)))
    (passing,) = page.strokes(1)
    assert (passing.arrow.source, passing.arrow.target) == ((0, 0), (2, 0))


def test_a_heading_is_passed_by_and_not_counted() -> None:
    rows = (
        Row("", "", (box("head"),)),
        Row("", "TAHAP II", is_heading=True),
        Row("", "", (decision("officer"),), (Exit(0, 0),)),
        Row("", "", (decision("officer"),), (Exit(0, 2),)),
    )
    assert only_page(*rows).strokes(1)
    assert in_words(LANES, rows, 3) == "PPTK: Memutuskan; Tidak: kembali ke langkah 2."


def test_what_is_inferred_is_told_in_words() -> None:
    mark = Mark("head", Shape.PROCESS, "Bekerja", is_inferred=True)
    assert in_words(LANES, (Row("1", "", (mark,)),), 0) == "Kepala OPD: Bekerja (disimpulkan)."


def test_a_decision_has_room_for_its_words() -> None:
    page = only_page(Row("1", "", (box("head"),)), Row("2", "", (decision("head"),), (Exit(0, 0),)))
    band = page.bands[1]
    half = max(one.height for one in band.symbols) / 2
    assert min(band.above, band.below) >= half + LABEL_ROOM


def test_the_next_row_of_the_same_lane_is_reached_by_one_straight_line() -> None:
    page = only_page(Row("1", "", (box("head"),)), Row("2", "", (box("head"),)))
    assert len(between(page, (0, 0), (1, 0)).points) == 2


def test_another_lane_is_reached_with_one_bend() -> None:
    page = only_page(Row("1", "", (box("head"),)), Row("2", "", (box("officer"),)))
    assert len(between(page, (0, 0), (1, 0)).points) == 3


def test_a_decision_with_both_ways_named_has_no_third() -> None:
    ways = (Exit(0, 0, "Tidak"), Exit(0, 3, "Ya"))
    rows = tuple(
        Row(str(n), "", (decision("head") if n == 1 else box("head"),), ways if n == 1 else ())
        for n in range(4)
    )
    leaving = {(link.target, link.label) for link in links_of(rows) if link.source == (1, 0)}
    assert leaving == {((0, 0), "Tidak"), ((3, 0), "Ya")}


def test_a_page_break_is_bridged_by_the_same_letter_at_both_ends() -> None:
    rows = tuple(Row(str(n), "", (box("head"),)) for n in range(4))
    first, second = lay_out(LANES, rows, breaks={2}, first_page=4).pages
    assert first.bands[-1].symbols[0].mark.inner == second.bands[0].symbols[0].mark.inner == "A"
    assert first.bands[-1].symbols[0].mark.symbol == Shape.CONNECTOR
    assert first.bands[-1].symbols[0].mark.label == "A: ke halaman 5"


def test_an_sop_without_any_performer_is_an_empty_drawing() -> None:
    page = only_page(Row("1", ""), Row("2", ""))
    assert page.arrows == ()
    assert symbols(page) == []


def test_rows_are_dealt_to_pages_as_they_fit() -> None:
    assert paginate([40, 40, 40, 40, 40], room=100) == [2, 4]
    assert paginate([300, 40], room=100) == [1]


def test_the_last_page_is_not_left_with_a_single_row() -> None:
    assert paginate([20] * 11, room=200) == [6]


@pytest.mark.parametrize(("place", "words"), [(0, "PPTK: Bekerja."), (1, "Tanpa pelaksana.")])
def test_a_row_can_be_told_in_words(place: int, words: str) -> None:
    assert in_words(LANES, (Row("1", "", (box("officer"),)), Row("2", "")), place) == words


def test_a_decision_is_told_with_its_return() -> None:
    rows = (Row("1.", "", (box("officer"),)), Row("2.", "", (decision("head"),), (Exit(0, 0),)))
    assert in_words(LANES, rows, 1) == "Kepala OPD: Memutuskan; Tidak: kembali ke langkah 1."
