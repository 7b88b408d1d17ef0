"""Uploads of files with realisations, and the order that follows a preview."""

import re
from dataclasses import dataclass

from django import forms
from django.core import signing

from organisation.models import Person, StoredFile

_SALT = "reporting.uploaded_sheet"
_TOKEN = re.compile(r"([rs][0-9]{1,18}):([0-9]{1,9})")


class EntryUploadForm(forms.Form):
    """The personal workbook on its way back."""

    file = forms.FileField(
        label="Berkas Excel (.xlsx)",
        widget=forms.FileInput({"accept": ".xlsx"}),
        help_text="Templat dari “Unduh Excel”, disimpan dari Excel, LibreOffice, atau Google Sheets.",
    )


@dataclass(frozen=True)
class Pass:
    """Which stored file this person may take over from a page; signed, as files are shared by content."""

    file: int
    person: int
    purpose: str

    @property
    def text(self) -> str:
        return signing.dumps([self.file, self.person, self.purpose], salt=_SALT)


def pass_for(stored: StoredFile, person: Person, purpose: str) -> str:
    """The signed word that stands in the form of a preview."""
    return Pass(stored.pk, person.pk, purpose).text


def file_of(text: str, person: Person, purpose: str) -> StoredFile | None:
    """The file that was looked at; None where the word is not this person's or not for this purpose."""
    try:
        file, who, why = signing.loads(text, salt=_SALT)
    except (signing.BadSignature, ValueError):
        return None
    if (who, why) != (person.pk, purpose):
        return None
    return StoredFile.objects.filter(pk=file).first()


def taken(tokens: list[str]) -> dict[str, int]:
    """Row → the edition that was shown, for the rows that were ticked."""
    return {match[1]: int(match[2]) for token in tokens if (match := _TOKEN.fullmatch(token))}
