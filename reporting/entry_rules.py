"""What looks like a slip in one entered row: rules that warn and ask for a reason, set by each agency.

Pure: figures in, sentences out. What each rule looks at:

- `over_ceiling`: money spent to date above the pagu in force.
- `falls`: what can only grow became less: physical progress, money or a sum with a negative entry, and the
  last position of an indicator that is better when higher. A published index may fall; it is not watched.
- `over_100`: an achievement, or a share in percent, above the limit (100 %) as it is displayed.
- `jump`: the value of this month against the latest one of the same year, more than the limit (50 %) up or
  down. Money is not watched: it is paid in terms.
- `no_evidence`: the target is met and nothing proves it.
- `words_off_target`: no warning; asks for kendala and tindak lanjut where the target is missed.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from kinerja.lib.numbers import format_money, format_percent, round_half_up
from reporting.measures import HUNDRED, ZERO, is_usable, operand


class Rule(StrEnum):
    """The rules by the code that is stored with a reason."""

    OVER_CEILING = "over_ceiling"
    FALLS = "falls"
    OVER_100 = "over_100"
    JUMP = "jump"
    NO_EVIDENCE = "no_evidence"
    WORDS_OFF_TARGET = "words_off_target"

    @property
    def label(self) -> str:
        """What it watches, in words."""
        return {
            Rule.OVER_CEILING: "melebihi pagu",
            Rule.FALLS: "turun",
            Rule.OVER_100: "lebih dari 100 %",
            Rule.JUMP: "berubah tajam",
            Rule.NO_EVIDENCE: "tanpa bukti dukung",
            Rule.WORDS_OFF_TARGET: "di bawah target",
        }[self]


LINE_RULES = (Rule.FALLS, Rule.OVER_100, Rule.JUMP, Rule.NO_EVIDENCE)
MONEY_RULES = (Rule.OVER_CEILING, Rule.FALLS)


@dataclass(frozen=True)
class Setting:
    """Whether an agency uses a rule, and from which percentage on where the rule has one."""

    is_on: bool = True
    limit: Decimal | None = None


DEFAULTS: Mapping[Rule, Setting] = {
    **{rule: Setting() for rule in Rule},
    Rule.OVER_100: Setting(limit=HUNDRED),
    Rule.JUMP: Setting(limit=Decimal(50)),
}


@dataclass(frozen=True)
class EntryRules:
    """The rules of an agency on a day."""

    settings: Mapping[Rule, Setting] = field(default_factory=lambda: DEFAULTS)

    def is_on(self, rule: Rule) -> bool:
        """Whether the agency uses the rule."""
        return self.settings[rule].is_on

    def limit(self, rule: Rule) -> Decimal:
        """The percentage from which the rule speaks; 0 for a rule without one."""
        return self.settings[rule].limit or ZERO


DEFAULT_RULES = EntryRules()


def rules_from(stored: Mapping[str, Any]) -> EntryRules:
    """{"jump": {"on": true, "limit": 50}, …} as rules; what is missing or no number is as by default."""
    return EntryRules({rule: _setting(stored.get(rule.value), DEFAULTS[rule]) for rule in Rule})


def _setting(stored: Any, default: Setting) -> Setting:
    if not isinstance(stored, Mapping):
        return default
    return Setting(bool(stored.get("on", default.is_on)), _limit(stored.get("limit"), default.limit))


def _limit(stored: Any, default: Decimal | None) -> Decimal | None:
    if default is None or stored is None:
        return default
    try:
        limit = Decimal(str(stored))
    except InvalidOperation:
        return default
    return limit if is_usable(limit) and limit > 0 else default


@dataclass(frozen=True)
class Warned:
    """A rule that speaks, and what it says."""

    rule: Rule
    sentence: str

    def __str__(self) -> str:
        return self.sentence


@dataclass(frozen=True)
class LineFacts:
    """One indicator in one month; `before` is its latest value earlier in the year, from `before_label`.

    `achievement` is the raw one to date in percent; `is_share` a ratio in percent, `is_position` a last
    position that is better when higher, `adds_up` a sum, `is_word` a predicate.
    """

    value: Decimal | None
    before: Decimal | None = None
    before_label: str = ""
    achievement: Decimal | None = None
    is_share: bool = False
    is_position: bool = False
    adds_up: bool = False
    is_word: bool = False
    proofs: int = 0


@dataclass(frozen=True)
class MoneyFacts:
    """Money of a period (`amount`), to date (`total`), and physical progress in percent; `this` names it."""

    amount: Decimal | None
    total: Decimal | None
    ceiling: Decimal | None
    physical: Decimal | None
    physical_before: Decimal | None
    this: str = "bulan ini"


def line_warnings(facts: LineFacts, rules: EntryRules = DEFAULT_RULES) -> list[Warned]:
    """What the rules in use say of an indicator's value; nothing where there is no figure."""
    if not is_usable(facts.value):
        return []
    found = [
        Warned(Rule.FALLS, _line_falls(facts, facts.value)),
        Warned(Rule.OVER_100, _over(facts, facts.value, rules.limit(Rule.OVER_100))),
        Warned(Rule.JUMP, _jumps(facts, facts.value, rules.limit(Rule.JUMP))),
        Warned(Rule.NO_EVIDENCE, _unproved(facts)),
    ]
    return list(_spoken(found, rules))


