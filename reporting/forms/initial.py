"""The form of a paraf: a remark, and who gives it says so again."""

from typing import Any

from django import forms

from reporting.forms.confirm import ConfirmForm


class InitialForm(ConfirmForm):
    """Returning, where the SOP allows it, needs a reason and no confirmation."""

    question = "Cara memaraf"
    declaration = "Saya menyatakan telah memeriksa naskah ini dan memarafnya."
    note = forms.CharField(
        label="Catatan (wajib bila dikembalikan)",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if self.data.get("outcome") == "returned" and not values.get("note"):
            self.add_error("note", "Tulis alasan dan arahan, supaya yang memperbaiki tahu apa yang diminta.")
        return values
