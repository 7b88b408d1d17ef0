"""Forms of the archive: what is looked for, another class, what was done with the paper, and a day."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from reporting.actions.archive_keeping import Decision
from reporting.forms.archive import ClassificationChoice
from reporting.forms.deliver import DayInput
from reporting.models import ArchiveMark, ArchiveRecord, Classification
from reporting.queries.archive import State, Wanted


class SearchForm(forms.Form):
    """What somebody looks for; an unknown choice is left out rather than refused."""

    q = forms.CharField(
        label="Kata", required=False, max_length=200, widget=forms.TextInput({"type": "search"})
    )
    tahun = forms.ChoiceField(label="Tahun", required=False)
    klasifikasi = forms.ChoiceField(label="Klasifikasi", required=False)
    keadaan = forms.ChoiceField(
        label="Keadaan",
        required=False,
        choices=[("", "Semua"), *((state.value, state.word) for state in State)],
    )

    def __init__(self, data: Any, *, years: Sequence[int], codes: Sequence[str]) -> None:
        super().__init__(data)
        for name, values in (("tahun", years), ("klasifikasi", codes)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
            field.choices = [("", "Semua"), *((str(value), str(value)) for value in values)]

    @property
    def wanted(self) -> Wanted:
        """The good parts of what was asked."""
        self.is_valid()
        asked = self.cleaned_data
        parts = (str(asked.get(name, "")).strip() for name in ("q", "tahun", "klasifikasi", "keadaan"))
        return Wanted(*parts)


class ReclassifyForm(forms.Form):
    """Another class and why."""

    classification = ClassificationChoice(
        help_text="Dalam kurung: masa aktif + inaktif, lalu nasib akhir. Dihitung dari penutupan berkas."
    )
    reason = forms.CharField(
        label="Alasan", max_length=300, widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "Tulis alasan klasifikasi ulang."},
    )  # fmt: skip

    def __init__(self, data: Any = None, *, record: ArchiveRecord) -> None:
        super().__init__(data)
        field = self.fields["classification"]
        assert isinstance(field, ClassificationChoice)  # noqa: S101 - declared above
        field.offer(Classification.objects.in_force(record.report.agency, record.closed_on))
        field.required, field.empty_label = True, "Pilih klasifikasi"


class MarkForm(forms.Form):
    """What was done with the paper, by which decree, when."""

    deed = forms.ChoiceField(
        label="Tindakan atas berkas fisik", error_messages={"required": "Pilih tindakannya."}
    )
    decree = forms.CharField(
        label="Nomor keputusan atau berita acara", max_length=120,
        error_messages={"required": "Isi nomor keputusan atau berita acaranya."},
    )  # fmt: skip
    decided_on = forms.DateField(
        label="Tanggal keputusan", widget=DayInput(), error_messages={"required": "Isi tanggal keputusannya."}
    )
    note = forms.CharField(label="Keterangan (boleh kosong)", max_length=300, required=False)

    def __init__(self, data: Any = None, *, deeds: Sequence[ArchiveMark.Deed]) -> None:
        super().__init__(data)
        field = self.fields["deed"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [("", "Pilih tindakan"), *((deed.value, deed.label) for deed in deeds)]

    @property
    def decision(self) -> Decision:
        values = self.cleaned_data
        deed = ArchiveMark.Deed(values["deed"])
        return Decision(deed, values["decree"], values["decided_on"], values["note"])


class DueForm(forms.Form):
    """As of which day, and of which agency."""

    perangkat = forms.ChoiceField(label="Perangkat daerah", required=False)
    per = forms.DateField(
        label="Per tanggal", widget=DayInput(), required=False,
        error_messages={"invalid": "Tanggal tidak dapat dibaca. Tulis misalnya 2026-12-31."},
    )  # fmt: skip

    def __init__(self, data: Any, *, agencies: Sequence[tuple[str, str]], today: date) -> None:
        super().__init__({"per": today.isoformat(), **data})
        field = self.fields["perangkat"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = agencies
        if len(agencies) < 2:
            field.widget = forms.HiddenInput()
