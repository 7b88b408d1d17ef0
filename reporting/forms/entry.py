"""The rows of the entry page as forms: each input is read on its own, so one bad cell spoils no other."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from kinerja.lib.files import MAX_BYTES, FileKind, FileRefused, safe_name, sniff
from kinerja.lib.numbers import Reading, ReadingKind, format_number, read_number, read_whole
from reporting.actions.entry import SILENT, WORDS, Change
from reporting.measures import ValueState
from reporting.queries.entry import Line, Money
from reporting.queries.figures import KEPT_DIGITS, factor_of, is_kept, shown

MAX_FILES = 10
RAW_LENGTH = 200
LARGEST = Decimal(10) ** 12  # a ratio beyond this is a slip of the hand
PARTS = " / "
CHOICES = [("value", "Angka"), ("nihil", "Nihil (tidak ada)"), ("not_measured", "Tidak diukur")]


@dataclass(frozen=True)
class Upload:
    """A file that was looked at and may be kept."""

    name: str
    kind: FileKind
    content: bytes


class NumberInput(forms.TextInput):
    """Text on purpose: a wheel or an arrow key changes nothing, and what is typed stays as it is."""

    def __init__(self, *, whole: bool = False) -> None:
        attrs = {"class": "form-control form-control-number", "autocomplete": "off"}
        super().__init__({**attrs, "inputmode": "numeric"} if whole else attrs)


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once, each judged by its content."""

    widget = FilesInput({"class": "form-control"})

    def clean(self, data: Any, initial: Any = None) -> list[Upload]:  # noqa: ARG002
        files: Sequence[UploadedFile[Any]] = [file for file in (data or []) if file]
        if len(files) > MAX_FILES:
            raise forms.ValidationError(f"Paling banyak {MAX_FILES} berkas sekali unggah.")
        return [self._look(file) for file in files]

    def _look(self, file: UploadedFile[Any]) -> Upload:
        name = safe_name(file.name or "berkas")
        content = file.read(MAX_BYTES + 1)
        try:
            return Upload(name, sniff(file.name or "", content), content)
        except FileRefused as refused:
            raise forms.ValidationError(f"“{name}”: {refused}") from refused


def _words(label: str) -> forms.CharField:
    widget = forms.Textarea({"rows": 2, "class": "form-control"})
    return forms.CharField(label=label, required=False, max_length=4000, widget=widget)


def _number(label: str, *, whole: bool = False) -> forms.CharField:
    return forms.CharField(label=label, required=False, widget=NumberInput(whole=whole))


class RowForm(forms.Form):
    """What every row carries."""

    edition = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    obstacle = _words("Kendala")
    support = _words("Faktor pendukung")
    follow_up = _words("Tindak lanjut")
    evidence = FilesField(label="Bukti dukung", required=False)

    def full_clean(self) -> None:
        super().full_clean()
        for name in self.errors:
            if name in self.fields:
                attrs = self.fields[name].widget.attrs
                attrs["class"] = f"{attrs.get('class', '')} is-invalid".strip()

    @property
    def subject(self) -> str:
        """What the row is about, for the summary."""
        raise NotImplementedError

    def freeze(self) -> None:
        """Show what was typed without taking it."""
        for bound in self.fields.values():
            bound.widget.attrs["readonly"] = True
            if isinstance(bound.widget, forms.Select | forms.FileInput):
                bound.widget.attrs["disabled"] = True

    def words(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in WORDS if name in self.cleaned_data}

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
            found += [(anchor, f"{self.subject}: {error}") for error in errors]
        return found


