"""What an indicator is compared with: its own earlier years, the end of the Renstra, and standards.

Earlier years come from the application's own plans where the indicator is found again by its codes or its
name; otherwise from what the office typed, with its source.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from kinerja.lib.periods import Period
from organisation.models import Agency
from reporting.achievement import Achievement
from reporting.measures import Direction, ValueState
from reporting.models import (
    Benchmark,
    Indicator,
    PerformanceReport,
    Plan,
    Realisation,
    ReportLine,
    Target,
)
from reporting.policy import Policy
from reporting.queries.figures import Figure, entry_of, judge, measure, shown, shown_target
from reporting.queries.policy import policy_of
from reporting.rollup import Entry, RolledUp

Kind = Benchmark.Kind
YEARS_BACK = 4
OWN_SOURCE = "Rencana dan realisasi {year} dalam aplikasi"
Codes = tuple[str, str]


@dataclass(frozen=True)
class EarlierYear:
    """What one earlier year reached."""

    year: int
    target: str
    realised: str
    value: Decimal | None
    achievement: Achievement
    source: str
    is_own: bool = False


@dataclass(frozen=True)
class Comparison:
    """A figure from elsewhere, and how far this period's realisation reaches it."""

    kind: str
    year: int
    words: str
    value: Decimal
    source: str
    reached: Achievement | None = None


@dataclass(frozen=True)
class Past:
    """Everything an indicator is compared with; newest year first."""

    indicator: Indicator
    policy: Policy
    years: Sequence[EarlierYear] = field(default_factory=list)
    medium_term: Comparison | None = None
    standards: Sequence[Comparison] = field(default_factory=list)

    def beside(self, line: ReportLine, figure: Figure) -> "Past":
        """The same with this period's realisation held against the targets and standards."""

        def against(comparison: Comparison) -> Comparison:
            reached = judge_value(self.indicator, figure.rolled, comparison.value, self.policy)
            return replace(comparison, reached=reached if line.value is not None else None)

        medium = against(self.medium_term) if self.medium_term else None
        return replace(self, medium_term=medium, standards=[against(each) for each in self.standards])


def judge_value(
    indicator: Indicator, rolled: RolledUp, target: Decimal | None, policy: Policy
) -> Achievement:
    """A realisation against any target by the indicator's own rule."""
    return judge(indicator, rolled, rolled, target, indicator.range_high, policy=policy)


def typed_figure(indicator: Indicator, value: Decimal, target: Decimal | None, policy: Policy) -> Achievement:
    """The achievement of a realisation that was typed, against the target typed beside it."""
    rolled = RolledUp(Entry(ValueState.VALUE, value), 1, "")
    return judge_value(indicator, rolled, target, policy)


def past_of(report: PerformanceReport, lines: Sequence[ReportLine], policy: Policy) -> dict[int, Past]:
    """Indicator → what it is compared with, in a number of queries that years and not rows decide."""
    typed = _typed(report.agency)
    own = _own_years(report)
    found = {}
    for line in lines:
        indicator = line.indicator
        codes = (line.path[-1][1], indicator.code)
        benchmarks = typed.get(codes, [])
        found[indicator.pk] = Past(
            indicator,
            policy,
            years=_years(report.period, indicator, own, codes, benchmarks, policy=policy),
            medium_term=_medium_term(indicator, benchmarks, report.period.year),
            standards=_standards(indicator, benchmarks, report.period.year),
        )
    return found


def _typed(agency: Agency) -> dict[Codes, list[Benchmark]]:
    found: dict[Codes, list[Benchmark]] = {}
    for row in Benchmark.objects.filter(agency=agency).order_by("-year"):
        found.setdefault((row.node_code, row.indicator_code), []).append(row)
    return found


def _years(
    period: Period,
    indicator: Indicator,
    own: Sequence["_OwnYear"],
    codes: Codes,
    benchmarks: Sequence[Benchmark],
    *,
    policy: Policy,
) -> list[EarlierYear]:
    """The application's own figure of a year counts before a typed one."""
    found: dict[int, EarlierYear] = {}
    for row in benchmarks:
        if row.kind == Kind.EARLIER and period.year - YEARS_BACK <= row.year < period.year:
            judged = typed_figure(indicator, row.value, row.target, policy)
            target = "" if row.target is None else shown(indicator, row.target)
            words = shown(indicator, row.value)
            found[row.year] = EarlierYear(row.year, target, words, row.value, judged, row.source)
    for year in own:
        figure = year.of(codes, indicator.name)
        if figure is not None:
            found[year.year] = figure
    return [found[year] for year in sorted(found, reverse=True)]


def _medium_term(indicator: Indicator, rows: Sequence[Benchmark], year: int) -> Comparison | None:
    """The nearest end of a Renstra from this year on."""
    later = [row for row in rows if row.kind == Kind.MEDIUM_TERM and row.year >= year]
    return _comparison(indicator, min(later, key=lambda row: row.year)) if later else None


