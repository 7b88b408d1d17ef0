"""The flowchart as SVG, one picture per row of the table, the same on the page and in the printed document.

Without a height the picture fills its cell: the drawing keeps its size around the middle line, only upright
lines stretch to the edges. Colours and sizes are attributes, so no style is needed; classes name the states.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from math import inf

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from sop.flowchart import INFERRED, Band, Chart, Page, Placed, Shape, Stroke

FONT = "Liberation Sans, Arial, sans-serif"
INK, PAPER, BORDER = "#000000", "#ffffff", "#8a9499"
LINE = 1.0
NOTHING = SafeString("")


@dataclass(frozen=True)
class Look:
    """How a state looks; its sign speaks in greyscale too."""

    fill: str = PAPER
    line: str = INK
    weight: float = 1.1
    dashes: str = "none"
    sign: str = ""


PLAIN = Look()
LOOKS: Mapping[str, Look] = {
    "done": Look("#dff0e5", "#17653a", 1.3, sign="done"),
    "active": Look("#cfe6ea", "#0b5563", 2.4, sign="active"),
    "late": Look("#fbe3e0", "#9d201b", 2.4, sign="late"),
    "waiting": Look(PAPER, "#66747a"),
}
INFERRED_DASHES = "4 2.5"  # whatever the state: dashes say nothing else


def band_svg(
    chart: Chart,
    page: Page,
    band: Band,
    *,
    height: float | None = None,
    words: str = "",
    bordered: bool = True,
) -> SafeString:
    """The picture of one band over all lanes; `words` say the same to those who do not see it."""
    canvas = _Canvas(chart, band, height)
    strokes = page.strokes(page.bands.index(band))
    return format_html(
        '<svg class="flow-drawing" xmlns="http://www.w3.org/2000/svg" width="{}" height="{}"'
        ' role="img" aria-label="{}" font-family="{}">{}{}{}</svg>',
        _n(chart.width), "100%" if height is None else _n(height), words or "Bagan alir", FONT,
        canvas.borders() if bordered else NOTHING, canvas.stretched(strokes), canvas.core(strokes),
    )  # fmt: skip


class _Canvas:
    """One band's coordinates: known when the height is given, else relative to the middle of the cell."""

    def __init__(self, chart: Chart, band: Band, height: float | None) -> None:
        self.chart, self.band, self.height = chart, band, height
        self.shift = (band.above - band.below) / 2

    def borders(self) -> SafeString:
        """The lines between the lanes."""
        columns = (self.chart.lane_width * place for place in range(1, len(self.chart.lanes)))
        end = "100%" if self.height is None else _n(self.height)
        return format_html('<g class="flow-borders">{}</g>', _uprights(columns, "0", end, BORDER, 0.6))

    def stretched(self, strokes: Iterable[Stroke]) -> SafeString:
        """The upright lines from the drawing to the edges of a cell of unknown height."""
        if self.height is not None:
            return NOTHING
        ends = [point for stroke in strokes for point in stroke.points]
        half = self.band.height / 2
        above = _uprights((x for x, y in ends if y == -inf), "0", "100%", INK, LINE)
        below = _uprights((x for x, y in ends if y == inf), _n(half - 0.5), "100%", INK, LINE)
        part = '<svg x="0" y="{}" width="{}" height="50%">{}</svg>'
        width = _n(self.chart.width)
        return format_html(part, _n(0.5 - half), width, above) + format_html(part, "50%", width, below)

    def core(self, strokes: list[Stroke]) -> SafeString:
        drawn = format_html(
            "{}{}{}",
            _join(self._label(stroke, strokes) for stroke in strokes),
            _join(self._line(stroke) for stroke in strokes),
            _join(_symbol(one) for one in self.band.symbols),
        )
        if self.height is None:
            return format_html(
                '<svg x="0" y="50%" width="{}" height="1" overflow="visible">'
                '<g transform="translate(0 {})">{}</g></svg>',
                _n(self.chart.width), _n(self.shift), drawn,
            )  # fmt: skip
        return format_html('<g transform="translate(0 {})">{}</g>', _n(self.height / 2 + self.shift), drawn)

    def _y(self, y: float) -> float:
        """Edges of the band instead of infinities."""
        if abs(y) != inf:
            return y
        if self.height is None:
            return -self.band.above if y < 0 else self.band.below
        return (self.height / 2 if y > 0 else -self.height / 2) - self.shift

    def _line(self, stroke: Stroke) -> SafeString:
        points = [(x, self._y(y)) for x, y in stroke.points]
        head = NOTHING
        if stroke.is_last:
            head, points[-1] = _head(points[-2], points[-1])
        places = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
        return format_html(
            '<polyline class="flow-arrow" points="{}" fill="none" stroke="{}" stroke-width="{}"'
            ' shape-rendering="crispEdges"/>{}',
            places, INK, LINE, head,
        )  # fmt: skip

    def _label(self, stroke: Stroke, others: Iterable[Stroke]) -> SafeString:
        """Ya or Tidak in the free corner beside a decision, on the side that the line does not turn to."""
        words = stroke.arrow.label
        if not stroke.is_first or not words:
            return NOTHING
        points = [(x, self._y(y)) for x, y in stroke.points]
        (x, y), (ahead, below) = points[0], points[1]
        size = min(9.5, max(7.0, self.chart.lane_width * 0.13))
        length = 0.55 * size * len(words)
        if x == ahead:
            taken = any(_goes_right(other) for other in others if other.arrow.source == stroke.arrow.source)
            left = x - 3 - length if taken else x + 3
            return self._written(words, left, y + size if below > y else y - 3, size, length)
        turns_up = len(points) > 2 and points[2][1] < y
        left = x - 7 if ahead > x else x + 7 - length
        off = 0.0  # where the border leaves no room beside the symbol, the label stands below or above it
        if left < 1.0 or left + length > self.chart.width - 1.0:
            source = next(one for one in self.band.symbols if one.key == stroke.arrow.source)
            off = source.height / 2 - 3
        return self._written(words, left, y + size + 3 + off if turns_up else y - 5 - off, size, length)

    def _written(self, words: str, left: float, base: float, size: float, length: float) -> SafeString:
        """A label on a white ground, kept inside the picture."""
        left = min(max(left, 1.0), self.chart.width - length - 1.0)
        return format_html(
            '<rect x="{}" y="{}" width="{}" height="{}" fill="{}"/>{}',
            _n(left), _n(base - size * 0.8), _n(length), _n(size), PAPER,
            _text(words, (left, base), size, "start"),
        )  # fmt: skip


