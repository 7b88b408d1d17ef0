"""The form with which a correction is opened: the reason, and a remark on each row that is wrong."""

from typing import Any

from django import forms

from reporting.actions.correct import NO_ROWS, NO_WORDS, Wish, is_worded
from reporting.queries.report import Row, Sheet
from reporting.queries.story import Story
from reporting.renderers.tables import Table, tables_of

PREFIXES = ("line", "budget")


class CorrectionForm(forms.Form):
    """One remark per row of the report; rows with a remark are those that are opened."""

    reason = forms.CharField(
        label="Alasan perbaikan",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Tercetak dalam laporan perbaikan. Contoh: hasil rekonsiliasi aset tanggal 4 Maret 2026.",
        error_messages={"required": NO_WORDS.sentence},
    )

    def __init__(self, *args: Any, story: Story, needs_rows: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needs_rows = needs_rows
        self.tables: list[tuple[str, Table]] = []
        if story.compilation is None:
            return
        for prefix, rows in zip(PREFIXES, (story.rows, story.budget_rows), strict=True):
            for row in rows:
                self._add_remark(prefix, row)
        lines, money = ([row.line for row in rows] for rows in (story.rows, story.budget_rows))
        sheet = Sheet(story.report, story.compilation, lines, money)
        self.tables = tables_of(sheet, story.rows, story.budget_rows)

    def _add_remark(self, prefix: str, row: Row) -> None:
        name = f"{prefix}_{row.line.pk}"
        self.fields[name] = forms.CharField(
            label=f"Apa yang keliru pada {row.line.name}",
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
        )
        row.remark = self[name]

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"]
        if not is_worded(reason):
            raise forms.ValidationError(NO_WORDS.sentence)
        return reason

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if self.needs_rows and not any(self._remarks(values, prefix) for prefix in PREFIXES):
            raise forms.ValidationError(NO_ROWS.sentence)
        return values

    @property
    def wish(self) -> Wish:
        lines, money = (self._remarks(self.cleaned_data, prefix) for prefix in PREFIXES)
        return Wish(self.cleaned_data["reason"], lines, money)

    def _remarks(self, values: dict[str, Any], prefix: str) -> dict[int, str]:
        return {
            int(name.removeprefix(f"{prefix}_")): text
            for name, text in values.items()
            if name.startswith(f"{prefix}_") and isinstance(text, str) and text.strip()
        }


class WithdrawForm(forms.Form):
    """Why a correction is given up."""

    reason = forms.CharField(
        label="Alasan pembatalan",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Tulis alasan pembatalan; alasan ini tercatat dalam riwayat."},
    )

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"]
        if not is_worded(reason):
            raise forms.ValidationError("Tulis alasan pembatalan dengan kata-kata.")
        return reason
