"""What the pages of a report, of its archive and of its verification say about corrections of it."""

from collections.abc import Sequence
from typing import Any

from django import template

from reporting.models import Correction, Report
from reporting.queries.corrections import in_force, trail_of

register = template.Library()


@register.inclusion_tag("reporting/_correction_notice.html")
def correction_notice(report: Report, near: Sequence[Correction] | None = None) -> dict[str, Any]:
    """For those who may see the report: that it is a correction, was corrected, or is being corrected."""
    return {"report": report, "trail": trail_of(report, near), "zone": report.agency.time_zone}


@register.simple_tag
def is_uncorrected(report: Report, near: Sequence[Correction] | None = None) -> bool:
    """Whether no correction of the report was made or is being made; asked where one may be opened."""
    return trail_of(report, near).is_free


@register.inclusion_tag("reporting/_correction_public.html")
def correction_public(report: Report) -> dict[str, Any]:
    """For everybody: a signed correction, by its number; nothing about one that is still being worked on."""
    held = in_force(report)
    own = trail_of(report).own
    return {"held": held if held.pk != report.pk else None, "own": own}
