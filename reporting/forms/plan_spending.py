"""The form of a line's months: what is to be spent in each, and how far the work is to be by its end."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from kinerja.lib.periods import MONTH_NAMES
from reporting.forms.plan_edit import SectionForm
from reporting.forms.plan_fields import FigureField, MoneyField
from reporting.queries.spending_plan import Month

_PARTS = (("kas", "Rencana kas per bulan (Rp)"), ("fisik", "Target fisik s.d. bulan (%)"))


class SpendingPlanForm(SectionForm):
    """Twelve months of money and of progress."""

    def __init__(self, data: Any = None, *, months: Mapping[int, Month]) -> None:
        super().__init__(data)
        for number, name in enumerate(MONTH_NAMES, start=1):
            amount, physical = months.get(number, (None, None))
            self.fields[f"kas-{number}"] = MoneyField(label=name, initial=amount)
            self.fields[f"fisik-{number}"] = FigureField(
                label=name, initial=physical, places=6, least=Decimal(0)
            )
        self.groups = [(title, [f"{part}-{number}" for number in range(1, 13)]) for part, title in _PARTS]

    @property
    def wanted(self) -> dict[int, Month]:
        """What was asked for."""
        values = self.cleaned_data
        return {number: (values[f"kas-{number}"], values[f"fisik-{number}"]) for number in range(1, 13)}
