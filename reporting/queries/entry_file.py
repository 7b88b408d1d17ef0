"""The personal workbook of a PPTK: its sheets and columns, and the seal that ties it to one task."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.core import signing

from kinerja.lib.files import FileRefused
from kinerja.lib.periods import Period
from sop.models import Task

SEAL_SHEET = "Kinerja"
SEAL_MARK = "kinerja-isian-1"
_SALT = "reporting.entry_file"


@dataclass(frozen=True)
class FileColumn:
    """A column: its name in code, its heading, its width, and whether something is entered there."""

    name: str
    heading: str
    width: int
    is_input: bool = False


@dataclass(frozen=True)
class FileSheet:
    """One sheet of the workbook; the first column holds the key of the row and is hidden."""

    title: str
    columns: Sequence[FileColumn]

    @property
    def inputs(self) -> list[FileColumn]:
        return [column for column in self.columns if column.is_input]


WORD_COLUMNS = (
    FileColumn("obstacle", "Kendala", 36, is_input=True),
    FileColumn("support", "Faktor pendukung", 36, is_input=True),
    FileColumn("follow_up", "Tindak lanjut", 36, is_input=True),
)
SOURCE_COLUMNS = (
    FileColumn("source_url", "Tautan sumber rilis", 30, is_input=True),
    FileColumn("published_on", "Tanggal rilis", 17, is_input=True),
)
KEY = FileColumn("key", "Kunci", 8)
LINES = FileSheet(
    "Realisasi",
    (
        KEY,
        FileColumn("node", "Kode baris", 19),
        FileColumn("code", "Kode", 10),
        FileColumn("name", "Indikator", 44),
        FileColumn("month", "Bulan", 15),
        FileColumn("unit", "Satuan", 12),
        FileColumn("target", "Target s.d. bulan ini", 14),
        FileColumn("figure", "Realisasi", 16, is_input=True),
        FileColumn("numerator", "Pembilang", 14, is_input=True),
        FileColumn("denominator", "Penyebut", 14, is_input=True),
        FileColumn("choice", "Keadaan", 15, is_input=True),
        *WORD_COLUMNS,
        *SOURCE_COLUMNS,
    ),
)
MONEYS = FileSheet(
    "Keuangan dan Fisik",
    (
        KEY,
        FileColumn("node", "Kode baris", 19),
        FileColumn("name", "Sub kegiatan", 50),
        FileColumn("month", "Bulan", 15),
        FileColumn("ceiling", "Pagu (Rp)", 18),
        FileColumn("before", "Realisasi s.d. bulan lalu (Rp)", 20),
        FileColumn("amount", "Realisasi keuangan (Rp)", 20, is_input=True),
        FileColumn("physical", "Realisasi fisik s.d. bulan ini (%)", 18, is_input=True),
        *WORD_COLUMNS,
    ),
)
FILE_SHEETS = (LINES, MONEYS)


@dataclass(frozen=True)
class FileRow:
    """One row: what is printed, what can be entered as it stands now, and the choices of its cells."""

    key: str
    printed: Mapping[str, str | Decimal | None]
    entered: Mapping[str, str | Decimal]
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    has_decimals: bool = True


@dataclass(frozen=True)
class Seal:
    """For whom a workbook was made, and each row's edition and fingerprint at that moment."""

    agency: str
    agency_name: str
    period: str
    task: int
    round: int
    officer: int | None
    officer_name: str
    rows: Mapping[str, tuple[int, str]]

    @property
    def text(self) -> str:
        """The seal as signed text for the hidden sheet."""
        return signing.dumps(self.__dict__, salt=_SALT, compress=True)


def seal_of(task: Task, rows: Mapping[str, tuple[int, str]]) -> Seal:
    run = task.run
    name = str(task.assignee or task.act.actor.label)
    return Seal(
        run.agency.code, run.agency.name, run.period.code, task.pk, task.round, task.assignee_id, name, rows
    )


def opened_seal(text: str) -> Seal:
    """The seal of a workbook; FileRefused where it was not made here or has been changed."""
    try:
        found = signing.loads(text, salt=_SALT)
        rows = {key: (int(edition), str(mark)) for key, (edition, mark) in found.pop("rows").items()}
        return Seal(**found, rows=rows)
    except (signing.BadSignature, TypeError, ValueError, AttributeError, KeyError) as error:
        raise FileRefused(
            "Tanda pengenal berkas ini tidak cocok: lembar tersembunyinya berubah. Unduh templat yang baru."
        ) from error


def require_same_task(seal: Seal, task: Task) -> None:
    """Refuse a workbook of another office, period, person or round, in this order."""
    run = task.run
    if seal.agency != run.agency.code:
        raise FileRefused(
            f"Berkas ini milik {seal.agency_name}, bukan {run.agency.name}. Unduh templat dari halaman ini."
        )
    if seal.period != run.period.code:
        raise FileRefused(
            f"Berkas ini untuk {Period.parse(seal.period).label}, sedangkan halaman ini "
            f"{run.period.label}. Unduh templat dari halaman ini."
        )
    if seal.officer != task.assignee_id:
        raise FileRefused(f"Berkas ini milik {seal.officer_name}. Unduh templat Anda sendiri.")
    if seal.task != task.pk:
        raise FileRefused(
            f"Berkas ini dari putaran {seal.round}, sedangkan sekarang putaran {task.round}. "
            "Unduh templat yang baru."
        )
