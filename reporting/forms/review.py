"""The reviewer's form: a remark on any row, a general note, and a decision."""

from collections.abc import Sequence
from typing import Any

from django import forms

from reporting.forms.confirm import ConfirmForm, Method
from reporting.forms.remarks import BUDGET, LINE, add_remarks, remarks_in
from reporting.models import Review, SigningAttempt
from reporting.queries.story import Story
from reporting.renderers.tables import Table, headline


class ReviewForm(ConfirmForm):
    """One field per row of the draft; rows with a remark are those that a return sends back."""

    question = "Cara memaraf"
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
        self.headline = headline(story.compilation)
        self.tables = add_remarks(self, story, story.compilation, "Catatan untuk")

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        values["lines"], values["budget_lines"] = (remarks_in(values, prefix) for prefix in (LINE, BUDGET))
        returned = self.data.get("outcome") == Review.Decision.RETURNED
        if returned and not (values["lines"] or values["budget_lines"]):
            sentence = "Tulis alasan pada sedikitnya satu baris yang dikembalikan."
            raise forms.ValidationError(sentence)
        return values
