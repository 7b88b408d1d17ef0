"""A shared sheet checked cell by cell against the rows of a period: good, asked about, or left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from kinerja.lib.numbers import ReadingKind, read_number
from kinerja.lib.periods import Period
from organisation.models import Person
from reporting.actions.entry import WORDS
from reporting.forms.entry_file import NUMBERS, STATES, RowChange, compare
from reporting.queries.entry import Line, Money, Sheet
from reporting.queries.sheet_places import Places
from reporting.readers.shared_sheet import HOLDS_VALUES, Role, SheetRow, Table, normal
from reporting.readers.sheet_rows import Match, match_row
from reporting.readers.typed_cells import TypedCell

Cells = dict[str, TypedCell]
PARTS = ("numerator", "denominator")
_STATES = {normal(label): label for label in STATES.values()}
_MONEY = ("amount", "physical")


@dataclass(frozen=True)
class OpenRow:
    """A row of the sheet that is not taken, and why."""

    number: int
    name: str
    sentence: str
    officer: Person | None = None
    key: str = ""


@dataclass
class Checked:
    """What a shared sheet says: changes, rows left open, rows of others, and how many say the same."""

    changes: list[RowChange] = field(default_factory=list)
    questions: list[OpenRow] = field(default_factory=list)
    unmatched: list[OpenRow] = field(default_factory=list)
    others: list[OpenRow] = field(default_factory=list)
    same: int = 0

    @property
    def bad(self) -> int:
        return sum(1 for change in self.changes if not change.is_good)


@dataclass(frozen=True)
class _Said:
    """What one row of the sheet says about one row of the page."""

    row: SheetRow
    cells: Cells


def check_table(
    table: Table, places: Places, sheet: Sheet, known: Mapping[str, str], month: Period
) -> Checked:
    """Every row of the table that says something, sorted by what can be done with it."""
    checked = Checked()
    own = {_target(row): row for row in sheet.rows if month in _months(row)}
    mine = sheet.task.assignee
    said: dict[str, list[_Said]] = {}
    for row in table.rows:
        if all(row.cell(role).is_blank for role in HOLDS_VALUES):
            continue
        match = match_row(row, places, known)
        if match.question:
            checked.questions.append(OpenRow(row.number, _name(row), match.question))
        elif match.indicator is None and match.node is None:
            checked.unmatched.append(_unmatched(row))
        else:
            _sort(row, match, places, mine, own, said, checked)
    for key, rows in said.items():
        _look(own[key], rows, checked)
    order = {key: place for place, key in enumerate(own)}
    checked.changes.sort(key=lambda change: order[_target(change.row)])
    return checked


def _months(row: Line | Money) -> Sequence[Period]:
    """The months of which a row speaks: money may be entered once for the whole period."""
    return row.covers.months if isinstance(row, Money) else (row.month,)


def _target(row: Line | Money) -> str:
    return f"r{row.indicator.pk}" if isinstance(row, Line) else f"s{row.node.pk}"


def _name(row: SheetRow) -> str:
    return row.text(Role.NAME) or row.text(Role.CODE) or row.text(Role.NODE)


def _unmatched(row: SheetRow) -> OpenRow:
    sentence = "Tidak ada dalam rencana menurut kode maupun namanya."
    return OpenRow(row.number, _name(row), sentence, key=normal(row.text(Role.NAME)))


def _sort(
    row: SheetRow,
    match: Match,
    places: Places,
    mine: Person | None,
    own: Mapping[str, Line | Money],
    said: dict[str, list[_Said]],
    checked: Checked,
) -> None:
    """Give the cells of a row to the indicator and to the sub kegiatan that they speak of."""
    for key, node, cells in _parts(row, match):
        if not cells:
            continue
        target, officer = own.get(key), places.officer(node)
        if target is not None and target.is_open:
            said.setdefault(key, []).append(_Said(row, cells))
        elif target is None and mine is not None and officer != mine:
            sentence = f"Milik {officer}." if officer else "Tidak ada PPTK yang mengampunya."
            checked.others.append(OpenRow(row.number, _name(row), sentence, officer))
        else:
            sentence = "Baris ini tidak diisi pada periode ini."
            checked.questions.append(OpenRow(row.number, _name(row), sentence))


def _parts(row: SheetRow, match: Match) -> list[tuple[str, int, Cells]]:
    words = _cells(row, WORDS)
    parts = []
    if match.indicator:
        figures = _cells(row, ("figure", *PARTS, "choice"))
        parts.append((f"r{match.indicator.pk}", match.indicator.node_id, {**figures, **words}))
        words = {}
    if match.node:
        parts.append((f"s{match.node.pk}", match.node.pk, {**_cells(row, _MONEY), **words}))
    return parts


def _cells(row: SheetRow, names: Sequence[str]) -> Cells:
    """The cells that say something: in a shared sheet a blank one leaves things as they are."""
    return {name: cell for name in names if not (cell := row.cell(Role(name))).is_blank}


def _look(target: Line | Money, rows: list[_Said], checked: Checked) -> None:
    first = rows[0]
    if any(_texts(other.cells) != _texts(first.cells) for other in rows):
        numbers = ", ".join(str(said.row.number) for said in rows)
        for said in rows:
            sentence = f"Ada beberapa baris untuk isian yang sama dengan isi berbeda (baris {numbers})."
            checked.questions.append(OpenRow(said.row.number, _name(said.row), sentence))
        return
    cells = _prepared(target, first.cells)
    change = compare(target, cells, f"baris {first.row.number}")
    if change is None:
        checked.same += 1
    else:
        checked.changes.append(change)


def _texts(cells: Cells) -> dict[str, str]:
    return {name: cell.text for name, cell in cells.items()}


def _prepared(target: Line | Money, cells: Cells) -> Cells:
    """The cells as the page asks for them; nothing is turned into a figure here."""
    cells = {name: _doubted(cell) if name in NUMBERS else cell for name, cell in cells.items()}
    if isinstance(target, Money):
        return cells
    if state := _STATES.get(normal(cells.get("figure", TypedCell()).text)):
        others = {name: cell for name, cell in cells.items() if name in WORDS}
        blank = dict.fromkeys(PARTS if target.is_ratio else ("figure",), TypedCell())
        return {**others, **blank, "choice": TypedCell(state)}
    if not target.is_ratio:
        cells = {name: cell for name, cell in cells.items() if name not in PARTS}
    elif all(name in cells for name in PARTS):
        cells.pop("figure", None)
    elif "figure" in cells:
        sentence = (
            f"“{cells['figure'].text}” adalah hasil bagi. Indikator ini memerlukan pembilang dan penyebutnya."
        )
        cells["figure"] = replace(cells["figure"], fault=sentence)
    if any(name in cells for name in ("figure", *PARTS)):
        cells.setdefault("choice", TypedCell())
    return cells


def _doubted(cell: TypedCell) -> TypedCell:
    """A dash says that there is no figure, not why: that is asked."""
    if cell.text and read_number(cell.text, decimals=True).kind is ReadingKind.BLANK:
        sentence = (
            f"“{cell.text}” tidak memuat angka. Tulis 0, Nihil, atau Tidak diukur; "
            "kosongkan bila memang belum ada."
        )
        return replace(cell, doubt=cell.doubt or sentence)
    return cell
