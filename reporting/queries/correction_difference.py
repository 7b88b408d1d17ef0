"""What a correction changed: every row that differs from the corrected report, was, becomes, difference."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from kinerja.lib.dates import long_date
from kinerja.lib.numbers import format_money, format_number, format_percent
from reporting.models import BudgetLine, Compilation, Correction, ReportLine, Signature
from reporting.queries.figures import shown

NOTHING = "–"
NEW = "baris baru"
Line = ReportLine | BudgetLine
Codes = tuple[str, str]
Writer = Callable[[Decimal], str]
Figure = tuple[str, str, Writer]  # label, column, how it is written


@dataclass(frozen=True)
class Difference:
    """One figure or text of a row."""

    label: str
    was: str
    becomes: str
    delta: str = ""
    was_value: Decimal | None = None
    value: Decimal | None = None
    key: str = ""


@dataclass(frozen=True)
class ChangedRow:
    """A row that differs; `asked` is what was said to be wrong, empty where it changed along with others."""

    code: str
    name: str
    unit: str
    asked: str
    differences: Sequence[Difference]

    @property
    def why(self) -> str:
        return self.asked or "Ikut berubah karena baris lain diperbaiki."


@dataclass(frozen=True)
class Corrected:
    """A correction as it prints: what it corrects, why, and what became of every row."""

    edition: int
    reason: str
    by: str
    opened_on: date
    number: str
    signed_on: date | None
    rows: Sequence[ChangedRow] = field(default_factory=list)
    unchanged: Sequence[ChangedRow] = field(default_factory=list)

    @property
    def title(self) -> str:
        """ "Perbaikan ke-1 atas laporan nomor 7/LKJ/2026 tanggal 9 Februari 2026"."""
        number = f" nomor {self.number}" if self.number else " yang belum bernomor"
        day = f" tanggal {long_date(self.signed_on)}" if self.signed_on else ""
        return f"Perbaikan ke-{self.edition} atas laporan{number}{day}"


def corrected_of(correction: Correction, compilation: Compilation | None) -> Corrected:
    """The difference between a round of the correction and the last draft of the corrected report."""
    run, earlier = correction.report.run, correction.corrects
    zone = earlier.agency.time_zone
    signature = Signature.objects.filter(compilation__report=earlier).order_by("order").first()
    before = earlier.compilations.order_by("-round").first()
    rows, unchanged = _rows(correction, before, compilation)
    return Corrected(
        edition=run.edition,
        reason=run.reason,
        by=str(run.opened_by),
        opened_on=zone.local(run.opened_at).date(),
        number=earlier.number,
        signed_on=zone.local(signature.at).date() if signature else None,
        rows=rows,
        unchanged=unchanged,
    )


def _rows(
    correction: Correction, before: Compilation | None, after: Compilation | None
) -> tuple[list[ChangedRow], list[ChangedRow]]:
    """The rows that differ, and those that were chosen and did not change."""
    asked = {
        codes_of(line): row.text
        for row in correction.rows.select_related("line__indicator", "budget_line")
        if (line := row.line or row.budget_line)
    }
    if before is None or after is None:
        return [], []
    changed, same = [], []
    for line, earlier in _pairs(before, after):
        row = _row(line, earlier, asked.get(codes_of(line), ""))
        if row.differences:
            changed.append(row)
        elif row.asked:
            same.append(row)
    if totals := _totals(before, after):
        changed.append(ChangedRow("", "Seluruh laporan", "", "", totals))
    return changed, same


def codes_of(line: Line) -> Codes:
    """What a row is about, whichever draft it stands in; money has no indicator."""
    return str(line.path[-1][1]), line.indicator.code if isinstance(line, ReportLine) else ""


def _pairs(before: Compilation, after: Compilation) -> Iterator[tuple[Line, Line | None]]:
    """Each row of the correction with the same row of the corrected report."""
    lines = ReportLine.objects.filter(compilation__in=[before, after]).select_related("indicator")
    money = BudgetLine.objects.filter(compilation__in=[before, after])
    for found in (list(lines.order_by("order")), list(money.order_by("order"))):
        rows: list[Any] = found
        earlier = {codes_of(line): line for line in rows if line.compilation_id == before.pk}
        for line in rows:
            if line.compilation_id == after.pk:
                yield line, earlier.get(codes_of(line))


def _row(line: Line, earlier: Line | None, asked: str) -> ChangedRow:
    code = " ".join(part for part in codes_of(line) if part)
    return ChangedRow(code, line.name, getattr(line, "unit", ""), asked, differences_of(line, earlier))


def differences_of(line: Line, earlier: Line | None) -> list[Difference]:
    """What a row says otherwise than the same row did before."""
    figures = _money_figures() if isinstance(line, BudgetLine) else _figures(line)
    found = [_figure(figure, line, earlier) for figure in figures]
    words = [_words(label, name, line, earlier) for name, label in _TEXTS.items()]
    return [each for each in [*found, *words] if each is not None]


_TEXTS = {
    "rating": "Predikat",
    "obstacle": "Kendala",
    "support": "Faktor pendukung",
    "follow_up": "Tindak lanjut",
}


def _figures(line: ReportLine) -> list[Figure]:
    def counted(value: Decimal) -> str:
        return shown(line.indicator, value)

    return [
        ("Target tahun", "annual_target", counted),
        ("Target s.d. periode ini", "target", counted),
        ("Realisasi periode ini", "month_value", counted),
        ("Realisasi s.d. periode ini", "value", counted),
        ("Capaian s.d. periode ini", "achievement", format_percent),
        ("Capaian terhadap target tahun", "annual_achievement", format_percent),
    ]


def _money_figures() -> list[Figure]:
    return [
        ("Pagu", "ceiling", format_money),
        ("Realisasi keuangan periode ini", "month_amount", format_money),
        ("Realisasi keuangan s.d. periode ini", "amount", format_money),
        ("Serapan", "percent", format_percent),
        ("Realisasi fisik", "physical", format_percent),
    ]


def _figure(figure: Figure, line: Line, earlier: Line | None) -> Difference | None:
    """A figure that differs, or a text in its place ("belum disampaikan", a predicate)."""
    label, name, write = figure
    value, was = getattr(line, name), getattr(earlier, name) if earlier else None
    text, was_text = _shown(line, name, write), _shown(earlier, name, write) if earlier else NEW
    if value == was and text == was_text:
        return None
    delta = _signed(value - was, write) if value is not None and was is not None else ""
    return Difference(label, was_text, text, delta, was, value, name)


def _shown(line: Line, name: str, write: Writer) -> str:
    words = getattr(line, _STATED.get(name, ""), "") if name in _STATED else ""
    value: Decimal | None = getattr(line, name)
    return str(words) or (NOTHING if value is None else write(value))


_STATED = {
    "annual_target": "annual_target_text",
    "target": "target_text",
    "month_value": "month_text",
    "value": "value_text",
}


def _signed(delta: Decimal, write: Writer) -> str:
    """ "+2", "−Rp5.000", "+8,33 poin": percentages differ by points."""
    if not delta:
        return "0"
    size = format_number(abs(delta), 2, trim=True)
    if write is format_money:
        size = format_money(abs(delta))
    elif write is format_percent:
        size += " poin"
    return f"{'+' if delta > 0 else '−'}{size}"


def _words(label: str, name: str, line: Line, earlier: Line | None) -> Difference | None:
    now, was = str(getattr(line, name, "")), str(getattr(earlier, name, "") if earlier else "")
    return None if now == was else Difference(label, was or NOTHING, now or NOTHING, key=name)


_TOTALS = {
    "agency": "Rata-rata capaian",
    "budget": "Serapan keuangan",
    "physical": "Fisik",
}


def _totals(before: Compilation, after: Compilation) -> list[Difference]:
    found = []
    for name, label in _TOTALS.items():
        was, value = _mean(before.means, name), _mean(after.means, name)
        if was == value:
            continue
        delta = _signed(value - was, format_percent) if value is not None and was is not None else ""
        shown = [NOTHING if each is None else format_percent(each) for each in (was, value)]
        found.append(Difference(label, shown[0], shown[1], delta, was, value))
    return found


def _mean(means: Mapping[str, Any], name: str) -> Decimal | None:
    value = (means.get(name) or {}).get("value")
    return None if value is None else Decimal(str(value))
