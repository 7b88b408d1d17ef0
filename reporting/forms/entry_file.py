"""Rows of a file against the rows of the page: every cell is read by the page's own form."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from kinerja.lib.files import FileRefused
from kinerja.lib.numbers import ReadingKind, format_number, read_number
from reporting.actions.entry import WORDS, Change
from reporting.forms.entry import CHOICES, LineForm, MoneyForm, posted_form, stored_form
from reporting.queries.entry import Line, Money, Sheet
from reporting.queries.entry_file import LINES, MONEYS
from reporting.readers.entry_workbook import Returned, ReturnedRow
from reporting.readers.typed_cells import TypedCell

RowForm = LineForm | MoneyForm
STATES = {"nihil": "Nihil", "not_measured": "Tidak diukur", "not_due": "Belum dirilis"}
HEADINGS = {column.name: column.heading for sheet in (LINES, MONEYS) for column in sheet.inputs}
_STATE_WORDS = {
    **{label.casefold(): code for code, label in STATES.items()},
    **{code.casefold(): code for code in STATES},
    **{label.casefold(): code for code, label in CHOICES[1:]},
    "": "value",
    "angka": "value",
}
NUMBERS = ("figure", "numerator", "denominator", "amount", "physical")
TEXTS = (*WORDS, "source_url", "published_on")
_UNUSED = {
    "figure": "Indikator ini memakai pembilang dan penyebut. Kosongkan kolom Realisasi.",
    "numerator": "Indikator ini tidak memakai pembilang. Kosongkan kolom itu.",
    "denominator": "Indikator ini tidak memakai penyebut. Kosongkan kolom itu.",
    "source_url": "Indikator ini bukan nilai rilis. Kosongkan tautan sumbernya.",
    "published_on": "Indikator ini bukan nilai rilis. Kosongkan tanggal rilisnya.",
}
BLANK = "kosong"


@dataclass(frozen=True)
class CellChange:
    """One cell of the difference: before, after, and what must be mended."""

    heading: str
    old: str
    new: str
    errors: Sequence[str] = ()
    is_question: bool = False

    @property
    def state(self) -> str:
        """ "good", "question" or "error"."""
        return "good" if not self.errors else "question" if self.is_question else "error"


@dataclass
class RowChange:
    """A row that the file would change, with its form as the page would have posted it."""

    row: Line | Money
    form: RowForm
    cells: list[CellChange]
    place: str
    is_stale: bool = False

    @property
    def subject(self) -> str:
        return self.row.indicator.name if isinstance(self.row, Line) else self.row.node.name

    @property
    def is_good(self) -> bool:
        return not self.form.errors

    @property
    def token(self) -> str:
        """The row with the edition that is shown: what is ticked is what was looked at."""
        return f"{self.row.key}:{self.row.row.edition}"

    @property
    def others(self) -> list[str]:
        """What is wrong with the row apart from the cells that change."""
        told = {error for cell in self.cells for error in cell.errors}
        found = (str(error) for errors in self.form.errors.values() for error in errors)
        return [error for error in found if error not in told]

    def change(self, edition: int) -> Change:
        """The order to save; `edition` is the version of the row that the person has seen."""
        made = self.form.change()
        return Change(made.row, made.columns, edition)


def require_same_rows(sheet: Sheet, returned: Returned) -> None:
    """Refuse a workbook whose keys were moved to other rows."""
    for key, row in sheet.by_key.items():
        back = returned.rows.get(key)
        name = row.indicator.name if isinstance(row, Line) else row.node.name
        if back and _one_line(back.name) != _one_line(name):
            raise FileRefused(
                f"{back.place}: kunci barisnya milik “{name}”, tetapi tertulis “{back.name}”. "
                "Unduh templat yang baru, lalu salin isian Anda."
            )


def differences(sheet: Sheet, returned: Returned) -> list[RowChange]:
    """What the file would change, in the order of the page."""
    require_same_rows(sheet, returned)
    found = []
    for row in sheet.open_rows:
        back = returned.rows.get(row.key)
        change = compare(row, back.cells, back.place) if back else None
        if back is None or change is None:
            continue
        edition, mark = returned.seal.rows[row.key]
        change.is_stale = edition != row.row.edition
        if change.is_stale and mark == _returned_mark(row, back):
            continue  # untouched in the file: the page is newer
        found.append(change)
    return found


def compare(row: Line | Money, cells: Mapping[str, TypedCell], place: str) -> RowChange | None:
    """One row with cells typed over it; None where they say what is there already."""
    stored = stored_form(row)
    stored.full_clean()
    form, faults = _typed_over(row, stored, cells)
    same = [name for name in form.fields if name not in faults and _is_same(stored, form, name)]
    kept = {form.add_prefix(name): stored.data.get(form.add_prefix(name), "") for name in same}
    form, _ = _typed_over(row, stored, cells, kept)
    names = sorted((name for name in form.fields if name not in same), key=_order)
    if not names and not faults:
        return None
    for name, sentence in faults.items():
        form.errors.pop(name, None)
        form.add_error(name if name in form.fields else None, sentence)
    return RowChange(row, form, [_cell_change(stored, form, name, cells) for name in names], place)


def _order(name: str) -> int:
    """Figures before words, as in the file."""
    places = (*NUMBERS, "code", "choice", *TEXTS)
    return places.index(name) if name in places else len(places)


def _typed_over(
    row: Line | Money, stored: RowForm, cells: Mapping[str, TypedCell], kept: Mapping[str, Any] | None = None
) -> tuple[RowForm, dict[str, str]]:
    """The form of the row with the cells in place of what is stored, and the faults of the cells."""
    texts, faults = _named(row, stored, cells)
    typed = {stored.add_prefix(name): text for name, text in texts.items()}
    form = posted_form(row, {**stored.data, **typed, **(kept or {})})
    form.full_clean()
    return form, faults


def _named(
    row: Line | Money, form: RowForm, cells: Mapping[str, TypedCell]
) -> tuple[dict[str, str], dict[str, str]]:
    """The cells under the names of the form's fields, and what is wrong before anything is read."""
    texts = {name: cell.text for name, cell in cells.items()}
    faults = {}
    for name, cell in cells.items():
        if sentence := cell.fault or ("" if name in TEXTS else cell.doubt):
            faults[name] = sentence
    if "choice" in texts:
        texts["choice"] = _STATE_WORDS.get(_one_line(texts["choice"]), texts["choice"])
    if isinstance(row, Line) and row.is_predicate:
        _name_predicate(row, texts, faults)
    for name in [name for name in texts if name not in form.fields]:
        if texts.pop(name):
            faults.setdefault(name, _UNUSED[name])
    return texts, faults


