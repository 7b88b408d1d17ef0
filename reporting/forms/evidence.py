"""The part of a row where evidence is added: files judged by their content, a link, evidence of before."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from kinerja.lib.files import MAX_BYTES, FileKind, FileRefused, safe_name, sniff
from kinerja.lib.links import LinkRefused, read_link
from reporting.actions.evidence import Link, NewEvidence
from reporting.models import Evidence
from reporting.queries.entry import Place, Sheet
from sop.workflow import NotYours

MAX_FILES = 10
MOST_OF_A_ROW = 50
ACCEPTED = ".pdf,.jpg,.jpeg,.png,.xlsx,.docx"
_FIELD = re.compile(r"evidence-([rs][0-9]{1,18})-[a-z]+")


@dataclass(frozen=True)
class Upload:
    """A file that was looked at and may be kept."""

    name: str
    kind: FileKind
    content: bytes


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at once, each judged by its content."""

    widget = FilesInput({"class": "form-control", "accept": ACCEPTED})

    def has_changed(self, initial: Any, data: Any) -> bool:  # noqa: ARG002
        return bool(data)

    def clean(self, data: Any, initial: Any = None) -> list[Upload]:  # noqa: ARG002
        files: Sequence[UploadedFile[Any]] = [file for file in (data or []) if file]
        if len(files) > MAX_FILES:
            raise forms.ValidationError(f"Paling banyak {MAX_FILES} berkas sekali unggah.")
        return [self._look(file) for file in files]

    def _look(self, file: UploadedFile[Any]) -> Upload:
        name = safe_name(file.name or "berkas")
        content = file.read(MAX_BYTES + 1)
        try:
            return Upload(name, sniff(file.name or "", content), content)
        except FileRefused as refused:
            raise forms.ValidationError(f"“{name}”: {refused}") from refused


class EvidenceForm(forms.Form):
    """Several files, one link and earlier evidence for one row; all of it is optional.

    Its fields stand in the page's form under a prefix of their own: a row that is saved by itself while
    somebody types takes no half of an address with it.
    """

    upload = FilesField(label="Tambah bukti dukung", required=False)
    link = forms.CharField(label="Tautan bukti", required=False)
    label = forms.CharField(label="Sebutan tautan (boleh kosong)", required=False, max_length=200)
    earlier = forms.MultipleChoiceField(label="Bukti bulan lalu", required=False)

    def __init__(self, place: Place, data: Mapping[str, Any] | None = None, files: Any = None) -> None:
        super().__init__(data, files, prefix=f"evidence-{place.key}")
        self.place, self.is_frozen = place, False
        choices = self.fields["earlier"]
        if isinstance(choices, forms.MultipleChoiceField):
            choices.choices = [(str(proof.pk), proof.name) for proof in place.earlier]
            choices.error_messages["invalid_choice"] = "Pilih bukti yang tertera pada daftar."
        for name, hint in (("link", "https://"), ("label", "mis. Foto kegiatan")):
            self.fields[name].widget.attrs.update({"class": "form-control", "placeholder": hint})
        self.fields["link"].widget.attrs.update({"inputmode": "url", "autocomplete": "off"})

    @property
    def offers(self) -> list[Evidence]:
        """Earlier evidence that does not stand beside the row yet."""
        here = {(proof.file_id, proof.url) for proof in self.place.evidence}
        return [proof for proof in self.place.earlier if (proof.file_id, proof.url) not in here]

    @property
    def offered_from(self) -> str:
        """The month that the offers come from."""
        row = self.place.earlier[0].realisation or self.place.earlier[0].spending
        return row.period.label if row else ""

    def clean_link(self) -> str:
        text = self.cleaned_data["link"]
        try:
            return read_link(text) if text else ""
        except LinkRefused as refused:
            raise forms.ValidationError(str(refused)) from refused

    def clean_label(self) -> str:
        return " ".join(str(self.cleaned_data["label"]).split())

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("label") and not cleaned.get("link") and "link" not in self.errors:
            self.add_error("link", "Tempelkan alamat tautannya; sebutan saja belum cukup.")
        new = len(cleaned.get("upload") or []) + bool(cleaned.get("link")) + len(cleaned.get("earlier") or [])
        if new and len(self.place.evidence) + new > MOST_OF_A_ROW:
            self.add_error(None, f"Paling banyak {MOST_OF_A_ROW} bukti untuk satu baris.")
        return cleaned

    def full_clean(self) -> None:
        super().full_clean()
        for name in self.errors:
            if name in self.fields:
                self.fields[name].widget.attrs["class"] = "form-control is-invalid"

    @property
    def wanted(self) -> NewEvidence:
        """What can be added; a part with an error adds nothing, the others do."""
        if self.non_field_errors():
            return NewEvidence()
        said = {name: value for name, value in self.cleaned_data.items() if name not in self.errors}
        link = said.get("link")
        return NewEvidence(
            [(file.name, file.kind.content_type, file.content) for file in said.get("upload") or []],
            [Link(link, said.get("label", ""))] if link and "label" in said else [],
            [int(pk) for pk in said.get("earlier") or []],
        )

    def ask_again(self, place: Place) -> "EvidenceForm":
        """Ask only for what could not be added; the rest stands in the list by now."""
        self.place = place
        if self.non_field_errors():
            return self
        names = {*self.errors, *(["label"] if "link" in self.errors else [])}
        self.data = {self.add_prefix(name): self.data.get(self.add_prefix(name), "") for name in names}
        return self

    def freeze(self) -> None:
        """Show what was typed without taking it."""
        self.is_frozen = True
        for name in ("link", "label"):
            self.fields[name].widget.attrs["readonly"] = True

    @property
    def complaints(self) -> list[tuple[str, str]]:
        """(id of the input, sentence) for the summary on top of the page."""
        return [
            (str(self[name if name in self.fields else "upload"].auto_id), f"{self.place.subject}: {error}")
            for name, errors in self.errors.items()
            for error in errors
        ]


def posted_evidence(
    sheet: Sheet, data: Mapping[str, Any], files: Mapping[str, Any]
) -> dict[str, EvidenceForm]:
    """The evidence that was sent, by row and looked at; a row of somebody else is refused as a whole."""
    names = {match[1]: True for name in (*data, *files) if (match := _FIELD.fullmatch(name))}
    by_key = sheet.by_key
    if not set(names) <= set(by_key):
        raise NotYours("Bukti dikirim untuk baris yang bukan milik Anda. Tidak ada yang disimpan.")
    sent = {key: EvidenceForm(by_key[key], data, files) for key in names}
    changed = {key: form for key, form in sent.items() if form.has_changed()}
    for form in changed.values():
        form.full_clean()
    return changed


def evidence_forms(
    sheet: Sheet, keys: Iterable[str], bad: Mapping[str, EvidenceForm]
) -> dict[str, EvidenceForm]:
    """The forms to show for some rows: empty ones, but for those that need another look."""
    by_key = sheet.by_key
    return {key: bad.get(key) or EvidenceForm(by_key[key]) for key in keys}