def _standards(indicator: Indicator, rows: Sequence[Benchmark], year: int) -> list[Comparison]:
    """The national and the provincial standard of this year, else the last one before it."""
    found = []
    for kind in (Kind.NATIONAL, Kind.PROVINCIAL):
        known = [row for row in rows if row.kind == kind and row.year <= year]
        if known:
            found.append(_comparison(indicator, max(known, key=lambda row: row.year)))
    return found


def _comparison(indicator: Indicator, row: Benchmark) -> Comparison:
    return Comparison(row.kind, row.year, shown(indicator, row.value), row.value, row.source)


def words_of(indicator: Indicator, row: Benchmark) -> str:
    """ "78,5", or "78,5 (target 80)" for an earlier year."""
    words = shown(indicator, row.value)
    return words if row.target is None else f"{words} (target {shown(indicator, row.target)})"


# --- the application's own earlier years ---


@dataclass(frozen=True)
class _OwnYear:
    """The figures of one earlier year in the application, by codes and by name."""

    year: int
    figures: dict[Codes, EarlierYear]
    names: dict[str, EarlierYear | None]

    def of(self, codes: Codes, name: str) -> EarlierYear | None:
        """By codes first; a name that two indicators bear identifies neither."""
        return self.figures.get(codes) or self.names.get(_plain(name))


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _own_years(report: PerformanceReport) -> list[_OwnYear]:
    """The same period of each earlier year that has a published plan here."""
    first = report.period.year - YEARS_BACK
    plans = Plan.objects.published().filter(
        agency=report.agency_id, year__gte=first, year__lt=report.period.year
    )
    last: dict[int, Plan] = {}
    for plan in plans.order_by("from_on", "revision"):
        if plan.from_on <= date(plan.year, 12, 31):
            last[plan.year] = plan
    if not last:
        return []
    indicators = list(Indicator.objects.filter(node__plan__in=last.values()).select_related("node"))
    rows, targets = _rows(report, last), _targets(indicators)
    found = []
    for year, plan in last.items():
        period = Period(report.period.cycle, year, report.period.number)
        own = [indicator for indicator in indicators if indicator.node.plan_id == plan.pk]
        found.append(_own_year(report.agency, period, own, rows, targets))
    return found


def _rows(
    report: PerformanceReport, plans: dict[int, Plan]
) -> dict[tuple[int, str, str], dict[int, Realisation]]:
    """(year, codes) → month → what was submitted, the last revision's word counts."""
    found: dict[tuple[int, str, str], dict[int, Realisation]] = {}
    rows = Realisation.objects.filter(
        indicator__node__plan__agency=report.agency_id,
        indicator__node__plan__year__in=list(plans),
        submitted_at__isnull=False,
    ).select_related("indicator__node__plan")
    for row in rows.order_by("indicator__node__plan__revision"):
        node = row.indicator.node
        found.setdefault((node.plan.year, node.code, row.indicator.code), {})[row.period.last_month] = row
    return found


def _targets(indicators: Sequence[Indicator]) -> dict[int, dict[int, Decimal]]:
    found: dict[int, dict[int, Decimal]] = {}
    for target in Target.objects.filter(indicator__in=indicators):
        found.setdefault(target.indicator_id, {})[target.period.last_month] = target.value
    return found


def _own_year(
    agency: Agency,
    period: Period,
    indicators: Sequence[Indicator],
    rows: dict[tuple[int, str, str], dict[int, Realisation]],
    targets: dict[int, dict[int, Decimal]],
) -> _OwnYear:
    policy = policy_of(agency, period.ends_on)
    figures: dict[Codes, EarlierYear] = {}
    names: dict[str, EarlierYear | None] = {}
    for indicator in indicators:
        months = rows.get((period.year, indicator.node.code, indicator.code))
        if not months:
            continue
        entries = {month: entry_of(row) for month, row in months.items()}
        numbers = [month.last_month for month in period.months]
        figure = measure(indicator, entries, targets.get(indicator.pk, {}), numbers, policy)
        told = _told(indicator, period, figure)
        figures[(indicator.node.code, indicator.code)] = told
        name = _plain(indicator.name)
        names[name] = None if name in names else told
    return _OwnYear(period.year, figures, names)


def _told(indicator: Indicator, period: Period, figure: Figure) -> EarlierYear:
    """Against the year's target in a year, to date in a semester."""
    is_yearly = len(period.months) == 12
    target = figure.annual_target if is_yearly else figure.target
    upper = figure.upper if indicator.direction == Direction.RANGE else None
    value = figure.rolled.value
    return EarlierYear(
        period.year,
        shown_target(indicator, target, upper),
        shown(indicator, value) or figure.now.state.label,
        value,
        figure.of_year if is_yearly else figure.achievement,
        OWN_SOURCE.format(year=period.label if not is_yearly else period.year),
        is_own=True,
    )
