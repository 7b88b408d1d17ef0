"""The letters of the demonstration: one came in, one went out and came back signed, one is to be signed."""

from datetime import date, datetime

from kinerja.lib.dates import Zone
from organisation.models import Agency, Person
from organisation.queries.holders import holders
from organisation.roles import Role
from reporting.actions.agenda import Incoming, enter_incoming
from reporting.actions.letter import Draft, draft_letter, issue
from reporting.actions.letter_receipt import Receipt, record_receipt
from reporting.letter_words import USUAL
from reporting.models import Letter, LetterType, Report
from reporting.queries.letters import Ground, filled
from reporting.queries.numbering import CLASSIFICATION

BUREAU = "Kepala Bagian Organisasi Sekretariat Daerah Kota Magelang"
SENT_AT = datetime(2026, 11, 18, 9, 20, tzinfo=Zone.WIB.info)
BACK_AT = datetime(2026, 11, 20, 13, 45, tzinfo=Zone.WIB.info)
CAME_AT = datetime(2026, 12, 1, 8, 40, tzinfo=Zone.WIB.info)
DRAFTED_AT = datetime(2026, 12, 2, 14, 5, tzinfo=Zone.WIB.info)
ASKING = Incoming(
    party="Sekretaris Daerah Kota Magelang",
    subject="Permintaan laporan capaian kinerja November dan bahan LKjIP Tahun 2026",
    letter_number="000.8.6.3/1123/SETDA/XI/2026",
    letter_on=date(2026, 11, 30),
    received_on=date(2026, 12, 1),
    nature="Segera",
)


def write_letters(report: Report) -> Letter:
    """Around a report that was signed in time; the last letter waits for the head."""
    agency = report.agency
    head, writer = (_holder(agency, role) for role in (Role.HEAD, Role.COMPILER))
    letter = _drafted(report, LetterType.COVER, BUREAU, by=writer, now=SENT_AT)
    letter = issue(letter, seen=letter.edition, by=head, now=SENT_AT)
    receipt = Receipt("Seruni Wijayakusuma, Kepala Bagian Organisasi", BACK_AT.date(), "000.8.6/871")
    record_receipt(letter, receipt, by=writer, now=BACK_AT)
    enter_incoming(agency, ASKING, by=writer, now=CAME_AT)
    _drafted(report, LetterType.MEMO, "Sekretaris Daerah Kota Magelang", by=writer, now=DRAFTED_AT)
    return letter


def _drafted(report: Report, type_: LetterType, recipient: str, *, by: Person, now: datetime) -> Letter:
    ground = Ground(report.agency, report.run, report)
    words = vars(filled(USUAL[type_], ground, recipient))
    draft = Draft(
        type=type_.value, recipient=recipient, classification=CLASSIFICATION,
        recipient_place=report.agency.city, attachment="1 (satu) berkas", **words,
    )  # fmt: skip
    return draft_letter(ground, draft, by=by, now=now)


def _holder(agency: Agency, role: Role) -> Person:
    return holders(agency, role, SENT_AT.date())[0]
