"""What a correction changed, ready to print: the same lines for page, PDF, Word and the workbook."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from reporting.queries.correction_difference import ChangedRow, Corrected, Difference
from reporting.queries.report import Sheet
from reporting.renderers.cells import Column, Form
from reporting.renderers.worksheet import Page, open_page, write_signature

TITLE = "Perbaikan"
HEADING = "Yang berubah terhadap laporan yang diperbaiki"
UNCHANGED = "Dibuka untuk diperbaiki dan ternyata tetap"
NO_CHANGE = "Tidak ada angka atau keterangan yang berubah."
RESTATED = "Angka yang dinyatakan kembali"
HEADINGS = ("No", "Kode", "Baris", "Yang berubah", "Semula", "Menjadi", "Selisih", "Sebab")
WIDTHS = (3, 12, 22, 15, 13, 13, 10, 12)  # percent of the line
FIGURES = frozenset({"Semula", "Menjadi", "Selisih"})


@dataclass(frozen=True)
class ChangedLine:
    """One difference of one row; code, name and cause stand with the first of a row only."""

    order: int
    row: ChangedRow
    difference: Difference
    is_first: bool

    @property
    def cells(self) -> tuple[str, ...]:
        row, said = self.row, self.difference
        name = f"{row.name} ({row.unit})" if row.unit else row.name
        head = (str(self.order), row.code, name) if self.is_first else ("", "", "")
        return (*head, said.label, said.was, said.becomes, said.delta, row.why if self.is_first else "")


def lines_of(corrected: Corrected) -> list[ChangedLine]:
    return [
        ChangedLine(order, row, difference, is_first=place == 0)
        for order, row in enumerate(corrected.rows, start=1)
        for place, difference in enumerate(row.differences)
    ]


def unchanged_words(corrected: Corrected) -> str:
    """ "Dibuka untuk diperbaiki dan ternyata tetap: 5.02.01 Jumlah dokumen."; empty where there is none."""
    names = [f"{row.code} {row.name}" for row in corrected.unchanged]
    return f"{UNCHANGED}: {'; '.join(names)}." if names else ""


COLUMNS: Sequence[Column] = tuple(
    Column(heading, heading, width, Form.COUNT if heading in FIGURES else Form.TEXT, lambda _: "")
    for heading, width in zip(HEADINGS, WIDTHS, strict=True)
)


def write_correction(page: Page, sheet: Sheet, corrected: Corrected) -> Page:
    """The worksheet of a correction; the differences are formulas over the figures beside them."""
    open_page(page, sheet, TITLE, corrected.title)
    for line in lines_of(corrected):
        _write_line(page, line)
    for words in _words(corrected):
        page.banner(words, "catatan")
    write_signature(page, sheet)
    return page


def _words(corrected: Corrected) -> Iterator[str]:
    if not corrected.rows:
        yield NO_CHANGE
    yield f"Alasan perbaikan: {corrected.reason}"
    if words := unchanged_words(corrected):
        yield words


def _write_line(page: Page, line: ChangedLine) -> None:
    said = line.difference
    was, becomes = page.cell_of("Semula"), page.cell_of("Menjadi")
    figures: dict[str, tuple[Decimal | None, str | None]] = {
        "Semula": (said.was_value, None),
        "Menjadi": (said.value, None),
    }
    if said.was_value is not None and said.value is not None and said.delta:
        figures["Selisih"] = (said.value - said.was_value, f"={becomes}-{was}")
    for heading, words in zip(HEADINGS, line.cells, strict=True):
        letter = page.letter(heading)
        value, formula = figures.get(heading, (None, None))
        if value is None:
            page.text(letter, words, "kata_kanan" if heading in FIGURES else "kata")
        else:
            page.figure(letter, value, Form.COUNT, formula)
    page.row += 1
