"""The rows of the table: steps, phases, rows that a page break tore apart, and the row of totals."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sop.deadlines import DurationUnit, parse_duration
from sop.readers.cells import folded, key_of, one_line
from sop.readers.heads import EXTRA, LANE, Head, read_head, starts_head
from sop.readers.identity import opens_sheet
from sop.readers.reading import Row

TEXTS = ("text", "requirements", "duration", "output", "remark")
NUMBER = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-z]{1,2}|[ivxl]{1,6})[.)]*", re.IGNORECASE)
_DIGITS = re.compile(r"\(?\d{1,3}(?:\.\d{1,3})*[.)]*")
_LEAD = re.compile(r"(\d{1,3}[.)])\s+(.+)", re.DOTALL)
_PHASE = re.compile(r"(?:tahap|fase|bagian|kegiatan)\b.*|(?:[a-z]|[ivxl]{1,6})[.)]\s?\S.*", re.IGNORECASE)
_TOTAL = re.compile(
    r"(?:jumlah|total)\b(?: (?:waktu|keseluruhan|seluruhnya|hari|jam|menit))*\s*[:=]?", re.IGNORECASE
)
_SHORT_PHASE = 6  # words
_LONGEST_PHASE = 200
_AHEAD = 4  # a line between two pages is a phase only when steps follow it soon

Step = dict[str, Any]


@dataclass
class Table:
    """A table as it is read, over as many pages as it has."""

    head: Head
    lanes: list[str]
    steps: list[Step] = field(default_factory=list)
    totals: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    phase: str = ""

    @property
    def actors(self) -> list[dict[str, str]]:
        """A lane for each label, with a key that no other lane has."""
        actors: list[dict[str, str]] = []
        for label in self.lanes:
            key = key_of(label) or "pelaksana"
            taken = {actor["key"] for actor in actors}
            number = next(
                n for n in range(1, len(taken) + 2) if (key if n == 1 else f"{key}-{n}") not in taken
            )
            actors.append({"key": key if number == 1 else f"{key}-{number}", "label": label})
        return actors


def take_table(rows: Sequence[Row], start: int, table: Table | None = None) -> tuple[Table, int] | None:
    """Read the table whose head is at `start` (or its next page) and where it ends; None: no head."""
    head = read_head(rows[start : start + 8])
    if head is None:
        return None
    if table is None:
        table = Table(head, [] if head.names_performers else list(dict.fromkeys(head.lanes)))
    else:
        table.head = head
        table.lanes += [lane for lane in dict.fromkeys(head.lanes) if lane not in table.lanes]
    reader = _Reader(table)
    place = end = start + head.height
    while place < len(rows) and not starts_head(rows[place]) and not opens_sheet(rows[place]):
        if not rows[place].is_blank:
            if not reader.belongs(rows, place, gap=place > end):
                break
            reader.take(rows[place])
            end = place + 1
        place += 1
    return table, end


class _Reader:
    """Reads the rows below one head."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.head = table.head
        self.place = {column.role: at for at, column in reversed(list(enumerate(self.head.columns)))}
        self.is_first = True

    def belongs(self, rows: Sequence[Row], at: int, *, gap: bool) -> bool:
        """Whether a row is part of the table and not what stands below it."""
        row = rows[at]
        if self._is_step(row):
            return True
        if len(row.cells) < max(3, len(self.head.columns) - 3):
            ahead = any(self._is_step(later) for later in rows[at + 1 : at + 1 + _AHEAD])
            return ahead and len(row.text) < _LONGEST_PHASE and bool(_PHASE.fullmatch(row.text))
        return not gap or len(row.filled) > 1 or bool(_PHASE.fullmatch(row.text))

    def _is_step(self, row: Row) -> bool:
        return bool(_DIGITS.fullmatch(self._number(row))) and len(row.filled) > 1

    def take(self, row: Row) -> None:
        number, text = self._number(row), self._text(row)
        others = [cell for at, cell in enumerate(row.cells) if cell and at not in self._lead_places()]
        if not number and not text and not others:
            return
        total = next((one_line(c) for c in row.cells if _TOTAL.fullmatch(folded(c))), "")
        if total and not _DIGITS.fullmatch(number):
            self._total(row, total)
        elif self._is_torn(row, number, text):
            self._join(row)
        elif phase := _phase(number, text, others):
            self.table.phase = phase
        else:
            self._step(row, number, text)
        self.is_first = False

    def _lead_places(self) -> set[int]:
        return {self.place[role] for role in ("number", "text") if role in self.place}

    def _cell(self, row: Row, role: str) -> str:
        at = self.place.get(role)
        return one_line(row.cells[at]) if at is not None and at < len(row.cells) else ""

    def _number(self, row: Row) -> str:
        if "number" in self.place:
            return self._cell(row, "number")
        match = _LEAD.fullmatch(self._cell(row, "text"))
        return match[1] if match else ""

    def _text(self, row: Row) -> str:
        text = self._cell(row, "text")
        match = None if "number" in self.place else _LEAD.fullmatch(text)
        return match[2] if match else text

    def _is_torn(self, row: Row, number: str, text: str) -> bool:
        """Whether a row goes on with the step before it."""
        if number or not self.table.steps:
            return False
        if self.is_first and not self.table.steps[-1]["text"]:
            return True  # the page ended right below the number
        last = self.table.steps[-1]["number"]
        if self.is_first and last and not self._cell(row, "duration") and not _PHASE.fullmatch(text):
            self.table.notes.append(
                f"Baris tanpa nomor di awal halaman digabung dengan langkah {last.strip('.')}; periksalah."
            )
            return True
        return not text or text[:1].islower()

    def _step(self, row: Row, number: str, text: str) -> None:
        step: Step = {"number": number, "text": text}
        step |= {role: self._cell(row, role) for role in TEXTS[1:]}
        if self.table.phase:
            step["phase"] = self.table.phase
        if found := measured(step["duration"], self.head.unit):
            step["measured"] = found
        if marks := self._marks(row):
            step["marks"] = marks
        if extra := self._extra(row):
            step["extra"] = extra
        step["acts"] = []
        self.table.steps.append(step)

    def _join(self, row: Row) -> None:
        """Add the cells of a torn row to the step before it."""
        step = self.table.steps[-1]
        for role in TEXTS:
            step[role] = " ".join(part for part in (step[role], self._cell(row, role)) if part)
        if found := measured(step["duration"], self.head.unit):
            step["measured"] = found
        for name, cells in (("marks", self._marks(row)), ("extra", self._extra(row))):
            for label, cell in cells.items():
                known = step.setdefault(name, {})
                known[label] = " ".join(part for part in (known.get(label), cell) if part)

    def _marks(self, row: Row) -> dict[str, str]:
        """What stands in the lanes of a row: the crumbs of its drawing, or the performers by name."""
        if self.head.names_performers:
            named = self._cell(row, LANE)
            if not named:
                return {}
            if named not in self.table.lanes:
                self.table.lanes.append(named)
            return {named: named}
        return self._labelled(row, LANE)

    def _extra(self, row: Row) -> dict[str, str]:
        extra = self._labelled(row, EXTRA)
        if beyond := [one_line(cell) for cell in row.cells[len(self.head.columns) :] if cell]:
            extra[""] = " ".join([extra[""], *beyond] if "" in extra else beyond)
        return extra

    def _labelled(self, row: Row, role: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for column, cell in zip(self.head.columns, row.cells, strict=False):
            if column.role == role and cell:
                parts = (found.get(column.label), one_line(cell))
                found[column.label] = " ".join(part for part in parts if part)
        return found

    def _total(self, row: Row, label: str) -> None:
        cells = {role: self._cell(row, role) for role in TEXTS[1:]} | self._extra(row)
        self.table.totals = {"label": label} | {
            name: cell for name, cell in cells.items() if cell and cell != label
        }


def measured(text: str, unit: DurationUnit | None) -> dict[str, str] | None:
    """What can be read of a printed duration; `unit` is that of the column head for bare numbers."""
    read = parse_duration(text, unit)
    if read.amount_from is None or read.amount_to is None:
        return None
    return {
        "from": str(read.amount_from),
        "to": str(read.amount_to),
        "unit": read.unit.value if read.unit else "",
    }


def _phase(number: str, text: str, others: list[str]) -> str:
    """The name of the phase that a row opens; empty for any other row."""
    if others or _DIGITS.fullmatch(number):
        return ""
    words = " ".join(part for part in (number, text) if part)
    if number and not NUMBER.fullmatch(number) and not text:
        return words
    if _PHASE.fullmatch(words) and (number or not _is_deed(text)):
        return words
    is_title = not number and len(words.split()) <= _SHORT_PHASE and not text[:1].islower()
    return words if is_title and not _is_deed(text) else ""


def _is_deed(text: str) -> bool:
    """Whether a sentence opens with a verb: menyusun, mengisi, entri."""
    return re.match(r"(?:me[a-z]{3,}|ber[a-z]{3,}|entri|input|upload|rapat)", text, re.IGNORECASE) is not None
