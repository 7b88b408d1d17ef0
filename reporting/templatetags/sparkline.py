"""The last twelve values of an indicator as a small drawing that also reads as a sentence."""

from collections.abc import Sequence
from decimal import Decimal

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from reporting.queries.entry import Line
from reporting.queries.figures import shown

register = template.Library()

WIDTH, HEIGHT, MARGIN = 96, 24, 3
Point = tuple[Decimal, Decimal]


@register.simple_tag
def sparkline(line: Line) -> SafeString | str:
    """Twelve months as a line; nothing where fewer than two of them have a value."""
    values = [past.value for past in line.past]
    points = points_of(values)
    known = [point for point in points if point is not None]
    if len(known) < 2:
        return ""
    x, y = known[-1]
    return format_html(
        '<svg class="sparkline" role="img" aria-label="{}" viewBox="0 0 {} {}" width="{}" height="{}">'
        '<path d="{}" fill="none" stroke="currentColor" stroke-width="1.5"/>'
        '<circle cx="{}" cy="{}" r="2.5" fill="currentColor"/></svg>',
        sentence_of(line),
        WIDTH,
        HEIGHT,
        WIDTH,
        HEIGHT,
        path_of(points),
        x,
        y,
    )


def sentence_of(line: Line) -> str:
    """ "12 bulan terakhir: 84,1; –; 88,95, terakhir 88,95 (Maret 2026)"."""
    texts = [shown(line.indicator, past.value) or "–" for past in line.past]
    last = next((past for past in reversed(line.past) if past.value is not None), None)
    end = f", terakhir {shown(line.indicator, last.value)} ({last.period.label})" if last else ""
    anew = [past.period.label for past in line.past if past.restated]
    restated = f"; dinyatakan kembali: {', '.join(anew)}" if anew else ""
    return f"{len(texts)} bulan terakhir: {'; '.join(texts)}{end}{restated}"


def points_of(values: Sequence[Decimal | None]) -> list[Point | None]:
    """Where each value lies, lowest at the bottom; equal values lie in the middle, None has no place."""
    known = [value for value in values if value is not None]
    low, high = min(known, default=Decimal(0)), max(known, default=Decimal(0))
    step = Decimal(WIDTH - 2 * MARGIN) / max(len(values) - 1, 1)
    span = Decimal(HEIGHT - 2 * MARGIN)
    points: list[Point | None] = []
    for place, value in enumerate(values):
        if value is None:
            points.append(None)
            continue
        share = (value - low) / (high - low) if high > low else Decimal("0.5")
        points.append((round(MARGIN + place * step, 1), round(HEIGHT - MARGIN - share * span, 1)))
    return points


def path_of(points: Sequence[Point | None]) -> str:
    """An SVG path through the points; a month without a value is bridged, never drawn as zero."""
    known = [point for point in points if point is not None]
    return " ".join(f"{'L' if place else 'M'}{x} {y}" for place, (x, y) in enumerate(known))