def money_warnings(facts: MoneyFacts, rules: EntryRules = DEFAULT_RULES) -> list[Warned]:
    """What the rules in use say of spending and physical progress."""
    found = [Warned(Rule.OVER_CEILING, _over_ceiling(facts)), Warned(Rule.FALLS, _money_falls(facts))]
    return list(_spoken(found, rules))


def _spoken(found: list[Warned], rules: EntryRules) -> Iterator[Warned]:
    return (warned for warned in found if warned.sentence and rules.is_on(warned.rule))


def _line_falls(facts: LineFacts, value: Decimal) -> str:
    if facts.adds_up and value < 0:
        return "Isian negatif mengurangi jumlah s.d. bulan ini."
    if facts.is_position and is_usable(facts.before) and value < facts.before:
        return f"Turun dari {operand(facts.before)} ({facts.before_label}) menjadi {operand(value)}."
    return ""


def _over(facts: LineFacts, value: Decimal, limit: Decimal) -> str:
    if facts.is_share and round_half_up(value) > limit:
        return f"Nilai {format_percent(value)} lebih dari {format_percent(limit, trim=True)}."
    if is_usable(facts.achievement) and round_half_up(facts.achievement) > limit:
        return f"Capaian {format_percent(facts.achievement)} lebih dari {format_percent(limit, trim=True)}."
    return ""


def _jumps(facts: LineFacts, value: Decimal, limit: Decimal) -> str:
    if facts.is_word or not is_usable(facts.before) or not facts.before:
        return ""
    change = (value - facts.before) / abs(facts.before) * HUNDRED
    if abs(change) <= limit:
        return ""
    way = "Naik" if change > 0 else "Turun"
    size = format_percent(abs(change), trim=True)
    return f"{way} {size} dibanding {facts.before_label} ({operand(facts.before)} → {operand(value)})."


def _unproved(facts: LineFacts) -> str:
    met = is_usable(facts.achievement) and facts.achievement >= HUNDRED
    return "Target tercapai, tetapi belum ada bukti dukung." if met and not facts.proofs else ""


def _over_ceiling(facts: MoneyFacts) -> str:
    if facts.ceiling is None or facts.total is None or facts.total <= facts.ceiling:
        return ""
    return f"Realisasi s.d. {facts.this} melebihi pagu {format_money(facts.ceiling)}."


def _money_falls(facts: MoneyFacts) -> str:
    now, before = facts.physical, facts.physical_before
    if now is not None and before is not None and now < before:
        return f"Realisasi fisik turun dari {format_percent(before)} menjadi {format_percent(now)}."
    if facts.amount is not None and facts.amount < 0:
        return f"Isian negatif mengurangi realisasi keuangan s.d. {facts.this}."
    return ""
