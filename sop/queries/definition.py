"""The definition of a version, read in few queries, and how its parts are called on a page."""

import re
from collections.abc import Mapping
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from kinerja.lib.numbers import format_number
from organisation.roles import Role
from sop.deadlines import Duration, parse_duration
from sop.models import Act, SopVersion, Step
from sop.registry import kind_named

INFERRED = {
    "actor": "pelaksana",
    "kind": "jenis tugas",
    "window": "jendela waktu",
    "return": "tujuan kembali",
    "branch": "cabang ya",
}

OPTIONS = {
    "each": "satu tugas untuk setiap pemegang peran",
    "destination": "dikirim ke",
    "address": "alamat tujuan",
    "agenda": "nomor agenda diminta",
    "recipient": "penerima",
    "type": "jenis naskah",
    "initials": "menyetujui sekaligus memaraf",
    "letter": "menjawab surat masuk",
    "report": "nama laporan",
    "to": "disampaikan kepada",
}


def read(version: SopVersion) -> SopVersion:
    """Lanes, steps and acts of the version in three queries; later questions about them need none."""
    steps = Step.objects.order_by("order").prefetch_related(Prefetch("acts", _acts()))
    prefetch_related_objects([version], "actors", Prefetch("steps", steps))
    return version


def steps_of(version: SopVersion) -> list[Step]:
    """The steps in order; their acts know lane and branches without a further query."""
    if "steps" in getattr(version, "_prefetched_objects_cache", {}):
        return list(version.steps.all())
    return list(version.steps.prefetch_related(Prefetch("acts", _acts())))


def _acts() -> QuerySet[Act]:
    return Act.objects.select_related("actor", "returns_to", "proceeds_to").order_by("order")


def acts_of(steps: list[Step]) -> list[Act]:
    return [act for step in steps for act in step.acts.all()]


def step_name(step: Step) -> str:
    """“Langkah 3”; a row without a printed number is counted."""
    number = step.printed_number.strip().rstrip(".")
    return f"Langkah {number}" if number else f"Langkah tanpa nomor (baris ke-{step.order})"


def act_name(act: Act) -> str:
    return f"{step_name(act.step)} ({act.actor.label})"


def kind_title(name: str) -> str:
    """The title of a kind, or its bare name where nobody knows it."""
    try:
        return kind_named(name).title
    except LookupError:
        return name


def role_label(role: str) -> str:
    return str(Role(role).label) if role in Role.values else role


def window_words(days: tuple[int | None, int | None]) -> str:
    """“tanggal 1–5”, “mulai tanggal 6”, “paling lambat tanggal 10”; empty without a window."""
    first, last = days
    if first and last:
        return f"tanggal {first}" if first == last else f"tanggal {first}–{last}"
    if first:
        return f"mulai tanggal {first}"
    return f"paling lambat tanggal {last}" if last else ""


def options_words(options: Mapping[str, Any]) -> str:
    """The settings of an act, one a line."""
    return "\n".join(f"{OPTIONS.get(name, name)}: {_option(value)}" for name, value in options.items())


def _option(value: Any) -> str:
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    return ", ".join(role_label(str(role)) for role in value) if isinstance(value, list) else str(value)


def inferred_words(parts: list[str]) -> str:
    return ", ".join(INFERRED.get(part, part) for part in parts)


def reading_of(text: str, columns: Mapping[str, str]) -> Duration:
    """A printed waktu as it is understood; a bare number takes the unit that the column head names."""
    words = re.findall(r"\w+", columns.get("duration", ""))
    unit = next((unit for word in words if (unit := parse_duration(f"1 {word}").unit)), None)
    return parse_duration(text, unit)


def reading_words(duration: Duration) -> str:
    """What was read, said back: “15 menit”, “1 sampai 2 hari”; empty where no deadline follows from it."""
    if duration.amount_from is None or duration.amount_to is None or duration.unit is None:
        return ""
    shortest, longest = (
        format_number(amount, 3, trim=True) for amount in (duration.amount_from, duration.amount_to)
    )
    span = shortest if shortest == longest else f"{shortest} sampai {longest}"
    return f"{span} {duration.unit.label}"
