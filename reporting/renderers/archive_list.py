"""The lists of files that are due (usul pindah, musnah, serah, nilai kembali) as rows and as a workbook."""

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from kinerja.lib.dates import long_date
from kinerja.lib.workbooks import PAPER, write_text
from organisation.models import Agency
from reporting.models import ArchiveRecord
from reporting.queries.archive import Proposal, in_words
from reporting.renderers.formulas import with_results
from reporting.renderers.styles import add_styles

SHEETS = {
    Proposal.MOVE: "Usul pindah",
    Proposal.DESTROY: "Usul musnah",
    Proposal.HAND_OVER: "Usul serah",
    Proposal.REVIEW: "Dinilai kembali",
}


@dataclass(frozen=True)
class Column:
    heading: str
    width: int
    value: Callable[[ArchiveRecord], str]


def _remark(record: ArchiveRecord) -> str:
    """Since when it is due, and what was done with the paper already."""
    ends = [
        f"{word} sampai {long_date(day)}"
        for word, day in (("Aktif", record.active_until), ("inaktif", record.inactive_until))
        if day
    ]
    done = [f"{mark.get_deed_display()}: {mark.decree}" for mark in record.marks.all()]
    return "; ".join([*ends, *done])


COLUMNS = (
    Column("Nomor berkas", 24, lambda record: record.number),
    Column("Kode klasifikasi", 14, lambda record: record.classification),
    Column("Uraian", 40, lambda record: record.description),
    Column("Kurun waktu", 16, lambda record: record.covered),
    Column("Jumlah", 10, lambda record: record.copies),
    Column("Tingkat perkembangan", 14, lambda record: record.get_level_display()),
    Column("Lokasi", 20, lambda record: record.location or "–"),
    Column("Retensi", 24, in_words),
    Column("Keterangan", 34, _remark),
)


def rows_of(records: Sequence[ArchiveRecord]) -> list[list[tuple[str, str]]]:
    """Each record as (heading, words), in the order of the columns."""
    return [[(column.heading, column.value(record)) for column in COLUMNS] for record in records]


def workbook(
    agency: Agency, lists: Mapping[Proposal, Sequence[ArchiveRecord]], on: date, *, at: datetime
) -> bytes:
    """A worksheet for each list, ready to be printed; equal input at the same moment gives equal bytes."""
    book = Workbook()
    add_styles(book)
    if book.active is not None:
        book.remove(book.active)
    for proposal, records in lists.items():
        sheet = book.create_sheet(SHEETS[proposal])
        _write(sheet, agency, f"{proposal.heading} per {long_date(on)}", records)
    book.properties.creator = agency.name
    book.properties.title = "Daftar arsip jatuh tempo"
    book.properties.created = at.replace(tzinfo=None, microsecond=0)
    stream = io.BytesIO()
    book.save(stream)
    return with_results(stream.getvalue(), {}, at=at)


def _write(sheet: Worksheet, agency: Agency, title: str, records: Sequence[ArchiveRecord]) -> None:
    """Letterhead, title, header and one row for each record."""
    width = len(COLUMNS) + 1
    banners = ((agency.government, "kop"), (agency.name, "kop_nama"), (title, "judul"))
    for line, (words, style) in enumerate(banners, start=1):
        write_text(sheet.cell(line, 1), words.upper(), style)  # type: ignore[arg-type]
        sheet.merge_cells(start_row=line, end_row=line, start_column=1, end_column=width)
    head = len(banners) + 2
    for column, words in enumerate(["Nomor", *(column.heading for column in COLUMNS)], start=1):
        write_text(sheet.cell(head, column), words, "kepala")  # type: ignore[arg-type]
    for number, row in enumerate(rows_of(records), start=1):
        for column, words in enumerate([str(number), *(words for _, words in row)], start=1):
            write_text(sheet.cell(head + number, column), words, "kata")  # type: ignore[arg-type]
    if not records:
        write_text(sheet.cell(head + 1, 1), "Tidak ada.", "catatan")  # type: ignore[arg-type]
    for index, size in enumerate([7, *(column.width for column in COLUMNS)], start=1):
        sheet.column_dimensions[get_column_letter(index)].width = size
    _set_up_print(sheet, agency, head)


def _set_up_print(sheet: Worksheet, agency: Agency, head: int) -> None:
    sheet.freeze_panes = f"A{head + 1}"
    sheet.print_title_rows = f"{head}:{head}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = PAPER[agency.paper]
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if sheet.oddFooter is not None:
        sheet.oddFooter.right.text = "Halaman &P dari &N"
