"""The bars of an LKjIP inside a page or a printed document."""

from django import template
from django.utils.safestring import SafeString

from reporting.renderers.bars import svg_of
from reporting.renderers.book import Drawn

register = template.Library()


@register.simple_tag
def bars(chart: Drawn) -> SafeString:
    """The chart as SVG; its title and table stand beside it."""
    return svg_of(chart)
