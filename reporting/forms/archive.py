"""The form that files a finished report."""

from typing import Any

from django import forms

from reporting.actions.archive import CLASSIFICATION, Filing


class ArchiveForm(forms.Form):
    """Number, class and place of the file."""

    number = forms.CharField(label="Nomor berkas", max_length=100)
    classification = forms.CharField(
        label="Kode klasifikasi",
        max_length=40,
        initial=CLASSIFICATION,
        help_text="000.8.6.3 = Akuntabilitas Kinerja Instansi Pemerintah",
    )
    location = forms.CharField(
        label="Lokasi berkas kertas (boleh kosong)",
        max_length=200,
        required=False,
        help_text="Misalnya: lemari 2, boks 14",
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors:
            values["filing"] = Filing(values["number"], values["classification"], values["location"])
        return values
