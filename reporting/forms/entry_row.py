"""What the forms of the entry page share: inputs for numbers, words, reasons for warnings."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from django import forms

from kinerja.lib.numbers import Reading, ReadingKind
from reporting.actions.entry import WORDS
from reporting.entry_rules import Rule
from reporting.queries.entry import Place
from reporting.queries.figures import KEPT_DIGITS, is_kept

RAW_LENGTH = 200
REASON = "reason_"


class NumberInput(forms.TextInput):
    """Text on purpose: a wheel or an arrow key changes nothing, and what is typed stays as it is."""

    def __init__(self, *, whole: bool = False) -> None:
        attrs = {"class": "form-control form-control-number", "autocomplete": "off"}
        super().__init__({**attrs, "inputmode": "numeric"} if whole else attrs)


def words_field(label: str) -> forms.CharField:
    widget = forms.Textarea({"rows": 2, "class": "form-control"})
    return forms.CharField(label=label, required=False, max_length=4000, widget=widget)


def number_field(label: str, *, whole: bool = False) -> forms.CharField:
    return forms.CharField(label=label, required=False, widget=NumberInput(whole=whole))


def reason_field(rule: Rule) -> forms.CharField:
    widget = forms.TextInput({"class": "form-control", "autocomplete": "off"})
    return forms.CharField(label=f"Alasan: {rule.label}", required=False, max_length=500, widget=widget)


class RowForm(forms.Form):
    """What every row carries."""

    edition = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    obstacle = words_field("Kendala")
    support = words_field("Faktor pendukung")
    follow_up = words_field("Tindak lanjut")

    def __init__(
        self, place: Place, rules: Iterable[Rule], data: Mapping[str, Any] | None, files: Any = None
    ) -> None:
        super().__init__(data, files, prefix=place.key)
        self.place = place
        for rule in rules:
            self.fields[f"{REASON}{rule.value}"] = reason_field(rule)

    def full_clean(self) -> None:
        super().full_clean()
        for name in self.errors:
            if name in self.fields:
                attrs = self.fields[name].widget.attrs
                attrs["class"] = f"{attrs.get('class', '')} is-invalid".strip()

    def freeze(self) -> None:
        """Show what was typed without taking it."""
        for bound in self.fields.values():
            bound.widget.attrs["readonly"] = True
            if isinstance(bound.widget, forms.Select):
                bound.widget.attrs["disabled"] = True

    def said(self) -> dict[str, Any]:
        """Words and reasons; a part that was not sent stays as it is."""
        words = {name: self.cleaned_data[name] for name in WORDS if self.has(name)}
        reasons = {
            name.removeprefix(REASON): self.cleaned_data[name]
            for name in self.fields
            if name.startswith(REASON) and self.has(name)
        }
        return {**words, "reasons": {**self.place.row.reasons, **reasons}} if reasons else words

    def has(self, name: str) -> bool:
        """Whether the input was sent and can be used."""
        return name in self.cleaned_data and self.add_prefix(name) in self.data

    def typed(self, name: str) -> str:
        text = str(self.data.get(self.add_prefix(name), ""))
        return text.replace("\0", "").strip()[:RAW_LENGTH]

    def accept(self, reading: Reading, *, places: int) -> Decimal | None:
        """The value of a reading; what cannot be read is told beside the input."""
        if not reading.is_good:
            raise forms.ValidationError(reading.sentence)
        if reading.kind is ReadingKind.BLANK or reading.value is None:
            return None
        if not is_kept(reading.value):
            raise forms.ValidationError(f"Angka terlalu panjang, paling banyak {KEPT_DIGITS} angka.")
        if reading.value != round(reading.value, places):
            raise forms.ValidationError(f"Paling banyak {places} angka di belakang koma.")
        return reading.value

    @property
    def complaints(self) -> list[tuple[str, str]]:
        """(id of the input, sentence) for the summary on top of the page."""
        found = []
        for name, errors in self.errors.items():
            anchor = self[name].auto_id if name in self.fields else next(iter(self)).auto_id
            found += [(anchor, f"{self.place.subject}: {error}") for error in errors]
        return found
