"""The form with which a correction is opened: the reason, and a remark on each row that is wrong."""

from typing import Any

from django import forms

from reporting.actions.correct import NO_ROWS, NO_WORDS, Wish, is_worded
from reporting.forms.remarks import BUDGET, LINE, add_remarks, remarks_in
from reporting.queries.story import Story
from reporting.renderers.tables import Table


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
        if story.compilation is not None:
            self.tables = add_remarks(self, story, story.compilation, "Apa yang keliru pada")

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"]
        if not is_worded(reason):
            raise forms.ValidationError(NO_WORDS.sentence)
        return reason

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if self.needs_rows and not any(remarks_in(values, prefix) for prefix in (LINE, BUDGET)):
            raise forms.ValidationError(NO_ROWS.sentence)
        return values

    @property
    def wish(self) -> Wish:
        lines, money = (remarks_in(self.cleaned_data, prefix) for prefix in (LINE, BUDGET))
        return Wish(self.cleaned_data["reason"], lines, money)


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
