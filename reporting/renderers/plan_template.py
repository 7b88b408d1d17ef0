"""The Excel template of a plan: its sheets and columns, which the import reads by the same names."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from kinerja.lib.periods import MONTH_NAMES
from reporting.measures import Direction, LowerForm, Rollup, TargetStyle
from reporting.models import PlanNode

LAST_ROW = 2000  # validations and text formats reach this far
TEXT_FORMAT = "@"


@dataclass(frozen=True)
class Column:
    """A column: its name in code, its heading, what it looks like and what it accepts."""

    key: str
    heading: str
    width: int = 16
    choices: Sequence[str] = ()
    is_text: bool = False
    is_required: bool = True


@dataclass(frozen=True)
class SheetForm:
    """A sheet with its columns and rows of example."""

    title: str
    columns: Sequence[Column]
    examples: Sequence[Sequence[str | int | float | None]]
    is_optional: bool = False

    @property
    def headings(self) -> list[str]:
        return [column.heading for column in self.columns]


def _code(key: str, heading: str, *, is_required: bool = True) -> Column:
    return Column(key, heading, 20, is_text=True, is_required=is_required)


def _optional(key: str, heading: str, width: int = 16, choices: Sequence[str] = ()) -> Column:
    return Column(key, heading, width, choices, is_required=False)


NODES = SheetForm(
    "Rencana",
    (
        Column("level", "Tingkat", 14, [str(label) for label in PlanNode.Level.labels]),
        _code("code", "Kode"),
        Column("name", "Uraian", 70),
        _code("parent", "Kode Induk", is_required=False),
    ),
    (
        ("Tujuan", "T1", "Terwujudnya tata kelola keuangan daerah yang akuntabel", None),
        ("Sasaran", "S1", "Meningkatnya kualitas pengelolaan keuangan daerah", "T1"),
        ("Program", "5.02.02", "Program Pengelolaan Keuangan Daerah", "S1"),
        ("Kegiatan", "5.02.02.2.01", "Koordinasi dan Penyusunan Rencana Anggaran Daerah", "5.02.02"),
        ("Sub kegiatan", "5.02.02.2.01.0001", "Koordinasi dan Penyusunan KUA dan PPAS", "5.02.02.2.01"),
    ),
)
INDICATORS = SheetForm(
    "Indikator",
    (
        _code("node", "Kode Baris"),
        _code("code", "Kode Indikator"),
        Column("name", "Indikator", 50),
        Column("unit", "Satuan", 14),
        Column("direction", "Arah", 26, [d.label for d in Direction]),
        _optional("lower_form", "Rumus Makin Rendah", 22, [form.label for form in LowerForm]),
        Column("rollup", "Cara Gabung", 22, [r.label for r in Rollup]),
        _optional("target_style", "Cara Target", 22, [s.label for s in TargetStyle]),
        _optional("decimals", "Boleh Pecahan", 14, ["Ya", "Tidak"]),
        _optional("annual_target", "Target Tahun"),
        _optional("range_low", "Batas Bawah"),
        _optional("range_high", "Batas Atas"),
        Column("scale", "Skala Predikat", 30, is_text=True, is_required=False),
        Column("measured_months", "Bulan Ukur", 16, is_text=True, is_required=False),
        _optional("cap", "Batas Capaian (%)"),
        _optional("numerator_label", "Pembilang", 24),
        _optional("denominator_label", "Penyebut", 24),
        _optional("weight", "Bobot"),
        _optional("action_plan", "Rencana Aksi", 50),
    ),
    (
        (
            *(
                "5.02.02.2.01.0001",
                "1.1",
                "Jumlah dokumen KUA dan PPAS",
                "Dokumen",
                Direction.HIGHER.label,
                None,
            ),
            *(
                Rollup.SUM.label,
                TargetStyle.CUMULATIVE.label,
                "Tidak",
                12,
                None,
                None,
                None,
                None,
                None,
                None,
                None,
            ),
            None,
        ),
        (
            *("S1", "S1.1", "Opini BPK", "Opini", Direction.PREDICATE.label, None, Rollup.RELEASE.label),
            *(
                TargetStyle.ONCE.label,
                None,
                "WTP",
                None,
                None,
                "TMP = 1; TW = 2; WDP = 3; WTP = 4",
                "6",
                None,
            ),
            *(None, None, None),
        ),
    ),
)
TARGETS = SheetForm(
    "Target",
    (
        _code("node", "Kode Baris"),
        _code("indicator", "Kode Indikator"),
        *(_optional(f"m{number}", name, 12) for number, name in enumerate(MONTH_NAMES, start=1)),
    ),
    (
        ("5.02.02.2.01.0001", "1.1", *range(1, 13)),
        ("S1", "S1.1", *[None] * 5, "WTP", *[None] * 6),
    ),
)
BUDGETS = SheetForm(
    "Pagu",
    (
        _code("node", "Kode Baris"),
        Column("amount", "Pagu (Rp)", 20),
        _optional("from_on", "Berlaku Mulai", 18),
        _optional("label", "Dasar", 24),
    ),
    (("5.02.02.2.01.0001", 120000000, "2 Januari 2026", "DPA murni"),),
)
OFFICERS = SheetForm(
    "PPTK",
    (
        _code("node", "Kode Baris"),
        Column("officer", "NIP atau Nama Pengguna", 28, is_text=True),
        _optional("from_on", "Mulai Tanggal", 18),
        _optional("to_on", "Sampai Tanggal", 18),
    ),
    (("5.02.02.2.01.0001", "198501012010012001", "2 Januari 2026", None),),
)
CASH_KINDS = ("Kas (Rp)", "Fisik s.d. bulan (%)")
SPENDING = SheetForm(
    "Rencana Kas",
    (
        _code("node", "Kode Baris"),
        Column("kind", "Jenis", 22, CASH_KINDS),
        *(_optional(f"m{number}", name, 14) for number, name in enumerate(MONTH_NAMES, start=1)),
    ),
    (
        ("5.02.02.2.01.0001", CASH_KINDS[0], *[10_000_000] * 12),
        ("5.02.02.2.01.0001", CASH_KINDS[1], 8, 16, 25, 33, 41, 50, 58, 66, 75, 83, 91, 100),
    ),
    is_optional=True,
)
SHEETS = (NODES, INDICATORS, TARGETS, BUDGETS, OFFICERS, SPENDING)

GUIDE = (
    "Templat rencana Kinerja",
    "Isi lembar-lembar berikutnya. Nama lembar dan judul kolom jangan diubah; baris contoh boleh ditimpa.",
    "Kode ditulis sebagai teks, supaya 5.02 tidak berubah menjadi 5,02.",
    "Angka ditulis seperti 34,49 atau 1.234.567. Sel kosong berarti tidak ada, bukan nol.",
    "Skala Predikat: kode = skor, dipisah titik koma, contoh WDP = 3; WTP = 4.",
    "Bulan Ukur: nomor bulan dipisah koma, contoh 3, 6, 9, 12. Kosong = setiap bulan.",
    "Cara Target “posisi kumulatif”: target s.d. bulan itu; “bagian per bulan”: tambahan pada bulan itu.",
    "Lembar Rencana Kas boleh dihapus; kas ditulis per bulan, fisik s.d. bulan itu dalam persen.",
    "PPTK pada kegiatan atau program berlaku juga untuk baris di bawahnya yang tidak menyebut PPTK sendiri.",
)


def plan_template() -> bytes:
    """The empty template with examples, text formats for codes and drop-down lists."""
    book = Workbook()
    guide: Worksheet = book.active  # type: ignore[assignment]
    guide.title = "Petunjuk"
    guide.column_dimensions["A"].width = 110
    for number, sentence in enumerate(GUIDE, start=1):
        guide.cell(number, 1, sentence).alignment = Alignment(wrap_text=True)
    guide["A1"].font = Font(bold=True, size=14)
    for form in SHEETS:
        _write(book.create_sheet(form.title), form)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _write(sheet: Worksheet, form: SheetForm) -> None:
    sheet.freeze_panes = "A2"
    for place, column in enumerate(form.columns, start=1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = column.width
        head = sheet.cell(1, place, column.heading)
        head.font = Font(bold=True, color="FFFFFF")
        head.fill = PatternFill("solid", fgColor="0B5563" if column.is_required else "5B7C85")
        head.alignment = Alignment(wrap_text=True, vertical="center")
        if column.is_text:
            for row in range(2, LAST_ROW // 4):
                sheet.cell(row, place).number_format = TEXT_FORMAT
        if column.choices:
            listed = DataValidation(type="list", formula1=f'"{",".join(column.choices)}"', allow_blank=True)
            sheet.add_data_validation(listed)
            listed.add(f"{letter}2:{letter}{LAST_ROW}")
    for number, example in enumerate(form.examples, start=2):
        for place, value in enumerate(example, start=1):
            cell = sheet.cell(number, place, value)
            if form.columns[place - 1].is_text:
                cell.number_format = TEXT_FORMAT
