"""What every page template may use: icons, statuses, deadlines, and numbers and dates in Indonesian."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from kinerja.lib import dates, numbers
from kinerja.lib.dates import Zone

register = template.Library()

NOTHING = "–"
_ICON_TAG = r'<svg class="icon" \1 aria-hidden="true" focusable="false">'
_SVG_TAG = re.compile(r"<svg[^>]*?(viewBox=\"[^\"]+\")[^>]*>", re.DOTALL)


@dataclass(frozen=True)
class State:
    """How one status looks and reads: never a colour without a shape and a word."""

    icon: str
    word: str
    tone: str


STATES = {
    "waiting": State("hourglass-split", "Menunggu", "idle"),
    "open": State("pencil-square", "Perlu dikerjakan", "note"),
    "running": State("play", "Berjalan", "note"),
    "done": State("check-circle-fill", "Selesai", "good"),
    "closed": State("check-circle-fill", "Selesai", "good"),
    "late": State("exclamation-triangle-fill", "Terlambat", "bad"),
    "missed": State("x-circle", "Tidak disampaikan", "bad"),
    "returned": State("arrow-return-left", "Dikembalikan", "warn"),
    "superseded": State("layers", "Digantikan", "idle"),
    "cancelled": State("slash-circle", "Dibatalkan", "idle"),
    "draft": State("pencil", "Draf", "idle"),
    "reviewed": State("eye", "Ditinjau", "note"),
    "approved": State("patch-check", "Disetujui", "good"),
    "signed": State("pen", "Ditandatangani", "good"),
    "delivered": State("send-check", "Terkirim", "good"),
    "archived": State("archive", "Diarsipkan", "good"),
    # An SOP's version.
    "published": State("check-circle-fill", "Berlaku", "good"),
    "retired": State("slash-circle", "Tidak berlaku", "idle"),
    # What a cell of a report holds, and how it stands against its target.
    "blank": State("circle", "Belum diisi", "warn"),
    "nihil": State("dash-circle", "Nihil", "idle"),
    "not_measured": State("slash-circle", "Tidak diukur", "idle"),
    "not_due": State("clock", "Belum waktunya", "idle"),
    "not_evaluable": State("question-circle", "Tidak dapat dinilai", "idle"),
    "met": State("check-circle", "Tercapai", "good"),
    "below": State("exclamation-triangle", "Di bawah target", "warn"),
    # A mail or file on its way out.
    "pending": State("hourglass-split", "Menunggu dikirim", "idle"),
    "sending": State("arrow-repeat", "Sedang dikirim", "note"),
    "sent": State("send-check", "Terkirim", "good"),
    "received": State("check-circle-fill", "Diterima", "good"),
    "withdrawn": State("slash-circle", "Dibatalkan", "idle"),
    "failed": State("exclamation-circle", "Gagal", "bad"),
}
STAGES = ("draft", "reviewed", "approved", "signed", "delivered", "archived")
MESSAGE_STATES = {
    "success": State("check-circle-fill", "Berhasil", "good"),
    "info": State("info-circle", "Keterangan", "note"),
    "warning": State("exclamation-triangle", "Perhatian", "warn"),
    "error": State("exclamation-circle", "Galat", "bad"),
    "debug": State("info-circle", "Keterangan", "idle"),
}
SAVE_STATES = {
    "saved": State("cloud-check", "Tersimpan", "good"),
    "saving": State("arrow-repeat", "Menyimpan…", "idle"),
    "pending": State("cloud-slash", "Belum terkirim", "warn"),
    "error": State("exclamation-circle", "Galat", "bad"),
    "conflict": State("exclamation-triangle-fill", "Bentrok", "bad"),
    "read-only": State("lock", "Terkunci", "idle"),
}


@lru_cache(maxsize=256)
def _drawing(name: str) -> str:
    place = finders.find(f"vendor/icons/{name}.svg")
    if not place:
        raise ImproperlyConfigured(
            f"Icon “{name}” is not there: add it to static/icons.txt and run `make setup`."
        )
    drawing = Path(str(place)).read_text(encoding="utf-8")
    return _SVG_TAG.sub(
        r'<svg class="icon" \1 aria-hidden="true" focusable="false">', drawing, count=1
    ).strip()


@register.simple_tag
def icon(name: str) -> SafeString:
    """The drawing of a Bootstrap icon inside the page; the words beside it carry the meaning."""
    return mark_safe(_drawing(name))  # noqa: S308 - our own file, named by a template


def _chip(state: State, word: str, css: str) -> SafeString:
    return format_html(
        '<span class="{} tone-{}">{}{}</span>', css, state.tone, icon(state.icon), word or state.word
    )


@register.simple_tag
def status(code: str, word: str = "", *, plain: bool = False) -> SafeString:
    """Icon and word of a status; `word` replaces the usual one, plain=True leaves the frame out."""
    return _chip(STATES[str(code)], word, "status status-plain" if plain else "status")


@register.simple_tag
def save_state(code: str, word: str = "") -> SafeString:
    """State of a cell or form while it is filled in: saved, saving, pending, error, read-only."""
    return _chip(SAVE_STATES[code], word, "save-state")


@register.filter
def message_state(level_tag: str) -> State:
    """Look of a message of django.contrib.messages."""
    return MESSAGE_STATES.get(level_tag, MESSAGE_STATES["info"])


@register.simple_tag
def deadline(due: datetime | None, zone: Zone | str, now: datetime, *, settled: bool = False) -> SafeString:
    """A deadline in words with zone and time left; a settled one needs no time left."""
    if due is None:
        return format_html('<span class="deadline">{}</span>', "Tanpa batas waktu")
    place = Zone(str(zone))
    words = dates.moment(due, place)
    stamp = format_html('<time datetime="{}">{}</time>', due.isoformat(), words)
    if settled:
        return format_html('<span class="deadline">{}</span>', stamp)
    tone = _urgency(due, now)
    mark = icon("exclamation-triangle-fill") if tone == "bad" else icon("clock")
    left = format_html('<span class="time-left">{} {}</span>', mark, dates.time_left(now, due, place))
    return format_html('<span class="deadline tone-{}">{} · {}</span>', tone, stamp, left)


def _urgency(due: datetime, now: datetime) -> str:
    if now > due:
        return "bad"
    return "warn" if (due - now).days < 2 else "idle"


@register.inclusion_tag("components/stages.html")
def stages(current: str, notes: dict[str, str] | None = None) -> dict[str, Any]:
    """The way of a report from draft to archive; `notes` adds a word under a stage (who, when)."""
    at = STAGES.index(str(current))
    ended = current == STAGES[-1]
    return {
        "steps": [
            {
                "word": STATES[code].word,
                "state": "done" if position < at or ended else "current" if position == at else "waiting",
                "note": (notes or {}).get(code, ""),
            }
            for position, code in enumerate(STAGES)
        ]
    }


@register.simple_tag
def moment(at: datetime | None, zone: Zone | str) -> SafeString | str:
    """A moment in words with its zone: Senin, 5 Januari 2026, 23.59 WIB."""
    if at is None:
        return NOTHING
    return format_html('<time datetime="{}">{}</time>', at.isoformat(), dates.moment(at, Zone(str(zone))))


@register.filter
def longdate(day: date | None) -> str:
    """A day in words: 5 Januari 2026."""
    if isinstance(day, datetime):
        # Which day a moment falls on depends on the zone: {% moment at zone %} knows it, this filter cannot.
        raise TypeError("longdate reads a date; write a moment with {% moment at zone %}.")
    return dates.long_date(day) if day else NOTHING


@register.filter
def number(value: Decimal | int | None, places: int | None = None) -> str:
    """1.234,5 with up to two places (99,996 is not 100), or exactly `places`."""
    if value is None:
        return NOTHING
    if places is None:
        return numbers.format_figure(Decimal(value), trim=True)
    return numbers.format_number(Decimal(value), places)


@register.filter
def money(value: Decimal | int | None) -> str:
    """Rp1.234.567."""
    return NOTHING if value is None else numbers.format_money(Decimal(value))


@register.filter
def percent(value: Decimal | int | None, places: int = 2) -> str:
    """87,56 % of a value that is already in percent."""
    return NOTHING if value is None else numbers.format_percent(Decimal(value), places)
