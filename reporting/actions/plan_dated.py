"""What changes in a plan from a day on, published or not: the pagu of a line, and who answers for it."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from kinerja.lib.dates import long_date
from kinerja.lib.numbers import format_money
from organisation.models import Appointment, Person
from reporting.actions.plan_edit import Edit, current_of, hold, require_draft, require_seen, tell
from reporting.models import Assignment, Budget, Plan, PlanNode
from reporting.queries.plan_lines import node_name
from sop.registry import Blocker
from sop.workflow import Blocked

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Ceiling:
    """A pagu from a day on, with what it rests on."""

    amount: Decimal
    from_on: date
    label: str = ""


@dataclass(frozen=True)
class Duty:
    """An officer who answers for a line from a day until a day, or until further notice."""

    officer: Person
    from_on: date
    to_on: date | None = None


# --- pagu --------------------------------------------------------------------------------------------


@transaction.atomic
def set_budget(edit: Edit, node: PlanNode, wanted: Ceiling, *, row: Budget | None = None) -> Budget:
    """A pagu from a day on, or another content of `row`. Blocked outside the year, or where a day has one."""
    plan = hold(edit)
    place = current_of(PlanNode.objects.filter(plan=plan), node)
    current: Budget = current_of(place.budgets.all(), row) if row else Budget(node=place)
    if row:
        require_seen(edit, current)
    _require_year(plan, wanted.from_on)
    if place.budgets.filter(from_on=wanted.from_on).exclude(pk=current.pk).exists():
        words = f"Sudah ada pagu mulai {long_date(wanted.from_on)}. Ubah baris itu, atau pilih tanggal lain."
        raise Blocked([Blocker(words)])
    before = _budget_words(current) if row else {}
    current.amount, current.from_on, current.label = wanted.amount, wanted.from_on, wanted.label
    after = _budget_words(current)
    if before == after:
        return current
    current.save()
    sentence = f"pagu {node_name(place)} {format_money(wanted.amount)} mulai {long_date(wanted.from_on)}."
    tell(edit, sentence, before, after)
    return current


@transaction.atomic
def remove_budget(edit: Edit, row: Budget) -> None:
    """Take a dated pagu out of a draft; of a published plan nothing disappears."""
    plan = hold(edit)
    require_draft(plan)
    current = current_of(Budget.objects.filter(node__plan=plan).select_related("node"), row)
    before = _budget_words(current)
    current.delete()
    tell(edit, f"pagu {node_name(current.node)} mulai {long_date(current.from_on)} dihapus.", before, {})


def _budget_words(row: Budget) -> dict[str, Any]:
    return {"amount": row.amount, "from_on": row.from_on, "label": row.label}


# --- PPTK --------------------------------------------------------------------------------------------


@transaction.atomic
def assign(edit: Edit, node: PlanNode, wanted: Duty, *, row: Assignment | None = None) -> Assignment:
    """Name who answers for a line; whoever did so until further notice ends the day before.

    Blocked for somebody outside the agency, outside the year, or where two would answer on one day.
    """
    plan = hold(edit)
    place = current_of(PlanNode.objects.filter(plan=plan), node)
    current: Assignment = current_of(place.assignments.all(), row) if row else Assignment(node=place)
    if row:
        require_seen(edit, current)
    _require_year(plan, wanted.from_on)
    _require_officer(plan, wanted)
    others = list(place.assignments.exclude(pk=current.pk).select_related("officer").order_by("from_on"))
    ended = _end_earlier(others, wanted.from_on)
    _require_alone([other for other in others if other is not ended], wanted)
    before = _duty_words(current) if row else {}
    current.officer, current.from_on, current.to_on = wanted.officer, wanted.from_on, wanted.to_on
    after = _duty_words(current)
    if before == after:
        return current
    if ended:
        ended.save(update_fields=["to_on"])
    current.save()
    tell(edit, _sentence(place, wanted, ended), before, after)
    return current


@transaction.atomic
def remove_assignment(edit: Edit, row: Assignment) -> None:
    """Take an assignment out of a draft; of a published plan it is ended by a date instead."""
    plan = hold(edit)
    require_draft(plan)
    found = Assignment.objects.filter(node__plan=plan).select_related("node", "officer")
    current = current_of(found, row)
    before = _duty_words(current)
    current.delete()
    sentence = (
        f"PPTK {node_name(current.node)}: {current.officer} mulai {long_date(current.from_on)} dihapus."
    )
    tell(edit, sentence, before, {})


def people_for(plan: Plan) -> QuerySet[Person]:
    """Who may be named: active people with an office in the agency in the year of the plan."""
    first, last = date(plan.year, 1, 1), date(plan.year, 12, 31)
    held = Appointment.objects.filter(Q(to_on=None) | Q(to_on__gte=first), from_on__lte=last)
    found = Person.objects.filter(is_active=True, appointments__in=held.filter(agency=plan.agency_id))
    return found.distinct().order_by("name", "pk")


def _require_year(plan: Plan, day: date) -> None:
    if day.year != plan.year:
        raise Blocked([Blocker(f"Tanggal mulai harus dalam tahun {plan.year}.")])


def _require_officer(plan: Plan, wanted: Duty) -> None:
    held = Appointment.objects.in_force(wanted.from_on).filter(agency=plan.agency_id, person=wanted.officer)
    if not wanted.officer.is_active or not held.exists():
        day = long_date(wanted.from_on)
        words = f"{wanted.officer} bukan pegawai {plan.agency.short_name} pada {day}. Pilih pegawai lain."
        raise Blocked([Blocker(words)])
    if wanted.to_on is not None and wanted.to_on < wanted.from_on:
        raise Blocked([Blocker("Sampai tanggal tidak boleh sebelum mulai tanggal.")])


def _end_earlier(others: list[Assignment], day: date) -> Assignment | None:
    """The one before, who answered until further notice, ends the day before."""
    earlier = [other for other in others if other.from_on < day]
    if not earlier or earlier[-1].to_on is not None:
        return None
    earlier[-1].to_on = day - ONE_DAY
    return earlier[-1]


def _require_alone(others: list[Assignment], wanted: Duty) -> None:
    for other in others:
        starts_before_end = wanted.to_on is None or other.from_on <= wanted.to_on
        if other.from_on >= wanted.from_on and starts_before_end:
            words = (
                f"{other.officer} sudah ditugaskan mulai {long_date(other.from_on)}. "
                f"Isi “Sampai” paling lambat {long_date(other.from_on - ONE_DAY)}, atau ubah barisnya."
            )
            if other.from_on == wanted.from_on:
                who = other.officer
                words = f"{who} sudah ditugaskan mulai tanggal itu. Ubah barisnya, atau pilih tanggal lain."
            raise Blocked([Blocker(words)])
        if other.from_on < wanted.from_on and other.to_on is not None and other.to_on >= wanted.from_on:
            words = (
                f"{other.officer} ditugaskan sampai {long_date(other.to_on)}. Ubah dahulu tanggal akhirnya, "
                "atau pilih tanggal mulai sesudahnya."
            )
            raise Blocked([Blocker(words)])


def _sentence(node: PlanNode, wanted: Duty, ended: Assignment | None) -> str:
    until = f" sampai {long_date(wanted.to_on)}" if wanted.to_on else ""
    sentence = f"PPTK {node_name(node)}: {wanted.officer} mulai {long_date(wanted.from_on)}{until}."
    if ended is not None and ended.to_on is not None:
        sentence += f" {ended.officer} berakhir {long_date(ended.to_on)}."
    return sentence


def _duty_words(row: Assignment) -> dict[str, Any]:
    return {"officer": str(row.officer), "from_on": row.from_on, "to_on": row.to_on}
