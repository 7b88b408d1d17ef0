"""Forms for the rules of counting of an agency, and for a rating scale of its own."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from kinerja.lib.dates import long_date
from kinerja.lib.numbers import format_number, read_number
from organisation.models import Agency
from reporting.achievement import CAPS
from reporting.entry_rules import DEFAULTS, Rule, rules_from
from reporting.measures import AgencyMean, Efficiency, ZeroTarget
from reporting.models import AgencyPolicy, Scale
from reporting.models.plan import choices
from reporting.policy import DEFAULT
from reporting.queries.policies import WATCHED
from reporting.ratings import Band, read_bands

LIMITS = {Rule.OVER_100: "Capaian di atas (%)", Rule.JUMP: "Perubahan di atas (%)"}
LARGEST_LIMIT = Decimal(1000)
CAP_CHOICES = [
    ("", "Tanpa batas") if cap is None else (str(cap), f"Paling tinggi {cap} %") for cap in CAPS
]  # fmt: skip


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class LimitField(forms.CharField):
    """A percentage as offices write it."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"inputmode": "decimal", "autocomplete": "off", "class": "form-control-number"}
        super().__init__(widget=forms.TextInput(attrs), required=False, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return format_number(value, trim=True) if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value)
        reading = read_number(text, decimals=True)
        if not reading.is_good:
            raise forms.ValidationError(reading.sentence)
        if reading.value is not None and not 0 < reading.value <= LARGEST_LIMIT:
            raise forms.ValidationError(f"Isi persentase di atas 0 sampai {LARGEST_LIMIT}.")
        return reading.value


class ScaleChoice(forms.ModelChoiceField[Scale]):
    """The scales that an agency may choose; the default stands first, without a row of its own."""

    def label_from_instance(self, obj: Scale) -> str:
        return f"{obj.name} (sejak {long_date(obj.valid_from)})"


class PolicyForm(forms.Form):
    """From which day on, and every choice."""

    from_on = forms.DateField(
        label="Berlaku mulai", widget=DayInput(),
        error_messages={"required": "Isi sejak kapan aturan ini berlaku."},
    )  # fmt: skip
    basis = forms.CharField(
        label="Dasar", max_length=300, required=False, help_text="Surat atau keputusan; boleh kosong."
    )
    zero_target = forms.ChoiceField(label="Bila targetnya nol", choices=choices(ZeroTarget))
    cap = forms.ChoiceField(
        label="Batas capaian", choices=CAP_CHOICES, required=False,
        help_text="Nilai sebelum dibatasi tetap disimpan. Batas pada indikator didahulukan.",
    )  # fmt: skip
    agency_mean = forms.ChoiceField(label="Rata-rata perangkat daerah", choices=choices(AgencyMean))
    mean_skips_zero = forms.BooleanField(label="Capaian 0 tidak ikut rata-rata", required=False)
    efficiency = forms.ChoiceField(label="Cara hitung efisiensi", choices=choices(Efficiency))
    scale = ScaleChoice(
        label="Skala penilaian", queryset=Scale.objects.none(), required=False,
        empty_label=f"{DEFAULT.scale.name} (bawaan)",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, agency: Agency, before: AgencyPolicy | None, day: date) -> None:
        self.agency = agency
        chosen = before or AgencyPolicy()
        first = {name: getattr(chosen, name) for name in self.base_fields if name not in {"basis", "cap"}}
        first |= {"from_on": day, "cap": "" if chosen.cap is None else f"{chosen.cap.normalize():f}"}
        super().__init__(data, initial=first)
        field = self.fields["scale"]
        assert isinstance(field, ScaleChoice)  # noqa: S101 - declared above
        default = {"agency": None, "name": DEFAULT.scale.name}
        field.queryset = Scale.objects.usable_in(agency).exclude(**default)
        self._add_rules(chosen)

    def _add_rules(self, chosen: AgencyPolicy) -> None:
        """A tick for each rule of the entry page, and its percentage where it has one."""
        rules = rules_from(chosen.entry_rules)
        for rule, words in WATCHED.items():
            self.fields[f"rule_{rule.value}"] = forms.BooleanField(
                label=words, required=False, initial=rules.is_on(rule)
            )
            if DEFAULTS[rule].limit is not None:
                self.fields[f"limit_{rule.value}"] = LimitField(label=LIMITS[rule], initial=rules.limit(rule))

    @property
    def choices_of_counting(self) -> Iterator[forms.BoundField]:
        """The fields of the first part of the page."""
        return (self[name] for name in self.base_fields)

    @property
    def rules_of_entry(self) -> Iterator[tuple[forms.BoundField, forms.BoundField | None]]:
        """Tick and percentage of each rule."""
        for rule in WATCHED:
            limit = f"limit_{rule.value}"
            yield self[f"rule_{rule.value}"], self[limit] if limit in self.fields else None

    def clean(self) -> dict[str, Any]:
        """A rule that is ticked needs its percentage."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for rule in Rule:
            name = f"limit_{rule.value}"
            if name in self.fields and cleaned.get(f"rule_{rule.value}") and cleaned.get(name, "") is None:
                self.add_error(name, "Isi persentasenya, atau lepaskan centangnya.")
        return cleaned

    @property
    def policy(self) -> AgencyPolicy:
        """The row that was asked for, not yet kept."""
        named = {name: self.cleaned_data[name] for name in self.base_fields if name != "cap"}
        cap = self.cleaned_data["cap"]
        return AgencyPolicy(
            agency=self.agency, cap=Decimal(cap) if cap else None, entry_rules=self._stored_rules(), **named
        )

    def _stored_rules(self) -> dict[str, dict[str, Any]]:
        """The rules by their code; a percentage is a number, as in reporting/entry_rules.py."""
        stored: dict[str, dict[str, Any]] = {}
        for rule in Rule:
            stored[rule.value] = {"on": self.cleaned_data[f"rule_{rule.value}"]}
            limit = self.cleaned_data.get(f"limit_{rule.value}")
            if limit is not None:
                stored[rule.value]["limit"] = int(limit) if limit == int(limit) else float(limit)
        return stored


class ScaleForm(forms.Form):
    """A scale as lines, the highest class first."""

    name = forms.CharField(
        label="Nama", max_length=120, error_messages={"required": "Isi nama skalanya."}
    )  # fmt: skip
    source = forms.CharField(
        label="Dasar", max_length=300, required=False, help_text="Peraturan atau dokumen yang memuatnya."
    )
    valid_from = forms.DateField(
        label="Berlaku mulai", widget=DayInput(), error_messages={"required": "Isi tanggal mulainya."}
    )
    bands = forms.CharField(
        label="Kelas, dari yang tertinggi",
        widget=forms.Textarea({"rows": 7}),
        help_text=(
            "Satu kelas per baris: batas bawah lalu sebutannya, misalnya “91 Sangat Tinggi”. Tulis “> 85” "
            "bila 85 sendiri belum termasuk. Baris terakhir tanpa angka: semua di bawahnya."
        ),
        error_messages={"required": "Isi kelas-kelasnya."},
    )

    def clean_bands(self) -> list[list[str | None]]:
        """The bands as they are kept; the sentence names the line that cannot be read."""
        try:
            bands: tuple[Band, ...] = read_bands(self.cleaned_data["bands"])
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
        return [[None if band.lower_bound is None else f"{band.lower_bound:f}", band.label] for band in bands]

    def scale_for(self, agency: Agency) -> Scale:
        """The row that was asked for, not yet kept."""
        return Scale(agency=agency, **self.cleaned_data)
