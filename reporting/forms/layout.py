"""The form for the report's tables: place, heading and visibility of each column; cover and paper."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from kinerja.lib.periods import Period
from organisation.models import Agency
from reporting.actions.layout import LONGEST_HEADING, problems_of
from reporting.queries.layout import Chosen, Layout, Table
from reporting.renderers.columns import usual_columns

_NO_PLACE = "Isi urutan dengan bilangan, misalnya 3."


@dataclass(frozen=True)
class Row:
    """A column on the page: what it usually is called, and its fields."""

    key: str
    usual: str
    place: forms.BoundField
    heading: forms.BoundField
    shown: forms.BoundField
    move: str


@dataclass(frozen=True)
class Part:
    """One table on the page."""

    table: Table
    order: forms.BoundField
    rows: Sequence[Row]


class LayoutForm(forms.Form):
    """Every column of each table in the order of the page."""

    with_action = forms.BooleanField(
        label="Cetak tabel rencana aksi", required=False,
        widget=forms.CheckboxInput({"class": "form-check-input"}),
    )  # fmt: skip
    paper = forms.ChoiceField(
        label="Kertas", required=False, choices=[("", "Kertas kantor"), *Agency.Paper.choices],
        widget=forms.Select({"class": "form-select"}),
    )  # fmt: skip
    cover = forms.BooleanField(
        label="Buka PDF dan Word dengan halaman sampul", required=False,
        widget=forms.CheckboxInput({"class": "form-check-input"}),
    )  # fmt: skip
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, data: QueryDict | None = None, *, layout: Layout, period: Period, has_plan: bool = False
    ) -> None:
        plain = {"cover": layout.cover, "with_action": layout.with_action, "paper": layout.paper}
        super().__init__(data, initial={**plain, "seen": layout.edition})
        self.period = period
        columns = {table: usual_columns(table, period) for table in Table}
        self.usual = {table: {column.key: column.heading for column in columns[table]} for table in Table}
        self.unasked = {
            (table, column.key)
            for table in Table
            for column in columns[table]
            if column.asked or (column.planned and (layout.of(table) or not has_plan))
        }
        self.orders = {table: self._order(table, layout) for table in Table}
        for table in Table:
            chosen = {each.key: each for each in layout.of(table)}
            self.fields[f"{table.value}-order"] = forms.CharField(
                required=False, widget=forms.HiddenInput, initial=",".join(self.orders[table])
            )
            for place, key in enumerate(self.orders[table], start=1):
                self._add_column(table, key, place, chosen.get(key) or self._new(table, key))

    def _new(self, table: Table, key: str) -> Chosen:
        """A column that no layout speaks of: unseen if it has to be asked for."""
        return Chosen(key, shown=(table, key) not in self.unasked)

    def _order(self, table: Table, layout: Layout) -> list[str]:
        """The keys as they stand on the page: as sent, else as kept; new ones last."""
        sent = self.data.get(f"{table.value}-order", "").split(",") if self.is_bound else []
        wanted = [*sent, *(each.key for each in layout.of(table)), *self.usual[table]]
        return list(dict.fromkeys(key for key in wanted if key in self.usual[table]))

    def _add_column(self, table: Table, key: str, place: int, chosen: Chosen) -> None:
        name, usual = f"{table.value}-{key}", self.usual[table][key]
        self.fields[f"{name}-place"] = forms.IntegerField(
            label=f"Urutan kolom {usual}", initial=place, min_value=0, max_value=999,
            widget=forms.NumberInput({"class": "layout-place", "inputmode": "numeric"}),
            error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), _NO_PLACE),
        )  # fmt: skip
        self.fields[f"{name}-heading"] = forms.CharField(
            label=f"Judul kolom {usual}", initial=chosen.heading, required=False, max_length=LONGEST_HEADING,
            widget=forms.TextInput({"placeholder": usual, "autocomplete": "off"}),
            error_messages={"max_length": f"Judul kolom paling panjang {LONGEST_HEADING} huruf."},
        )  # fmt: skip
        self.fields[f"{name}-shown"] = forms.BooleanField(
            label=f"Tampilkan kolom {usual}",
            initial=chosen.shown,
            required=False,
            widget=forms.CheckboxInput({"class": "form-check-input"}),
        )

    @property
    def switches(self) -> list[forms.BoundField]:
        """What is printed besides the usual tables."""
        return [self["with_action"], self["cover"]]

    @property
    def parts(self) -> Iterator[Part]:
        """The tables as the page shows them."""
        for table in Table:
            rows = [self._row(table, key) for key in self.orders[table]]
            yield Part(table, self[f"{table.value}-order"], rows)

    def _row(self, table: Table, key: str) -> Row:
        name = f"{table.value}-{key}"
        place, heading, shown = (self[f"{name}-{part}"] for part in ("place", "heading", "shown"))
        return Row(key, self.usual[table][key], place, heading, shown, f"{table.value}:{key}")

    def clean(self) -> dict[str, Any]:
        """What cannot be printed is said; the layout is there once every field can be read."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            for table in self.layout.tables:
                for problem in problems_of(table, self.layout.of(table), self.period):
                    self.add_error(None, problem)
        return cleaned

    @property
    def layout(self) -> Layout:
        """What was asked for, not yet kept."""
        return Layout(
            performance=self._chosen(Table.PERFORMANCE),
            budget=self._chosen(Table.BUDGET),
            cover=self.cleaned_data["cover"],
            action=self._chosen(Table.ACTION),
            with_action=self.cleaned_data["with_action"],
            paper=self.cleaned_data["paper"],
        )

    def _chosen(self, table: Table) -> tuple[Chosen, ...]:
        values = self.cleaned_data
        places = {key: values[f"{table.value}-{key}-place"] for key in self.orders[table]}
        found = []
        for key in in_order(self.orders[table], places):
            name = f"{table.value}-{key}"
            heading = " ".join(values[f"{name}-heading"].split())
            own = "" if heading == self.usual[table][key] else heading
            found.append(Chosen(key, own, values[f"{name}-shown"]))
        return tuple(found)


def in_order(keys: Sequence[str], places: Mapping[str, int]) -> list[str]:
    """The keys by their places; where two want the same one, it goes to the one that was moved there."""

    def wanted(key: str) -> tuple[int, int, int]:
        stood, place = keys.index(key) + 1, places[key]
        moved = 0 if place == stood else -1 if place < stood else 1
        return place, moved, stood

    return sorted(keys, key=wanted)


def moved(data: QueryDict, form: LayoutForm, move: str, step: int) -> QueryDict:
    """What was sent, with one column (“performance:achievement”) a step up or down and all places anew."""
    changed = data.copy()
    for table in Table:
        keys, name = form.orders[table], table.value
        places = {key: _number(data.get(f"{name}-{key}-place"), at) for at, key in enumerate(keys, start=1)}
        order = in_order(keys, places)
        kind, _, wanted = move.partition(":")
        if kind == name and wanted in order:
            at = order.index(wanted)
            to = min(max(at + step, 0), len(order) - 1)
            order.insert(to, order.pop(at))
        changed[f"{name}-order"] = ",".join(order)
        for place, key in enumerate(order, start=1):
            changed[f"{name}-{key}-place"] = str(place)
    return changed


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.strip().isdecimal() and len(text) < 5 else otherwise
