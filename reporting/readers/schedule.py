"""A retention schedule (JRA) from a small Excel or CSV file: classes, and each fault with its cell."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from reporting.models import Classification, Fate
from reporting.queries.classification import HEADINGS
from reporting.readers.sheets import Line, Unreadable, read_sheets

REQUIRED = ("code", "name", "active_years", "inactive_years", "fate")
LONGEST = {"code": 40, "name": 200}
MOST_YEARS = 100
PROPOSED = {"": "", **{label.casefold(): value for value, label in Classification.ProposedFor.choices}}
FATES = {label.casefold(): value for value, label in Fate.choices}


@dataclass(frozen=True)
class ClassRow:
    """One class as the file has it."""

    code: str
    name: str
    active_years: int
    inactive_years: int
    fate: str
    proposed_for: str = ""


@dataclass
class Schedule:
    """The good rows, and a sentence for each cell that cannot be taken."""

    rows: list[ClassRow] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def read_schedule(name: str, content: bytes) -> Schedule:
    """The first sheet; what cannot be read at all is a single fault."""
    found = Schedule()
    try:
        sheets = read_sheets(name, content)
    except Unreadable as unreadable:
        found.faults.append(str(unreadable))
        return found
    lines = sheets[0].lines if sheets else ()
    places = _places(lines[0]) if lines else {}
    missing = [HEADINGS[key] for key in REQUIRED if key not in places]
    if missing:
        found.faults.append(
            f"Kolom “{'”, “'.join(missing)}” tidak ada pada baris judul. Pakai berkas dari halaman ini."
        )
        return found
    seen: set[tuple[str, str]] = set()
    for line in lines[1:]:
        _take(line, places, found, seen)
    if not found.rows and not found.faults:
        found.faults.append("Berkas tidak memuat satu pun klasifikasi.")
    return found


def _places(head: Line) -> dict[str, int]:
    headings = {" ".join(cell.text.split()).casefold(): place for place, cell in enumerate(head.cells)}
    return {key: headings[word.casefold()] for key, word in HEADINGS.items() if word.casefold() in headings}


def _take(line: Line, places: Mapping[str, int], found: Schedule, seen: set[tuple[str, str]]) -> None:
    faults: list[str] = []

    def text(key: str) -> str:
        cell = line.at(places[key]) if key in places else None
        if cell is not None and cell.problem:
            faults.append(f"{line.address(places[key])}: {cell.problem}.")
        return " ".join(cell.text.split()) if cell else ""

    values = {key: text(key) for key in HEADINGS}
    faults += [f"{line.address(places[key])}: {words}" for key, words in _faults_of(values)]
    if (values["code"], values["name"]) in seen:
        faults.append(f"{line.address(places['code'])}: kode dan jenis arsip ini sudah ada di atas.")
    seen.add((values["code"], values["name"]))
    if faults:
        found.faults += faults
        return
    found.rows.append(
        ClassRow(
            values["code"], values["name"], int(values["active_years"]), int(values["inactive_years"]),
            FATES[values["fate"].casefold()], PROPOSED[values["proposed_for"].casefold()],
        )
    )  # fmt: skip


def _faults_of(values: Mapping[str, str]) -> list[tuple[str, str]]:
    found = []
    for key, longest in LONGEST.items():
        if not values[key]:
            found.append((key, f"kolom “{HEADINGS[key]}” belum diisi."))
        elif len(values[key]) > longest:
            found.append((key, f"paling panjang {longest} huruf."))
    found += [
        (key, f"“{values[key]}” bukan jumlah tahun 0 sampai {MOST_YEARS}.")
        for key in ("active_years", "inactive_years")
        if not values[key].isdecimal() or int(values[key]) > MOST_YEARS
    ]
    if values["fate"].casefold() not in FATES:
        known = ", ".join(str(label) for label in Fate.labels)
        found.append(("fate", f"“{values['fate']}” tidak dikenal. Pilih salah satu: {known}."))
    if values["proposed_for"].casefold() not in PROPOSED:
        known = ", ".join(str(label) for label in Classification.ProposedFor.labels)
        found.append(("proposed_for", f"“{values['proposed_for']}” tidak dikenal. Kosongkan, atau: {known}."))
    return found
