"""CSV and Excel files as plain sheets of cells; whatever cannot be read is told in a sentence."""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePath
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from kinerja.lib.files import MAX_BYTES, MEBIBYTE, FileRefused, sniff

MAX_ROWS, MAX_COLUMNS = 5000, 100
FLOAT_PLACES = 6  # what Excel keeps beyond this is the noise of its floats
COMMENT = "#"
_DELIMITERS = ",;\t"
_PLACES = re.compile(r"[0#](?:\.(0+))?%?(?:[^0#.]|$)")


class Unreadable(ValueError):
    """The file or sheet cannot be read; the text is a sentence for the person who gave it."""


@dataclass(frozen=True)
class Cell:
    """A cell as it stands: its text, and for a number of Excel its value and the decimals that it shows."""

    text: str = ""
    value: Decimal | None = None
    places: int | None = None
    problem: str = ""


@dataclass(frozen=True)
class Line:
    """One row of a sheet under its number in the file."""

    number: int
    cells: tuple[Cell, ...]

    def at(self, place: int) -> Cell:
        """The cell in a column (0 is the first); a short row has empty ones at its end."""
        return self.cells[place] if place < len(self.cells) else Cell()

    def address(self, place: int) -> str:
        """ "G5"."""
        return f"{get_column_letter(place + 1)}{self.number}"


@dataclass(frozen=True)
class Sheet:
    """The rows that hold anything; the title is empty for a CSV file."""

    title: str
    lines: tuple[Line, ...]


def read_sheets(name: str, content: bytes) -> list[Sheet]:
    """Every sheet of an .xlsx file, or the one of a .csv file; Unreadable says what is wrong."""
    if len(content) > MAX_BYTES:
        raise Unreadable(f"Berkas lebih besar dari {MAX_BYTES // MEBIBYTE} MB.")
    match PurePath(name).suffix.lower():
        case ".xlsx":
            return _workbook(name, content)
        case ".csv" | ".tsv" | ".txt":
            return [Sheet("", tuple(_csv_lines(content)))]
    raise Unreadable("Berkas harus .xlsx atau .csv.")


def _csv_lines(content: bytes) -> Iterator[Line]:
    """Rows with the number of the line on which they begin; lines that start with # are comments."""
    text = _decoded(content)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    number = 1
    try:
        for row in reader:
            if number > MAX_ROWS:
                raise Unreadable(f"Berkas lebih panjang dari {MAX_ROWS} baris.")
            if any(row) and not row[0].lstrip().startswith(COMMENT):
                yield Line(number, tuple(Cell(text.strip()) for text in row[:MAX_COLUMNS]))
            number = reader.line_num + 1
    except csv.Error as error:
        raise Unreadable(
            f"Baris {number} bukan baris CSV: tanda kutip dibuka tetapi tidak ditutup."
        ) from error


def _decoded(content: bytes) -> str:
    """The text in UTF-8, or in the code page of older Excel."""
    if b"\0" in content:
        raise Unreadable("Isi berkas bukan teks CSV. Simpan ulang sebagai CSV (UTF-8) atau .xlsx.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    """What parts the cells of the first row that is no comment."""
    first = next((line for line in text.splitlines() if line.strip() and not line.startswith(COMMENT)), "")
    return max(_DELIMITERS, key=first.count)


def _workbook(name: str, content: bytes) -> list[Sheet]:
    """The sheets of a workbook with values, and a problem where a formula was never calculated."""
    try:
        sniff(name, content)
        values = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        formulas = load_workbook(io.BytesIO(content), read_only=True)
        return [
            Sheet(sheet.title, tuple(_excel_lines(sheet, formulas[sheet.title])))
            for sheet in values.worksheets
        ]
    except (FileRefused, Unreadable) as refused:
        raise Unreadable(str(refused)) from refused
    except Exception as error:  # a damaged file fails in many ways, all with the same advice
        raise Unreadable("Berkas Excel tidak dapat dibuka. Simpan ulang sebagai .xlsx.") from error


def _excel_lines(values: Any, formulas: Any) -> Iterator[Line]:
    """The rows of a sheet that hold anything and do not begin with #."""
    pairs = zip(*(sheet.iter_rows(max_col=MAX_COLUMNS) for sheet in (values, formulas)), strict=False)
    for number, (shown, source) in enumerate(pairs, start=1):
        if number > MAX_ROWS:
            raise Unreadable(f"Lembar {values.title} lebih panjang dari {MAX_ROWS} baris.")
        cells = tuple(_excel_cell(value, formula) for value, formula in zip(shown, source, strict=False))
        if any(cell.text or cell.problem for cell in cells) and not cells[0].text.startswith(COMMENT):
            yield Line(number, cells)


def _excel_cell(shown: Any, source: Any) -> Cell:
    """One cell; a cell in percent format is read in percent (0,85 shown as 85 % is 85)."""
    value = shown.value
    if value is None:
        uncalculated = source.data_type == "f"
        return Cell(problem="rumus di sel ini belum dihitung; buka di Excel lalu simpan" * uncalculated)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return Cell(" ".join(str(value).split()))
    layout = shown.number_format or ""
    exact = Decimal(repr(value)) * (100 if "%" in layout else 1)
    figure = round(exact, FLOAT_PLACES).normalize() if exact.is_finite() else exact
    match = _PLACES.search(layout)
    return Cell(f"{figure:f}", figure, len(match[1] or "") if match else None)
