"""The open rows of a sheet as rows of the personal workbook, with what each of them holds now."""

from datetime import date
from decimal import Decimal

from kinerja.lib.dates import long_date
from reporting.forms.entry import choices_of, stored_form
from reporting.forms.entry_file import NUMBERS, STATES, TEXTS, RowForm, fingerprint
from reporting.queries.entry import Line, Money, Sheet
from reporting.queries.entry_file import FileRow, Seal, seal_of


def file_rows(sheet: Sheet) -> tuple[list[FileRow], Seal]:
    """The open rows of a sheet as rows of the workbook, and the seal that goes with them."""
    rows, marks = [], {}
    for row in sheet.open_rows:
        form = stored_form(row)
        form.full_clean()
        rows.append(_file_row(row, form))
        marks[row.key] = (row.row.edition, fingerprint(form))
    return rows, seal_of(sheet.task, marks)


def _file_row(row: Line | Money, form: RowForm) -> FileRow:
    entered = {name: _as_entered(form, name) for name in (*NUMBERS, *TEXTS) if name in form.fields}
    if isinstance(row, Money):
        printed = {
            "node": row.node.code,
            "name": row.node.name,
            "month": row.covers.label,
            "ceiling": row.ceiling,
            "before": row.before,
        }
        return FileRow(row.key, printed, entered)
    said, choices = form.typed("choice"), {"choice": [STATES[code] for code, _ in choices_of(row)[1:]]}
    if row.is_predicate:
        said = form.typed("code")
        entered["figure"] = "" if said in STATES else said
        choices["figure"] = list(row.indicator.scores)
    entered["choice"] = STATES.get(said, "")
    indicator = row.indicator
    names = {
        "node": indicator.node.code,
        "code": indicator.code,
        "name": indicator.name,
        "month": row.month.label,
        "unit": indicator.unit,
        "target": _target(row),
    }
    return FileRow(row.key, names, entered, choices, has_decimals=indicator.decimals)


def _target(line: Line) -> str | Decimal | None:
    figure = line.figure
    if line.is_predicate or figure.upper is not None:
        return line.target_text
    return figure.target


def _as_entered(form: RowForm, name: str) -> str | Decimal:
    value = form.cleaned_data.get(name)
    if isinstance(value, date):
        return long_date(value)
    return value if isinstance(value, Decimal) else str(form.data.get(form.add_prefix(name), ""))
