"""The paraf on a draft: which the SOP asks for, which stand, and on which paper the next one signs."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from kinerja.lib.dates import moment
from reporting.models import Compilation, Initial, Signature
from sop.models import Act, Task

Method = Signature.Method
ELECTRONIC = frozenset({Method.OWN_KEY, Method.CERTIFIED})
ON_PAPER = {
    Method.OWN_KEY: "elektronik, TTE tidak tersertifikasi",
    Method.CERTIFIED: "elektronik, TTE tersertifikasi",
    Method.IN_APPLICATION: "tercatat dalam aplikasi",
}


@dataclass(frozen=True)
class Paraf:
    """A row of the paraf table; without a name it is still awaited."""

    capacity: str
    name: str = ""
    when: str = ""
    way: str = ""


def asks_initials(act: Act) -> bool:
    """Whether doing the act is at the same time a paraf: `initial`, or a review that says so."""
    return act.kind == "initial" or (act.kind == "review" and bool(act.options.get("initials")))


def initial_acts(version_id: int) -> list[Act]:
    """The acts of the SOP that give a paraf, in their order."""
    found = Act.objects.filter(Q(kind="initial") | Q(kind="review"), step__version=version_id)
    acts = found.select_related("actor").order_by("step__order", "order")
    return [act for act in acts if asks_initials(act)]


def standing_initials(compilation: Compilation) -> list[Initial]:
    """Those that no return has overtaken: nothing at or before their act was opened in a later round."""
    place = Q(act__step__order__lt=OuterRef("task__act__step__order")) | Q(
        act__step=OuterRef("task__act__step"), act__order__lte=OuterRef("task__act__order")
    )
    opened = Task.objects.filter(place, run=OuterRef("task__run"), round__gt=OuterRef("task__round"))
    found = Initial.objects.filter(compilation=compilation).exclude(Exists(opened))
    related = ("paper", "key", "task__act", "compilation__report__agency")
    return list(found.select_related(*related).order_by("at", "pk"))


def printed_initials(compilation: Compilation, given: Sequence[Initial] | None = None) -> list[Paraf]:
    """One row for each paraf that the SOP asks for, given or awaited."""
    acts = initial_acts(compilation.report.run.version_id)
    if not acts:
        return []
    found = standing_initials(compilation) if given is None else given
    by_act = {initial.task.act_id: paraf_of(initial) for initial in found}
    return [by_act.get(act.pk) or Paraf(act.actor.label) for act in acts]


def paraf_of(initial: Initial) -> Paraf:
    zone = initial.compilation.report.agency.time_zone
    return Paraf(initial.capacity, initial.name, moment(initial.at, zone), ON_PAPER[Method(initial.method)])


def initialled(initials: Sequence[Initial]) -> Initial | None:
    """The one whose paper the next signature is added to; none where all were only recorded."""
    return next((initial for initial in reversed(initials) if initial.paper), None)
