"""From the rows of a document, of whatever kind of file, to the SOPs in it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from sop.readers.cells import folded, key_of
from sop.readers.heads import starts_head
from sop.readers.identity import Identity, labels_of, opens_sheet, read_identity
from sop.readers.reading import Document, Reading, Row, Unreadable
from sop.readers.table import Table, take_table

_OPENING = re.compile(
    r"(?:pemerintah|provinsi|kabupaten|lampiran|standar operasional|sekretariat|dinas|badan|kecamatan|"
    r"kelurahan|inspektorat|rumah sakit|bagian|kementerian)\b.*"
)
_PERSONAL_NUMBER = re.compile(r"\bn\s?i\s?p\b", re.IGNORECASE)
_SOP_WORDS = re.compile(r"(?:standar operasional prosedur|sop)\b.*")


MOST_ROWS = 10_000


@dataclass
class _Part:
    """One SOP of a document: its own rows, and where its table begins and ends."""

    start: int
    identity: Identity
    table: Table
    end: int
    footer: list[Row] = field(default_factory=list)


def read_rows(rows: Sequence[Row]) -> list[Reading]:
    """Every SOP of a document. Unreadable: there is none, or far too many rows."""
    refuse_longer(len(rows))
    parts: list[_Part] = []
    place = after = 0
    while place < len(rows):
        if not starts_head(rows[place]):
            place += 1
            continue
        end = _take(rows, place, after, parts)
        after = max(end, after)
        place = max(end, place + 1)
    parts = [part for part in parts if part.table.steps]
    if not parts:
        raise Unreadable(
            "Tidak ditemukan tabel langkah SOP (kolom No, Kegiatan, Pelaksana, Kelengkapan, Waktu, Output)."
        )
    starts = [0, *(part.start for part in parts[1:]), len(rows)]
    return [
        _reading(part, rows[starts[number] : starts[number + 1]], rows[part.end : starts[number + 1]])
        for number, part in enumerate(parts)
    ]


def refuse_longer(rows: int) -> None:
    """No file of SOPs has this many lines; reading on would only keep the others waiting."""
    if rows > MOST_ROWS:
        raise Unreadable(f"Berkas lebih dari {MOST_ROWS} baris. Pisahkan menjadi beberapa berkas.")


def _take(rows: Sequence[Row], head: int, after: int, parts: list[_Part]) -> int:
    """Read the table at `head` as a new SOP or as the next page of the last one; where it ends."""
    between = rows[after:head]
    previous = parts[-1] if parts else None
    if previous and _goes_on(previous, between):
        if taken := take_table(rows, head, previous.table):
            previous.footer += between
            previous.end = taken[1]
            return taken[1]
        return head
    taken = take_table(rows, head)
    if taken is None:
        return head
    start = after + _boundary(between) if parts else 0
    parts.append(_Part(start, read_identity(rows[start:head]), *taken))
    return taken[1]


def _goes_on(part: _Part, between: Sequence[Row]) -> bool:
    """Whether a second head is the same table on its next page."""
    if not any(opens_sheet(row) for row in between):
        return True
    again = read_identity(between).fields
    same = part.identity.fields
    return (
        bool(again["number"])
        and again["number"] == same["number"]
        and again["title"] in {None, same["title"]}
    )


def _boundary(between: Sequence[Row]) -> int:
    """Where the next SOP begins between one table's end and the sheet that follows."""
    sheet = next((at for at, row in enumerate(between) if labels_of(row)), len(between))
    signed = [at for at, row in enumerate(between[:sheet]) if _PERSONAL_NUMBER.search(row.text)]
    first = signed[-1] + 1 if signed else 0
    opening = (at for at in range(first, sheet) if _OPENING.fullmatch(folded(between[at].text)))
    return next(opening, first)


def _reading(part: _Part, own: Sequence[Row], below: Sequence[Row]) -> Reading:
    document: Document = part.identity.document()
    notes = list(part.table.notes)
    _name(document, notes)
    head = part.table.head
    document["columns"] = head.printed
    document["actors"] = part.table.actors
    keys = {actor["label"]: actor["key"] for actor in part.table.actors}
    for step in part.table.steps:
        if "marks" in step:
            step["marks"] = {keys[label]: text for label, text in step["marks"].items() if label in keys}
    document["steps"] = part.table.steps
    if part.table.totals:
        document["totals"] = part.table.totals.get("duration", "")
        document["totals_row"] = part.table.totals
    between = [row.text for row in part.footer if not row.is_blank and not labels_of(row)]
    if footer := [*between, *(row.text for row in below if not row.is_blank)]:
        document["footer"] = "\n".join(footer)
    document["source_text"] = "\n".join(row.source for row in own)
    notes += [
        f"Langkah {step['number'].strip('.')} tidak memuat kalimat; lengkapilah."
        for step in part.table.steps
        if not step["text"]
    ]
    if not document["actors"]:
        notes.append("Judul tabel tidak menyebut pelaksana; tambahkan pelaksananya.")
    return Reading(document, tuple(notes))


def _name(document: Document, notes: list[str]) -> None:
    """A title where none is printed on the sheet, and the slug."""
    if not document["title"]:
        document["title"] = document.get("caption") or _title_of(document["heading"])
        document["inferred"] = ["title"]
        notes.append(
            f"Nama SOP tidak tercetak; “{document['title']}” diambil dari kepala dokumen."
            if document["title"]
            else "Nama SOP tidak tercetak; isilah namanya."
        )
    if slug := key_of(document["title"]):
        document["slug"] = slug
        document["inferred"] = [*document.get("inferred", []), "slug"]


def _title_of(heading: str) -> str:
    """The line of the heading that says what the procedure is about."""
    lines = [line for line in heading.split("\n") if line]
    for at, line in enumerate(lines):
        if _SOP_WORDS.fullmatch(folded(line)):
            words = re.sub(
                r"^(?:standar operasional prosedur)\s*(?:\(sop\))?[:\s]*", "", line, flags=re.IGNORECASE
            )
            return words.strip() or (lines[at + 1] if at + 1 < len(lines) else "")
    return lines[-1] if lines else ""
