"""The sheet that an office fills today: where its headings stand, and what its columns seem to hold.

Nothing here decides: the roles are a proposal that a person confirms, and a mapping that was confirmed once
is kept by normalised heading, with the month of the period as “{bulan}”.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from kinerja.lib.files import FileRefused
from kinerja.lib.periods import MONTH_NAMES, ROMAN, Period
from reporting.readers.typed_cells import Grid, TypedCell, TypedRow

MOST_LINES_ABOVE, MOST_HEADS = 30, 4
THIS_MONTH, OTHER_MONTH = "{bulan}", "{bulan lain}"
_TO_DATE = "s d|sd|sampai dengan|kumulatif|bulan lalu|tahun lalu"  # not what this month asks for
_QUARTER = re.compile(r"\b(?:tw|triwulan)\s*(iv|iii|ii|i|[1-4])\b")
_MONTHS = {
    name: number
    for number, whole in enumerate(MONTH_NAMES, start=1)
    for name in (whole.casefold(), whole[:3].casefold())
} | {"agt": 8, "agst": 8, "nop": 11}


class Role(StrEnum):
    """What a column holds."""

    NOTHING = ""
    CODE = "kode"
    NAME = "indikator"
    NODE = "sub_kegiatan"
    OFFICER = "pptk"
    FIGURE = "figure"
    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    CHOICE = "choice"
    OBSTACLE = "obstacle"
    SUPPORT = "support"
    FOLLOW_UP = "follow_up"
    AMOUNT = "amount"
    PHYSICAL = "physical"

    @property
    def label(self) -> str:
        """The choice in words."""
        return _LABELS[self]


_LABELS = {
    Role.NOTHING: "tidak dibaca",
    Role.CODE: "kode indikator atau sub kegiatan",
    Role.NAME: "indikator",
    Role.NODE: "sub kegiatan",
    Role.OFFICER: "PPTK",
    Role.FIGURE: "realisasi bulan ini",
    Role.NUMERATOR: "pembilang",
    Role.DENOMINATOR: "penyebut",
    Role.CHOICE: "keadaan (nihil, tidak diukur)",
    Role.OBSTACLE: "kendala",
    Role.SUPPORT: "faktor pendukung",
    Role.FOLLOW_UP: "tindak lanjut",
    Role.AMOUNT: "realisasi keuangan bulan ini (Rp)",
    Role.PHYSICAL: "realisasi fisik s.d. bulan ini (%)",
}
FINDS_ROWS = {Role.CODE, Role.NAME, Role.NODE}
HOLDS_VALUES = set(Role) - FINDS_ROWS - {Role.NOTHING, Role.OFFICER}
# The first rule whose words all appear, and none of whose other words does, names the role.
_RULES: Sequence[tuple[str, str, Role]] = (
    ("pembilang", "", Role.NUMERATOR),
    ("penyebut", "", Role.DENOMINATOR),
    ("pendukung|pendorong", "", Role.SUPPORT),
    ("kendala|hambatan|penghambat|permasalahan|masalah", "", Role.OBSTACLE),
    ("tindak lanjut|rencana aksi|solusi", "", Role.FOLLOW_UP),
    ("pptk|penanggung jawab|pengampu", "", Role.OFFICER),
    ("keadaan", "", Role.CHOICE),
    ("fisik", "target|rencana", Role.PHYSICAL),
    ("keuangan|anggaran|belanja|rupiah|rp", f"target|pagu|sisa|%|persen|{_TO_DATE}", Role.AMOUNT),
    ("realisasi", f"target|capaian|{_TO_DATE}", Role.FIGURE),
    ("kode|kd", "", Role.CODE),
    ("indikator", "target|capaian|satuan", Role.NAME),
    ("sub kegiatan|subkegiatan", "target|capaian", Role.NODE),
)  # fmt: skip


@dataclass(frozen=True)
class SheetColumn:
    """A column: where it stands, its heading as printed and as remembered, its role, and what it shows."""

    place: int
    heading: str
    key: str
    role: Role
    samples: Sequence[str] = ()


@dataclass(frozen=True)
class SheetRow:
    """One row of the table: its cells by role."""

    number: int
    cells: Mapping[Role, TypedCell]
    addresses: Mapping[Role, str]

    def cell(self, role: Role) -> TypedCell:
        return self.cells.get(role, TypedCell())

    def text(self, role: Role) -> str:
        return " ".join(self.cell(role).text.split())


@dataclass(frozen=True)
class Table:
    """The table of a shared sheet with the roles of its columns."""

    title: str
    columns: Sequence[SheetColumn]
    lines: Sequence[TypedRow] = field(repr=False)

    @property
    def is_clear(self) -> bool:
        """Whether rows can be found and something is said about them."""
        roles = {column.role for column in self.columns}
        return bool(roles & FINDS_ROWS) and bool(roles & HOLDS_VALUES)

    def with_roles(self, roles: Mapping[int, Role]) -> "Table":
        """The same table with the roles that a person gave, by place of the column."""
        columns = [
            SheetColumn(
                column.place,
                column.heading,
                column.key,
                roles.get(column.place, Role.NOTHING),
                column.samples,
            )
            for column in self.columns
        ]
        return Table(self.title, columns, self.lines)

    @property
    def rows(self) -> list[SheetRow]:
        """The rows that say something; a sub kegiatan or PPTK printed once holds for the rows below it."""
        places: dict[Role, int] = {column.role: column.place for column in self.columns if column.role}
        above: dict[Role, TypedCell] = dict.fromkeys((Role.NODE, Role.OFFICER), TypedCell())
        found = []
        for line in self.lines:
            cells = {role: line.at(place) for role, place in places.items()}
            for role, last in above.items():
                above[role] = cells.get(role, last) if not cells.get(role, TypedCell()).is_blank else last
            if any(not cell.is_blank for cell in cells.values()):
                addresses = {role: line.address(place) for role, place in places.items()}
                found.append(SheetRow(line.number, {**cells, **above}, addresses))
        return found


def normal(text: str) -> str:
    """A text without capitals, punctuation and accents of typing: what two spellings share."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(re.sub(r"[^\w%]+|_", " ", plain).split())


