"""A long paper to be signed in two parts: the body is made beforehand, the page with the signatures at once.

The body ends with an empty page; the signatures are drawn on it. So whoever signs waits for one page only,
and nothing of the body depends on who signs, in which way, or when.
"""

import io

from django.template.loader import render_to_string
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader

from kinerja.lib.printing import Place, pdf_of, pdf_with_places
from reporting.queries.report import Sheet
from reporting.renderers import pdf
from reporting.renderers.signing import Block

_NAME = "/Pengesahan"
_EMPTY_PAGE = '<div style="break-before: page; height: 1mm"></div></body>'
_NO_EDGES = "@page { @bottom-left { content: none } @bottom-right { content: none } }"


def render_body(sheet: Sheet) -> bytes:
    """All pages with their numbers, the last one empty."""
    return pdf_of(pdf.html_of(sheet, {}).replace("</body>", _EMPTY_PAGE), pdf.styles_of(sheet))


def complete(body: bytes, sheet: Sheet, block: Block) -> tuple[bytes, list[Place]]:
    """The body with the signatures on its last page, and the rooms for them in their order."""
    writer = IncrementalPdfFileWriter(io.BytesIO(body))
    last = int(writer.prev.root["/Pages"]["/Count"]) - 1
    context = {"sheet": sheet, "block": block, "agency": sheet.report.agency, "last": last}
    html = render_to_string("documents/approval.html", context)
    page, places = pdf_with_places(html, (*pdf.styles_of(sheet), _NO_EDGES), block.rooms)
    _draw(writer, page, last)
    out = io.BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue(), [Place(last, places[name].box, places[name].height) for name in block.rooms]


def _draw(writer: IncrementalPdfFileWriter, page: bytes, number: int) -> None:
    """Under whatever stands on the page, so that its own transformations do not move this."""
    drawn = writer.import_page_as_xobject(PdfFileReader(io.BytesIO(page)))
    named = generic.DictionaryObject({generic.pdf_name(_NAME): drawn})  # type: ignore[no-untyped-call]
    resources = generic.DictionaryObject({generic.pdf_name("/XObject"): named})  # type: ignore[no-untyped-call]
    stream = writer.add_object(generic.StreamObject(stream_data=f"q {_NAME} Do Q".encode()))
    writer.add_stream_to_page(number, stream, resources, prepend=True)  # type: ignore[no-untyped-call]
