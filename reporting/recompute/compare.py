"""Every printed total and percentage of a table against what follows from the figures beside it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reporting.achievement import Rule
from reporting.recompute.outcome import own_percent, percent_over, total_of
from reporting.recompute.stated import Inputs, Row, RowKind
from reporting.recompute.verdict import Finding, Outcome, Verdict, judge


@dataclass(frozen=True)
class Comparison:
    """How many cells say what was computed, and the cells that do not, in the order of the table."""

    same: int
    findings: tuple[Finding, ...]

    @property
    def checked(self) -> int:
        """How many cells could be computed."""
        return self.same + sum(finding.verdict is not Verdict.UNCHECKED for finding in self.findings)

    @property
    def differing(self) -> int:
        """How many cells cannot follow from the printed inputs."""
        return sum(finding.verdict.differs for finding in self.findings)


def compare(rows: Sequence[Row], rule: Rule) -> Comparison:
    """Recompute every printed cell; never raises.

    `rule.direction` serves rows that state none of their own. A row without figures of its own is computed
    from the rows below it (by level), or, where it is called a sum or a mean, from the rows above it.
    """
    verdicts = [verdict for at in range(len(rows)) for verdict in _of_row(rows, at, rule)]
    return Comparison(verdicts.count(None), tuple(finding for finding in verdicts if finding is not None))


def _of_row(rows: Sequence[Row], at: int, rule: Rule) -> Iterator[Finding | None]:
    """The printed totals and percentages of one row, None for each that is right."""
    row = rows[at]
    totals = {
        i.total.cell: i for i in row.groups.values() if i.total and any(i.parts)
    }  # groups may share one
    for inputs in totals.values():
        if inputs.total is not None and inputs.total.is_printed:
            yield judge(row, inputs.total, total_of(row, inputs))
    for group, inputs in row.groups.items():
        if inputs.percent is not None and inputs.percent.is_printed:
            yield judge(row, inputs.percent, _percent(rows, at, group, inputs, rule))


def _percent(rows: Sequence[Row], at: int, group: str, inputs: Inputs, rule: Rule) -> Outcome:
    """The percentage of a row from itself, or from the rows that it stands for."""
    if inputs.has_figures:
        return own_percent(rows[at], inputs, rule)
    parts = _below if rows[at].kind is RowKind.PLAIN else _above
    return percent_over(list(parts(rows, at, group)), rows[at].kind, rule)


def _below(rows: Sequence[Row], at: int, group: str) -> Iterator[tuple[Row, Inputs]]:
    """The nearest rows below with figures of their own, down to the next row of the same level."""
    level, covered = rows[at].level, None
    if level is None:
        return
    for row in rows[at + 1 :]:
        if row.level is None or row.level <= level:
            return
        if covered is not None and row.level > covered:
            continue
        covered = None
        inputs = row.groups.get(group)
        if inputs is not None and inputs.has_figures:
            covered = row.level
            yield row, inputs


def _above(rows: Sequence[Row], at: int, group: str) -> Iterator[tuple[Row, Inputs]]:
    """The rows above up to the block before, without those whose own parts are among them."""
    end = at
    while end and rows[end - 1].kind is not RowKind.PLAIN:
        end -= 1
    start = end
    while start and rows[start - 1].kind is RowKind.PLAIN:
        start -= 1
    for place in range(start, end):
        inputs = rows[place].groups.get(group)
        if inputs is not None and inputs.has_figures and not _is_parent(rows, place):
            yield rows[place], inputs


def _is_parent(rows: Sequence[Row], at: int) -> bool:
    """Whether the next row lies below this one."""
    level = rows[at].level
    below = rows[at + 1].level if at + 1 < len(rows) else None
    return level is not None and below is not None and below > level
