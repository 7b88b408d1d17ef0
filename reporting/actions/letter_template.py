"""Setting the text of a paper: a new version each time, with placeholders of the allow-list alone."""

from datetime import datetime

from django.db import transaction

from organisation.actions.history import Event, hold, record
from organisation.models import Agency, Person
from organisation.permissions import may
from reporting.actions.numbering import NOT_YOURS
from reporting.letter_words import Words
from reporting.models import LetterTemplate
from reporting.placeholders import LETTER, refusal, unknown
from reporting.queries.letters import TEXTS, template_of
from sop.registry import Blocker
from sop.workflow import Blocked, Conflict, NotYours

CHANGED = (
    "Templat ini baru saja diubah orang lain. Bandingkan dengan versi terakhir, lalu simpan sekali lagi."
)


@transaction.atomic
def set_template(
    agency: Agency, type_: str, words: Words, *, seen: int, by: Person, now: datetime
) -> LetterTemplate:
    """The text from now on; letters and drafts that exist keep theirs. Conflict since it was `seen`."""
    if not may(by, "edit_letters", agency, agency.time_zone.local(now).date()):
        raise NotYours(NOT_YOURS)
    if problems := problems_of(words):
        raise Blocked([Blocker(problem) for problem in problems.values()])
    hold(agency)
    last = template_of(agency, type_)
    version = last.version if last else 0
    if version != seen:
        raise Conflict(CHANGED)
    columns = {name: getattr(words, name) for name in TEXTS}
    made: LetterTemplate = LetterTemplate.objects.create(
        agency=agency, type=type_, version=version + 1, set_by=by, set_at=now, **columns
    )
    sentence = f"Templat {made} ditetapkan."
    record(Event("letter_template_set", made, sentence, columns), by=by, at=now, agency=agency)
    return made


def problems_of(words: Words) -> dict[str, str]:
    """By part of the text, why it cannot be kept."""
    found = {name: unknown(getattr(words, name), LETTER) for name in TEXTS}
    return {name: refusal(wrong, LETTER) for name, wrong in found.items() if wrong}
