"""Forms of the plan's editor: its head, a new plan or revision, a line, a pagu, a PPTK."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from organisation.models import Agency, Person
from reporting.actions.plan_dated import Ceiling, Duty, people_for
from reporting.forms.plan_fields import DayField, MoneyField
from reporting.models import Assignment, Budget, Plan, PlanNode
from reporting.queries.plan_lines import LEVELS, RANK, Head, node_name

NOMENCLATURE = "Versi kode program sampai sub kegiatan, misalnya Kepmendagri 900.1.15.5-3406/2024."


class SectionForm(forms.Form):
    """A form in groups: (heading, names of the fields); a group without heading is shown first."""

    groups: Sequence[tuple[str, Sequence[str]]] = ()

    @property
    def sections(self) -> list[tuple[str, list[forms.BoundField]]]:
        if not self.groups:
            return [("", [self[name] for name in self.fields])]
        return [(title, [self[name] for name in names]) for title, names in self.groups]


def _text(label: str, length: int, *, required: bool = True, **kwargs: Any) -> forms.CharField:
    messages = {"required": f"Isi {label.lower()}.", "max_length": f"Paling banyak {length} huruf."}
    return forms.CharField(
        label=label, max_length=length, required=required, error_messages=messages, **kwargs
    )


class HeadForm(SectionForm):
    """What a plan says of itself; of a published one only the words that change no figure."""

    label = _text("Sebutan", 60, help_text="Misalnya Murni, Perubahan I.")
    from_on = DayField(label="Berlaku mulai")
    nomenclature = _text("Nomenklatur", 120, required=False, help_text=NOMENCLATURE)
    basis = _text("Dasar", 300, required=False, help_text="Alasan atau dasar perubahan.")

    def __init__(self, data: Any = None, *, plan: Plan | None = None, first: Head | None = None) -> None:
        initial = {name: getattr(plan or first, name, "") for name in self.base_fields}
        super().__init__(data, initial=initial)
        if plan is not None and plan.status == Plan.Status.PUBLISHED:
            del self.fields["label"], self.fields["from_on"]

    @property
    def head(self) -> Head:
        return Head(**{name: self.cleaned_data[name] for name in HeadForm.base_fields})


class NewPlanForm(HeadForm):
    """The first plan of a year: empty, or a copy."""

    agency = forms.ModelChoiceField(label="Perangkat daerah", queryset=Agency.objects.none())
    year = forms.IntegerField(label="Tahun", min_value=2000, max_value=2100)
    source = forms.ModelChoiceField(
        label="Isi awal", queryset=Plan.objects.none(), required=False, empty_label="Kosong",
        help_text="Salinan memuat baris, indikator, target, serta pagu dan PPTK pada akhir tahunnya.",
    )  # fmt: skip
    from_on = DayField(label="Berlaku mulai", required=False, help_text="Kosong: 1 Januari tahun itu.")
    field_order = ("agency", "year", "source", "label", "from_on", "nomenclature")

    def __init__(self, data: Any = None, *, agencies: Sequence[Agency], today: date) -> None:
        super().__init__(data, first=Head("Murni", date(today.year, 1, 1)))
        del self.fields["basis"]
        keys = [agency.pk for agency in agencies]
        self._choices("agency", Agency.objects.filter(pk__in=keys))
        sources = Plan.objects.published().filter(agency__in=keys).select_related("agency")
        self._choices("source", sources.order_by("-year", "-revision"))
        self.initial.update({"agency": keys[0] if keys else None, "year": today.year + 1, "from_on": None})
        if len(keys) == 1:
            self.fields["agency"].widget = forms.HiddenInput()

    def _choices(self, name: str, found: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
        field.queryset = found

    @property
    def head(self) -> Head:
        values = self.cleaned_data
        first = values["from_on"] or date(values["year"], 1, 1)
        return Head(values["label"], first, values["nomenclature"])


class LineField(forms.ModelChoiceField[PlanNode]):
    """A line of the plan, by level, code and words."""

    def label_from_instance(self, obj: PlanNode) -> str:
        return f"{node_name(obj)} {obj.name}"[:110]


class NodeForm(SectionForm):
    """A line: level, code, words, and the line that it hangs on."""

    level = forms.ChoiceField(label="Tingkat", choices=list(LEVELS.items()))
    code = _text("Kode", 40, help_text="Teks seperti pada nomenklatur, misalnya 5.02.02.2.01.0001.")
    name = forms.CharField(
        label="Uraian", widget=forms.Textarea({"rows": 2}), error_messages={"required": "Isi uraian."}
    )
    parent = LineField(
        label="Berada di bawah", queryset=PlanNode.objects.none(), required=False, empty_label="Paling atas"
    )

    def __init__(
        self,
        data: Any = None,
        *,
        plan: Plan,
        node: PlanNode | None = None,
        parent: PlanNode | None = None,
    ) -> None:
        level = next((code for code, rank in RANK.items() if parent and rank > RANK[parent.level]), "goal")
        first = {"level": level, "parent": parent}
        if node is not None:
            first = {name: getattr(node, name) for name in self.base_fields}
        super().__init__(data, initial=first)
        field = self.fields["parent"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
        above = plan.nodes.exclude(level=PlanNode.Level.SUBACTIVITY)
        field.queryset = above.exclude(pk=node.pk) if node else above

    def clean_code(self) -> str:
        return " ".join(str(self.cleaned_data["code"]).split())


class BudgetForm(SectionForm):
    """A pagu from a day on."""

    amount = MoneyField(label="Pagu (Rp)", required=True)
    from_on = DayField(label="Berlaku mulai")
    label = _text("Dasar", 100, required=False, help_text="DPA murni, pergeseran, DPPA.")

    def __init__(self, data: Any = None, *, row: Budget | None, from_on: date) -> None:
        names = list(self.base_fields)
        first = {name: getattr(row, name) for name in names} if row else {"from_on": from_on}
        super().__init__(data, initial=first)

    @property
    def ceiling(self) -> Ceiling:
        values = self.cleaned_data
        return Ceiling(values["amount"], values["from_on"], values["label"])


class AssignmentForm(SectionForm):
    """Who answers for a line from a day on."""

    officer = forms.ModelChoiceField(
        label="PPTK", queryset=Person.objects.none(), empty_label="Pilih pegawai",
        error_messages={"required": "Pilih pegawai.", "invalid_choice": "Pilih pegawai dari daftar."},
    )  # fmt: skip
    from_on = DayField(
        label="Mulai", help_text="PPTK sebelumnya, bila tanpa tanggal akhir, berakhir sehari sebelumnya."
    )
    to_on = DayField(label="Sampai", required=False, help_text="Kosong: sampai ada penggantinya.")

    def __init__(self, data: Any = None, *, plan: Plan, row: Assignment | None, from_on: date) -> None:
        names = list(self.base_fields)
        first = {name: getattr(row, name) for name in names} if row else {"from_on": from_on}
        super().__init__(data, initial=first)
        field = self.fields["officer"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - declared above
        field.queryset = people_for(plan)

    @property
    def duty(self) -> Duty:
        values = self.cleaned_data
        return Duty(values["officer"], values["from_on"], values["to_on"])
