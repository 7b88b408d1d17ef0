"""A year that is told in an LKjIP: its figures in December, its words, its inspector."""

from datetime import datetime
from decimal import Decimal

from kinerja.lib.periods import Period
from organisation.models import Person
from organisation.roles import Role
from reporting.actions import performance as acting
from reporting.actions.performance_review import Answered, answer_points, state_review
from reporting.chapters import places
from reporting.measures import Rollup
from reporting.models import (
    AgencyPolicy,
    PerformanceReport,
    Plan,
    Realisation,
    ReviewAnswer,
    ReviewStatement,
)
from reporting.queries.performance import Content, content_of
from reporting.queries.performance_gaps import Gap, gaps_of, open_gaps
from reporting.queries.performance_texts import latest_texts
from reporting.review_points import POINTS
from tests.cast import Cast, appoint, make_agency, make_indicator, make_person, wib
from tests.reporting.stories import spend, state

YEAR = Period.parse("2026")
JANUARY_2027 = wib("2027-01-20 09:00")
OBSTACLE = "Dokumen standar harga terlambat ditetapkan."
FOLLOW_UP = "Jadwal penetapan dimajukan satu bulan."


def december(cast: Cast, plan: Plan) -> None:
    """A sasaran's indicator off target, all other rows as promised, and 90 percent of the money."""
    objective = plan.nodes.get(code="S1")
    hundred = [Decimal(80)] * 12
    make_indicator(
        objective, "S.1", "Indeks kualitas anggaran", unit="Nilai", annual=Decimal(80),
        rollup=Rollup.LAST, monthly=hundred,
    )  # fmt: skip
    words = {"obstacle": OBSTACLE, "follow_up": FOLLOW_UP, "entered_by": cast.officer}
    state("S.1", "76", period="2026-12", **words)
    for code, value in (("1.1", "12"), ("1.2", "100"), ("2.1", "12"), ("2.2", "95")):
        state(code, value, period="2026-12")
    for number in (1, 2):
        spend(f"5.02.02.2.01.000{number}", "108000000", "100", period="2026-12")


def opened(cast: Cast, plan: Plan, period: Period = YEAR) -> PerformanceReport:
    """The LKjIP of a year whose figures are there."""
    if not Realisation.objects.filter(indicator__code="S.1").exists():
        december(cast, plan)
    return acting.start(cast.agency, period, by=cast.compiler, now=JANUARY_2027)


def gaps(report: PerformanceReport) -> list[Gap]:
    return gaps_of(content_of(report), latest_texts(report), has_head=True)


def gap_keys(report: PerformanceReport) -> set[str]:
    return {gap.key for gap in open_gaps(gaps(report))}


def told_in_full(cast: Cast, report: PerformanceReport) -> Content:
    """Every text written, and a reason for whatever else is missing."""
    content = content_of(report)
    for place in places([objective.code for objective in content.objectives]):
        text = f"Naskah {place.section.heading} {place.code}.\n\n- butir satu\n- butir dua"
        acting.write_text(report, place, text, seen=0, by=cast.compiler, now=JANUARY_2027)
    acting.set_number(report, "000.8.6.3/7/2027", by=cast.compiler, now=JANUARY_2027)
    for gap in open_gaps(gaps(report)):
        acting.state_reason(report, gap.key, "Memang tidak ada.", by=cast.compiler, now=JANUARY_2027)
    return content


def choose_efficiency(cast: Cast, method: str = "difference") -> None:
    AgencyPolicy.objects.create(agency=cast.agency, from_on="2026-01-01", efficiency=method)


def make_inspector() -> Person:
    """Somebody of the inspectorate of the same government."""
    office = make_agency(code="inspektorat-magelang")
    inspector = make_person("indra", name="Indra Rekaan, CGAP", nip="197901012005011001")
    appoint(inspector, office, Role.INSPECTORATE, title="Inspektur Pembantu I")
    return inspector


def all_yes() -> dict[str, Answered]:
    return {point.key: Answered(ReviewAnswer.Answer.YES) for point in POINTS}


def reviewed(report: PerformanceReport, inspector: Person, *, at: datetime = JANUARY_2027) -> ReviewStatement:
    answer_points(report, all_yes(), by=inspector, now=at)
    made = state_review(report, ReviewStatement.Verdict.REVIEWED, "", by=inspector, now=at)
    report.refresh_from_db()
    return made