def find_table(
    grids: Sequence[Grid], month: Period, known: Mapping[str, str], title: str | None = None
) -> Table:
    """The table with the most columns that are understood; FileRefused where no sheet has one.

    Without a title, a sheet named after the month goes first and one named after another month is left out.
    """
    best: tuple[int, Grid, int] | None = None
    for grid in _sheets(grids, month, title):
        for index, row in enumerate(grid.rows[:MOST_LINES_ABOVE]):
            roles = {_role(_key(cell.text, month), known) for cell in row.cells} - {Role.NOTHING}
            if len(roles) >= 2 and (best is None or len(roles) > best[0]):
                best = (len(roles), grid, index)
    if best is None:
        raise FileRefused(
            "Judul kolom tidak dikenali. Perlu satu baris judul dengan kolom indikator atau kode, dan kolom "
            "realisasi, misalnya: Kode, Indikator, Realisasi, Kendala, Tindak lanjut."
        )
    _, grid, index = best
    first, last = _head(grid.rows, index, month, known)
    columns = _columns(grid.rows, first, last, month, known)
    return Table(grid.title, columns, [row for row in grid.rows[last + 1 :] if not _is_numbering(row)])


def _sheets(grids: Sequence[Grid], month: Period, title: str | None) -> Sequence[Grid]:
    """The sheet that was asked for, else those of the month, else all but those of other months."""
    if title is not None:
        return [grid for grid in grids if grid.title == title]
    of_month = [grid for grid in grids if THIS_MONTH in _key(grid.title, month)]
    found = of_month or [grid for grid in grids if OTHER_MONTH not in _key(grid.title, month)]
    if not found:
        raise FileRefused(f"Semua lembar dalam berkas ini bernama bulan lain, bukan {month.label}.")
    return found


