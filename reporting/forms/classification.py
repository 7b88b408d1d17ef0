"""Forms of the retention schedule: one dated line, and a file with many."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from organisation.models import Agency
from reporting.actions.classification import Change
from reporting.forms.deliver import DayInput
from reporting.models import Classification, Fate
from reporting.queries.classification import Layer
from reporting.readers.schedule import MOST_YEARS, ClassRow

_YEARS = f"Isi jumlah tahun, 0 sampai {MOST_YEARS}."
_YEAR_ERRORS = dict.fromkeys(("required", "invalid", "min_value", "max_value"), _YEARS)


class ChangeForm(forms.Form):
    """For whom, from which day on, and by what."""

    layer = forms.ChoiceField(label="Berlaku bagi", error_messages={"required": "Pilih berlaku bagi siapa."})
    from_on = forms.DateField(
        label="Berlaku mulai", widget=DayInput(),
        error_messages={"required": "Isi tanggal mulai berlakunya.", "invalid": "Isi tanggal yang benar."},
    )  # fmt: skip
    source = forms.CharField(
        label="Dasar", max_length=300, help_text="Misalnya Perwal Nomor 12 Tahun 2026 tentang JRA.",
        error_messages={"required": "Tulis dasarnya, misalnya nomor peraturannya."},
    )  # fmt: skip

    def __init__(self, data: Any = None, files: Any = None, *, layers: Sequence[Layer], today: date) -> None:
        super().__init__(data, files, initial={"from_on": today})
        field = self.fields["layer"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [(layer.value, layer.label) for layer in layers]

    def change_of(self, agency: Agency) -> Change:
        values = self.cleaned_data
        return Change(agency, Layer(values["layer"]), values["from_on"], values["source"].strip())


class ClassForm(ChangeForm):
    """One class with its retention."""

    code = forms.CharField(label="Kode", max_length=40, error_messages={"required": "Isi kodenya."})
    name = forms.CharField(
        label="Jenis arsip", max_length=200, error_messages={"required": "Isi jenis arsipnya."}
    )
    active_years = forms.IntegerField(
        label="Retensi aktif (tahun)", min_value=0, max_value=MOST_YEARS, error_messages=_YEAR_ERRORS
    )
    inactive_years = forms.IntegerField(
        label="Retensi inaktif (tahun)", min_value=0, max_value=MOST_YEARS, error_messages=_YEAR_ERRORS
    )
    fate = forms.ChoiceField(label="Nasib akhir", choices=Fate.choices)
    proposed_for = forms.ChoiceField(
        label="Diusulkan untuk (boleh kosong)", required=False,
        choices=[("", "Tidak diusulkan"), *Classification.ProposedFor.choices],
    )  # fmt: skip
    field_order = (
        "code",
        "name",
        "active_years",
        "inactive_years",
        "fate",
        "proposed_for",
        "layer",
        "from_on",
    )

    @property
    def row(self) -> ClassRow:
        values = self.cleaned_data
        return ClassRow(
            " ".join(values["code"].split()), " ".join(values["name"].split()), values["active_years"],
            values["inactive_years"], values["fate"], values["proposed_for"],
        )  # fmt: skip


class ScheduleForm(ChangeForm):
    """A whole schedule."""

    file = forms.FileField(
        label="Berkas Excel (.xlsx) atau CSV", widget=forms.FileInput({"accept": ".xlsx,.csv"}),
        error_messages={"required": "Pilih berkasnya.", "empty": "Berkas kosong. Pilih berkas yang berisi."},
    )  # fmt: skip


class TakeForm(ChangeForm):
    """The order after the preview: the same file, now for real."""

    stored = forms.IntegerField(widget=forms.HiddenInput)
