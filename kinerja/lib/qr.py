"""QR codes as drawings that print sharply at any size."""

import segno
from django.utils.safestring import SafeString, mark_safe


def qr_svg(text: str) -> SafeString:
    """The text as an SVG without a size of its own: the style sheet gives it room."""
    drawn = segno.make(text, error="m").svg_inline(border=3, omitsize=True)
    return mark_safe(drawn)  # noqa: S308 (squares drawn from the text, never the text itself)
