"""Spending and physical progress on a PPTK's sheet, with what they still lack."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from kinerja.lib.periods import Cycle, Period
from reporting.achievement import Aggregate, spending_percent
from reporting.entry_rules import DEFAULT_RULES, EntryRules, MoneyFacts, Warned, money_warnings
from reporting.models import Evidence, PlanNode, Spending
from reporting.queries.corrections import Note
from reporting.queries.entry_problems import Problem, take_columns, unreasoned

ZERO = Decimal(0)
_UNITS = {Cycle.MONTH: "bulan", Cycle.QUARTER: "triwulan", Cycle.SEMESTER: "semester", Cycle.YEAR: "tahun"}


@dataclass
class Money:
    """Spending and physical progress of one sub kegiatan in one month."""

    row: Spending
    node: PlanNode
    ceiling: Decimal | None
    months: Mapping[int, Spending]
    evidence: list[Evidence]
    notes: list[Note]
    is_open: bool
    covers: Period
    rules: EntryRules = DEFAULT_RULES
    earlier: list[Evidence] = field(default_factory=list)
    restated: Mapping[int, str] = field(default_factory=dict)  # month → the report that states it anew

    @property
    def key(self) -> str:
        return f"s{self.row.pk}"

    @property
    def subject(self) -> str:
        return self.node.name

    @property
    def this(self) -> str:
        """ "bulan ini", "triwulan ini": the time that the row speaks of."""
        return f"{_UNITS[self.covers.cycle]} ini"

    @property
    def month(self) -> Period:
        return self.row.period

    @property
    def anchor(self) -> str:
        return f"id_{self.key}-amount"

    @property
    def before(self) -> Decimal | None:
        """Spent from January up to the month before."""
        return self._spent(self.month.last_month - 1)

    @property
    def total(self) -> Decimal | None:
        return self._spent(self.month.last_month)

    @property
    def share(self) -> Aggregate:
        """The part of the pagu that is spent, in percent."""
        return spending_percent([self.total], [self.ceiling])

    @property
    def physical_before(self) -> Decimal | None:
        earlier = [
            self.months[number].physical for number in sorted(self.months) if number < self.month.last_month
        ]
        return next((value for value in reversed(earlier) if value is not None), None)

    def take(self, columns: Mapping[str, Any]) -> None:
        """Put values into the row at hand."""
        take_columns(self.row, columns)

    def _spent(self, month: int) -> Decimal | None:
        amounts = [
            row.amount for number, row in self.months.items() if number <= month and row.amount is not None
        ]
        return sum(amounts, ZERO) if amounts else None

    @property
    def warnings(self) -> list[Warned]:
        """What is allowed but looks like a slip, and asks for a reason."""
        facts = MoneyFacts(
            self.row.amount, self.total, self.ceiling, self.row.physical, self.physical_before, self.this
        )
        return money_warnings(facts, self.rules)

    @property
    def needs_words(self) -> bool:
        """Money is explained by the reasons that are asked for, not by kendala."""
        return False

    @property
    def problems(self) -> list[Problem]:
        """What must be mended before the row can be submitted."""
        found = []
        if self.row.amount is None:
            text = _unread(self.row.amount_raw, "isi realisasi keuangan, tulis 0 bila tidak ada belanja.")
            found.append(Problem(self.anchor, f"{self.subject}: {text}"))
        elif (self.total or ZERO) < ZERO:
            found.append(
                Problem(self.anchor, f"{self.subject}: jumlah s.d. {self.this} menjadi kurang dari nol.")
            )
        if self.row.physical is None:
            text = _unread(self.row.physical_raw, "isi realisasi fisik dalam persen.")
            found.append(Problem(f"id_{self.key}-physical", f"{self.subject}: {text}"))
        return [*found, *unreasoned(self)]


def _unread(raw: str, otherwise: str) -> str:
    return f"“{raw}” belum dapat dipakai, perbaiki angkanya." if raw else otherwise
