"""A remark on any row of a report, shown under the row: for whoever reviews it and whoever corrects it."""

from collections.abc import Mapping
from typing import Any

from django import forms

from reporting.models import Compilation
from reporting.queries.report import Row, Sheet
from reporting.queries.story import Story
from reporting.renderers.tables import Table, tables_of

LINE, BUDGET = "line", "budget"


def add_remarks(
    form: forms.Form, story: Story, compilation: Compilation, label: str
) -> list[tuple[str, Table]]:
    """A field for every row of the round; gives back the tables that show them."""
    for prefix, rows in ((LINE, story.rows), (BUDGET, story.budget_rows)):
        for row in rows:
            _add_remark(form, prefix, row, label)
    lines, money = ([row.line for row in rows] for rows in (story.rows, story.budget_rows))
    sheet = Sheet(story.report, compilation, lines, money)
    return tables_of(sheet, story.rows, story.budget_rows)


def _add_remark(form: forms.Form, prefix: str, row: Row, label: str) -> None:
    name = f"{prefix}_{row.line.pk}"
    form.fields[name] = forms.CharField(
        label=f"{label} {row.line.name}",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
    )
    row.remark = form[name]


def remarks_in(values: Mapping[str, Any], prefix: str) -> dict[int, str]:
    """What was written, by the key of the row; blank remarks do not count."""
    return {
        int(field.removeprefix(f"{prefix}_")): text
        for field, text in values.items()
        if field.startswith(f"{prefix}_") and isinstance(text, str) and text.strip()
    }
