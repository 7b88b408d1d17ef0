"""The rows of a PPTK's sheet: an indicator or a sub kegiatan in one month, with what it still lacks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeAlias

from kinerja.lib.periods import Cycle, Period
from reporting.achievement import Aggregate, spending_percent
from reporting.entry_rules import (
    DEFAULT_RULES,
    EntryRules,
    LineFacts,
    MoneyFacts,
    Rule,
    Warned,
    line_warnings,
    money_warnings,
)
from reporting.measures import Direction, Rollup, ValueState
from reporting.models import Evidence, Indicator, PlanNode, Realisation, ReviewNote, Spending
from reporting.policy import DEFAULT, Policy
from reporting.queries.figures import HUNDRED, Figure, factor_of, figure_to, shown, shown_target

ZERO = Decimal(0)
_UNITS = {Cycle.MONTH: "bulan", Cycle.QUARTER: "triwulan", Cycle.SEMESTER: "semester", Cycle.YEAR: "tahun"}


@dataclass(frozen=True)
class Problem:
    """What a row lacks, and the id of the input where it is mended."""

    anchor: str
    sentence: str


@dataclass(frozen=True)
class Past:
    """One of the last twelve months of an indicator; `row` is what was submitted then, if anything."""

    period: Period
    row: Realisation | None
    is_measured: bool

    @property
    def value(self) -> Decimal | None:
        return self.row.value if self.row else None

    @property
    def state(self) -> ValueState:
        if self.row is not None:
            return ValueState(self.row.state)
        return ValueState.BLANK if self.is_measured else ValueState.NOT_MEASURED


@dataclass
class Line:
    """One indicator in one month."""

    row: Realisation
    indicator: Indicator
    months: Mapping[int, Realisation]
    targets: Mapping[int, Decimal]
    evidence: list[Evidence]
    notes: list[ReviewNote]
    is_open: bool
    policy: Policy = DEFAULT
    rules: EntryRules = DEFAULT_RULES
    past: list[Past] = field(default_factory=list)

    @property
    def key(self) -> str:
        return f"r{self.row.pk}"

    @property
    def subject(self) -> str:
        return self.indicator.name

    @property
    def month(self) -> Period:
        return self.row.period

    @property
    def is_measured(self) -> bool:
        """Whether the plan asks for this month at all."""
        return self.indicator.is_measured_in(self.month.last_month)

    @property
    def is_ratio(self) -> bool:
        return self.indicator.rollup == Rollup.RATIO.value

    @property
    def is_predicate(self) -> bool:
        return self.indicator.direction == Direction.PREDICATE.value

    @property
    def is_release(self) -> bool:
        """Whether the value is published by somebody else, perhaps much later."""
        return self.indicator.rollup == Rollup.RELEASE.value

    @cached_property
    def figure(self) -> Figure:
        """Figures to date with this month."""
        return figure_to(self.indicator, self.months, self.targets, self.month.last_month, self.policy)

    @cached_property
    def before(self) -> Figure | None:
        """Figures up to the month before; None in January."""
        month = self.month.last_month - 1
        return figure_to(self.indicator, self.months, self.targets, month, self.policy) if month else None

    @property
    def rating(self) -> str:
        """The class of the achievement on the agency's scale; "" where there is none."""
        return self.policy.scale.label_of(self.figure.achievement.value)

    def take(self, columns: Mapping[str, Any]) -> None:
        """Put values into the row at hand and forget the figures that were made without them."""
        take_columns(self.row, columns)
        for name in ("figure", "before"):
            self.__dict__.pop(name, None)

    @property
    def anchor(self) -> str:
        """The id of the first input of the row."""
        name = "code" if self.is_predicate else "numerator" if self.is_ratio else "figure"
        return f"id_{self.key}-{name}"

    @property
    def target_text(self) -> str:
        return shown_target(self.indicator, self.figure.target, self.figure.upper)

    @property
    def before_text(self) -> str:
        return shown(self.indicator, self.before.rolled.value) if self.before else ""

    @property
    def value_text(self) -> str:
        """This month alone, as it was entered."""
        if self.row.state == ValueState.VALUE.value:
            return self.row.raw if self.is_ratio and self.row.raw else shown(self.indicator, self.row.value)
        return self.row.raw or self.state_text

    @property
    def state_text(self) -> str:
        if self.is_release and self.row.state == ValueState.NOT_DUE.value:
            return "Belum dirilis"
        return ValueState(self.row.state).label.capitalize()

    @property
    def warnings(self) -> list[Warned]:
        """What is allowed but looks like a slip, and asks for a reason."""
        if not self.is_measured or self.row.state != ValueState.VALUE.value:
            return []
        earlier = [n for n in self.months if n < self.month.last_month and self.months[n].value is not None]
        last = self.months[max(earlier)] if earlier else None
        facts = LineFacts(
            value=self.row.value,
            before=last.value if last else None,
            before_label=last.period.label if last else "",
            achievement=self.figure.achievement.raw,
            is_share=self.is_ratio and factor_of(self.indicator) == HUNDRED,
            is_position=self.indicator.rollup == Rollup.LAST.value
            and self.indicator.direction == Direction.HIGHER.value,
            adds_up=self.indicator.rollup == Rollup.SUM.value,
            is_word=self.is_predicate,
            proofs=len(self.evidence),
        )
        return line_warnings(facts, self.rules)

    @property
    def needs_words(self) -> bool:
        """Whether kendala and tindak lanjut have to be told."""
        return self.figure.is_off_target and self.rules.is_on(Rule.WORDS_OFF_TARGET)

    @property
    def problems(self) -> list[Problem]:
        """What must be mended before the row can be submitted."""
        if not self.is_measured:
            return []
        return [*self._cell(), *unreasoned(self)]

    def _cell(self) -> list[Problem]:
        if self.row.state == ValueState.BLANK.value:
            return [Problem(self.anchor, f"{self.subject}: {self._missing()}")]
        if self.row.state == ValueState.NOT_MEASURED.value:
            return self._lacks("obstacle", "jelaskan di Kendala mengapa bulan ini tidak diukur.")
        return [*self._source(), *self._words()]

    def _source(self) -> list[Problem]:
        if not self.is_release or self.row.state != ValueState.VALUE.value:
            return []
        return self._lacks("source_url", "nilai rilis memerlukan tautan sumbernya.")

    def _words(self) -> list[Problem]:
        if not self.needs_words:
            return []
        return [
            *self._lacks("obstacle", "capaian di bawah target, isi Kendala."),
            *self._lacks("follow_up", "capaian di bawah target, isi Tindak lanjut."),
        ]

    def _missing(self) -> str:
        if self.row.raw:
            return f"“{self.row.raw}” belum dapat dipakai, perbaiki angkanya."
        if self.is_release:
            return "isi nilai rilisnya, atau pilih Belum dirilis."
        return "isi realisasi, atau pilih Nihil bila tidak ada."

    def _lacks(self, column: str, sentence: str) -> list[Problem]:
        if getattr(self.row, column).strip():
            return []
        return [Problem(f"id_{self.key}-{column}", f"{self.subject}: {sentence}")]


