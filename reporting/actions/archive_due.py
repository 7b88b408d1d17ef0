"""Telling those who keep the archive what has become due: each record once for each thing to be done."""

from collections import defaultdict
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.http import urlencode

from organisation.actions.notices import notify
from organisation.models import Agency, Person
from organisation.permissions import HOLDERS
from organisation.queries.holders import holders
from reporting.models import ArchiveMark, ArchiveRecord
from reporting.queries.archive import FINAL, Proposal, kept

_WORDS = {
    Proposal.MOVE: "sudah inaktif dan perlu dipindahkan ke unit kearsipan",
    Proposal.DESTROY: "habis retensinya dan diusulkan musnah",
    Proposal.HAND_OVER: "habis retensinya dan diusulkan diserahkan ke lembaga kearsipan",
    Proposal.REVIEW: "habis retensinya dan perlu dinilai kembali",
}


def tell_due(now: datetime) -> int:
    """Write one notice for each office and thing to be done; returns how many records were told."""
    told = 0
    by_agency: dict[int, list[ArchiveRecord]] = defaultdict(list)
    for record in _untold(now):
        by_agency[record.report.agency_id].append(record)
    for records in by_agency.values():
        told += _tell(records[0].report.agency, records, now)
    return told


def _untold(now: datetime) -> list[ArchiveRecord]:
    """Records past a date of which nothing, or only the earlier date, was told; a day of slack for zones."""
    tomorrow = now.date() + timedelta(days=1)
    due = Q(told="", active_until__lt=tomorrow) | Q(told=Proposal.MOVE, inactive_until__lt=tomorrow)
    found = ArchiveRecord.objects.filter(due).exclude(
        pk__in=ArchiveMark.objects.filter(deed__in=FINAL).values("record")
    )
    return list(found.select_related("report__agency").prefetch_related("marks").order_by("closed_on", "pk"))


@transaction.atomic
def _tell(agency: Agency, records: list[ArchiveRecord], now: datetime) -> int:
    today, people = agency.time_zone.local(now).date(), _keepers(agency, now)
    if not people:  # told as soon as somebody keeps the archive again
        return 0
    claimed: dict[Proposal, list[ArchiveRecord]] = defaultdict(list)
    for record in records:
        proposal = kept(record, today).proposal
        if proposal is None or proposal == record.told:
            continue
        mine = ArchiveRecord.objects.filter(pk=record.pk, told=record.told).update(told=proposal.value)
        if mine:  # somebody else's tick may have been faster
            claimed[proposal].append(record)
    for proposal, found in claimed.items():
        link = f"{reverse('archive-due')}?{urlencode({'perangkat': agency.code})}"
        key = f"archive:{agency.pk}:{proposal}:{today:%Y%m%d}:{found[0].pk}"
        notify(people, _sentence(agency, proposal, found), link=link, key=key, at=now)
    return sum(len(found) for found in claimed.values())


def _keepers(agency: Agency, now: datetime) -> list[Person]:
    today = agency.time_zone.local(now).date()
    found = {person.pk: person for role in HOLDERS["keep_archive"] for person in holders(agency, role, today)}
    return list(found.values())


def _sentence(agency: Agency, proposal: Proposal, found: list[ArchiveRecord]) -> str:
    if len(found) == 1:
        return f"Berkas arsip {found[0].number} {agency.short_name} {_WORDS[proposal]}."
    return f"{len(found)} berkas arsip {agency.short_name} {_WORDS[proposal]}."
