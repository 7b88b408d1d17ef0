"""The flowchart of an SOP as pure layout: symbols in lanes and rows, arrows around them, whole pages.

Heights are measured from the middle line of a band (a row of the table), so a row may be as high as its words
ask for: only upright lines grow with it. Lengths are CSS pixels.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise
from math import inf
from string import ascii_uppercase

from sop.routing import DOWN, LEFT, RIGHT, UP, Gate, Heading, Node, Router, Way

YES, NO = "Ya", "Tidak"
INFERRED = " (disimpulkan)"

FIRST_TRACK = 10.0  # from a symbol to the nearest level line: room for an arrow head
TRACK = 6.0
EDGE = 9.0  # from the outermost thing of a band to the band's edge
HEAD_ROOM = 3.0
LABEL_ROOM = 13.0  # above and below a decision, for Ya and Tidak
CLOSE = 14.0


class Shape(StrEnum):
    """The shapes of PermenPANRB 35/2012; the fifth symbol is the arrow."""

    TERMINATOR = "kapsul"
    PROCESS = "kotak"
    DECISION = "belah ketupat"
    CONNECTOR = "segilima"


# --- what is asked ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Lane:
    key: str
    label: str


@dataclass(frozen=True)
class Mark:
    """What one lane does in a row. `inner` is written inside the symbol, `many` marks parallel work.

    `is_inferred` marks what was concluded from the sentence and nobody has confirmed yet.
    """

    lane: str
    symbol: str
    label: str
    state: str = ""
    inner: str = ""
    many: bool = False
    is_inferred: bool = False


@dataclass(frozen=True)
class Exit:
    """Where a decision leads besides the next act: a return to an earlier row, or a way on to a later one."""

    act: int
    row: int
    label: str = NO


@dataclass(frozen=True)
class Row:
    number: str
    text: str
    marks: tuple[Mark, ...] = ()
    returns: tuple[Exit, ...] = ()
    is_heading: bool = False  # of a phase: the arrows only pass through


# --- what is drawn ----------------------------------------------------------------------------------

Spot = tuple[int, int]  # row, act
Key = Spot | str  # or the letter of a connector


@dataclass(frozen=True)
class Placed:
    """A symbol with its box; `x` is its middle, the band's middle line runs through it."""

    key: Key
    mark: Mark
    band: int
    x: float
    width: float
    height: float

    @property
    def left(self) -> float:
        return self.x - self.width / 2

    @property
    def right(self) -> float:
        return self.x + self.width / 2


@dataclass(frozen=True)
class Point:
    band: int
    x: float
    y: float


@dataclass(frozen=True)
class Arrow:
    """From one symbol of the page to another, along level and upright lines."""

    source: Key
    target: Key
    label: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Band:
    """A row of the table (`row` None: the connectors at an edge of the page) and its room."""

    row: int | None
    above: float
    below: float
    symbols: tuple[Placed, ...]

    @property
    def height(self) -> float:
        return self.above + self.below


@dataclass(frozen=True)
class Stroke:
    """The part of an arrow inside one band; y of -inf and inf are the band's edges."""

    arrow: Arrow
    points: tuple[tuple[float, float], ...]
    is_first: bool
    is_last: bool


@dataclass(frozen=True)
class Page:
    bands: tuple[Band, ...]
    arrows: tuple[Arrow, ...]

    def strokes(self, band: int) -> list[Stroke]:
        return [stroke for arrow in self.arrows for stroke in _inside(arrow, band)]


@dataclass(frozen=True)
class Chart:
    lanes: tuple[Lane, ...]
    lane_width: float
    pages: tuple[Page, ...]

    @property
    def width(self) -> float:
        return self.lane_width * len(self.lanes)


def lay_out(
    lanes: Sequence[Lane],
    rows: Sequence[Row],
    *,
    lane_width: float = 84.0,
    breaks: Collection[int] = (),
    first_page: int = 1,
) -> Chart:
    """The drawing; `breaks` are the rows that begin a new page. Starts and ends are drawn as capsules.

    `first_page` is the number that the first page bears on paper: connectors name the page they lead to.
    """
    rows = with_ends(rows)
    firsts = [0, *sorted(place for place in set(breaks) if 0 < place < len(rows))]
    spans = [range(first, last) for first, last in pairwise([*firsts, len(rows)])]
    plans = _plans(rows, spans, first_page)
    pages = tuple(_Drawing(lanes, lane_width, rows, plan).page() for plan in plans)
    return Chart(tuple(lanes), lane_width, pages)


