"""The LKjIP as a PDF: upright pages with contents, lampiran on their side, DRAF while it is one."""

from organisation.models import Agency
from reporting.renderers import pdf
from reporting.renderers.book import Drawn, Heading, Listed, Part
from reporting.renderers.book_chapters import Book
from reporting.renderers.statement import day_of, statement_words

CONTENT_TYPE = pdf.CONTENT_TYPE
_UPRIGHT = {Agency.Paper.A4: "210mm 297mm", Agency.Paper.F4: "215mm 330mm"}
CONTENTS_DEPTH = 3


def render(book: Book) -> bytes:
    """The document as bytes; equal content gives equal words and figures."""
    agency = book.report.agency
    paper = Agency.Paper(agency.paper)
    sizes = (
        f"@page {{ size: {_UPRIGHT[paper]} }} @page wide {{ size: {pdf.SIZES[paper]} }}",
        f".cover {{ height: {'236mm' if paper is Agency.Paper.A4 else '269mm'} }}",
    )
    blocks = [block for part in book.parts for block in part.blocks]
    context = {
        "book": book,
        "agency": agency,
        "statement_words": statement_words(book.report, book.statement.note) if book.statement else [],
        "statement_on": day_of(book.statement),
        "front": [part for part in book.parts if part.is_front],
        "body": [part for part in book.parts if not part.is_front],
        "contents": [(part, headings_of(part)) for part in book.parts],
        "tables": [block for block in blocks if isinstance(block, Listed)],
        "figures": [block for block in blocks if isinstance(block, Drawn)],
    }
    return pdf.document("documents/book.html", context, styles=sizes, sheet="book")


def headings_of(part: Part) -> list[Heading]:
    """What the table of contents lists below a part."""
    found = [block for block in part.blocks if isinstance(block, Heading)]
    return [heading for heading in found if heading.level <= CONTENTS_DEPTH]
