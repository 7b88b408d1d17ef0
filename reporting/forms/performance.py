"""Forms of an LKjIP: opening one, its number, a text, a reason, a benchmark, a signature."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from kinerja.lib.numbers import read_number
from kinerja.lib.periods import Cycle, Period
from organisation.models import Agency
from reporting.actions.performance_benchmarks import Typed
from reporting.measures import Direction
from reporting.models import Benchmark, Indicator
from reporting.narrative import LONGEST_TEXT

Kind = Benchmark.Kind
_YEARS = (2000, 2100)
_NO_YEAR = "Isi tahun, misalnya 2025."


class StartForm(forms.Form):
    """Which agency, which year or semester."""

    agency = forms.ChoiceField(label="Perangkat daerah")
    period = forms.ChoiceField(label="Periode")

    def __init__(self, data: Any = None, *, agencies: Sequence[Agency], year: int) -> None:
        super().__init__(data)
        self.agencies = {agency.code: agency for agency in agencies}
        self.fields["agency"].choices = [(a.code, a.name) for a in agencies]  # type: ignore[attr-defined]
        found = [
            period
            for each in (year, year - 1)
            for period in (
                Period(Cycle.YEAR, each, 1), Period(Cycle.SEMESTER, each, 1), Period(Cycle.SEMESTER, each, 2)
            )
        ]  # fmt: skip
        self.fields["period"].choices = [(p.code, p.label) for p in found]  # type: ignore[attr-defined]

    @property
    def asked(self) -> tuple[Agency, Period]:
        return self.agencies[self.cleaned_data["agency"]], Period.parse(self.cleaned_data["period"])


class NumberForm(forms.Form):
    number = forms.CharField(label="Nomor LKjIP", max_length=100, required=False)


class TextForm(forms.Form):
    """One section's text, and the version that it was written over."""

    text = forms.CharField(
        label="Naskah",
        required=False,
        max_length=LONGEST_TEXT,
        strip=False,
        widget=forms.Textarea({"rows": 18, "spellcheck": "true"}),
        help_text="Paragraf dipisahkan baris kosong. Daftar: awali baris dengan “- ” atau “1. ”.",
        error_messages={"max_length": f"Naskah paling panjang {LONGEST_TEXT} huruf."},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    gap = forms.CharField(max_length=160, widget=forms.HiddenInput)
    reason = forms.CharField(
        label="Alasan", required=False, max_length=1000, widget=forms.Textarea({"rows": 2})
    )


class ReopenForm(forms.Form):
    reason = forms.CharField(
        label="Mengapa dibuka kembali",
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Tulis mengapa LKjIP dibuka kembali."},
    )


class SignFinalForm(forms.Form):
    """Who signs says so again: by password, or by a declaration where the account has none."""

    password = forms.CharField(
        label="Kata sandi Anda",
        required=False,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )
    agrees = forms.BooleanField(
        label="Saya menyatakan telah memeriksa LKjIP ini dan menandatanganinya.", required=False
    )

    def __init__(self, data: Any = None, *, asks_password: bool) -> None:
        super().__init__(data)
        del self.fields["agrees" if asks_password else "password"]


class BenchmarkForm(forms.Form):
    """What an indicator is compared with; figures as offices write them, or the word of a predicate."""

    indicator = forms.ChoiceField(label="Indikator")
    kind = forms.ChoiceField(label="Jenis pembanding", choices=Kind.choices)
    year = forms.IntegerField(
        label="Tahun", min_value=_YEARS[0], max_value=_YEARS[1],
        widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
        help_text="Tahun realisasi, tahun akhir Renstra, atau tahun standar.",
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _NO_YEAR),
    )  # fmt: skip
    value = forms.CharField(
        label="Nilai", max_length=60, error_messages={"required": "Isi nilainya, misalnya 78,5."}
    )
    target = forms.CharField(
        label="Target tahun itu (hanya untuk realisasi tahun sebelumnya)", max_length=60, required=False,
        help_text="Tanpa target, capaian tahun itu tidak dihitung.",
    )  # fmt: skip
    source = forms.CharField(
        label="Sumber", max_length=300,
        help_text="Misalnya LKjIP Tahun 2025 halaman 21, atau Renstra 2021–2026.",
        error_messages={"required": "Sebutkan sumbernya; tanpa sumber angka tidak dicetak."},
    )  # fmt: skip

    def __init__(
        self,
        data: Any = None,
        *,
        indicators: Mapping[str, Indicator],
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.indicators = indicators
        choices = [(key, indicator.name) for key, indicator in indicators.items()]
        self.fields["indicator"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        values: dict[str, Any] = super().clean() or {}
        indicator = self.indicators.get(values.get("indicator", ""))
        if indicator is None:
            return values
        for name in ("value", "target"):
            if values.get(name):
                values[name] = self._figure(name, values[name], indicator)
        if values.get("target") not in {None, ""} and values.get("kind") != Kind.EARLIER:
            self.add_error("target", "Target hanya diisi untuk realisasi tahun sebelumnya.")
        return values

    def _figure(self, name: str, text: str, indicator: Indicator) -> Any:
        """A number, or the score of a predicate's word; otherwise what to do about it."""
        if indicator.direction == Direction.PREDICATE:
            known = {code.upper(): score for code, score in indicator.scores.items()}
            if text.strip().upper() in known:
                return known[text.strip().upper()]
            self.add_error(name, f"Pilih salah satu: {', '.join(indicator.scores)}.")
            return None
        reading = read_number(text, decimals=indicator.decimals)
        if reading.value is None:
            self.add_error(name, reading.sentence or "Isi dengan angka.")
        return reading.value

    @property
    def typed(self) -> Typed:
        values = self.cleaned_data
        return Typed(
            indicator=self.indicators[values["indicator"]],
            kind=Kind(values["kind"]),
            year=values["year"],
            value=values["value"],
            source=values["source"],
            target=None if values["target"] == "" else values["target"],
        )
