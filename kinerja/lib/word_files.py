"""Word documents: words stay words, tables repeat their head, equal input gives equal bytes."""

import functools
import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import nsmap, qn
from docx.oxml.parser import oxml_parser
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PAPER = {"A4": (297, 210), "F4": (330, 215)}  # landscape, in millimetres
MARGIN = 12
FONT = "Arial"
LEFT, CENTRE, RIGHT = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT

# What XML cannot hold, and marks of direction, which let a line read as it is not.
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_EARLIEST_ZIP = (1980, 1, 1, 0, 0, 0)
_SPACE = {"w": nsmap["w"]}
_TWIPS = 1440 / 25.4  # in a millimetre
_SIZES = {"Normal": 18, "Heading 1": 22, "Heading 2": 20}  # in half points


@dataclass(frozen=True)
class Box:
    """A cell: its words, over how many columns, and how it looks."""

    words: str
    span: int = 1
    side: str = "left"
    bold: bool = False
    fill: str = ""


@dataclass(frozen=True)
class Line:
    """A row of a table; a head is repeated on every page, a branch stays with what it stands above.

    `size` is that of its letters, in half points.
    """

    boxes: Sequence[Box]
    is_head: bool = False
    is_branch: bool = False
    size: int = 15


def clean(words: str) -> str:
    """Words as a document can hold them."""
    return _INVISIBLE.sub("", words)


def new_document(paper: str, *, title: str, author: str, at: datetime) -> Document:
    """An empty landscape document on A4 or F4, in Indonesian, dated `at`."""
    document = docx.Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    width, height = PAPER[paper]
    section.page_width, section.page_height = Mm(width), Mm(height)
    section.left_margin = section.right_margin = Mm(MARGIN)
    section.top_margin = section.bottom_margin = Mm(MARGIN)
    section.header_distance = section.footer_distance = Mm(6)
    for name, size in _SIZES.items():
        _set_style(document.styles[name].element, size, bold=name != "Normal")
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "id-ID")
    properties = document.core_properties
    properties.title, properties.author = clean(title)[:255], clean(author)[:255]
    properties.last_modified_by, properties.comments, properties.language = "", "", "id-ID"
    properties.created = properties.modified = at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    return document


def _set_style(style: BaseOxmlElement, size: int, *, bold: bool) -> None:
    """Our own letters in black, without the gaps of the template."""
    for name in ("w:pPr", "w:rPr"):
        for part in style.findall(qn(name)):
            style.remove(part)
    level = [element("w:outlineLvl", val=str(int(size < _SIZES["Heading 1"])))] if bold else []
    keep = [element("w:keepNext")] if bold else []
    gap = "120" if bold else "0"
    style.append(
        element(
            "w:pPr", *keep, element("w:spacing", before=gap, after="40", line="240", lineRule="auto"), *level
        )
    )
    font = element("w:rFonts", ascii=FONT, hAnsi=FONT, cs=FONT, eastAsia=FONT)
    heavy = [element("w:b")] if bold else []
    style.append(
        element("w:rPr", font, *heavy, element("w:sz", val=str(size)), element("w:szCs", val=str(size)))
    )


def element(tag: str, *inside: BaseOxmlElement, **attributes: str) -> BaseOxmlElement:
    """An element of WordprocessingML with its attributes and children."""
    made: BaseOxmlElement = oxml_parser.makeelement(_clark(tag), nsmap=_SPACE)
    for name, value in attributes.items():
        made.set(_clark(f"w:{name}"), value)
    made.extend(inside)
    return made


_clark = functools.cache(qn)  # a table of 3,000 rows names its tags and attributes two million times


def write(
    document: Document, words: str, *, side: WD_ALIGN_PARAGRAPH = LEFT, size: float = 9, bold: bool = False,
    underlined: bool = False, style: str = "Normal",
) -> Paragraph:  # fmt: skip
    """A paragraph of plain words."""
    paragraph = document.add_paragraph(style=style)
    paragraph.alignment = side
    run = paragraph.add_run(clean(words))
    run.font.size, run.bold, run.underline = Pt(size), bold, underlined
    return paragraph


