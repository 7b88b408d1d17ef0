"""The paraf: an unseen signature in the fair copy where there is a key for it, else a record of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction

from kinerja.lib.dates import moment
from organisation.actions.files import store
from organisation.actions.history import Event, record
from organisation.models import Person, StoredFile
from reporting.actions import certified
from reporting.actions.electronic import (
    OTHER_WAY,
    Copy,
    Sealed,
    Way,
    Who,
    as_kept,
    as_rooms,
    bytes_of,
    locks,
    order_of,
    seal,
)
from reporting.actions.fair_copy import NO_DRAFT
from reporting.actions.freeze import TYPES, file_name
from reporting.actions.prepared import printed
from reporting.actions.report_number import claim_number, next_number
from reporting.models import Document, Initial, Signature
from reporting.queries.esign import footer_of
from reporting.queries.initials import (
    ELECTRONIC,
    ON_PAPER,
    Paraf,
    initial_acts,
    initialled,
    printed_initials,
    standing_initials,
)
from reporting.queries.procedure import asks_for
from reporting.queries.report import compilation_of, sheet_of
from reporting.queries.signing import initial_ways, sign_acts
from reporting.renderers import signing
from reporting.renderers.prints import PDF, Print
from reporting.renderers.signing import field_name, initial_field
from reporting.signers.order import Room
from sop.models import Task
from sop.workflow import Blocked, Conflict

Method = Signature.Method


@dataclass(frozen=True)
class Pencilled:
    """A paraf that is ready to be kept; without a paper it is only recorded."""

    who: Who
    way: Way
    digest: str
    before: Sequence[Initial]
    number: str = ""
    sealed: Sealed | None = field(default=None, repr=False)


def pencil(who: Who, way: Way) -> Pencilled:
    """Everything that is slow, as for a signature; Blocked with its reason."""
    if way.method not in initial_ways(who.task, who.now):
        raise Blocked([OTHER_WAY])
    before = standing_initials(who.compilation)
    pencilled = Pencilled(who, way, who.compilation.digest, before)
    if way.method not in ELECTRONIC:
        return pencilled
    report = who.compilation.report
    number = report.number or (next_number(report, who.now) if asks_for(report.run, "sign") else "")
    below = initialled(before)
    if below is not None and below.paper is not None:
        copy = Copy(number, bytes_of(below.paper), as_rooms(below.rooms))
        sealed = seal(who, way, copy, order_of(who, number, Room(_next_field(before))))
    else:
        sealed = _first(who, way, number, before)
    return replace(pencilled, number=number, sealed=sealed)


@transaction.atomic
def initial(task: Task, pencilled: Pencilled, *, by: Person, now: datetime) -> Initial:
    """Keep the paraf; Conflict if another one came in between."""
    compilation = compilation_of(task)
    if compilation is None or compilation.digest != pencilled.digest:
        raise Blocked([NO_DRAFT])
    if [one.pk for one in standing_initials(compilation)] != [one.pk for one in pencilled.before]:
        raise Conflict("Paraf lain baru saja dibubuhkan. Muat ulang halaman, lalu bubuhkan sekali lagi.")
    sealed, report = pencilled.sealed, compilation.report
    if pencilled.number:
        claim_number(report, pencilled.number, by=by, now=now)
    if sealed and sealed.attempt:
        certified.use(sealed.attempt, now=now)
    made = Initial.objects.create(
        compilation=compilation,
        task=task,
        person=by,
        capacity=pencilled.who.capacity,
        name=by.name,
        at=sealed.at if sealed else now,
        method=pencilled.way.method,
        paper=_keep(sealed, pencilled.who, now) if sealed else None,
        rooms=as_kept(sealed.copy.rooms) if sealed else [],
        code=pencilled.who.code if sealed else None,
        key=sealed.key if sealed else None,
        certificate=sealed.certificate if sealed else "",
    )
    _tell(made, now)
    return made


def _first(who: Who, way: Way, number: str, before: Sequence[Initial]) -> Sealed:
    """The paper with its number and room for everybody who signs; nobody has signed it yet."""
    block = signing.Block(
        way.method,
        who.code,
        [act.actor.label for act in sign_acts(who.task)],
        initials=_with_mine(who, way),
        footer=footer_of(who.compilation.report.agency),
        is_open=True,
    )
    sheet = replace(sheet_of(who.compilation, number=number), is_approved=True, signatory=None)
    made = printed(Print(PDF, sheet, block), now=who.now)
    order = order_of(who, number, Room(_next_field(before)))
    if locks(who):
        signs = [Room(field_name(place), room) for place, room in enumerate(made.places, start=1)]
        others = len(initial_acts(who.task.run.version_id)) - len(before) - 1
        first = len(_electronic(before)) + 2
        parafs = [Room(initial_field(place)) for place in range(first, first + others)]
        order = replace(order, certifies=True, later=(*parafs, *signs))
    return seal(who, way, Copy(number, made.content, made.places), order)


def _with_mine(who: Who, way: Way) -> list[Paraf]:
    """The table as it prints at this moment: those given, this one, and who is awaited."""
    when = moment(who.now, who.compilation.report.agency.time_zone)
    mine = Paraf(who.capacity, who.person.name, when, ON_PAPER[way.method])
    acts = initial_acts(who.task.run.version_id)
    rows = zip(acts, printed_initials(who.compilation), strict=True)
    return [mine if act.pk == who.task.act_id else row for act, row in rows]


def _next_field(before: Sequence[Initial]) -> str:
    return initial_field(len(_electronic(before)) + 1)


def _electronic(before: Sequence[Initial]) -> list[Initial]:
    return [one for one in before if one.paper_id]


def _keep(sealed: Sealed, who: Who, now: datetime) -> StoredFile:
    report, kind = who.compilation.report, Document.Format.PDF
    return store(
        sealed.copy.content,
        name=file_name(report, kind),
        content_type=TYPES[kind],
        agency=report.agency,
        by=who.person,
        at=now,
    )


def _tell(made: Initial, now: datetime) -> None:
    report = made.compilation.report
    sentence = f"{report} diparaf {made.person} selaku {made.capacity} ({ON_PAPER[Method(made.method)]})."
    details = {
        "method": made.method,
        "digest": made.compilation.digest,
        "sha256": made.paper.sha256 if made.paper else "",
        "key": made.key.fingerprint if made.key else "",
    }
    record(
        Event("report_initialled", report, sentence, details), by=made.person, at=now, agency=report.agency
    )
