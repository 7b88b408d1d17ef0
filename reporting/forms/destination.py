"""The form of a destination: way, address, secret, and which columns in which order."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django import forms

from kinerja.lib.periods import Cycle, Period
from reporting.actions.destination import SHORTEST_SECRET, Wish
from reporting.models import Destination
from reporting.renderers.columns import Column
from reporting.renderers.rekeying import all_columns

LAST_PLACE = 99
TYPED = {"autocomplete": "off"}
PLAIN = ("name", "channel", "address", "secret", "spelling", "active")
PARTS = ("line_columns", "budget_columns")


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

    def __init__(self, data: Any = None, *, on: date, kept: Destination | None = None) -> None:
        super().__init__(data, initial=_initial(kept))
        stored = " Sudah tersimpan; kosongkan bila tidak diganti." if kept and kept.sealed_secret else ""
        self.fields["secret"].help_text = (
            f"Hanya untuk HTTPS: sedikitnya {SHORTEST_SECRET} karakter, disepakati dengan penerima. "
            f"Tidak pernah ditampilkan lagi.{stored}"
        )
        columns = all_columns(Period(Cycle.MONTH, on.year, on.month))
        self.columns = dict(zip(PARTS, columns, strict=True))
        for part in PARTS:
            self._add_places(part, getattr(kept, part) if kept else [])

    def _add_places(self, part: str, keys: Sequence[str]) -> None:
        """One field for each column: its place in the order, empty for a column that is left out."""
        order = list(keys) or [column.key for column in self.columns[part]]
        for column in self.columns[part]:
            self.fields[f"{part}-{column.key}"] = forms.IntegerField(
                label=column.heading,
                required=False,
                min_value=1,
                max_value=LAST_PLACE,
                initial=order.index(column.key) + 1 if column.key in order else None,
                widget=forms.NumberInput(attrs={"class": "form-control form-control-sm"}),
            )

    @property
    def of_destination(self) -> Iterator[forms.BoundField]:
        return (self[name] for name in PLAIN)

    @property
    def parts(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields of each table under its title, in the present order."""
        titles = ("Capaian kinerja", "Realisasi anggaran")
        return [
            (title, [self[f"{part}-{column.key}"] for column in self._ordered(part)])
            for title, part in zip(titles, PARTS, strict=True)
        ]

    def _ordered(self, part: str) -> list[Column]:
        def place(column: Column) -> int:
            return int(self.fields[f"{part}-{column.key}"].initial or LAST_PLACE + 1)

        return sorted(self.columns[part], key=place)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        chosen: dict[str, Any] = {part: self._chosen(part, values) for part in PARTS}
        if not self.errors:
            plain: dict[str, Any] = {name: values[name] for name in PLAIN}
            values["wish"] = Wish(**plain, **chosen)
        return values

    def _chosen(self, part: str, values: dict[str, Any]) -> list[str]:
        """The keys by their numbers; equal numbers stay in the order of the report."""
        placed = [
            (place, column.key)
            for column in self.columns[part]
            if (place := values.get(f"{part}-{column.key}")) is not None
        ]
        if not placed and not self.errors:
            self.add_error(None, "Beri nomor urut sedikitnya pada satu kolom di setiap tabel.")
        return [key for _, key in sorted(placed, key=lambda pair: pair[0])]


def _initial(kept: Destination | None) -> dict[str, Any]:
    if kept is None:
        return {"active": True}
    return {name: getattr(kept, name) for name in PLAIN if name != "secret"}