@dataclass
class Money:
    """Spending and physical progress of one sub kegiatan in one month."""

    row: Spending
    node: PlanNode
    ceiling: Decimal | None
    months: Mapping[int, Spending]
    evidence: list[Evidence]
    notes: list[ReviewNote]
    is_open: bool
    covers: Period
    rules: EntryRules = DEFAULT_RULES

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


Place: TypeAlias = Line | Money


def _unread(raw: str, otherwise: str) -> str:
    return f"“{raw}” belum dapat dipakai, perbaiki angkanya." if raw else otherwise


def take_columns(row: Realisation | Spending, columns: Mapping[str, Any]) -> None:
    for name, value in columns.items():
        setattr(row, name, value)


def standing_reasons(place: Place) -> dict[str, str]:
    """The reasons given for warnings that still stand."""
    standing = [warned.rule.value for warned in place.warnings]
    return {
        rule: place.row.reasons[rule] for rule in standing if str(place.row.reasons.get(rule, "")).strip()
    }


def unreasoned(place: Place) -> list[Problem]:
    """A warning that nobody has explained yet."""
    given = standing_reasons(place)
    missing: Sequence[Warned] = [warned for warned in place.warnings if warned.rule.value not in given]
    return [
        Problem(
            f"id_{place.key}-reason_{warned.rule.value}",
            f"{place.subject}: {warned.sentence} Tulis alasannya bila memang demikian.",
        )
        for warned in missing
    ]
