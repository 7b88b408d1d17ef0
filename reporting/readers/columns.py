"""What the columns of a printed table hold, by the words of their headings (docs/formats/recompute.md)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from kinerja.lib.periods import MONTH_NAMES
from reporting.readers.sheets import Line, Unreadable

MOST_LINES_ABOVE = 30  # a title and a source may stand above the headings
_MONTHS = {name.casefold(): number for number, name in enumerate(MONTH_NAMES, start=1)}
_PART = re.compile(r"(?:isian|bulan)_([0-9]{1,2})")
_PRINTED, _OWN = "terbit", "hitung"


class Content(StrEnum):
    """What a column holds."""

    TARGET = "target"
    CEILING = "pagu"
    UPPER = "target_atas"
    REALISED = "realisasi"
    PART = "isian"
    TOTAL = "jumlah_terbit"
    PERCENT = "persen_terbit"
    DIRECTION = "arah"
    UNIT = "satuan"
    ROLLUP = "gabung"
    LEVEL = "level"
    CODE = "kode"
    NAME = "uraian"
    NOTHING = ""


_FIRST_WORDS = {
    "target": Content.TARGET,
    "anggaran": Content.CEILING,
    "pagu": Content.CEILING,
    "alokasi": Content.CEILING,
    "realisasi": Content.REALISED,
    "capaian": Content.PERCENT,
    "persen": Content.PERCENT,
    "persentase": Content.PERCENT,
    "kinerja": Content.PERCENT,
    "serapan": Content.PERCENT,
}
_WHOLE = {
    "arah": Content.DIRECTION,
    "satuan": Content.UNIT,
    "gabung": Content.ROLLUP,
    "cara_gabung": Content.ROLLUP,
    "level": Content.LEVEL,
    "tingkat": Content.LEVEL,
    "jenis": Content.LEVEL,
    "kode": Content.CODE,
    "no": Content.NOTHING,
    "nomor": Content.NOTHING,
}


@dataclass(frozen=True)
class Column:
    """A column: where it stands, its heading, what it holds, and of which group ("2020", "anggaran", "")."""

    place: int
    heading: str
    content: Content
    group: str = ""
    order: int = 0


def find_columns(lines: Sequence[Line]) -> tuple[list[Column], int]:
    """The columns of a table, and how many lines stand up to and with its headings."""
    for height, line in enumerate(lines[:MOST_LINES_ABOVE], start=1):
        columns = [_column(place, cell.text) for place, cell in enumerate(line.cells) if cell.text]
        found = {column.content for column in columns}
        if Content.PERCENT in found and found & {Content.TARGET, Content.CEILING}:
            return columns, height
    heads = ", ".join(cell.text for cell in lines[0].cells if cell.text) if lines else "tidak ada"
    raise Unreadable(
        "Judul kolom tidak dikenali: perlu kolom target (atau anggaran, pagu, alokasi) dan kolom persentase "
        f"tercetak (misalnya capaian_terbit). Baris pertama: {heads[:200]}. "
        "Bentuknya dijelaskan dalam docs/formats/recompute.md."
    )


def _column(place: int, heading: str) -> Column:
    """What one heading says: "Capaian 2020 (%)" is a percentage of the group 2020."""
    words = _words(heading)
    is_printed = words[-1:] == [_PRINTED]
    name = "_".join(words[:-1] if is_printed else words)
    first, _, group = name.partition("_")
    if words[-1:] == [_OWN]:
        return Column(place, heading, Content.NOTHING)
    if match := _PART.fullmatch(name):
        return Column(place, heading, Content.PART, order=int(match[1]))
    if name in _MONTHS:
        return Column(place, heading, Content.PART, order=_MONTHS[name])
    if is_printed and first in {"jumlah", "total"}:
        return Column(place, heading, Content.TOTAL, group)
    if first == "target" and group.split("_")[0] == "atas":
        return Column(place, heading, Content.UPPER, group.partition("_")[2])
    if first in _FIRST_WORDS:
        return Column(place, heading, _FIRST_WORDS[first], group)
    if is_printed:
        return Column(place, heading, Content.PERCENT, group)
    return Column(place, heading, _WHOLE.get(name, Content.NAME))


def _words(heading: str) -> list[str]:
    """A heading in small words: without brackets, "%" in front as "persen"."""
    plain = re.sub(r"\([^)]*\)", " ", heading.casefold())
    plain = re.sub(r"^\s*%", "persen ", plain)
    return re.findall(r"[^\W_]+", plain)
