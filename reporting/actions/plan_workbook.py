"""Reading a plan's workbook cell by cell: whatever cannot be taken is told with its sheet and cell."""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from kinerja.lib.dates import parse_date
from kinerja.lib.files import FileKind, FileRefused, sniff
from kinerja.lib.numbers import Reading, ReadingKind, read_number
from kinerja.lib.periods import MONTH_NAMES
from reporting.queries.figures import KEPT_DIGITS, is_kept
from reporting.renderers.plan_template import SHEETS, SheetForm

MAX_ROWS = 5000
MAX_COLUMNS = 60
MAX_FAULTS = 500
_ODD_SIGNS = str.maketrans({"−": "-", "÷": "/", "×": "x", "–": "-"})


@dataclass(frozen=True)
class Fault:
    """Why a cell is not taken, and what to do."""

    sheet: str
    cell: str
    sentence: str

    @property
    def place(self) -> str:
        return f"{self.sheet}!{self.cell}" if self.cell else self.sheet


@dataclass(frozen=True)
class RawCell:
    """A cell as the file has it."""

    value: Any
    is_percent: bool = False
    is_unread_formula: bool = False


@dataclass
class RowReader:
    """One row; each reading adds its fault, and `is_good` says whether there was none."""

    form: SheetForm
    number: int
    letters: Mapping[str, str]
    cells: Mapping[str, RawCell]
    faults: list[Fault] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return not self.faults

    def fail(self, key: str, sentence: str) -> None:
        self.faults.append(Fault(self.form.title, f"{self.letters.get(key, 'A')}{self.number}", sentence))

    def _value(self, key: str) -> Any:
        cell = self.cells.get(key, RawCell(None))
        if cell.is_unread_formula:
            self.fail(key, "Rumus di sel ini belum dihitung. Buka berkas di Excel, simpan, lalu unggah lagi.")
            return None
        if isinstance(cell.value, str) and re.fullmatch(r"#[A-Z/0!?]+[!?A]?", cell.value.strip()):
            self.fail(key, f"Rumus di sel ini menghasilkan {cell.value.strip()}. Perbaiki rumusnya.")
            return None
        return cell.value

    def _missing(self, key: str) -> None:
        heading = next(column.heading for column in self.form.columns if column.key == key)
        if self.is_good:
            self.fail(key, f"Kolom “{heading}” belum diisi.")

    def text(self, key: str, *, is_required: bool = True, longest: int = 2000) -> str:
        value = self._value(key)
        text = (
            "" if value is None else " ".join(str(value).split()) if not _is_number(value) else _figure(value)
        )
        if not text and is_required:
            self._missing(key)
        if len(text) > longest:
            self.fail(key, f"Teks terlalu panjang, paling banyak {longest} huruf.")
        return text

    def code(self, key: str, *, is_required: bool = True, longest: int = 40) -> str:
        """Codes are text: a number may already have lost its zeros or digits."""
        value = self._value(key)
        if isinstance(value, bool | date) or (
            _is_number(value) and (value != int(value) or abs(value) >= 10**15)
        ):
            self.fail(
                key, f"Kode terbaca sebagai {value}. Ubah format sel menjadi Teks, lalu ketik ulang kodenya."
            )
            return ""
        return self.text(key, is_required=is_required, longest=longest)

    def number_of(
        self, key: str, *, decimals: bool = True, places: int = 6, is_required: bool = False
    ) -> Decimal | None:
        value = self._value(key)
        if value is None or (isinstance(value, str) and not value.strip()):
            if is_required:
                self._missing(key)
            return None
        if isinstance(value, bool | date):
            self.fail(key, f"“{value}” bukan angka. Tulis misalnya 34,49 atau 1.234.567.")
            return None
        if _is_number(value):
            found = Decimal(repr(value)) * (100 if self.cells[key].is_percent else 1)
            return self._fitting(key, found, places)
        reading: Reading = read_number(str(value), decimals=decimals)
        if reading.kind is ReadingKind.BLANK or reading.value is None:
            if not reading.is_good:
                self.fail(key, reading.sentence)
            return None
        return self._fitting(key, reading.value, places)

    def _fitting(self, key: str, value: Decimal, places: int) -> Decimal | None:
        if not value.is_finite() or not is_kept(round(value, places)):
            self.fail(key, f"Angka terlalu panjang, paling banyak {KEPT_DIGITS} angka.")
            return None
        return round(value, places)

    def choice(self, key: str, options: Mapping[str, str], *, default: str | None = None) -> str:
        """A choice by its label or code; spelling of signs and capitals does not matter."""
        text = self.text(key, is_required=default is None)
        if not text:
            return default or ""
        wanted = _plain(text)
        for code, label in options.items():
            if wanted in {_plain(code), _plain(label)}:
                return code
        self.fail(key, f"“{text}” tidak dikenal. Pilih salah satu: {', '.join(options.values())}.")
        return default or ""

    def day(self, key: str) -> date | None:
        value = self._value(key)
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        try:
            return parse_date(str(value))
        except ValueError as problem:
            self.fail(key, str(problem))
            return None

    def months(self, key: str) -> list[int]:
        value = self._value(key)
        if _is_number(value) and value != int(value):
            self.fail(
                key,
                "Sel ini terbaca sebagai angka. Ubah formatnya menjadi Teks, lalu tulis misalnya 3, 6, 9.",
            )
            return []
        found = []
        for part in re.split(r"[,;\s]+", self.text(key, is_required=False)):
            number = _month(part) if part else None
            if part and number is None:
                self.fail(
                    key, f"“{part}” bukan bulan. Tulis nomor bulan 1–12 dipisah koma, misalnya 3, 6, 9, 12."
                )
                return []
            if number:
                found.append(number)
        return sorted(set(found))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _figure(value: float) -> str:
    return str(int(value)) if value == int(value) else str(value).replace(".", ",")


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text.translate(_ODD_SIGNS)).casefold()