def paginate(heights: Sequence[float], *, room: float) -> list[int]:
    """The rows that begin a new page: as few pages as the room allows, as evenly filled as can be."""
    breaks = _filled(heights, room)
    low, high = max(heights, default=0.0), room
    while breaks and high - low > 1:
        middle = (low + high) / 2
        if len(tighter := _filled(heights, middle)) == len(breaks):
            breaks, high = tighter, middle
        else:
            low = middle
    return breaks


def _filled(heights: Sequence[float], room: float) -> list[int]:
    breaks: list[int] = []
    filled = 0.0
    for row, height in enumerate(heights):
        if filled and filled + height > room:
            breaks.append(row)
            filled = 0.0
        filled += height
    return breaks


def in_words(lanes: Sequence[Lane], rows: Sequence[Row], place: int) -> str:
    """Who does what in a row, as the drawing says it."""
    names = {lane.key: " ".join(lane.label.split()) for lane in lanes}
    row = rows[place]
    sentences = []
    for act, mark in enumerate(row.marks):
        words = f"{names[mark.lane]}: {mark.label or mark.symbol}{INFERRED if mark.is_inferred else ''}"
        for way in (way for way in row.returns if way.act == act):
            verb = "kembali ke" if way.row <= place else "lanjut ke"
            words += f"; {way.label}: {verb} langkah {_number(rows, way.row)}"
        sentences.append(words + ".")
    return " ".join(sentences) or "Tanpa pelaksana."


def _number(rows: Sequence[Row], place: int) -> str:
    """The printed number of a step, else its place among the steps."""
    counted = sum(not row.is_heading for row in rows[: place + 1])
    return rows[place].number.rstrip(".") or str(counted)


# --- starts, ends and links -------------------------------------------------------------------------


def with_ends(rows: Sequence[Row]) -> tuple[Row, ...]:
    """The first and the last act as capsules; a decision there gets a capsule beside it."""
    drawn = list(rows)
    marked = [place for place, row in enumerate(drawn) if row.marks]
    if not marked:
        return tuple(drawn)
    last, first = marked[-1], marked[0]
    row = drawn[last]
    if row.marks[-1].symbol == Shape.DECISION:
        state = row.marks[-1].state
        reached = state if state in ("", "done") else "waiting"
        end = Mark(row.marks[-1].lane, Shape.TERMINATOR, "Selesai", reached, "Selesai")
        drawn[last] = replace(row, marks=(*row.marks, end))
    else:
        drawn[last] = replace(row, marks=(*row.marks[:-1], _capsule(row.marks[-1], "Selesai")))
    row = drawn[first]
    if row.marks[0].symbol == Shape.DECISION:
        shifted = tuple(replace(way, act=way.act + 1) for way in row.returns)
        begun = "done" if row.marks[0].state else ""
        start = Mark(row.marks[0].lane, Shape.TERMINATOR, "Mulai", begun, "Mulai")
        drawn[first] = replace(row, marks=(start, *row.marks), returns=shifted)
    else:
        drawn[first] = replace(row, marks=(_capsule(row.marks[0], "Mulai"), *row.marks[1:]))
    return tuple(drawn)


def _capsule(mark: Mark, inner: str) -> Mark:
    return replace(mark, symbol=Shape.TERMINATOR, inner=mark.inner or inner)


@dataclass(frozen=True)
class Link:
    source: Key
    target: Key
    label: str
    is_backward: bool = False


def links_of(rows: Sequence[Row]) -> list[Link]:
    """Every arrow of the SOP: from act to act, and the other ways out of decisions."""
    acts = [(place, act) for place, row in enumerate(rows) for act in range(len(row.marks))]
    found = []
    for source, target in pairwise(acts):
        row = rows[source[0]]
        labels = {way.label for way in row.returns if way.act == source[1]}
        if labels >= {YES, NO}:
            continue
        decides = row.marks[source[1]].symbol == Shape.DECISION or labels
        found.append(Link(source, target, (NO if YES in labels else YES) if decides else ""))
    for place, row in enumerate(rows):
        for way in row.returns:
            target = next((spot for spot in acts if spot[0] >= way.row), acts[-1])
            found.append(Link((place, way.act), target, way.label, target <= (place, way.act)))
    return found


# --- pages ------------------------------------------------------------------------------------------


@dataclass
class _Plan:
    """What one page shows: its rows, the connectors at its edges, the links between its symbols."""

    rows: range
    top: dict[Key, Mark]
    bottom: dict[Key, Mark]
    links: list[Link]


