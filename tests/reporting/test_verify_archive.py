"""`verify_archive`: an archive that is whole passes; whatever is changed, missing or added is named."""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.core.management import CommandError, call_command

from kinerja.lib.files import sha256_of
from organisation.models import HistoryEvent, StoredFile
from reporting.models import ArchiveRecord, Plan
from reporting.queries.archive_check import check
from sop.models import SopVersion
from tests.cast import Cast
from tests.reporting.filed import PARTS, file_january, kept, zipped


def run(*arguments: str) -> tuple[int, str]:
    """The exit code of the command and what it says."""
    out = io.StringIO()
    try:
        call_command("verify_archive", *arguments, stdout=out)
    except CommandError as error:
        return error.returncode, f"{out.getvalue()}{error}"
    return 0, out.getvalue()


@pytest.fixture
def filed(cast: Cast, plan: Plan, sop: SopVersion) -> ArchiveRecord:
    return file_january(cast, sop)


def test_a_whole_archive_passes(filed: ArchiveRecord) -> None:
    assert run() == (0, "Arsip utuh: 1 berkas arsip, 3 isi paket diperiksa.\n")
    code, said = run("--json", "--agency", "bpkad-magelang")
    (told,) = json.loads(said)
    assert (code, told["members"], told["files"], told["problems"]) == (0, 3, 3, [])


def test_only_the_asked_agency_is_checked(filed: ArchiveRecord) -> None:
    filed.package.path.unlink()
    assert run("--agency", "kec-awayan")[0] == 0
    assert run("--agency", "bpkad-magelang")[0] == 1
    assert run("--agency", "tidak-ada")[0] == 2


def flipped(filed: ArchiveRecord) -> None:
    content = bytearray(filed.package.path.read_bytes())
    content[content.index(b"foto", 60)] ^= 1
    filed.package.path.write_bytes(bytes(content))


def cut(filed: ArchiveRecord) -> None:
    filed.package.path.write_bytes(filed.package.path.read_bytes()[:-40])


def appended(filed: ArchiveRecord) -> None:
    with filed.package.path.open("ab") as file:
        file.write(b"lagi")


def without_package(filed: ArchiveRecord) -> None:
    filed.package.path.unlink()


def without_document(filed: ArchiveRecord) -> None:
    stored("laporan.pdf").path.unlink()


def with_another_receipt(filed: ArchiveRecord) -> None:
    stored("terima.pdf").path.write_bytes(b"%PDF SM-2")


def stored(name: str) -> StoredFile:
    return StoredFile.objects.get(name=name)


@pytest.mark.parametrize(
    ("tamper", "sentences"),
    [
        (flipped, ["Paket “arsip-", "“bukti/1.1/foto.jpg” dalam paket rusak"]),
        (cut, ["Paket “arsip-", "bukan berkas zip"]),
        (appended, ["Paket “arsip-"]),
        (without_package, ["Paket “arsip-bpkad-magelang-2026-01.zip” hilang"]),
        (without_document, ["Dokumen “laporan.pdf” hilang"]),
        (with_another_receipt, ["Tanda terima “terima.pdf” berubah"]),
    ],
)
def test_what_happened_on_the_disk_is_named(
    filed: ArchiveRecord, tamper: Callable[[ArchiveRecord], None], sentences: list[str]
) -> None:
    tamper(filed)
    code, said = run()
    assert code == 1
    for sentence in sentences:
        assert sentence in said
    assert "Arsip tidak utuh: 1 dari 1 berkas." in said
    (told,) = json.loads(run("--json")[1].splitlines()[0])
    assert told["problems"]


@dataclass(frozen=True)
class Forged:
    """A package that was made anew, and what must be said of it."""

    content: bytes
    sentence: str


OTHER = PARTS | {"laporan.pdf": b"%PDF lain"}
TRUE = "".join(f"{sha256_of(content)}  {name}\n" for name, content in PARTS.items()).encode()
FORGED = [
    Forged(zipped(OTHER, manifest=TRUE), "“laporan.pdf” dalam paket berubah"),
    Forged(zipped(PARTS | {"tamu.txt": b"x"}, manifest=TRUE), "“tamu.txt” ada dalam paket, tetapi tidak"),
    Forged(zipped({"laporan.pdf": PARTS["laporan.pdf"]}, manifest=TRUE), "“riwayat.txt” tercantum dalam"),
    Forged(zipped(PARTS, manifest=b"kosong\n" + TRUE), "Baris 1 daftar manifest.sha256"),
    Forged(zipped(PARTS, manifest=b"\xff"), "Daftar manifest.sha256 dalam paket tidak dapat dibaca"),
    Forged(zipped(PARTS, manifest=TRUE + TRUE), "Baris 4 daftar manifest.sha256"),
]


@pytest.mark.parametrize("forged", FORGED, ids=lambda forged: forged.sentence[:24])
def test_a_package_that_does_not_keep_its_own_list_is_named(
    cast: Cast, plan: Plan, sop: SopVersion, forged: Forged
) -> None:
    record = file_january(cast, sop, forged.content)
    assert any(forged.sentence in problem for problem in check(record).problems)


def test_a_package_swapped_together_with_its_row_is_found_by_the_history(
    cast: Cast, filed: ArchiveRecord
) -> None:
    swapped = kept(cast, filed.package.name, zipped(OTHER))
    ArchiveRecord.objects.update(package=swapped)
    code, said = run()
    assert (code, "bukan yang dicatat riwayat" in said) == (1, True)
    assert HistoryEvent.objects.filter(verb="report_archived").count() == 1
