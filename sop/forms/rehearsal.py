"""The form that asks for a rehearsal: which version, which period, which people."""

from typing import Any

from django import forms

from kinerja.lib.periods import Period
from sop.models import Rehearsal, Sop, SopVersion


class VersionField(forms.ModelChoiceField[SopVersion]):
    """A version by its number and whether it is in force."""

    def label_from_instance(self, obj: SopVersion) -> str:
        return f"Versi {obj.version} — {obj.get_status_display().lower()}"


class RehearsalForm(forms.Form):
    """Drafts can be rehearsed too; the period may be one that ran already or one to come."""

    version = VersionField(label="Versi", queryset=SopVersion.objects.none(), empty_label=None)
    period = forms.CharField(
        label="Periode",
        max_length=7,
        help_text="Contoh: 2026-01 (bulan), 2026-Q1 (triwulan), 2026-S1 (semester), 2026 (tahun).",
        error_messages={"required": "Tulis periode yang dimainkan."},
    )
    people = forms.ChoiceField(
        label="Pelaku", choices=Rehearsal.People.choices, initial=Rehearsal.People.ON_TIME
    )

    def __init__(self, *args: Any, sop: Sop, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["version"]
        assert isinstance(field, VersionField)  # noqa: S101 - as declared above
        field.queryset = sop.versions.select_related("sop").order_by("-version")

    def clean_period(self) -> Period:
        try:
            return Period.parse(self.cleaned_data["period"])
        except ValueError as problem:
            raise forms.ValidationError(str(problem)) from problem

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        version, period = values.get("version"), values.get("period")
        if version and period and period.cycle not in version.all_cycles:
            wanted = [Period.of(period.ends_on, cycle).code for cycle in version.all_cycles]
            cycles = " dan ".join(cycle.label for cycle in version.all_cycles)
            self.add_error("period", f"Versi ini {cycles or 'belum memuat langkah'}; {_for_example(wanted)}")
        return values


def _for_example(codes: list[str]) -> str:
    return f"tulis misalnya {' atau '.join(codes)}." if codes else "lengkapi dahulu langkahnya."