def _plans(rows: Sequence[Row], spans: Sequence[range], first_page: int) -> list[_Plan]:
    plans = [_Plan(span, {}, {}, []) for span in spans]
    letters: dict[tuple[int, Key], str] = {}
    lanes: dict[Key, str] = {
        (place, act): mark.lane for place, row in enumerate(rows) for act, mark in enumerate(row.marks)
    }
    for link in links_of(rows):
        here, there = (_page_of(key, spans) for key in (link.source, link.target))
        if here == there:
            plans[here].links.append(link)
            continue
        known = (here, link.target) in letters
        letter = letters.setdefault((here, link.target), _letter(len(letters)))
        leaving = plans[here].bottom if there > here else plans[here].top
        reaching = plans[there].top if there > here else plans[there].bottom
        leaving.setdefault(letter, _connector(lanes[link.source], letter, first_page + there, outward=True))
        reaching.setdefault(letter, _connector(lanes[link.target], letter, first_page + here, outward=False))
        plans[here].links.append(Link(link.source, letter, link.label, link.is_backward))
        if not known:
            plans[there].links.append(Link(letter, link.target, "", link.is_backward))
    return plans


def _page_of(key: Key, spans: Sequence[range]) -> int:
    return next(page for page, span in enumerate(spans) if key[0] in span)


def _letter(place: int) -> str:
    """A … Z, AA, AB …"""
    more, last = divmod(place, len(ascii_uppercase))
    return (_letter(more - 1) if more else "") + ascii_uppercase[last]


def _connector(lane: str, letter: str, page: int, *, outward: bool) -> Mark:
    words = f"{letter}: {'ke' if outward else 'dari'} halaman {page}"
    return Mark(lane, Shape.CONNECTOR, words, inner=letter)


# --- one page ---------------------------------------------------------------------------------------


