"""An indicator in one month on a PPTK's sheet, with its past and with what it still lacks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from kinerja.lib.periods import Period
from reporting.entry_rules import DEFAULT_RULES, EntryRules, LineFacts, Rule, Warned, line_warnings
from reporting.measures import Direction, Rollup, ValueState
from reporting.models import Evidence, Indicator, Realisation
from reporting.policy import DEFAULT, Policy
from reporting.queries.corrections import Note
from reporting.queries.entry_problems import Problem, take_columns, unreasoned
from reporting.queries.figures import HUNDRED, Figure, factor_of, figure_to, shown, shown_target


@dataclass(frozen=True)
class Past:
    """One of the last twelve months of an indicator; `row` is what was submitted then, if anything."""

    period: Period
    row: Realisation | None
    is_measured: bool
    restated: str = ""  # the number of the report that states it anew

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
    notes: list[Note]
    is_open: bool
    policy: Policy = DEFAULT
    rules: EntryRules = DEFAULT_RULES
    past: list[Past] = field(default_factory=list)
    earlier: list[Evidence] = field(default_factory=list)

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


def place_of(indicator: Indicator) -> tuple[str, str]:
    """What an indicator is known by in every revision and every year."""
    return (indicator.node.code, indicator.code)
