"""The fair copy: the report with its number, signed where it can be, before any lock is taken."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from kinerja.lib.printing import Place
from organisation.models import Person
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
    names_of,
    order_of,
    seal,
)
from reporting.actions.prepared import printed
from reporting.actions.report_number import next_number
from reporting.models import Document, Initial, Signature, SigningAttempt, SigningKey
from reporting.queries.esign import footer_of
from reporting.queries.initials import ELECTRONIC, initialled, printed_initials, standing_initials
from reporting.queries.letterhead import mandate_of
from reporting.queries.report import compilation_of, sheet_of
from reporting.queries.signing import sign_acts, signatures_of, ways
from reporting.renderers import excel, signing
from reporting.renderers.prints import PDF, Print
from reporting.renderers.signing import field_name
from reporting.signers.order import Room
from sop.models import Task
from sop.registry import Blocker
from sop.workflow import Blocked

Method = Signature.Method
NO_DRAFT = Blocker("Laporan putaran ini belum disusun.")
NO_PRINT = Blocker(
    "Unduh cetakannya lebih dahulu: nomor laporan harus sudah tercetak sebelum ditandatangani."
)


@dataclass(frozen=True)
class Fair:
    """What will be frozen; a later signature brings no new workbook, and may bring no new PDF either."""

    who: Who
    way: Way
    order: int
    number: str
    digest: str
    initials: Sequence[Initial] = ()
    rooms: list[list[int]] = field(default_factory=list)
    pdf: bytes | None = field(default=None, repr=False)
    xlsx: bytes | None = field(default=None, repr=False)
    replaces: str = ""  # SHA-256 of the PDF to which this signature was added
    key: SigningKey | None = None
    certificate: str = ""
    attempt: SigningAttempt | None = None


def who_signs(task: Task, *, by: Person, capacity: str, now: datetime) -> Who:
    """Blocked where there is no draft to sign."""
    compilation = compilation_of(task)
    if compilation is None:
        raise Blocked([NO_DRAFT])
    acting, agency = capacity or task.act.actor.label, compilation.report.agency
    mandate = mandate_of(by, agency, acting, agency.time_zone.local(now).date())
    return Who(task, compilation, by, acting, now, tuple(mandate.lines) if mandate else ())


def fair_copy(who: Who, way: Way) -> Fair:
    """Everything that is slow: rendering and signing. Writes nothing of the report, so it may fail and be
    repeated; what is asked of the eSign service is kept by itself.
    """
    report = who.compilation.report
    if way.method != Method.IN_APPLICATION and way.method not in ways(who.task, who.now):
        raise Blocked([OTHER_WAY])
    if way.method == Method.WET_INK and not report.number:
        raise Blocked([NO_PRINT])
    order = len(signatures_of(report)) + 1
    number = report.number or next_number(report, who.now)
    initials = standing_initials(who.compilation)
    fair = Fair(who, way, order, number, who.compilation.digest, initials)
    return _first(fair) if order == 1 else _later(fair)


def paper_to_sign(who: Who, number: str) -> bytes:
    """The PDF to be signed by hand, with room for ink and for the day."""
    sheet = sheet_of(who.compilation, signatory=who.signatory(None, None), number=number)
    return printed(Print(PDF, sheet, _block(who, Method.WET_INK)), now=who.now).content


def _first(fair: Fair) -> Fair:
    """The first signature: on the copy that carries the paraf, else on one with room for all who sign."""
    who, method = fair.who, fair.way.method
    sheet = sheet_of(who.compilation, signatory=who.signing(fair.way), number=fair.number)
    below = initialled(fair.initials) if method in ELECTRONIC else None
    if below is not None and below.paper is not None:
        copy = Copy(fair.number, bytes_of(below.paper), as_rooms(below.rooms))
        order = order_of(who, fair.number, copy.room(field_name(1), 0))
        sealed = seal(who, fair.way, copy, replace(order, names=names_of(who, fair.way)))
        return replace(_with(fair, sealed), xlsx=excel.render(sheet))
    made = printed(Print(PDF, sheet, _block(who, method)), now=who.now)
    fair = replace(fair, pdf=made.content, xlsx=excel.render(sheet))
    if method not in ELECTRONIC:
        return fair
    order = order_of(who, fair.number, Room(field_name(1), made.places[0]))
    if locks(who):
        order = replace(order, certifies=True, later=_later_rooms(made.places))
    return _with(fair, seal(who, fair.way, Copy(fair.number, made.content, made.places), order))


def _later(fair: Fair) -> Fair:
    """A signature after others: added to their bytes by a key, else beside them."""
    if fair.way.method not in ELECTRONIC:
        return fair
    report, who = fair.who.compilation.report, fair.who
    found = Document.objects.filter(compilation__report=report, format=Document.Format.PDF)
    document = found.select_related("file").get()
    kept = signatures_of(report)[0].rooms
    copy = Copy(fair.number, bytes_of(document.file), as_rooms(kept))
    order = order_of(who, fair.number, copy.room(field_name(fair.order), fair.order - 1))
    if kept:
        order = replace(order, names=names_of(who, fair.way))
    return replace(_with(fair, seal(who, fair.way, copy, order)), replaces=document.file.sha256)


def _with(fair: Fair, sealed: Sealed) -> Fair:
    return replace(
        fair,
        who=replace(fair.who, now=sealed.at),
        pdf=sealed.copy.content,
        rooms=as_kept(sealed.copy.rooms),
        key=sealed.key,
        certificate=sealed.certificate,
        attempt=sealed.attempt,
    )


def _later_rooms(places: Sequence[Place]) -> tuple[Room, ...]:
    return tuple(Room(field_name(number), place) for number, place in enumerate(places[1:], start=2))


def _block(who: Who, method: Method) -> signing.Block:
    return signing.Block(
        method,
        who.code,
        [act.actor.label for act in sign_acts(who.task) if act.pk != who.task.act_id],
        initials=printed_initials(who.compilation),
        footer=footer_of(who.compilation.report.agency),
    )
