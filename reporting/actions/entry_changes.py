"""What somebody wants to enter in a row: new values for some of its columns, and the version seen."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

from kinerja.lib.numbers import format_number
from reporting.entry_rules import Rule
from reporting.measures import ValueState
from reporting.models import Realisation, Spending
from reporting.queries.figures import factor_of, is_kept, shown

Row: TypeAlias = Realisation | Spending
WORDS = ("obstacle", "support", "follow_up")
COLUMNS: dict[type[Row], frozenset[str]] = {
    Realisation: frozenset(
        {"state", "raw", "value", "numerator", "denominator", "source_url", "published_on", "reasons", *WORDS}
    ),
    Spending: frozenset({"amount", "amount_raw", "physical", "physical_raw", "reasons", *WORDS}),
}
SILENT: Mapping[str, Any] = {"value": None, "numerator": None, "denominator": None, "raw": ""}


@dataclass(frozen=True)
class Change:
    """New values for some columns of a row; `edition` is the version of the row that was looked at.

    Reasons are kept only for warnings that stand once the values are in.
    """

    row: Row
    columns: Mapping[str, Any]
    edition: int

    @property
    def key(self) -> str:
        return f"{'r' if isinstance(self.row, Realisation) else 's'}{self.row.pk}"

    def check(self) -> None:
        """ValueError for what is not entered here, or would come back from the database as something else."""
        unknown = set(self.columns) - COLUMNS[type(self.row)]
        if unknown:
            raise ValueError(f"Kolom {', '.join(sorted(unknown))} tidak diisi di sini.")
        for value in self.columns.values():
            if isinstance(value, Decimal) and not is_kept(round(value, 6)):
                raise ValueError(f"Angka {value} terlalu panjang untuk disimpan.")


def measured(row: Realisation, value: Decimal, raw: str = "", **others: Any) -> Change:
    """A figure, or the score of a predicate."""
    columns = {
        **SILENT,
        "state": ValueState.VALUE.value,
        "value": value,
        "raw": raw or shown(row.indicator, value),
    }
    return Change(row, {**columns, **others}, row.edition)


def measured_ratio(
    row: Realisation, numerator: Decimal, denominator: Decimal, raw: str = "", **others: Any
) -> Change:
    """Numerator and denominator; a denominator of 0 says that there was nothing to measure."""
    raw = raw or f"{format_number(numerator, 6, trim=True)} / {format_number(denominator, 6, trim=True)}"
    parts = {"numerator": numerator, "denominator": denominator, "raw": raw}
    if not denominator:
        return Change(row, {**parts, "state": ValueState.NIHIL.value, "value": None, **others}, row.edition)
    value = round(numerator / denominator * factor_of(row.indicator), 6)
    return Change(row, {**parts, "state": ValueState.VALUE.value, "value": value, **others}, row.edition)


def silent(row: Realisation, state: ValueState, **others: Any) -> Change:
    """Nihil, not measured, not yet due or blank: no figure."""
    return Change(row, {**SILENT, "state": state.value, **others}, row.edition)


def spent(row: Spending, amount: Decimal, physical: Decimal, **others: Any) -> Change:
    """Rupiah of this month and percent of the work done so far."""
    raw = {"amount_raw": format_number(amount, trim=True), "physical_raw": format_number(physical, trim=True)}
    return Change(row, {"amount": amount, "physical": physical, **raw, **others}, row.edition)


def reasons_for_all(words: str) -> dict[str, str]:
    """The same reason for every rule; saving keeps it for those that speak."""
    return {rule.value: words for rule in Rule}
