"""Putting one electronic signature into a paper: by the office's own key, or by the eSign service."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from kinerja.lib.dates import moment
from kinerja.lib.printing import Place
from kinerja.lib.sealing import Secret
from organisation.models import Person, StoredFile
from organisation.queries.files import read_whole
from reporting.actions.certified import Granted, Petition, obtain
from reporting.actions.signing_keys import unlock
from reporting.models import Compilation, Signature, SigningAttempt, SigningKey
from reporting.queries.esign import service_of
from reporting.queries.report import Signatory
from reporting.queries.signing import address_of, code_of, usable_key
from reporting.signers.order import Names, Order, Room, SignerFailed
from reporting.signers.wet_ink import Scan
from sop.models import Task
from sop.registry import Blocker
from sop.workflow import Blocked

Method = Signature.Method
OTHER_WAY = Blocker(
    "Cara menandatangani ini tidak tersedia untuk laporan ini. Muat ulang halaman lalu pilih."
)
DAMAGED = Blocker("Berkas yang sudah ditandatangani hilang atau rusak; hubungi pengelola.")


@dataclass(frozen=True)
class Way:
    """How somebody signs; a scan belongs to wet ink, a passphrase to the eSign service."""

    method: Method = Method.IN_APPLICATION
    scan: Scan | None = None
    passphrase: Secret = field(default_factory=lambda: Secret(""), repr=False)
    gives_up: bool = False  # an earlier request to the service, whose outcome nobody knows


@dataclass(frozen=True)
class Who:
    """Who signs which round's draft, in which capacity, when."""

    task: Task
    compilation: Compilation
    person: Person
    capacity: str
    now: datetime
    on_behalf: tuple[str, ...] = ()

    @property
    def titled(self) -> str:
        """ "a.n. Kepala Badan, Sekretaris": the capacity with those for whom it is used."""
        return ", ".join((*self.on_behalf, self.capacity))

    @property
    def code(self) -> str:
        return code_of(self.task)

    def signatory(self, on: date | None, at: datetime | None) -> Signatory:
        """As printed under the report; without a day there is room to write it."""
        return Signatory(
            place=self.compilation.report.agency.city,
            title=self.capacity,
            name=self.person.name,
            rank=self.person.printed_rank,
            nip=self.person.printed_nip,
            on=on,
            at=at,
            on_behalf=self.on_behalf,
        )

    def signing(self, way: Way) -> Signatory:
        """With the day on the paper where it was signed by hand, else with this moment."""
        if way.scan:
            return self.signatory(way.scan.on, None)
        local = self.compilation.report.agency.time_zone.local(self.now)
        return self.signatory(local.date(), self.now)


@dataclass(frozen=True)
class Copy:
    """A PDF with its number on it, and the rooms in it for those who sign."""

    number: str
    content: bytes = field(repr=False)
    rooms: Sequence[Place]

    def room(self, field_: str, place: int) -> Room:
        return Room(field_, self.rooms[place] if place < len(self.rooms) else None)


@dataclass(frozen=True)
class Sealed:
    """The paper with one more signature, by which key or certificate, at which moment."""

    copy: Copy
    at: datetime
    key: SigningKey | None = None
    certificate: str = ""
    attempt: SigningAttempt | None = None


def seal(who: Who, way: Way, copy: Copy, order: Order) -> Sealed:
    """Blocked with its reason where the signature could not be made; nothing of ours has changed then."""
    if way.method == Method.CERTIFIED:
        return _certified(who, way, copy, order)
    key = usable_key(who.compilation.report.agency, who.now)
    if key is None:
        raise Blocked([OTHER_WAY])
    try:
        signed = unlock(key).sign(copy.content, order)
    except SignerFailed as failed:
        raise Blocked([Blocker(str(failed))]) from failed
    return Sealed(replace(copy, content=signed.content), who.now, key)


def _certified(who: Who, way: Way, copy: Copy, order: Order) -> Sealed:
    petition = Petition(
        task=who.task,
        compilation=who.compilation,
        person=who.person,
        number=copy.number,
        content=copy.content,
        rooms=as_kept(copy.rooms),
        passphrase=way.passphrase,
        gives_up=way.gives_up,
        now=who.now,
    )
    granted: Granted = obtain(petition, order)
    content, certificate = granted.signed.content, granted.signed.certificate.pem
    signed = replace(copy, content=content, rooms=as_rooms(granted.rooms))
    return Sealed(signed, granted.at, certificate=certificate, attempt=granted.attempt)


def order_of(who: Who, number: str, room: Room) -> Order:
    """What is stated inside the signature and on its stamp."""
    agency = who.compilation.report.agency
    return Order(
        room=room,
        signer=who.person.name,
        capacity=who.titled,
        reason=f"Pengesahan laporan nomor {number}"
        if number
        else f"Pengesahan {who.compilation.report}"[:150],
        city=agency.city,
        moment=who.now,
        said_at=moment(who.now, agency.time_zone),
        address=address_of(who.code),
    )


def names_of(who: Who, way: Way) -> Names:
    """For a stamp on a paper that was printed before this person was known to sign it."""
    signatory = who.signing(way)
    return Names(signatory.place_and_day, signatory.titles, signatory.rank, signatory.nip)


def locks(who: Who) -> bool:
    """Whether the first signature by the office's key lets nothing but the named fields be filled in: not
    where somebody may yet sign through the eSign service, which brings a field of its own.
    """
    return service_of(who.compilation.report.agency) is None


def bytes_of(file: StoredFile) -> bytes:
    """Blocked when a paper that was signed is no longer what was stored."""
    content = read_whole(file)
    if content is None:
        raise Blocked([DAMAGED])
    return content


def as_kept(rooms: Sequence[Place]) -> list[list[int]]:
    return [[room.page, *room.box, room.height] for room in rooms]


def as_rooms(kept: Sequence[Sequence[int]]) -> list[Place]:
    return [
        Place(page, (left, bottom, right, top), height) for page, left, bottom, right, top, height in kept
    ]
