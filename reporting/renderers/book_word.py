"""The LKjIP as a Word document: the same blocks as the PDF, with headings, contents and native charts."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from itertools import count

from docx.document import Document
from docx.shared import Mm, Pt, RGBColor

from kinerja.lib import word_book, word_files
from kinerja.lib.dates import long_date, moment
from kinerja.lib.word_files import CENTRE, LEFT, Box, Line, add_table, content_of, write
from reporting.narrative import Piece
from reporting.queries.letterhead import logo_of, picture_of
from reporting.queries.report import Signatory
from reporting.renderers.book import Block, Drawn, Heading, Lack, Listed, Part, Prose, Signing
from reporting.renderers.book_chapters import Book
from reporting.renderers.book_pdf import headings_of
from reporting.renderers.cells import Cell
from reporting.renderers.plan_forms import FormTable
from reporting.renderers.statement import day_of, statement_words

CONTENT_TYPE = word_files.CONTENT_TYPE
DRAFT = "DRAF"
_HEAD, _BRANCH = "D9E2E4", "F1F4F5"
_SIZE = word_book.TEXT_SIZE
_TABLE_SIZE = 16  # half points
_RED = RGBColor(0x9C, 0x2B, 0x1B)


class _Writer:
    """A document under way, with the numbers of its bookmarks and charts."""

    def __init__(self, book: Book, at: datetime) -> None:
        report = book.report
        self.book, self.agency = book, report.agency
        self.document: Document = word_book.new_book(
            self.agency.paper, title=f"{report.title} {self.agency.name}", author=self.agency.name, at=at
        )
        self.bookmarks, self.charts = count(1), count(1)

    @property
    def name(self) -> str:
        return f"{self.book.report.title} · {self.agency.short_name}"


def render(book: Book, *, at: datetime) -> bytes:
    """The document as bytes; equal content gives equal bytes."""
    writer = _Writer(book, at)
    _write_cover(writer)
    section = word_book.next_section(writer.document, numbers="lowerRoman", restart=True)
    word_book.write_foot(section, writer.name)
    if book.is_draft:
        word_book.mark_draft(section, DRAFT)
    parts = [part for part in book.parts if part.is_front]
    if book.statement:
        _write_statement(writer)
        word_book.break_page(writer.document)
    for part in parts:
        _write_part(writer, part)
        word_book.break_page(writer.document)
    _write_contents(writer)
    _write_body(writer)
    return content_of(writer.document)


def _write_cover(writer: _Writer) -> None:
    """The logo or the room for it, title, period, agency."""
    document, report = writer.document, writer.book.report
    picture = picture_of(logo_of(writer.agency))
    top = write(document, "", side=CENTRE)
    if picture:
        top.add_run().add_picture(BytesIO(picture), height=Mm(36))
    lines = (
        ("LAPORAN KINERJA INSTANSI PEMERINTAH", 24, 40 if picture else 110),
        ("(LKjIP)", 16, 6),
        (report.period.label.upper(), 18, 40),
        (f"Nomor {report.number}" if report.number else "", 11, 6),
        ("DRAF — belum final" if writer.book.is_draft else "", 11, 6),
        (writer.agency.name.upper(), 15, 170),
        (writer.agency.government.upper(), 12, 4),
        (f"{writer.agency.city} {report.period.year}".strip(), 12, 4),
    )
    for words, size, above in lines:
        if words:
            line = write(document, words, side=CENTRE, size=size, bold=size > 12)
            line.paragraph_format.space_before = Pt(above)


def _write_statement(writer: _Writer) -> None:
    statement, report = writer.book.statement, writer.book.report
    if statement is None:
        return
    document = writer.document
    for words in ("PERNYATAAN TELAH DIREVIU", report.agency.name.upper(), report.period.label.upper()):
        write(document, words, side=CENTRE, size=13, bold=True)
    for words in statement_words(report, statement.note):
        write(document, words, size=_SIZE)
    who, zone, on = statement.by, report.agency.time_zone, day_of(statement)
    said = f"Dinyatakan dalam aplikasi, {moment(statement.at, zone)}; putaran reviu {statement.round}"
    place = f"{report.agency.city}, {long_date(on)}" if on else ""
    above = (place, statement.capacity, "", said, "")
    below = (who.printed_rank, f"NIP {who.printed_nip}" if who.nip else "")
    _write_block(document, above, who.name, below)


# --- contents ---


def _write_contents(writer: _Writer) -> None:
    document = writer.document
    write(document, "DAFTAR ISI", side=CENTRE, size=13, bold=True)
    for part in writer.book.parts:
        word_book.add_contents_line(document, part.text, part.anchor, indent=0, bold=True)
        for heading in headings_of(part):
            indent = 6 * (heading.level - 1)
            word_book.add_contents_line(document, heading.text, heading.anchor, indent=indent)
    word_book.break_page(document)
    write(document, "DAFTAR TABEL DAN GAMBAR", side=CENTRE, size=13, bold=True)
    blocks = [block for part in writer.book.parts for block in part.blocks]
    for kind in (Listed, Drawn):
        for block in blocks:
            if isinstance(block, kind):
                word_book.add_contents_line(document, block.text, block.anchor, indent=0)


# --- parts ---


def _write_body(writer: _Writer) -> None:
    """Chapters with Arabic numbers from 1; wide lampiran lie on their side."""
    document, paper = writer.document, writer.agency.paper
    parts = [part for part in writer.book.parts if not part.is_front]
    for number, part in enumerate(parts):
        section = word_book.next_section(document, numbers="decimal", restart=number == 0)
        turn = word_book.lie if part.is_wide else word_book.stand
        turn(section, paper)
        _write_part(writer, part)


def _write_part(writer: _Writer, part: Part) -> None:
    words = f"{part.number}\n{part.title.upper()}" if part.number else part.title.upper()
    title = writer.document.add_paragraph(style="Heading 1")
    title.add_run(word_files.clean(words))
    word_book.add_bookmark(title, part.anchor, next(writer.bookmarks))
    for block in part.blocks:
        _write_block_of(writer, block)


def _write_block_of(writer: _Writer, block: Block) -> None:
    document = writer.document
    match block:
        case Heading():
            heading = document.add_paragraph(word_files.clean(block.text), style=f"Heading {block.level}")
            word_book.add_bookmark(heading, block.anchor, next(writer.bookmarks))
        case Prose():
            _write_prose(document, block)
        case Lack():
            run = write(document, block.text, size=_SIZE).runs[0]
            run.italic = True
            if not block.reason:
                run.font.color.rgb = _RED
        case Listed():
            _write_caption(writer, block)
            _write_table(document, block.table)
            write(document, block.note, size=8)
        case Drawn():
            bars = [(bar.label, bar.value) for bar in block.bars]
            word_book.add_bars(document, bars, next(writer.charts))
            _write_caption(writer, block)
        case Signing():
            if writer.book.signatory:
                _write_signature(writer, writer.book.signatory)


def _write_prose(document: Document, prose: Prose) -> None:
    if prose.is_proposal:
        run = write(document, "[Usulan dari angka, belum disunting]", size=_SIZE).runs[0]
        run.italic, run.font.color.rgb = True, _RED
    for piece in prose.pieces:
        for number, line in enumerate(piece.lines, start=1):
            paragraph = write(document, _marked(piece, number, line), side=LEFT, size=_SIZE)
            if piece.is_list:
                paragraph.paragraph_format.left_indent = Pt(18)
                paragraph.paragraph_format.first_line_indent = Pt(-18)


def _marked(piece: Piece, number: int, line: str) -> str:
    """An item with its bullet or number before a tab, as it stands in the PDF."""
    if not piece.is_list:
        return line
    return f"{number}.\t{line}" if piece.is_numbered else f"•\t{line}"


def _write_caption(writer: _Writer, block: Listed | Drawn) -> None:
    caption = write(writer.document, block.text, side=CENTRE, size=9.5, bold=True)
    caption.paragraph_format.keep_with_next = isinstance(block, Listed)
    word_book.add_bookmark(caption, block.anchor, next(writer.bookmarks))


def _write_table(document: Document, table: FormTable) -> None:
    if not table.rows:
        write(document, table.empty, size=_SIZE)
        return
    head = [Box(column.heading, side="center", bold=True, fill=_HEAD) for column in table.columns]
    lines = [Line(head, is_head=True, size=_TABLE_SIZE)]
    lines += [_line(row.cells, is_branch=row.is_branch) for row in table.rows]
    if table.total:
        lines.append(_line(table.total, is_branch=True))
    add_table(document, [column.width for column in table.columns], lines)


def _line(cells: Sequence[Cell | None], *, is_branch: bool) -> Line:
    fill = _BRANCH if is_branch else ""
    boxes = [
        Box(
            cell.text.strip() if cell else "",
            side="right" if cell and cell.form != "text" else "left",
            bold=is_branch,
            fill=fill,
        )
        for cell in cells
    ]
    return Line(boxes, size=_TABLE_SIZE)


def _write_signature(writer: _Writer, signatory: Signatory) -> None:
    zone = writer.agency.time_zone
    mark = f"Ditandatangani dalam aplikasi, {moment(signatory.at, zone)}" if signatory.at else ""
    above = (signatory.place_and_day, signatory.title, "", mark, "")
    below = (signatory.rank, f"NIP {signatory.nip}" if signatory.nip else "")
    _write_block(writer.document, above, signatory.name, below)


def _write_block(document: Document, above: Sequence[str], name: str, below: Sequence[str]) -> None:
    """A signature block at the right, kept on one page."""
    boxes = [
        *(Box(words, side="center") for words in above),
        Box(name, side="center", bold=True),
        *(Box(words, side="center") for words in below if words),
    ]
    lines = [Line([Box(""), box], is_branch=True, size=20) for box in boxes]
    add_table(document, [45, 55], lines, framed=False)
    write(document, "", size=1)
