"""The drawing of pages by WeasyPrint, behind printing.py; nothing is ever fetched from outside."""

import base64
import io
import re
from collections.abc import Iterable, Sequence
from functools import cache
from importlib.resources import files

from weasyprint import CSS, HTML, Document
from weasyprint.css import ColorProfile
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from kinerja.lib.printing import Place

ARCHIVAL = "pdf/a-2u"

# Control marks spoil the whole document's text layer; marks of direction let a line read as it is not.
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069]")

_POINTS = 72 / 96  # WeasyPrint measures in CSS pixels, PDF in points from the lower edge

_HELD_PICTURE = "data:image/png;base64,"
_SRGB, _INTENT = "sRGB2014.icc", "archival"
_AS_PNG = {"Content-Type": "image/png"}


class NothingFetched(FatalURLFetchingError):  # type: ignore[misc]
    """A document asked for something from outside; that is never fetched."""


class NoFetcher(URLFetcher):  # type: ignore[misc]
    """Refuses every address: a document consists of our template, our style sheet, escaped words, and
    pictures that its own address holds.
    """

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:  # noqa: ARG002
        if url.startswith(_HELD_PICTURE):
            return URLFetcherResponse(url, base64.b64decode(url.removeprefix(_HELD_PICTURE)), _AS_PNG)
        raise NothingFetched(f"Dokumen tidak boleh memuat {url}.")


def pages_of(html: str, styles: Sequence[str]) -> Document:
    """The pages as they will print; their `anchors` tell where elements with an id begin."""
    fetcher = NoFetcher()
    sheets = [CSS(string=text, url_fetcher=fetcher) for text in styles]
    return HTML(string=_INVISIBLE.sub("", html), base_url=None, url_fetcher=fetcher).render(
        stylesheets=sheets
    )


def pdf_of(html: str, styles: Sequence[str]) -> bytes:
    return _written(pages_of(html, styles))


def _written(document: Document) -> bytes:
    """PDF/A: fonts and colours lie in the file, since every paper may end in an archive.

    The profile of the colours is handed over here, because the library would leave its file open.
    """
    profile = ColorProfile(io.BytesIO(_srgb()), _SRGB, "relative-colorimetric", (["r"], ["g"], ["b"]))
    document.color_profiles[_INTENT] = profile
    document.output_intent = _INTENT
    pdf: bytes = document.write_pdf(pdf_variant=ARCHIVAL, output_intent=_INTENT)
    return pdf


@cache
def _srgb() -> bytes:
    return (files("weasyprint.pdf") / _SRGB).read_bytes()


def pdf_with_places(
    html: str, styles: Sequence[str], wanted: Iterable[str]
) -> tuple[bytes, dict[str, Place]]:
    """The document as PDF, and where the elements with these ids stand."""
    document = pages_of(html, styles)
    places = {
        name: _place(number, page.height, page.anchors[name])
        for name in wanted
        for number, page in enumerate(document.pages)
        if name in page.anchors
    }
    return _written(document), places


def _place(page: int, height: float, anchor: tuple[float, float, float, float]) -> Place:
    left, top, right, bottom = anchor
    edges = (left, height - bottom, right, height - top)
    return Place(
        page,
        (
            round(edges[0] * _POINTS),
            round(edges[1] * _POINTS),
            round(edges[2] * _POINTS),
            round(edges[3] * _POINTS),
        ),
        round(height * _POINTS),
    )
