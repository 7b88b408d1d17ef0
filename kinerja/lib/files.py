"""Files from outside: what they really are, whether they are safe to keep, and names for handing them out.

A file is taken when its extension, its first bytes and its inner structure agree on one of five kinds.
"""

import hashlib
import io
import re
import unicodedata
import zipfile
from enum import StrEnum
from pathlib import PurePosixPath
from typing import BinaryIO

from kinerja.lib.file_limits import MAX_BYTES, MEBIBYTE, FileRefused
from kinerja.lib.flat_files import check_jpg, check_pdf, check_png
from kinerja.lib.office_files import LOCAL_MARK, LOCKED, OLE_MARK, check_package

__all__ = ["MAX_BYTES", "MAX_NAME", "MEBIBYTE", "FileKind", "FileRefused", "safe_name", "sha256_of", "sniff"]

MAX_NAME = 120
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class FileKind(StrEnum):
    """The kinds that are taken."""

    PDF = "pdf"
    JPG = "jpg"
    PNG = "png"
    XLSX = "xlsx"
    DOCX = "docx"

    @property
    def content_type(self) -> str:
        """The media type to serve it with."""
        return {
            FileKind.PDF: "application/pdf",
            FileKind.JPG: "image/jpeg",
            FileKind.PNG: "image/png",
            FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        }[self]


_EXTENSIONS = {kind.value: kind for kind in FileKind} | {"jpeg": FileKind.JPG}
_SIGNATURES = {
    FileKind.PDF: b"%PDF-",
    FileKind.JPG: b"\xff\xd8\xff",
    FileKind.PNG: b"\x89PNG\r\n\x1a\n",
    FileKind.XLSX: LOCAL_MARK,
    FileKind.DOCX: LOCAL_MARK,
}
_MAIN_PARTS = {FileKind.XLSX: "xl/workbook.xml", FileKind.DOCX: "word/document.xml"}
_ADVICE = {
    "xlsm": "Berkas Excel dengan makro tidak diterima. Simpan sebagai .xlsx tanpa makro.",
    "docm": "Berkas Word dengan makro tidak diterima. Simpan sebagai .docx tanpa makro.",
    "xls": "Format Excel lama tidak diterima. Simpan sebagai .xlsx.",
    "doc": "Format Word lama tidak diterima. Simpan sebagai .docx.",
    "heic": "Foto HEIC tidak diterima. Simpan sebagai JPG.",
    "webp": "Gambar WEBP tidak diterima. Simpan sebagai JPG atau PNG.",
    "pptx": "Berkas PowerPoint tidak diterima. Simpan sebagai PDF.",
    "zip": "Arsip tidak diterima. Unggah berkas di dalamnya satu per satu.",
    "rar": "Arsip tidak diterima. Unggah berkas di dalamnya satu per satu.",
}


def sniff(name: str, content: bytes | BinaryIO) -> FileKind:
    """What the file is, by extension, first bytes and structure; FileRefused says why it is not taken.

    A stream must be seekable and is left at its beginning.
    """
    stream = io.BytesIO(content) if isinstance(content, bytes) else content
    try:
        return _verdict(name, stream)
    finally:
        stream.seek(0)


def _verdict(name: str, stream: BinaryIO) -> FileKind:
    """All checks, the cheap ones first."""
    kind = _kind_by_name(name)
    size = stream.seek(0, io.SEEK_END)
    if size == 0:
        raise FileRefused("Berkas kosong (0 byte). Pilih berkas yang berisi.")
    if size > MAX_BYTES:
        raise FileRefused(
            f"Berkas lebih besar dari {MAX_BYTES // MEBIBYTE} MB. Kecilkan lalu unggah kembali."
        )
    stream.seek(0)
    head = stream.read(32)
    if kind in _MAIN_PARTS and head.startswith(OLE_MARK) and _ENCRYPTED in stream.read():
        raise FileRefused(LOCKED)
    if not head.startswith(_SIGNATURES[kind]) or (kind is FileKind.PNG and head[12:16] != b"IHDR"):
        raise FileRefused(f"Isi berkas bukan {kind.value.upper()} walaupun namanya demikian.")
    _check_structure(kind, stream, size)
    return kind


def _check_structure(kind: FileKind, stream: BinaryIO, size: int) -> None:
    """What lies behind the first bytes."""
    if kind in _MAIN_PARTS:
        check_package(stream, size, extension=kind.value, main_part=_MAIN_PARTS[kind])
        return
    if zipfile.is_zipfile(stream):
        raise FileRefused("Berkas memuat arsip tersembunyi. Simpan ulang dari aplikasi aslinya.")
    stream.seek(0)
    if kind is FileKind.PNG:
        check_png(stream, size)
    elif kind is FileKind.JPG:
        check_jpg(stream.read())
    else:
        check_pdf(stream.read())


def _kind_by_name(name: str) -> FileKind:
    """The kind that the extension promises."""
    if any(unicodedata.category(character) in {"Cc", "Cf"} for character in name):
        raise FileRefused("Nama berkas memuat tanda tersembunyi. Ganti namanya lalu unggah kembali.")
    extension = PurePosixPath(name).suffix.removeprefix(".").lower()
    if extension in _EXTENSIONS:
        return _EXTENSIONS[extension]
    taken = "Unggah berkas PDF, JPG, PNG, XLSX, atau DOCX."
    raise FileRefused(_ADVICE.get(extension, f"Jenis berkas ini tidak diterima. {taken}"))


def safe_name(name: str) -> str:
    """A name for download headers: no folders, control or direction marks, at most 120 characters."""
    last = name.replace("\\", "/").rsplit("/", maxsplit=1)[-1]
    visible = "".join(
        "" if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"} else character
        for character in unicodedata.normalize("NFC", last)
    )
    plain = re.sub(r'[<>:"|?*;%]', "_", visible)
    trimmed = " ".join(plain.split()).strip(". ")
    stem, dot, extension = trimmed.rpartition(".")
    if not dot or len(extension) > 10:
        return trimmed[:MAX_NAME].strip(". ") or "berkas"
    return f"{stem[: MAX_NAME - len(extension) - 1].strip('. ') or 'berkas'}.{extension}"


def sha256_of(content: bytes) -> str:
    """The checksum as 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()
