"""Setting how an agency counts from a day on, and adding a rating scale of its own."""

from datetime import date, datetime

from django.db import transaction

from kinerja.lib.dates import long_date
from organisation.actions.history import Event, record
from organisation.models import Agency, Person
from organisation.permissions import may
from reporting.models import AgencyPolicy, Scale
from reporting.queries.policies import facts_of, first_free_day, is_used, values_of
from reporting.queries.policy import rating_scale
from sop.registry import Blocker
from sop.workflow import Blocked, NotYours


@transaction.atomic
def set_policy(policy: AgencyPolicy, *, by: Person, now: datetime) -> AgencyPolicy:
    """Let new rules hold from a day on; a row that nothing was compiled with yet is replaced.

    Blocked where a settled report, or one that was compiled by a policy of the same day, would be touched.
    """
    agency = Agency.objects.select_for_update().get(pk=policy.agency_id)
    _gate(agency, by, now)
    if blockers := blockers_of(agency, policy):
        raise Blocked(blockers)
    before = AgencyPolicy.objects.in_force(agency, policy.from_on)
    old = values_of(before) if before else {}
    AgencyPolicy.objects.filter(agency=agency, from_on=policy.from_on).delete()
    policy.pk, policy.set_by, policy.set_at = None, by, now
    policy.save()
    words = "; ".join(f"{term.lower()} {value}" for term, value in facts_of(policy))
    sentence = (
        f"Aturan hitung {agency.short_name} sejak {long_date(policy.from_on)} ditetapkan {by}: {words}."
    )
    details = {"before": old, "after": values_of(policy)}
    record(Event("policy_set", policy, sentence, details), by=by, at=now, agency=agency)
    return policy


def blockers_of(agency: Agency, policy: AgencyPolicy) -> list[Blocker]:
    """Why these rules cannot begin on their day."""
    found = []
    free, settled = first_free_day(agency)
    if free is not None and settled is not None and policy.from_on < free:
        found.append(
            Blocker(
                f"Laporan {settled.period.label} sudah ditandatangani atau diarsipkan. "
                f"Aturan baru paling awal berlaku {long_date(free)}."
            )
        )
    same = AgencyPolicy.objects.filter(agency=agency, from_on=policy.from_on).first()
    if same is not None and is_used(same):
        found.append(
            Blocker(
                f"Aturan sejak {long_date(policy.from_on)} sudah dipakai menyusun laporan dan tidak "
                "diubah lagi. Pilih tanggal mulai yang lain."
            )
        )
    if policy.scale is not None:
        found += _scale_blockers(policy.scale, agency, policy.from_on)
    return found


def _scale_blockers(scale: Scale, agency: Agency, on: date) -> list[Blocker]:
    """A scale must be there for the agency, from its own first day on."""
    if not Scale.objects.usable_in(agency).filter(pk=scale.pk).exists():
        return [Blocker("Skala ini milik perangkat daerah lain. Pilih skala lain.")]
    if scale.valid_from > on:
        return [Blocker(f"Skala {scale.name} baru berlaku {long_date(scale.valid_from)}. Pilih skala lain.")]
    return []


@transaction.atomic
def add_scale(scale: Scale, *, by: Person, now: datetime) -> Scale:
    """Keep a scale for one agency; Blocked where it has holes, or is there already."""
    agency = scale.agency
    if agency is None:
        raise NotYours("Skala bersama ditambahkan oleh pengelola.")
    _gate(agency, by, now)
    try:
        rating_scale(scale)
    except ValueError as hole:
        raise Blocked([Blocker(str(hole))]) from hole
    if Scale.objects.filter(agency=agency, name=scale.name, valid_from=scale.valid_from).exists():
        raise Blocked([Blocker(f"Skala {scale.name} sejak {long_date(scale.valid_from)} sudah ada.")])
    scale.save()
    sentence = f"Skala penilaian {scale.name} sejak {long_date(scale.valid_from)} ditambahkan {by}."
    details = {"source": scale.source, "bands": scale.bands}
    record(Event("scale_added", scale, sentence, details), by=by, at=now, agency=agency)
    return scale


def _gate(agency: Agency, by: Person, now: datetime) -> None:
    if not may(by, "set_policy", agency, agency.time_zone.local(now).date()):
        raise NotYours("Aturan hitung ditetapkan oleh Kasubbag program/keuangan atau sekretaris.")