def add_table(
    document: Document, widths: Sequence[float], lines: Sequence[Line], *, framed: bool = True
) -> None:
    """A table of a fixed layout; `widths` are shares of the line between the margins."""
    section = document.sections[-1]
    edges_of_page = (section.page_width, section.left_margin, section.right_margin)
    width, left, right = (Mm(0) if edge is None else edge for edge in edges_of_page)
    room = (width - left - right) / Mm(1) * _TWIPS
    twips = [round(width * room / sum(widths)) for width in widths]
    look = element("w:tblPr", element("w:tblW", w=str(sum(twips)), type="dxa"))
    if framed:
        edges = ("top", "left", "bottom", "right", "insideH", "insideV")
        frame = [element(f"w:{edge}", val="single", sz="4", space="0", color="666677") for edge in edges]
        look.append(element("w:tblBorders", *frame))
    look.append(element("w:tblLayout", type="fixed"))
    look.append(
        element("w:tblCellMar", *(element(f"w:{edge}", w="57", type="dxa") for edge in ("left", "right")))
    )
    grid = element("w:tblGrid", *(element("w:gridCol", w=str(width)) for width in twips))
    rows = [_row(line, twips) for line in lines]
    document.element.body.insert_element_before(element("w:tbl", look, grid, *rows), "w:sectPr")


def _row(line: Line, twips: Sequence[int]) -> BaseOxmlElement:
    head = [element("w:tblHeader")] if line.is_head else []
    cells, at = [], 0
    for box in line.boxes:
        width = sum(twips[at : at + box.span])
        at += box.span
        cells.append(_cell(box, width, line))
    return element("w:tr", element("w:trPr", element("w:cantSplit"), *head), *cells)


def _cell(box: Box, width: int, line: Line) -> BaseOxmlElement:
    look = element("w:tcPr", element("w:tcW", w=str(width), type="dxa"))
    if box.span > 1:
        look.append(element("w:gridSpan", val=str(box.span)))
    if box.fill:
        look.append(element("w:shd", val="clear", color="auto", fill=box.fill))
    stays = line.is_head or line.is_branch
    place = element("w:pPr", *([element("w:keepNext")] if stays else []))
    place.append(element("w:spacing", before="20", after="20"))
    place.append(element("w:jc", val=box.side))
    return element("w:tc", look, element("w:p", place, _run(box, line.size)))


def _run(box: Box, size: int) -> BaseOxmlElement:
    """The words with their line breaks, as text and nothing else."""
    look = element("w:rPr", *([element("w:b")] if box.bold else []))
    look.append(element("w:sz", val=str(size)))
    run = element("w:r", look)
    for number, words in enumerate(clean(box.words).splitlines()):
        if number:
            run.append(element("w:br"))
        text = element("w:t")
        text.text = words
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(text)
    return run


def write_edges(document: Document, *, top: str, bottom: str) -> None:
    """What stands at the head of every page, and its foot with words and the number of the page."""
    section = document.sections[0]
    head = section.header.paragraphs[0]
    head.alignment = CENTRE
    _small(head, top, bold=True)
    foot = section.footer.paragraphs[0]
    foot.alignment = RIGHT
    _small(foot, f"{bottom} · Halaman ")
    _append_field(foot, "PAGE")
    _small(foot, " dari ")
    _append_field(foot, "NUMPAGES")


def _small(paragraph: Paragraph, words: str, *, bold: bool = False) -> None:
    run = paragraph.add_run(clean(words))
    run.font.size, run.bold = Pt(7), bold


def _append_field(paragraph: Paragraph, name: str) -> None:
    """One of our two fields; what people typed never gets here."""
    size = element("w:rPr", element("w:sz", val="14"))
    text = element("w:t")
    text.text = "1"
    paragraph.add_run().element.addnext(element("w:fldSimple", element("w:r", size, text), instr=f" {name} "))


def content_of(document: Document) -> bytes:
    """The document as bytes, its parts with one fixed date."""
    stream, target = io.BytesIO(), io.BytesIO()
    document.save(stream)
    with zipfile.ZipFile(stream) as source, zipfile.ZipFile(target, "w") as sink:
        for part in source.namelist():
            sink.writestr(zipfile.ZipInfo(part, _EARLIEST_ZIP), source.read(part), zipfile.ZIP_DEFLATED)
    return target.getvalue()
