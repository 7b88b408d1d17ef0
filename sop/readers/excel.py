"""Excel: the template with its three sheets, or any sheet that holds a printed table."""

import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import CalamineWorkbook

from kinerja.lib.dates import long_date
from sop.readers.cells import clean, folded, items, key_of, one_line
from sop.readers.excel_template import (
    ACT_KEYS,
    CYCLES,
    FIELDS,
    IDENTITY,
    LANE_COLUMNS,
    LANES,
    ROLES,
    STEP_COLUMNS,
    STEPS,
    YES,
)
from sop.readers.identity import FIELDS as PRINTED
from sop.readers.identity import LISTS
from sop.readers.reading import Document, Reading, Row, Unreadable
from sop.readers.rows import read_rows
from sop.readers.stems import KIND_NAMES
from sop.readers.table import measured

MOST_ROWS, MOST_COLUMNS = 5000, 60

Sheet = list[list[str]]


def read_excel(content: bytes) -> list[Reading]:
    """The SOP of a filled template, or every SOP on the sheets of another workbook."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = {name: _sheet(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names}
    except Unreadable:
        raise
    except Exception as error:  # a stranger's file may break the parser in any way
        raise Unreadable("Berkas Excel ini tidak dapat dibuka. Simpan ulang lalu unggah kembali.") from error
    if {IDENTITY, LANES, STEPS} <= sheets.keys():
        return [_template(sheets)]
    return read_rows([row for sheet in sheets.values() for row in _rows(sheet)])


def _sheet(values: Sequence[Sequence[Any]]) -> Sheet:
    if len(values) > MOST_ROWS:
        raise Unreadable(f"Lembar Excel lebih dari {MOST_ROWS} baris.")
    return [[clean(_shown(value)) for value in line[:MOST_COLUMNS]] for line in values]


def _shown(value: Any) -> str:
    """A cell as the sheet shows it: 1, 0,5, 3 Januari 2024."""
    if isinstance(value, bool):
        return YES if value else ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value).replace(".", ",")
    if isinstance(value, date):
        return long_date(value.date() if isinstance(value, datetime) else value)
    if isinstance(value, time | timedelta):
        return str(value)
    return str(value)


def _rows(sheet: Sheet) -> Iterator[Row]:
    for line in sheet:
        cells = tuple(line) if any(line[1:]) else tuple(line[:1]) or ("",)
        yield Row(cells, "\t".join(one_line(cell) for cell in cells))
    yield Row(("",), "")


def _template(sheets: Mapping[str, Sheet]) -> Reading:
    document = _identity(sheets[IDENTITY])
    lanes = _lines(sheets[LANES], {column.heading: column.key for column in LANE_COLUMNS})
    document["actors"] = [actor for actor in _actors(lanes) if actor["label"]]
    keys = {folded(actor["label"]): actor["key"] for actor in document["actors"]}
    document["steps"], notes = _steps(sheets[STEPS], keys)
    if not document["steps"]:
        raise Unreadable(f"Lembar {STEPS} belum berisi langkah.")
    document["columns"] = {"number": "No", "activity": "Kegiatan"}
    source = (line for name in (IDENTITY, LANES, STEPS) for line in sheets[name])
    document["source_text"] = "\n".join("\t".join(one_line(cell) for cell in line) for line in source)
    return Reading(document, tuple(notes))


def _identity(sheet: Sheet) -> Document:
    names = {folded(label): name for name, label in FIELDS.items()}
    found: dict[str, list[str]] = {}
    for line in sheet[1:]:
        if name := names.get(folded(line[0]) if line else ""):
            found.setdefault(name, []).append(line[1] if len(line) > 1 else "")
    texts = {name: "\n".join(cells).strip("\n") for name, cells in found.items() if name not in LISTS}
    document: Document = {name: texts.get(name) for name in PRINTED if name != "title"}
    document |= {"heading": texts.get("heading", ""), "title": texts.get("title", "")}
    document |= {name: [item for cell in found.get(name, []) for item in items(cell)] for name in LISTS}
    optional = {name: texts[name] for name in ("slug", "agency", "totals", "footer") if texts.get(name)}
    if cycle := _named(CYCLES, texts.get("cycle", "")):
        optional["cycle"] = cycle
    if "slug" not in optional and (slug := key_of(document["title"])):
        document |= {"slug": slug, "inferred": ["slug"]}
    return document | optional


def _lines(sheet: Sheet, keys: Mapping[str, str]) -> list[dict[str, str]]:
    """Every row of a sheet as a mapping; a column without a known head goes by its own."""
    if not sheet:
        return []
    known = {folded(heading): key for heading, key in keys.items()}
    heads = [known.get(folded(head), head) for head in sheet[0]]
    return [
        {head: one_line(cell) for head, cell in zip(heads, line, strict=False) if head}
        for line in sheet[1:]
        if any(line)
    ]


def _actors(lines: Sequence[Mapping[str, str]]) -> list[dict[str, Any]]:
    actors: list[dict[str, Any]] = []
    for line in lines:
        stem = key_of(line.get("label", "")) or "pelaksana"
        taken = {actor["key"] for actor in actors}
        key = next(
            k for n in range(1, len(taken) + 2) if (k := stem if n == 1 else f"{stem}-{n}") not in taken
        )
        actor = {"key": key, "label": line.get("label", ""), "role": _named(ROLES, line.get("role", ""))}
        actors.append(actor | ({"is_outside": True} if line.get("is_outside") else {}))
    return actors


def _steps(sheet: Sheet, keys: Mapping[str, str]) -> tuple[list[dict[str, Any]], list[str]]:
    steps: list[dict[str, Any]] = []
    notes: list[str] = []
    for line in _lines(sheet, {column.heading: column.key for column in STEP_COLUMNS}):
        if line.get("text") or not steps:
            steps.append(_step(line))
        if line.get("actor") or line.get("kind"):
            _act(line, steps[-1], keys, notes)
    return [step for step in steps if step["text"]], notes


def _step(line: Mapping[str, str]) -> dict[str, Any]:
    step: dict[str, Any] = {"number": line.get("number", "")}
    step |= {name: line.get(name, "") for name in ("text", "requirements", "duration", "output", "remark")}
    if line.get("phase"):
        step["phase"] = line["phase"]
    if found := measured(step["duration"], None):
        step["measured"] = found
    for name in ("opens_day", "due_day"):
        if line.get(name, "").isdecimal() and 1 <= int(line[name]) <= 31:
            step[name] = int(line[name])
    if cycles := [c for part in line.get("cycles", "").split(",") if (c := _named(CYCLES, part))]:
        step["cycles"] = cycles
    own = {column.key for column in STEP_COLUMNS}
    if extra := {head: cell for head, cell in line.items() if cell and head not in own}:
        step["extra"] = extra
    return step | {"acts": []}


def _act(line: Mapping[str, str], step: dict[str, Any], keys: Mapping[str, str], notes: list[str]) -> None:
    """One act; where half of it is missing or unknown, a mark for the proposals and a note."""
    actor = keys.get(folded(line.get("actor", "")), "")
    kind = _named(KIND_NAMES, line.get("kind", ""))
    if line.get("actor") and not actor:
        notes.append(f"Langkah {step['number']}: pelaksana “{line['actor']}” tidak ada di lembar {LANES}.")
    if line.get("kind") and not kind:
        notes.append(f"Langkah {step['number']}: jenis tugas “{line['kind']}” tidak dikenal.")
    if actor and kind:
        branches = {name: line[name] for name in ACT_KEYS[2:] if line.get(name)}
        step["acts"].append({"actor": actor, "kind": kind, **branches})
    elif kind and not line.get("actor"):
        notes.append(f"Langkah {step['number']}: “{line['kind']}” belum ada pelaksananya.")
    elif actor:
        step.setdefault("marks", {})[actor] = line["actor"]


def _named(names: Mapping[str, str], words: str) -> str:
    """The name whose label, or which itself, stands in a cell."""
    wanted = folded(words)
    return next((name for name, label in names.items() if wanted in {name, folded(label)}), "")