def _goes_right(stroke: Stroke) -> bool:
    return stroke.is_first and stroke.points[1][0] > stroke.points[0][0]


def _head(before: tuple[float, float], tip: tuple[float, float]) -> tuple[SafeString, tuple[float, float]]:
    """An arrow head at the tip, and where the line ends behind it."""
    dx, dy = tip[0] - before[0], tip[1] - before[1]
    length = min(7.0, abs(dx) + abs(dy))
    ux, uy = (dx > 0) - (dx < 0), (dy > 0) - (dy < 0)
    back = (tip[0] - ux * length, tip[1] - uy * length)
    wide = length * 0.42
    corners = [tip, (back[0] - uy * wide, back[1] - ux * wide), (back[0] + uy * wide, back[1] + ux * wide)]
    places = " ".join(f"{_n(x)},{_n(y)}" for x, y in corners)
    return format_html('<polygon class="flow-head" points="{}" fill="{}"/>', places, INK), back


def _symbol(one: Placed) -> SafeString:
    look = LOOKS.get(one.mark.state, PLAIN)
    if one.mark.is_inferred:
        look = replace(look, dashes=INFERRED_DASHES)
    shape = _outline(one, look)
    return format_html(
        '<g class="flow-symbol{}"><title>{}</title>{}{}</g>',
        f" flow-{one.mark.state}" if one.mark.state in LOOKS else "",
        one.mark.label + (INFERRED if one.mark.is_inferred else ""), shape, _inside(one, look),
    )  # fmt: skip


def _outline(one: Placed, look: Look) -> SafeString:
    half, tall = one.width / 2, one.height / 2
    pen = format_html(
        'fill="{}" stroke="{}" stroke-width="{}" stroke-dasharray="{}"',
        look.fill, look.line, look.weight, look.dashes,
    )  # fmt: skip
    match one.mark.symbol:
        case Shape.DECISION:
            corners = [(-half, 0.0), (0.0, -tall), (half, 0.0), (0.0, tall)]
        case Shape.CONNECTOR:
            corners = [(-half, -tall), (half, -tall), (half, tall * 0.3), (0.0, tall), (-half, tall * 0.3)]
        case _:
            radius = tall if one.mark.symbol == Shape.TERMINATOR else 0.0
            return format_html(
                '<rect x="{}" y="{}" width="{}" height="{}" rx="{}" {}/>',
                _n(one.left), _n(-tall), _n(one.width), _n(one.height), _n(radius), pen,
            )  # fmt: skip
    places = " ".join(f"{_n(one.x + x)},{_n(y)}" for x, y in corners)
    return format_html('<polygon points="{}" {}/>', places, pen)


def _inside(one: Placed, look: Look) -> SafeString:
    """The sign of the state, or the words of the symbol where they can be read."""
    if look.sign:
        return _sign(one.x, look)
    words = one.mark.inner or ("N×" if one.mark.many else "")
    if not words:
        return NOTHING
    size = min(10.0, (one.width - 4) / (0.56 * len(words)), one.height * 0.62)
    middle = -one.height * 0.1 if one.mark.symbol == Shape.CONNECTOR else 0.0
    return _text(words, (one.x, middle + size * 0.36), size, "middle") if size >= 4.5 else NOTHING


def _sign(x: float, look: Look) -> SafeString:
    match look.sign:
        case "done":
            places = " ".join(f"{_n(x + dx)},{_n(dy)}" for dx, dy in ((-4, 0), (-1, 3), (4, -3.5)))
            return format_html(
                '<polyline points="{}" fill="none" stroke="{}" stroke-width="1.8"/>', places, look.line
            )
        case "active":
            return format_html('<circle cx="{}" cy="0" r="3.4" fill="{}"/>', _n(x), look.line)
    return format_html(
        '<text x="{}" y="4" font-size="11" font-weight="bold" text-anchor="middle" fill="{}">!</text>',
        _n(x), look.line,
    )  # fmt: skip


def _text(words: str, where: tuple[float, float], size: float, anchor: str) -> SafeString:
    return format_html(
        '<text x="{}" y="{}" font-size="{}" text-anchor="{}" fill="{}">{}</text>',
        _n(where[0]), _n(where[1]), _n(size), anchor, INK, words,
    )  # fmt: skip


def _uprights(columns: Iterable[float], start: str, end: str, colour: str, weight: float) -> SafeString:
    return format_html_join(
        "",
        '<line x1="{}" x2="{}" y1="{}" y2="{}" stroke="{}" stroke-width="{}" shape-rendering="crispEdges"/>',
        ((_n(x), _n(x), start, end, colour, weight) for x in columns),
    )


def _join(pieces: Iterable[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def _n(length: float) -> str:
    """A length as short as it can be written."""
    return f"{length:.2f}".rstrip("0").rstrip(".")
