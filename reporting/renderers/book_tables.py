"""Tables that stand in several chapters of an LKjIP: measured indicators, and money by programme."""

from collections.abc import Sequence
from decimal import Decimal

from reporting.achievement import Achievement
from reporting.models import PlanNode
from reporting.queries.performance import Measure, Money
from reporting.renderers.book import count_cell, figure_cell, text_cell
from reporting.renderers.cells import Cell, Form
from reporting.renderers.plan_forms import FormColumn, FormRow, FormTable

Level = PlanNode.Level
NO = FormColumn("No", 4, Form.COUNT)
NAME = FormColumn("Indikator kinerja", 30)
UNIT = FormColumn("Satuan", 10)
ACHIEVED = FormColumn("Capaian (%)", 11, Form.PERCENT)


def measured_table(title: str, measures: Sequence[Measure]) -> FormTable:
    """Target, realisation, achievement and class; in a semester the year's target stands beside them."""
    is_yearly = all(measure.is_yearly for measure in measures)
    until = measures[0].period.label if measures else ""
    columns = (
        *(NO, NAME, UNIT),
        *([] if is_yearly else [FormColumn("Target setahun", 11, Form.COUNT)]),
        FormColumn("Target" if is_yearly else f"Target s.d. {until}", 11, Form.COUNT),
        *(FormColumn("Realisasi", 11, Form.COUNT), ACHIEVED, FormColumn("Predikat", 11)),
    )
    rows = []
    for number, measure in enumerate(measures, start=1):
        line, annual = measure.line, []
        if not is_yearly:
            annual = [figure_cell(line.annual_target, Form.COUNT, line.annual_target_text)]
        rows.append(
            FormRow(
                (
                    *(count_cell(number), text_cell(line.name), text_cell(line.unit), *annual),
                    figure_cell(measure.target, Form.COUNT, measure.target_text),
                    figure_cell(line.value, Form.COUNT, line.value_text),
                    achieved_cell(measure.achievement),
                    text_cell(_rating(measure)),
                )
            )
        )
    return FormTable(title, columns, rows)


def _rating(measure: Measure) -> str:
    policy = measure.past.policy
    return policy.scale.label_of(measure.achievement.value)


def achieved_cell(achieved: Achievement | None) -> Cell:
    """The figure, or why there is none."""
    if achieved is None:
        return figure_cell(None, Form.PERCENT)
    return figure_cell(achieved.value, Form.PERCENT, "" if achieved.is_evaluated else achieved.status.label)


def money_table(title: str, rows: Sequence[Money]) -> FormTable:
    """Pagu, realisation and share by programme, kegiatan and sub kegiatan; the programmes make the sum."""
    columns = (
        FormColumn("Kode", 16),
        FormColumn("Program, kegiatan, sub kegiatan", 32),
        FormColumn("Pagu (Rp)", 16, Form.MONEY),
        FormColumn("Realisasi (Rp)", 16, Form.MONEY),
        *(FormColumn("Serapan (%)", 10, Form.PERCENT), FormColumn("Fisik (%)", 9, Form.PERCENT)),
    )
    lines = [
        FormRow(_money_cells(row.code, row), is_branch=row.level in {Level.PROGRAMME, Level.ACTIVITY})
        for row in rows
    ]
    top = [row for row in rows if row.level == rows[0].level]
    ceiling = sum((row.ceiling for row in top), Decimal(0))
    whole = Money("", "", "Jumlah", ceiling, sum((row.amount for row in top), Decimal(0)))
    return FormTable(title, columns, lines, (None, *_money_cells("", whole)[1:]))


def _money_cells(code: str, row: Money) -> tuple[Cell, ...]:
    return (
        *(text_cell(code), text_cell(row.name)),
        *(figure_cell(row.ceiling, Form.MONEY), figure_cell(row.amount, Form.MONEY)),
        figure_cell(row.percent, Form.PERCENT),
        figure_cell(row.physical, Form.PERCENT, "" if row.physical is not None else " "),
    )
