"""The agenda as it is read: search, years, and what a line says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from reporting.models import AgendaEntry, Letter, NumberSeries
from reporting.queries.numbering import Wanted, next_text
from sop.models import Task


@dataclass(frozen=True)
class Sought:
    """What somebody looks for in an agenda; blank parts ask nothing."""

    words: str = ""
    year: str = ""


def search_agenda(entries: "QuerySet[AgendaEntry]", sought: Sought) -> "QuerySet[AgendaEntry]":
    """Every word must be found somewhere; the last number first."""
    for word in sought.words.split():
        entries = entries.filter(
            Q(number__icontains=word)
            | Q(letter_number__icontains=word)
            | Q(party__icontains=word)
            | Q(subject__icontains=word)
            | Q(note__icontains=word)
        )
    if sought.year.isdecimal() and len(sought.year) == 4:
        entries = entries.filter(issued__series__year=int(sought.year))
    related = ("agency", "letter", "delivery__report", "file", "issued", "entered_by")
    return entries.select_related(*related).order_by("-entered_at", "-pk")


def years_of(entries: "QuerySet[AgendaEntry]") -> list[int]:
    """The years in which there are entries, the last one first."""
    years = entries.order_by().values_list("issued__series__year", flat=True).distinct()
    return sorted(years, reverse=True)


def remark_of(entry: AgendaEntry) -> str:
    """What became of it: the note, or that our letter was cancelled."""
    cancelled = f"Surat batal: {entry.letter.reason}" if entry.letter and entry.letter.reason else ""
    return "; ".join(part for part in (entry.note, cancelled) if part)


def agenda_number(task: Task, letters: Sequence[Letter], now: datetime) -> str:
    """The number under which a delivery goes out: that of its letter, else the next one of the agenda."""
    entries = [entry for letter in letters if (entry := getattr(letter, "agenda_entry", None))]
    if entries:
        return str(entries[-1].number)
    agency = task.run.agency
    return next_text(Wanted(agency, NumberSeries.Paper.AGENDA_OUT, agency.time_zone.local(now).date()))


def has_agenda(task: Task) -> bool:
    """Whether a letter of the run stands in the agenda already, so that what it carries needs no line."""
    return AgendaEntry.objects.filter(letter__run=task.run_id, letter__state="issued").exists()
