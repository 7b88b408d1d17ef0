"""Word and PDF files of a printed SOP, made from its text: real tables, merged heads, lists as paragraphs."""

import io
from collections.abc import Iterator
from html import escape
from itertools import groupby

import docx
from weasyprint import HTML

from sop.readers.cells import clean, is_list, items

Table = list[list[str]]


def blocks(text: str) -> Iterator[str | Table]:
    """Paragraphs and tables; the head of the steps begins a table of its own."""
    for tabbed, lines in groupby(text.split("\n"), key=lambda line: "\t" in line):
        if not tabbed:
            yield from (clean(line) for line in lines)
            continue
        table: Table = []
        for line in lines:
            cells = [_listed(cell) for cell in line.split("\t")]
            if cells[0] in {"No", "No."} and table:
                yield table
                table = []
            table.append(cells)
        yield table


def _listed(raw: str) -> str:
    """A cell as an office would type it: the items of a list numbered and below each other."""
    if not is_list(raw):
        return clean(raw)
    listed = items(clean(raw), is_list=True)
    return "\n".join(f"{number}. {item}" for number, item in enumerate(listed, start=1))


def word_of(text: str) -> bytes:
    document = docx.Document()
    for block in blocks(text):
        if isinstance(block, str):
            document.add_paragraph(block)
        else:
            _word_table(document, block)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _word_table(document: "docx.document.Document", rows: Table) -> None:
    width = max(len(row) for row in rows)
    table = document.add_table(len(rows), width)
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            table.cell(number, place).text = cell
    if rows[0][0] in {"No", "No."}:
        for start, end in _spans(rows[0]):
            table.cell(0, start).merge(table.cell(0, end))
        for place in (0, 1, *([width - 1] if rows[0][-1] else [])):
            table.cell(0, place).merge(table.cell(1, place))


def _spans(head: list[str]) -> list[tuple[int, int]]:
    """The groups of a head: a word and the blank cells behind it."""
    starts = [place for place, cell in enumerate(head) if cell]
    ends = [*(place - 1 for place in starts[1:]), len(head) - 1]
    return [(start, end) for start, end in zip(starts, ends, strict=True) if end > start]


def pdf_of(text: str, *, is_torn: bool = False) -> bytes:
    """A PDF of pages wide enough for the table; torn: so small that rows break over their ends."""
    body = "".join(
        f"<p>{escape(block)}</p>" if isinstance(block, str) else _html_table(block) for block in blocks(text)
    )
    style = (
        f"@page {{ size: {'250mm 90mm' if is_torn else '330mm 150mm'}; margin: 8mm }} "
        f"body {{ font-size: {10 if is_torn else 8}pt }} "
        "table { border-collapse: collapse; width: 100%; margin-bottom: 5mm } "
        "td, th { border: 1px solid black; white-space: pre-line; text-align: left } "
        f"tr {{ break-inside: {'auto' if is_torn else 'avoid'} }}"
    )
    made: bytes = HTML(string=f"<html><style>{style}</style><body>{body}</body></html>").write_pdf()
    return made


def _html_table(rows: Table) -> str:
    width = max(len(row) for row in rows)
    if rows[0][0] not in {"No", "No."}:
        return f"<table>{''.join(_html_row(row, width) for row in rows)}</table>"
    spans = dict(_spans(rows[0]))
    sizes = {place: f'colspan="{end - place + 1}"' for place, end in spans.items()}
    top = "".join(
        f"<th {sizes.get(place, 'rowspan=2')}>{cell}</th>" for place, cell in enumerate(rows[0]) if cell
    )
    lanes = "".join(f"<th>{cell}</th>" for cell in rows[1] if cell)
    head = f"<thead><tr>{top}</tr><tr>{lanes}</tr></thead>"
    return f"<table>{head}{''.join(_html_row(row, width) for row in rows[2:])}</table>"


def _html_row(row: list[str], width: int) -> str:
    cells = [*row, *[""] * (width - len(row))]
    return f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in cells)}</tr>"
