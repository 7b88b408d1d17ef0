"""Published values that were not out yet when their month was handed in, and who may bring them now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from organisation.models import Agency, Appointment, Person, Substitute
from organisation.permissions import agencies_where
from reporting.measures import Rollup, ValueState
from reporting.models import Assignment, PlanNode, Realisation
from reporting.queries.entry import Line
from reporting.queries.plan import inherited


@dataclass(frozen=True)
class Awaited:
    """A value that is still to be released, in whichever month or year; `owner` answered for it then."""

    row: Realisation
    owner: Person | None

    @property
    def agency(self) -> Agency:
        return self.row.indicator.node.plan.agency

    @property
    def line(self) -> Line:
        """The row as the forms of the entry page take it."""
        months = {self.row.period.last_month: self.row}
        return Line(self.row, self.row.indicator, months, {}, [], [], is_open=True)


def awaited_releases(person: Person, at: datetime) -> list[Awaited]:
    """Everything that this person may bring, the newest month first; a fixed number of queries."""
    waiting = Realisation.objects.visible_to(person).filter(
        indicator__rollup=Rollup.RELEASE.value,
        state=ValueState.NOT_DUE.value,
        submitted_at__isnull=False,
    )
    rows = waiting.select_related("indicator__node__plan__agency")
    return brought_by(
        person, rows.order_by("-period", "indicator__node__order", "indicator__order", "pk"), at
    )


def is_awaited(row: Realisation) -> bool:
    """Whether the month was handed in as “belum dirilis”."""
    return (
        row.indicator.rollup == Rollup.RELEASE.value
        and row.state == ValueState.NOT_DUE.value
        and row.submitted_at is not None
    )


def brought_by(person: Person, rows: Iterable[Realisation], at: datetime) -> list[Awaited]:
    """Of these rows those for which the person answered, stands in, or puts the agency's reports together."""
    found = list(rows)
    if not found:
        return []
    today = min(_agency(row).time_zone.local(at).date() for row in found)
    office = {agency.pk for agency in agencies_where(person, "enter_release", today)}
    own = _may_do_the_work_of(person, at)
    awaited = [Awaited(row, owner) for row, owner in zip(found, _owners(found), strict=True)]
    return [
        one
        for one in awaited
        if one.agency.pk in office or (one.owner and (one.agency.pk, one.owner.pk) in own)
    ]


def _agency(row: Realisation) -> Agency:
    agency: Agency = row.indicator.node.plan.agency
    return agency


def _may_do_the_work_of(person: Person, at: datetime) -> set[tuple[int, int]]:
    """(agency, person): oneself where in office, and those whom one stands in for."""
    held = Appointment.objects.in_force_at(at).filter(person=person)
    acting = Substitute.objects.acting_at(at).filter(person=person)
    in_office = {(agency, person.pk) for agency in held.values_list("agency_id", flat=True)}
    return in_office | set(acting.values_list("agency_id", "absent_id"))


def _owners(rows: Sequence[Realisation]) -> list[Person | None]:
    """Who answered for each row on the last day of its month."""
    plans = {row.indicator.node.plan_id for row in rows}
    parents = dict(PlanNode.objects.filter(plan__in=plans).values_list("pk", "parent_id"))
    named = Assignment.objects.filter(node__plan__in=plans).select_related("officer").order_by("from_on")
    assignments = list(named)
    by_day: dict[date, dict[int, Person]] = {}
    for day in {row.period.ends_on for row in rows}:
        own = {
            one.node_id: one.officer
            for one in assignments
            if one.from_on <= day and (one.to_on is None or one.to_on >= day)
        }
        by_day[day] = inherited(parents, own)
    return [by_day[row.period.ends_on].get(row.indicator.node_id) for row in rows]
