"""The identity sheet: labels and their values, in one column or two, side by side or below each other."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sop.readers.cells import folded, items
from sop.readers.reading import Row

_DAY = r"(?:tgl|tanggal)\.?\s*"
FIELDS = {
    "number": r"(?:nomor|no\.?|nmr)\s*(?:sop(?:[ -]?ap)?|dokumen)|nomor",
    "created_on": rf"{_DAY}(?:pembuatan|penyusunan|dibuat)",
    "revised_on": rf"(?:{_DAY}(?:/\s*no\.?\s*)?|no(?:mor|\.)?\s*)?revisi",
    "effective_on": rf"{_DAY}(?:pengesahan|efektif|berlaku|penetapan|ditetapkan|disahkan)(?:\s*/\s*\w+)?",
    "approved_by": r"(?:disahkan|ditetapkan|disetujui)\s*oleh",
    "title": r"(?:nama|judul)\s*(?:sop(?:[ -]?ap)?|prosedur)",
}
LISTS = {
    "legal_basis": r"dasar\s*hukum",
    "qualifications": r"kualifikasi(?:\s*pelaksana(?:\s*sop)?)?",
    "related": r"keterkaitan(?:\s*(?:dengan\s*)?(?:sop|prosedur)(?:\s*lain)?)?",
    "equipment": r"peralatan(?:\s*(?:/|dan|&)\s*\w+)?",
    "warnings": r"peringatan",
    "records": r"pencatatan(?:\s*(?:dan|&|/)\s*pendataan)?",
    "periodic": r"waktu\s*periodik|periode\s*pelaksanaan",
}
_PATTERNS = {
    name: re.compile(rf"\s*({pattern})\s*(?:[:\n]\s*(.*))?", re.IGNORECASE | re.DOTALL)
    for name, pattern in {**FIELDS, **LISTS}.items()
}
_CAPTION = re.compile(r"(?:flow ?chart|bagan alir|diagram alir|alur)\b.*")
_LONGEST_LABEL = 60


@dataclass(frozen=True)
class Label:
    """A label that stands in a cell, as printed, and what the same cell says behind it."""

    place: int
    name: str
    printed: str
    rest: str

    @property
    def is_list(self) -> bool:
        return self.name in LISTS


@dataclass
class Identity:
    """The sheet as it is read: None and a missing name are fields that the sheet does not have."""

    fields: dict[str, str | None] = field(default_factory=lambda: dict.fromkeys(FIELDS))
    lists: dict[str, list[str]] = field(default_factory=lambda: {name: [] for name in LISTS})
    labels: dict[str, str] = field(default_factory=dict)
    heading: list[str] = field(default_factory=list)
    others: list[dict[str, str]] = field(default_factory=list)
    caption: str = ""

    @property
    def is_found(self) -> bool:
        return bool({"number", "title"} & self.labels.keys())

    def document(self) -> dict[str, Any]:
        """The part of the document that the sheet fills."""
        part: dict[str, Any] = {"heading": "\n".join(self.heading).strip("\n")}
        part |= {name: value for name, value in self.fields.items() if name != "title"}
        part["title"] = self.fields["title"] or ""
        part |= self.lists
        extra = {"labels": self.labels, "others": self.others, "caption": self.caption}
        return part | {name: value for name, value in extra.items() if value}


def labels_of(row: Row) -> list[Label]:
    """The labels in a row."""
    found = []
    for place, cell in enumerate(row.cells):
        for name, pattern in _PATTERNS.items():
            match = pattern.fullmatch(cell)
            if match and len(match[1]) <= _LONGEST_LABEL:
                found.append(Label(place, name, match[1].strip(), (match[2] or "").strip()))
                break
    return found


def opens_sheet(row: Row) -> bool:
    """Whether a row names the number or the name of an SOP."""
    return any(label.name in {"number", "title"} for label in labels_of(row))


def read_identity(rows: Sequence[Row]) -> Identity:
    """What stands before the table: the heading, the sheet, and the caption right above the table."""
    found = _Sheet().read(rows)
    title = folded(found.fields["title"] or "")
    last = next((place for place in reversed(range(len(rows))) if not rows[place].is_blank), None)
    if last is None or len(rows[last].filled) != 1 or labels_of(rows[last]):
        return found
    words = folded(rows[last].text)
    if found.is_found and (words == title or _CAPTION.fullmatch(words)):
        found = _Sheet().read(rows[:last])
        found.caption = rows[last].text
    return found


class _Sheet:
    """Reads row by row and remembers what is open: lists by their column, or one field."""

    def __init__(self) -> None:
        self.identity = Identity()
        self.columns: dict[int, str] = {}
        self.open_field = ""
        self.after_blank = False

    def read(self, rows: Sequence[Row]) -> Identity:
        for row in rows:
            if row.is_blank:
                self._blank()
            elif labels := labels_of(row):
                self._labelled(row, labels)
            else:
                self._unlabelled(row)
            self.after_blank = row.is_blank
        return self.identity

    def _blank(self) -> None:
        if self.identity.heading and not self.identity.labels:
            self.identity.heading.append("")

    def _labelled(self, row: Row, labels: list[Label]) -> None:
        ends = [label.place for label in labels[1:]] + [len(row.cells)]
        if not labels[0].is_list:
            self.identity.heading += [cell for cell in row.cells[: labels[0].place] if cell]
        self.columns, self.open_field = {}, ""
        for label, end in zip(labels, ends, strict=True):
            beside = range(label.place + 1, end)
            if label.is_list:
                self._open_list(row, label, beside)
            else:
                self._set(label, row, beside)

    def _open_list(self, row: Row, label: Label, beside: range) -> None:
        self.identity.labels.setdefault(label.name, label.printed)
        self.columns[label.place] = label.name
        self.identity.lists[label.name] += items(label.rest)
        for place in beside:
            self._add(label.name, row, place)

    def _set(self, label: Label, row: Row, beside: range) -> None:
        cells = [row.cells[place].removeprefix(":").strip() for place in beside]
        value = " ".join(cell for cell in (label.rest, *cells) if cell)
        if label.name in self.identity.labels:
            if value != self.identity.fields[label.name]:
                self.identity.others.append({"label": label.printed, "value": value})
            return
        self.identity.fields[label.name] = value
        self.identity.labels[label.name] = label.printed
        self.open_field = label.name

    def _unlabelled(self, row: Row) -> None:
        """A line of an open list, more of an open value, or a line of the heading."""
        if self.columns:
            for place, cell in enumerate(row.cells):
                if cell:
                    self._add(self._owner(place), row, place)
        elif self.open_field == "approved_by" or (self.open_field == "title" and not self.after_blank):
            value = self.identity.fields[self.open_field] or ""
            self.identity.fields[self.open_field] = f"{value}\n{row.text}".strip()
        else:
            self.identity.heading.append(row.text)

    def _owner(self, place: int) -> str:
        """The list whose label stands above this column, or nearest to its left."""
        left = [column for column in self.columns if column <= place]
        return self.columns[max(left) if left else min(self.columns)]

    def _add(self, name: str, row: Row, place: int) -> None:
        if row.cells[place] != ":":
            self.identity.lists[name] += items(row.cells[place], is_list=place in row.lists)
