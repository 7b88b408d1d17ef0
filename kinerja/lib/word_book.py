"""Long Word documents: upright chapters, sections with page numbers of their own, contents, native charts."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, cast

from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph
from openpyxl.chart import BarChart
from openpyxl.chart.data_source import (
    AxDataSource,
    NumData,
    NumDataSource,
    NumRef,
    NumVal,
    StrData,
    StrRef,
    StrVal,
)
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.series import Series
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.xml.functions import tostring

from kinerja.lib.word_files import CENTRE, PAPER, RIGHT, clean, element, new_document

TEXT_SIZE = 11
_HEADINGS = {1: 13, 2: 11.5, 3: 11, 4: 11}
_MARGINS = (30, 25, 25, 30)  # top, right, bottom, left in millimetres
_AFTER_UPDATE = ("w:hdrShapeDefaults", "w:footnotePr", "w:endnotePr", "w:compat", "w:docVars", "w:rsids")
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_BAR_COLOUR = "0B5563"
_SHAPES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
)
# A shape that letters follow, as Word itself writes it.
_WORD_ART = (
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
    'path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/>'
    '<v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>'
    '<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>'
    '<v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas>'
    '<v:path textpathok="t"/></v:shapetype>'
)
_MARK = (
    '<v:shape id="mark" type="#_x0000_t136" style="position:absolute;width:400pt;height:150pt;'
    "rotation:315;z-index:-251658752;mso-position-horizontal:center;"
    "mso-position-horizontal-relative:margin;mso-position-vertical:center;"
    'mso-position-vertical-relative:margin" fillcolor="#e3e8e9" stroked="f">'
    '<v:textpath style="font-family:Arial;font-size:1pt" string="{words}"/></v:shape>'
)


def new_book(paper: str, *, title: str, author: str, at: datetime) -> Document:
    """An empty upright document whose fields are brought up to date when it is opened."""
    document = new_document(paper, title=title, author=author, at=at)
    stand(document.sections[0], paper)
    normal = document.styles["Normal"]
    normal.font.size = Pt(TEXT_SIZE)
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(6), 1.15
    for level, size in _HEADINGS.items():
        _dress_heading(document, level, size)
    update = element("w:updateFields", val="true")
    document.settings.element.insert_element_before(update, *_AFTER_UPDATE)
    return document


def _dress_heading(document: Document, level: int, size: float) -> None:
    """Black letters of the document's own font, kept with what follows."""
    style = document.styles[f"Heading {level}"]
    for part in (*style.element.findall(qn("w:rPr")), *style.element.findall(qn("w:pPr"))):
        style.element.remove(part)
    style.font.name, style.font.size, style.font.bold = "Arial", Pt(size), True
    style.font.color.rgb = RGBColor(0, 0, 0)
    layout = style.paragraph_format
    layout.keep_with_next, layout.space_before, layout.space_after = True, Pt(12 if level > 1 else 0), Pt(6)
    layout.alignment = CENTRE if level == 1 else None
    style.element.get_or_add_pPr().append(element("w:outlineLvl", val=str(level - 1)))


def stand(section: Section, paper: str) -> None:
    """Upright, with the margins of a bound report."""
    long, short = PAPER[paper]
    section.orientation = WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(short), Mm(long)
    _set_margins(section, _MARGINS)


def lie(section: Section, paper: str) -> None:
    """On its side, for wide tables."""
    long, short = PAPER[paper]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(long), Mm(short)
    _set_margins(section, (20, 20, 18, 20))


def _set_margins(section: Section, margins: tuple[int, int, int, int]) -> None:
    top, right, bottom, left = map(Mm, margins)
    section.top_margin, section.right_margin = top, right
    section.bottom_margin, section.left_margin = bottom, left
    section.header_distance = section.footer_distance = Mm(10)


def next_section(document: Document, *, numbers: str = "", restart: bool = False) -> Section:
    """A new page with its own numbering: "lowerRoman" or "decimal", from 1 where it restarts."""
    section: Section = document.add_section(WD_SECTION.NEW_PAGE)
    kept = section._sectPr.find(qn("w:pgNumType"))
    if kept is not None:
        section._sectPr.remove(kept)
    if numbers:
        start = {"start": "1"} if restart else {}
        number = element("w:pgNumType", fmt=numbers, **start)
        section._sectPr.insert_element_before(number, "w:cols", "w:titlePg", "w:docGrid")
    return section


