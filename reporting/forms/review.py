"""The reviewer's form: a remark on any row, a general note, and a decision."""

from collections.abc import Sequence
from typing import Any

from django import forms

from reporting.forms.confirm import ConfirmForm, Method
from reporting.models import Review, SigningAttempt
from reporting.queries.report import Row, Sheet
from reporting.queries.story import Story
from reporting.renderers.tables import Table, headline, tables_of


class ReviewForm(ConfirmForm):
    """One field per row of the draft; rows with a remark are those that a return sends back."""

    declaration = "Saya menyatakan telah memeriksa laporan ini dan memarafnya."

    note = forms.CharField(
        label="Catatan umum (boleh kosong)", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(
        self,
        data: Any = None,
        *,
        story: Story | None,
        ways: Sequence[Method] = (),
        attempt: SigningAttempt | None = None,
    ) -> None:
        super().__init__(data, ways=ways, attempt=attempt)
        self.story = story
        self.tables: list[tuple[str, Table]] = []
        self.headline: list[tuple[str, str, str]] = []
        if story is None or story.compilation is None:
            return
        for prefix, rows in (("line", story.rows), ("budget", story.budget_rows)):
            for row in rows:
                self._add_remark(prefix, row)
        self.headline = headline(story.compilation)
        lines, money = ([row.line for row in rows] for rows in (story.rows, story.budget_rows))
        sheet = Sheet(story.report, story.compilation, lines, money)
        self.tables = tables_of(sheet, story.rows, story.budget_rows)

    def _add_remark(self, prefix: str, row: Row) -> None:
        name = f"{prefix}_{row.line.pk}"
        self.fields[name] = forms.CharField(
            label=f"Catatan untuk {row.line.name}",
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
        )
        row.remark = self[name]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for prefix, name in (("line", "lines"), ("budget", "budget_lines")):
            values[name] = {
                int(field.removeprefix(f"{prefix}_")): text
                for field, text in values.items()
                if field.startswith(f"{prefix}_") and isinstance(text, str) and text.strip()
            }
        returned = self.data.get("outcome") == Review.Decision.RETURNED
        if returned and not (values["lines"] or values["budget_lines"]):
            sentence = "Tulis alasan pada sedikitnya satu baris yang dikembalikan."
            raise forms.ValidationError(sentence)
        return values
