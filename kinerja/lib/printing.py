"""Documents on paper: our HTML and our style sheets become pages; nothing is ever fetched from outside.

Most processes never print, and the library that draws takes most of a second to load: whoever prints first
loads it. The web processes load it before they part (kinerja/wsgi.py).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinerja.lib.roomy import roomy

if TYPE_CHECKING:
    from weasyprint import Document

CONTENT_TYPE = "application/pdf"


@dataclass(frozen=True)
class Place:
    """A rectangle on a page, in whole points from its lower left corner: left, bottom, right, top."""

    page: int  # from 0
    box: tuple[int, int, int, int]
    height: int = 0  # of the page


def pages_of(html: str, styles: Sequence[str]) -> "Document":
    """The pages as they will print; their `anchors` tell where elements with an id begin."""
    from kinerja.lib import press  # noqa: PLC0415 - as told above

    return roomy(press.pages_of, html, styles)


def pdf_of(html: str, styles: Sequence[str]) -> bytes:
    """The document as PDF/A: fonts and colours lie in the file, since every paper may end in an archive."""
    from kinerja.lib import press  # noqa: PLC0415 - as told above

    return roomy(press.pdf_of, html, styles)


def pdf_with_places(
    html: str, styles: Sequence[str], wanted: Iterable[str]
) -> tuple[bytes, dict[str, Place]]:
    """The document as PDF, and where the elements with these ids stand."""
    from kinerja.lib import press  # noqa: PLC0415 - as told above

    return roomy(press.pdf_with_places, html, styles, wanted)
