"""Forms of the import: the paper itself, and what a person says where it is silent."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from kinerja.lib.files import MAX_BYTES, safe_name
from kinerja.lib.periods import Cycle
from organisation.models import Agency
from sop.actions.importing import Answers, Found, Place, Unreadable, read_paper

LONGEST_TEXT = 400_000
PASTED = "naskah-tempel.txt"
CYCLES = [("", "Pilih siklus"), *((cycle.value, cycle.label) for cycle in Cycle)]


class PaperForm(forms.Form):
    """A file or a pasted text, for an agency whose SOPs the person looks after."""

    agency = forms.ModelChoiceField(
        label="Perangkat daerah", queryset=Agency.objects.none(), empty_label=None
    )
    file = forms.FileField(
        label="Berkas SOP",
        required=False,
        allow_empty_file=True,  # the reader says it in its own words
        help_text="DOCX, PDF, XLSX, TXT, atau JSON; paling besar 10 MB. Boleh memuat beberapa SOP.",
        widget=forms.FileInput({"accept": ".docx,.pdf,.xlsx,.txt,.json"}),
    )
    text = forms.CharField(
        label="Atau tempel teksnya",
        required=False,
        strip=False,
        max_length=LONGEST_TEXT,
        help_text="Salin lembar identitas beserta tabelnya dari Word, PDF, atau halaman web.",
        widget=forms.Textarea({"rows": 8, "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, agencies: Sequence[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["agency"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
        field.queryset = Agency.objects.filter(pk__in=[agency.pk for agency in agencies])
        field.initial = agencies[0]
        if len(agencies) == 1:
            field.widget = field.hidden_widget()
        self.name, self.content = "", b""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        upload, text = cleaned.get("file"), cleaned.get("text", "")
        if upload and text.strip():
            self.add_error("file", "Berkas dan teks terisi keduanya. Kosongkan salah satu.")
        elif isinstance(upload, UploadedFile):
            self._read("file", safe_name(upload.name or "berkas"), upload.read(MAX_BYTES + 1))
        elif text.strip():
            self._read("text", PASTED, text.replace("\r\n", "\n").encode())
        else:
            self.add_error("file", "Pilih berkas, atau tempel teksnya.")
        return cleaned

    def _read(self, field: str, name: str, content: bytes) -> None:
        try:
            read_paper(name, content)
        except Unreadable as error:
            self.add_error(field, str(error))
        self.name, self.content = name, content


class FoundForm(forms.Form):
    """What a person says about one SOP of the paper before it becomes a draft."""

    chosen = forms.BooleanField(label="Simpan SOP ini", required=False, initial=True)
    title = forms.CharField(
        label="Nama SOP",
        help_text="Tidak tercetak pada lembar identitas; periksa atau isilah.",
        error_messages={"required": "Isi nama SOP."},
    )
    cycle = forms.ChoiceField(
        label="Siklus",
        choices=CYCLES,
        help_text="Setiap apa SOP ini dijalankan.",
        error_messages={"required": "Pilih siklus SOP ini."},
    )
    actors = forms.CharField(
        label="Pelaksana",
        help_text="Tidak tercetak; tulis satu pelaksana per baris, dari kiri ke kanan seperti pada tabel.",
        error_messages={"required": "Tulis pelaksana SOP ini, satu per baris."},
        widget=forms.Textarea({"rows": 4}),
    )

    def __init__(self, *args: Any, found: Found, place: Place, is_only: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.found, self.place, self.is_only = found, place, is_only
        document = found.document
        self.initial.update(title=found.title, cycle=document.get("cycle"))
        if is_only:
            del self.fields["chosen"]
        if place.is_known:
            for name in ("title", "cycle", "actors"):
                del self.fields[name]
            return
        if found.title and "title" not in document.get("inferred", []):
            del self.fields["title"]
        if document["actors"]:
            del self.fields["actors"]

    @property
    def asked(self) -> list[forms.BoundField]:
        """The fields about the SOP itself."""
        return [self[name] for name in ("title", "cycle", "actors") if name in self.fields]

    @property
    def is_chosen(self) -> bool:
        return self.is_only or bool(self.data.get(self.add_prefix("chosen")))

    @property
    def answers(self) -> Answers:
        said = self.cleaned_data
        lanes = [line.strip() for line in said.get("actors", "").splitlines() if line.strip()]
        return Answers(said.get("title", ""), said.get("cycle", ""), lanes)

    @property
    def standing(self) -> str:
        """Which edition would be written over, as it was when the page was made."""
        latest = self.place.latest
        return f"{latest.pk}-{latest.edition}" if latest else ""

    def full_clean(self) -> None:
        """An SOP that is left out need not be complete."""
        if self.is_bound and not self.is_chosen:
            for field in self.fields.values():
                field.required = False
        super().full_clean()

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        seen = self.data.get(self.add_prefix("standing"))
        if self.is_chosen and self.place.replaces_draft and seen != self.standing:
            words = "Periksa, lalu simpan lagi bila tetap ingin menggantinya."
            raise forms.ValidationError(f"Draf SOP ini baru saja diubah orang lain. {words}")
        return cleaned
