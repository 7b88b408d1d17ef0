"""A value that others publish counts in its release month, may be awaited, and may come later."""

from decimal import Decimal

import pytest

from kinerja.lib.periods import Period
from reporting.actions.compile import compile_report
from reporting.measures import Rollup
from reporting.models import Indicator, Plan, Realisation
from reporting.queries.compiled import figures_of
from reporting.renderers.columns import line_columns
from sop.models import SopVersion
from tests.cast import Cast, make_indicator
from tests.reporting.stories import SIXTH, open_january, report_in, state


@pytest.fixture
def release(cast: Cast, plan: Plan, sop: SopVersion) -> Indicator:
    """An index that is released in January, in a report that was opened."""
    indicator = make_indicator(
        plan.nodes.get(code="5.02.02.2.01.0001"), "SPBE", "Indeks SPBE", unit="Indeks", annual=Decimal(3),
        rollup=Rollup.RELEASE, monthly=[Decimal(3)] * 12,
    )  # fmt: skip
    indicator.measured_months = [1]
    indicator.save()
    open_january(sop)
    return indicator


def awaited(indicator: Indicator) -> None:
    Realisation.objects.update_or_create(
        indicator=indicator, period="2026-01", defaults={"state": "not_due", "submitted_at": SIXTH}
    )


def test_a_release_that_is_awaited_is_neither_late_nor_zero_nor_in_a_mean(
    cast: Cast, release: Indicator
) -> None:
    awaited(release)
    draft = compile_report(report_in(cast), round_=1, by=None, now=SIXTH)
    line = draft.lines.get(indicator=release)
    assert (line.state, line.value, line.achievement, line.rating) == ("not_due", None, None, "")
    assert (line.month_text, line.value_text) == ("belum dirilis", "belum dirilis")
    words = {column.key: column.cell(line).text for column in line_columns(Period.parse("2026-01"))}
    assert words["achievement"] == words["annual_achievement"] == "belum dirilis"
    assert "tidak ikut rata-rata" in line.achievement_working
    assert draft.means["agency"]["counted"] == 0


def test_a_value_that_is_published_later_counts_from_the_next_draft_on(
    cast: Cast, release: Indicator
) -> None:
    awaited(release)
    first = compile_report(report_in(cast), round_=1, by=None, now=SIXTH)
    state("SPBE", "2.7", published_on="2026-02-20", source_url="https://spbe.example.go.id/")
    second = compile_report(report_in(cast), round_=2, by=None, now=SIXTH)
    assert first.lines.get(indicator=release).achievement is None
    assert second.lines.get(indicator=release).achievement == Decimal(90)


def test_a_value_entered_in_the_month_it_came_out_counts_there_and_in_the_longer_period(
    cast: Cast, release: Indicator
) -> None:
    awaited(release)
    state("SPBE", "2.7", period="2026-03", published_on="2026-03-20")
    found = {}
    for code in ("2026-02", "2026-03", "2026-04", "2026-Q1"):
        report = report_in(cast)
        report.period = Period.parse(code)
        line = next(line for line in figures_of(report).lines if line.indicator == release)
        found[code] = (line.achievement_status, line.achievement)
    assert found == {
        "2026-02": ("not_measured", None),
        "2026-03": ("evaluated", Decimal(90)),
        "2026-04": ("not_measured", None),
        "2026-Q1": ("evaluated", Decimal(90)),
    }
