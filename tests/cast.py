"""The named cast: the people that the tests tell stories about, and factories for what they work with."""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from organisation.models import Agency, Appointment, Person, Unit
from organisation.roles import Role, Tenure
from reporting.measures import Direction, Rollup, TargetStyle
from reporting.models import Assignment, Budget, Indicator, Plan, PlanNode, Target
from sop.actions.document import load_sop, publish
from sop.models import SopVersion, Task

FIXTURES = Path(__file__).resolve().parent.parent / "sop" / "fixtures"


def wib(text: str) -> datetime:
    """A moment on the office's clock: wib("2026-02-05 23:59")."""
    return datetime.fromisoformat(f"{text}+07:00").astimezone(UTC)


def make_agency(*, code: str = "bpkad-magelang", government: str = "Pemerintah Kota Magelang") -> Agency:
    return Agency.objects.create(
        code=code,
        name=f"Badan Uji {code}",
        short_name=code.upper(),
        government=government,
        city="Magelang",
        letterhead="Jl. Sarwo Edhie Wibowo No. 2",
    )


def make_person(username: str, *, name: str = "", nip: str = "", rank: str = "") -> Person:
    return Person.objects.create_user(
        username=username, email=f"{username}@contoh.test", password="rahasia-panjang-1",
        name=name or username.title(), nip=nip, rank=rank,
    )  # fmt: skip


def appoint(
    person: Person,
    agency: Agency,
    role: Role,
    *,
    title: str = "",
    tenure: Tenure = Tenure.DEFINITIVE,
    from_on: date = date(2025, 1, 1),
    to_on: date | None = None,
    unit: Unit | None = None,
) -> Appointment:
    return Appointment.objects.create(
        person=person, agency=agency, role=role, title=title or role.label, tenure=tenure,
        from_on=from_on, to_on=to_on, unit=unit,
    )  # fmt: skip


@dataclass
class Cast:
    """Everybody who appears in the stories."""

    agency: Agency
    officer: Person
    second_officer: Person
    reviewer: Person
    head: Person
    compiler: Person
    sop_admin: Person
    other_agency: Agency
    stranger: Person
    overseer: Person


def make_cast() -> Cast:
    agency = make_agency()
    other = make_agency(code="kec-awayan", government="Pemerintah Kabupaten Balangan")
    bureau = make_agency(code="setda-magelang")
    cast = Cast(
        agency=agency,
        officer=make_person("olivia", name="Olivia Rekaan, S.E.", nip="198501012010012001", rank="III/c"),
        second_officer=make_person("oscar", name="Oscar Rekaan, S.T."),
        reviewer=make_person("ratna", name="Ratna Rekaan, S.Sos."),
        head=make_person("hadi", name="Hadi Rekaan, M.Si.", nip="197001011995031001", rank="IV/b"),
        compiler=make_person("citra", name="Citra Rekaan"),
        sop_admin=make_person("surya", name="Surya Rekaan"),
        other_agency=other,
        stranger=make_person("sari", name="Sari Asing"),
        overseer=make_person("bayu", name="Bayu Rekaan"),
    )
    appoint(cast.officer, agency, Role.OFFICER, title="PPTK Anggaran")
    appoint(cast.second_officer, agency, Role.OFFICER, title="PPTK Aset")
    appoint(cast.reviewer, agency, Role.PLANNING, title="Kepala Sub Bagian Program dan Keuangan")
    appoint(cast.head, agency, Role.HEAD, title="Kepala Badan")
    appoint(cast.compiler, agency, Role.COMPILER, title="Penyusun Laporan")
    appoint(cast.sop_admin, agency, Role.SOP_ADMIN, title="Admin SOP")
    appoint(cast.stranger, other, Role.OFFICER, title="PPTK")
    appoint(cast.overseer, bureau, Role.ORGANISATION_BUREAU, title="Kepala Bagian Organisasi")
    return cast


