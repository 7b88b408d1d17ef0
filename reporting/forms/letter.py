"""The form of a letter: to whom, under which class, and its text, begun with the office's own template."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict

from reporting.actions.letter import LIMITS, Draft, columns_of, words_in
from reporting.letter_words import Words
from reporting.models import Letter, LetterType, Nature
from reporting.placeholders import LETTER, Placeholder
from reporting.queries.letters import (
    NUMBERED,
    Ground,
    classes_of,
    earlier_draft,
    filled,
    left_over,
    template_of,
    type_named,
    words_of,
)
from reporting.queries.numbering import CLASSIFICATION
from reporting.renderers.letter import Printed

WORDS = "words"  # the button that takes the text of another type
LOOK = "look"  # the button that only shows the letter as it would print
LONGEST, AROUND = 8_000, 2_000  # letters of a body, and of what stands around it: a letter is a page or two
_TAKEN = ("heading", "subject", "opening", "body", "closing", "copies", "on_behalf")


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class LetterForm(forms.Form):
    """What the writer of a letter says; number and day come with the signature."""

    type = forms.ChoiceField(label="Jenis naskah", choices=[(one.value, one.label) for one in NUMBERED])
    recipient = forms.CharField(
        label="Kepada (Yth.)", max_length=300,
        error_messages={"required": "Tulis kepada siapa surat ini ditujukan."},
    )  # fmt: skip
    recipient_place = forms.CharField(label="Di (boleh kosong)", max_length=120, required=False)
    subject = forms.CharField(label="Hal", max_length=300, error_messages={"required": "Tulis hal surat."})
    classification = forms.ChoiceField(label="Klasifikasi arsip")
    nature = forms.ChoiceField(label="Sifat", choices=Nature.choices, initial=Nature.USUAL)
    attachment = forms.CharField(
        label="Lampiran (boleh kosong)", max_length=120, required=False,
        help_text="Misalnya: 1 (satu) berkas",
    )  # fmt: skip
    heading = forms.CharField(label="Judul (boleh kosong)", max_length=200, required=False)
    opening = forms.CharField(
        label="Pembuka (boleh kosong)", required=False, max_length=AROUND, widget=_lines(2)
    )
    body = forms.CharField(
        label="Isi", max_length=LONGEST, widget=_lines(5), error_messages={"required": "Tulis isi surat."},
        help_text="Surat pengantar: satu baris per naskah, misalnya “Laporan … | 1 berkas | keterangan”.",
    )  # fmt: skip
    closing = forms.CharField(
        label="Penutup (boleh kosong)", required=False, max_length=AROUND, widget=_lines(2)
    )
    copies = forms.CharField(
        label="Tembusan (boleh kosong)",
        required=False,
        max_length=AROUND,
        widget=_lines(2),
        help_text="Satu per baris.",
    )
    on_behalf = forms.CharField(
        label="Atas nama (a.n., boleh kosong)", max_length=200, required=False,
        help_text="Jabatan yang diwakili, misalnya Sekretaris Daerah. Plt. dan Plh. tercetak sendiri.",
    )  # fmt: skip

    def __init__(
        self, data: QueryDict | None = None, *, ground: Ground, now: datetime, kept: Letter | None = None
    ) -> None:
        self.ground, self.kept = ground, kept
        self.fixed = type_named(str(ground.task.act.options.get("type", ""))) if ground.task else None
        first = _first(ground, self.fixed, kept)
        if data is not None and data.get("outcome") == WORDS:
            data = self._with_words(data)
        super().__init__(data, initial=first)
        on = ground.agency.time_zone.local(now).date()
        codes = classes_of(ground.agency, on)
        self._offer("classification", codes, str(first["classification"]))
        if self.fixed:
            self._offer("type", [(self.fixed.value, self.fixed.label)], self.fixed.value)

    def _offer(self, name: str, choices: Sequence[tuple[str, Any]], kept: str) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        known = {value for value, _ in choices}
        field.choices = [*choices, *([] if kept in known else [(kept, kept)])]

    def _with_words(self, data: QueryDict) -> QueryDict:
        """What was sent, with the text of the type that was chosen."""
        changed = data.copy()
        type_ = type_named(data.get("type", "")) or LetterType.COVER
        template = template_of(self.ground.agency, type_)
        words = filled(words_of(template, type_), self.ground, data.get("recipient", ""))
        for name in _TAKEN:
            changed[name] = getattr(words, name)
        return changed

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors:
            template = template_of(self.ground.agency, values["type"])
            values["draft"] = Draft(**{name: values[name] for name in self.base_fields}, template=template)
            self._check(filled(words_in(values["draft"]), self.ground, values["recipient"]))
        return values

    def _check(self, known: Words) -> None:
        """What would not fit, or would print with a word in braces, once what is known is filled in."""
        for name, longest in LIMITS.items():
            if len(getattr(known, name)) > longest:
                self.add_error(name, f"Terlalu panjang setelah diisi; paling panjang {longest} huruf.")
        if left := left_over(known):
            names = ", ".join(left)
            self.add_error("body", f"Ganti {names} dengan kata: surat ini tidak menyertai laporan.")

    @property
    def preview(self) -> Printed:
        """The letter as it would print with what stands in the form."""
        letter = Letter(agency=self.ground.agency, run=self.ground.run, report=self.ground.report)
        for name in self.base_fields:
            setattr(letter, name, self[name].value() or "")
        known = filled(
            Words(**{name: getattr(letter, name) for name in _TAKEN}), self.ground, letter.recipient
        )
        for name in _TAKEN:
            setattr(letter, name, getattr(known, name))
        return Printed(letter)

    @property
    def placeholders(self) -> Sequence[Placeholder]:
        """Those that are still filled in at the issue."""
        return [one for one in LETTER if one.is_late]


def first_draft(ground: Ground) -> Draft:
    """What a willing writer leaves as it is proposed."""
    fixed = type_named(str(ground.task.act.options.get("type", ""))) if ground.task else None
    return Draft(**_first(ground, fixed, None))


def _first(ground: Ground, fixed: LetterType | None, kept: Letter | None) -> dict[str, Any]:
    """As kept, as drafted in the round before, or as the template proposes."""
    kept = kept or (earlier_draft(ground.task) if ground.task else None)
    if kept is not None:
        return {name: getattr(kept, name) for name in LetterForm.base_fields}
    type_ = fixed or LetterType.COVER
    recipient = str(ground.task.act.options.get("recipient", "")) if ground.task else ""
    words = filled(words_of(template_of(ground.agency, type_), type_), ground, recipient)
    empty = Draft(type_.value, recipient, words.subject, words.body, CLASSIFICATION)
    columns = {**columns_of(empty), **{name: getattr(words, name) for name in _TAKEN}}
    del columns["template"]
    return columns
