"""Forms for naming a substitute and for ending it early."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms

from kinerja.lib.dates import long_date
from organisation.models import Agency, Person
from organisation.queries.substitutes import titles_in

Titles = Mapping[int, tuple[str, date | None]]


class PersonField(forms.ModelChoiceField[Person]):
    """A person of the agency, with the title held there and since when it is over."""

    def __init__(self, people: Any, titles: Titles, **kwargs: Any) -> None:
        super().__init__(people, empty_label="Pilih pegawai", **kwargs)
        self.titles = titles

    def label_from_instance(self, obj: Person) -> str:
        title, over = self.titles.get(obj.pk, ("", None))
        words = [part for part in (title, over and f"sampai {long_date(over)}") if part]
        return f"{obj} — {', '.join(words)}" if words else str(obj)


class SubstituteForm(forms.Form):
    """Who stands in for whom, from when until when, and by what."""

    absent = forms.Field()
    person = forms.Field()
    from_on = forms.DateField(
        label="Mulai tanggal",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Isi tanggal mulai.", "invalid": "Isi tanggal yang benar."},
    )
    to_on = forms.DateField(
        label="Sampai tanggal (boleh kosong)",
        required=False,
        help_text="Kosongkan bila pegawai pindah atau belum diketahui kapan kembali.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Isi tanggal yang benar, atau kosongkan."},
    )
    reason = forms.CharField(
        label="Alasan",
        max_length=300,
        help_text="Misalnya cuti melahirkan, tugas belajar, mutasi.",
        error_messages={
            "required": "Tulis alasannya; alasan ini tercatat dalam riwayat.",
            "max_length": "Alasan paling panjang 300 huruf.",
        },
    )
    decree_number = forms.CharField(
        label="Nomor SK/surat perintah (boleh kosong)",
        max_length=100,
        required=False,
        error_messages={"max_length": "Nomor paling panjang 100 huruf."},
    )

    def __init__(self, *args: Any, agency: Agency, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        titles = titles_in(agency, today)
        known = Person.objects.filter(pk__in=titles).order_by("name", "pk")
        present = [pk for pk, (_, over) in titles.items() if over is None]
        chosen = {"required": "Pilih pegawainya.", "invalid_choice": "Pilih pegawai dari daftar."}
        self.fields["absent"] = PersonField(
            known,
            titles,
            label="Yang digantikan",
            help_text="Juga pegawai yang jabatannya di sini sudah berakhir.",
            error_messages=chosen,
        )
        self.fields["person"] = PersonField(
            known.filter(pk__in=present, is_active=True),
            titles,
            label="Pengganti",
            help_text="Yang mengisi tidak dapat meninjau atau menandatangani laporan yang sama.",
            error_messages=chosen,
        )


class EndForm(forms.Form):
    """Why a substitute is no longer needed."""

    reason = forms.CharField(
        label="Alasan",
        max_length=300,
        error_messages={
            "required": "Tulis alasannya; alasan ini tercatat dalam riwayat.",
            "max_length": "Alasan paling panjang 300 huruf.",
        },
    )
