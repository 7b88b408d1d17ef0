"""The form of a signature: who signs says so again, in one of the ways that are open."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from kinerja.lib.files import MAX_BYTES, FileRefused
from reporting.forms.confirm import ConfirmForm
from reporting.models import Signature
from reporting.signers.wet_ink import scan_of

Method = Signature.Method


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class SignForm(ConfirmForm):
    """A signature: in ink it brings the scan of the paper with it."""

    paper_on = forms.DateField(
        label="Tanggal pada kertas",
        required=False,
        widget=DayInput(),
        help_text="Seperti tertulis di kertas.",
    )
    scan = forms.FileField(
        label="Pindaian yang sudah ditandatangani",
        required=False,
        help_text="PDF, JPG, atau PNG, paling besar 10 MB. Semua halaman dalam satu berkas.",
    )
    note = forms.CharField(
        label="Alasan (bila dikembalikan)", required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean_note(self) -> str:
        note: str = self.cleaned_data["note"]
        if self._is_returned and not note:
            raise forms.ValidationError("Tulis alasannya, supaya yang memperbaiki tahu apa yang diminta.")
        return note

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        values["signed_paper"] = None
        if values.get("method") == Method.WET_INK and not self._is_returned:
            self._clean_paper(values)
        return values

    @property
    def _is_returned(self) -> bool:
        return bool(self.data.get("outcome") == "returned")

    def _clean_paper(self, values: dict[str, Any]) -> None:
        """The file is judged by its content, not by its name."""
        file: UploadedFile[Any] | None = values.get("scan")
        if "paper_on" in values and not values["paper_on"]:
            self.add_error("paper_on", "Isi tanggal yang tertulis pada kertas.")
        if "scan" in values and not file:
            self.add_error("scan", "Pilih berkas pindaian laporan yang sudah ditandatangani.")
        if self.errors or not file:
            return
        try:
            content = file.read(MAX_BYTES + 1)
            values["signed_paper"] = scan_of(file.name or "", content, on=values["paper_on"])
        except FileRefused as refused:
            self.add_error("scan", str(refused))
