"""The forms of the letterhead: the picture of the logo, and who signs on whose behalf."""

from collections.abc import Sequence
from typing import Any

from django import forms

from kinerja.lib.file_limits import MEBIBYTE
from kinerja.lib.pictures import MOST_BYTES
from organisation.models import Appointment
from reporting.actions.letterhead import Entrusting

_DAY = {"type": "date"}


class LogoForm(forms.Form):
    """A picture to print."""

    picture = forms.FileField(
        label="Gambar logo (PNG atau JPG)",
        help_text=f"Paling besar {MOST_BYTES // MEBIBYTE} MB; digambar ulang, paling lebar 600 piksel.",
        widget=forms.FileInput({"accept": "image/png,image/jpeg"}),
        error_messages={
            "required": "Pilih gambar logonya.",
            "empty": "Berkas kosong. Pilih gambar yang berisi.",
        },
    )


class OfficeField(forms.ModelChoiceField[Appointment]):
    """An office with who holds it."""

    def label_from_instance(self, obj: Appointment) -> str:
        return f"{obj.printed_title} — {obj.person}"


class MandateForm(forms.Form):
    """The holder of which office signs for whom."""

    on_behalf_of = forms.CharField(
        label="Atas nama (a.n.)", max_length=200,
        help_text="Jabatan yang diwakili, misalnya Kepala Badan.",
        error_messages={"required": "Tulis jabatan yang diwakili."},
    )  # fmt: skip
    through = forms.CharField(
        label="Melalui, untuk u.b. (boleh kosong)", max_length=200, required=False,
        help_text="Jabatan di antaranya; tercetak dengan baris “u.b.” di bawahnya.",
    )  # fmt: skip
    decree_number = forms.CharField(
        label="Nomor surat pelimpahan", max_length=100,
        error_messages={"required": "Tulis nomor surat pelimpahannya."},
    )  # fmt: skip
    from_on = forms.DateField(
        label="Mulai tanggal", widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"),
        error_messages={"required": "Isi tanggal mulai.", "invalid": "Isi tanggal yang benar."},
    )  # fmt: skip
    to_on = forms.DateField(
        label="Sampai tanggal (boleh kosong)", required=False,
        widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"),
        error_messages={"invalid": "Isi tanggal yang benar, atau kosongkan."},
    )  # fmt: skip

    def __init__(self, data: Any = None, *, offices: Sequence[Appointment], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["appointment"] = OfficeField(
            Appointment.objects.filter(pk__in=[office.pk for office in offices]).select_related("person"),
            label="Penanda tangan", empty_label="Pilih jabatan",
            error_messages={"required": "Pilih penanda tangannya.", "invalid_choice": "Pilih dari daftar."},
        )  # fmt: skip
        self.order_fields(["appointment"])

    @property
    def entrusting(self) -> Entrusting:
        return Entrusting(**self.cleaned_data)
