"""Uploads of files with realisations, and the order that follows a preview."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core import signing

from kinerja.lib.periods import Period
from organisation.models import Person, StoredFile
from reporting.models import Report
from reporting.readers.shared_sheet import Role, Table

_SALT = "reporting.uploaded_sheet"
_TOKEN = re.compile(r"([rs][0-9]{1,18}):([0-9]{1,9})")


class EntryUploadForm(forms.Form):
    """The personal workbook on its way back."""

    file = forms.FileField(
        label="Berkas Excel (.xlsx)",
        widget=forms.FileInput({"accept": ".xlsx"}),
        help_text="Templat dari “Unduh Excel”, disimpan dari Excel, LibreOffice, atau Google Sheets.",
    )


class SheetUploadForm(forms.Form):
    """The office's own sheet; the month is asked for only where the period has several."""

    file = forms.FileField(
        label="Lembar kantor (.xlsx atau .csv)",
        widget=forms.FileInput({"accept": ".xlsx,.csv"}),
        help_text="Di Google Sheets: File → Download → Microsoft Excel (.xlsx) atau CSV.",
    )
    month = forms.ChoiceField(label="Bulan", required=False)

    def __init__(self, period: Period | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.period = period
        if period is None or len(period.months) == 1:
            del self.fields["month"]
        else:
            field = self.fields["month"]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
            field.choices = [(month.code, month.label) for month in period.months]
            field.initial = period.months[-1].code


class SheetMappingForm(SheetUploadForm):
    """A sheet for which the way of reading is set for the whole office."""

    report = forms.ChoiceField(label="Periode")
    name = forms.CharField(
        label="Nama lembar", max_length=120, initial="Lembar kantor", help_text="Satu nama per bentuk lembar."
    )
    field_order = ("report", "name", "file")

    def __init__(self, reports: Sequence[Report], *args: Any, **kwargs: Any) -> None:
        super().__init__(None, *args, **kwargs)
        field = self.fields["report"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = [
            (report.pk, f"{report.period.label} · {report.agency.short_name or report.agency.name}")
            for report in reports
        ]


def roles_in(sent: Mapping[str, str], table: Table) -> tuple[dict[int, Role], str]:
    """What a person says that the columns hold, and what is wrong with it in words."""
    roles = {}
    for column in table.columns:
        said = sent.get(f"col-{column.place}", "")
        roles[column.place] = Role(said) if said in set(Role) else Role.NOTHING
    used = [role for role in roles.values() if role is not Role.NOTHING]
    twice = sorted({role.label for role in used if used.count(role) > 1})
    if twice:
        return roles, f"Dua kolom atau lebih dipilih sebagai {', '.join(twice)}. Pilih satu saja."
    if not table.with_roles(roles).is_clear:
        return roles, "Pilih kolom kode, indikator, atau sub kegiatan, dan paling sedikit satu kolom isian."
    return roles, ""


def matched_in(sent: Mapping[str, str]) -> dict[str, str]:
    """The rows that a person matched by hand: normalised name → place in the plan."""
    pairs = (
        (sent.get(f"nama-{name[7:]}", ""), place) for name, place in sent.items() if name[:7] == "tempat-"
    )
    return {name[:300]: place[:100] for name, place in pairs if name and place}


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
