"""Dead ends that can be foreseen in a version before anybody plays it, each with the step it stands in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from kinerja.lib.dates import long_date
from kinerja.lib.periods import Period
from organisation.models import Appointment
from organisation.queries.calendar import calendar_of
from organisation.roles import Role
from sop import deadlines
from sop.models import Act, SopVersion
from sop.registry import all_kinds, kind_of


@dataclass(frozen=True)
class DeadEnd:
    """Why a run would stop in a step; a fatal one keeps it from beginning."""

    step: str
    sentence: str
    is_fatal: bool = False


def dead_ends(version: SopVersion, period: Period) -> list[DeadEnd]:
    """What would stop a run for the period: in the document itself, and in who holds which office."""
    acts = _acts(version, period)
    steps = [step for step in version.steps.prefetch_related("acts") if step.applies_to(period)]
    found = [
        DeadEnd(step.printed_number, f"{_step(step.printed_number)} belum memuat tindakan.")
        for step in steps
        if not step.acts.all()
    ]
    if not acts:
        return [*found, DeadEnd("", f"Tidak ada langkah untuk {period.label}.", is_fatal=True)]
    found += [end for act in acts for end in _of_act(act)]
    if not any(end.is_fatal for end in found):
        found += _without_holder(version, acts, _day(version, period))
    return found


def first_moment(version: SopVersion, period: Period) -> datetime:
    """When the first window of the period opens."""
    act = next(iter(_acts(version, period)), None)
    days = act.window_days if act else (None, None)
    opens_at, _ = deadlines.window(period, days[0] or 1, days[1] or 31, calendar_of(version.sop.agency))
    return opens_at


def _acts(version: SopVersion, period: Period) -> list[Act]:
    acts = Act.objects.filter(step__version=version).select_related("step__version", "actor", "returns_to")
    return [act for act in acts.order_by("step__order", "order") if act.step.applies_to(period)]


def _of_act(act: Act) -> Iterator[DeadEnd]:
    number, name = act.step.printed_number, f"{_step(act.step.printed_number)} ({act.actor.label})"
    if act.kind not in {kind.name for kind in all_kinds()}:
        yield DeadEnd(number, f"{name}: jenis tugas “{act.kind}” tidak dikenal.", is_fatal=True)
        return
    opens, due = act.window_days
    if opens and due and opens > due:
        sentence = f"{name}: jendela berakhir tanggal {due}, sebelum dimulai tanggal {opens}."
        yield DeadEnd(number, sentence, is_fatal=True)
    if kind_of(act).must_return and act.returns_to is None:
        yield DeadEnd(number, f"{name} memutuskan, tetapi tidak menyebut langkah tujuan bila dikembalikan.")
    if act.returns_to and act.returns_to.order > act.step.order:
        yield DeadEnd(number, f"{name} mengembalikan ke langkah yang belum dilalui.")


def _without_holder(version: SopVersion, acts: list[Act], day: date) -> Iterator[DeadEnd]:
    """Roles that nobody holds; what the system does by itself needs nobody."""
    held = set(
        Appointment.objects.in_force(day).filter(agency=version.sop.agency).values_list("role", flat=True)
    )
    for act in acts:
        name = f"{_step(act.step.printed_number)} ({act.actor.label})"
        if not act.actor.role:
            yield DeadEnd(act.step.printed_number, f"{name}: pelaksana ini belum dipasangkan dengan peran.")
        elif act.actor.role not in held and not act.automatic:
            role = Role(act.actor.role).label
            sentence = f"{name}: tidak ada pemegang peran {role} pada {long_date(day)}."
            yield DeadEnd(act.step.printed_number, sentence)


def _day(version: SopVersion, period: Period) -> date:
    return version.sop.agency.time_zone.local(first_moment(version, period)).date()


def _step(number: str) -> str:
    return f"Langkah {number.strip().rstrip('.') or '–'}"
