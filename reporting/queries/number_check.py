"""Checking every series: no number missing, none twice, and every paper bears the number it was given."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from organisation.models import Agency
from reporting.models import AgendaEntry, Letter, NumberSeries
from reporting.queries.numbering import gaps


@dataclass(frozen=True)
class Checked:
    """One series: how many numbers it gave, how many are cancelled, and what is wrong, in words."""

    series: NumberSeries
    given: int
    cancelled: int
    problems: list[str]


def check_numbers(agencies: Iterable[Agency]) -> Iterator[Checked]:
    """Every series of these agencies, the oldest year first."""
    kept = NumberSeries.objects.filter(agency__in=agencies).select_related("agency")
    for series in kept.order_by("agency__code", "year", "paper").prefetch_related("numbers"):
        numbers = list(series.numbers.all())
        problems = [f"nomor urut {number} hilang" for number in gaps(series, numbers)]
        texts = Counter(one.text for one in numbers)
        problems += [f"nomor {text} diberikan {times} kali" for text, times in texts.items() if times > 1]
        problems += _differing(series)
        yield Checked(series, len(numbers), sum(one.cancelled_at is not None for one in numbers), problems)


def _differing(series: NumberSeries) -> list[str]:
    """Papers whose number is not the one that was given to them."""
    letters = Letter.objects.filter(issued__series=series).select_related("issued")
    entries = AgendaEntry.objects.filter(issued__series=series).select_related("issued")
    return [
        f"{paper._meta.verbose_name} {paper.pk} bertuliskan {paper.number}, diberikan {paper.issued}"
        for paper in [*letters, *entries]
        if paper.issued is not None and paper.number != paper.issued.text
    ]
