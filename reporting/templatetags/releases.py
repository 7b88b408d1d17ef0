"""The way to the releases that a person may still bring, for pages that know nothing else of reporting."""

from datetime import datetime
from typing import Any

from django import template

from organisation.models import Person
from reporting.queries.releases import awaited_releases

register = template.Library()


@register.inclusion_tag("reporting/_releases_link.html")
def releases_link(person: Person, now: datetime) -> dict[str, Any]:
    """A line with the number of releases that are awaited; nothing where there are none."""
    return {"count": len(awaited_releases(person, now))}
