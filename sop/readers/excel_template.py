"""The Excel template of an SOP: sheets Identitas, Pelaksana and Langkah, empty or filled with a document."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from kinerja.lib.periods import Cycle
from organisation.roles import Role
from sop.readers.reading import Document
from sop.readers.stems import KIND_NAMES

LAST_ROW = 300  # drop-down lists and text formats reach this far
IDENTITY, LANES, STEPS = "Identitas", "Pelaksana", "Langkah"
YES = "Ya"

FIELDS = {
    "agency": "Kode Perangkat Daerah",
    "slug": "Nama Pendek",
    "cycle": "Siklus",
    "heading": "Kepala Dokumen",
    "number": "Nomor SOP",
    "created_on": "Tanggal Pembuatan",
    "revised_on": "Tanggal Revisi",
    "effective_on": "Tanggal Efektif",
    "approved_by": "Disahkan Oleh",
    "title": "Nama SOP",
    "legal_basis": "Dasar Hukum",
    "qualifications": "Kualifikasi Pelaksana",
    "related": "Keterkaitan",
    "equipment": "Peralatan/Perlengkapan",
    "warnings": "Peringatan",
    "records": "Pencatatan dan Pendataan",
    "periodic": "Waktu Periodik",
    "totals": "Jumlah Waktu",
    "footer": "Kaki Dokumen",
}
CYCLES = {cycle.value: cycle.label for cycle in Cycle}
ROLES = {role.value: str(role.label) for role in Role}


@dataclass(frozen=True)
class Column:
    """A column of a sheet: its name in the document, its heading, its width and its choices."""

    key: str
    heading: str
    width: int = 18
    choices: str = ""


LANE_COLUMNS = (
    Column("label", "Pelaksana", 40),
    Column("role", "Peran", 30, "roles"),
    Column("is_outside", "Di Luar Perangkat Daerah", 16, "yes"),
)
STEP_COLUMNS = (
    Column("phase", "Tahap", 20),
    Column("number", "No", 8),
    Column("text", "Kegiatan", 60),
    Column("actor", "Pelaksana", 30, "lanes"),
    Column("kind", "Jenis Tugas", 24, "kinds"),
    Column("returns_to", "Kembali ke Langkah", 14),
    Column("proceeds_to", "Lanjut ke Langkah", 14),
    Column("requirements", "Kelengkapan", 36),
    Column("duration", "Waktu", 14),
    Column("output", "Output", 36),
    Column("remark", "Keterangan", 30),
    Column("opens_day", "Mulai Tanggal", 12),
    Column("due_day", "Paling Lambat Tanggal", 12),
    Column("cycles", "Siklus Langkah", 20),
)
ACT_KEYS = ("actor", "kind", "returns_to", "proceeds_to")

GUIDE = (
    "Templat SOP Kinerja",
    "Salin SOP apa adanya: nomor, kalimat, dan waktu ditulis seperti tercetak. Judul kolom jangan diubah.",
    "Identitas: butir daftar (misalnya Dasar Hukum) satu baris satu butir, labelnya diulang.",
    "Label yang tidak ada pada SOP dihapus barisnya; yang tercetak tetapi kosong dibiarkan kosong.",
    "Langkah: tindakan kedua dari satu langkah ditulis di baris berikutnya, hanya Pelaksana dan Jenis Tugas.",
    "Pelaksana atau Jenis Tugas boleh kosong: usulannya dibuat dari kalimatnya, lalu ditanyakan.",
    "Kolom tambahan (misalnya Biaya) boleh ditulis di sebelah kanan kolom terakhir.",
)


def sop_template(document: Document | None = None) -> bytes:
    """The workbook, empty with one example, or with the contents of a document."""
    book = Workbook()
    guide: Worksheet = book.active  # type: ignore[assignment]
    guide.title = "Petunjuk"
    guide.column_dimensions["A"].width = 110
    for number, sentence in enumerate(GUIDE, start=1):
        _put(guide, number, 1, sentence)
    guide["A1"].font = Font(bold=True, size=14)
    filled = document or EXAMPLE
    _identity(book.create_sheet(IDENTITY), filled)
    _lanes(book.create_sheet(LANES), filled)
    _steps(book.create_sheet(STEPS), filled)
    _choices(book)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _identity(sheet: Worksheet, document: Document) -> None:
    _heads(sheet, (Column("label", "Bagian", 28), Column("value", "Isi", 100)))
    number = 2
    for name, label in FIELDS.items():
        if name in document and document[name] is None:
            continue
        value = document.get(name, "")
        if name == "cycle":
            value = CYCLES.get(value, "")
        for item in (value or [""]) if isinstance(value, list) else [value]:
            _put(sheet, number, 1, label)
            _put(sheet, number, 2, item)
            number += 1


def _lanes(sheet: Worksheet, document: Document) -> None:
    _heads(sheet, LANE_COLUMNS)
    for number, actor in enumerate(document["actors"], start=2):
        _put(sheet, number, 1, actor["label"])
        _put(sheet, number, 2, ROLES.get(actor.get("role", ""), ""))
        _put(sheet, number, 3, YES if actor.get("is_outside") else "")


def _steps(sheet: Worksheet, document: Document) -> None:
    extras = list(dict.fromkeys(head for step in document["steps"] for head in step.get("extra", {}) if head))
    _heads(sheet, (*STEP_COLUMNS, *(Column(head, head) for head in extras)))
    labels = {actor["key"]: actor["label"] for actor in document["actors"]}
    number = 2
    for step in document["steps"]:
        for place, act in enumerate(step.get("acts") or [{}]):
            row = _act_row(act, labels) | ({} if place else _step_row(step))
            for at, column in enumerate(STEP_COLUMNS, start=1):
                _put(sheet, number, at, row.get(column.key, ""))
            for at, head in enumerate(extras, start=len(STEP_COLUMNS) + 1):
                _put(sheet, number, at, "" if place else step.get("extra", {}).get(head, ""))
            number += 1


def _step_row(step: Mapping[str, Any]) -> dict[str, Any]:
    row = {column.key: step.get(column.key, "") for column in STEP_COLUMNS if column.key not in ACT_KEYS}
    return row | {"cycles": ", ".join(CYCLES.get(cycle, cycle) for cycle in step.get("cycles", []))}


def _act_row(act: Mapping[str, Any], labels: Mapping[str, str]) -> dict[str, str]:
    return {
        "actor": labels.get(act.get("actor", ""), ""),
        "kind": KIND_NAMES.get(act.get("kind", ""), act.get("kind", "")),
        "returns_to": act.get("returns_to", ""),
        "proceeds_to": act.get("proceeds_to", ""),
    }


def _heads(sheet: Worksheet, columns: Sequence[Column]) -> None:
    sheet.freeze_panes = "A2"
    for place, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
        _put(sheet, 1, place, column.heading)
        cell = sheet.cell(1, place)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor="0B5563")
    for number in range(2, LAST_ROW + 1):
        for place in range(1, len(columns) + 1):
            sheet.cell(number, place).number_format = "@"  # numbers such as 1.1 and dates stay as typed


def _put(sheet: Worksheet, row: int, column: int, value: Any) -> None:
    """Write a text as a text: what begins with = is no formula here."""
    cell = sheet.cell(row, column)
    if value != "":
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")


def _choices(book: Workbook) -> None:
    """Drop-down lists: of roles and kinds from a sheet of their own, of lanes from theirs."""
    sheet = book.create_sheet("Pilihan")
    columns = {"roles": list(ROLES.values()), "kinds": list(KIND_NAMES.values()), "yes": [YES]}
    ranges = {"lanes": f"{LANES}!$A$2:$A${LAST_ROW}"}
    for place, (name, values) in enumerate(columns.items(), start=1):
        letter = get_column_letter(place)
        for number, value in enumerate(values, start=1):
            _put(sheet, number, place, value)
        ranges[name] = f"Pilihan!${letter}$1:${letter}${len(values)}"
    sheet.sheet_state = "hidden"
    for title, own in ((LANES, LANE_COLUMNS), (STEPS, STEP_COLUMNS)):
        for place, column in enumerate(own, start=1):
            if column.choices:
                listed = DataValidation(type="list", formula1=f"={ranges[column.choices]}", allow_blank=True)
                book[title].add_data_validation(listed)
                listed.add(f"{get_column_letter(place)}2:{get_column_letter(place)}{LAST_ROW}")


EXAMPLE: Document = {
    "cycle": "quarter",
    "title": "Penyusunan Laporan Kinerja Triwulan",
    "number": "000.8.3.3/…",
    "legal_basis": ["Peraturan Presiden Nomor 29 Tahun 2014 tentang SAKIP"],
    "actors": [
        {"key": "head", "label": "Kepala Dinas", "role": "head"},
        {"key": "planning", "label": "Kasubbag Perencanaan", "role": "planning"},
        {"key": "staff", "label": "Staf", "role": "staff"},
    ],
    "steps": [
        {
            "number": "1.",
            "text": "Menyusun laporan kinerja triwulan paling lambat tanggal 5",
            "requirements": "Data capaian kinerja",
            "duration": "2 hari",
            "output": "Draf laporan",
            "due_day": 5,
            "acts": [{"actor": "staff", "kind": "compile"}],
        },
        {
            "number": "2.",
            "text": "Memeriksa dan memaraf laporan; jika tidak sesuai dikembalikan ke langkah 1",
            "requirements": "Draf laporan",
            "duration": "1 jam",
            "output": "Laporan terparaf",
            "acts": [
                {"actor": "planning", "kind": "review", "returns_to": "1."},
                {"actor": "planning", "kind": "initial"},
            ],
        },
        {
            "number": "3.",
            "text": "Menandatangani laporan",
            "requirements": "Laporan terparaf",
            "duration": "1 jam",
            "output": "Laporan bertanda tangan",
            "acts": [{"actor": "head", "kind": "sign"}],
        },
    ],
}
