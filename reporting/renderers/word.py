"""The report as a Word document to go on working with: the same cells as page, PDF and Excel."""

import io
from collections.abc import Iterator, Sequence

from docx.document import Document
from docx.enum.text import WD_BREAK
from docx.shared import Mm, Pt

from kinerja.lib import word_files
from kinerja.lib.dates import moment
from kinerja.lib.word_files import CENTRE, Box, Line, add_table, content_of, new_document, write, write_edges
from reporting.queries.correction_difference import Corrected
from reporting.queries.initials import Paraf
from reporting.queries.report import Sheet, Signatory
from reporting.renderers import correction
from reporting.renderers.tables import PrintedRow, Table, notes_of, tables_of

CONTENT_TYPE = word_files.CONTENT_TYPE
FORMAT = "docx"  # never frozen: what is signed and kept is the PDF and the workbook
DRAFT = "DRAF — belum disetujui"
COPY = "Salinan Word yang dapat diubah; naskah resmi laporan ialah PDF-nya"
_LATE = "Belum menyampaikan sampai tenggat, sehingga barisnya kosong dan tidak ikut dihitung: "
_BLOCK = 35  # share of the line
_LOGO_HEIGHT = 16  # millimetres
_HEAD, _BRANCH = "D9E2E4", "F1F4F5"
_NO_ROWS = "Tidak ada baris dalam bagian ini."


def render(sheet: Sheet) -> bytes:
    """The document of one round as bytes; equal input gives equal bytes."""
    agency, period = sheet.report.agency, sheet.report.period
    name = f"{sheet.report.title} {period.label}"
    at = (sheet.signatory and sheet.signatory.at) or sheet.compilation.at
    document = new_document(sheet.paper, title=name, author=agency.name, at=at)
    write_edges(
        document, top="" if sheet.is_approved else DRAFT, bottom=f"{agency.short_name} · {name} · {COPY}"
    )
    _open(document, sheet)
    for heading, table in tables_of(sheet):
        write(document, heading, style="Heading 2", size=10, bold=True)
        _write_table(document, table)
    if sheet.corrected:
        _write_correction(document, sheet.corrected)
    for note in [*notes_of(sheet.compilation), *sheet.restated]:
        write(document, note, size=7)
    if sheet.initials:
        _write_initials(document, sheet.initials)
    if sheet.signatory:
        _write_signatures(document, sheet)
    return content_of(document)


def _open(document: Document, sheet: Sheet) -> None:
    """The cover if there is one; letterhead, title, period, number and marks."""
    if sheet.layout.cover:
        _cover(document, sheet)
    _letterhead(document, sheet)
    write(document, sheet.report.title.upper(), style="Heading 1", side=CENTRE, size=11, bold=True)
    write(document, f"Periode {sheet.report.period.label}", side=CENTRE, size=9.5)
    if sheet.number:
        write(document, f"Nomor {sheet.number}", side=CENTRE, size=9.5)
    if sheet.corrected:
        write(document, sheet.corrected.title, side=CENTRE, bold=True)
        write(document, f"Alasan: {sheet.corrected.reason}", side=CENTRE)
    if not sheet.is_approved:
        write(document, DRAFT, side=CENTRE, bold=True)
    if sheet.compilation.late:
        write(document, _LATE + "; ".join(sheet.compilation.late), size=8)


def _cover(document: Document, sheet: Sheet) -> None:
    """A page of its own before the report."""
    agency, period = sheet.report.agency, sheet.report.period
    if sheet.picture:
        _logo(document, sheet.picture, 26)
    first = write(document, agency.government.upper(), side=CENTRE, size=14)
    first.paragraph_format.space_before = Pt(20 if sheet.picture else 90)
    write(document, agency.name.upper(), side=CENTRE, size=18, bold=True)
    title = write(document, sheet.report.title.upper(), side=CENTRE, size=18, bold=True)
    title.paragraph_format.space_before = Pt(60)
    write(document, f"Periode {period.label}", side=CENTRE, size=12)
    if sheet.number:
        write(document, f"Nomor {sheet.number}", side=CENTRE, size=12)
    last = write(document, f"{agency.city} {period.year}".strip(), side=CENTRE, size=12)
    last.paragraph_format.space_before = Pt(90)
    last.add_run().add_break(WD_BREAK.PAGE)


