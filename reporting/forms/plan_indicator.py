"""The form of an indicator: every column of how it counts, and its targets month by month."""

from decimal import Decimal
from typing import Any

from django import forms

from kinerja.lib.periods import MONTH_NAMES
from reporting.forms.plan_edit import SectionForm
from reporting.forms.plan_fields import FigureField, ScaleField, spelt
from reporting.measures import Direction, LowerForm, Rollup, TargetStyle
from reporting.models import Indicator
from reporting.models.plan import choices

MONTHS = range(1, 13)
TARGETS = [f"m{month}" for month in MONTHS]


class TargetField(FigureField):
    """A figure, or for a predicate one of its codes: which of the two is known once the scale is read."""

    def clean(self, value: Any) -> Any:
        return str(forms.CharField.clean(self, value) or "").strip()


def _target(label: str) -> TargetField:
    return TargetField(label=label)


def _text(label: str, length: int, *, required: bool = True, help_text: str = "") -> forms.CharField:
    messages = {"required": f"Isi {label.lower()}.", "max_length": f"Paling banyak {length} huruf."}
    return forms.CharField(
        label=label, max_length=length, required=required, error_messages=messages, help_text=help_text
    )


class IndicatorForm(SectionForm):
    """All columns in groups; the twelve months stand apart in `months`."""

    code = _text("Kode", 40)
    name = forms.CharField(
        label="Indikator", widget=forms.Textarea({"rows": 2}), error_messages={"required": "Isi indikator."}
    )
    unit = _text("Satuan", 60, help_text="“%” atau “Persen” membuat rasio dikalikan 100.")
    direction = forms.ChoiceField(label="Arah", choices=choices(Direction))
    lower_form = forms.ChoiceField(
        label="Rumus makin rendah makin baik", choices=choices(LowerForm),
        help_text="T = target, R = realisasi. Hanya dipakai bila makin rendah makin baik.",
    )  # fmt: skip
    range_low = FigureField(label="Batas bawah", help_text="Untuk arah dalam rentang.")
    range_high = FigureField(label="Batas atas")
    scale = ScaleField(
        label="Skala predikat", help_text="Untuk arah predikat: kode = skor, misalnya WDP = 3; WTP = 4."
    )
    rollup = forms.ChoiceField(
        label="Cara gabung", choices=choices(Rollup), help_text="Bagaimana bulan menjadi triwulan dan tahun."
    )
    numerator_label = _text("Pembilang", 200, required=False, help_text="Untuk pembilang ÷ penyebut.")
    denominator_label = _text("Penyebut", 200, required=False)
    decimals = forms.BooleanField(label="Boleh pecahan", required=False)
    cap = FigureField(
        label="Batas capaian (%)", places=2, help_text="Misalnya 120; kosong: aturan perangkat daerah."
    )
    weight = FigureField(label="Bobot", places=4, least=Decimal(0))
    measured_months = forms.TypedMultipleChoiceField(
        label="Bulan ukur", required=False, coerce=int, choices=list(enumerate(MONTH_NAMES, start=1)),
        widget=forms.CheckboxSelectMultiple, help_text="Tanpa pilihan: setiap bulan.",
    )  # fmt: skip
    target_style = forms.ChoiceField(
        label="Cara target", choices=choices(TargetStyle), help_text="Apa arti target satu bulan."
    )
    annual_target = _target("Target tahun")
    action_plan = forms.CharField(
        label="Rencana aksi", required=False, widget=forms.Textarea({"rows": 2}),
        help_text="Langkah untuk mencapai target; kosong: program, kegiatan, atau sub kegiatan pendukungnya.",
    )  # fmt: skip
    groups = [
        ("", ["code", "name", "unit"]),
        ("Cara menilai", ["direction", "lower_form", "range_low", "range_high", "scale", "cap", "weight"]),
        ("Cara mengisi dan menggabung", ["rollup", "numerator_label", "denominator_label", "decimals"]),
        ("Waktu pengukuran", ["measured_months"]),
        ("Target", ["target_style", "annual_target", "action_plan"]),
    ]

    def __init__(
        self,
        data: Any = None,
        *,
        indicator: Indicator | None = None,
        monthly: dict[int, Decimal] | None = None,
    ) -> None:
        first: dict[str, Any] = {"decimals": True}
        if indicator is not None:
            first = {name: getattr(indicator, name) for name in self.base_fields}
            words = {Decimal(score): code for code, score in indicator.scale}
            targets: dict[str, Decimal | None] = {
                f"m{month}": value for month, value in (monthly or {}).items()
            }
            targets["annual_target"] = indicator.annual_target
            first |= {name: _shown(value, words) for name, value in targets.items()}
        super().__init__(data, initial=first)
        for name, label in zip(TARGETS, MONTH_NAMES, strict=True):
            self.fields[name] = _target(label)

    @property
    def months(self) -> list[forms.BoundField]:
        return [self[name] for name in TARGETS]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or self.cleaned_data
        low, high = values.get("range_low"), values.get("range_high")
        if values.get("direction") == Direction.RANGE and (low is None or high is None):
            words = "Arah dalam rentang memerlukan batas bawah dan batas atas."
            self.add_error("range_low" if low is None else "range_high", words)
        if low is not None and high is not None and high < low:
            self.add_error("range_high", "Batas atas lebih kecil dari batas bawah.")
        is_predicate = values.get("direction") == Direction.PREDICATE
        if is_predicate and "scale" in values and not values["scale"]:
            words = "Arah predikat memerlukan skala, misalnya WDP = 3; WTP = 4."
            self.add_error("scale", words)
        if (cap := values.get("cap")) is not None and not 0 < cap < 10000:
            self.add_error("cap", "Tulis dalam persen, misalnya 120.")
        if (weight := values.get("weight")) is not None and weight >= 10000:
            self.add_error("weight", "Bobot paling besar 9999.")
        self._read_targets(values, values.get("scale") or [] if is_predicate else [])
        return values

    def _read_targets(self, values: dict[str, Any], scale: list[list[str]]) -> None:
        scores = {code.casefold(): Decimal(score) for code, score in scale}
        whole = not scores and not values.get("decimals")
        for name in ("annual_target", *TARGETS):
            text = values.get(name, "")
            field = self.fields[name]
            if not isinstance(field, TargetField):
                continue
            try:
                score = scores.get(text.casefold())
                values[name] = field.read(text, whole=whole) if score is None else score
            except forms.ValidationError as refused:
                self.add_error(name, refused)

    @property
    def columns(self) -> dict[str, Any]:
        """The columns of the indicator."""
        values = {name: self.cleaned_data[name] for name in self.base_fields}
        return values | {"code": " ".join(values["code"].split())}

    @property
    def targets(self) -> dict[int, Decimal | None]:
        return {month: self.cleaned_data[f"m{month}"] for month in MONTHS}


def _shown(value: Decimal | None, words: dict[Decimal, str]) -> Any:
    if value is None:
        return ""
    return words.get(value) or spelt(value)
