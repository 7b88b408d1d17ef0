"""Giving numbers: under one lock, in the transaction of what is numbered, so without gaps and doubles."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from organisation.actions.history import Event, hold, record
from organisation.models import Person
from organisation.permissions import may
from reporting.models import IssuedNumber, NumberSeries
from reporting.placeholders import NUMBER, names_in, refusal, unknown
from reporting.queries.numbering import Wanted, alike, printed, series_for
from sop.registry import Blocker
from sop.workflow import Blocked, Conflict, NotYours

NOT_YOURS = "Pola nomor dan templat naskah diatur oleh Admin SOP atau Kasubbag program/keuangan."
CHANGED = "Deret nomor ini baru saja diubah atau dipakai orang lain. Periksa lagi, lalu simpan sekali lagi."
TWINS = "Dengan pola ini nomornya dapat sama dengan nomor {}. Tambahkan kode pembeda, misalnya SP atau ND."
_APART = re.compile(r"(?<![\w}])\{urut(?::[1-9])?\}(?![\w{])")


@dataclass(frozen=True)
class SeriesWish:
    """How a series is to write its numbers; where it begins matters only before its first one."""

    pattern: str
    unit: str
    begins_at: int
    seen: int  # the edition on the page; 0 where the series was not kept yet


@transaction.atomic
def claim(wanted: Wanted, purpose: str, *, by: Person | None, now: datetime) -> IssuedNumber:
    """The next number, taken for good if the surrounding transaction succeeds and not at all if it fails."""
    series = _locked(wanted)
    issued: IssuedNumber = IssuedNumber.objects.create(
        series=series,
        sequence=series.next_number,
        text=printed(series, series.next_number, wanted),
        purpose=purpose[:300],
        at=now,
        by=by,
    )
    NumberSeries.objects.filter(pk=series.pk).update(next_number=F("next_number") + 1)
    return issued


@transaction.atomic
def cancel(issued: IssuedNumber, reason: str, *, by: Person, now: datetime) -> None:
    """The number stays in the list as cancelled; it is never given again."""
    mine = IssuedNumber.objects.filter(pk=issued.pk, cancelled_at=None)
    if not mine.update(cancelled_at=now, cancelled_by=by, reason=reason):
        raise Conflict(f"Nomor {issued} sudah dibatalkan.")


@transaction.atomic
def set_series(wanted: Wanted, wish: SeriesWish, *, by: Person, now: datetime) -> NumberSeries:
    """How the numbers of a year are written from now on; numbers that were given stay as they are."""
    agency = wanted.agency
    if not may(by, "edit_letters", agency, agency.time_zone.local(now).date()):
        raise NotYours(NOT_YOURS)
    if problems := problems_of(wish.pattern):
        raise Blocked([Blocker(problem) for problem in problems])
    if other := alike(wanted, wish.pattern, wish.unit):
        raise Blocked([Blocker(TWINS.format(other.get_paper_display().lower()))])
    is_kept = series_for(wanted).pk is not None
    series = _locked(wanted)
    if wish.seen != (series.edition if is_kept else 0):
        raise Conflict(CHANGED)
    begins = _begin(series, wish)
    NumberSeries.objects.filter(pk=series.pk).update(
        pattern=wish.pattern,
        unit=wish.unit,
        first_number=begins.first_number,
        next_number=begins.next_number,
        edition=F("edition") + 1,
    )
    series.refresh_from_db()
    sentence = f"Pola nomor {series} ditetapkan: {series.pattern}, berikutnya {series.next_number}."
    details = {"pattern": series.pattern, "unit": series.unit, "next": series.next_number}
    record(Event("series_set", series, sentence, details), by=by, at=now, agency=agency)
    return series


def problems_of(pattern: str) -> list[str]:
    """Why a pattern cannot be used, in words."""
    found = []
    if wrong := unknown(pattern, NUMBER):
        found.append(refusal(wrong, NUMBER))
    missing = [name for name in ("urut", "tahun") if name not in names_in(pattern)]
    found += [f"Pola nomor harus memuat {{{name}}}, supaya tidak ada nomor kembar." for name in missing]
    if "urut" in names_in(pattern) and not _APART.search(pattern):
        found.append("Pisahkan {urut} dari kata di sampingnya dengan tanda, misalnya garis miring.")
    return found


def _begin(series: NumberSeries, wish: SeriesWish) -> NumberSeries:
    """A series goes on from the office's paper book; once it gave a number, it only counts."""
    if wish.begins_at == series.next_number:
        return series
    if series.numbers.exists():
        raise Blocked(
            [
                Blocker(
                    f"Deret ini sudah memberi nomor; berikutnya {series.next_number} dan tidak dapat "
                    "diloncati. Nomor yang tidak jadi dipakai dibatalkan dengan alasan."
                )
            ]
        )
    series.first_number = series.next_number = wish.begins_at
    return series


def _locked(wanted: Wanted) -> NumberSeries:
    """The row of the series, made where it was not there yet; the end of the history is locked before it."""
    hold(wanted.agency)
    proposed = series_for(wanted)
    if proposed._state.adding:
        proposed.save()
    found: NumberSeries = NumberSeries.objects.select_for_update().get(pk=proposed.pk)
    return found