def _logo(document: Document, picture: bytes, height: int) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = CENTRE
    paragraph.add_run().add_picture(io.BytesIO(picture), height=Mm(height))


def _letterhead(document: Document, sheet: Sheet) -> None:
    agency = sheet.report.agency
    if sheet.picture:
        _logo(document, sheet.picture, _LOGO_HEIGHT)
    write(document, agency.government.upper(), side=CENTRE, size=10.5)
    last = write(document, agency.name.upper(), side=CENTRE, size=13, bold=True)
    for words in agency.letterhead.splitlines():
        last = write(document, words, side=CENTRE)
    edge = word_files.element("w:bottom", val="single", sz="12", space="4", color="000000")
    properties = last.paragraph_format.element.get_or_add_pPr()
    properties.insert_element_before(
        word_files.element("w:pBdr", edge), "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _write_table(document: Document, table: Table) -> None:
    if not table.rows:
        write(document, _NO_ROWS)
        return
    head = [Box(column.heading, side="center", bold=True, fill=_HEAD) for column in table.columns]
    lines = [Line(head, is_head=True)]
    for printed in table.rows:
        lines += _lines(printed, len(table.columns))
    for foot in table.foot:
        label = Box(foot.label, foot.span, bold=True, fill=_BRANCH)
        figures = [Box(words, side="right", bold=True, fill=_BRANCH) for _, words, _ in foot.cells]
        lines.append(Line([label, *figures]))
    add_table(document, [column.width for column in table.columns], lines)


def _write_correction(document: Document, corrected: Corrected) -> None:
    """What became of every row, was and becomes side by side."""
    write(document, correction.HEADING, style="Heading 2", size=10, bold=True)
    if not corrected.rows:
        write(document, correction.NO_CHANGE)
    else:
        head = [Box(words, side="center", bold=True, fill=_HEAD) for words in correction.HEADINGS]
        lines = [Line(head, is_head=True)]
        for changed in correction.lines_of(corrected):
            cells = zip(correction.HEADINGS, changed.cells, strict=True)
            sides = [(words, "right" if name in correction.FIGURES else "left") for name, words in cells]
            lines.append(Line([Box(words, side=side) for words, side in sides]))
        add_table(document, list(correction.WIDTHS), lines)
    if words := correction.unchanged_words(corrected):
        write(document, words)


def _lines(printed: PrintedRow, columns: int) -> Iterator[Line]:
    for heading in printed.row.headings:
        words = f"{heading.level} {heading.code} {heading.name}"
        yield Line([Box(words, columns, bold=True, fill=_BRANCH)], is_branch=True)
    yield Line(
        [Box(cell.text, side="right" if column.is_figure else "left") for column, cell in printed.cells]
    )


def _write_initials(document: Document, initials: Sequence[Paraf]) -> None:
    """Who looked the report through before it was signed."""
    words = [("Paraf: jabatan", "Nama", "Waktu")]
    words += [(row.capacity, row.name, f"{row.when} ({row.way})") for row in initials]
    write(document, "", size=1)
    add_table(
        document,
        [40, 30, 30],
        [Line([Box(each, bold=not n) for each in row], is_head=not n) for n, row in enumerate(words)],
    )


def _write_signatures(document: Document, sheet: Sheet) -> None:
    """The signature blocks beside each other at the right, kept on one page."""
    blocks = [_block_of(sheet, signatory) for signatory in sheet.signatories]
    height = max(len(block) for block in blocks)
    padded = [[Box("")] * (height - len(block)) + block for block in blocks]
    lines = [Line([Box(""), *row], is_branch=True) for row in zip(*padded, strict=True)]
    left = max(5, 100 - _BLOCK * len(blocks))
    add_table(document, [left, *[_BLOCK] * len(blocks)], lines, framed=False)
    write(document, "", size=1)


def _block_of(sheet: Sheet, signatory: Signatory) -> list[Box]:
    """One block from above: place and day, title, room, name."""
    zone = sheet.report.agency.time_zone
    mark = f"{signatory.mark}, {moment(signatory.at, zone)}" if signatory.at else ""
    above = ("", signatory.place_and_day, *signatory.titles, "", "", mark)
    below = (signatory.rank, f"NIP {signatory.nip}" if signatory.nip else "")
    return [
        *(Box(words, side="center") for words in above),
        Box(signatory.name, side="center", bold=True),
        *(Box(words, side="center") for words in below),
    ]
