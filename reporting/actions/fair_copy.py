"""The fair copy: the report with its number, signed where the office has a key, before any lock is taken."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from kinerja.lib.dates import moment
from organisation.models import Person
from organisation.queries.files import open_whole
from reporting.actions.report_number import next_number
from reporting.actions.signing_keys import unlock
from reporting.models import Compilation, Document, Signature, SigningKey
from reporting.queries.report import Signatory, compilation_of, sheet_of
from reporting.queries.signing import address_of, code_of, sign_acts, signatures_of, usable_key, ways
from reporting.renderers import excel, signing
from reporting.signers.order import Order, SignerFailed
from reporting.signers.own_key import field_name
from reporting.signers.wet_ink import Scan
from sop.models import Task
from sop.registry import Blocker
from sop.workflow import Blocked

Method = Signature.Method
NO_DRAFT = Blocker("Laporan putaran ini belum disusun.")
NO_PRINT = Blocker(
    "Unduh cetakannya lebih dahulu: nomor laporan harus sudah tercetak sebelum ditandatangani."
)
OTHER_WAY = Blocker(
    "Cara menandatangani ini tidak tersedia untuk laporan ini. Muat ulang halaman lalu pilih."
)
DAMAGED = Blocker("Berkas yang sudah ditandatangani hilang atau rusak; hubungi pengelola.")


@dataclass(frozen=True)
class Way:
    """How somebody signs; a scan belongs to wet ink."""

    method: Method = Method.IN_APPLICATION
    scan: Scan | None = None


@dataclass(frozen=True)
class Who:
    """Who signs which round's draft, in which capacity, when."""

    task: Task
    compilation: Compilation
    person: Person
    capacity: str
    now: datetime

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
        )

    def signing(self, way: Way) -> Signatory:
        """With the day on the paper where it was signed by hand, else with this moment."""
        if way.scan:
            return self.signatory(way.scan.on, None)
        local = self.compilation.report.agency.time_zone.local(self.now)
        return self.signatory(local.date(), self.now)


@dataclass(frozen=True)
class Fair:
    """What will be frozen; a later signature brings no new workbook, and may bring no new PDF either."""

    who: Who
    way: Way
    order: int
    number: str
    digest: str
    pdf: bytes | None = None
    xlsx: bytes | None = None
    replaces: str = ""  # SHA-256 of the PDF to which this signature was added
    key: SigningKey | None = None


def who_signs(task: Task, *, by: Person, capacity: str, now: datetime) -> Who:
    """Blocked where there is no draft to sign."""
    compilation = compilation_of(task)
    if compilation is None:
        raise Blocked([NO_DRAFT])
    return Who(task, compilation, by, capacity or task.act.actor.label, now)


def fair_copy(who: Who, way: Way) -> Fair:
    """Everything that is slow: rendering and signing. Writes nothing, so it may fail and be repeated."""
    report = who.compilation.report
    if way.method != Method.IN_APPLICATION and way.method not in ways(who.task, who.now):
        raise Blocked([OTHER_WAY])
    if way.method == Method.WET_INK and not report.number:
        raise Blocked([NO_PRINT])
    order = len(signatures_of(report)) + 1
    number = report.number or next_number(report, who.now)
    fair = Fair(who, way, order, number, who.compilation.digest)
    return _first(fair) if order == 1 else _later(fair)


def paper_to_sign(who: Who, number: str) -> bytes:
    """The PDF to be signed by hand, with room for ink and for the day."""
    sheet = sheet_of(who.compilation, signatory=who.signatory(None, None), number=number)
    content, _ = signing.render(sheet, _block(who, Method.WET_INK))
    return content


def _first(fair: Fair) -> Fair:
    """The first signature: the paper is rendered with room for everybody who signs."""
    who, method = fair.who, fair.way.method
    sheet = sheet_of(who.compilation, signatory=who.signing(fair.way), number=fair.number)
    content, places = signing.render(sheet, _block(who, method))
    fair = replace(fair, pdf=content, xlsx=excel.render(sheet))
    if method != Method.OWN_KEY:
        return fair
    return _signed(fair, content, replace(_order(fair), place=places[0], rooms=tuple(places[1:])))


def _later(fair: Fair) -> Fair:
    """A signature after others: added to their bytes by the key, else beside them."""
    if fair.way.method != Method.OWN_KEY:
        return fair
    report = fair.who.compilation.report
    found = Document.objects.filter(compilation__report=report, format=Document.Format.PDF)
    document = found.select_related("file").get()
    whole = open_whole(document.file)
    if whole is None:
        raise Blocked([DAMAGED])
    with whole:
        content = whole.read()
    return replace(_signed(fair, content, _order(fair)), replaces=document.file.sha256)


def _signed(fair: Fair, content: bytes, order: Order) -> Fair:
    key = usable_key(fair.who.compilation.report.agency, fair.who.now)
    if key is None:
        raise Blocked([OTHER_WAY])
    try:
        signed = unlock(key).sign(content, order)
    except SignerFailed as failed:
        raise Blocked([Blocker(str(failed))]) from failed
    return replace(fair, pdf=signed.content, key=key)


def _order(fair: Fair) -> Order:
    who, agency = fair.who, fair.who.compilation.report.agency
    return Order(
        number=fair.order,
        signer=who.person.name,
        capacity=who.capacity,
        reason=f"Pengesahan laporan nomor {fair.number}",
        city=agency.city,
        moment=who.now,
        said_at=moment(who.now, agency.time_zone),
        address=address_of(who.code),
    )


def _block(who: Who, method: Method) -> signing.Block:
    acts = sign_acts(who.task)
    later = [act.actor.label for act in acts if act.pk != who.task.act_id]
    names = [field_name(number) for number in range(1, len(later) + 2)]
    return signing.Block(method, names, later, address_of(who.code), who.code)
