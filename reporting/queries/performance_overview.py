"""An LKjIP at a glance: the state of each chapter's texts, what is missing, and the plan that it uses."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reporting.chapters import Chapter, Place, places
from reporting.models import PerformanceReport, Plan, SectionText
from reporting.queries.performance import content_of
from reporting.queries.performance_gaps import Gap, address, gaps_of, open_gaps
from reporting.queries.performance_texts import latest_texts, proposal_of
from reporting.queries.plan import plan_for
from reporting.queries.plan_forms import head_of


@dataclass(frozen=True)
class Written:
    """One text with its state."""

    place: Place
    heading: str
    link: str
    text: SectionText | None
    is_proposed: bool
    is_missing: bool

    @property
    def state(self) -> str:
        """ "written", "proposed", "optional" or "empty"."""
        if self.text is not None and self.text.text:
            return "written"
        if self.is_proposed and self.text is None:
            return "proposed"
        return "empty" if self.is_missing else "optional"


@dataclass(frozen=True)
class Overview:
    """What the page of one LKjIP shows."""

    chapters: Sequence[tuple[Chapter, Sequence[Written]]]
    gaps: Sequence[Gap]
    newer_plan: Plan | None
    homeless: Sequence[SectionText] = ()  # of sasaran that the plan has no more

    @property
    def open_gaps(self) -> list[Gap]:
        return open_gaps(self.gaps)

    @property
    def reasoned_gaps(self) -> list[Gap]:
        return [gap for gap in self.gaps if gap.reason]


def overview_of(report: PerformanceReport, on: date) -> Overview:
    """Everything by chapter; a final one lacks nothing any more."""
    content, texts = content_of(report), latest_texts(report)
    is_final = report.status == PerformanceReport.Status.FINAL
    gaps = [] if is_final else gaps_of(content, texts, has_head=head_of(report.plan, on) is not None)
    missing = {gap.key for gap in gaps}
    names = {objective.code: objective.label for objective in content.objectives}
    rows = [
        Written(
            place,
            f"{place.section.heading} — {names[place.code]}" if place.code else place.section.heading,
            address(report, place),
            texts.get(place.key),
            bool(proposal_of(place, content)),
            f"text:{place.key}" in missing,
        )
        for place in places(names)
    ]
    chapters = [
        (chapter, [row for row in rows if row.place.section.chapter is chapter]) for chapter in Chapter
    ]
    plan = None if not report.is_open else plan_for(report.agency, report.period)
    known = {row.place.key for row in rows}
    homeless = [text for key, text in texts.items() if key not in known and text.text]
    newer = plan if plan and plan.pk != report.plan_id else None
    return Overview(chapters, gaps, newer, homeless)
