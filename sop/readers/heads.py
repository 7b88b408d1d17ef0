"""The head of the table: which column is which, and the lanes between the activity and the Kelengkapan."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from sop.deadlines import DurationUnit, parse_duration
from sop.readers.cells import folded, one_line
from sop.readers.reading import Row

TALLEST = 4  # rows of one head: groups, lanes, perhaps a wrapped line, perhaps the numbers of the columns
WIDEST = 60  # lanes and columns beyond this are no SOP

# What a column is, by the words of its head.
HEADS = {
    "number": re.compile(r"(?:no|nomor|nmr)(?: ?urut)?[.:]?|#"),
    "text": re.compile(r"(?:uraian|akti[fv]i?tas|kegiatan|prosedur|langkah|tahap(?:an)?|proses)\b.*"),
    "requirements": re.compile(r"(?:per)?(?:kelengkapan|lengkapan)\b.*|(?:per)?syarat(?:an)?\b.*|input"),
    "duration": re.compile(r"(?:norma )?(?:waktu|durasi|lama)\b.*"),
    "output": re.compile(r"(?:output|out put|keluaran|hasil)\b.*"),
    "remark": re.compile(r"(?:ket|keterangan|catatan)\b.*"),
}
GROUPS = {
    "performers": re.compile(r"(?:para )?(?:pelaksana|pelaku|aktor|unit pelaksana)\b.*"),
    "standard": re.compile(r"(?:mutu baku|baku mutu|standar mutu)\b.*"),
}
STANDARD = ("requirements", "duration", "output")
LANE, EXTRA = "lane", "extra"
_LONGEST_HEAD = 6  # words
_NUMBERED = re.compile(r"\(?\d{1,3}[.)]?")


@dataclass(frozen=True)
class Column:
    """What one column holds, and its head as printed."""

    role: str
    label: str


@dataclass
class Head:
    """The columns of a table in order, and how many rows the head takes."""

    columns: list[Column]
    height: int
    printed: dict[str, str] = field(default_factory=dict)

    @property
    def lanes(self) -> list[str]:
        return [column.label for column in self.columns if column.role == LANE]

    @property
    def names_performers(self) -> bool:
        """Whether one column “Pelaksana” says in words who acts, in place of a lane for each."""
        return len(self.lanes) == 1 and _group_of(self.lanes[0]) == "performers"

    @property
    def unit(self) -> DurationUnit | None:
        """The unit in the head of the duration: “Waktu (menit)”."""
        bracketed = re.search(r"\(\s*(?:dalam |satuan )?([^)]*)\)", self.printed.get("duration", ""))
        return parse_duration(f"1 {bracketed[1].strip()}").unit if bracketed else None


def role_of(cell: str) -> str:
    """The role that the words of a head give its column; empty where they give none."""
    words = folded(one_line(cell))
    if len(words.split()) > _LONGEST_HEAD:
        return ""
    return next((role for role, pattern in HEADS.items() if pattern.fullmatch(words)), "")


def _group_of(cell: str) -> str:
    words = folded(one_line(cell))
    return next((group for group, pattern in GROUPS.items() if pattern.fullmatch(words)), "")


def starts_head(row: Row) -> bool:
    """Whether a table begins here: an activity and something that only an SOP puts beside it."""
    if not 3 <= len(row.filled) <= WIDEST or any(len(cell) > 200 for cell in row.cells):
        return False
    roles = [role_of(cell) or _group_of(cell) for cell in row.cells]
    marks = {"performers", "standard", *STANDARD} & set(roles)
    return "text" in roles[:3] and (len(marks) >= 2 or ("number" in roles[:1] and bool(marks)))


def read_head(rows: Sequence[Row]) -> Head | None:
    """The head that begins at the first of these rows; None where its columns cannot be told."""
    top = [one_line(cell) for cell in rows[0].cells]
    activity = next(place for place, cell in enumerate(top) if role_of(cell) == "text")
    below: list[list[str]] = []
    height = 1
    while height < min(TALLEST, len(rows)) and _continues(rows[height], activity, [top, *below]):
        cells = [one_line(cell) for cell in rows[height].cells]
        height += 1
        if not _counts(cells):
            below.append(_shifted(cells, activity))
    columns = _columns(top, below, activity)
    roles = [column.role for column in columns]
    if roles.count("text") != 1 or not set(STANDARD) & set(roles):
        return None
    return Head(columns, height, _printed(top, columns))


def _continues(row: Row, activity: int, above: list[list[str]]) -> bool:
    """Whether a row still belongs to the head: no number, no activity, or only the numbers of columns."""
    cells = [one_line(cell) for cell in row.cells]
    if row.is_blank or any(len(cell) > 200 for cell in cells):
        return False
    if _counts(cells):
        return True
    if _NUMBERED.fullmatch(cells[0]):
        return False
    if any(role_of(cell) in STANDARD for cell in cells):
        return not any(_first_standard(earlier) is not None for earlier in above)
    blank_lead = not any(cells[: activity + 1])
    only_lanes = not any(cells[_first_standard(above[0]) or len(cells) :])
    is_next = len(above) == 1 and blank_lead and only_lanes
    return is_next and len(row.filled) > 1 and not any(re.search(r"\d", cell) for cell in cells)


def _first_standard(cells: Sequence[str]) -> int | None:
    """Where the first of Kelengkapan, Waktu and Output stands, if two of them do."""
    found = [place for place, cell in enumerate(cells) if role_of(cell) in STANDARD]
    return found[0] if len(found) > 1 else None


def _counts(cells: Sequence[str]) -> bool:
    """Whether a row numbers the columns: 1, 2, 3, …"""
    numbers = [cell.strip("().") for cell in cells if cell]
    return len(numbers) > 3 and numbers == [str(n) for n in range(1, len(numbers) + 1)]


def _shifted(cells: list[str], activity: int) -> list[str]:
    """A second row that lost its leading blank cells, set right."""
    if any(cells[: activity + 1]) and role_of(cells[min(activity, len(cells) - 1)]) != "text":
        first = next(place for place, cell in enumerate(cells) if cell)
        return [""] * (activity + 1) + cells[first:]
    return cells


def _columns(top: list[str], below: list[list[str]], activity: int) -> list[Column]:
    """Column by column, the lowest word counts; the lanes reach from the activity to the first Mutu Baku."""
    width = max([_last(top), *(_last(cells) for cells in below)]) + 1
    labels = [_lowest(place, top, below) for place in range(width)]
    roles = [role_of(label) for label in labels]
    standard = [place for place in range(activity + 1, width) if roles[place] in STANDARD]
    first = standard[0] if standard else width
    columns = []
    taken: set[str] = set()
    for place, label in enumerate(labels):
        role = roles[place]
        if label and activity < place < first:
            role = LANE
        elif not role or role in taken or (role == "number" and place > activity):
            role = EXTRA
        taken.add(role)
        columns.append(Column(role, label))
    while columns and columns[-1] == Column(EXTRA, ""):
        columns.pop()
    return columns


def _last(cells: Sequence[str]) -> int:
    return max((place for place, cell in enumerate(cells) if cell), default=0)


def _lowest(place: int, top: list[str], below: list[list[str]]) -> str:
    """The head of a column: the words of the lowest row that has some; a group has its own cell only."""
    for cells in reversed(below):
        if place < len(cells) and cells[place]:
            return cells[place]
    label = top[place] if place < len(top) else ""
    grouped = bool(below) and _group_of(label) == "standard"
    return "" if grouped else label


def _printed(top: list[str], columns: list[Column]) -> dict[str, str]:
    """The heads as printed, by what they are."""
    found = {_group_of(cell): cell for cell in top if _group_of(cell)}
    named = {column.role: column.label for column in columns if column.role not in {LANE, EXTRA}}
    named["activity"] = named.pop("text")
    further = {column.label: column.label for column in columns if column.role == EXTRA and column.label}
    return {**named, **found, **further}
