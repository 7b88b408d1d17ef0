"""The form of a disposisi: on which letter, how urgent, what is asked for, and until when."""

from typing import Any

from django import forms

from reporting.models import AgendaEntry, Nature
from reporting.queries.letters import template_of, words_of

RECENT = 30


class InstructionForm(forms.Form):
    """A letter of the agenda, or one that is named; where the SOP says so, one of the two is needed."""

    entry = forms.ModelChoiceField(
        label="Surat masuk dalam agenda (boleh kosong)", queryset=AgendaEntry.objects.none(), required=False
    )
    letter = forms.CharField(label="Surat (nomor, tanggal, dari; boleh kosong)", required=False)
    nature = forms.ChoiceField(label="Sifat", choices=Nature.choices, initial=Nature.USUAL)
    wishes = forms.MultipleChoiceField(
        label="Dengan hormat harap (boleh kosong)", required=False, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(
        label="Instruksi",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Tulis apa yang harus dikerjakan."},
    )
    due_on = forms.DateField(
        label="Batas waktu (boleh kosong)", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, data: Any = None, *, agency: Any, answers_letter: bool) -> None:
        super().__init__(data)
        self.answers_letter = answers_letter
        incoming = AgendaEntry.objects.filter(agency=agency, direction=AgendaEntry.Direction.IN)
        recent = list(incoming.order_by("-entered_on", "-pk")[:RECENT])
        self._offer_letters([row.pk for row in recent])
        template = template_of(agency, "disposition")
        words = [line.strip() for line in words_of(template, "disposition").body.splitlines() if line.strip()]
        wishes = self.fields["wishes"]
        assert isinstance(wishes, forms.MultipleChoiceField)  # noqa: S101 - declared above
        wishes.choices = [(word, word) for word in words]
        if answers_letter:
            self.fields["letter"].label = "Surat (nomor, tanggal, dari)"

    def _offer_letters(self, keys: list[int]) -> None:
        """No letters, no question."""
        if not keys:
            del self.fields["entry"]
            return
        field = self.fields["entry"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
        field.queryset = AgendaEntry.objects.filter(pk__in=keys)
        field.empty_label = "Tidak dari agenda"

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        entry: AgendaEntry | None = values.get("entry")
        if entry is not None and not values.get("letter"):
            values["letter"] = f"{entry.letter_number or entry.subject}, dari {entry.party}"
        if self.answers_letter and not values.get("letter"):
            self.add_error("letter", "Pilih surat dari agenda, atau tulis nomor, tanggal, dan pengirimnya.")
        values["wishes"] = "; ".join(values.get("wishes") or [])
        return values
