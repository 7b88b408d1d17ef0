"""The inspectorate's checklist as a form: an answer and a note for each point, and the verdict."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from reporting.actions.performance_review import Answered
from reporting.models import ReviewAnswer, ReviewStatement
from reporting.review_points import POINTS, Group, Point

Answer = ReviewAnswer.Answer
Verdict = ReviewStatement.Verdict


@dataclass(frozen=True)
class Row:
    """One point with its fields."""

    point: Point
    answer: forms.BoundField
    note: forms.BoundField


class ReviewForm(forms.Form):
    """All points at once; what is left open stays unanswered."""

    remark = forms.CharField(
        label="Catatan reviu (wajib bila dikembalikan)",
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, data: Any = None, *, answers: Mapping[str, ReviewAnswer]) -> None:
        super().__init__(data)
        for point in POINTS:
            given = answers.get(point.key)
            choices = [
                (answer.value, answer.label)
                for answer in Answer
                if answer is not Answer.NOT_APPLICABLE or point.is_conditional
            ]
            name = f"{point.group.label} butir {point.number}"
            self.fields[point.key] = forms.ChoiceField(
                label=name,
                required=False,
                choices=choices,
                widget=forms.RadioSelect,
                initial=given.answer if given else None,
            )
            self.fields[f"{point.key}-note"] = forms.CharField(
                label=f"Catatan {name}",
                required=False,
                max_length=1000,
                initial=given.note if given else "",
                widget=forms.TextInput({"autocomplete": "off"}),
            )

    @property
    def groups(self) -> Iterator[tuple[Group, Sequence[Row]]]:
        for group in Group:
            points = [point for point in POINTS if point.group is group]
            yield group, [Row(point, self[point.key], self[f"{point.key}-note"]) for point in points]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        for point in POINTS:
            if values.get(point.key) == Answer.NO and not values.get(f"{point.key}-note"):
                self.add_error(f"{point.key}-note", "Jawaban “tidak” memerlukan catatan.")
        if self.data.get("act") == Verdict.RETURNED and not values.get("remark"):
            self.add_error("remark", "Tulis apa yang harus diperbaiki.")
        return values

    @property
    def answers(self) -> dict[str, Answered]:
        values = self.cleaned_data
        return {
            point.key: Answered(Answer(values[point.key]), values[f"{point.key}-note"])
            for point in POINTS
            if values.get(point.key)
        }
