"""The rows of the entry page as forms: each input is read on its own, so one bad cell spoils no other."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias

from django import forms
from django.core.validators import URLValidator

from kinerja.lib.dates import parse_date
from kinerja.lib.numbers import format_number, read_number, read_whole
from reporting.actions.entry import SILENT, WORDS, Change
from reporting.entry_rules import LINE_RULES, MONEY_RULES
from reporting.forms.entry_row import RAW_LENGTH, REASON, RowForm, number_field
from reporting.measures import ValueState
from reporting.queries.entry import Line, Money, Place, Sheet
from reporting.queries.figures import factor_of, shown
from sop.workflow import NotYours

LARGEST = Decimal(10) ** 12  # a ratio beyond this is a slip of the hand
PARTS = " / "
CHOICES = [("value", "Angka"), ("nihil", "Nihil (tidak ada)"), ("not_measured", "Tidak diukur")]
RELEASE_CHOICES = [CHOICES[0], ("not_due", "Belum dirilis"), *CHOICES[1:]]
VALUES = ("figure", "numerator", "denominator", "code", "choice")
SOURCE = ("source_url", "published_on")
_FIELD = re.compile(r"([rs][0-9]{1,18})-[a-z0-9_]+")
_SPOKEN = {ValueState.NIHIL.value, ValueState.NOT_MEASURED.value, ValueState.NOT_DUE.value}
_is_address = URLValidator(
    schemes=["http", "https"], message="Tulis alamat lengkap yang dimulai dengan https:// atau http://."
)


def choices_of(line: Line) -> list[tuple[str, str]]:
    """What can be said instead of a figure; the first means that there is one."""
    return RELEASE_CHOICES if line.is_release else CHOICES


class LineForm(RowForm):
    """One indicator in one month: a figure, two parts, or a word of a scale."""

    def __init__(self, line: Line, data: Mapping[str, Any] | None, files: Any = None) -> None:
        super().__init__(line, LINE_RULES, data, files)
        self.line = line
        if line.is_release:
            self.fields["source_url"] = _source()
            self.fields["published_on"] = _day("Tanggal rilis")
        if line.is_predicate:
            codes = [(code, code) for code in line.indicator.scores]
            self.fields["code"] = _choice("Realisasi", [("", "Pilih…"), *codes, *choices_of(line)[1:]])
            return
        if line.is_ratio:
            self.fields["numerator"] = number_field(line.indicator.numerator_label or "Pembilang")
            self.fields["denominator"] = number_field(line.indicator.denominator_label or "Penyebut")
        else:
            self.fields["figure"] = number_field("Realisasi", whole=not line.indicator.decimals)
        self.fields["choice"] = _choice("Keadaan", choices_of(line))

    def clean_figure(self) -> Decimal | None:
        text = self.cleaned_data["figure"]
        reading = read_number(text, decimals=True) if self.line.indicator.decimals else read_whole(text)
        return self.accept(reading, places=6)

    def clean_numerator(self) -> Decimal | None:
        return self.accept(read_number(self.cleaned_data["numerator"], decimals=False), places=6)

    def clean_denominator(self) -> Decimal | None:
        value = self.accept(read_number(self.cleaned_data["denominator"], decimals=False), places=6)
        if value is not None and value < 0:
            raise forms.ValidationError("Penyebut tidak boleh kurang dari nol.")
        return value

    def clean_source_url(self) -> str:
        address = str(self.cleaned_data["source_url"])
        if address:
            _is_address(address)
        return address

    def clean_published_on(self) -> date | None:
        text = self.cleaned_data["published_on"]
        try:
            return parse_date(text) if text else None
        except ValueError as refused:
            raise forms.ValidationError(str(refused)) from refused

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        said = cleaned.get("choice") or "value"
        inputs = [name for name in ("figure", "numerator", "denominator") if name in self.fields]
        if said != "value" and any(self.typed(name) for name in inputs):
            label = dict(choices_of(self.line))[said]
            self.add_error("choice", f"Pilih “{label}” atau isi angka, tidak keduanya. Hapus salah satunya.")
        if cleaned.get("denominator") == 0 and cleaned.get("numerator"):
            self.add_error("denominator", "Penyebut 0 sedangkan pembilang terisi. Periksa kembali keduanya.")
        elif (
            cleaned.get("denominator")
            and abs(cleaned.get("numerator") or 0) / cleaned["denominator"] > LARGEST
        ):
            self.add_error(
                "denominator", "Pembilang terlalu besar untuk penyebut ini. Periksa kembali keduanya."
            )
        return cleaned

    def columns(self) -> dict[str, Any]:
        """What can be saved of the row; a cell that cannot be read keeps its text and has no figure."""
        others = {**self.said(), **{name: self.cleaned_data[name] for name in SOURCE if self.has(name)}}
        sent = any(self.add_prefix(name) in self.data for name in VALUES)
        if not sent or "choice" in self.errors or "code" in self.errors:
            return others
        return {**self._value(), **others}

    def _value(self) -> dict[str, Any]:
        said = self.cleaned_data.get("choice") or "value"
        if self.line.is_predicate:
            return self._predicate(self.cleaned_data["code"])
        if said != "value":
            return {**SILENT, "state": said}
        return self._ratio() if self.line.is_ratio else self._figure()

    def _predicate(self, code: str) -> dict[str, Any]:
        scores = self.line.indicator.scores
        if code in scores:
            return {**SILENT, "state": ValueState.VALUE.value, "value": scores[code], "raw": code}
        return {**SILENT, "state": code or ValueState.BLANK.value}

    def _figure(self) -> dict[str, Any]:
        value = self.cleaned_data.get("figure")
        state = ValueState.BLANK if value is None else ValueState.VALUE
        return {**SILENT, "state": state.value, "value": value, "raw": self.typed("figure")}

    def _ratio(self) -> dict[str, Any]:
        above, below = self.cleaned_data.get("numerator"), self.cleaned_data.get("denominator")
        typed = [self.typed("numerator"), self.typed("denominator")]
        parts = {
            "numerator": above,
            "denominator": below,
            "raw": PARTS.join(typed)[:RAW_LENGTH] if any(typed) else "",
        }
        if above is None or below is None:
            return {**parts, "value": None, "state": ValueState.BLANK.value}
        if not below:
            return {**parts, "value": None, "state": ValueState.NIHIL.value}
        value = round(above / below * factor_of(self.line.indicator), 6)
        return {**parts, "value": value, "state": ValueState.VALUE.value}

    def change(self) -> Change:
        return Change(self.line.row, self.columns(), self.cleaned_data.get("edition") or 0)

    @staticmethod
    def stored(line: Line) -> dict[str, Any]:
        """The inputs as they were saved, also those that could not be read."""
        row, state = line.row, line.row.state
        silent = state in _SPOKEN and row.denominator is None
        numerator, _, denominator = row.raw.partition(PARTS)
        return {
            "choice": state if silent else "value",
            "code": _code(line),
            "figure": row.raw or shown(line.indicator, row.value),
            "numerator": numerator or _plain(row.numerator),
            "denominator": denominator or _plain(row.denominator),
            "source_url": row.source_url,
            "published_on": row.published_on.isoformat() if row.published_on else "",
        }


class MoneyForm(RowForm):
    """Rupiah of the month, percent of the work so far."""

    amount = number_field("Realisasi keuangan (Rp)", whole=True)
    physical = number_field("Realisasi fisik s.d. bulan ini (%)")

    def __init__(self, money: Money, data: Mapping[str, Any], files: Any = None) -> None:
        super().__init__(money, MONEY_RULES, data, files)
        self.money = money

    def clean_amount(self) -> Decimal | None:
        return self.accept(read_number(self.cleaned_data["amount"], decimals=False), places=2)

    def clean_physical(self) -> Decimal | None:
        value = self.accept(read_number(self.cleaned_data["physical"], decimals=True), places=6)
        if value is not None and not 0 <= value <= 100:
            raise forms.ValidationError("Realisasi fisik antara 0 dan 100 persen.")
        return value

    def columns(self) -> dict[str, Any]:
        figures = {
            name: value
            for cell in ("amount", "physical")
            if self.add_prefix(cell) in self.data
            for name, value in ((cell, self.cleaned_data.get(cell)), (f"{cell}_raw", self.typed(cell)))
        }
        return {**figures, **self.said()}

    def change(self) -> Change:
        return Change(self.money.row, self.columns(), self.cleaned_data.get("edition") or 0)

    @staticmethod
    def stored(money: Money) -> dict[str, Any]:
        row = money.row
        return {
            "amount": row.amount_raw or _plain(row.amount),
            "physical": row.physical_raw or _plain(row.physical),
        }


EntryForm: TypeAlias = LineForm | MoneyForm


def stored_cells(row: Place) -> dict[str, Any]:
    """What the inputs of a row say as it was saved."""
    cells = LineForm.stored(row) if isinstance(row, Line) else MoneyForm.stored(row)
    cells |= {name: getattr(row.row, name) for name in WORDS}
    return cells | {f"{REASON}{rule}": reason for rule, reason in row.row.reasons.items()}


def stored_form(row: Place) -> EntryForm:
    """The form of a row as it stands in the database."""
    return posted_form(row, {f"{row.key}-{name}": value for name, value in stored_cells(row).items()})


def posted_form(row: Place, data: Mapping[str, Any], files: Any = None) -> EntryForm:
    make: Callable[..., EntryForm] = LineForm if isinstance(row, Line) else MoneyForm
    return make(row, data, files)


def posted_forms(
    sheet: Sheet, data: Mapping[str, Any], files: Mapping[str, Any] | None = None
) -> dict[str, EntryForm]:
    """The forms of the rows that were sent; a row of somebody else is refused as a whole."""
    sent = {match[1] for name in (*data, *(files or {})) if (match := _FIELD.fullmatch(name))}
    by_key = sheet.by_key
    if not sent <= set(by_key):
        raise NotYours("Isian memuat baris yang bukan milik Anda. Tidak ada yang disimpan.")
    return {key: posted_form(by_key[key], data, files) for key in by_key if key in sent}


def _choice(label: str, choices: list[tuple[str, str]]) -> forms.ChoiceField:
    widget = forms.Select({"class": "form-select"})
    return forms.ChoiceField(label=label, required=False, choices=choices, widget=widget)


def _source() -> forms.CharField:
    widget = forms.TextInput({"class": "form-control", "inputmode": "url", "autocomplete": "off"})
    return forms.CharField(label="Tautan sumber rilis", required=False, max_length=1000, widget=widget)


def _day(label: str) -> forms.CharField:
    widget = forms.DateInput({"class": "form-control", "type": "date"})
    return forms.CharField(label=label, required=False, widget=widget)


def _plain(value: Decimal | None) -> str:
    return "" if value is None else format_number(value, 6, trim=True)


def _code(line: Line) -> str:
    if line.row.state == ValueState.BLANK.value:
        return ""
    return shown(line.indicator, line.row.value) if line.row.value is not None else line.row.state
