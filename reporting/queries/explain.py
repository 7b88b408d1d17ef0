"""One indicator's line of a period with the rules that made it: frozen if there is a draft, else made now."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from kinerja.lib.periods import Period
from organisation.models import Agency
from reporting.models import Compilation, ReportLine
from reporting.queries.compiled import judged_lines
from reporting.queries.plan import plan_for
from reporting.queries.policy import policy_of
from reporting.queries.rules import Record, policy_record
from reporting.queries.sources import sources_of

_MOST_NAMED = 12


class NotFound(Exception):
    """Says in a sentence what is not there, and what is."""


@dataclass(frozen=True)
class Explained:
    """A line, the policy that made it, and the draft that froze it (None: made now, unsaved)."""

    agency: Agency
    period: Period
    line: ReportLine
    policy: Record
    compilation: Compilation | None


def explained(
    agency: Agency, period: Period, code: str, *, node: str = "", round_: int | None = None
) -> Explained:
    """The line of the last draft (or of that round), else what a draft made now would say."""
    drafts = Compilation.objects.filter(
        Q(report__correction=None) | Q(report__correction__settled_at__isnull=False),
        report__agency=agency,
        report__period=period,
    )
    compilation: Compilation | None = (
        (drafts.filter(round=round_) if round_ is not None else drafts).order_by("report_id", "round").last()
    )
    if compilation is not None:
        lines = list(compilation.lines.select_related("indicator__node"))
        return Explained(agency, period, _chosen(lines, code, node), compilation.policy, compilation)
    if round_ is not None:
        known = ", ".join(str(number) for number in drafts.values_list("round", flat=True)) or "belum ada"
        raise NotFound(f"Draf {period.label} putaran {round_} tidak ada; putaran yang ada: {known}.")
    plan = plan_for(agency, period)
    if plan is None:
        raise NotFound(f"{agency} belum memiliki rencana {period.year} yang berlaku pada {period.label}.")
    policy = policy_of(agency, period.ends_on)
    lines = [each.line for each in judged_lines(sources_of(plan, period), policy)]
    return Explained(agency, period, _chosen(lines, code, node), policy_record(policy), None)


def _chosen(lines: Sequence[ReportLine], code: str, node: str) -> ReportLine:
    """The one line with that code; the same code may stand in several rows of the plan."""
    found = [line for line in lines if line.indicator.code == code and node in {"", line.path[-1][1]}]
    if len(found) == 1:
        return found[0]
    if found:
        places = ", ".join(str(line.path[-1][1]) for line in found[:_MOST_NAMED])
        raise NotFound(f"Indikator “{code}” ada pada {len(found)} baris; tambahkan --node: {places}.")
    codes = sorted({line.indicator.code for line in lines})
    named = ", ".join(codes[:_MOST_NAMED]) + (", …" if len(codes) > _MOST_NAMED else "")
    where = f" pada baris “{node}”" if node else ""
    raise NotFound(f"Indikator “{code}” tidak ada{where}; yang ada: {named or 'belum ada'}.")
