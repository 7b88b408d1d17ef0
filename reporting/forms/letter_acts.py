"""Forms of what happens to a letter: what is looked for, its signature, its receipt, its cancellation."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from kinerja.lib.files import MAX_BYTES, FileKind, FileRefused, safe_name, sniff
from reporting.actions.agenda import Incoming
from reporting.actions.deliver import ReceiptFile
from reporting.actions.letter_receipt import Receipt
from reporting.forms.deliver import DayInput
from reporting.models import Letter, Nature
from reporting.queries.letters import NUMBERED, Asked

TAKEN = frozenset({FileKind.PDF, FileKind.JPG, FileKind.PNG})
_SCAN = "PDF, JPG, atau PNG, paling besar 10 MB."


class SearchForm(forms.Form):
    """What somebody looks for; an unknown choice is left out rather than refused."""

    q = forms.CharField(label="Kata", required=False, max_length=200)
    jenis = forms.ChoiceField(
        label="Jenis", required=False, choices=[("", "Semua"), *((one.value, one.label) for one in NUMBERED)]
    )
    keadaan = forms.ChoiceField(
        label="Keadaan", required=False, choices=[("", "Semua"), *Letter.State.choices]
    )

    @property
    def asked(self) -> Asked:
        """The good parts of what was asked."""
        self.is_valid()
        return Asked(*(str(self.cleaned_data.get(name, "")).strip() for name in ("q", "jenis", "keadaan")))


class IssueForm(forms.Form):
    """Who signs says so again: by password, or by a declaration where the account has none."""

    password = forms.CharField(
        label="Kata sandi Anda", required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip
    agrees = forms.BooleanField(
        label="Saya menyatakan telah memeriksa surat ini dan menandatanganinya.", required=False
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)


class CancelForm(forms.Form):
    """Why a letter is not to go out."""

    reason = forms.CharField(
        label="Alasan pembatalan", max_length=300,
        error_messages={"required": "Tulis alasannya; nomor yang batal tetap tercatat bersama alasannya."},
    )  # fmt: skip


class ScanField(forms.FileField):
    """A scan, judged by its content and not by its name."""

    def clean(self, data: Any, initial: Any = None) -> ReceiptFile | None:
        file: UploadedFile[Any] | None = super().clean(data, initial)
        if not file:
            return None
        content = file.read(MAX_BYTES + 1)
        try:
            kind = sniff(file.name or "", content)
        except FileRefused as refused:
            raise forms.ValidationError(str(refused)) from refused
        if kind not in TAKEN:
            raise forms.ValidationError(f"Pindaian berupa {_SCAN}")
        return ReceiptFile(safe_name(file.name or "pindaian"), kind, content)


class ReceiptForm(forms.Form):
    """The signed receipt half that came back."""

    received_by = forms.CharField(
        label="Diterima oleh", max_length=200, help_text="Nama dan jabatan penerima, seperti tertulis.",
        error_messages={"required": "Tulis siapa yang menerima."},
    )  # fmt: skip
    received_on = forms.DateField(label="Diterima tanggal", widget=DayInput())
    number = forms.CharField(label="Nomor agenda penerima (boleh kosong)", max_length=100, required=False)
    file = ScanField(label="Tanda terima yang ditandatangani (boleh kosong)", required=False, help_text=_SCAN)

    @property
    def receipt(self) -> Receipt:
        return Receipt(**self.cleaned_data)


class IncomingForm(forms.Form):
    """A letter that came in, as it is entered in the agenda."""

    party = forms.CharField(
        label="Dari", max_length=300, error_messages={"required": "Tulis dari siapa surat ini."}
    )
    letter_number = forms.CharField(
        label="Nomor surat", max_length=200, error_messages={"required": "Tulis nomor suratnya."}
    )
    letter_on = forms.DateField(label="Tanggal surat", widget=DayInput())
    received_on = forms.DateField(label="Diterima tanggal", widget=DayInput())
    nature = forms.ChoiceField(label="Sifat", choices=Nature.choices, initial=Nature.USUAL)
    subject = forms.CharField(label="Hal", max_length=300, error_messages={"required": "Tulis hal surat."})
    note = forms.CharField(label="Keterangan (boleh kosong)", max_length=300, required=False)
    scan = ScanField(label="Pindaian surat (boleh kosong)", required=False, help_text=_SCAN)

    @property
    def letter(self) -> Incoming:
        return Incoming(**self.cleaned_data)
