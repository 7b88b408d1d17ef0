"""The report as a PDF: A4 or F4 landscape, from our templates and style sheet and nothing else."""

import re
from pathlib import Path
from typing import NoReturn

from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured
from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher

from organisation.models import Agency
from reporting.queries.report import Sheet
from reporting.renderers.tables import budget_table, performance_table

CONTENT_TYPE = "application/pdf"
SIZES = {Agency.Paper.A4: "297mm 210mm", Agency.Paper.F4: "330mm 215mm"}

# Control marks spoil the whole document's text layer; marks of direction let a line read as it is not.
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


class NothingFetched(FatalURLFetchingError):  # type: ignore[misc]
    """A document asked for something from outside; that is never fetched."""


class NoFetcher(URLFetcher):  # type: ignore[misc]
    """Refuses every address: a document consists of our template, our style sheet and escaped words."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> NoReturn:  # noqa: ARG002
        raise NothingFetched(f"Dokumen tidak boleh memuat {url}.")


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
    }
    size = f"@page {{ size: {SIZES[Agency.Paper(agency.paper)]} }}"
    return document("documents/report.html", context, styles=(size,))


def document(template: str, context: dict[str, object], *, styles: tuple[str, ...] = ()) -> bytes:
    """Any printed document: a template of ours with the shared style sheet."""
    fetcher = NoFetcher()
    sheets = [CSS(string=text, url_fetcher=fetcher) for text in (_style_sheet(), *styles)]
    text = _INVISIBLE.sub("", render_to_string(template, context))
    html = HTML(string=text, base_url=None, url_fetcher=fetcher)
    pdf: bytes = html.write_pdf(stylesheets=sheets)
    return pdf


def _style_sheet() -> str:
    place = finders.find("documents/report.css")
    if not isinstance(place, str):
        raise ImproperlyConfigured("static/documents/report.css is not there.")
    return Path(place).read_text(encoding="utf-8")
