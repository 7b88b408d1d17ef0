"""The six SOPs as files, and an office that is staffed for one of them."""

import json
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from organisation.models import Agency, Person
from organisation.roles import Role
from reporting.measures import Rollup, TargetStyle
from reporting.models import Assignment, Budget, Plan, PlanNode
from sop.actions.document import load_sop, publish
from sop.models import SopVersion
from tests.cast import appoint, make_agency, make_indicator, make_node, make_person, wib
from tests.remembered import remembered

FIXTURES = Path(__file__).parents[2] / "sop" / "fixtures"
AT = wib("2026-01-02 08:00")


def document(slug: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FIXTURES / f"{slug}.json").read_text(encoding="utf-8"))
    return found


def published(slug: str, agency: Agency) -> SopVersion:
    return publish(load_sop(document(slug), agency=agency, by=None, now=AT), by=None, now=AT)


@remembered
def staffed(slug: str) -> SopVersion:
    """The SOP in force in an office where every lane has its people, and two of them answer for a plan."""
    paper = document(slug)
    agency = make_agency(code=paper["agency"])
    people = {role: _two(agency, role) for role in sorted({lane["role"] for lane in paper["actors"]})}
    filling = next(lane["role"] for lane in _lanes(paper, "fill"))
    if filling == "compiler":  # the printed lane is not that of the officials who are asked
        people["unit_head"] = _two(agency, "unit_head")
        filling = "unit_head"
    make_plan(agency, people[filling])
    return published(slug, agency)


def _lanes(paper: dict[str, Any], kind: str) -> Iterable[dict[str, Any]]:
    lanes = {lane["key"]: lane for lane in paper["actors"]}
    return (lanes[act["actor"]] for step in paper["steps"] for act in step["acts"] if act["kind"] == kind)


def _two(agency: Agency, role: str) -> list[Person]:
    people = [make_person(f"{role}{number}", name=f"{role.title()} {number}") for number in (1, 2)]
    for person in people:
        appoint(person, agency, Role(role))
    return people


def make_plan(agency: Agency, officers: list[Person]) -> Plan:
    """One indicator and one sub kegiatan for each officer, measured at the end of each quarter."""
    plan = Plan.objects.create(agency=agency, year=2026, from_on=date(2026, 1, 1))
    goal = make_node(plan, None, PlanNode.Level.GOAL, "T1", "Tujuan")
    Assignment.objects.create(node=goal, officer=officers[0], from_on=plan.from_on)
    for number, officer in enumerate(officers, start=1):
        node = make_node(plan, goal, PlanNode.Level.SUBACTIVITY, f"1.0{number}", f"Sub kegiatan {number}")
        Assignment.objects.create(node=node, officer=officer, from_on=plan.from_on)
        Budget.objects.create(node=node, amount=Decimal(120_000_000), from_on=plan.from_on)
        indicator = make_indicator(
            node, f"I-{number}", f"Jumlah dokumen {number}", unit="dokumen", annual=Decimal(12),
            rollup=Rollup.SUM, style=TargetStyle.INSTALMENT, monthly=[Decimal(1)] * 12,
        )  # fmt: skip
        indicator.measured_months = [3, 6, 9, 12] if agency.code != "bpkad-magelang" else []
        indicator.save()
    return plan
