"""Word: paragraphs and tables of a .docx in reading order, as the same rows that a plain text gives."""

import io
from collections import Counter
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn

from sop.readers.cells import clean, one_line
from sop.readers.reading import Reading, Row, Unreadable
from sop.readers.rows import read_rows

WIDEST = 100  # columns; a span beyond it is a fault of the file
_TEXT, _TAB, _BREAKS = qn("w:t"), qn("w:tab"), (qn("w:br"), qn("w:cr"))
_SKIPPED = {qn("w:del"), qn("w:txbxContent"), qn("w:moveFrom"), qn("w:pPr"), qn("w:instrText")}
_HOLDERS = {qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:smartTag"), qn("w:customXml")}


def read_word(content: bytes) -> list[Reading]:
    """Every SOP in a Word file. Unreadable: it cannot be opened, or there is none."""
    try:
        rows = list(_rows(docx.Document(io.BytesIO(content))))
    except Exception as error:  # a stranger's file may break the parser in any way
        raise Unreadable("Berkas Word ini tidak dapat dibuka. Simpan ulang lalu unggah kembali.") from error
    return read_rows(rows)


def _rows(document: Any) -> Iterator[Row]:
    numbers = _Numbers(document)
    for block in _blocks(document.element.body):
        if block.tag == qn("w:tbl"):
            yield from _table(block, numbers)
        else:
            for line in (_words(block) or "").split("\n"):
                text = clean(line)
                yield Row((text,), text)
    yield Row(("",), "")


def _blocks(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables in order, also inside content controls."""
    for child in parent:
        if child.tag in {qn("w:p"), qn("w:tbl")}:
            yield child
        elif child.tag in _HOLDERS:
            yield from _blocks(child)


def _children(parent: Any, tag: str) -> Iterator[Any]:
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _HOLDERS:
            yield from _children(child, tag)


def _words(paragraph: Any) -> str:
    """The visible words of a paragraph: what was inserted counts, what was deleted does not."""
    parts: list[str] = []
    for child in paragraph:
        if child.tag in _SKIPPED:
            continue
        if child.tag == _TEXT:
            parts.append(child.text or "")
        elif child.tag == _TAB:
            parts.append(" ")
        elif child.tag in _BREAKS:
            parts.append("\n")
        else:
            parts.append(_words(child))
    return "".join(parts)


def _table(table: Any, numbers: "_Numbers") -> Iterator[Row]:
    for line in _children(table, qn("w:tr")):
        cells: list[str] = []
        for cell in _children(line, qn("w:tc")):
            span = cell.find(f"{qn('w:tcPr')}/{qn('w:gridSpan')}")
            merged = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            width = int(span.get(qn("w:val"), "1")) if span is not None else 1
            goes_on = merged is not None and merged.get(qn("w:val")) != "restart"
            cells.append("" if goes_on else _cell(cell, numbers))
            cells += [""] * (min(max(width, 1), WIDEST) - 1)
        row = tuple(cells[:WIDEST]) or ("",)
        yield Row(row, "\t".join(one_line(cell) for cell in row))


def _cell(cell: Any, numbers: "_Numbers") -> str:
    """The lines of a cell; of one that only shows the number of an automatic list, that number."""
    paragraphs = list(_blocks(cell))
    lines: list[str] = []
    for block in paragraphs:
        if block.tag == qn("w:tbl"):
            lines += [row.text for row in _table(block, numbers)]
            continue
        counted = numbers.next_of(block)
        lines.append(_words(block) or counted)
    return clean("\n".join(lines))


class _Numbers:
    """Automatic numbering: the printed number is not in the text, Word counts it when it draws the page."""

    def __init__(self, document: Any) -> None:
        self.counts: Counter[tuple[str, str]] = Counter()
        self.formats = _formats(document)

    def next_of(self, paragraph: Any) -> str:
        """The number in front of a paragraph; empty where it has none, or one that is not decimal."""
        properties = paragraph.find(f"{qn('w:pPr')}/{qn('w:numPr')}")
        if properties is None:
            return ""
        key = (_value(properties, "w:numId"), _value(properties, "w:ilvl") or "0")
        self.counts[key] += 1
        pattern, start = self.formats.get(key, ("", 1))
        level = int(key[1]) + 1 if key[1].isdigit() else 1
        return pattern.replace(f"%{level}", str(self.counts[key] + start - 1)) if pattern else ""


def _formats(document: Any) -> dict[tuple[str, str], tuple[str, int]]:
    """By list and level: the pattern of decimal numbers, and where they start."""
    part = next(
        (r.target_part for r in document.part.rels.values() if r.reltype.endswith("/numbering")), None
    )
    if part is None:
        return {}
    root = part.element
    levels = {
        (abstract.get(qn("w:abstractNumId")), level.get(qn("w:ilvl"))): level
        for abstract in root.iter(qn("w:abstractNum"))
        for level in abstract.iter(qn("w:lvl"))
    }
    found = {}
    for number in root.iter(qn("w:num")):
        for (abstract_id, at), level in levels.items():
            if abstract_id == _value(number, "w:abstractNumId") and _value(level, "w:numFmt") == "decimal":
                start = _value(level, "w:start") or "1"
                shown = (_value(level, "w:lvlText"), int(start) if start.isdigit() else 1)
                found[number.get(qn("w:numId")), at] = shown
    return found


def _value(parent: Any, tag: str) -> str:
    child = parent.find(qn(tag))
    return "" if child is None else str(child.get(qn("w:val"), ""))
