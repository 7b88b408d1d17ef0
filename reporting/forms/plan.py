"""The upload of a plan's workbook, and the order to take it over."""

from datetime import date
from typing import Any

from django import forms

from organisation.models import Agency

MERGE, REVISION = "merge", "revision"
MODES = [
    (MERGE, "Ke revisi yang disebut: baris yang sama diperbarui, yang tidak disebut dibiarkan"),
    (REVISION, "Impor sebagai perubahan: draf baru, salinan rencana yang terbit dengan isi berkas ini"),
]


class PlanUploadForm(forms.Form):
    """Which workbook, for which agency, year and revision."""

    agency = forms.ModelChoiceField(label="Perangkat daerah", queryset=Agency.objects.none())
    year = forms.IntegerField(label="Tahun", min_value=2000, max_value=2100)
    mode = forms.ChoiceField(
        label="Cara impor", choices=MODES, initial=MERGE, required=False, widget=forms.RadioSelect
    )
    revision = forms.IntegerField(
        label="Revisi",
        min_value=0,
        max_value=20,
        initial=0,
        required=False,
        help_text="0 = murni, 1 = perubahan pertama. Tidak dipakai bila diimpor sebagai perubahan.",
    )
    from_on = forms.DateField(
        label="Berlaku mulai",
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text="Kosong: 1 Januari tahun itu. Perubahan wajib menyebut tanggalnya.",
    )
    nomenclature = forms.CharField(
        label="Nomenklatur", max_length=120, required=False,
        help_text="Versi kode program sampai sub kegiatan, misalnya Kepmendagri 900.1.15.5-3406/2024.",
    )  # fmt: skip
    file = forms.FileField(label="Berkas Excel (.xlsx)", widget=forms.FileInput({"accept": ".xlsx"}))

    def __init__(self, *args: Any, agencies: list[Agency], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agency"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
        field.queryset = Agency.objects.filter(pk__in=[agency.pk for agency in agencies])
        field.initial = agencies[0] if agencies else None
        if len(agencies) == 1:
            field.widget = field.hidden_widget()
        self.fields["year"].initial = today.year

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        cleaned["mode"] = cleaned.get("mode") or MERGE
        cleaned["revision"] = cleaned.get("revision") or 0
        is_change = cleaned["revision"] or cleaned["mode"] == REVISION
        if is_change and not cleaned.get("from_on") and "from_on" not in self.errors:
            self.add_error("from_on", "Sebutkan sejak kapan perubahan ini berlaku.")
        return cleaned


class PlanApplyForm(forms.Form):
    """The order that follows a preview: the same workbook, now for real."""

    agency = forms.ModelChoiceField(queryset=Agency.objects.all(), widget=forms.HiddenInput)
    year = forms.IntegerField(widget=forms.HiddenInput)
    mode = forms.ChoiceField(choices=MODES, required=False, widget=forms.HiddenInput)
    revision = forms.IntegerField(widget=forms.HiddenInput)
    nomenclature = forms.CharField(max_length=120, required=False, widget=forms.HiddenInput)
    from_on = forms.DateField(required=False, widget=forms.HiddenInput)
    stored = forms.IntegerField(widget=forms.HiddenInput)
