"""Forms of the editor for a step and for an act."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from organisation.roles import Role
from sop.forms.editor import CYCLES, DayField, PartForm, PrintedField
from sop.models import Act, Actor, SopVersion, Step
from sop.queries.definition import inferred_words, reading_of, reading_words, step_name
from sop.registry import all_kinds

OPTIONS = {
    "destination": "Dikirim ke (untuk pengiriman)",
    "address": "Alamat tujuan (untuk pengiriman)",
    "recipient": "Penerima (untuk surat dan penyerahan)",
    "type": "Jenis naskah (untuk surat): Surat Pengantar, Nota Dinas, Surat Dinas, Berita Acara",
    "report": "Nama laporan (untuk penyusunan)",
}
FLAGS = {
    "each": "Satu tugas untuk setiap pemegang peran",
    "agenda": "Nomor agenda diminta (untuk pengiriman)",
    "initials": "Menyetujui sekaligus memaraf (untuk peninjauan)",
    "letter": "Disposisi menjawab surat masuk (untuk disposisi)",
}


SETTINGS = ("initials", "destination", "address", "agenda", "recipient", "type", "letter", "report", "to")


class StepForm(PartForm):
    """A printed row of the table."""

    printed_number = PrintedField(
        label="Nomor tercetak", required=False, max_length=Step._meta.get_field("printed_number").max_length,
        help_text="Bebas: boleh meloncat, berulang, atau kosong.",
    )  # fmt: skip
    text = PrintedField(
        label="Kegiatan", rows=5, error_messages={"required": "Tulis kegiatan seperti tercetak."}
    )
    requirements = PrintedField(label="Kelengkapan", rows=3, required=False)
    duration_text = PrintedField(label="Waktu seperti tercetak", required=False)
    output = PrintedField(label="Output", rows=2, required=False)
    remark = PrintedField(label="Keterangan", rows=2, required=False)
    phase = PrintedField(label="Baris judul (tahap) di atas langkah ini", rows=2, required=False)
    opens_day = DayField(label="Mulai tanggal")
    due_day = DayField(
        label="Paling lambat tanggal", help_text="Tanggal dalam bulan sesudah periode berakhir."
    )
    cycles = forms.MultipleChoiceField(
        label="Hanya pada siklus", choices=CYCLES, required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Kosong: mengikuti siklus SOP.",
    )  # fmt: skip
    extra_name = PrintedField(label="Kolom tercetak lain: kepala kolom", required=False)
    extra_text = PrintedField(label="Kolom tercetak lain: isinya", rows=2, required=False)

    def __init__(
        self, data: Any = None, *, version: SopVersion, step: Step | None, heads: Sequence[str]
    ) -> None:
        self.columns, self.heads = version.columns, heads
        first = {name: getattr(step, name, None) for name in self.base_fields} if step else {}
        extra = step.extra if step else {}
        first |= {f"extra_{place}": extra.get(head, "") for place, head in enumerate(heads)}
        super().__init__(data, initial=first)
        for place, head in enumerate(heads):
            self.fields[f"extra_{place}"] = PrintedField(label=head, rows=2, required=False)
        self.fields["duration_text"].help_text = self._reading(
            (self.data if self.is_bound else first).get("duration_text") or ""
        )
        others = [*(f"extra_{place}" for place in range(len(heads))), "extra_name", "extra_text"]
        self.groups = [
            ("", ["printed_number", "text", "requirements", "duration_text", "output", "remark"]),
            ("Jendela dan siklus", ["opens_day", "due_day", "cycles"]),
            ("Tahap dan kolom lain", ["phase", *others]),
        ]

    def _reading(self, text: str) -> str:
        """How the waktu in the form is understood."""
        if not text.strip():
            return "Kosong: tenggat hanya dari tanggal."
        words = reading_words(reading_of(text, self.columns))
        return f"Terbaca: {words}." if words else "Disimpan apa adanya; tidak terbaca sebagai lama waktu."

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        first, last = values.get("opens_day"), values.get("due_day")
        if first and last and first > last:
            self.add_error("due_day", f"Tenggat (tanggal {last}) sebelum tanggal mulai ({first}).")
        if values.get("extra_text") and not values.get("extra_name"):
            self.add_error("extra_name", "Tulis kepala kolomnya, supaya isinya tidak hilang.")
        return values

    @property
    def columns_of_step(self) -> dict[str, Any]:
        """The columns of the step, with the reading of its waktu."""
        given = self.cleaned_data
        values = {name: given[name] for name in self.base_fields if not name.startswith("extra_")}
        read = reading_of(given["duration_text"], self.columns)
        values["duration_amount"] = read.amount_to if read.is_measured else None
        values["duration_unit"] = read.unit.value if read.unit and read.is_measured else ""
        extra = {head: given[f"extra_{place}"] for place, head in enumerate(self.heads)}
        extra[given["extra_name"]] = given["extra_text"]
        return values | {"extra": {head: text for head, text in extra.items() if head and text}}


class ActForm(PartForm):
    """What one lane does in a step."""

    actor = forms.ChoiceField(label="Pelaksana", error_messages={"required": "Pilih pelaksananya."})
    kind = forms.ChoiceField(label="Jenis tugas", error_messages={"required": "Pilih jenis tugasnya."})
    returns_to = forms.ChoiceField(label="Bila tidak: kembali ke", required=False)
    proceeds_to = forms.ChoiceField(label="Bila ya: lanjut ke", required=False)
    opens_day = DayField(label="Mulai tanggal (kosong: menurut langkah)")
    due_day = DayField(label="Paling lambat tanggal (kosong: menurut langkah)")
    automatic = forms.BooleanField(
        label="Dilakukan sistem saat jendelanya buka, bila belum ada yang melakukannya", required=False
    )
    closes_by_clock = forms.BooleanField(
        label="Ditutup oleh waktu: saat tenggat lewat pelaksanaan jalan terus", required=False
    )
    each = forms.BooleanField(label=FLAGS["each"], required=False)
    agenda = forms.BooleanField(label=FLAGS["agenda"], required=False)
    initials = forms.BooleanField(label=FLAGS["initials"], required=False)
    letter = forms.BooleanField(label=FLAGS["letter"], required=False)
    destination = PrintedField(label=OPTIONS["destination"], required=False)
    address = PrintedField(label=OPTIONS["address"], required=False)
    recipient = PrintedField(label=OPTIONS["recipient"], required=False)
    type = PrintedField(label=OPTIONS["type"], required=False)
    report = PrintedField(label=OPTIONS["report"], required=False)
    to = forms.MultipleChoiceField(
        label="Disampaikan kepada (untuk pembagian dan sosialisasi)", choices=Role.choices, required=False,
        widget=forms.CheckboxSelectMultiple, help_text="Kosong: semua peran dalam SOP ini.",
    )  # fmt: skip
    groups = [
        ("", ["actor", "kind"]),
        ("Keputusan dan alur", ["returns_to", "proceeds_to"]),
        ("Jendela dan cara jalan", ["opens_day", "due_day", "automatic", "closes_by_clock", "each"]),
        ("Pengaturan jenis tugas", SETTINGS),
    ]

    def __init__(
        self,
        data: Any = None,
        *,
        step: Step,
        act: Act | None,
        actors: Sequence[Actor],
        steps: Sequence[Step],
    ) -> None:
        self.step, self.act = step, act
        self.actors = {str(actor.pk): actor for actor in actors}
        self.steps = {str(other.pk): other for other in steps}
        super().__init__(data, initial=_first_of(act))
        self._choose("actor", "Pilih pelaksana", [(key, actor.label) for key, actor in self.actors.items()])
        self._choose("kind", "Pilih jenis tugas", _kind_choices(act))
        names = [(key, _titled(other)) for key, other in self.steps.items()]
        self._choose("returns_to", "Tidak ada", names)
        self._choose("proceeds_to", "Tindakan berikutnya", names)
        for name, words in _marks(act).items():
            self.fields[name].help_text = words

    def _choose(self, name: str, empty: str, choices: Sequence[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", empty), *choices]

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        values["actor"] = self.actors.get(values.get("actor", ""))
        for name in ("returns_to", "proceeds_to"):
            values[name] = self.steps.get(values.get(name, ""))
        self._check_branches(values)
        first = values.get("opens_day") or self.step.opens_day
        last = values.get("due_day") or self.step.due_day
        if first and last and first > last:
            name = "opens_day" if values.get("opens_day") else "due_day"
            self.add_error(name, f"Jendela tanggal {first} sampai {last} berakhir sebelum mulai.")
        if values.get("closes_by_clock") and not last and self.step.duration_amount is None:
            words = "Isi tenggatnya: tanpa tenggat, waktu tidak dapat menutup tugas ini."
            self.add_error("due_day", words)
        return values

    def _check_branches(self, values: Mapping[str, Any]) -> None:
        back, ahead = values["returns_to"], values["proceeds_to"]
        if back and back.order > self.step.order:
            self.add_error("returns_to", "Pilih langkah ini atau langkah sebelumnya.")
        if ahead and ahead.order <= self.step.order:
            self.add_error("proceeds_to", "Pilih langkah sesudah langkah ini.")

    @property
    def columns_of_act(self) -> dict[str, Any]:
        """The columns of the act; options that this form does not know stay."""
        given = self.cleaned_data
        named = (*FLAGS, *OPTIONS, "to")
        values = {name: given[name] for name in self.base_fields if name not in named}
        kept = self.act.options if self.act else {}
        options = {name: value for name, value in kept.items() if name not in named}
        return values | {"options": options | {name: given[name] for name in named if given[name]}}


def _first_of(act: Act | None) -> dict[str, Any]:
    if act is None:
        return {}
    names = ("kind", "opens_day", "due_day", "automatic", "closes_by_clock")
    first = {name: getattr(act, name) for name in names}
    first |= {"actor": act.actor_id, "returns_to": act.returns_to_id, "proceeds_to": act.proceeds_to_id}
    return first | {name: act.options.get(name) for name in (*FLAGS, *OPTIONS, "to")}


def _kind_choices(act: Act | None) -> list[tuple[str, str]]:
    found = sorted(((kind.name, kind.title) for kind in all_kinds()), key=lambda pair: pair[1])
    if act and act.kind not in dict(found):
        found.append((act.kind, f"{act.kind} (tidak dikenal)"))
    return found


def _titled(step: Step) -> str:
    text = " ".join(step.text.split())
    return f"{step_name(step)}: {text[:70]}{'…' if len(text) > 70 else ''}"


def _marks(act: Act | None) -> dict[str, str]:
    """A word at each field whose value was inferred."""
    fields = {
        "actor": "actor", "kind": "kind", "window": "due_day",
        "return": "returns_to", "branch": "proceeds_to",
    }  # fmt: skip
    marks = act.inferred if act else []
    words = "Disimpulkan dari naskah ({}); pastikan benar."
    return {fields[mark]: words.format(inferred_words([mark])) for mark in marks if mark in fields}
