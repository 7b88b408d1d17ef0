"""Forms of an office's own texts and of how its numbers are written."""

from typing import Any

from django import forms

from reporting.actions.letter_template import problems_of
from reporting.actions.numbering import SeriesWish
from reporting.actions.numbering import problems_of as pattern_problems
from reporting.forms.letter import AROUND, LONGEST
from reporting.letter_words import Words
from reporting.models import NumberSeries
from reporting.queries.letters import TEXTS


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "spellcheck": "false"})


class TemplateForm(forms.Form):
    """The text of one kind of paper; what is not on the allow-list of placeholders is refused in words."""

    heading = forms.CharField(label="Judul", max_length=200, required=False)
    subject = forms.CharField(label="Hal", max_length=300, required=False)
    opening = forms.CharField(label="Pembuka", required=False, max_length=AROUND, widget=_lines(3))
    body = forms.CharField(
        label="Isi", max_length=LONGEST, widget=_lines(6),
        error_messages={"required": "Tulis isi naskahnya."},
    )  # fmt: skip
    closing = forms.CharField(label="Penutup", required=False, max_length=AROUND, widget=_lines(3))
    copies = forms.CharField(
        label="Tembusan", required=False, max_length=AROUND, widget=_lines(2), help_text="Satu per baris."
    )
    on_behalf = forms.CharField(
        label="Atas nama (a.n.)", max_length=200, required=False,
        help_text="Jabatan yang diwakili penanda tangan, bila ada.",
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, type_: str, words: Words, version: int) -> None:
        super().__init__(data, initial={**vars(words), "seen": version})
        if type_ == "cover":
            self.fields["body"].help_text = "Satu baris per naskah: nama | banyaknya | keterangan."
        if type_ == "disposition":
            self.fields["body"].label = "Dengan hormat harap"
            self.fields["body"].help_text = "Pilihan pada lembar disposisi, satu per baris."
            for name in ("subject", "opening", "closing", "copies", "on_behalf"):
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for name, sentence in problems_of(self.words).items():
            self.add_error(name, sentence)
        return values

    @property
    def words(self) -> Words:
        """What was typed; parts that this paper does not have stay blank."""
        return Words(**{name: str(self.cleaned_data.get(name, "")) for name in TEXTS})


class SeriesForm(forms.Form):
    """How the numbers of a series are written, and where it begins."""

    pattern = forms.CharField(
        label="Pola nomor", max_length=120, error_messages={"required": "Tulis pola nomornya."}
    )
    unit = forms.CharField(
        label="Kode unit (boleh kosong)", max_length=60, required=False,
        help_text="Kosong: singkatan perangkat daerah.",
    )  # fmt: skip
    begins_at = forms.IntegerField(
        label="Nomor berikutnya", min_value=1, max_value=999_999,
        help_text="Sebelum nomor pertama diberikan, lanjutkan di sini dari buku nomor kantor.",
        error_messages={"invalid": "Tulis bilangan, misalnya 18."},
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, series: NumberSeries) -> None:
        first = {
            "pattern": series.pattern,
            "unit": series.unit,
            "begins_at": series.next_number,
            "seen": series.edition if series.pk else 0,
        }
        super().__init__(data, initial=first)

    def clean_pattern(self) -> str:
        pattern: str = self.cleaned_data["pattern"]
        if problems := pattern_problems(pattern):
            raise forms.ValidationError(problems)
        return pattern

    @property
    def wish(self) -> SeriesWish:
        return SeriesWish(**self.cleaned_data)
