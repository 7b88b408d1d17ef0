"""Forms of the editor: its fields, and the forms for the identity block and a lane of a draft."""

from collections.abc import Sequence
from typing import Any

from django import forms

from kinerja.lib.periods import Cycle
from organisation.roles import Role
from sop.models import Actor, SopVersion

CYCLES = [(cycle.value, cycle.label) for cycle in Cycle]
UNPRINTED = ("number", "created_on", "revised_on", "effective_on", "approved_by")
HEADS = {
    "number": "No", "activity": "Kegiatan", "requirements": "Kelengkapan", "duration": "Waktu",
    "output": "Output", "remark": "Keterangan",
}  # fmt: skip


class PrintedField(forms.CharField):
    """Text as printed: blanks at its ends stay, line ends are one character."""

    def __init__(self, *, rows: int = 1, **kwargs: Any) -> None:
        # Never a one-line input: a browser would drop the line ends that a printed cell may have.
        super().__init__(strip=False, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def to_python(self, value: object) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")


class ItemsField(PrintedField):
    """A list as printed: one item a line; items of several lines are parted by an empty line."""

    def __init__(self, **kwargs: Any) -> None:
        hint = "Satu butir per baris; butir yang lebih dari satu baris dipisahkan dengan baris kosong."
        super().__init__(rows=5, required=False, help_text=hint, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        several = any("\n" in item for item in value)
        return "\n\n".join(value) + "\n\n" if several else "\n".join(value)

    def items(self, text: str) -> list[str]:
        parts = text.split("\n\n") if "\n\n" in text.rstrip() or text.endswith("\n\n") else text.split("\n")
        return [part.strip("\n") for part in parts if part.strip()]


class DayField(forms.IntegerField):
    """A day of the month after the period's end."""

    def __init__(self, **kwargs: Any) -> None:
        words = "Isi tanggal 1 sampai 31, atau kosongkan."
        messages = {"invalid": words, "min_value": words, "max_value": words}
        attrs = {"inputmode": "numeric", "class": "form-control-number"}
        super().__init__(
            min_value=1, max_value=31, required=False, error_messages=messages,
            widget=forms.TextInput(attrs=attrs), **kwargs,
        )  # fmt: skip


class PartForm(forms.Form):
    """A form in groups: (heading, names of the fields); a group without heading is shown first."""

    groups: Sequence[tuple[str, Sequence[str]]] = ()

    @property
    def sections(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [(title, [self[name] for name in names]) for title, names in self.groups]


class IdentityForm(PartForm):
    """The identity block; what the paper does not have is ticked as such, an empty field stays empty."""

    heading = PrintedField(label="Kepala dokumen", rows=6, required=False)
    title = PrintedField(
        label="Nama SOP", rows=2, error_messages={"required": "Tulis nama SOP seperti tercetak."}
    )
    cycle = forms.ChoiceField(
        label="Siklus", choices=CYCLES, help_text="Seberapa sering SOP ini dijalankan; langkah boleh berbeda."
    )
    number = PrintedField(label="Nomor SOP", required=False)
    created_on = PrintedField(label="Tanggal pembuatan", required=False)
    revised_on = PrintedField(label="Tanggal revisi", required=False)
    effective_on = PrintedField(label="Tanggal pengesahan/efektif", required=False)
    approved_by = PrintedField(label="Disahkan oleh", rows=3, required=False)
    legal_basis = ItemsField(label="Dasar hukum")
    qualifications = ItemsField(label="Kualifikasi pelaksana")
    related = ItemsField(label="Keterkaitan")
    equipment = ItemsField(label="Peralatan/perlengkapan")
    warnings = ItemsField(label="Peringatan")
    records = ItemsField(label="Pencatatan dan pendataan")
    periodic = ItemsField(label="Waktu periodik")
    totals = PrintedField(label="Jumlah waktu tercetak", required=False)
    footer = PrintedField(label="Kaki dokumen", rows=4, required=False)

    def __init__(self, data: Any = None, *, version: SopVersion) -> None:
        self.version = version
        lists = [name for name, field in self.base_fields.items() if isinstance(field, ItemsField)]
        first = {name: getattr(version, name) for name in self.base_fields}
        first |= {f"{name}_absent": getattr(version, name) is None for name in UNPRINTED}
        first |= {f"head_{name}": version.columns.get(name, "") for name in HEADS}
        super().__init__(data, initial=first)
        for name in UNPRINTED:
            label = f"{self.fields[name].label}: tidak tercetak dalam naskah"
            self.fields[f"{name}_absent"] = forms.BooleanField(label=label, required=False)
        for name, label in HEADS.items():
            self.fields[f"head_{name}"] = PrintedField(label=f"Kepala kolom {label}", required=False)
        printed = [part for name in UNPRINTED for part in (name, f"{name}_absent")]
        self.groups = [
            ("", ["title", "cycle", "heading"]),
            ("Nomor, tanggal, pengesahan", printed),
            ("Isi lembar identitas", lists),
            ("Tabel", [*(f"head_{name}" for name in HEADS), "totals", "footer"]),
        ]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for name in UNPRINTED:
            if values.get(f"{name}_absent") and values.get(name):
                words = "Kosongkan isian ini, atau hapus centang “tidak tercetak”."
                self.add_error(name, words)
        return values

    @property
    def identity(self) -> dict[str, Any]:
        """The columns of the version; a list that was not touched stays as it is, to the last blank."""
        values = {name: self.cleaned_data[name] for name in self.base_fields}
        for name, field in self.base_fields.items():
            if isinstance(field, ItemsField):
                kept = getattr(self.version, name)
                untouched = values[name] == field.prepare_value(kept)
                values[name] = kept if untouched else field.items(values[name])
        values |= {name: None for name in UNPRINTED if self.cleaned_data[f"{name}_absent"]}
        heads = {name: self.cleaned_data[f"head_{name}"] for name in HEADS}
        others = {name: head for name, head in self.version.columns.items() if name not in HEADS}
        return values | {"columns": others | {name: head for name, head in heads.items() if head}}


class ActorForm(PartForm):
    """A lane: its name as printed, and the role that fills it."""

    label = PrintedField(
        label="Nama pelaksana seperti tercetak", rows=2, max_length=Actor._meta.get_field("label").max_length,
        error_messages={"required": "Tulis nama pelaksana seperti tercetak."},
    )  # fmt: skip
    role = forms.ChoiceField(
        label="Peran", choices=[("", "Belum dipasangkan"), *Role.choices], required=False,
        help_text="Yang mengerjakan; untuk pelaksana di luar perangkat daerah: yang mencatatkannya.",
    )  # fmt: skip
    is_outside = forms.BooleanField(label="Di luar perangkat daerah", required=False)
    groups = [("", ["label", "role", "is_outside"])]

    def __init__(self, data: Any = None, *, actor: Actor | None = None) -> None:
        first = {name: getattr(actor, name) for name in self.base_fields} if actor else {}
        super().__init__(data, initial=first)
        if actor and actor.inferred:
            self.fields["role"].help_text = "Disimpulkan dari naskah; pastikan benar."
