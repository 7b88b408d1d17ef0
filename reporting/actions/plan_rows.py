"""The rows of a plan's workbook as values, each checked by itself and against the lines that it hangs on."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from kinerja.lib.numbers import read_number
from organisation.models import Person
from reporting.actions.plan_spending import SpendingRow, read_spending
from reporting.actions.plan_workbook import Fault, RowReader, read_workbook
from reporting.measures import Direction, LowerForm, Rollup, TargetStyle
from reporting.queries.plan_lines import LEVELS, RANK
from reporting.renderers.plan_template import BUDGETS, INDICATORS, NODES, OFFICERS, SPENDING, TARGETS

MONTHS = range(1, 13)


@dataclass
class NodeRow:
    code: str
    level: str
    name: str
    parent: str
    order: int


@dataclass
class IndicatorRow:
    node: str
    code: str
    columns: dict[str, Any]
    order: int


@dataclass
class TargetRow:
    node: str
    indicator: str
    monthly: dict[int, Decimal]


@dataclass
class BudgetRow:
    node: str
    from_on: date
    amount: Decimal
    label: str


@dataclass
class OfficerRow:
    node: str
    officer: Person
    from_on: date
    to_on: date | None


@dataclass(frozen=True)
class Known:
    """What the plan in the database has already: levels by node code, and indicators by place."""

    levels: Mapping[str, str] = field(default_factory=dict)
    indicators: Mapping[tuple[str, str], dict[str, Any]] = field(default_factory=dict)


@dataclass
class PlanFile:
    """The good rows of a workbook, and the faults of the others."""

    nodes: list[NodeRow] = field(default_factory=list)
    indicators: list[IndicatorRow] = field(default_factory=list)
    targets: list[TargetRow] = field(default_factory=list)
    budgets: list[BudgetRow] = field(default_factory=list)
    officers: list[OfficerRow] = field(default_factory=list)
    spending: list[SpendingRow] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def counts(self) -> dict[str, int]:
        return {
            NODES.title: len(self.nodes),
            INDICATORS.title: len(self.indicators),
            TARGETS.title: len(self.targets),
            BUDGETS.title: len(self.budgets),
            OFFICERS.title: len(self.officers),
            SPENDING.title: len(self.spending),
        }


def read_plan(name: str, content: bytes, *, known: Known, people: Iterable[Person], first: date) -> PlanFile:
    """Read a workbook; `first` is the day from which pagu and PPTK hold where the file names none."""
    sheets, faults = read_workbook(name, content)
    found = PlanFile(faults=faults)
    if not sheets:
        return found
    levels = dict(known.levels)
    _read_nodes(sheets[NODES.title], found, levels)
    indicators = dict(known.indicators)
    _read_indicators(sheets[INDICATORS.title], found, levels, indicators)
    _read_targets(sheets[TARGETS.title], found, indicators)
    _read_budgets(sheets[BUDGETS.title], found, levels, first)
    _read_officers(sheets[OFFICERS.title], found, levels, first, _by_name(people))
    found.spending = read_spending(sheets[SPENDING.title], levels)
    for rows in sheets.values():
        for row in rows:
            found.faults += row.faults
    return found


def _by_name(people: Iterable[Person]) -> dict[str, Person]:
    found: dict[str, Person] = {}
    for person in people:
        found[person.username.casefold()] = person
        if person.nip:
            found[person.nip] = person
    return found


def _once(row: RowReader, key: str, place: object, seen: dict[object, int], what: str) -> None:
    if place in seen:
        row.fail(key, f"{what} sudah ada pada baris {seen[place]}. Hapus salah satunya.")
    elif row.is_good:
        seen[place] = row.number


# --- the tree ---


def _read_nodes(rows: list[RowReader], found: PlanFile, levels: dict[str, str]) -> None:
    """Levels first, so that a parent may stand below its child; then parents, until nothing changes."""
    seen: dict[object, int] = {}
    read: list[tuple[RowReader, NodeRow]] = []
    for order, row in enumerate(rows, start=1):
        node = NodeRow(
            code=row.code("code"),
            level=row.choice("level", LEVELS),
            name=row.text("name"),
            parent=row.code("parent", is_required=False),
            order=order,
        )
        _once(row, "code", node.code, seen, f"Kode {node.code}")
        read.append((row, node))
    stated = {node.code: node.level for row, node in read if row.is_good}
    for row, node in read:
        if row.is_good:
            _check_parent(row, node, {**levels, **stated}, {node.code for _, node in read})
    _drop_orphans(read, set(levels))
    found.nodes = [node for row, node in read if row.is_good]
    levels |= {node.code: node.level for node in found.nodes}


def _check_parent(row: RowReader, node: NodeRow, levels: Mapping[str, str], written: set[str]) -> None:
    if not node.parent:
        return
    if node.parent not in levels:
        where = "ada pada baris yang bermasalah" if node.parent in written else "tidak ada pada kolom Kode"
        row.fail("parent", f"Kode induk {node.parent} {where}. Perbaiki baris induknya atau kode ini.")
    elif RANK[levels[node.parent]] >= RANK[node.level]:
        above, own = LEVELS[levels[node.parent]], LEVELS[node.level]
        row.fail("parent", f"{own} tidak dapat berada di bawah {above} {node.parent}. Periksa tingkatnya.")


def _drop_orphans(read: list[tuple[RowReader, NodeRow]], known: set[str]) -> None:
    """A row whose parent fell out falls out as well, however deep."""
    while True:
        good = known | {node.code for row, node in read if row.is_good}
        orphans = [
            (row, node) for row, node in read if row.is_good and node.parent and node.parent not in good
        ]
        if not orphans:
            return
        for row, node in orphans:
            row.fail("parent", f"Baris induk {node.parent} bermasalah, jadi baris ini belum dapat diambil.")


def _hangs_on(row: RowReader, node: str, levels: Mapping[str, str]) -> None:
    if row.is_good and node not in levels:
        row.fail("node", f"Kode baris {node} tidak ada atau bermasalah pada lembar {NODES.title}.")


# --- indicators ---


def _read_indicators(
    rows: list[RowReader],
    found: PlanFile,
    levels: Mapping[str, str],
    indicators: dict[tuple[str, str], dict[str, Any]],
) -> None:
    seen: dict[object, int] = {}
    for order, row in enumerate(rows, start=1):
        node, code = row.code("node"), row.code("code")
        columns = _indicator_columns(row)
        _check_measure(row, columns)
        _hangs_on(row, node, levels)
        _once(row, "code", (node, code), seen, f"Indikator {code} pada {node}")
        if row.is_good:
            found.indicators.append(IndicatorRow(node, code, columns, order))
            indicators[node, code] = columns


def _indicator_columns(row: RowReader) -> dict[str, Any]:
    scale = _scale(row)
    scores = {code: Decimal(score) for code, score in scale}
    return {
        "name": row.text("name"),
        "unit": row.text("unit", longest=60),
        "direction": row.choice("direction", {d.value: d.label for d in Direction}),
        "lower_form": row.choice(
            "lower_form", {f.value: f.label for f in LowerForm}, default=LowerForm.MIRROR.value
        ),
        "rollup": row.choice("rollup", {r.value: r.label for r in Rollup}),
        "target_style": row.choice(
            "target_style", {s.value: s.label for s in TargetStyle}, default=TargetStyle.CUMULATIVE.value
        ),
        "decimals": row.choice("decimals", {"yes": "Ya", "no": "Tidak"}, default="yes") == "yes",
        "annual_target": _target(row, "annual_target", scores),
        "range_low": row.number_of("range_low"),
        "range_high": row.number_of("range_high"),
        "scale": scale,
        "measured_months": row.months("measured_months"),
        "cap": row.number_of("cap", places=2),
        "numerator_label": row.text("numerator_label", is_required=False, longest=200),
        "denominator_label": row.text("denominator_label", is_required=False, longest=200),
        "weight": row.number_of("weight", places=4),
        **_action_plan(row),
    }


def _action_plan(row: RowReader) -> dict[str, str]:
    """Only where the file has the column: an older template does not wipe what was written."""
    return {"action_plan": row.text("action_plan", is_required=False)} if "action_plan" in row.cells else {}


def _check_measure(row: RowReader, columns: Mapping[str, Any]) -> None:
    low, high = columns["range_low"], columns["range_high"]
    if columns["direction"] == Direction.RANGE.value and (low is None or high is None):
        row.fail("range_low", "Arah “dalam rentang” memerlukan Batas Bawah dan Batas Atas.")
    if low is not None and high is not None and high < low:
        row.fail("range_high", "Batas Atas lebih kecil dari Batas Bawah.")
    if columns["direction"] == Direction.PREDICATE.value and not columns["scale"]:
        row.fail("scale", "Arah “predikat” memerlukan Skala Predikat, misalnya WDP = 3; WTP = 4.")
    if columns["cap"] is not None and not 0 < columns["cap"] < 10000:
        row.fail("cap", "Batas capaian ditulis dalam persen, misalnya 120.")
    if columns["weight"] is not None and not 0 <= columns["weight"] < 10000:
        row.fail("weight", "Bobot antara 0 dan 9999.")


class ScaleUnread(ValueError):
    """Carries the sentence for the person who wrote the scale."""


def read_scale(text: str) -> list[list[str]]:
    """ "WDP = 3; WTP = 4" as pairs of code and score; raises ScaleUnread."""
    pairs = []
    for part in filter(None, re.split(r"\s*[;\n]\s*", text.strip())):
        code, _, score = (piece.strip() for piece in part.rpartition("="))
        reading = read_number(score, decimals=True)
        if not code or reading.value is None:
            raise ScaleUnread(f"“{part}” tidak dapat dibaca. Tulis kode = skor, misalnya WDP = 3; WTP = 4.")
        pairs.append([code, f"{reading.value.normalize():f}"])
    return pairs


def _scale(row: RowReader) -> list[list[str]]:
    try:
        return read_scale(row.text("scale", is_required=False))
    except ScaleUnread as unread:
        row.fail("scale", str(unread))
        return []


def _target(row: RowReader, key: str, scores: Mapping[str, Decimal]) -> Decimal | None:
    """A figure, or for a predicate one of its codes."""
    value = row.cells[key].value if key in row.cells else None
    if scores and isinstance(value, str):
        codes = {code.casefold(): score for code, score in scores.items()}
        if value.strip().casefold() in codes:
            return codes[value.strip().casefold()]
    return row.number_of(key)


# --- what hangs on the tree ---


def _read_targets(
    rows: list[RowReader], found: PlanFile, indicators: Mapping[tuple[str, str], dict[str, Any]]
) -> None:
    seen: dict[object, int] = {}
    for row in rows:
        node, code = row.code("node"), row.code("indicator")
        columns = indicators.get((node, code))
        if row.is_good and columns is None:
            sentence = (
                f"Indikator {code} pada {node} tidak ada atau bermasalah pada lembar {INDICATORS.title}."
            )
            row.fail("indicator", sentence)
        scores = {name: Decimal(score) for name, score in (columns or {}).get("scale", [])}
        values = {month: _target(row, f"m{month}", scores) for month in MONTHS}
        _once(row, "indicator", (node, code), seen, f"Target indikator {code} pada {node}")
        if row.is_good:
            stated = {month: value for month, value in values.items() if value is not None}
            found.targets.append(TargetRow(node, code, stated))


def _read_budgets(rows: list[RowReader], found: PlanFile, levels: Mapping[str, str], first: date) -> None:
    seen: dict[object, int] = {}
    for row in rows:
        node = row.code("node")
        amount = row.number_of("amount", decimals=False, places=2, is_required=True)
        from_on = row.day("from_on") or first
        label = row.text("label", is_required=False, longest=100)
        _hangs_on(row, node, levels)
        _once(row, "node", (node, from_on), seen, f"Pagu {node} pada tanggal itu")
        if row.is_good and amount is not None and amount < 0:
            row.fail("amount", "Pagu tidak boleh kurang dari nol.")
        if row.is_good and amount is not None:
            found.budgets.append(BudgetRow(node, from_on, amount, label))


def _read_officers(
    rows: list[RowReader],
    found: PlanFile,
    levels: Mapping[str, str],
    first: date,
    people: Mapping[str, Person],
) -> None:
    seen: dict[object, int] = {}
    for row in rows:
        node, named = row.code("node"), row.code("officer", longest=150)
        from_on, to_on = row.day("from_on") or first, row.day("to_on")
        officer = people.get(named.casefold()) or people.get(re.sub(r"\s", "", named))
        if row.is_good and officer is None:
            sentence = f"“{named}” bukan pegawai perangkat daerah ini. Periksa NIP atau nama penggunanya."
            row.fail("officer", sentence)
        if to_on is not None and to_on < from_on:
            row.fail("to_on", "Sampai Tanggal sebelum Mulai Tanggal.")
        _hangs_on(row, node, levels)
        _once(row, "node", (node, from_on), seen, f"PPTK {node} mulai tanggal itu")
        if row.is_good and officer is not None:
            found.officers.append(OfficerRow(node, officer, from_on, to_on))
