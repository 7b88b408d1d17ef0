"""The report as a PDF: A4 or F4 landscape, from our templates and style sheet and nothing else."""

from pathlib import Path

from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured
from django.template.loader import render_to_string

from kinerja.lib.printing import pdf_of
from organisation.models import Agency
from reporting.queries.report import Sheet
from reporting.renderers.tables import budget_table, notes_of, performance_table

CONTENT_TYPE = "application/pdf"
SIZES = {Agency.Paper.A4: "297mm 210mm", Agency.Paper.F4: "330mm 215mm"}


def render(sheet: Sheet) -> bytes:
    """The PDF of one round as bytes."""
    agency = sheet.report.agency
    context = {
        "sheet": sheet,
        "agency": agency,
        "tables": [
            ("Capaian kinerja", performance_table(sheet)),
            ("Realisasi keuangan dan fisik", budget_table(sheet)),
        ],
        "notes": notes_of(sheet.compilation),
    }
    size = f"@page {{ size: {SIZES[Agency.Paper(agency.paper)]} }}"
    return document("documents/report.html", context, styles=(size,))


def document(template: str, context: dict[str, object], *, styles: tuple[str, ...] = ()) -> bytes:
    """Any printed document: a template of ours with the shared style sheet."""
    return pdf_of(render_to_string(template, context), (_style_sheet(), *styles))


def _style_sheet() -> str:
    place = finders.find("documents/report.css")
    if not isinstance(place, str):
        raise ImproperlyConfigured("static/documents/report.css is not there.")
    return Path(place).read_text(encoding="utf-8")
