"""What proves the rows of a sheet, and what proved the same rows in the months before: one query for both."""

from collections import defaultdict
from collections.abc import Sequence
from typing import TypeAlias

from django.db.models import Q

from kinerja.lib.periods import Period
from organisation.models import Agency
from reporting.models import Evidence, Realisation, Spending
from reporting.queries.entry_line import Line
from reporting.queries.entry_money import Money

MONTHS_BACK = 3  # what is measured each quarter has its evidence in the month three before

Place: TypeAlias = tuple[str, ...]


def attach_evidence(rows: Sequence[Line | Money], agency: Agency) -> None:
    """Give every row its own evidence and, as `earlier`, that of the newest month before that has any."""
    if not rows:
        return
    own = {row.key: row for row in rows}
    found: dict[Place, dict[Period, list[Evidence]]] = defaultdict(lambda: defaultdict(list))
    for proof in _of(rows, agency):
        row = own.get(f"r{proof.realisation_id}" if proof.realisation_id else f"s{proof.spending_id}")
        if row is not None:
            row.evidence.append(proof)
        place, month = _place_of(proof)
        same = found[place][month]
        if not any((proof.file_id, proof.url) == (other.file_id, other.url) for other in same):
            same.append(proof)
    for row in rows:
        months = found.get(_place(row), {})
        newest = max((month for month in months if month in _before(row.month)), default=None)
        row.earlier = months[newest] if newest else []


def _of(rows: Sequence[Line | Money], agency: Agency) -> list[Evidence]:
    """Evidence of the rows themselves, and of the same codes in the months before, in any plan."""
    months = {month for row in rows for month in _before(row.month)}
    codes = {_place(row)[0] for row in rows}
    indicators = Realisation.objects.filter(
        Q(pk__in=[row.row.pk for row in rows if isinstance(row, Line)])
        | Q(indicator__node__plan__agency=agency, indicator__node__code__in=codes, period__in=months)
    )
    moneys = Spending.objects.filter(
        Q(pk__in=[row.row.pk for row in rows if isinstance(row, Money)])
        | Q(node__plan__agency=agency, node__code__in=codes, period__in=months)
    )
    proofs = Evidence.objects.filter(
        Q(realisation__in=indicators.values("pk")) | Q(spending__in=moneys.values("pk"))
    )
    return list(proofs.select_related("file", "realisation__indicator__node", "spending__node"))


def _before(month: Period) -> list[Period]:
    months = [month.previous]
    while len(months) < MONTHS_BACK:
        months.append(months[-1].previous)
    return months


def _place(row: Line | Money) -> Place:
    return (row.indicator.node.code, row.indicator.code) if isinstance(row, Line) else (row.node.code,)


def _place_of(proof: Evidence) -> tuple[Place, Period]:
    row = proof.realisation
    if row is not None:
        return (row.indicator.node.code, row.indicator.code), row.period
    if proof.spending is None:
        raise ValueError("Bukti ini tidak milik satu baris pun.")  # the database has a constraint against it
    return (proof.spending.node.code,), proof.spending.period
