"""Documents on paper: our HTML and our style sheets become pages; nothing is ever fetched from outside."""

import re
from collections.abc import Sequence
from typing import NoReturn

from weasyprint import CSS, HTML, Document
from weasyprint.urls import FatalURLFetchingError, URLFetcher

CONTENT_TYPE = "application/pdf"

# Control marks spoil the whole document's text layer; marks of direction let a line read as it is not.
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")


class NothingFetched(FatalURLFetchingError):  # type: ignore[misc]
    """A document asked for something from outside; that is never fetched."""


class NoFetcher(URLFetcher):  # type: ignore[misc]
    """Refuses every address: a document consists of our template, our style sheet and escaped words."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> NoReturn:  # noqa: ARG002
        raise NothingFetched(f"Dokumen tidak boleh memuat {url}.")


def pages_of(html: str, styles: Sequence[str]) -> Document:
    """The pages as they will print; their `anchors` tell where elements with an id begin."""
    fetcher = NoFetcher()
    sheets = [CSS(string=text, url_fetcher=fetcher) for text in styles]
    return HTML(string=_INVISIBLE.sub("", html), base_url=None, url_fetcher=fetcher).render(
        stylesheets=sheets
    )


def pdf_of(html: str, styles: Sequence[str]) -> bytes:
    """The document as PDF."""
    pdf: bytes = pages_of(html, styles).write_pdf()
    return pdf
