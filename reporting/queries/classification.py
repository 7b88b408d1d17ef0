"""The retention schedule as it is read: what holds for an office on a day, what is to come, what was."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from organisation.models import Agency
from reporting.models import Classification

HEADINGS = {
    "code": "Kode",
    "name": "Jenis Arsip",
    "active_years": "Retensi Aktif (tahun)",
    "inactive_years": "Retensi Inaktif (tahun)",
    "fate": "Nasib Akhir",
    "proposed_for": "Diusulkan Untuk",
}


class Layer(StrEnum):
    """For whom a line is written; the nearer one stands in place of the wider one."""

    COMMON = "umum"
    GOVERNMENT = "pemda"
    AGENCY = "kantor"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Layer.COMMON: "Usulan umum",
    Layer.GOVERNMENT: "JRA pemerintah daerah",
    Layer.AGENCY: "Khusus kantor ini",
}


@dataclass(frozen=True)
class ScheduleRow:
    """A line with its layer and where it stands on a day: in force, to come, or replaced."""

    row: Classification
    layer: Layer
    state: str

    @property
    def word(self) -> str:
        return {"in_force": "Berlaku", "to_come": "Akan berlaku", "replaced": "Digantikan"}[self.state]


def layer_of(row: Classification) -> Layer:
    if row.agency_id is not None:
        return Layer.AGENCY
    return Layer.GOVERNMENT if row.government else Layer.COMMON


def schedule_of(agency: Agency, on: date) -> Sequence[ScheduleRow]:
    """Every line that concerns an office, by code; two queries."""
    holding = {row.pk for row in Classification.objects.in_force(agency, on)}
    found = []
    for row in Classification.objects.of(agency).order_by("code", "name", "-valid_from", "-pk"):
        state = "in_force" if row.pk in holding else "to_come" if row.valid_from > on else "replaced"
        found.append(ScheduleRow(row, layer_of(row), state))
    return found