class _Drawing:
    """Places the symbols of one page on a grid and leads the arrows over it."""

    def __init__(self, lanes: Sequence[Lane], lane_width: float, rows: Sequence[Row], plan: _Plan) -> None:
        self.lane_width, self.plan = lane_width, plan
        self.lefts = {lane.key: place * lane_width for place, lane in enumerate(lanes)}
        self.bands = self._bands(rows)
        self.placed = [self._place(band, marks) for band, (_, marks) in enumerate(self.bands)]
        self.by_key = {one.key: one for line in self.placed for one in line}
        self.xs = self._columns(len(lanes))
        self.levels = [point for band in range(len(self.bands)) for point in self._levels(band)]
        self.router = Router(self.xs, self._heights(), self._closed(), self._beside_symbols())

    def page(self) -> Page:
        links = sorted(self.plan.links, key=self._turn)
        found = {id(link): self._arrow(link) for link in links}
        arrows = tuple(found[id(link)] for link in self.plan.links)
        bands = tuple(self._band(band, arrows) for band in range(len(self.bands)))
        return Page(bands, arrows)

    def _turn(self, link: Link) -> tuple[bool, int]:
        """Neighbours first, then what leads further, so that the long way gives way."""
        source, target = self.by_key[link.source], self.by_key[link.target]
        return target.band < source.band, abs(target.band - source.band)

    # Symbols

    def _bands(self, rows: Sequence[Row]) -> list[tuple[int | None, Mapping[Key, Mark]]]:
        plan = self.plan
        bands: list[tuple[int | None, Mapping[Key, Mark]]] = [
            (place, {(place, act): mark for act, mark in enumerate(rows[place].marks)}) for place in plan.rows
        ]
        edges = [[(None, marks)] if marks else [] for marks in (plan.top, plan.bottom)]
        return [*edges[0], *bands, *edges[1]]

    def _place(self, band: int, marks: Mapping[Key, Mark]) -> list[Placed]:
        """Acts of one lane stand side by side, in their order."""
        placed = []
        for lane, left in self.lefts.items():
            mine = [(key, mark) for key, mark in marks.items() if mark.lane == lane]
            for place, (key, mark) in enumerate(mine):
                room = self.lane_width / len(mine)
                width, height = _size(mark.symbol, room)
                placed.append(Placed(key, mark, band, left + room * (place + 0.5), width, height))
        return placed

    # The grid

    def _columns(self, lanes: int) -> list[float]:
        """Upright lines: through every symbol, between neighbours in a lane, beside each border."""
        gutter = (self.lane_width - _size(Shape.PROCESS, self.lane_width)[0]) / 2
        shares = (0.3,) if gutter < 9 else (0.22, 0.56) if gutter < 20 else (0.16, 0.42, 0.68)
        columns = {one.x for line in self.placed for one in line}
        for left in range(lanes):
            columns |= {left * self.lane_width + gutter * share for share in shares}
            columns |= {(left + 1) * self.lane_width - gutter * share for share in shares}
        for line in self.placed:
            pairs = [(one, other) for one, other in pairwise(line) if one.mark.lane == other.mark.lane]
            columns |= {(one.right + other.left) / 2 for one, other in pairs}
        return sorted({round(column, 2) for column in columns})

    def _levels(self, band: int) -> list[tuple[int, float]]:
        """Level lines of a band: tracks above its symbols, the middle, tracks below."""
        first = self._half(band) + FIRST_TRACK
        tracks = [first + TRACK * track for track in range(2 + len(self.placed[band]) // 2)]
        return [(band, y) for y in (*(-y for y in reversed(tracks)), 0.0, *tracks)]

    def _half(self, band: int) -> float:
        return max((one.height for one in self.placed[band]), default=0.0) / 2

    def _heights(self) -> list[float]:
        """The level lines as they lie when every band is as low as it can be."""
        heights, edge = [], 0.0
        for band in range(len(self.bands)):
            mine = [y for at, y in self.levels if at == band]
            heights += [edge + EDGE - mine[0] + y for y in mine]
            edge = heights[-1] + EDGE
        return heights

    def _closed(self) -> frozenset[Node]:
        return frozenset(
            (x, level)
            for level, (band, y) in enumerate(self.levels)
            if y == 0
            for x, column in enumerate(self.xs)
            if any(one.left - 1 < column < one.right + 1 for one in self.placed[band])
        )

    def _beside_symbols(self) -> dict[Node, Key]:
        """The places close beside a symbol, where only its own arrows should turn."""
        return {
            (x, level): one.key
            for level, (band, y) in enumerate(self.levels)
            if y == 0
            for one in self.placed[band]
            for x, column in enumerate(self.xs)
            if abs(column - one.x) < one.width / 2 + CLOSE
        }

    def _level(self, band: int, y: float) -> int:
        return self.levels.index((band, y))

    # Arrows

    def _arrow(self, link: Link) -> Arrow:
        source, target = self.by_key[link.source], self.by_key[link.target]
        first, last = sorted((source.band, target.band))
        levels = (
            min(level for level, (band, _) in enumerate(self.levels) if band == first),
            max(level for level, (band, _) in enumerate(self.levels) if band == last),
        )
        entries = self._entries(target, backward=link.is_backward)
        way = self.router.connect(self._exits(source, link.label), entries, to=target.key, levels=levels)
        return Arrow(link.source, link.target, link.label, self._points(way, source, target))

    def _exits(self, one: Placed, label: str) -> list[Gate]:
        """A decision says Ya downwards and Tidak sideways when it can."""
        upward = one.mark.symbol == Shape.CONNECTOR and one.band == 0
        decides = one.mark.symbol == Shape.DECISION
        below = 60.0 if decides and label == NO else 0.0
        beside = 40.0 if decides and label == YES else 60.0 if upward else 0.0
        return [
            self._upright(one, DOWN, cost=below, leaving=True),
            *self._sideways(one, cost=beside, leaving=True),
            *([self._upright(one, UP, cost=50.0, leaving=True)] if not upward else []),
        ]

    def _entries(self, one: Placed, *, backward: bool) -> list[Gate]:
        from_below = one.mark.symbol == Shape.CONNECTOR and one.band == 0
        gates = [self._upright(one, DOWN, cost=10.0 if backward else 0.0, leaving=False)]
        gates += self._sideways(one, cost=0.0 if backward else 8.0, leaving=False)
        if from_below:
            gates.append(self._upright(one, UP, cost=0.0, leaving=False))
        return gates

    def _upright(self, one: Placed, heading: Heading, *, cost: float, leaving: bool) -> Gate:
        beneath = (heading == DOWN) == leaving
        y = (self._half(one.band) + FIRST_TRACK) * (1 if beneath else -1)
        node = (self.xs.index(round(one.x, 2)), self._level(one.band, y))
        return Gate(one.key, node, heading, cost, leaving)

    def _sideways(self, one: Placed, *, cost: float, leaving: bool) -> Iterator[Gate]:
        level = self._level(one.band, 0.0)
        for side, x in ((LEFT, self._beside(one, -1)), (RIGHT, self._beside(one, 1))):
            if x is not None and (x, level) not in self.router.closed:
                heading = side if leaving else (-side[0], 0)
                yield Gate(one.key, (x, level), heading, cost, leaving)

    def _beside(self, one: Placed, direction: int) -> int | None:
        """The nearest upright line on that side that leaves room for an arrow head."""
        columns = range(len(self.xs)) if direction > 0 else range(len(self.xs) - 1, -1, -1)
        edge = one.right if direction > 0 else one.left
        return next((x for x in columns if (self.xs[x] - edge) * direction >= HEAD_ROOM), None)

    def _points(self, way: Way, source: Placed, target: Placed) -> tuple[Point, ...]:
        points = [self._at_port(source, way.start.port[1])]
        points += [Point(self.levels[level][0], self.xs[x], self.levels[level][1]) for x, level in way.nodes]
        points.append(self._at_port(target, way.goal.port[1]))
        return tuple(_without_straights(points))

    def _at_port(self, one: Placed, side: Heading) -> Point:
        x = round(one.x, 2) + side[0] * one.width / 2
        return Point(one.band, x, side[1] * one.height / 2)

    def _band(self, band: int, arrows: Sequence[Arrow]) -> Band:
        """A band as low as what is drawn in it allows."""
        used = [point.y for arrow in arrows for point in arrow.points if point.band == band]
        half = self._half(band)
        says = any(one.key == arrow.source and arrow.label for one in self.placed[band] for arrow in arrows)
        room = half + LABEL_ROOM if says else 0.0
        above = max(max(half, *(-y for y in used), 0.0) + EDGE if used or half else EDGE, room)
        below = max(max(half, *used, 0.0) + EDGE if used or half else EDGE, room)
        return Band(self.bands[band][0], above, below, tuple(self.placed[band]))


def _size(symbol: str, room: float) -> tuple[float, float]:
    """Width and height of a symbol in a lane of this width."""
    width = min(0.62 * room, 64.0)
    match symbol:
        case Shape.CONNECTOR:
            side = min(width, 22.0)
            return side, max(side, 10.0)
        case Shape.DECISION:
            return width, min(max(0.64 * width, 14.0), 32.0)
        case Shape.TERMINATOR:
            return width, min(max(0.42 * width, 11.0), 22.0)
    return width, min(max(0.5 * width, 12.0), 26.0)


def _without_straights(points: Sequence[Point]) -> Iterator[Point]:
    """Only where the arrow begins, turns and ends."""
    kept: list[Point] = []
    for point in points:
        if kept and point == kept[-1]:
            continue
        if len(kept) > 1 and (_is_upright(kept[-2], kept[-1], point) or _is_level(kept[-2], kept[-1], point)):
            kept.pop()
        kept.append(point)
    yield from kept


def _is_upright(*points: Point) -> bool:
    return len({point.x for point in points}) == 1


def _is_level(*points: Point) -> bool:
    return len({(point.band, point.y) for point in points}) == 1


def _inside(arrow: Arrow, band: int) -> Iterator[Stroke]:
    """The pieces of an arrow in a band. It may leave a band and come back."""
    pieces: list[list[tuple[float, float]]] = []
    ends: list[tuple[bool, bool]] = []
    last = len(arrow.points) - 2
    joined = False
    for place, (one, other) in enumerate(pairwise(arrow.points)):
        piece = _clip(one, other, band)
        if piece is None:
            joined = False
            continue
        if joined and pieces[-1][-1] == piece[0]:
            pieces[-1].append(piece[1])
            ends[-1] = (ends[-1][0], place == last)
        else:
            pieces.append(list(piece))
            ends.append((place == 0, place == last))
        joined = True
    for piece_points, (is_first, is_last) in zip(pieces, ends, strict=True):
        starts = is_first and arrow.points[0].band == band
        stops = is_last and arrow.points[-1].band == band
        yield Stroke(arrow, tuple(piece_points), starts, stops)


def _clip(one: Point, other: Point, band: int) -> tuple[tuple[float, float], tuple[float, float]] | None:
    """The part of an upright or level line inside a band."""
    low, high = sorted((one.band, other.band))
    if not low <= band <= high:
        return None
    return (one.x, _edge(one, band)), (other.x, _edge(other, band))


def _edge(point: Point, band: int) -> float:
    if point.band == band:
        return point.y
    return -inf if point.band < band else inf