def magelang_document() -> dict[str, Any]:
    document: dict[str, Any] = json.loads((FIXTURES / "magelang-capaian-bulanan.json").read_text())
    return document


def make_sop(cast: Cast) -> SopVersion:
    """The printed SOP of Magelang, in force at the cast's agency."""
    at = wib("2026-01-02 08:00")
    version = load_sop(magelang_document(), agency=cast.agency, by=cast.sop_admin, now=at)
    return publish(version, by=cast.sop_admin, now=at)


def make_plan(cast: Cast, *, year: int = 2026) -> Plan:
    """One sasaran; two sub kegiatan with two indicators each, one for either officer."""
    plan = Plan.objects.create(agency=cast.agency, year=year, from_on=date(year, 1, 1))
    goal = make_node(plan, None, PlanNode.Level.GOAL, "T1", "Tata kelola keuangan daerah yang baik")
    objective = make_node(plan, goal, PlanNode.Level.OBJECTIVE, "S1", "Meningkatnya kualitas penganggaran")
    programme = make_node(
        plan, objective, PlanNode.Level.PROGRAMME, "5.02.02", "Program Pengelolaan Keuangan"
    )
    activity = make_node(
        plan, programme, PlanNode.Level.ACTIVITY, "5.02.02.2.01", "Penyusunan Rencana Anggaran"
    )
    for number, officer in enumerate((cast.officer, cast.second_officer), start=1):
        code = f"5.02.02.2.01.000{number}"
        node = make_node(plan, activity, PlanNode.Level.SUBACTIVITY, code, f"Penyusunan dokumen {number}")
        Assignment.objects.create(node=node, officer=officer, from_on=date(year, 1, 1))
        Budget.objects.create(node=node, amount=Decimal(120_000_000), from_on=date(year, 1, 1))
        make_indicator(node, f"{number}.1", "Jumlah dokumen", unit="Dokumen", annual=Decimal(12))
        make_indicator(
            node, f"{number}.2", "Persentase ketepatan waktu", unit="Persen", annual=Decimal(100),
            rollup=Rollup.LAST, monthly=[Decimal(100)] * 12,
        )  # fmt: skip
    return plan


def make_node(plan: Plan, parent: PlanNode | None, level: PlanNode.Level, code: str, name: str) -> PlanNode:
    return PlanNode.objects.create(
        plan=plan, parent=parent, level=level, code=code, name=name, order=plan.nodes.count() + 1
    )


def make_indicator(
    node: PlanNode,
    code: str,
    name: str,
    *,
    unit: str,
    annual: Decimal,
    direction: Direction = Direction.HIGHER,
    rollup: Rollup = Rollup.SUM,
    style: TargetStyle = TargetStyle.CUMULATIVE,
    monthly: list[Decimal] | None = None,
) -> Indicator:
    """An indicator with its twelve monthly targets; without `monthly` the year's target in equal steps."""
    indicator = Indicator.objects.create(
        node=node, code=code, name=name, unit=unit, annual_target=annual, direction=direction.value,
        rollup=rollup.value, target_style=style.value, order=node.indicators.count() + 1,
    )  # fmt: skip
    steps = monthly or [annual * month / 12 for month in range(1, 13)]
    Target.objects.bulk_create(
        Target(indicator=indicator, period=f"{node.plan.year}-{month:02d}", value=value)
        for month, value in enumerate(steps, start=1)
    )
    return indicator


def task_of(cast: Cast, kind: str, *, who: Person | None = None, round_: int | None = None) -> Task:
    """The newest task of a kind (of a person, in a round)."""
    tasks = Task.objects.filter(run__agency=cast.agency, act__kind=kind)
    if who is not None:
        tasks = tasks.filter(assignee=who)
    if round_ is not None:
        tasks = tasks.filter(round=round_)
    return tasks.select_related(
        "run__agency", "run__sop", "run__version", "act__step", "act__actor", "assignee"
    ).latest("round", "pk")
