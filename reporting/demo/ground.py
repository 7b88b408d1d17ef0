"""The offices and invented people of the demonstration, written from reporting/fixtures/demo."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from kinerja.lib.periods import Cycle, Period
from organisation.models import Agency, Appointment, Person, Unit
from reporting.models import ColumnLayout, Destination
from reporting.renderers.columns import usual_columns

FIXTURES = Path(__file__).parents[1] / "fixtures" / "demo"
# What the city's system asks for is not published; this order is the demonstration's own.
TO_RE_KEY = {
    ColumnLayout.Table.PERFORMANCE: ["name", "unit", "target", "value", "achievement", "remark"],
    ColumnLayout.Table.BUDGET: ["code", "name", "ceiling", "amount", "percent", "physical"],
}
KNOWN_FROM = datetime(2026, 1, 2, 1, tzinfo=UTC)


def fixture(name: str) -> Any:
    return json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))


def write_ground() -> None:
    """Agencies with their units, a destination, people without passwords, and their appointments."""
    agencies = {row["code"]: _write_agency(row) for row in fixture("agencies")["agencies"]}
    _write_destination(agencies["bpkad-magelang"], "Smart Magelang")
    for row in fixture("people")["people"]:
        _write_person(row, agencies)


def _write_destination(agency: Agency, name: str) -> None:
    """A destination with its own columns: those listed, and no others."""
    Destination.objects.create(agency=agency, name=name)
    for table, keys in TO_RE_KEY.items():
        usual = usual_columns(table, Period.of(KNOWN_FROM.date(), Cycle.MONTH))
        others = [column.key for column in usual if column.key not in keys]
        columns = [{"key": key, "heading": "", "shown": key in keys} for key in [*keys, *others]]
        ColumnLayout.objects.create(
            agency=agency, destination=name, table=table, columns=columns, set_at=KNOWN_FROM
        )


def _write_agency(row: Mapping[str, Any]) -> Agency:
    columns = {name: value for name, value in row.items() if name not in {"code", "units"}}
    agency = Agency.objects.create(code=row["code"], **columns)
    Unit.objects.bulk_create(
        Unit(agency=agency, name=name, order=order) for order, name in enumerate(row["units"], start=1)
    )
    return agency


def _write_person(row: Mapping[str, Any], agencies: Mapping[str, Agency]) -> None:
    columns = {name: row[name] for name in ("username", "name", "nip", "rank", "email")}
    person = Person(**columns)
    person.set_unusable_password()  # signing in is one click, and only in demonstration mode
    person.save()
    for office in row["appointments"]:
        agency = agencies[office["agency"]]
        Appointment.objects.create(
            person=person,
            agency=agency,
            unit=agency.units.get(name=office["unit"]) if "unit" in office else None,
            role=office["role"],
            title=office["title"],
            decree_number=office["decree"],
            from_on=date.fromisoformat(office["from"]),
            to_on=date.fromisoformat(office["to"]) if "to" in office else None,
        )
