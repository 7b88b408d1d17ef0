"""Workbooks and CSV files as what somebody would have typed: texts, with a word about every doubtful cell."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import PurePath
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from kinerja.lib.dates import long_date
from kinerja.lib.files import MAX_BYTES, MEBIBYTE, FileKind, FileRefused, sniff

MAX_ROWS, MAX_COLUMNS = 5000, 100
MOST_BLANK = 2 * MAX_ROWS
FLOAT_PLACES = 6  # what a spreadsheet keeps beyond this is the noise of its floats
_DELIMITERS = ",;\t"


@dataclass(frozen=True)
class TypedCell:
    """A cell as if typed; `fault` always needs mending, `doubt` only where a figure is expected."""

    text: str = ""
    fault: str = ""
    doubt: str = ""
    is_number: bool = False

    @property
    def is_blank(self) -> bool:
        return not self.text and not self.fault


@dataclass(frozen=True)
class TypedRow:
    """One row under its number in the file."""

    number: int
    cells: tuple[TypedCell, ...]

    def at(self, place: int) -> TypedCell:
        """The cell in a column (0 is the first); a short row has blank ones at its end."""
        return self.cells[place] if place < len(self.cells) else TypedCell()

    def address(self, place: int) -> str:
        """ "G5"."""
        return f"{get_column_letter(place + 1)}{self.number}"


@dataclass(frozen=True)
class Grid:
    """One sheet, hidden ones too; the title is empty for a CSV file."""

    title: str
    rows: tuple[TypedRow, ...]


def read_grids(name: str, content: bytes) -> list[Grid]:
    """Every sheet of an .xlsx file, or the one of a .csv file; FileRefused says what is wrong."""
    if len(content) > MAX_BYTES:
        raise FileRefused(f"Berkas lebih besar dari {MAX_BYTES // MEBIBYTE} MB.")
    match PurePath(name).suffix.lower():
        case ".csv":
            return [Grid("", tuple(_csv_rows(content)))]
        case ".xlsx":
            return read_workbook(name, content)
    raise FileRefused("Unggah berkas Excel (.xlsx) atau CSV (.csv).")


def read_workbook(name: str, content: bytes) -> list[Grid]:
    """Every sheet of an .xlsx file with the results of its formulas."""
    if sniff(name, content) is not FileKind.XLSX:
        raise FileRefused("Unggah berkas Excel (.xlsx).")
    try:
        values = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        formulas = load_workbook(io.BytesIO(content), read_only=True)
        return [Grid(sheet.title, tuple(_rows(sheet, formulas[sheet.title]))) for sheet in values.worksheets]
    except FileRefused:
        raise
    except Exception as error:  # a damaged file fails in many ways, all with the same advice
        raise FileRefused(
            "Berkas Excel tidak dapat dibuka. Simpan ulang sebagai .xlsx, lalu unggah."
        ) from error


def _rows(values: Any, formulas: Any) -> Iterator[TypedRow]:
    pairs = zip(*(sheet.iter_rows(max_col=MAX_COLUMNS) for sheet in (values, formulas)), strict=False)
    for number, (shown, source) in enumerate(pairs, start=1):
        cells = tuple(_typed(value, formula) for value, formula in zip(shown, source, strict=False))
        if all(cell.is_blank for cell in cells):
            if number > MOST_BLANK:  # rows that only look like something
                return
            continue
        if number > MAX_ROWS:
            raise FileRefused(f"Lembar {values.title} lebih panjang dari {MAX_ROWS} baris.")
        yield TypedRow(number, cells)


def _typed(shown: Any, source: Any) -> TypedCell:
    """One cell; a figure in percent format is read in percent (0,85 shown as 85 % is 85)."""
    value = shown.value
    if value is None:
        if source.data_type != "f":
            return TypedCell()
        return TypedCell(
            "(rumus)", "Rumus di sel ini belum dihitung. Buka berkas di Excel, simpan, lalu unggah lagi."
        )
    if shown.data_type == "e":
        return TypedCell(str(value), f"Rumus di sel ini menghasilkan {value}. Perbaiki rumusnya.")
    if isinstance(value, bool):
        return TypedCell("Ya" if value else "Tidak")
    if isinstance(value, int | float):
        return _figure(Decimal(str(value)), is_percent="%" in (shown.number_format or ""))
    if isinstance(value, date | time | timedelta):
        return _moment(value)
    return TypedCell(str(value).replace("\r\n", "\n").replace("_x000D_", "").strip())


def _figure(exact: Decimal, *, is_percent: bool) -> TypedCell:
    """A number spelt so that it can be read in one way only: 1.234 as "1,2340", never as "1,234"."""
    if not exact.is_finite():
        return TypedCell(str(exact), "Rumus di sel ini tidak menghasilkan angka. Perbaiki rumusnya.")
    settled = round(exact * (100 if is_percent else 1), FLOAT_PLACES) if exact.adjusted() < 15 else exact
    text = f"{settled:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    whole, _, fraction = text.partition(".")
    if fraction:
        whole = f"{whole},{fraction}0" if len(fraction) == 3 else f"{whole},{fraction}"
    return TypedCell("0" if whole == "-0" else whole, is_number=True)


def _moment(value: date | time | timedelta) -> TypedCell:
    """A spreadsheet makes a day of "2-3" and a time of "1:20" without asking."""
    if isinstance(value, date):
        day = value.date() if isinstance(value, datetime) else value
        text, kind = long_date(day), "tanggal"
    else:
        text, kind = str(value), "jam"
    sentence = (
        f"Sel ini tersimpan sebagai {kind} ({text}), mungkin diubah oleh lembar kerja dari yang diketik. "
        "Ubah format sel menjadi Teks, ketik ulang angkanya, lalu unggah lagi."
    )
    return TypedCell(text, doubt=sentence)


def _csv_rows(content: bytes) -> Iterator[TypedRow]:
    text = _decoded(content)
    first = next((line for line in text.splitlines() if line.strip()), "")
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=max(_DELIMITERS, key=first.count), strict=True
    )
    number = 1
    try:
        for row in reader:
            if number > MAX_ROWS:
                raise FileRefused(f"Berkas lebih panjang dari {MAX_ROWS} baris.")
            if any(cell.strip() for cell in row):
                cells = (cell.replace("\r\n", "\n").strip() for cell in row[:MAX_COLUMNS])
                yield TypedRow(number, tuple(TypedCell(cell) for cell in cells))
            number = reader.line_num + 1
    except csv.Error as error:
        raise FileRefused(
            f"Baris {number} bukan baris CSV. Unduh lagi dari Google Sheets sebagai .csv atau .xlsx."
        ) from error


def _decoded(content: bytes) -> str:
    """The text in UTF-8, or in the code page of older Excel."""
    if not content.strip():
        raise FileRefused("Berkas kosong (0 byte). Pilih berkas yang berisi.")
    if b"\0" in content:
        raise FileRefused("Isi berkas bukan teks CSV. Simpan ulang sebagai CSV (UTF-8) atau .xlsx.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
