"""The forms of the eSign service and of one's own NIK; secrets are written and never read back."""

from typing import Any

from django import forms

from kinerja.lib.sealing import Secret
from reporting.actions.esign import Wish
from reporting.models import EsignService
from reporting.models.certified import FOOTER

TYPED = {"autocomplete": "off"}
PLAIN = ("address", "version", "username", "authority", "footer", "active")


class EsignServiceForm(forms.Form):
    """How the agency reaches its eSign Client Service."""

    address = forms.CharField(
        label="Alamat layanan",
        max_length=300,
        widget=forms.TextInput(TYPED),
        help_text="Alamat dasar eSign Client Service, misalnya https://esign.kotamagelang.go.id. "
        "Host-nya harus tercantum pada KINERJA_ESIGN_HOSTS.",
        error_messages={"required": "Tulis alamat layanan."},
    )
    version = forms.ChoiceField(label="Versi layanan", choices=EsignService.Version.choices)
    username = forms.CharField(
        label="Nama pengguna layanan",
        max_length=150,
        widget=forms.TextInput(TYPED),
        error_messages={"required": "Tulis nama pengguna yang diberikan pengelola eSign."},
    )
    secret = forms.CharField(
        label="Sandi layanan",
        required=False,
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    authority = forms.CharField(
        label="Sertifikat induk penerbit (PEM)",
        widget=forms.Textarea({"rows": 8, "spellcheck": "false", **TYPED}),
        help_text="Sertifikat CA BSrE, satu atau beberapa: hanya tanda tangan dengan sertifikat yang terbit "
        "darinya yang diterima dan disebut “TTE tersertifikasi”.",
        error_messages={"required": "Tempel sertifikat induk BSrE dalam bentuk PEM."},
    )
    footer = forms.CharField(
        label="Kalimat pada dokumen",
        max_length=400,
        initial=FOOTER,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Tulis kalimat yang tercetak pada dokumen."},
    )
    active = forms.BooleanField(label="Dipakai", required=False, initial=True)

    def __init__(self, data: Any = None, *, kept: EsignService | None = None) -> None:
        first = {name: getattr(kept, name) for name in PLAIN} if kept else None
        super().__init__(data, initial=first)
        stored = " Sudah tersimpan; kosongkan bila tidak diganti." if kept else ""
        self.fields["secret"].help_text = f"Diberikan pengelola eSign. Tidak pernah ditampilkan lagi.{stored}"

    def wish(self) -> Wish:
        values = self.cleaned_data
        return Wish(secret=Secret(values["secret"]), **{name: values[name] for name in PLAIN})


class NikForm(forms.Form):
    """One's own NIK, typed and never shown again in full."""

    nik = forms.CharField(
        label="NIK",
        max_length=30,
        widget=forms.TextInput({"inputmode": "numeric", **TYPED}),
        help_text="16 angka seperti pada KTP. Disimpan tersegel dan hanya diteruskan ke layanan eSign.",
        error_messages={"required": "Tulis NIK Anda."},
    )

    def clean_nik(self) -> Secret:
        return Secret("".join(self.cleaned_data["nik"].split()))
