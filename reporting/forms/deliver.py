"""The form that records a delivery and its receipt."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from kinerja.lib.files import MAX_BYTES, FileKind, FileRefused, safe_name, sniff
from reporting.actions.deliver import Posting, ReceiptFile
from reporting.models import Letter

TAKEN = frozenset({FileKind.PDF, FileKind.JPG, FileKind.PNG})


class DayInput(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DeliverForm(forms.Form):
    """To whom, when, and what the other side gave in return."""

    agenda = forms.CharField(
        label="Nomor agenda",
        max_length=100,
        help_text="Nomor pada buku agenda surat keluar.",
        error_messages={"required": "Tulis nomor agenda surat keluar."},
    )
    destination = forms.CharField(label="Tujuan", max_length=200)
    sent_on = forms.DateField(label="Tanggal kirim", widget=DayInput())
    receipt_number = forms.CharField(
        label="Nomor tanda terima",
        max_length=100,
        help_text="Nomor agenda atau nomor unggahan yang diberikan penerima.",
    )
    receipt_on = forms.DateField(label="Tanggal tanda terima", widget=DayInput())
    receipt_file = forms.FileField(
        label="Berkas tanda terima (boleh kosong)",
        required=False,
        help_text="Tangkapan layar atau pindaian: PDF, JPG, atau PNG, paling besar 10 MB.",
    )

    def __init__(
        self, *args: Any, with_agenda: bool = False, letters: Sequence[Letter] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.letters = letters  # that go along
        if not with_agenda:
            del self.fields["agenda"]

    def clean_receipt_file(self) -> ReceiptFile | None:
        """The file is judged by its content, not by its name."""
        file: UploadedFile[Any] | None = self.cleaned_data.get("receipt_file")
        if not file:
            return None
        content = file.read(MAX_BYTES + 1)
        try:
            kind = sniff(file.name or "", content)
        except FileRefused as refused:
            raise forms.ValidationError(str(refused)) from refused
        if kind not in TAKEN:
            raise forms.ValidationError("Tanda terima berupa PDF, JPG, atau PNG.")
        return ReceiptFile(safe_name(file.name or "tanda-terima"), kind, content)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        sent_on, receipt_on = values.get("sent_on"), values.get("receipt_on")
        if sent_on and receipt_on and receipt_on < sent_on:
            self.add_error("receipt_on", "Tanggal tanda terima tidak boleh sebelum tanggal kirim.")
        if not self.errors:
            values["posting"] = Posting(
                **{name: values[name] for name in ("destination", "sent_on", "receipt_number", "receipt_on")},
                receipt_file=values.get("receipt_file"),
            )
        return values