class LineForm(RowForm):
    """One indicator in one month: a figure, two parts, or a word of a scale."""

    def __init__(self, line: Line, data: Mapping[str, Any], files: Any = None) -> None:
        super().__init__(data, files, prefix=line.key)
        self.line = line
        whole = not line.indicator.decimals
        if line.is_predicate:
            codes = [(code, code) for code in line.indicator.scores]
            widget = forms.Select({"class": "form-select"})
            choices = [("", "Pilih…"), *codes, *CHOICES[1:]]
            self.fields["code"] = forms.ChoiceField(
                label="Realisasi", required=False, choices=choices, widget=widget
            )
            return
        if line.is_ratio:
            self.fields["numerator"] = _number(line.indicator.numerator_label or "Pembilang")
            self.fields["denominator"] = _number(line.indicator.denominator_label or "Penyebut")
        else:
            self.fields["figure"] = _number("Realisasi", whole=whole)
        widget = forms.Select({"class": "form-select"})
        self.fields["choice"] = forms.ChoiceField(
            label="Keadaan", required=False, choices=CHOICES, widget=widget
        )

    @property
    def subject(self) -> str:
        return self.line.indicator.name

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

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        said = cleaned.get("choice") or "value"
        inputs = [name for name in ("figure", "numerator", "denominator") if name in self.fields]
        if said != "value" and any(self.typed(name) for name in inputs):
            label = dict(CHOICES)[said]
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
        if "choice" in self.errors or "code" in self.errors:
            return self.words()
        return {**self._value(), **self.words()}

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
        silent = state in {ValueState.NIHIL.value, ValueState.NOT_MEASURED.value} and row.denominator is None
        numerator, _, denominator = row.raw.partition(PARTS)
        return {
            "choice": state if silent else "value",
            "code": _code(line),
            "figure": row.raw or shown(line.indicator, row.value),
            "numerator": numerator or _plain(row.numerator),
            "denominator": denominator or _plain(row.denominator),
        }


class MoneyForm(RowForm):
    """Rupiah of the month, percent of the work so far."""

    amount = _number("Realisasi keuangan (Rp)", whole=True)
    physical = _number("Realisasi fisik s.d. bulan ini (%)")

    def __init__(self, money: Money, data: Mapping[str, Any], files: Any = None) -> None:
        super().__init__(data, files, prefix=money.key)
        self.money = money

    @property
    def subject(self) -> str:
        return self.money.node.name

    def clean_amount(self) -> Decimal | None:
        return self.accept(read_number(self.cleaned_data["amount"], decimals=False), places=2)

    def clean_physical(self) -> Decimal | None:
        value = self.accept(read_number(self.cleaned_data["physical"], decimals=True), places=6)
        if value is not None and not 0 <= value <= 100:
            raise forms.ValidationError("Realisasi fisik antara 0 dan 100 persen.")
        return value

    def columns(self) -> dict[str, Any]:
        return {
            "amount": self.cleaned_data.get("amount"),
            "amount_raw": self.typed("amount"),
            "physical": self.cleaned_data.get("physical"),
            "physical_raw": self.typed("physical"),
            **self.words(),
        }

    def change(self) -> Change:
        return Change(self.money.row, self.columns(), self.cleaned_data.get("edition") or 0)

    @staticmethod
    def stored(money: Money) -> dict[str, Any]:
        row = money.row
        return {
            "amount": row.amount_raw or _plain(row.amount),
            "physical": row.physical_raw or _plain(row.physical),
        }


def stored_form(row: Line | Money) -> LineForm | MoneyForm:
    """The form of a row as it stands in the database."""
    cells = LineForm.stored(row) if isinstance(row, Line) else MoneyForm.stored(row)
    cells |= {name: getattr(row.row, name) for name in WORDS}
    return posted_form(row, {f"{row.key}-{name}": value for name, value in cells.items()})


def posted_form(row: Line | Money, data: Mapping[str, Any], files: Any = None) -> LineForm | MoneyForm:
    make: Callable[..., LineForm | MoneyForm] = LineForm if isinstance(row, Line) else MoneyForm
    return make(row, data, files)


def _plain(value: Decimal | None) -> str:
    return "" if value is None else format_number(value, 6, trim=True)


def _code(line: Line) -> str:
    if line.row.state == ValueState.BLANK.value:
        return ""
    return shown(line.indicator, line.row.value) if line.row.value is not None else line.row.state
