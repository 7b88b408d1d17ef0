"""The value of a release with where and when it was published."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from reporting.forms.entry import LineForm
from reporting.queries.entry import Line

_ASKED = ("figure", "code", "source_url", "published_on")


class ReleaseForm(LineForm):
    """The inputs of the entry page that a late release needs, all of them required."""

    def __init__(self, line: Line, today: date, data: Mapping[str, Any] | None = None) -> None:
        super().__init__(line, data)
        self.today = today
        self.fields = {name: self.fields[name] for name in _ASKED if name in self.fields}
        for bound in self.fields.values():
            bound.required = True
        if line.is_predicate:
            codes = [(code, code) for code in line.indicator.scores]
            self.fields["code"].choices = [("", "Pilih…"), *codes]  # type: ignore[attr-defined]

    def clean_published_on(self) -> date | None:
        day = super().clean_published_on()
        if day is not None and day > self.today:
            raise forms.ValidationError("Tanggal rilis tidak boleh sesudah hari ini.")
        return day
