"""What is to be printed, in one format: how large it is, its fingerprint, and how it becomes bytes."""

import contextlib
import hashlib
import json
import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from types import ModuleType
from typing import Any

from django.db.models import Model

from kinerja.lib.apart import Tell
from kinerja.lib.printing import Place
from reporting.queries.renderings import LONG
from reporting.queries.report import Sheet
from reporting.renderers import excel, pdf, signing, word

PDF, XLSX, DOCX = "pdf", "xlsx", word.FORMAT
RENDERERS: Mapping[str, ModuleType] = {PDF: pdf, XLSX: excel, DOCX: word}
# Rows that are printed while somebody waits for the page: two or three seconds each on a small machine.
AT_ONCE = {PDF: LONG, XLSX: 1000, DOCX: 1000}
AT_ONCE_SIGNED = {PDF: LONG, XLSX: 100_000}  # a workbook carries who signed and when, so it waits for that
_ROWS_ON_A_PAGE = 15
_LAYOUT, _WRITING, _WRITTEN = 10, 85, 95  # percent
_PAGE = re.compile(r"Creating layout - Page (\d+)")


@dataclass(frozen=True)
class Print:
    """One file to be made: to read, or with a block to be signed.

    A body is all of a long paper but the page that is signed: the same whoever signs, however, and when.
    """

    format: str
    sheet: Sheet
    block: signing.Block | None = None
    is_body: bool = False

    @property
    def rows(self) -> int:
        return len(self.sheet.lines) + len(self.sheet.budget_lines)

    @property
    def is_large(self) -> bool:
        most = AT_ONCE[self.format] if self.block is None else AT_ONCE_SIGNED[self.format]
        return self.rows > most


@dataclass(frozen=True)
class Printed:
    """The bytes, and where the rooms for signatures are."""

    content: bytes
    places: list[Place] = field(default_factory=list)


def make(wanted: Print) -> Printed:
    """The file."""
    if wanted.is_body:
        from reporting.renderers import long_paper  # noqa: PLC0415 - slow to load

        return Printed(long_paper.render_body(wanted.sheet))
    if wanted.block is not None and wanted.format == PDF:
        return Printed(*signing.render(wanted.sheet, wanted.block))
    return Printed(RENDERERS[wanted.format].render(wanted.sheet))


def complete(body: bytes, wanted: Print) -> Printed:
    """The body with the page that is signed."""
    if wanted.block is None:
        raise ValueError("Naskah tanpa tanda tangan sudah lengkap.")
    from reporting.renderers import long_paper  # noqa: PLC0415 - slow to load

    return Printed(*long_paper.complete(body, wanted.sheet, wanted.block))


def make_apart(wanted: Print, tell: Tell) -> bytes:
    """The same in a process of its own, which tells how far it is."""
    tell(5, f"{wanted.rows} baris dibaca")
    with _pages_told(tell, wanted.rows // _ROWS_ON_A_PAGE + 1):
        content = make(wanted).content
    tell(_WRITTEN, "Berkas ditulis")
    return content


def fingerprint(wanted: Print) -> str:
    """SHA-256 over everything that is printed; the rows are told by the digest of the compilation."""
    sheet = replace(wanted.sheet, lines=[], budget_lines=[])
    content = _plain([wanted.format, wanted.is_body, sheet, sheet.report.agency])
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _plain(value: Any) -> Any:
    """Values that one canonical spelling can tell apart."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, Model):
        names = [column.attname for column in value._meta.concrete_fields]
        return [value._meta.label, [[name, _plain(getattr(value, name))] for name in names]]
    if is_dataclass(value):
        return [[each.name, _plain(getattr(value, each.name))] for each in fields(value)]
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, Sequence):
        return [_plain(part) for part in value]
    return str(value)


class _Pages(logging.Handler):
    """Listens to the library's own account of the pages that it lays out."""

    def __init__(self, tell: Tell, expected: int) -> None:
        super().__init__()
        self.tell, self.expected = tell, expected

    def emit(self, record: logging.LogRecord) -> None:
        said = record.getMessage()
        if page := _PAGE.search(said):
            share = min(1.0, int(page[1]) / self.expected)
            self.tell(_LAYOUT + int(share * (_WRITING - _LAYOUT)), f"Halaman {page[1]} disusun")
        elif "Creating PDF" in said:
            self.tell(_WRITING, "Halaman ditulis ke dalam PDF")


@contextlib.contextmanager
def _pages_told(tell: Tell, expected: int) -> Iterator[None]:
    listener, source = _Pages(tell, expected), logging.getLogger("weasyprint.progress")
    level, source.propagate = source.level, False
    source.addHandler(listener)
    source.setLevel(logging.INFO)
    try:
        yield
    finally:
        source.removeHandler(listener)
        source.setLevel(level)
        source.propagate = True