def _name_predicate(row: Line, texts: dict[str, str], faults: dict[str, str]) -> None:
    """A code of the scale and a state stand in two columns of the file, and in one choice of the page."""
    said, state = texts.pop("figure", ""), texts.pop("choice", "value")
    codes = {_one_line(code): code for code in row.indicator.scores}
    if said and state != "value":
        faults["code"] = f"Pilih “{STATES.get(state, state)}” atau isi predikat, tidak keduanya."
    if "figure" in faults:
        faults["code"] = faults.pop("figure")
    texts["code"] = codes.get(_one_line(said), said) or ("" if state == "value" else state)


def _is_same(stored: RowForm, form: RowForm, name: str) -> bool:
    """Whether a cell means what is stored, whatever its spelling."""
    before, after = (_meaning(one, name) for one in (stored, form))
    return before == after


def _meaning(form: RowForm, name: str) -> str:
    if name in WORDS:
        return _line_ends(str(form.data.get(form.add_prefix(name), "")))
    if name in form.cleaned_data:
        value = form.cleaned_data[name]
        return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value or "")
    return form.typed(name)


def fingerprint(form: RowForm) -> str:
    """What the cells of a row say, in a few signs; the same for the row as stored and untouched in a file."""
    names = [name for name in (*NUMBERS, "choice", "code", *TEXTS) if name in form.fields]
    said = json.dumps([_meaning(form, name) or "-" for name in names])
    return hashlib.sha256(said.encode()).hexdigest()[:12]


def _returned_mark(row: Line | Money, back: ReturnedRow) -> str:
    stored = stored_form(row)
    form, _ = _typed_over(row, stored, back.cells)
    return fingerprint(form)


def _cell_change(stored: RowForm, form: RowForm, name: str, cells: Mapping[str, TypedCell]) -> CellChange:
    source = cells.get("figure" if name == "code" else name, TypedCell())
    errors = [str(error) for error in form.errors.get(name, [])]
    asks = bool(source.doubt) or read_number(source.text, decimals=True).kind is ReadingKind.QUESTION
    heading = HEADINGS.get(name, str(form.fields[name].label or ""))
    return CellChange(heading, shown_cell(stored, name), shown_cell(form, name), errors, asks)


def shown_cell(form: RowForm, name: str) -> str:
    """A cell in words: figures as they were read, a state by its name, nothing as “kosong”."""
    value = form.cleaned_data.get(name)
    if isinstance(value, Decimal):
        return format_number(value, 6, trim=True)
    typed = str(form.data.get(form.add_prefix(name), "") or "").strip()
    if name in {"choice", "code"}:
        return STATES.get(typed, BLANK if typed in {"", "value"} else typed)
    return typed or BLANK


def _one_line(text: str) -> str:
    return " ".join(text.split()).casefold()


def _line_ends(text: str) -> str:
    """Words as a workbook keeps them: without carriage returns and signs that it cannot hold."""
    return ILLEGAL_CHARACTERS_RE.sub("", text.replace("\r\n", "\n")).strip()
