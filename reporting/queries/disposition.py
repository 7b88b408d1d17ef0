"""What a disposisi names besides its own words: the letter in the agenda, and to whom it goes on."""

from reporting.letter_words import Words
from reporting.models import AgendaEntry
from reporting.queries.letters import template_of, words_of
from sop.models import Act, Task


def entry_of(task: Task) -> AgendaEntry | None:
    """The letter of the agenda on which the disposisi was written."""
    key = task.details.get("entry")
    found: AgendaEntry | None = AgendaEntry.objects.filter(pk=key, agency=task.run.agency_id).first()
    return found


def forwarded_to(task: Task) -> list[str]:
    """Who goes on with it by the SOP: the lane of the next act that is another's."""
    acts = Act.objects.filter(step__version=task.run.version_id).select_related("actor", "step")
    here = (task.act.step.order, task.act.order)
    later = [act for act in acts if (act.step.order, act.order) > here]
    labels = [act.actor.label for act in later if act.actor_id != task.act.actor_id]
    return labels[:1]


def disposition_words(task: Task) -> Words:
    """The heading and the wishes of the office's own sheet."""
    return words_of(template_of(task.run.agency, "disposition"), "disposition")
