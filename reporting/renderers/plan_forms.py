"""The printed forms of planning: lampiran Perjanjian Kinerja, Rencana Aksi, Pengukuran Kinerja.

Columns follow the forms in use after PermenPANRB 53/2014; page, PDF and workbook share these tables.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from reporting.achievement import spending_percent
from reporting.models import Compilation, Plan, ReportLine
from reporting.queries.plan import Branch
from reporting.queries.plan_forms import (
    Figure,
    Programme,
    agreed,
    annual_target,
    branches_of,
    ceilings_below,
    head_of,
    last_compilation,
    measured_lines,
    measured_programmes,
    planned_programmes,
    quarter_targets,
    year_achievement,
)
from reporting.queries.report import Signatory
from reporting.renderers import pdf
from reporting.renderers.columns import Cell, Form


class FormName(StrEnum):
    """The forms by the name that stands in their address."""

    AGREEMENT = "lampiran-pk"
    ACTION_PLAN = "rencana-aksi"
    MEASUREMENT = "pengukuran-kinerja"

    @property
    def label(self) -> str:
        return {
            FormName.AGREEMENT: "Lampiran Perjanjian Kinerja",
            FormName.ACTION_PLAN: "Rencana Aksi atas Perjanjian Kinerja",
            FormName.MEASUREMENT: "Pengukuran Kinerja",
        }[self]


@dataclass(frozen=True)
class FormColumn:
    """A heading and its share of the page's width."""

    heading: str
    width: int
    form: Form = Form.TEXT

    @property
    def is_figure(self) -> bool:
        return self.form is not Form.TEXT


@dataclass(frozen=True)
class FormRow:
    """A row; None in a cell: as in the row above. A branch carries a line of the plan, in bold."""

    cells: Sequence[Cell | None]
    is_branch: bool = False


@dataclass(frozen=True)
class FormTable:
    """One table; `total` stands under the rows, `empty` in their place."""

    title: str
    columns: Sequence[FormColumn]
    rows: Sequence[FormRow]
    total: Sequence[Cell | None] = ()
    empty: str = "Belum ada isinya."

    @property
    def shares(self) -> list[str]:
        whole = sum(column.width for column in self.columns)
        return [f"{100 * column.width / whole:.2f}" for column in self.columns]


