"""Whether the archive is whole: the package, every file in it, and the stored files that belong to it."""

import hashlib
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.db.models import Q, QuerySet

from organisation.models import HistoryEvent, StoredFile
from reporting.models import ArchiveRecord, Document, Initial, Letter, Sending, Signature

MANIFEST = "manifest.sha256"
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError)


@dataclass(frozen=True)
class Member:
    """One file of the package, with the checksum that the manifest states."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Verdict:
    """What the check of one record looked at, and what is wrong, in sentences."""

    record: ArchiveRecord
    members: int
    files: int
    problems: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        return not self.problems


def members_of(record: ArchiveRecord) -> list[Member]:
    """What the package says that it holds; empty where it cannot be read. Nothing is verified here."""
    try:
        with zipfile.ZipFile(record.package.path) as package:
            stated, _ = _stated(package)
            return [
                Member(info.filename, info.file_size, stated.get(info.filename, ""))
                for info in package.infolist()
                if info.filename != MANIFEST
            ]
    except _BROKEN:
        return []


def check(record: ArchiveRecord) -> Verdict:
    """Everything about one record; reads the whole package and every stored file."""
    package = record.package
    problems = list(_file_problems(package, "Paket"))
    members: list[Member] = []
    if package.path.is_file():
        members = members_of(record)
        problems += _package_problems(package.path)
    problems += _history_problems(record)
    files = _stored_files(record)
    for what, file in files:
        problems += _file_problems(file, what)
    return Verdict(record, len(members), len(files) + 1, tuple(problems))


def _file_problems(file: StoredFile, what: str) -> Iterator[str]:
    """Whether a stored file is there with the bytes that were stored."""
    try:
        with file.path.open("rb") as content:
            found = _digest(content)
    except FileNotFoundError:
        yield f"{what} “{file.name}” hilang dari penyimpanan."
    except OSError as problem:
        yield f"{what} “{file.name}” tidak dapat dibaca: {problem.strerror}."
    else:
        if found != file.sha256:
            yield f"{what} “{file.name}” berubah: SHA-256 {found}, seharusnya {file.sha256}."


def _package_problems(path: Path) -> list[str]:
    """The zip against its own manifest: complete, each member as stated, nothing besides."""
    try:
        with zipfile.ZipFile(path) as package:
            return _manifest_problems(package)
    except _BROKEN:
        return ["Paket bukan berkas zip yang dapat dibaca."]


def _manifest_problems(package: zipfile.ZipFile) -> list[str]:
    counted = Counter(package.namelist())
    if MANIFEST not in counted:
        return [f"Daftar {MANIFEST} tidak ada dalam paket."]
    try:
        stated, problems = _stated(package)
    except _BROKEN:
        return [f"Daftar {MANIFEST} dalam paket tidak dapat dibaca."]
    problems += [f"“{name}” ada {count} kali dalam paket." for name, count in counted.items() if count > 1]
    found = counted.keys() - {MANIFEST}
    problems += [
        f"“{name}” tercantum dalam daftar, tetapi tidak ada." for name in sorted(stated.keys() - found)
    ]
    problems += [
        f"“{name}” ada dalam paket, tetapi tidak tercantum." for name in sorted(found - stated.keys())
    ]
    for name in sorted(stated.keys() & found):
        problems += _member_problems(package, name, stated[name])
    return problems


def _member_problems(package: zipfile.ZipFile, name: str, sha256: str) -> Iterator[str]:
    try:
        with package.open(name) as content:
            found = _digest(content)
    except _BROKEN:
        yield f"“{name}” dalam paket rusak dan tidak dapat dibaca."
    else:
        if found != sha256:
            yield f"“{name}” dalam paket berubah: SHA-256 {found}, seharusnya {sha256}."


def _stated(package: zipfile.ZipFile) -> tuple[dict[str, str], list[str]]:
    """Name → checksum as the manifest has them, and what is wrong with its lines."""
    try:
        lines = package.read(MANIFEST).decode().splitlines()
    except KeyError:
        return {}, []
    except UnicodeDecodeError:
        return {}, [f"Daftar {MANIFEST} dalam paket tidak dapat dibaca."]
    stated: dict[str, str] = {}
    problems = []
    for number, line in enumerate(lines, start=1):
        sha256, _, name = line.partition("  ")
        if len(sha256) != 64 or not name or name in stated:
            problems.append(f"Baris {number} daftar {MANIFEST} tidak dapat dibaca atau berulang.")
        else:
            stated[name] = sha256
    return stated, problems


def _history_problems(record: ArchiveRecord) -> Iterator[str]:
    """The history keeps the checksum of the day of archiving, so a package cannot be swapped with its row."""
    told = HistoryEvent.objects.filter(
        subject=f"reporting.report:{record.report_id}", verb="report_archived"
    ).last()
    if told is None:
        yield "Riwayat tidak memuat pengarsipan berkas ini."
    elif told.details.get("sha256") != record.package.sha256:
        yield f"Paket “{record.package.name}” bukan yang dicatat riwayat saat diarsipkan."


def _initialled(record: ArchiveRecord) -> QuerySet[Initial]:
    papers = Initial.objects.filter(compilation__report=record.report_id, paper__isnull=False)
    return papers.select_related("paper").order_by("pk")


def _stored_files(record: ArchiveRecord) -> list[tuple[str, StoredFile]]:
    """The frozen documents, scans, receipts, what was sent, and the letters of the record's report."""
    documents = Document.objects.filter(compilation__report=record.report_id).select_related("file")
    scans = Signature.objects.filter(compilation__report=record.report_id, scan__isnull=False)
    receipts = record.report.deliveries.filter(receipt_file__isnull=False).select_related("receipt_file")
    found = [("Dokumen", document.file) for document in documents.order_by("pk")]
    found += [("Naskah yang diparaf", row.paper) for row in _initialled(record) if row.paper]
    found += [("Pindaian", scan.scan) for scan in scans.select_related("scan") if scan.scan]
    found += [("Tanda terima", row.receipt_file) for row in receipts if row.receipt_file]
    sent = Sending.objects.filter(report=record.report_id).select_related("document", "package")
    for row in sent.order_by("pk"):
        found += [("Berkas yang dikirim", row.document), ("Paket kiriman", row.package)]
    of_report = Q(report=record.report_id) | Q(run=record.report.run_id)
    letters = Letter.objects.filter(of_report, issued_at__lte=record.at, file__isnull=False)
    found += [
        ("Surat", letter.file) for letter in letters.select_related("file").order_by("pk") if letter.file
    ]
    return found


def _digest(content: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while part := content.read(1 << 20):
        digest.update(part)
    return digest.hexdigest()
