"""The office's words in the book: a section's text, its proposal, or what is missing in its place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reporting.chapters import place_of
from reporting.models import SectionText
from reporting.narrative import pieces_of
from reporting.queries.performance import Content
from reporting.queries.performance_gaps import Gap
from reporting.queries.performance_texts import told
from reporting.renderers.book import Lack, Prose
from reporting.renderers.plan_forms import FormTable


@dataclass(frozen=True)
class Words:
    """Everything that was written or is missing, by key."""

    content: Content
    texts: Mapping[str, SectionText]
    gaps: Mapping[str, Gap]
    agreement: Sequence[FormTable] = ()

    def section(self, key: str, code: str = "") -> Sequence[Prose | Lack]:
        """What prints in a section; nothing for one that nobody needs to write."""
        place = place_of(key, code)
        found = told(place, self.texts, self.content)
        if found.text:
            return [Prose(pieces_of(found.text), found.is_proposal)]
        return self.lack(f"text:{place.key}")

    def lack(self, key: str) -> Sequence[Lack]:
        gap = self.gaps.get(key)
        return [Lack(gap.what, gap.reason)] if gap else []
