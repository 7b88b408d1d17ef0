"""Letters: drafted, signed with their number, received, cancelled; seen by their own office alone."""

import io
import re
from datetime import date

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from kinerja.lib import clock
from organisation.models import Appointment, HistoryEvent, Notice
from organisation.roles import Role, Tenure
from reporting.actions.deliver import Posting
from reporting.actions.letter import cancel_letter, issue, revise
from reporting.actions.letter_receipt import Receipt, record_receipt
from reporting.models import AgendaEntry, Delivery, IssuedNumber, Mandate
from reporting.renderers import letter as paper
from reporting.renderers import letter_word
from sop.models import Act, SopVersion, Task
from sop.workflow import Blocked, Conflict, NotYours, advance
from tests.cast import Cast, appoint, task_of, wib
from tests.reporting.office_letters import TENTH, a_draft, drafted, issued, with_report
from tests.reporting.stories import NINTH, to_signature

pytestmark = pytest.mark.django_db
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01"
    + b"\x00" * 9
    + b"\x00\x00\x00\x00IEND\x00\x00\x00\x00"
)
NUMBER = "000.8.6.3/SP-1/BPKAD-MAGELANG/II/2026"


def text_of(content: bytes) -> str:
    pages = PdfReader(io.BytesIO(content)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


def test_a_letter_gets_number_day_signatory_and_file_at_once(cast: Cast) -> None:
    letter = issued(cast)
    assert (letter.state, letter.number, letter.dated_on) == ("issued", NUMBER, date(2026, 2, 10))
    assert (letter.signatory_name, letter.capacity) == ("Hadi Rekaan, M.Si.", "Kepala Badan")
    assert letter.file is not None
    printed = text_of(letter.file.path.read_bytes())
    for words in (
        f"Nomor {NUMBER}", "Magelang, 10 Februari 2026", "Yth. Kepala Bagian Organisasi", "SURAT PENGANTAR",
        "NIP 19700101 199503 1 001", "Pembina Tingkat I (IV/b)", "TANDA TERIMA", "Diterima tanggal",
        "1 berkas",
    ):  # fmt: skip
        assert words in printed
    assert "KONSEP" not in printed


def test_an_acting_head_signs_as_such_and_on_behalf(cast: Cast) -> None:
    cast.head.appointments.update(to_on=date(2026, 1, 31))
    appoint(
        cast.sop_admin,
        cast.agency,
        Role.HEAD,
        title="Kepala Badan",
        tenure=Tenure.PLH,
        from_on=date(2026, 2, 1),
    )
    letter = drafted(cast, a_draft("official", on_behalf="Sekretaris Daerah", copies="Inspektur\nArsip"))
    letter = issue(letter, seen=1, by=cast.sop_admin, now=TENTH)
    assert letter.file is not None
    printed = text_of(letter.file.path.read_bytes())
    assert "a.n. Sekretaris Daerah Plh. Kepala Badan" in printed
    assert "Inspektur" in printed.partition("Tembusan:")[2]
    for words in ("Sifat : Biasa", "Lampiran : –", "Hal : Penyampaian"):
        assert words in printed


def test_a_mandate_of_the_office_prints_its_lines(cast: Cast, blank_paper: None) -> None:
    office = Appointment.objects.get(person=cast.head)
    Mandate.objects.create(
        appointment=office, on_behalf_of="Wali Kota", through="Sekretaris Daerah", decree_number="1/2026",
        from_on=date(2026, 1, 1), set_by=cast.reviewer, set_at=TENTH,
    )  # fmt: skip
    titles = paper.Printed(issued(cast)).titles
    assert titles == ["a.n. Wali Kota", "Sekretaris Daerah", "u.b.", "Kepala Badan"]


def test_placeholders_are_filled_with_what_is_known_and_at_the_issue(cast: Cast) -> None:
    body = "Nomor {nomor}, {hari_tanggal}, kepada {tujuan}, oleh {penanda_tangan} selaku {jabatan}."
    letter = drafted(cast, a_draft("memo", body=body))
    assert letter.body.startswith("Nomor {nomor}, {hari_tanggal}, kepada Kepala Bagian Organisasi")
    letter = issue(letter, seen=1, by=cast.head, now=TENTH)
    assert letter.body == (
        "Nomor 000.8.6.3/ND-1/BPKAD-MAGELANG/II/2026, Selasa, 10 Februari 2026, kepada Kepala Bagian "
        "Organisasi, oleh Hadi Rekaan, M.Si. selaku Kepala Badan."
    )


@pytest.mark.usefixtures("blank_paper")
class TestActs:
    def test_only_the_head_signs_and_only_writers_write(self, cast: Cast) -> None:
        letter = drafted(cast)
        with pytest.raises(NotYours, match="tanda tangan kepala"):
            issue(letter, seen=1, by=cast.compiler, now=TENTH)
        with pytest.raises(NotYours, match="dikonsep oleh"):
            drafted(cast, by=cast.officer)
        with pytest.raises(NotYours):
            revise(letter, a_draft(), seen=1, by=cast.stranger, now=TENTH)
        assert not IssuedNumber.objects.exists()

    def test_the_head_is_told_of_a_draft_that_no_step_signs(self, cast: Cast) -> None:
        letter = drafted(cast)
        notice = Notice.objects.get(person=cast.head)
        assert notice.link == reverse("letter", args=[letter.pk])

    def test_what_was_changed_meanwhile_is_not_signed(self, cast: Cast) -> None:
        letter = drafted(cast)
        revise(letter, a_draft(subject="Lain"), seen=1, by=cast.reviewer, now=TENTH)
        with pytest.raises(Conflict, match="baru saja diubah"):
            issue(letter, seen=1, by=cast.head, now=TENTH)
        issue(letter, seen=2, by=cast.head, now=TENTH)
        with pytest.raises(Conflict):
            issue(letter, seen=2, by=cast.head, now=TENTH)
        with pytest.raises(Conflict):
            revise(letter, a_draft(), seen=2, by=cast.compiler, now=TENTH)
        assert IssuedNumber.objects.filter(series__paper="cover").count() == 1

    def test_a_cancelled_number_stays_with_its_reason_and_is_not_given_again(self, cast: Cast) -> None:
        first = issued(cast)
        cancelled = cancel_letter(first, "Salah alamat", by=cast.head, now=TENTH)
        assert (cancelled.state, cancelled.reason) == ("cancelled", "Salah alamat")
        assert issued(cast).number == NUMBER.replace("SP-1", "SP-2")
        assert IssuedNumber.objects.get(text=NUMBER).reason == "Salah alamat"
        with pytest.raises(Conflict):
            cancel_letter(first, "Lagi", by=cast.head, now=TENTH)

    def test_a_received_letter_is_not_cancelled(self, cast: Cast) -> None:
        letter = issued(cast)
        record_receipt(letter, Receipt("Rini", date(2026, 2, 10)), by=cast.compiler, now=TENTH)
        with pytest.raises(Blocked, match="sudah diterima"):
            cancel_letter(letter, "Keliru", by=cast.head, now=TENTH)

    def test_a_letter_enters_the_outgoing_agenda_itself(self, cast: Cast) -> None:
        letter = issued(cast)
        entry = AgendaEntry.objects.get()
        assert (entry.direction, entry.number, entry.letter, entry.party) == (
            "out", "1/2026", letter, letter.recipient,
        )  # fmt: skip
        issued(cast, a_draft("minutes"))
        assert AgendaEntry.objects.count() == 1  # a berita acara is sent to nobody

    @pytest.mark.parametrize("day", [date(2026, 2, 9), date(2026, 2, 11)])
    def test_a_receipt_on_an_impossible_day_is_refused(self, cast: Cast, day: date) -> None:
        with pytest.raises(Blocked, match="Tanggal diterima"):
            record_receipt(issued(cast), Receipt("Rini", day), by=cast.compiler, now=TENTH)

    def test_every_act_is_in_the_history(self, cast: Cast) -> None:
        letter = issued(cast)
        record_receipt(letter, Receipt("Rini", date(2026, 2, 10)), by=cast.compiler, now=TENTH)
        verbs = HistoryEvent.objects.filter(subject=f"reporting.letter:{letter.pk}").values_list(
            "verb", flat=True
        )
        assert list(verbs) == ["letter_drafted", "letter_issued", "letter_received"]


def test_a_draft_opens_in_word_with_its_text(cast: Cast) -> None:
    for type_ in ("cover", "memo", "official", "minutes"):
        letter = drafted(cast, a_draft(type_, copies="Arsip"))
        document = docx.Document(io.BytesIO(letter_word.render(letter)))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        words = " ".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
        assert "Kepala Bagian Organisasi" in words
        height, width = document.sections[0].page_height, document.sections[0].page_width
        assert height and width and height > width  # noqa: PT018


def test_equal_letters_print_equal_words(cast: Cast) -> None:
    letter = drafted(cast)
    assert text_of(paper.render(letter)) == text_of(paper.render(letter))


@pytest.mark.usefixtures("blank_paper", "plan")
class TestWithTheReport:
    """January of Magelang, whose SOP asks for no letter: one is written beside it."""

    def test_the_signed_receipt_half_closes_the_delivery(
        self, cast: Cast, sop: SopVersion, client: Client
    ) -> None:
        to_signature(cast, sop)
        letter = with_report(cast)
        letter = issue(letter, seen=1, by=cast.head, now=TENTH)
        client.force_login(cast.compiler)
        with clock.at(TENTH):
            page = client.get(reverse("task", args=[task_of(cast, "deliver").pk])).content.decode()
            assert reverse("letter-file", args=[letter.pk]) in page
            answer = client.post(
                reverse("letter-receipt", args=[letter.pk]),
                {
                    "received_by": "Rini, Bagian Organisasi", "received_on": "2026-02-10", "number": "77",
                    "file": SimpleUploadedFile("tanda.png", PNG),
                },
            )  # fmt: skip
        assert answer.status_code == 302
        delivery = Delivery.objects.get()
        assert (delivery.receipt_number, delivery.receipt_on) == ("77", date(2026, 2, 10))
        letter.refresh_from_db()
        assert letter.receipt_file is not None
        assert (letter.received_by, letter.receipt_file) == ("Rini, Bagian Organisasi", delivery.receipt_file)
        assert task_of(cast, "deliver").status == Task.Status.DONE

    def test_a_receipt_recorded_with_the_delivery_is_the_letters_too(
        self, cast: Cast, sop: SopVersion
    ) -> None:
        from_story = to_signature(cast, sop)
        letter = issue(with_report(cast), seen=1, by=cast.head, now=NINTH.replace(hour=9))
        posting = Posting("Smart Magelang", date(2026, 2, 9), "SM-1", date(2026, 2, 9))
        advance(
            task_of(cast, "deliver"),
            "done",
            by=cast.compiler,
            now=NINTH.replace(hour=9),
            values={"posting": posting},
        )
        letter.refresh_from_db()
        assert from_story.report == letter.report
        assert (letter.received_by, letter.received_on) == ("Smart Magelang", date(2026, 2, 9))

    def test_a_report_sent_without_a_letter_is_in_the_agenda_where_one_is_asked_for(
        self, cast: Cast, sop: SopVersion
    ) -> None:
        Act.objects.filter(step__version=sop, kind="deliver").update(
            options={"destination": "Bagian Organisasi", "agenda": True}
        )
        to_signature(cast, sop)
        posting = Posting("Bagian Organisasi", date(2026, 2, 9), "BO-1", date(2026, 2, 9))
        values = {"posting": posting, "agenda": "045/12"}
        advance(task_of(cast, "deliver"), "done", by=cast.compiler, now=NINTH, values=values)
        entry = AgendaEntry.objects.get()
        assert (entry.number, entry.note, entry.delivery) == (
            "1/2026", "Nomor agenda tercatat: 045/12", Delivery.objects.get(),
        )  # fmt: skip


def test_an_agenda_of_two_years_starts_again(cast: Cast, blank_paper: None) -> None:
    issued(cast)
    issued(cast, now=wib("2027-01-04 09:00"))
    assert sorted(AgendaEntry.objects.values_list("number", flat=True)) == ["1/2026", "1/2027"]
