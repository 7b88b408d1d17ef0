"""Who does what is asked of people by name: they themselves while in office, and whoever stands in."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias, TypedDict

from django.db.models import Exists, OuterRef, QuerySet
from django_stubs_ext import WithAnnotations

from organisation.models import Agency, Appointment, Person, Substitute


@dataclass(frozen=True)
class Bench:
    """The people of one agency at a moment: who is in office, and who stands in for whom."""

    in_office: frozenset[int]
    substitutes: Mapping[int, list[Person]]

    def doers(self, person: Person) -> list[Person]:
        """Everybody who may do what is asked of this person by name; nobody: the post is vacant."""
        own = [person] if person.is_active and person.pk in self.in_office else []
        return own + self.substitutes.get(person.pk, [])


def bench_of(agency: Agency, at: datetime) -> Bench:
    return benches_of([agency.pk], at)[agency.pk]


def benches_of(agencies: Collection[int], at: datetime) -> dict[int, Bench]:
    """The bench of each agency in two queries, however many agencies and people there are."""
    in_office: dict[int, set[int]] = {agency: set() for agency in agencies}
    in_force = Appointment.objects.in_force_at(at).filter(agency__in=agencies)
    for agency, person in in_force.order_by().values_list("agency_id", "person_id"):
        in_office[agency].add(person)
    substitutes: dict[int, dict[int, list[Person]]] = defaultdict(dict)
    for (agency, absent), people in acting_for(agencies, at).items():
        substitutes[agency][absent] = people
    return {agency: Bench(frozenset(in_office[agency]), substitutes[agency]) for agency in agencies}


def acting_for(agencies: Iterable[Agency | int], at: datetime) -> dict[tuple[int, int], list[Person]]:
    """Who stands in at that moment, by agency and absent person."""
    found: dict[tuple[int, int], list[Person]] = defaultdict(list)
    acting = Substitute.objects.acting_at(at).filter(agency__in=agencies).select_related("person")
    for one in acting.order_by("person__name", "pk"):
        found[one.agency_id, one.absent_id].append(one.person)
    return dict(found)


class _Acting(TypedDict):
    is_acting: bool


Listed: TypeAlias = "WithAnnotations[Substitute, _Acting]"


def visible_substitutes(person: Person, at: datetime) -> tuple[list[Listed], "QuerySet[Substitute]"]:
    """Those not over, the earliest first, with whether they act; and the past ones, the newest first."""
    seen: QuerySet[Substitute] = Substitute.objects.visible_to(person).select_related(
        "agency", "absent", "person", "recorded_by", "ended_by"
    )
    acting = Substitute.objects.acting_at(at).filter(pk=OuterRef("pk"))
    present = seen.filter(pk__in=Substitute.objects.not_over(at)).annotate(is_acting=Exists(acting))
    listed: list[Listed] = list(present.order_by("from_on", "absent__name", "pk"))
    return listed, seen.exclude(pk__in=[one.pk for one in listed]).order_by("-from_on", "-pk")


def titles_in(agency: Agency, on: date) -> dict[int, tuple[str, date | None]]:
    """Everybody who has held an office in the agency: the latest title, and its last day if that is over."""
    titles: dict[int, tuple[str, date | None]] = {}
    for held in Appointment.objects.filter(agency=agency, from_on__lte=on).order_by("from_on", "pk"):
        over = held.to_on if held.to_on is not None and held.to_on < on else None
        known = titles.get(held.person_id)
        if known is None or over is None or (known[1] is not None and known[1] <= over):
            titles[held.person_id] = held.printed_title, over
    return titles
