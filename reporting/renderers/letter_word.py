"""A letter as a Word document to go on working with; the official one is the PDF."""

from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.shared import Mm, Pt

from kinerja.lib import word_files
from kinerja.lib.word_files import CENTRE, LEFT, RIGHT, Box, Line, add_table, content_of, new_document, write
from reporting.models import Letter
from reporting.renderers.letter import Printed

CONTENT_TYPE = word_files.CONTENT_TYPE
_UPRIGHT = {"A4": (210, 297), "F4": (215, 330)}
_SIZE = 21  # of the letters in tables, in half points
_COPY = "Salinan Word yang dapat diubah; naskah resmi ialah PDF-nya"


def render(letter: Letter) -> bytes:
    """The document as bytes; equal input gives equal bytes."""
    printed = Printed(letter)
    name = f"{letter.get_type_display()} {letter.number}".strip()
    at = letter.issued_at or letter.drafted_at
    document = new_document(letter.agency.paper, title=name, author=letter.agency.name, at=at)
    _stand_upright(document, letter.agency.paper)
    word_files.write_edges(document, top="KONSEP" if letter.is_draft else "", bottom=f"{name} · {_COPY}")
    _letterhead(document, printed)
    _open(document, printed)
    for words in printed.opening:
        _text(document, words)
    if letter.type == "cover":
        _sent(document, printed)
    else:
        for words in printed.body:
            _text(document, words)
    for words in printed.closing:
        _text(document, words)
    _sign(document, printed)
    _copies(document, printed)
    return content_of(document)


def _stand_upright(document: Document, paper: str) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = (Mm(edge) for edge in _UPRIGHT[paper])
    section.orientation = WD_ORIENT.PORTRAIT
    section.left_margin, section.right_margin = Mm(25), Mm(20)


def _letterhead(document: Document, printed: Printed) -> None:
    agency = printed.agency
    write(document, agency.government.upper(), side=CENTRE, size=12)
    last = write(document, agency.name.upper(), side=CENTRE, size=15, bold=True)
    for words in agency.letterhead.splitlines():
        last = write(document, words, side=CENTRE, size=9.5)
    last.paragraph_format.space_after = Pt(12)


def _open(document: Document, printed: Printed) -> None:
    letter = printed.letter
    title = [printed.heading] if letter.type != "official" else []
    if letter.type in {"cover", "official"}:
        write(document, printed.place_and_day, side=RIGHT, size=11)
    if letter.type == "official":
        _block(document, _facts(printed))
    if letter.type in {"cover", "official"}:
        _to(document, letter)
    for words in title:
        write(document, words.upper(), side=CENTRE, size=12, bold=True)
    if letter.type == "minutes":
        write(document, printed.subject.upper(), side=CENTRE, size=11)
    if letter.type in {"cover", "minutes"}:
        write(document, f"Nomor {printed.number}", side=CENTRE, size=11)
    if letter.type == "memo":
        head = [("Yth.", letter.recipient), ("Dari", printed.sender), ("Tanggal", printed.day)]
        copies = [("Tembusan", "; ".join(printed.copies))] if printed.copies else []
        _block(document, [*head, *copies, *_facts(printed)])


def _facts(printed: Printed) -> list[tuple[str, str]]:
    letter = printed.letter
    return [
        ("Nomor", printed.number),
        ("Sifat", letter.nature),
        ("Lampiran", letter.attachment or "–"),
        ("Hal", printed.subject),
    ]


def _block(document: Document, pairs: list[tuple[str, str]]) -> None:
    lines = [Line([Box(term), Box(f": {words}")], size=_SIZE) for term, words in pairs]
    add_table(document, [18, 82], lines, framed=False)
    write(document, "", size=6)


def _to(document: Document, letter: Letter) -> None:
    write(document, f"Yth. {letter.recipient}", side=LEFT, size=11)
    if letter.recipient_place:
        write(document, f"di {letter.recipient_place}", size=11)
    write(document, "", size=6)


def _text(document: Document, words: str) -> None:
    write(document, words, size=11).paragraph_format.space_after = Pt(6)


def _sent(document: Document, printed: Printed) -> None:
    heads = ("No.", "Naskah dinas yang dikirimkan", "Banyaknya", "Keterangan")
    lines = [Line([Box(words, side="center", bold=True) for words in heads], is_head=True, size=_SIZE)]
    lines += [
        Line([Box(f"{number}."), *(Box(words) for words in row)], size=_SIZE)
        for number, row in enumerate(printed.rows, start=1)
    ]
    add_table(document, [7, 43, 20, 30], lines)
    write(document, "", size=6)


def _sign(document: Document, printed: Printed) -> None:
    """At the right the signatory; at the left who receives, where the paper has such a half."""
    letter = printed.letter
    nip = f"NIP {letter.signatory_nip}" if letter.signatory_nip else ""
    name = letter.signatory_name or "…………………"
    right = [*printed.titles, "", printed.mark, name, letter.signatory_rank, nip]
    left = []
    if letter.type == "minutes":
        right = [printed.place_and_day, "Yang menyerahkan,", *right]
        left = ["", "Yang menerima,", letter.recipient, "", "", "…………………"]
    if letter.type == "cover":
        left = ["Diterima tanggal ……………", "Penerima,", letter.recipient, "", "", "Nama ……………", "NIP ……………"]
    height = max(len(left), len(right))
    pairs = zip(left + [""] * (height - len(left)), right + [""] * (height - len(right)), strict=True)
    lines = [Line([Box(one), Box(two)], is_branch=True, size=_SIZE) for one, two in pairs]
    add_table(document, [50, 50], lines, framed=False)
    write(document, "", size=1)


def _copies(document: Document, printed: Printed) -> None:
    if printed.copies and printed.letter.type != "memo":
        write(document, "Tembusan:", size=10)
        for number, words in enumerate(printed.copies, start=1):
            write(document, f"{number}. {words}", size=10)
