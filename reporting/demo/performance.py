"""Two LKjIP of the demonstration: the first semester waits for its review, the year has just been begun."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from kinerja.lib.periods import Period
from organisation.models import Agency, Person
from reporting.actions import performance as acting
from reporting.actions.performance_benchmarks import Typed, keep_benchmark
from reporting.chapters import place_of
from reporting.demo.ground import fixture
from reporting.models import Benchmark, Indicator, PerformanceReport, Plan
from reporting.queries.performance import Content, content_of
from reporting.queries.performance_gaps import gaps_of
from reporting.queries.performance_texts import latest_texts, proposal_of

SEMESTER, YEAR = Period.parse("2026-S1"), Period.parse("2026")


def write_performance_reports(agency: Agency, by: Person, at: datetime) -> None:
    """Both reports with their benchmarks, the semester's told in full."""
    document = fixture("lkjip")
    semester = acting.start(agency, SEMESTER, by=by, now=at)
    for row in document["benchmarks"]:
        keep_benchmark(agency, _typed(semester.plan, row), by=by, now=at)
    _tell(semester, document["semester"], by, at)
    acting.ask_for_review(semester, by=by, now=at)
    year = acting.start(agency, YEAR, by=by, now=at)
    _write(year, document["year"]["texts"], by, at)


def _typed(plan: Plan, row: Mapping[str, Any]) -> Typed:
    found = Indicator.objects.select_related("node").get(code=row["indicator"], node__plan=plan)
    target = Decimal(row["target"]) if "target" in row else None
    kind = Benchmark.Kind(row["kind"])
    return Typed(found, kind, row["year"], Decimal(row["value"]), row["source"], target)


def _tell(report: PerformanceReport, document: Mapping[str, Any], by: Person, at: datetime) -> None:
    """Texts, the proposals as they were offered, the number, and reasons for what stays out."""
    content = content_of(report)
    _write(report, {**_proposed(content), **document["texts"]}, by, at)
    acting.set_number(report, document["number"], by=by, now=at)
    report.refresh_from_db()
    for gap in gaps_of(content_of(report), latest_texts(report), has_head=True):
        reason = next((words for key, words in document["reasons"].items() if gap.key.startswith(key)), "")
        if reason:
            acting.state_reason(report, gap.key, reason, by=by, now=at)


def _proposed(content: Content) -> dict[str, str]:
    return {key: proposal_of(place_of(key), content) for key in ("ikhtisar", "sistematika", "kesimpulan")}


def _write(report: PerformanceReport, texts: Mapping[str, str], by: Person, at: datetime) -> None:
    for key, text in texts.items():
        section, _, code = key.partition(":")
        acting.write_text(report, place_of(section, code), text, seen=0, by=by, now=at)