def _month(text: str) -> int | None:
    if text.isdecimal():
        return int(text) if 1 <= int(text) <= 12 else None
    names = [name.casefold() for name in MONTH_NAMES]
    return next((n for n, name in enumerate(names, start=1) if text.casefold() in {name, name[:3]}), None)


# --- the workbook ---


def read_workbook(name: str, content: bytes) -> tuple[dict[str, list[RowReader]], list[Fault]]:
    """The rows of every sheet by title; faults of the file as a whole leave the rows empty."""
    try:
        kind = sniff(name, content)
    except FileRefused as refused:
        return {}, [Fault("Berkas", "", str(refused))]
    if kind is not FileKind.XLSX:
        return {}, [Fault("Berkas", "", "Rencana diimpor dari berkas Excel (.xlsx) menurut templat.")]
    try:
        values = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        formulas = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
    except Exception:  # noqa: BLE001 - a damaged file fails in many ways, all with the same advice
        return {}, [
            Fault("Berkas", "", "Berkas Excel tidak dapat dibuka. Simpan ulang sebagai .xlsx, lalu unggah.")
        ]
    titles = {title.strip().casefold(): title for title in values.sheetnames}
    absent = [form for form in SHEETS if form.title.casefold() not in titles]
    missing = [form.title for form in absent if not form.is_optional]
    if missing:
        expected, present = ", ".join(form.title for form in SHEETS), ", ".join(values.sheetnames)
        sentence = (
            f"Lembar {', '.join(missing)} tidak ada. Lembar yang diharapkan: {expected}; yang ada: {present}."
            " Pakai templat dari halaman ini."
        )
        return {}, [Fault("Berkas", "", sentence)]
    rows: dict[str, list[RowReader]] = {}
    faults: list[Fault] = []
    for form in SHEETS:
        if form in absent:
            rows[form.title] = []
            continue
        title = titles[form.title.casefold()]
        rows[form.title], found = _read_sheet(form, values[title], formulas[title])
        faults += found
    return ({} if faults else rows), faults


def _read_sheet(form: SheetForm, values: Any, formulas: Any) -> tuple[list[RowReader], list[Fault]]:
    reader = zip(_rows(values), _rows(formulas), strict=False)
    head = next(reader, None)
    headings = [_heading(cell.value) for cell in head[0]] if head else []
    places = {
        column.key: headings.index(_heading(column.heading))
        for column in form.columns
        if _heading(column.heading) in headings
    }
    missing = [column.heading for column in form.columns if column.key not in places and column.is_required]
    if missing:
        sentence = (
            f"Kolom {', '.join(f'“{heading}”' for heading in missing)} tidak ada pada baris pertama. "
            f"Kolom yang diharapkan: {', '.join(form.headings)}."
        )
        return [], [Fault(form.title, "", sentence)]
    letters = {key: get_column_letter(place + 1) for key, place in places.items()}
    rows = []
    for number, (shown, source) in enumerate(reader, start=2):
        if number > MAX_ROWS:
            return [], [Fault(form.title, f"A{number}", f"Lembar lebih panjang dari {MAX_ROWS} baris.")]
        cells = {key: _cell(shown, source, place) for key, place in places.items()}
        if any(cell.is_unread_formula or _is_filled(cell.value) for cell in cells.values()):
            rows.append(RowReader(form, number, letters, cells))
    return rows, []


def _rows(sheet: Any) -> Iterator[Any]:
    rows: Iterator[Any] = sheet.iter_rows(max_col=MAX_COLUMNS, max_row=MAX_ROWS + 1)
    return rows


def _heading(value: object) -> str:
    return " ".join(str(value or "").split()).casefold()


def _is_filled(value: object) -> bool:
    return value is not None and bool(str(value).strip())


def _cell(shown: Any, source: Any, place: int) -> RawCell:
    if place >= len(shown):
        return RawCell(None)
    cell = shown[place]
    formula = place < len(source) and source[place].data_type == "f"
    is_percent = "%" in (getattr(cell, "number_format", None) or "")
    return RawCell(cell.value, is_percent, is_unread_formula=formula and cell.value is None)
