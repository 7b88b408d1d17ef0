"""The report as a PDF: A4 or F4 landscape, from our templates and style sheet and nothing else."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured
from django.template.loader import render_to_string

from kinerja.lib.printing import Place, pdf_of, pdf_with_places
from organisation.models import Agency
from reporting.queries.report import Sheet
from reporting.renderers import correction
from reporting.renderers.tables import notes_of, tables_of

CONTENT_TYPE = "application/pdf"
SIZES = {Agency.Paper.A4: "297mm 210mm", Agency.Paper.F4: "330mm 215mm"}


def render(sheet: Sheet) -> bytes:
    """The PDF of one round as bytes."""
    return pdf_of(html_of(sheet, {}), styles_of(sheet))


def render_with_places(
    sheet: Sheet, extra: Mapping[str, object], wanted: Sequence[str]
) -> tuple[bytes, dict[str, Place]]:
    """The same with more to print under it, and where the elements with the wanted ids stand."""
    return pdf_with_places(html_of(sheet, extra), styles_of(sheet), wanted)


def html_of(sheet: Sheet, extra: Mapping[str, object]) -> str:
    """What is printed, as the markup of our template."""
    context = {
        "sheet": sheet,
        "agency": sheet.report.agency,
        "tables": tables_of(sheet),
        "notes": notes_of(sheet.compilation),
        "correction": correction if sheet.corrected else None,
        "changed_lines": correction.lines_of(sheet.corrected) if sheet.corrected else [],
        "unchanged": correction.unchanged_words(sheet.corrected) if sheet.corrected else "",
        **extra,
    }
    return render_to_string("documents/report.html", context)


def styles_of(sheet: Sheet) -> tuple[str, ...]:
    """Our style sheets and the size of the paper."""
    paper = Agency.Paper(sheet.paper)
    return _style_sheet(), _style_sheet("cover"), f"@page {{ size: {SIZES[paper]} }}"


def document(
    template: str, context: dict[str, object], *, styles: tuple[str, ...] = (), sheet: str = "report"
) -> bytes:
    """Any printed document: a template of ours with one of our style sheets."""
    return pdf_of(render_to_string(template, context), (_style_sheet(sheet), *styles))


def _style_sheet(name: str = "report") -> str:
    place = finders.find(f"documents/{name}.css")
    if not isinstance(place, str):
        raise ImproperlyConfigured(f"static/documents/{name}.css is not there.")
    return Path(place).read_text(encoding="utf-8")
