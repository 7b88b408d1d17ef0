"""The lembar disposisi: printed from the trail of the task in which the disposisi was given."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string

from kinerja.lib.dates import long_date
from kinerja.lib.printing import pdf_of
from organisation.models import Agency
from reporting.models import AgendaEntry, Nature
from reporting.renderers.letter import styles
from sop.models import Task


@dataclass(frozen=True)
class Sheet:
    """What stands on the sheet: the letter, to whom it goes on, what is asked for, who says so and when."""

    task: Task
    entry: AgendaEntry | None
    forwarded_to: Sequence[str]
    wishes: Sequence[str]
    heading: str = "Lembar Disposisi"

    @property
    def agency(self) -> Agency:
        return self.task.run.agency

    @property
    def letter(self) -> list[tuple[str, str]]:
        """The letter that came in: from the agenda, else as it was written down."""
        entry = self.entry
        if entry is None:
            return [("Surat", self.task.details.get("letter", "")), ("No. surat", ""), ("Tgl. surat", "")]
        day = long_date(entry.letter_on) if entry.letter_on else ""
        return [("Surat dari", entry.party), ("No. surat", entry.letter_number), ("Tgl. surat", day)]

    @property
    def arrival(self) -> list[tuple[str, str]]:
        """When it was received, and under which number."""
        entry = self.entry
        day, number = (long_date(entry.entered_on), entry.number) if entry else ("", "")
        return [("Diterima tgl.", day), ("No. agenda", number)]

    @property
    def subject(self) -> str:
        return self.entry.subject if self.entry else str(self.task.run.sop.name)

    @property
    def natures(self) -> list[tuple[str, bool]]:
        return [(nature, nature == self.task.details.get("nature")) for nature in Nature.values]

    @property
    def asked(self) -> list[tuple[str, bool]]:
        """Every wish of the template, the chosen ones ticked; one that is no longer in it comes last."""
        chosen = [word for word in self.task.details.get("wishes", "").split("; ") if word]
        gone = [word for word in chosen if word not in self.wishes]
        return [(word, word in chosen) for word in [*self.wishes, *gone]]

    @property
    def note(self) -> str:
        return str(self.task.details.get("note", "") or self.task.note)

    @property
    def due(self) -> str:
        return str(self.task.details.get("due_on", "") or "–")

    @property
    def given_on(self) -> str:
        if self.task.done_at is None:
            return ""
        return long_date(self.agency.time_zone.local(self.task.done_at).date())


def render(sheet: Sheet) -> bytes:
    """The sheet as PDF on the office's paper."""
    html = render_to_string("documents/disposition.html", {"sheet": sheet, "agency": sheet.agency})
    return pdf_of(html, styles(sheet.agency))
