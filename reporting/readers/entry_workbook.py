"""A personal workbook that came back: its seal, and its rows by key wherever they stand by now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from kinerja.lib.files import FileRefused
from reporting.queries.entry_file import (
    FILE_SHEETS,
    KEY,
    LINES,
    SEAL_MARK,
    SEAL_SHEET,
    WORD_COLUMNS,
    FileSheet,
    Seal,
    opened_seal,
)
from reporting.readers.typed_cells import Grid, TypedCell, TypedRow, read_workbook

MOST_LINES_ABOVE = 20


@dataclass(frozen=True)
class ReturnedRow:
    """A row of the file with its key: what is printed in it and what was entered."""

    key: str
    place: str
    name: str
    cells: Mapping[str, TypedCell]


@dataclass(frozen=True)
class Returned:
    """Everything that a returned workbook says; `strays` are filled rows without a key."""

    seal: Seal
    rows: Mapping[str, ReturnedRow]
    strays: Sequence[str]


def read_returned(name: str, content: bytes) -> Returned:
    """The rows of a personal workbook; FileRefused says why a file is not taken at all."""
    grids = read_workbook(name, content)
    seal = _seal(grids)
    rows: dict[str, ReturnedRow] = {}
    strays: list[str] = []
    for sheet in FILE_SHEETS:
        if any(key.startswith("r" if sheet is LINES else "s") for key in seal.rows):
            grid, head, places = _found(sheet, grids)
            for row in grid.rows:
                if row.number > head:
                    _take(row, grid.title, sheet, places, seal, rows, strays)
    return Returned(seal, rows, strays)


def _seal(grids: Sequence[Grid]) -> Seal:
    for grid in grids:
        lines = [row.at(0).text for row in grid.rows]
        if grid.title.casefold() == SEAL_SHEET.casefold() and lines[:1] == [SEAL_MARK]:
            return opened_seal("".join(lines[1:]))
    raise FileRefused(
        "Berkas ini bukan templat isian dari halaman ini. Unduh templatnya dengan “Unduh Excel”, "
        "isi, lalu unggah lagi."
    )


def _found(sheet: FileSheet, grids: Sequence[Grid]) -> tuple[Grid, int, dict[str, int]]:
    """The grid of a sheet, the number of its heading row, and where its columns stand."""
    wanted = {column.name for column in (KEY, *sheet.inputs)}
    best: tuple[int, Grid | None, int, dict[str, int]] = (0, None, 0, {})
    names = {_plain(column.heading): column.name for column in sheet.columns}
    for grid in grids:
        for row in grid.rows[:MOST_LINES_ABOVE]:
            heads = [_plain(cell.text) for cell in row.cells]
            places = {names[head]: place for place, head in enumerate(heads) if head in names}
            if len(places) > best[0]:
                best = (len(places), grid, row.number, places)
    _, table, head_row, places = best
    missing = wanted - places.keys()
    own = wanted - {column.name for column in (KEY, *WORD_COLUMNS)}
    if table is None or own <= missing:
        raise FileRefused(f"Lembar “{sheet.title}” tidak ada dalam berkas. Unduh templat yang baru.")
    if missing:
        heads = [f"“{column.heading}”" for column in (KEY, *sheet.inputs) if column.name not in places]
        raise FileRefused(
            f"Kolom {', '.join(heads)} pada lembar “{sheet.title}” tidak ada. Unduh templat yang baru."
        )
    return table, head_row, places


def _take(
    row: TypedRow,
    title: str,
    sheet: FileSheet,
    places: Mapping[str, int],
    seal: Seal,
    rows: dict[str, ReturnedRow],
    strays: list[str],
) -> None:
    key = row.at(places[KEY.name]).text
    cells = {column.name: row.at(places[column.name]) for column in sheet.inputs}
    where = f"{title} baris {row.number}"
    if not key:
        if any(not cell.is_blank for cell in cells.values()):
            strays.append(where)
        return
    if key not in seal.rows:
        raise FileRefused(f"{where}: kunci baris diubah. Unduh templat yang baru, lalu salin isian Anda.")
    if key in rows:
        raise FileRefused(f"{where}: baris ini sama dengan {rows[key].place}. Hapus salah satunya.")
    name = row.at(places["name"]).text if "name" in places else ""
    rows[key] = ReturnedRow(key, where, name, cells)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