def _head(rows: Sequence[TypedRow], index: int, month: Period, known: Mapping[str, str]) -> tuple[int, int]:
    """The first and last row of the headings around the row that is surely one of them."""
    finding = [
        place
        for place, cell in enumerate(rows[index].cells)
        if _role(_key(cell.text, month), known) in FINDS_ROWS
    ]
    first = last = index
    while first and index - first < MOST_HEADS and _is_heading(rows[first - 1]):
        first -= 1
    while last + 1 < len(rows) and last - index < MOST_HEADS:
        below = rows[last + 1]
        if not _is_heading(below) or any(not below.at(place).is_blank for place in finding):
            break
        last += 1
    return first, last


def _is_heading(row: TypedRow) -> bool:
    """Two texts or more and no figure: a title above the table has one, a row of data has figures."""
    texts = [cell for cell in row.cells if not cell.is_blank]
    return len(texts) >= 2 and all(re.search(r"[^\W\d_]", cell.text) for cell in texts)


def _is_numbering(row: TypedRow) -> bool:
    """The row (1) (2) (3) … that many forms print below their headings."""
    texts = [cell.text.strip("() ") for cell in row.cells if not cell.is_blank]
    figures = [int(text) for text in texts if text.isdecimal()]
    return (
        len(texts) >= 3 and len(figures) == len(texts) and figures == sorted(set(figures)) and figures[0] <= 2
    )


def _columns(
    rows: Sequence[TypedRow], first: int, last: int, month: Period, known: Mapping[str, str]
) -> list[SheetColumn]:
    width = max(len(row.cells) for row in rows)
    taken: set[Role] = set()
    keys: set[str] = set()
    columns = []
    for place in range(width):
        heading = " ".join(_headings(rows[first : last + 1], place))
        samples = [row.at(place).text for row in rows[last + 1 :] if row.at(place).text][:3]
        if not heading and not samples:
            continue
        key = _key(heading, month) or f"kolom {place + 1}"
        key = key if key not in keys else f"{key} #{place + 1}"
        role = _role(key, known)
        columns.append(SheetColumn(place, heading, key, Role.NOTHING if role in taken else role, samples))
        keys.add(key)
        taken.add(role)
    return columns


def _headings(rows: Sequence[TypedRow], place: int) -> list[str]:
    """The headings over a column, from the top; one that spans several columns stands over the first."""
    found = []
    for depth, row in enumerate(rows):
        text = " ".join(row.at(place).text.split())
        if not text and any(below.at(place).text for below in rows[depth + 1 :]):
            text = next((row.at(left).text for left in range(place, -1, -1) if row.at(left).text), "")
        if text and text not in found:
            found.append(text)
    return found


def _key(heading: str, month: Period) -> str:
    """A heading as it is remembered: the same in every month."""
    words = [
        word if word not in _MONTHS else THIS_MONTH if _MONTHS[word] == month.last_month else OTHER_MONTH
        for word in normal(heading).split()
    ]
    quarter = ROMAN[(month.last_month - 1) // 3].casefold()
    numbers = {roman.casefold(): roman.casefold() for roman in ROMAN} | {
        str(number): roman.casefold() for number, roman in enumerate(ROMAN, start=1)
    }
    return _QUARTER.sub(
        lambda match: "{triwulan}" if numbers[match[1]] == quarter else OTHER_MONTH, " ".join(words)
    )


def _role(key: str, known: Mapping[str, str]) -> Role:
    if key in known:
        return Role(known[key]) if known[key] in set(Role) else Role.NOTHING
    if not key or OTHER_MONTH in key:
        return Role.NOTHING
    for wanted, unwanted, role in _RULES:
        if _says(key, wanted) and not (unwanted and _says(key, unwanted)):
            return role
    return Role.NOTHING


def _says(key: str, words: str) -> bool:
    return any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", key) for word in words.split("|"))
