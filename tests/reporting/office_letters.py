"""Letters without their whole story: an office with a signed January, and drafts to work with."""

from datetime import datetime
from typing import Any

from organisation.models import Person
from reporting.actions.letter import Draft, draft_letter, issue
from reporting.models import Letter
from reporting.queries.letters import Ground
from tests.cast import Cast, wib
from tests.reporting.stories import report_in

TENTH = wib("2026-02-10 09:00")


def a_draft(type_: str = "cover", **columns: Any) -> Draft:
    """What a writer says; parts of one's own go in as columns."""
    said: dict[str, Any] = {
        "recipient": "Kepala Bagian Organisasi",
        "recipient_place": "Magelang",
        "subject": "Penyampaian Laporan Capaian Kinerja Januari 2026",
        "body": "Laporan Capaian Kinerja Januari 2026 | 1 berkas | Dikirim dengan hormat",
        "classification": "000.8.6.3",
        "heading": "Surat Pengantar",
    }
    return Draft(**{"type": type_, **said, **columns})


def drafted(
    cast: Cast, draft: Draft | None = None, *, by: Person | None = None, now: datetime = TENTH
) -> Letter:
    """A draft that stands on its own."""
    return draft_letter(Ground(cast.agency), draft or a_draft(), by=by or cast.compiler, now=now)


def issued(cast: Cast, draft: Draft | None = None, *, now: datetime = TENTH) -> Letter:
    letter = drafted(cast, draft, now=now)
    return issue(letter, seen=letter.edition, by=cast.head, now=now)


def with_report(cast: Cast, draft: Draft | None = None) -> Letter:
    """A draft that goes with January's report."""
    report = report_in(cast)
    return draft_letter(
        Ground(cast.agency, report.run, report), draft or a_draft(), by=cast.compiler, now=TENTH
    )
