"""The mean of a group of indicators and of many groups, by the agency's own choices; each tells its working.

In percent, at full precision; nothing raises. Source: LKjIP practice (a sasaran is the mean of its
indicators). How zeros and weights count differs between offices, so the sentence says what was done.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from reporting.achievement import Achievement, Aggregate, mean, weighted_mean
from reporting.measures import AchievementStatus, is_usable

Weighted = tuple[Achievement, Decimal | None]


@dataclass(frozen=True)
class GroupMean(Aggregate):
    """A mean, and whether the weights of its indicators made it."""

    is_weighted: bool = False


def group_mean(parts: Sequence[Weighted], *, skips_zero: bool = False) -> GroupMean:
    """The mean of the evaluated indicators of a group.

    By weight if every one of them has a positive weight; a weight on only some would silence the others, so
    the mean is then simple. `skips_zero` leaves evaluated zeros out, for agencies that count so.
    """
    evaluated = [part for part in parts if part[0].is_evaluated]
    taken = [part for part in evaluated if part[0].value or not skips_zero]
    with_weight = sum(1 for _, weight in taken if is_usable(weight) and weight > 0)
    is_weighted = bool(taken) and with_weight == len(taken)
    found = weighted_mean(taken) if is_weighted else mean([achievement for achievement, _ in taken])
    notes = [found.explanation.removesuffix(".")]
    if is_weighted:
        notes.append("tertimbang menurut bobot indikator")
    elif with_weight:
        notes.append(f"bobot tidak dipakai karena hanya {with_weight} dari {len(taken)} indikator berbobot")
    if len(evaluated) > len(taken):
        notes.append(f"{len(evaluated) - len(taken)} capaian 0 tidak ikut")
    left_out = len(parts) - found.counted
    return GroupMean(found.value, found.counted, left_out, _sentence(notes), is_weighted)


def mean_of_groups(groups: Sequence[Aggregate]) -> GroupMean:
    """The simple mean of the groups that have a figure, unrounded."""
    found = mean([_as_achievement(group.value) for group in groups])
    notes = [found.explanation.removesuffix("."), "rata-rata dari rata-rata sasaran"]
    return GroupMean(found.value, found.counted, found.left_out, _sentence(notes))


def _as_achievement(value: Decimal | None) -> Achievement:
    status = AchievementStatus.NOT_EVALUABLE if value is None else AchievementStatus.EVALUATED
    return Achievement(value, value, status, "")


def _sentence(notes: Sequence[str]) -> str:
    """The working, then what is to be known about it."""
    return f"{'; '.join(notes)}." if len(notes) > 1 else notes[0]