def break_page(document: Document) -> None:
    """What follows begins on a new page."""
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def write_foot(section: Section, words: str) -> None:
    """The words at the foot of the pages of this section and those after it, and the number of the page."""
    section.footer.is_linked_to_previous = False
    foot = section.footer.paragraphs[0]
    foot.alignment = RIGHT
    run = foot.add_run(clean(f"{words} · "))
    run.font.size = Pt(8)
    _append_field(foot, "PAGE", "1")


def mark_draft(section: Section, words: str) -> None:
    """The words slantwise behind the text, on every page from this section on."""
    section.header.is_linked_to_previous = False
    shape = parse_xml(f"<w:r {_SHAPES}><w:pict>{_WORD_ART}{_MARK.format(words=words)}</w:pict></w:r>")
    section.header.paragraphs[0]._p.append(shape)


def add_bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """A place that contents point at."""
    begin = element("w:bookmarkStart", id=str(number), name=_bookmark(name))
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, begin)
    paragraph._p.append(element("w:bookmarkEnd", id=str(number)))


def add_contents_line(
    document: Document, words: str, name: str, *, indent: float, bold: bool = False
) -> None:
    """A line of contents: words, dots, and the page on which the bookmark stands."""
    section = document.sections[-1]
    edges = (section.page_width, section.left_margin, section.right_margin)
    width, left, right = (Mm(0) if edge is None else edge for edge in edges)
    paragraph = document.add_paragraph()
    layout = paragraph.paragraph_format
    layout.left_indent, layout.space_after = Mm(indent), Pt(3)
    dots = element("w:tab", val="right", leader="dot", pos=str(round((width - left - right) / 635)))
    paragraph._p.get_or_add_pPr()._insert_tabs(element("w:tabs", dots))
    run = paragraph.add_run(clean(words))
    run.bold = bold
    paragraph.add_run("\t")
    _append_field(paragraph, f"PAGEREF {_bookmark(name)} \\h", "–")


def _bookmark(name: str) -> str:
    """As Word allows names: letters, digits and low lines."""
    return "k_" + "".join(letter if letter.isalnum() else "_" for letter in name)[:36]


def _append_field(paragraph: Paragraph, instruction: str, shown: str) -> None:
    """A field with what is shown until it is brought up to date; never with words that people typed."""
    text = element("w:t")
    text.text = shown
    field = element("w:fldSimple", element("w:r", text), instr=f" {instruction} ", dirty="true")
    paragraph._p.append(field)


def add_bars(document: Document, bars: Sequence[tuple[str, Decimal | None]], number: int) -> None:
    """A native chart of lying bars in percent, the first on top."""
    part = Part(
        PackURI(f"/word/charts/chart{number}.xml"), _CHART_TYPE, _bars_xml(bars), document.part.package
    )
    key = document.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    width, height = Mm(150), Mm(24 + 9 * len(bars))
    drawing = parse_xml(
        '<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        f'<wp:inline><wp:extent cx="{width}" cy="{height}"/>'
        f'<wp:docPr id="{number + 1000}" name="Gambar {number}"/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/chart">'
        '<c:chart xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
        f'r:id="{key}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
    )
    paragraph = document.add_paragraph()
    paragraph.alignment, paragraph.paragraph_format.keep_with_next = CENTRE, True
    paragraph.add_run()._r.append(drawing)


def _bars_xml(bars: Sequence[tuple[str, Decimal | None]]) -> bytes:
    """The chart with its figures inside; it points at no workbook."""
    chart = BarChart()
    chart.type, chart.gapWidth, chart.legend = "bar", 60, None
    chart.x_axis.scaling.orientation, chart.y_axis.scaling.min = "maxMin", 0
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.crosses, chart.y_axis.number_format, chart.y_axis.majorGridlines = "max", "0", None
    labels = DataLabelList(showVal=True, numFmt="#,##0.00", showSerName=False, showCatName=False)
    labels.showLegendKey = labels.showPercent = False
    names = [StrVal(idx=n, v=clean(name)[:80]) for n, (name, _) in enumerate(bars)]
    values = [NumVal(idx=n, v=float(value)) for n, (_, value) in enumerate(bars) if value is not None]
    count = len(bars)
    chart.series.append(
        Series(
            spPr=GraphicalProperties(solidFill=_BAR_COLOUR),
            invertIfNegative=False,
            dLbls=labels,
            cat=AxDataSource(strRef=StrRef(f="Data!A1", strCache=StrData(ptCount=count, pt=names))),
            val=NumDataSource(
                numRef=NumRef(f="Data!B1", numCache=NumData(formatCode="0.00", ptCount=count, pt=values))
            ),
        )
    )
    xml = cast("str | bytes", tostring(cast("Any", chart)._write()))
    declared = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    return declared + (xml.encode() if isinstance(xml, str) else xml)
