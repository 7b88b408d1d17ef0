"""What a stranger hands in to have a paper verified: its code, or the file itself."""

from typing import Any, Self

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict

from kinerja.lib.files import MEBIBYTE

MAX_BYTES = 20 * MEBIBYTE
TOO_LARGE = (
    f"Berkas lebih besar dari {MAX_BYTES // MEBIBYTE} MB, jadi bukan berkas yang ditandatangani di sini."
)


class CodeForm(forms.Form):
    """The code as it stands on the paper."""

    kode = forms.CharField(
        label="Kode pada dokumen",
        max_length=40,
        help_text="Enam belas huruf dan angka di bawah laporan atau pada stempelnya.",
        error_messages={"required": "Tulis kode yang tercetak pada dokumen."},
    )


class FileForm(forms.Form):
    """The file that somebody holds."""

    file = forms.FileField(
        label="Berkas yang Anda pegang",
        help_text="PDF laporan, paling besar 20 MB. Berkas hanya dicocokkan dan tidak disimpan.",
        error_messages={
            "required": "Pilih berkas yang hendak diperiksa.",
            "empty": "Berkas kosong (0 byte). Pilih berkas yang berisi.",
        },
    )

    @classmethod
    def too_large(cls) -> Self:
        """The form of a body that was not read at all."""
        form = cls(QueryDict())
        form.errors.clear()
        form.add_error("file", TOO_LARGE)
        return form

    def clean_file(self) -> bytes:
        file: UploadedFile[Any] = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(TOO_LARGE)
        content: bytes = file.read()
        return content
