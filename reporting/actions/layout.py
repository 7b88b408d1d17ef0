"""Setting which columns the report prints; files that are kept stay as they are."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from itertools import takewhile
from typing import Any

from django.db import transaction

from kinerja.lib.periods import Period
from organisation.actions.history import Event, record
from organisation.models import Agency, Person
from organisation.permissions import may
from reporting.models import ColumnLayout
from reporting.queries.layout import Chosen, Layout, Table, layouts_of, longest_period_of
from reporting.renderers.columns import SUMMED, usual_columns
from sop.registry import Blocker
from sop.workflow import Blocked, Conflict, NotYours

LONGEST_HEADING = 80
NOT_YOURS = "Tata letak laporan diatur oleh Kasubbag program/keuangan atau penyusun laporan."
_NAME = "name"


@transaction.atomic
def set_layout(
    agency: Agency, destination: str, layout: Layout, *, seen: int, by: Person, now: datetime
) -> Layout:
    """Keep a layout from now on; Conflict where somebody else changed it since it was `seen`."""
    before = _open(agency, destination, seen=seen, by=by, now=now)
    period = longest_period_of(agency, agency.time_zone.local(now).date())
    if problems := [
        problem for table in layout.tables for problem in problems_of(table, layout.of(table), period)
    ]:
        raise Blocked([Blocker(problem) for problem in problems])
    edition = (before.edition if before else 0) + 1
    ColumnLayout.objects.filter(agency=agency, destination=destination).delete()
    rows = [
        ColumnLayout(
            agency=agency,
            destination=destination,
            table=table.value,
            columns=[asdict(column) for column in layout.of(table)],
            cover=layout.cover and table is Table.PERFORMANCE,
            printed=table in layout.tables,
            paper=layout.paper,
            edition=edition,
            set_by=by,
            set_at=now,
        )
        for table in Table
        if layout.of(table) or table is not Table.ACTION
    ]
    first, *_ = ColumnLayout.objects.bulk_create(rows)
    details = {"destination": destination, "before": _told(before), "after": _told(layout)}
    sentence = f"Tata letak laporan {agency.short_name} {_for(destination)} diubah {by}: {_words(layout)}."
    record(Event("layout_set", first, sentence, details), by=by, at=now, agency=agency)
    return replace(layout, edition=edition)


@transaction.atomic
def drop_layout(agency: Agency, destination: str, *, seen: int, by: Person, now: datetime) -> None:
    """Go back to the default, or to all columns as they come."""
    before = _open(agency, destination, seen=seen, by=by, now=now)
    kept = ColumnLayout.objects.filter(agency=agency, destination=destination)
    first = kept.first()
    if first is None or before is None:
        return
    sentence = f"Tata letak laporan {agency.short_name} {_for(destination)} dikembalikan ke bawaan oleh {by}."
    details = {"destination": destination, "before": _told(before), "after": None}
    record(Event("layout_dropped", first, sentence, details), by=by, at=now, agency=agency)
    kept.delete()


def problems_of(table: Table, columns: Sequence[Chosen], period: Period) -> list[str]:
    """Why a table cannot be printed so."""
    usual = {column.key: column for column in usual_columns(table, period)}
    unknown = [column.key for column in columns if column.key not in usual]
    if unknown:
        return [f"{table.label}: kolom “{'”, “'.join(unknown)}” tidak dikenal."]
    twice = _twice(column.key for column in columns)
    shown = [column for column in columns if column.shown]
    keys = [column.key for column in shown]
    name = usual[_NAME].heading
    if twice:
        return [f"{table.label}: kolom “{usual[twice].heading}” disebut dua kali."]
    if _NAME not in keys:
        return [f"{table.label}: kolom {name} harus tampil, karena tanpa itu baris tidak dapat dikenali."]
    found = []
    if any(key in SUMMED for key in takewhile(lambda key: key != _NAME, keys)):
        found.append(
            f"{table.label}: letakkan kolom {name} di depan kolom yang dijumlah atau dirata-ratakan; "
            "tulisan “Jumlah” dan “Rata-rata” berdiri di bawahnya."
        )
    return found + _heading_problems(
        table, [(column.heading or usual[column.key].heading) for column in shown]
    )


def _heading_problems(table: Table, headings: Sequence[str]) -> list[str]:
    found = []
    same = _twice(heading.casefold() for heading in headings)
    if same:
        found.append(f"{table.label}: dua kolom berjudul “{same}”. Bedakan judulnya.")
    if any(len(heading) > LONGEST_HEADING for heading in headings):
        found.append(f"{table.label}: judul kolom paling panjang {LONGEST_HEADING} huruf.")
    return found


def _twice(words: Iterable[str]) -> str:
    return next((word for word, times in Counter(words).items() if times > 1), "")


def _open(agency: Agency, destination: str, *, seen: int, by: Person, now: datetime) -> Layout | None:
    """The layout that is kept, locked; only for those who may, and only as they saw it."""
    locked = Agency.objects.select_for_update().get(pk=agency.pk)
    if not may(by, "edit_layout", locked, locked.time_zone.local(now).date()):
        raise NotYours(NOT_YOURS)
    kept = layouts_of(locked).kept.get(destination)
    if (kept.edition if kept else 0) != seen:
        raise Conflict("Tata letak ini baru saja diubah orang lain. Periksa lagi, lalu simpan sekali lagi.")
    return kept


def _told(layout: Layout | None) -> dict[str, Any] | None:
    if layout is None:
        return None
    tables = {table.value: [asdict(column) for column in layout.of(table)] for table in Table}
    return {**tables, "cover": layout.cover, "with_action": layout.with_action, "paper": layout.paper}


def _for(destination: str) -> str:
    return f"untuk {destination}" if destination else "bawaan"


def _words(layout: Layout) -> str:
    """ "capaian kinerja 10 kolom tampil, 2 disembunyikan; …"."""
    told = []
    for table in layout.tables:
        shown = sum(column.shown for column in layout.of(table))
        hidden = len(layout.of(table)) - shown
        told.append(f"{table.label.lower()} {shown} kolom tampil, {hidden} disembunyikan")
    paper = [f"kertas {layout.paper}"] if layout.paper else []
    return "; ".join([*told, "dengan sampul" if layout.cover else "tanpa sampul", *paper])
