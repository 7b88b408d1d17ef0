"""The form of a destination: its name, way, address and secret, and how figures are spelt there."""

from collections.abc import Iterator
from typing import Any

from django import forms

from reporting.actions.destination import SHORTEST_SECRET, Wish
from reporting.models import Destination

TYPED = {"autocomplete": "off"}
PLAIN = ("name", "channel", "address", "secret", "spelling", "active")


class DestinationForm(forms.Form):
    """A destination as it is to be; the secret is written and never read back."""

    name = forms.CharField(
        label="Nama tujuan",
        max_length=200,
        widget=forms.TextInput(TYPED),
        help_text="Persis seperti tujuan pada langkah SOP, misalnya Smart Magelang atau Inspektorat.",
        error_messages={"required": "Tulis nama tujuan."},
    )
    channel = forms.ChoiceField(label="Cara kirim", choices=Destination.Channel.choices)
    address = forms.CharField(
        label="Alamat",
        max_length=300,
        widget=forms.TextInput(TYPED),
        required=False,
        help_text="Diunggah sendiri: halaman unggah, boleh kosong. Selain itu: alamat penerima kiriman.",
    )
    secret = forms.CharField(
        label="Rahasia bersama",
        required=False,
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    spelling = forms.ChoiceField(label="Angka pada lembar salin", choices=Destination.Spelling.choices)
    active = forms.BooleanField(label="Dipakai", required=False, initial=True)

    def __init__(self, data: Any = None, *, kept: Destination | None = None) -> None:
        super().__init__(data, initial=_initial(kept))
        stored = " Sudah tersimpan; kosongkan bila tidak diganti." if kept and kept.sealed_secret else ""
        self.fields["secret"].help_text = (
            f"Hanya untuk HTTPS: sedikitnya {SHORTEST_SECRET} karakter, disepakati dengan penerima. "
            f"Tidak pernah ditampilkan lagi.{stored}"
        )

    @property
    def of_destination(self) -> Iterator[forms.BoundField]:
        return (self[name] for name in PLAIN)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.errors:
            plain: dict[str, Any] = {name: values[name] for name in PLAIN}
            values["wish"] = Wish(**plain)
        return values


def _initial(kept: Destination | None) -> dict[str, Any]:
    if kept is None:
        return {"active": True}
    return {name: getattr(kept, name) for name in PLAIN if name != "secret"}
