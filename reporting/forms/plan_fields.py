"""Fields of the plan's forms: figures, money, scales and days as people write them."""

from decimal import Decimal
from typing import Any

from django import forms

from kinerja.lib.numbers import ReadingKind, format_number, read_number, read_whole
from reporting.actions.plan_rows import ScaleUnread, read_scale
from reporting.queries.figures import KEPT_DIGITS, is_kept

TEXT = {"autocomplete": "off"}


class FigureField(forms.CharField):
    """A figure in Indonesian spelling; what can be read in two ways is asked, never guessed."""

    def __init__(self, *, places: int = 6, least: Decimal | None = None, **kwargs: Any) -> None:
        self.places, self.least = places, least
        attrs = {**TEXT, "inputmode": "decimal", "class": "form-control-number"}
        super().__init__(required=kwargs.pop("required", False), widget=forms.TextInput(attrs), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return spelt(value) if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value) or "")
        return self.read(text)

    def read(self, text: str, *, whole: bool = False) -> Decimal | None:
        """The figure, None for nothing; `whole` says that a dot parts thousands and a fraction is a slip."""
        reading = read_whole(text) if whole else read_number(text, decimals=self.places > 2)
        if reading.value is None:
            if reading.kind is not ReadingKind.BLANK:
                raise forms.ValidationError(reading.sentence)
            if self.required:
                raise forms.ValidationError("Isi angkanya.")
            return None
        if round(reading.value, self.places) != reading.value:
            raise forms.ValidationError(f"Paling banyak {self.places} angka di belakang koma.")
        if not is_kept(reading.value):
            raise forms.ValidationError(f"Angka terlalu panjang: paling banyak {KEPT_DIGITS} angka.")
        if self.least is not None and reading.value < self.least:
            raise forms.ValidationError(f"Tidak boleh kurang dari {format_number(self.least, trim=True)}.")
        return reading.value


class MoneyField(FigureField):
    """Rupiah: a dot parts thousands."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(places=2, least=Decimal(0), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return format_number(value, trim=True) if isinstance(value, Decimal) else value


class ScaleField(forms.CharField):
    """ "WDP = 3; WTP = 4": the codes of a predicate with their scores."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.Textarea({"rows": 2}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return "; ".join(f"{code} = {spelt(Decimal(score))}" for code, score in value)

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value) or "")
        try:
            return read_scale(text)
        except ScaleUnread as unread:
            raise forms.ValidationError(str(unread)) from unread


class DayField(forms.DateField):
    """A day, chosen or typed."""

    def __init__(self, **kwargs: Any) -> None:
        messages = {"invalid": "Tulis tanggal yang ada dalam kalender, misalnya 5/1/2026."}
        super().__init__(
            widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
            input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"],
            error_messages=messages,
            **kwargs,
        )


def spelt(value: Decimal) -> str:
    """As a person may type it back: decimal comma, no dots between thousands."""
    return f"{value.normalize():f}".replace(".", ",")
