"""The picture of a letterhead, for every document that prints one."""

from django import template

from kinerja.lib.pictures import in_page
from organisation.models import Agency, StoredFile
from reporting.queries.letterhead import logo_of, picture_of

register = template.Library()


@register.simple_tag
def logo_picture(agency: Agency, frozen: StoredFile | str | None = "") -> str:
    """The office's logo as it is now, or what a document was `frozen` with; "" where there is none."""
    file = logo_of(agency) if frozen == "" else frozen
    picture = picture_of(file if isinstance(file, StoredFile) else None)
    return in_page(picture) if picture else ""
