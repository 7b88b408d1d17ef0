"""The agenda as a workbook: number, day, from whom or to whom, letter, subject, ready to be printed."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from kinerja.lib.dates import long_date
from kinerja.lib.workbooks import PAPER, write_text
from organisation.models import Agency
from reporting.models import AgendaEntry
from reporting.queries.agenda import remark_of
from reporting.renderers.formulas import with_results
from reporting.renderers.styles import add_styles


@dataclass(frozen=True)
class Column:
    heading: str
    width: int
    value: Callable[[AgendaEntry], str]


def columns_of(direction: AgendaEntry.Direction) -> tuple[Column, ...]:
    """The columns as the paper book of an office has them."""
    came_in = direction == AgendaEntry.Direction.IN
    return (
        Column("Nomor agenda", 16, lambda entry: entry.number),
        Column(
            "Tanggal diterima" if came_in else "Tanggal kirim", 18, lambda entry: long_date(entry.entered_on)
        ),
        Column("Dari" if came_in else "Kepada", 34, lambda entry: entry.party),
        Column("Nomor surat", 28, lambda entry: entry.letter_number or "–"),
        Column("Tanggal surat", 18, lambda entry: long_date(entry.letter_on) if entry.letter_on else "–"),
        Column("Sifat", 12, lambda entry: entry.nature),
        Column("Hal", 44, lambda entry: entry.subject),
        Column("Keterangan", 30, remark_of),
    )


def workbook(
    agency: Agency, direction: AgendaEntry.Direction, entries: Sequence[AgendaEntry], *, at: datetime
) -> bytes:
    """One worksheet; equal input at the same moment gives equal bytes."""
    book = Workbook()
    add_styles(book)
    sheet = book.worksheets[0]
    title = f"Agenda {direction.label.lower()}"
    sheet.title = title
    _write(sheet, agency, columns_of(direction), entries)
    book.properties.creator, book.properties.title = agency.name, title
    book.properties.created = at.replace(tzinfo=None, microsecond=0)
    stream = io.BytesIO()
    book.save(stream)
    return with_results(stream.getvalue(), {}, at=at)


def _write(
    sheet: Worksheet, agency: Agency, columns: Sequence[Column], entries: Sequence[AgendaEntry]
) -> None:
    """Letterhead, title, header, and one row for each entry; words stay words."""
    banners = ((agency.government, "kop"), (agency.name, "kop_nama"), (sheet.title, "judul"))
    for line, (words, style) in enumerate(banners, start=1):
        write_text(sheet.cell(line, 1), words.upper(), style)  # type: ignore[arg-type]
        sheet.merge_cells(start_row=line, end_row=line, start_column=1, end_column=len(columns))
    head = len(banners) + 2
    for index, column in enumerate(columns, start=1):
        write_text(sheet.cell(head, index), column.heading, "kepala")  # type: ignore[arg-type]
        sheet.column_dimensions[get_column_letter(index)].width = column.width
    for row, entry in enumerate(entries, start=head + 1):
        for index, column in enumerate(columns, start=1):
            write_text(sheet.cell(row, index), column.value(entry), "kata")  # type: ignore[arg-type]
    sheet.freeze_panes = f"A{head + 1}"
    sheet.print_title_rows = f"{head}:{head}"
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", PAPER[agency.paper]
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