@dataclass(frozen=True)
class PrintedForm:
    """A form ready to print; `notes` say what a reader must know about its figures."""

    name: FormName
    plan: Plan
    period: str
    tables: Sequence[FormTable]
    signatory: Signatory | None
    notes: Sequence[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        return f"{self.name.label} Tahun {self.plan.year}"


def printed_form(name: FormName, plan: Plan, on: date) -> PrintedForm | None:
    """The form as it stands on a day; None for a measurement before anything was compiled."""
    if name is FormName.MEASUREMENT:
        compilation = last_compilation(plan)
        return measurement(compilation, head_of(plan, on)) if compilation else None
    branches = branches_of(plan, on)
    make = _agreement if name is FormName.AGREEMENT else _action_plan
    return PrintedForm(name, plan, plan.label, make(branches), head_of(plan, on), _notes(name, plan))


def _notes(name: FormName, plan: Plan) -> list[str]:
    notes = [f"Nomenklatur: {plan.nomenclature}."] if plan.nomenclature else []
    if name is FormName.ACTION_PLAN:
        notes.append("Target triwulan adalah target sampai dengan akhir triwulan itu (kumulatif).")
    return notes


# --- Perjanjian Kinerja ---

_TARGETS = (
    FormColumn("No", 3, Form.COUNT),
    FormColumn("Sasaran strategis", 20),
    FormColumn("Indikator kinerja", 30),
    FormColumn("Satuan", 8),
    FormColumn("Target", 9, Form.COUNT),
)
_MONEY = (
    FormColumn("No", 3, Form.COUNT),
    FormColumn("Program", 40),
    FormColumn("Anggaran (Rp)", 14, Form.MONEY),
    FormColumn("Keterangan", 13),
)


def _agreement(branches: Sequence[Branch]) -> list[FormTable]:
    rows: list[FormRow] = []
    last = 0
    number = 0
    for branch, promise in agreed(branches):
        is_new = branch.node.pk != last
        number, last = number + is_new, branch.node.pk
        head = (_count(number), _text(branch.node.name)) if is_new else (None, None)
        indicator = promise.indicator
        target = _cell(annual_target(promise), Form.COUNT)
        rows.append(FormRow((*head, _text(indicator.name), _text(indicator.unit), target)))
    programmes = planned_programmes(branches)
    money = [
        FormRow((_count(n), _text(f"{p.code} {p.name}"), _money(p.ceiling), _blank()))
        for n, p in enumerate(programmes, start=1)
    ]
    total = (None, _text("Jumlah"), _money(_ceiling(programmes)), None)
    return [
        FormTable("Sasaran, indikator, dan target", _TARGETS, rows, empty="Rencana belum memuat indikator."),
        FormTable(
            "Program dan anggaran", _MONEY, money, total if money else (), "Rencana belum memuat program."
        ),
    ]


# --- Rencana Aksi ---

_ACTION = (
    FormColumn("Kode", 9),
    FormColumn("Sasaran, program, kegiatan, dan indikator", 28),
    FormColumn("Satuan", 7),
    FormColumn("Target", 7, Form.COUNT),
    *(FormColumn(f"Target s.d. TW {quarter}", 7, Form.COUNT) for quarter in ("I", "II", "III", "IV")),
    FormColumn("Anggaran (Rp)", 10, Form.MONEY),
    FormColumn("Penanggung jawab", 11),
)


def _action_plan(branches: Sequence[Branch]) -> list[FormTable]:
    totals = ceilings_below(branches)
    rows: list[FormRow] = []
    for branch in branches:
        node = branch.node
        nothing = [_blank()] * 6
        money = _money(totals[node.pk]) if node.pk in totals else _blank()
        cells = (_text(node.code), _text(node.name), *nothing, money, _text(str(branch.officer or "")))
        rows.append(FormRow(cells, is_branch=True))
        for promise in branch.indicators:
            figures = [annual_target(promise), *quarter_targets(promise)]
            indicator = promise.indicator
            words = (_text(indicator.code), _text(indicator.name), _text(indicator.unit))
            targets = (_cell(figure, Form.COUNT) for figure in figures)
            rows.append(FormRow((*words, *targets, _blank(), _blank())))
    top = [branch for branch in branches if branch.node.parent_id is None]
    whole = sum((totals.get(branch.node.pk, Decimal(0)) for branch in top), Decimal(0))
    total = (None, _text("Jumlah"), *([None] * 6), _money(whole), None)
    return [FormTable("", _ACTION, rows, total if rows else (), "Rencana ini belum berisi.")]


# --- Pengukuran Kinerja ---

_MEASURED = (
    FormColumn("No", 3, Form.COUNT),
    FormColumn("Sasaran strategis", 18),
    FormColumn("Indikator kinerja", 24),
    FormColumn("Satuan", 7),
    FormColumn("Target", 8, Form.COUNT),
    FormColumn("Realisasi", 8, Form.COUNT),
    FormColumn("Capaian (%)", 8, Form.PERCENT),
)
_SPENT = (
    FormColumn("No", 3, Form.COUNT),
    FormColumn("Program", 35),
    FormColumn("Pagu (Rp)", 13, Form.MONEY),
    FormColumn("Realisasi (Rp)", 13, Form.MONEY),
    FormColumn("Serapan (%)", 8, Form.PERCENT),
)


def measurement(compilation: Compilation, signatory: Signatory | None) -> PrintedForm:
    """Target of the year, realisation to date and achievement, from the frozen lines of a report."""
    rows: list[FormRow] = []
    last: list[str] = []
    number = 0
    for line in measured_lines(compilation):
        place = list(line.path[-1])
        is_new = place != last
        number, last = number + is_new, place
        head = (_count(number), _text(place[2])) if is_new else (None, None)
        rows.append(FormRow((*head, *_measured(line))))
    programmes = measured_programmes(compilation)
    report = compilation.report
    tables = [FormTable("Sasaran dan indikator", _MEASURED, rows), _spent(programmes)]
    note = f"Angka dari {report.title} {report.period.label}, putaran {compilation.round}."
    period = f"s.d. {report.period.label}"
    return PrintedForm(FormName.MEASUREMENT, report.plan, period, tables, signatory, [note])


def _measured(line: ReportLine) -> tuple[Cell, ...]:
    return (
        _text(line.name),
        _text(line.unit),
        Cell(line.annual_target, line.annual_target_text, Form.COUNT),
        Cell(line.value, line.value_text, Form.COUNT),
        _cell(year_achievement(line), Form.PERCENT),
    )


def _spent(programmes: Sequence[Programme]) -> FormTable:
    rows = [
        FormRow(
            (
                _count(number),
                _text(f"{each.code} {each.name}"),
                _money(each.ceiling),
                _money(each.spent),
                Cell(each.percent, "", Form.PERCENT),
            )
        )
        for number, each in enumerate(programmes, start=1)
    ]
    spent, ceiling = _spent_sum(programmes), _ceiling(programmes)
    percent = Cell(spending_percent([spent], [ceiling]).value, "", Form.PERCENT)
    total = (None, _text("Jumlah"), _money(ceiling), _money(spent), percent)
    return FormTable("Program dan anggaran", _SPENT, rows, total if rows else ())


# --- cells ---


def _ceiling(programmes: Sequence[Programme]) -> Decimal:
    return sum((programme.ceiling for programme in programmes), Decimal(0))


def _spent_sum(programmes: Sequence[Programme]) -> Decimal:
    return sum((programme.spent or Decimal(0) for programme in programmes), Decimal(0))


def _text(words: str) -> Cell:
    return Cell(None, words, Form.TEXT)


def _blank() -> Cell:
    return Cell(None, " ", Form.TEXT)


def _count(number: int) -> Cell:
    return Cell(Decimal(number), "", Form.COUNT)


def _money(amount: Decimal | None) -> Cell:
    return Cell(amount, "", Form.MONEY)


def _cell(figure: Figure, form: Form) -> Cell:
    return Cell(figure.value, figure.words, form)


def form_pdf(form: PrintedForm) -> bytes:
    """The form on the agency's paper, lying."""
    agency = form.plan.agency
    size = f"@page {{ size: {pdf.SIZES[type(agency).Paper(agency.paper)]} }}"
    return pdf.document("documents/plan_form.html", {"form": form, "agency": agency}, styles=(size,))
