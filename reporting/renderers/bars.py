"""Lying bars as SVG for page and PDF: shape and figure say the same, so that grey paper stays readable."""

from collections.abc import Sequence
from decimal import Decimal
from textwrap import wrap

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from kinerja.lib.numbers import format_percent
from reporting.renderers.book import Bar, Drawn

_WIDTH, _LABEL, _ROOM, _ROW, _LINE, _FIGURE = 640, 230, 330, 34, 12, 55
_LETTERS, _MOST_LINES = 38, 2
_NOT_JUDGED = "belum dapat dinilai"


def svg_of(chart: Drawn) -> SafeString:
    """The chart with a dashed line at 100 percent; the longest bar takes the whole room."""
    widest = max([Decimal(100), *(bar.value for bar in chart.bars if bar.value is not None)])
    height = _ROW * len(chart.bars) + 20
    at = _LABEL + _share(Decimal(100), widest)
    rows = format_html_join("", "{}", ((_row(bar, n, widest, at),) for n, bar in enumerate(chart.bars)))
    return format_html(
        '<svg class="bars" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="img" '
        'aria-label="{}" font-family="Liberation Sans, Arial, sans-serif" font-size="11">'
        '{}<line x1="{}" y1="0" x2="{}" y2="{}" stroke="#333" stroke-dasharray="3 3"></line>'
        '<text x="{}" y="{}" text-anchor="middle" font-size="10">100 %</text></svg>',
        *(_WIDTH, height, _told(chart), rows, at, at, height - 14, at, height - 3),
    )


def _told(chart: Drawn) -> str:
    """The chart in words, for those who do not see it."""
    parts = (f"{bar.label}: {_figure(bar)}" for bar in chart.bars)
    return f"{chart.title}. {'; '.join(parts)}"


def _figure(bar: Bar) -> str:
    return _NOT_JUDGED if bar.value is None else format_percent(bar.value)


def _share(value: Decimal, widest: Decimal) -> int:
    return round(float(max(value, Decimal(0)) / widest) * _ROOM)


def _row(bar: Bar, number: int, widest: Decimal, line: int) -> SafeString:
    """Label, bar and figure; a figure that the line at 100 would cross stands behind it."""
    top = _ROW * number + 4
    length = 0 if bar.value is None else _share(bar.value, widest)
    end = _LABEL + length
    beside = line if line - _FIGURE < end <= line else end
    return format_html(
        '{}<rect x="{}" y="{}" width="{}" height="18" fill="#0b5563"></rect><text x="{}" y="{}">{}</text>',
        *(_label(bar.label, top), _LABEL, top + 4, length, beside + 6, top + 17, _figure(bar)),
    )


def _label(words: str, top: int) -> SafeString:
    """At most two lines, ending at the bar."""
    lines = shortened(words)
    first = top + 17 - (len(lines) - 1) * _LINE // 2
    placed = ((_LABEL - 8, first + n * _LINE, line) for n, line in enumerate(lines))
    return format_html_join("", '<text x="{}" y="{}" text-anchor="end">{}</text>', placed)


def shortened(words: str) -> Sequence[str]:
    lines = wrap(words, _LETTERS) or [""]
    if len(lines) > _MOST_LINES:
        lines = [*lines[: _MOST_LINES - 1], f"{lines[_MOST_LINES - 1][: _LETTERS - 1]}…"]
    return lines
